"""A sheet's cells and merges as rows of raw cells, within the area that is looked at."""

from __future__ import annotations

import functools
import operator
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfeval_gui.core.recognise.raw import RawCell, RawRemark, RawTable
from perfeval_gui.files import bounds
from perfeval_gui.files.bounds import CellCounter

_HIGH_AREA = 200
_NAME = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})$")


@dataclass
class Sheet:
    """One sheet while it is read: texts by row and column (from zero) and merged areas."""

    name: str
    counter: CellCounter
    rows: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    merges: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first row, column; last row, column
    beyond: bool = False
    remarks: list[RawRemark] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        """Take a cell's text; cells beyond 2,000 rows and 100 columns are left out and remarked on."""
        if not text:
            return
        if row < 0 or column < 0 or row >= bounds.SHEET_ROWS or column >= bounds.SHEET_COLUMNS:
            self.beyond = True
            return
        self.counter.cells()
        self.rows[row][column] = text

    def merge(self, area: tuple[int, int, int, int]) -> None:
        """Take a merged area, cut to what is looked at."""
        top, left, bottom, right = area
        if not (0 <= top <= bottom and 0 <= left <= right):
            return
        if (
            top >= bounds.SHEET_ROWS
            or left >= bounds.SHEET_COLUMNS
            or len(self.merges) >= bounds.SHEET_MERGES
        ):
            self.beyond = True
            return
        self.merges.append(
            (top, left, min(bottom, bounds.SHEET_ROWS - 1), min(right, bounds.SHEET_COLUMNS - 1))
        )

    def doubt(self, row: int, column: int, what: str) -> None:
        """Remark on a cell by its name; at most a handful a sheet."""
        if len(self.remarks) < 20:
            self.remarks.append(RawRemark(f"“{self.name}”的 {address(row, column)} 格{what}", "warning"))

    def finished(self) -> tuple[RawTable, list[RawRemark]]:
        """Return the table of the sheet and the remarks on it."""
        spans, below = self._areas()
        rows = []
        for number in sorted(self.rows.keys() | below.keys()):
            covered = below.get(number, _Covered())
            texts = self.rows.get(number, {})
            cells = [
                RawCell(text, column, spans.get((number, column), 1))
                for column, text in texts.items()
                if column not in covered.inner
            ]
            blank = [column for column in covered.begins if column not in texts]
            cells += [RawCell("", column, spans[number, column]) for column in blank]
            cells += [RawCell("", column, span, continued=True) for column, span in covered.continues.items()]
            rows.append(tuple(sorted(cells, key=_by_column)))
        remarks = list(self.remarks)
        if self.beyond:
            remarks.append(
                RawRemark(
                    f"“{self.name}”只读取了前 {bounds.SHEET_ROWS} 行、{bounds.SHEET_COLUMNS} 列。", "warning"
                )
            )
        return RawTable(tuple(rows), name=self.name), remarks

    def _areas(self) -> tuple[dict[tuple[int, int], int], dict[int, _Covered]]:
        """Return the columns of each merged area by its first cell, and what is covered in each row."""
        spans: dict[tuple[int, int], int] = {}
        below: dict[int, _Covered] = defaultdict(_Covered)
        for top, left, bottom, right in self.merges:
            spans[top, left] = right - left + 1
            for row in self._used(top, bottom):
                covered = below[row]
                covered.inner.update(range(left, right + 1))
                if row == top:
                    covered.begins.add(left)
                    covered.inner.discard(left)
                else:
                    self.counter.cells()
                    covered.continues[left] = right - left + 1
        return spans, below

    def _used(self, top: int, bottom: int) -> Sequence[int]:
        """Return the rows of an area, of a very high one only those that hold anything."""
        if bottom - top <= _HIGH_AREA:
            return range(top, bottom + 1)
        return [row for row in self.rows if top <= row <= bottom]


class _Covered:
    """What merged areas do in one row: columns where they begin or go on (with their span), and what they cover."""

    __slots__ = ("begins", "continues", "inner")

    def __init__(self) -> None:
        self.begins: set[int] = set()
        self.continues: dict[int, int] = {}
        self.inner: set[int] = set()


_by_column = operator.attrgetter("column")


def address(row: int, column: int) -> str:
    """Return the name of a cell, from zero-based row and column: (6, 1) is B7."""
    return f"{_letters(column)}{row + 1}"


@functools.lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def place_of(name: str) -> tuple[int, int] | None:
    """Return (row, column) from zero for a name such as `$B$7`, or None where it is none."""
    found = _NAME.match(name)
    if found is None:
        return None
    return int(found[2]) - 1, _column_of(found[1])


@functools.lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    column = 0
    for mark in letters.upper():
        column = column * 26 + ord(mark) - ord("A") + 1
    return column - 1


def area_of(reference: str) -> tuple[int, int, int, int] | None:
    """Return (top, left, bottom, right) from zero for `A1:C3`, or None where it is none."""
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    if start is None or end is None:
        return None
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])
