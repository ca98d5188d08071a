"""The exported workbook: the paper's grid, text that stays text, sums that are right and nothing else as formula."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_gui.core.form import Form, FundingRow, Goal, Indicator, Project, with_row_ids
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import blank_form
from perfeval_gui.errors import UnwritableFileError
from perfeval_gui.files.xlsx_writer import sheet_names, xlsx_bytes
from tests.unit.files.test_write_docx import ALL, PROFILE, profile_of
from tests.word_files import package_faults, parts

HEAD_ROWS = 2


def written(form: Form) -> bytes:
    return xlsx_bytes([Project("p1", with_row_ids(form))], profile_of)


def sheet_of(data: bytes, index: int = 0, *, values: bool = False) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values).worksheets[index]


def shown(sheet: Worksheet, row: int, column: int) -> str:
    """Return a cell as a spreadsheet displays it, for the formats that we write."""
    cell = sheet.cell(row, column)
    if cell.value is None or isinstance(cell.value, str):
        return cell.value or ""
    decimals = len(cell.number_format.rstrip("%").partition(".")[2])
    if cell.number_format.endswith("%"):
        return f"{cell.value * 100:.{decimals}f}%"
    return f"{cell.value:.{decimals}f}"


@pytest.fixture(scope="module")
def seven() -> bytes:
    return xlsx_bytes(ALL, profile_of)


def test_every_cell_shows_what_the_paper_shows(seven: bytes) -> None:
    for index, project in enumerate(ALL):
        sheet = sheet_of(seven, index, values=True)
        grid = lay_out(project, PROFILE)
        for box in grid.boxes:
            assert shown(sheet, box.row + 1 + HEAD_ROWS, box.column + 1) == box.text
        assert sheet.cell(1, 1).value == "附件3"
        assert sheet.cell(sheet.max_row, 1).value == grid.tail[-1].text


def test_merges_are_those_of_the_grid(seven: bytes) -> None:
    sheet = sheet_of(seven, 3)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {
        "A1:J1",
        "B3:J3",
        "A5:A9",
        "A10:A11",
        "A12:A21",
        "B13:B16",
        "C13:C14",
        "A22:G22",
        "A24:J24",
    } <= merged


def test_amounts_are_numbers_and_targets_stay_text(seven: bytes) -> None:
    sheet = sheet_of(seven, 3, values=True)
    assert [sheet.cell(6, column).value for column in (4, 5, 6, 7, 8, 10)] == [4.8, 4.68, 4.56, 10, 1, 10]
    assert [sheet.cell(6, column).number_format for column in (4, 5, 8)] == ["0.0", "0.00", "0%"]
    assert sheet.cell(20, 6).value == "5-10年"
    assert sheet.cell(20, 6).number_format == "@"
    assert sheet.cell(14, 6).value == "100%"


def test_right_sums_are_formulas_with_their_value(seven: bytes) -> None:
    formulas = sheet_of(seven, 3)
    values = sheet_of(seven, 3, values=True)
    assert formulas["D6"].value == "=SUM(D7:D9)"
    assert formulas["H22"].value == "=SUM(G6,H13:H21)"
    assert formulas["I22"].value == "=SUM(J6,I13:I21)"
    assert (values["D6"].value, values["H22"].value, values["I22"].value) == (4.8, 100, 100)


def test_a_wrong_sum_stays_the_number_that_was_written(seven: bytes) -> None:
    sheet = sheet_of(seven, 0)
    assert sheet.cell(31, 8).value == 100  # the weights of form 1 come to 110
    assert sheet.cell(31, 9).value == "=SUM(J6,I13:I30)"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "=cmd|'/c calc'!A1", "  =1"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    data = written(Form(project_name=text, indicators=(Indicator(target=text, weight="=A1"),)))
    cell = sheet_of(data)["B3"]
    assert (cell.value, cell.data_type) == (text.strip(), "s")
    assert bool(cell.quotePrefix)
    assert b"<f>" not in parts(data)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("97.44%", 0.9744, "0.00%"),
        ("97.4%", 0.974, "0.0%"),
        ("4.80", 4.8, "0.00"),
        ("-3", -3, "0"),
        ("1,234.5", "1,234.5", "@"),
        ("１０", "１０", "@"),
        ("10万", "10万", "@"),
        ("—", "—", "@"),
        ("007", "007", "@"),
        ("-0", "-0", "@"),
        ("1e5", "1e5", "@"),
        ("1234567890123456", "1234567890123456", "@"),
    ],
)
def test_a_number_is_one_only_where_it_shows_as_typed(text: str, value: object, number_format: str) -> None:
    form = Form(funding=(FundingRow(source="年度资金总额", outturn=text, execution_rate=text),))
    cell = sheet_of(written(form))["F6"]
    assert cell.value == (pytest.approx(value) if isinstance(value, float) else value)
    assert cell.number_format == number_format


def test_line_breaks_blanks_and_look_alikes_of_escapes_come_back() -> None:
    typed = '一\n二 <b> & "三" _x0041_'
    sheet = sheet_of(written(Form(project_name=typed, goal=Goal(expected=" 甲　 乙 "))))
    assert sheet["B3"].value.replace("_x005F_x0041_", "_x0041_") == typed
    assert sheet["B7"].value == "甲　 乙"


def test_characters_that_xml_cannot_hold_do_not_break_the_file() -> None:
    assert sheet_of(written(Form(project_name="甲\x00乙\ufffe丙\ud800")))["B3"].value == "甲乙丙"


def test_the_sheet_prints_on_one_a4_page(seven: bytes) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(seven)):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_margins.left == sheet.page_margins.top == pytest.approx(0.5)
        assert sheet.print_area.endswith(f"$A$1:$J${sheet.max_row}")


def test_a_form_of_two_pages_may_take_two() -> None:
    form = replace(
        blank_form(PROFILE),
        indicators=tuple(Indicator("产出指标", "数量指标", f"指标{n}") for n in range(60)),
    )
    assert sheet_of(written(form)).page_setup.fitToHeight == 0


def test_all_cells_of_the_table_have_borders_also_below_merges(seven: bytes) -> None:
    sheet = sheet_of(seven, 0)
    cells = [cell for row in sheet.iter_rows(min_row=3, max_row=31) for cell in row]
    assert len(cells) == 290
    assert all(
        cell.border.left.style == cell.border.bottom.style == "thin"
        for cell in cells
        if not isinstance(cell, MergedCell)
    )
    assert seven.count(b"PK\x01\x02") == len(parts(seven))
    assert len(re.findall(rb"<c r=", parts(seven)["xl/worksheets/sheet1.xml"])) == 330


def test_a_row_higher_than_a_sheet_allows_takes_several_rows() -> None:
    form = replace(blank_form(PROFILE), goal=Goal(expected="扎实推进各项工作。" * 400))
    sheet = sheet_of(written(form))
    assert max(item.height or 0 for item in sheet.row_dimensions.values()) <= 409
    (area,) = [str(area) for area in sheet.merged_cells.ranges if str(area).startswith("B11")]
    assert re.fullmatch(r"B11:E1[2-9]", area)


def test_a_text_too_long_for_a_cell_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnwritableFileError, match="32767"):
        written(Form(goal=Goal(expected="长" * 32768)))


def test_sheet_names_are_legal_and_differ() -> None:
    long = Project("p", Form(project_name="甲[乙]:丙*丁?戊/己\\庚" + "长" * 40))
    names = sheet_names([long, long, Project("q", Form()), Project("r", Form(project_name="'引'"))])
    assert names[0].startswith("01_甲_乙__丙_丁_戊_己_庚长")
    assert all(len(name) <= 31 for name in names)
    assert len({name.lower() for name in names}) == 4
    assert names[2:] == ["03_未命名项目", "04_'引"]


def test_the_same_forms_give_the_same_bytes_without_any_time(seven: bytes) -> None:
    assert xlsx_bytes(ALL, profile_of) == seven
    with zipfile.ZipFile(io.BytesIO(seven)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if name.startswith("docProps")]


def test_excel_finds_nothing_to_repair(seven: bytes, tmp_path: Path) -> None:
    assert package_faults(seven) == []
    audit = shutil.which("openxml-audit", path=str(Path(sys.executable).parent))
    assert audit is not None, "openxml-audit is one of the test dependencies"
    for name, data in (("seven.xlsx", seven), ("odd.xlsx", written(Form(project_name="=&<'\"[x]")))):
        (tmp_path / name).write_bytes(data)
        done = subprocess.run(
            [audit, str(tmp_path / name)], capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_libreoffice_recomputes_the_sums_and_prints_seven_pages(
    seven: bytes, tmp_path: Path, soffice_pdf, require_tool
) -> None:
    (tmp_path / "seven.xlsx").write_bytes(seven)
    pdf = soffice_pdf(tmp_path / "seven.xlsx")
    done = subprocess.run(
        [require_tool("pdfinfo"), str(pdf)], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert re.search(r"Pages:\s+7\b", done.stdout)
