"""What stands in a cell of an exported sheet: text, a number that shows exactly what was typed, a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfeval_gui.core.fields import Kind, field_of
from perfeval_gui.core.form import DIMENSIONS, FUNDING, INDICATORS, TOTAL
from perfeval_gui.core.layout.grid import Box, Grid
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.text import squeeze

_NUMBER = re.compile(r"(-?(?:0|[1-9]\d*))(?:\.(\d+))?(%?)")
_NUMERIC = frozenset({Kind.AMOUNT, Kind.POINTS, Kind.RATE})
_MOST_DIGITS = 15  # a spreadsheet keeps no more
_SUMMED_AMOUNTS = ("initial_budget", "revised_budget", "outturn")


@dataclass(frozen=True, slots=True)
class Content:
    """What is no plain text in a cell: a value, the number format that shows it, the formula that gives it.

    A text as value is what a formula comes to; a blank one is a formula that comes to nothing.
    """

    value: Decimal | str
    format: str = "General"
    formula: str = ""


def number_of(box: Box) -> Content | None:
    """Return the number of an amount, points or rate cell, or None where a sheet would show another text."""
    field = field_of(box.cell) if box.cell else None
    if field is None or field.kind not in _NUMERIC or field.block == DIMENSIONS:
        return None
    match = _NUMBER.fullmatch(box.text)
    if match is None or box.text.startswith("-0") or len(re.sub(r"\D", "", box.text)) > _MOST_DIGITS:
        return None
    whole, decimals, percent = match[1], match[2] or "", match[3]
    value = Decimal(f"{whole}.{decimals or '0'}") / (100 if percent else 1)
    return Content(value, "0" + (f".{'0' * len(decimals)}" if decimals else "") + percent)


def sums_of(grid: Grid, profile: Profile) -> Mapping[int, tuple[Box, ...]]:
    """Return, by index of the box that holds a sum, the boxes that add up to it.

    Only sums that are right as typed: a wrong one stays the number that was written.
    """
    found: dict[int, tuple[Box, ...]] = {}
    for index, box in enumerate(grid.boxes):
        if box.cell is None:
            continue
        terms = _terms(grid, profile, box, box.cell.block, box.cell.field)
        if terms and _adds_up(box, terms):
            found[index] = terms
    return found


def _terms(grid: Grid, profile: Profile, box: Box, block: str, field: str) -> tuple[Box, ...]:
    if block == TOTAL:
        first = _total_row(grid, profile)
        execution = (item for item in _column(grid, FUNDING, field) if item.row == first)
        return (*execution, *_column(grid, INDICATORS, field))
    if block == FUNDING and field in _SUMMED_AMOUNTS and box.row == _total_row(grid, profile):
        return tuple(item for item in _column(grid, FUNDING, field) if item.row != box.row)
    return ()


def _total_row(grid: Grid, profile: Profile) -> int:
    for box in _column(grid, FUNDING, "source"):
        if profile.funding_role(squeeze(box.text)) == "total":
            return box.row
    return -1


def _column(grid: Grid, block: str, field: str) -> Iterable[Box]:
    return (box for box in grid.boxes if box.cell and box.cell.block == block and box.cell.field == field)


def _adds_up(box: Box, terms: tuple[Box, ...]) -> bool:
    total = number_of(box)
    numbers = [number_of(term) for term in terms if term.text]
    if total is None or None in numbers or not numbers:
        return False
    return total.value == sum(Decimal(number.value) for number in numbers if number)
