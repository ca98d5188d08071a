"""Which cell of a data row stands under which head: by the grid where there is one, else by order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfeval_gui.core.quantities import is_blank, parse_points
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
_NUMBERS = frozenset({"initial_budget", "revised_budget", "outturn", "weight", "score"})
_SECOND_OPINION = re.compile("复核|复评|审定|核定|抽查|财政|部门评|专家")


def columns_of(line: Line, known: labels.Wordings) -> tuple[Column, ...]:
    """Return a column for every cell of a head row; each field has one column, what comes twice is beside it.

    A wording that is only guessed never takes a field from one that is known.
    """
    sure = [_field(cell.text, known) for cell in line.cells]
    columns = [
        Column(
            field or _guess(cell.text, known, sure), squeeze(cell.text), cell.column, cell.column + cell.span
        )
        for cell, field in zip(line.cells, sure, strict=True)
    ]
    last = {column.field: place for place, column in enumerate(columns)}
    kept = [
        replace(column, field="") if column.field in _LAST_COUNTS and last[column.field] != place else column
        for place, column in enumerate(columns)
    ]
    return _each_field_once(kept)


def _field(text: str, known: labels.Wordings) -> str:
    return "" if _SECOND_OPINION.search(text) else known.get(labels.key(text), "")


def _guess(text: str, known: labels.Wordings, taken: Sequence[str]) -> str:
    field = "" if _SECOND_OPINION.search(text) else known.guess(labels.key(text))
    return "" if field in taken else field


def with_second_head(head: Sequence[Column], line: Line, known: labels.Wordings) -> tuple[Column, ...]:
    """Return the columns of a head of two rows: what the second row names, else what stands above it."""
    below = columns_of(line, known)
    if not line.has_grid:
        return _each_field_once(_spread(head, below))
    merged = [column for column in head if not any(_overlap(column, part) for part in below)]
    for column in below:
        over = _best(head, column.start, column.end)
        if column.label:
            field = column.field or (over.field if column.label == over.label else "")
            merged.append(replace(column, field=field))
        else:
            merged.append(replace(column, field=over.field, label=over.label))
    return _each_field_once(sorted(merged, key=lambda column: column.start))


def _overlap(first: Column, second: Column) -> bool:
    return first.start < second.end and second.start < first.end


def _spread(head: Sequence[Column], below: Sequence[Column]) -> list[Column]:
    """Return the head of a table without a grid with the labels of its second row in the place of their own one."""
    named = [place for place, column in enumerate(below) if column.label]
    if not named:
        return list(head)
    first, count = named[0], named[-1] - named[0] + 1
    if len(head) == len(below):
        return [column if column.label else above for column, above in zip(below, head, strict=True)]
    if len(head) != len(below) - count + 1:
        return list(head)
    spread = [*head[:first], *below[first : first + count], *head[first + 1 :]]
    return [replace(column, start=place, end=place + 1) for place, column in enumerate(spread)]


def _each_field_once(columns: Sequence[Column]) -> tuple[Column, ...]:
    seen: set[str] = set()
    result = []
    for column in columns:
        result.append(replace(column, field="") if column.field in seen else column)
        seen.add(column.field)
    return tuple(result)


def aligned(columns: Sequence[Column], line: Line) -> list[tuple[Column, RawCell]]:
    """Return (column, cell) for the cells of a data row; a cell right of all columns gets a nameless one."""
    cells = line.cells
    if not line.has_grid:
        return _by_order(columns, cells)
    if [cell.column for cell in cells] == [column.start for column in columns]:
        return list(zip(columns, cells, strict=True))
    shift = 0 if line.sheet else _missing_at_the_left(columns, cells)
    found = [_best(columns, cell.column + shift, cell.column + cell.span + shift) for cell in cells]
    if len(cells) == len(columns) and not line.sheet:
        out_of_line = cells[-1].column + cells[-1].span != columns[-1].end
        if out_of_line or len(set(found)) < len(found):
            return list(zip(columns, cells, strict=True))  # edges dragged a little: the order still tells
    return list(zip(found, cells, strict=True))


def _missing_at_the_left(columns: Sequence[Column], cells: Sequence[RawCell]) -> int:
    """Return by how many grid columns a row begins too late: some programs leave merged cells out altogether.

    The row is short by that much, and its edges (or its numbers) fall into place only when it is moved.
    """
    if not cells or not columns:
        return 0
    short = columns[-1].end - (cells[-1].column + cells[-1].span)
    starts = {column.start for column in columns}
    if short <= 0 or len(cells) >= len(columns) or not all(cell.column + short in starts for cell in cells):
        return 0
    if not all(cell.column in starts for cell in cells):
        return short
    moved = [_best(columns, cell.column + short, cell.column + cell.span + short) for cell in cells]
    as_it_is = [_best(columns, cell.column, cell.column + cell.span) for cell in cells]
    return short if _suits(moved, cells) > _suits(as_it_is, cells) else 0


def _by_order(columns: Sequence[Column], cells: Sequence[RawCell]) -> list[tuple[Column, RawCell]]:
    """Match by order, from the right or from the left, as the numbers fall under the columns for numbers.

    What is merged in such tables stands at the left, so when both fit the right edge counts.
    """
    short = len(columns) - len(cells)
    nameless = [_beyond(columns)] * max(0, -short)
    from_left = (*columns[: len(cells)], *nameless)
    from_right = columns[short:] if short >= 0 else (*[columns[0]] * -short, *columns)
    usual, other = (from_right, from_left) if short >= 0 else (from_left, from_right)
    chosen = other if _suits(other, cells) > _suits(usual, cells) else usual
    return list(zip(chosen, cells, strict=True))


def _suits(columns: Sequence[Column], cells: Sequence[RawCell]) -> int:
    """Return how many numbers stand under columns for numbers, less the words that do."""
    pairs = [
        (c, cell.text)
        for c, cell in zip(columns, cells, strict=True)
        if c.field in _NUMBERS and cell.text.strip()
    ]
    return sum(1 if parse_points(text) is not None or is_blank(text) else -1 for _, text in pairs)


def _beyond(columns: Sequence[Column]) -> Column:
    end = columns[-1].end if columns else 0
    return Column("", "", end, end + 1)


def _best(columns: Sequence[Column], start: int, end: int) -> Column:
    """Return the column that shares most of the grid with a cell, the leftmost of equals.

    A cell under none of them belongs to the nearest column at its left; right of all of them to none.
    """
    best, most, left = None, 0, None
    for column in columns:
        if column.start >= end:
            break
        if column.start <= start:
            left = column
        shared = (min(column.end, end)) - (max(column.start, start))
        if shared > most:
            best, most = column, shared
    if best is None and columns and start < columns[-1].end:
        best = left
    return best or _beyond(columns)
