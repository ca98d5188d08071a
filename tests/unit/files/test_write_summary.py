"""The 汇总表: formulas that any spreadsheet recomputes, words that stay words, one page across."""

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_gui import resources
from perfeval_gui.core.form import Form, FundingRow, Indicator, Project, Total, with_row_ids
from perfeval_gui.core.summary import SummaryRow, summary_rows
from perfeval_gui.errors import UnwritableFileError
from perfeval_gui.files.summary_writer import summary_bytes
from tests.examples import example_filing
from tests.word_files import package_faults

PROFILE = resources.profile()
SEVEN = tuple(example_filing(7).projects.values())
FIRST, LAST, SUMS = 3, 9, 10
INITIAL, REVISED, OUTTURN, RATE, SCORE, GRADE = "E", "F", "G", "H", "I", "J"


def rows_of(projects) -> tuple[SummaryRow, ...]:
    return summary_rows(projects, lambda _project: PROFILE, lambda _project: ())


def written(projects=SEVEN, profile=PROFILE) -> bytes:
    return summary_bytes(rows_of(projects), lambda _row: profile, profile)


def sheet_of(data: bytes, name: str = "汇总表", *, values: bool = False) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)[name]


def project(**texts: str) -> Project:
    form = Form(
        fiscal_year="2024",
        project_name=texts.pop("name", "某项目"),
        implementing_unit=texts.pop("unit", "某单位"),
        total=Total("100", texts.pop("score", "100")),
        funding=(FundingRow(source="年度资金总额", **texts),),
    )
    return Project(texts.get("id", "p"), with_row_ids(form))


@pytest.fixture(scope="module")
def recomputed(require_tool: Callable[..., str], tmp_path_factory) -> Callable[..., openpyxl.Workbook]:
    """Return a function that changes cells, lets LibreOffice recompute, and gives the values it shows."""
    soffice = require_tool("soffice")
    profile = tmp_path_factory.mktemp("recompute-profile")

    def compute(data: bytes, changes: dict[str, float | str]) -> openpyxl.Workbook:
        folder = tmp_path_factory.mktemp("recomputed")
        book = openpyxl.load_workbook(io.BytesIO(data))
        for place, value in changes.items():
            book["汇总表"][place] = value
        book.save(folder / "改过.xlsx")
        # openpyxl keeps no computed values, so LibreOffice has to compute all of them.
        words = ("--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "出"))
        subprocess.run(
            [soffice, f"-env:UserInstallation={profile.as_uri()}", *words, str(folder / "改过.xlsx")],
            check=True,
            capture_output=True,
            timeout=55,
        )
        return openpyxl.load_workbook(folder / "出" / "改过.xlsx", data_only=True)

    return compute


def test_sums_and_rates_are_formulas_that_already_show_their_value() -> None:
    formulas, values = sheet_of(written()), sheet_of(written(), values=True)
    assert formulas[f"{INITIAL}{SUMS}"].value == f"=SUM({INITIAL}{FIRST}:{INITIAL}{LAST})"
    assert [values[f"{name}{SUMS}"].value for name in (INITIAL, REVISED, OUTTURN)] == [151.8, 143.68, 143.56]
    assert values[f"{RATE}{SUMS}"].value == 0.9992
    assert values[f"{RATE}6"].value == 0.9744
    assert str(formulas[f"{RATE}6"].value).startswith("=IF(")
    assert values[f"{GRADE}{FIRST}"].value == "优"


@pytest.mark.slow
def test_a_changed_cell_changes_sums_rates_grades_and_the_second_sheet_in_libreoffice(recomputed) -> None:
    book = recomputed(written(), {f"{OUTTURN}6": 4.68, f"{INITIAL}{FIRST}": 60, f"{SCORE}{FIRST}": 85})
    sheet = book["汇总表"]
    assert sheet[f"{INITIAL}{SUMS}"].value == pytest.approx(161.8)
    assert sheet[f"{OUTTURN}{SUMS}"].value == pytest.approx(143.68)
    assert sheet[f"{RATE}6"].value == 1
    assert sheet[f"{RATE}{SUMS}"].value == 1
    assert sheet[f"{GRADE}{FIRST}"].value == "良"
    assert sheet[f"{SCORE}{SUMS}"].value == pytest.approx(97.86)
    figures = {row[0].value: [cell.value for cell in row[1:]] for row in book["分档统计"].iter_rows()}
    assert figures["优"][0] == 6
    assert figures["良"][:2] == [1, 60]
    assert figures["100%及以上"][0] == 7
    assert figures["90%～100%"][0] == 0
    assert figures["区委组织部"][1] == pytest.approx(135.8)


@pytest.mark.slow
def test_libreoffice_computes_what_we_wrote_beside_the_formulas(recomputed) -> None:
    odd = [
        project(name="甲", unit="=1+1*", initial_budget="10", revised_budget="0", outturn="1", score="59.99"),
        project(name="乙", unit="=1+1*", revised_budget="约10", outturn="8", score="良好"),
        project(name="丙", unit="", initial_budget="1,000.5", revised_budget="３", outturn="1", score="80"),
        *SEVEN,
    ]
    mine = openpyxl.load_workbook(io.BytesIO(written(odd)), data_only=True)
    theirs = recomputed(written(odd), {})
    for name in ("汇总表", "分档统计"):
        for ours, read in zip(mine[name].iter_rows(), theirs[name].iter_rows(), strict=False):
            for cell, other in zip(ours, read, strict=False):
                if isinstance(cell.value, float | int):
                    assert other.value == pytest.approx(cell.value), (name, cell.coordinate)
                else:
                    assert (other.value or "") == (cell.value or ""), (name, cell.coordinate)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    sheet = sheet_of(written([project(name="=HYPERLINK(1)", unit="+86")]))
    assert sheet["B3"].value == "=HYPERLINK(1)"
    assert sheet["B3"].data_type == "s"
    assert sheet["B3"].quotePrefix
    assert sheet["C3"].data_type == "s"


def test_words_in_amounts_are_left_out_and_break_no_formula() -> None:
    sheet = sheet_of(written([project(revised_budget="约50", outturn="50")]), values=True)
    assert sheet["F3"].value is None
    assert sheet["H3"].value in (None, "")
    assert "约50" in sheet["P3"].value


def test_grades_follow_the_rule_pack_of_the_project() -> None:
    bands = tuple(replace(grade, low=grade.low - 10) for grade in PROFILE.scoring.grades)
    local = replace(PROFILE, scoring=replace(PROFILE.scoring, grades=bands))
    formula = str(sheet_of(written(profile=local))["J3"].value)
    assert 'I3>=80,"优"' in formula


def test_the_page_is_a4_across_one_page_wide_with_its_heads_on_every_page() -> None:
    data = written()
    sheet = sheet_of(data)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.freeze_panes == "A3"
    many = [replace(item, id=f"{item.id}-{n}") for n in range(20) for item in SEVEN]
    assert sheet_of(written(many)).page_setup.fitToHeight == 0


def test_the_same_rows_give_the_same_bytes_and_a_package_without_faults(tmp_path: Path) -> None:
    assert written() == written()
    (tmp_path / "a.xlsx").write_bytes(written())
    assert package_faults(written()) == []


def test_a_text_too_long_for_excel_is_refused_in_words() -> None:
    long = Form(indicators=(Indicator(name="甲", variance_note="长" * 32768),))
    with pytest.raises(UnwritableFileError, match="32767"):
        written([Project("p", with_row_ids(long))])


def test_a_hundred_lines_of_reasons_stay_readable_over_several_sheet_rows() -> None:
    rows = tuple(Indicator(name=f"指标{n}", variance_note="原因" * 20) for n in range(60))
    projects = [Project("p", with_row_ids(Form(indicators=rows))), *SEVEN]
    sheet = sheet_of(written(projects))
    sums = next(row for row in range(1, 40) if str(sheet.cell(row, 2).value).startswith("合计"))
    assert sheet[f"{INITIAL}{sums}"].value == f"=SUM({INITIAL}3:{INITIAL}{sums - 1})"
    assert openpyxl.load_workbook(io.BytesIO(written(projects)), data_only=True)["汇总表"][
        f"{INITIAL}{sums}"
    ].value == pytest.approx(151.8)
