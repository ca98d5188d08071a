"""The PDF: the form's own text, embedded fonts, the same bytes every time."""

import html
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtGui")
from perfeval_gui import resources
from perfeval_gui.core.form import Form, Goal, Indicator, Project, with_row_ids
from perfeval_gui.core.layout.pages import fit
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import Profile, blank_form
from perfeval_gui.files.export import export
from perfeval_gui.gui.paper_fonts import family, measure_of
from perfeval_gui.gui.printing import PDF, paper_sheets, pdf_bytes
from tests.examples import ROOT, example_project

ALL = [example_project(number) for number in range(1, 8)]
PROFILE = resources.profile()


def profile_of(_: Project) -> Profile:
    return PROFILE


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def seven(qapp) -> bytes:
    return pdf_bytes(ALL, profile_of)


@pytest.fixture
def pages_of(tmp_path: Path, require_tool: Callable[..., str]) -> Callable[[bytes], list[str]]:
    """Return a function that gives the text of a PDF's pages as another program extracts it."""
    pdftotext = require_tool("pdftotext")

    def pages(pdf: bytes) -> list[str]:
        path = tmp_path / "text.pdf"
        path.write_bytes(pdf)
        done = subprocess.run([pdftotext, str(path), "-"], capture_output=True, check=True)
        return done.stdout.decode("utf-8").split("\f")[:-1]

    return pages


def test_seven_forms_take_seven_pages_with_total_and_sign_off(
    seven: bytes, pages_of: Callable[[bytes], list[str]]
) -> None:
    pages = pages_of(seven)
    assert len(pages) == 7
    assert all("总分" in page and "单位负责人签字：" in page for page in pages)


def test_extracted_text_is_that_of_the_form_to_the_character(
    seven: bytes, pages_of: Callable[[bytes], list[str]]
) -> None:
    for page, project in zip(pages_of(seven), ALL, strict=True):
        grid = lay_out(project, PROFILE)
        expected = [*(line.text for line in (*grid.head, *grid.tail)), *(box.text for box in grid.boxes)]
        assert sorted("".join(page.split())) == sorted("".join("".join(expected).split()))


def test_every_line_stands_in_the_pdf_where_the_page_was_laid_out(
    seven: bytes, tmp_path: Path, require_tool: Callable[..., str]
) -> None:
    """What the golden page says, the PDF has: the two together fail on a change of one cell."""
    (tmp_path / "seven.pdf").write_bytes(seven)
    done = subprocess.run(
        [require_tool("pdftotext"), "-bbox", str(tmp_path / "seven.pdf"), "-"],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    pattern = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    sheets = [sheet for project in ALL for sheet in paper_sheets(project, PROFILE)]
    for sheet, page in zip(sheets, done.stdout.split("</page>")[:-1], strict=True):
        words = [
            (*(float(number) for number in numbers), html.unescape(text))
            for *numbers, text in pattern.findall(page)
        ]
        for line in sheet.lines:
            left, baseline = line.x / 20, line.baseline / 20
            right = left + measure_of(line.font)(line.text) * float(line.size)
            inside = [
                (x, text)
                for x, top, end, bottom, text in words
                if top < baseline < bottom and left - 1 < x and end < right + 1
            ]
            assert "".join(str(text) for _, text in sorted(inside)) == "".join(line.text.split())
            blanks = line.text[: len(line.text) - len(line.text.lstrip())]
            first = left + measure_of(line.font)(blanks) * float(line.size)
            assert not inside or min(inside)[0] == pytest.approx(first, abs=0.5)


def test_a_search_for_words_of_the_form_finds_them(
    seven: bytes, pages_of: Callable[[bytes], list[str]]
) -> None:
    text = "".join("".join(pages_of(seven)).split())
    assert "项目支出绩效自评表" in text
    assert not [
        sign
        for sign in text
        if "KANGXI" in unicodedata.name(sign, "") or "RADICAL" in unicodedata.name(sign, "")
    ]


def test_characters_that_fonts_draw_alike_come_out_as_written(pages_of: Callable[[bytes], list[str]]) -> None:
    written = "目支自工门长马风鱼见贝页黄麦龙·—‘’“”…≥≤㎡％Ω×÷①ⅡⅣ"
    (page,) = pages_of(pdf_bytes([Project("p1", Form(project_name=written))], profile_of))
    assert written in "".join(page.split())


def test_the_same_forms_give_the_same_bytes_in_another_process_and_time_zone(seven: bytes) -> None:
    program = (
        "import sys; from tests.golden.test_pdf import ALL, profile_of, pdf_bytes;"
        "assert 'PySide6.QtWidgets' not in sys.modules; sys.stdout.buffer.write(pdf_bytes(ALL, profile_of))"
    )
    for zone in ("Asia/Shanghai", "UTC"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        assert done.stdout == seven


def test_the_file_holds_no_time_and_no_program(seven: bytes) -> None:
    assert not re.search(rb"CreationDate|ModDate|Producer|Creator|xmp:|D:20\d\d", seven)
    assert re.search(rb"/ID \[<([0-9a-f]{32})> <\1>\]", seven)


def test_fonts_are_embedded(seven: bytes, tmp_path: Path, require_tool: Callable[..., str]) -> None:
    (tmp_path / "seven.pdf").write_bytes(seven)
    done = subprocess.run(
        [require_tool("pdffonts"), str(tmp_path / "seven.pdf")], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    assert rows
    assert all(row[-5:-2] in (["yes", "yes", "yes"], ["yes", "no", "yes"]) for row in rows)


def test_long_forms_take_the_pages_of_the_word_file(pages_of: Callable[[bytes], list[str]]) -> None:
    rows = tuple(Indicator("产出指标", "数量指标", f"指标{n}", "≥12个", "12个", "1", "1") for n in range(60))
    form = replace(blank_form(PROFILE), indicators=rows, goal=Goal("扎实推进各项工作，" * 166))
    project = Project("p1", with_row_ids(form))
    pages = pages_of(pdf_bytes([project], profile_of))
    assert len(pages) == len(fit(lay_out(project, PROFILE), PROFILE.page).pages)
    assert "单位负责人签字" in pages[-1]
    assert "总分" in pages[-1]


def test_the_xref_table_names_the_place_of_every_object(seven: bytes) -> None:
    start = int(seven[seven.rindex(b"startxref") + 9 :].split()[0])
    assert seven[start:].startswith(b"xref\n")
    entries = [line for line in seven[start:].split(b"\n") if line.endswith(b" n ")]
    for number, entry in enumerate(entries, 1):
        assert seven[int(entry[:10]) :].startswith(b"%d 0 obj" % number)


def test_pdf_is_a_format_of_the_export(tmp_path: Path) -> None:
    outcomes = list(export(ALL[:2], tmp_path, PDF, profile_of=profile_of, single_file=True))
    assert [outcome.path.name for outcome in outcomes] == ["附件3-2024年度.pdf"]


def test_a_font_that_is_not_there_is_named_with_its_stand_in() -> None:
    assert family("没有的字体") == "没有的字体"
