"""The exported .docx: the exact 附件3, the same bytes every time, nothing in it but the form."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest

from perfeval_gui import resources
from perfeval_gui.core.form import Dimension, Form, FundingRow, Goal, Indicator, Project, with_row_ids
from perfeval_gui.core.profile import Profile, blank_form
from perfeval_gui.files.docx_writer import docx_bytes
from tests import word_files
from tests.examples import ROOT, example_project
from tests.word_files import W

ALL = [example_project(number) for number in range(1, 8)]
PROFILE = resources.profile()


def profile_of(_: Project) -> Profile:
    return PROFILE


def written(*forms: Form) -> bytes:
    return docx_bytes([Project(f"p{n}", with_row_ids(form)) for n, form in enumerate(forms)], profile_of)


def without_blanks(text: str) -> str:
    return "".join(text.replace("[bookmark: _GoBack]", "").split())


@pytest.fixture(scope="module")
def seven() -> bytes:
    return docx_bytes(ALL, profile_of)


def test_the_dump_of_the_seven_forms_is_that_of_the_original_but_for_white_space(seven: bytes) -> None:
    original = (ROOT / "tests" / "data" / "2024-forms.txt").read_text(encoding="utf-8")
    assert without_blanks(word_files.dump(seven)) == without_blanks(original)


def test_every_row_has_the_cells_of_the_original(seven: bytes) -> None:
    for table, project in zip(word_files.tables(seven), ALL, strict=True):
        cells = [len(row) for row in word_files.rows(table)]
        indicators = len(project.form.indicators)
        assert cells == [2, 4, 8, 8, 8, 8, 8, 3, 3, 9, *[9] * indicators, 4]


def test_widths_of_cells_are_the_sums_of_their_grid_columns(seven: bytes) -> None:
    for table in word_files.tables(seven):
        grid = [int(column.get(W + "w") or 0) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        assert tuple(grid) == (980, 1100, 1060, 1300, 1300, 1180, 1180, 570, 570, 1226)
        assert word_files.value(table, "tblPr/tblW", "w") == str(sum(grid)) == "10466"
        assert word_files.value(table, "tblPr/tblLayout", "type") == "fixed"
        for row in word_files.rows(table):
            assert sum(cell.span for cell in row) == len(grid)
            assert all(cell.width == sum(grid[cell.column : cell.column + cell.span]) for cell in row)


def test_merged_labels_start_and_continue_where_the_original_does(seven: bytes) -> None:
    rows = word_files.rows(word_files.tables(seven)[3])
    first_column = [row[0].merge for row in rows]
    assert first_column == [
        None, None, "restart", *["continue"] * 4, "restart", "continue", "restart", *["continue"] * 9, None,
    ]  # fmt: skip
    assert [row[1].merge for row in rows[10:-1]] == [
        "restart", "continue", "continue", "continue", "restart", "continue", "continue", "continue", "restart",
    ]  # fmt: skip
    assert [row[2].merge for row in rows[10:-1]] == ["restart", "continue", *["restart"] * 7]
    assert not any(cell.merge for row in rows for cell in row[3:])
    assert all(cell.text == "" for row in rows for cell in row if cell.merge == "continue")


def test_fonts_are_named_for_chinese_in_every_paragraph_and_run(seven: bytes) -> None:
    for holder in word_files.body(seven).iter(f"{W}rPr"):
        fonts = holder.find(f"{W}rFonts")
        names = {fonts.get(W + slot) for slot in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(names) == 1
        assert names <= {"宋体", "黑体", "方正小标宋简体"}
        assert fonts.get(W + "hint") == "eastAsia"


def test_lines_of_the_table_have_an_exact_height_and_no_page_grid(seven: bytes) -> None:
    expected = [("16", "200"), *[("21", "280")] * 6]
    for table, (size, line) in zip(word_files.tables(seven), expected, strict=True):
        for paragraph in table.iter(f"{W}p"):
            assert word_files.value(paragraph, "pPr/spacing", "line") == line
            assert word_files.value(paragraph, "pPr/spacing", "lineRule") == "exact"
            assert word_files.value(paragraph, "pPr/rPr/sz") == size
            for switch in ("snapToGrid", "autoSpaceDE", "autoSpaceDN"):
                assert word_files.value(paragraph, f"pPr/{switch}") == "0"
        assert all(word_files.value(cell, "tcPr/vAlign") == "center" for cell in table.iter(f"{W}tc"))


def test_words_stand_left_and_everything_else_in_the_middle(seven: bytes) -> None:
    rows = word_files.rows(word_files.tables(seven)[3])
    side = {
        cell.text: word_files.value(cell.element, "p/pPr/jc") for row in rows for cell in row if cell.text
    }
    assert side["年度资金总额"] == "center"
    assert side["其中：当年财政拨款"] == side["上年结转资金"] == side["其他资金"] == "left"
    assert side["去世一名"] == side["增加老干部收入"] == "left"
    assert side["产出指标\n\n(50分)"] == side["共20名"] == side["老干部（代干生活补贴）"] == "center"


def test_each_form_but_the_first_begins_on_a_new_page_and_stays_with_its_title(seven: bytes) -> None:
    body = word_files.body(seven)
    paragraphs = body.findall(f"{W}p")
    assert len(paragraphs) == 7 * 4
    breaks = [paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None for paragraph in paragraphs]
    assert breaks == [False] * 4 + [True, False, False, False] * 6
    kept = [paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in paragraphs]
    assert kept == [True, True, True, False] * 7
    assert not list(body.iter(f"{W}br"))


def test_head_and_tail_have_the_sizes_of_the_layout(seven: bytes) -> None:
    looks = []
    for paragraph in word_files.body(seven).findall(f"{W}p")[:4]:
        spacing = paragraph.find(f"{W}pPr/{W}spacing")
        numbers = tuple(int(spacing.get(W + name) or 0) for name in ("before", "after", "line"))
        font = word_files.value(paragraph, "r/rPr/rFonts", "eastAsia")
        looks.append(
            (font, word_files.value(paragraph, "r/rPr/sz"), numbers, word_files.value(paragraph, "pPr/jc"))
        )
    assert looks == [
        ("黑体", "32", (0, 0, 480), "left"),
        ("方正小标宋简体", "36", (0, 120, 600), "center"),
        ("宋体", "21", (120, 0, 320), "left"),
        ("宋体", "21", (0, 0, 480), "left"),
    ]


def test_the_paper_is_a4_with_narrow_margins(seven: bytes) -> None:
    section = word_files.body(seven).find(f"{W}sectPr")
    size = section.find(f"{W}pgSz")
    margins = section.find(f"{W}pgMar")
    assert (size.get(W + "w"), size.get(W + "h")) == ("11906", "16838")
    assert {name: margins.get(W + name) for name in ("top", "bottom", "left", "right", "header", "footer")} == {
        "top": "720", "bottom": "720", "left": "720", "right": "720", "header": "567", "footer": "454",
    }  # fmt: skip


def test_rows_keep_together_and_are_as_high_as_their_line(seven: bytes) -> None:
    for table, least in zip(word_files.tables(seven), ["220", *["400"] * 6], strict=True):
        for row in table.findall(f"{W}tr"):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
            assert word_files.value(row, "trPr/trHeight") == least
            assert word_files.value(row, "trPr/trHeight", "hRule") == "atLeast"


def test_a_row_taller_than_half_the_page_may_break() -> None:
    form = replace(blank_form(PROFILE), goal=Goal(expected="扎实推进各项工作。" * 250))
    rows = word_files.tables(written(form))[0].findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}cantSplit") is None for row in rows].index(True) == 8


def test_a_table_of_two_pages_keeps_its_last_rows_with_the_sign_off() -> None:
    many = tuple(Indicator("产出指标", "数量指标", f"指标{n}", "≥12个", "12个", "1", "1") for n in range(60))
    table = word_files.tables(written(Form(indicators=many, dimensions=(Dimension("产出指标", "50"),))))[0]
    kept = [
        all(paragraph.find(f"{W}pPr/{W}keepNext") is not None for paragraph in row.iter(f"{W}p"))
        for row in table.findall(f"{W}tr")
    ]
    assert kept[-2:] == [True, True]
    assert not any(kept[:-2])
    assert word_files.value(next(table.iter(f"{W}p")), "pPr/rPr/sz") == "18"


def test_the_same_forms_give_the_same_bytes_in_another_process(seven: bytes, tmp_path: Path) -> None:
    program = (
        "import sys; from tests.unit.files.test_write_docx import ALL, profile_of;"
        "from perfeval_gui.files.docx_writer import docx_bytes; sys.stdout.buffer.write(docx_bytes(ALL, profile_of))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == seven


def test_the_file_holds_no_time_and_no_name_but_the_form(seven: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(seven)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if name.startswith("docProps")]
    for content in word_files.parts(seven).values():
        assert not re.search(rb"rsid|<dc:|creator|python|LibreOffice|/tmp|\\Users", content)


def blank_forms_of_every_profile() -> bytes:
    projects = [
        Project(name, blank_form(resources.profile(name), "2025"), profile=name)
        for name in resources.profile_ids()
    ]
    return docx_bytes(projects, lambda project: resources.profile(project.profile))


def test_word_finds_nothing_to_repair_in_any_profile(seven: bytes, tmp_path: Path) -> None:
    assert word_files.package_faults(seven) == []
    audit = shutil.which("openxml-audit", path=str(Path(sys.executable).parent))
    assert audit is not None, "openxml-audit is one of the test dependencies"
    for name, data in (("seven.docx", seven), ("blank.docx", blank_forms_of_every_profile())):
        path = tmp_path / name
        path.write_bytes(data)
        done = subprocess.run(
            [audit, str(path)], capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout


def test_python_docx_reads_the_merged_cells(seven: bytes) -> None:
    document = docx.Document(io.BytesIO(seven))
    assert len(document.tables) == 7
    last = document.tables[0].rows[-1].cells
    assert [last[0].text, last[7].text, last[8].text] == ["总分", "100", "100"]


def test_signs_of_the_markup_come_out_as_they_were_typed() -> None:
    typed = 'A&B <w:t> "≥" ]]> \u4e00'
    row = word_files.rows(word_files.tables(written(Form(project_name=typed)))[0])[0]
    assert row[1].text == typed


def test_a_tab_inside_a_value_becomes_one_space_and_outer_white_space_goes() -> None:
    form = Form(project_name="\t　一\t二　\n", funding=(FundingRow(source="年度资金总额", outturn=" 5 "),))
    rows = word_files.rows(word_files.tables(written(form))[0])
    assert rows[0][1].text == "一 二"
    assert rows[3][4].text == "5"


def test_line_breaks_of_a_value_become_paragraphs() -> None:
    row = word_files.rows(word_files.tables(written(Form(project_name="一\n\n二")))[0])[0]
    assert [word_files.text_of(item) for item in row[1].element.findall(f"{W}p")] == ["一", "", "二"]


def test_characters_that_xml_cannot_hold_do_not_break_the_file() -> None:
    data = written(Form(project_name="甲\x00乙\x0b丙\ufffe丁\ud800"))
    assert word_files.rows(word_files.tables(data)[0])[0][1].text == "甲乙丙丁"


def test_forms_on_different_paper_get_a_section_each() -> None:
    wide = replace(PROFILE, page=replace(PROFILE.page, size=(16838, 11906)))
    data = docx_bytes(ALL[:3], lambda project: wide if project is ALL[1] else PROFILE)
    sections = list(word_files.body(data).iter(f"{W}sectPr"))
    sizes = [word_files.value(section, "pgSz", "w") for section in sections]
    assert sizes == ["11906", "16838", "11906"]
    assert not list(word_files.body(data).iter(f"{W}pageBreakBefore"))


def test_the_root_declares_relations_for_readers_that_look_for_them(seven: bytes) -> None:
    declared = [
        name
        for _, name in ET.iterparse(io.BytesIO(word_files.parts(seven)["word/document.xml"]), ["start-ns"])
    ]
    assert ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships") in declared
