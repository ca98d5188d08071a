"""The 汇总表 as a workbook: amounts and scores as numbers, sums, rates and grades as formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfeval_gui.core.layout.grid import Box, Grid
from perfeval_gui.core.layout.listing import Column, Section, listing
from perfeval_gui.core.layout.pages import fit
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number
from perfeval_gui.core.summary import AMOUNT_LABELS, AMOUNTS, SummaryRow, by_unit, totals
from perfeval_gui.core.summary_table import COLUMNS, COUNTS, LANDSCAPE, NO_UNIT, notes_of, summary_grid
from perfeval_gui.files.xlsx_sheet import SharedTexts, Sheet, letter, placed, sheet_xml
from perfeval_gui.files.xlsx_styles import StyleTable
from perfeval_gui.files.xlsx_values import Content
from perfeval_gui.files.xlsx_workbook import NamedSheet, reference, workbook_bytes

SUMMARY, BREAKDOWN = "汇总表", "分档统计"
_HEAD = 2  # the title and the row of heads stand on every page
_RATE = "0.00%"
_LETTERS = {column.key: letter(place) for place, column in enumerate(COLUMNS)}
_RATE_BANDS = (  # departments' dashboards part the execution rate at these shares
    ("100%及以上", Decimal(1), Decimal(1000)),
    ("90%～100%", Decimal("0.9"), Decimal(1)),
    ("80%～90%", Decimal("0.8"), Decimal("0.9")),
    ("60%～80%", Decimal("0.6"), Decimal("0.8")),
    ("30%～60%", Decimal("0.3"), Decimal("0.6")),
    ("30%以下", Decimal(-1000), Decimal("0.3")),
)
_BREAKDOWN_COLUMNS = (
    Column("分类", 4200),
    Column("项目数", 1200, left=False),
    *(Column(f"{AMOUNT_LABELS[key]}（万元）", 2000, left=False) for key in AMOUNTS),
    Column("执行率", 1600, left=False),
)

ProfileOfRow = Callable[[SummaryRow], Profile]


def summary_bytes(rows: Sequence[SummaryRow], profile_of: ProfileOfRow, profile: Profile) -> bytes:
    """Return the workbook; the same rows give the same bytes.

    Grades follow each project's own rules; `profile` gives the bands named below the table.
    Raises UnwritableFileError where a text is longer than a cell can hold.
    """
    styles, texts = StyleTable(), SharedTexts()
    first = _place(summary_grid(rows, notes_of(profile)))
    contents = dict(_summary_contents(first, rows, profile_of))
    second, figures = _breakdown(first, rows, profile)
    sheets = (
        NamedSheet(SUMMARY, first, sheet_xml(first, LANDSCAPE, contents, styles, texts, _HEAD), _HEAD),
        NamedSheet(BREAKDOWN, second, sheet_xml(second, LANDSCAPE, figures, styles, texts, _HEAD), _HEAD),
    )
    return workbook_bytes(sheets, styles, texts)


def _place(grid: Grid) -> Sheet:
    return placed(grid, fit(grid, LANDSCAPE), LANDSCAPE)


class _Table:
    """The summary on its sheet: which sheet row a project has, and how formulas name its columns."""

    def __init__(self, sheet: Sheet, count: int) -> None:
        self._starts = sheet.starts
        self._count = count

    def cell(self, key: str, number: int) -> str:
        """Return the cell of a column in the row of the project with that number, from 1; one more is the sums'."""
        return f"{_LETTERS[key]}{self._starts[number]}"

    def column(self, key: str) -> str:
        """Return the range of a column over all projects."""
        return f"{self.cell(key, 1)}:{self.cell(key, self._count)}"

    def fixed(self, key: str) -> str:
        """Return the same range as another sheet names it."""
        name, first, last = _LETTERS[key], self._starts[1], self._starts[self._count]
        return f"{reference(SUMMARY)}!${name}${first}:${name}${last}"


def _summary_contents(
    sheet: Sheet, rows: Sequence[SummaryRow], profile_of: ProfileOfRow
) -> Iterator[tuple[int, Content]]:
    table = _Table(sheet, len(rows))
    for index, box in enumerate(sheet.grid.boxes):
        key = COLUMNS[box.column].key
        if 1 <= box.row <= len(rows):
            row = rows[box.row - 1]
            content = _row_content(table, key, box, row, profile_of(row))
        else:
            content = _total_content(table, key, box, rows) if box.row == len(rows) + 1 else None
        if content is not None:
            yield index, content


def _row_content(table: _Table, key: str, box: Box, row: SummaryRow, profile: Profile) -> Content | None:
    if key == "number":
        return Content(Decimal(box.row), "0")
    if key in AMOUNTS:
        amount = row.amounts[key]
        return None if amount is None else Content(amount)
    if key == "rate":
        return _rate(table.cell("outturn", box.row), table.cell("revised_budget", box.row), row.rate)
    if key == "score":
        return None if row.score is None else Content(row.score)
    if key == "grade":
        return _grade(table.cell("score", box.row), row.grade, profile)
    return Content(Decimal(box.text), "0") if key in COUNTS and box.text else None


def _total_content(table: _Table, key: str, box: Box, rows: Sequence[SummaryRow]) -> Content | None:
    sums = totals(rows)
    if key in AMOUNTS:
        return Content(sums.amounts[key], formula=f"SUM({table.column(key)})")
    if key == "rate":
        return _rate(table.cell("outturn", box.row), table.cell("revised_budget", box.row), sums.rate)
    if key == "score":
        scores = table.column("score")
        formula = f'IF(COUNT({scores})=0,"",ROUND(AVERAGE({scores}),2))'
        return Content("" if sums.mean_score is None else sums.mean_score, "0.00", formula)
    if key in COUNTS and box.text:
        return Content(Decimal(box.text), "0", f"SUM({table.column(key)})")
    return None


def _rate(outturn: str, revised: str, rate: Decimal | None) -> Content:
    """Words or nothing budgeted give no rate, as in the form."""
    shown = f'IF({revised}=0,"",ROUND({outturn}/{revised},4))'
    formula = f'IF(AND(ISNUMBER({outturn}),ISNUMBER({revised})),{shown},"")'
    return Content("" if rate is None else rate / 100, _RATE, formula)


def _grade(score: str, grade: str, profile: Profile) -> Content | None:
    bands = profile.scoring.grades
    if not bands:
        return None
    tests = "".join(f'IF({score}>={format_number(band.low)},"{_quoted(band.name)}",' for band in bands)
    return Content(grade, formula=f'IF(ISNUMBER({score}),{tests}""{")" * len(bands)},"")')


def _quoted(text: str) -> str:
    return text.replace('"', '""')


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows that are counted together on the second sheet; `test` is 1 for their rows, `{label}` the label's cell."""

    label: str
    test: str
    rows: tuple[SummaryRow, ...]


def _breakdown(
    first: Sheet, rows: Sequence[SummaryRow], profile: Profile
) -> tuple[Sheet, dict[int, Content]]:
    """Return the second sheet and its formulas: a changed cell of the first changes it too."""
    parts = _parts(_Table(first, len(rows)), rows, profile)
    sections = [
        Section(heading, [(group.label, *("" for _ in _BREAKDOWN_COLUMNS[1:])) for group in groups])
        for heading, groups in parts
    ]
    sheet = _place(listing(BREAKDOWN, _BREAKDOWN_COLUMNS, sections, ()))
    by_row: dict[int, _Group] = {}
    row = 1
    for _heading, groups in parts:
        by_row |= {row + number: group for number, group in enumerate(groups, 1)}
        row += 1 + len(groups)
    table = _Table(first, len(rows))
    contents = {}
    for index, box in enumerate(sheet.grid.boxes):
        if box.column and box.row in by_row:
            contents[index] = _group_content(table, sheet.starts[box.row], box, by_row[box.row])
    return sheet, contents


def _parts(
    table: _Table, rows: Sequence[SummaryRow], profile: Profile
) -> Sequence[tuple[str, Sequence[_Group]]]:
    same_unit, same_grade = (f"--({table.fixed(key)}={{label}})" for key in ("unit", "grade"))
    units = [_Group(unit or NO_UNIT, same_unit, group) for unit, group in by_unit(rows).items()]
    grades = [
        _Group(band.name, same_grade, tuple(row for row in rows if row.grade == band.name))
        for band in profile.scoring.grades
    ]
    rates = table.fixed("rate")
    bands = [
        _Group(
            name,
            f"ISNUMBER({rates})*({rates}>={low})*({rates}<{high})",
            tuple(row for row in rows if row.rate is not None and low <= row.rate / 100 < high),
        )
        for name, low, high in _RATE_BANDS
    ]
    return (("一、按实施单位", units), ("二、按等级", grades), ("三、按执行率", bands))


def _group_content(table: _Table, row: int, box: Box, group: _Group) -> Content:
    sums = totals(group.rows)
    test = group.test.format(label=f"A{row}")
    if box.column == 1:
        return Content(Decimal(sums.count), "0", f"SUMPRODUCT({test})")
    if box.column <= 1 + len(AMOUNTS):
        key = AMOUNTS[box.column - 2]
        return Content(sums.amounts[key], formula=f"SUMPRODUCT({test},{table.fixed(key)})")
    return _rate(f"E{row}", f"D{row}", sums.rate)
