"""Which cell of a data row stands under which head: by the grid where there is one, else by order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from perfeval_gui.core.recognise import labels
from perfeval_gui.core.recognise.lines import Line
from perfeval_gui.core.recognise.raw import RawCell
from perfeval_gui.core.text import squeeze


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block: the field it holds (blank: none of ours), its printed label, its grid columns."""

    field: str
    label: str
    start: int
    end: int


# Goal tables print 中期 before 年度 under the same labels: there the last counts, elsewhere the first.
_LAST_COUNTS = frozenset({"category", "name", "target", "comparator", "value", "unit"})
_SECOND_OPINION = re.compile("复核|复评|审定|核定|抽查|财政|部门评|专家")


def columns_of(line: Line, known: Mapping[str, str]) -> tuple[Column, ...]:
    """Return a column for every cell of a head row; each field has one column, what comes twice is beside it."""
    columns = [
        Column(_field(cell.text, known), squeeze(cell.text), cell.column, cell.column + cell.span)
        for cell in line.cells
    ]
    last = {column.field: place for place, column in enumerate(columns)}
    kept = [
        replace(column, field="") if column.field in _LAST_COUNTS and last[column.field] != place else column
        for place, column in enumerate(columns)
    ]
    return _each_field_once(kept)


def _field(text: str, known: Mapping[str, str]) -> str:
    return "" if _SECOND_OPINION.search(text) else known.get(labels.key(text), "")


def with_second_head(head: Sequence[Column], line: Line, known: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns of a head of two rows: what the second row names, else what stands above it."""
    below = columns_of(line, known)
    if not line.has_grid:
        return below if len(below) == len(head) else tuple(head)
    merged = []
    for column in below:
        above = _best(head, column.start, column.end)
        over = head[above] if above is not None else Column("", "", 0, 0)
        if column.label:
            field = column.field or (over.field if column.label == over.label else "")
            merged.append(replace(column, field=field, label=column.label))
        else:
            merged.append(replace(column, field=over.field, label=over.label))
    return _each_field_once(merged)


def _each_field_once(columns: Sequence[Column]) -> tuple[Column, ...]:
    seen: set[str] = set()
    result = []
    for column in columns:
        result.append(replace(column, field="") if column.field in seen else column)
        seen.add(column.field)
    return tuple(result)


def aligned(columns: Sequence[Column], line: Line) -> list[tuple[int, RawCell]]:
    """Return (position of the column, cell) for the cells of a data row, from left to right."""
    cells = line.cells
    if not line.has_grid:
        return _by_order(columns, cells)
    places = [_best(columns, cell.column, cell.column + cell.span) for cell in cells]
    if len(cells) == len(columns) and len(set(places)) < len(places):
        return list(enumerate(cells))  # edges dragged a little out of line: the order still tells
    return [(place, cell) for place, cell in zip(places, cells, strict=True) if place is not None]


def _by_order(columns: Sequence[Column], cells: Sequence[RawCell]) -> list[tuple[int, RawCell]]:
    """Match from the right when cells are missing: what is merged in such tables stands at the left."""
    shift = max(0, len(columns) - len(cells))
    return [(place + shift, cell) for place, cell in enumerate(cells[: len(columns)])]


def _best(columns: Sequence[Column], start: int, end: int) -> int | None:
    """Return the column that shares most of the grid with a cell; the leftmost of equals; None for none."""
    best, most = None, 0
    for place, column in enumerate(columns):
        shared = min(end, column.end) - max(start, column.start)
        if shared > most:
            best, most = place, shared
    return best
