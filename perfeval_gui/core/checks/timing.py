"""Group T, time: years and deadlines in the rows, and the filing date."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_gui.core.checks.reading import Reading
from perfeval_gui.core.checks.rule import PRACTICE, Card, Help, Hit, Severity, form_check
from perfeval_gui.core.form import Cell
from perfeval_gui.core.periods import years_in
from perfeval_gui.core.quantities import narrow


def form_year(reading: Reading) -> int | None:
    """Return the form's year as a number, or None where the title has none."""
    text = narrow(reading.form.fiscal_year).removesuffix("度").removesuffix("年")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


@form_check(
    Card(
        "T01",
        Severity.ERROR,
        "行里的年份不是本年度",
        "写的是 {found} 年，本表是 {year} 年度，请核对是不是去年留下的",
        PRACTICE,
        Help(
            "年度指标值和实际完成值里的日期应在本年度内。",
            "2024 年度的表：2024年12月31日前完成。",
            "用去年的表改，完成时限还是去年的年份。",
        ),
        wordings={
            "text": "这里写到 {found} 年，本表是 {year} 年度，请核对是不是去年留下的内容",
            "later": "目标时限写到 {found} 年，晚于本年度 {year} 年，请核对",
        },
    )
)
def year_of_row_wrong(reading: Reading) -> Iterator[Hit]:
    """Find years in values that are not the form's; in names and goals a former year is only asked about."""
    year = form_year(reading)
    if year is None:
        return
    for row in reading.filled:
        for name in ("target", "actual"):
            years = {mention.year for mention in years_in(getattr(row.row, name))}
            if not years or min(years) <= year <= max(years):
                continue
            later = name == "target" and min(years) > year
            facts = {"found": min(years), "year": year}
            severity = Severity.WARNING if later else None
            yield Hit(row.cell_of(name), facts, severity=severity, wording="later" if later else "")
        yield from _in_prose(row.row.name, row.cell_of("name"), year)
    for name in ("expected", "achieved"):
        yield from _in_prose(getattr(reading.form.goal, name), reading.goal_cell(name), year)


def _in_prose(text: str, cell: Cell, year: int) -> Iterator[Hit]:
    years = {mention.year for mention in years_in(text)}
    if years and max(years) < year:
        yield Hit(cell, {"found": max(years), "year": year}, severity=Severity.HINT, wording="text")


CHECKS = (year_of_row_wrong,)
