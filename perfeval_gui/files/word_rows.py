"""Tables of the older Word formats put together: rows come with edges in twips, not with grid columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from perfeval_gui.core.recognise.raw import RawCell, RawParagraph, RawTable
from perfeval_gui.files import bounds
from perfeval_gui.files.bounds import CellCounter

_SAME_EDGE = 20  # twips: edges nearer than that are one line on paper


@dataclass(frozen=True, slots=True)
class CellShape:
    """Where a cell stands in its row and how it is merged: with the one before, with the one above."""

    left: int
    right: int
    joins_left: bool = False
    begins_down: bool = False
    continues_down: bool = False


@dataclass
class _OpenRow:
    content: list[RawParagraph | RawTable] = field(default_factory=list)
    cells: list[tuple[RawParagraph | RawTable, ...]] = field(default_factory=list)


@dataclass
class _OpenTable:
    rows: list[tuple[list[tuple[RawParagraph | RawTable, ...]], Sequence[CellShape]]] = field(
        default_factory=list
    )
    row: _OpenRow = field(default_factory=_OpenRow)


class RowBuilder:
    """Takes paragraphs, cell ends and row ends with their table level (0: outside) and gives the body."""

    def __init__(self, counter: CellCounter) -> None:
        self._counter = counter
        self._body: list[RawParagraph | RawTable] = []
        self._tables: list[_OpenTable] = []

    def paragraph(self, text: str, level: int, *, numbered: bool = False) -> None:
        """Take a paragraph that stands in a table of this level."""
        self._counter.paragraph()
        self._open(level)
        self._target().append(RawParagraph(text, numbered and bool(text.strip())))

    def end_cell(self, level: int) -> None:
        """End the open cell of this level."""
        self._open(max(level, 1))
        self._counter.cells()
        row = self._tables[-1].row
        row.cells.append(tuple(row.content))
        row.content = []

    def end_row(self, level: int, shapes: Sequence[CellShape]) -> None:
        """End the open row; shapes that are missing are made up from the order of the cells."""
        self._open(max(level, 1))
        table = self._tables[-1]
        if table.row.cells:
            table.rows.append((table.row.cells, shapes))
        table.row = _OpenRow()

    def finished(self) -> tuple[RawParagraph | RawTable, ...]:
        """Return what was read."""
        self._open(0)
        return tuple(self._body)

    def _open(self, level: int) -> None:
        """Open or close tables until as many are open as the level says."""
        while len(self._tables) < level:
            self._counter.table(len(self._tables) + 1)
            self._tables.append(_OpenTable())
        while len(self._tables) > level:
            table = self._tables.pop()
            if table.row.cells or any(
                i.text.strip() for i in table.row.content if isinstance(i, RawParagraph)
            ):
                rest = [tuple(table.row.content)] if table.row.content else []
                table.rows.append((table.row.cells + rest, ()))  # the file ends within a row
            if table.rows:
                self._target().append(_table(table))

    def _target(self) -> list[RawParagraph | RawTable]:
        return self._tables[-1].row.content if self._tables else self._body


def _table(table: _OpenTable) -> RawTable:
    shaped = [(cells, _completed(cells, shapes)) for cells, shapes in table.rows]
    edges = _edges(shape for _, shapes in shaped for shape in shapes)
    merging: dict[int, bool] = {}
    rows = []
    for cells, shapes in shaped:
        row: list[RawCell] = []
        for content, shape in zip(cells, shapes, strict=True):
            start, end = _index(edges, shape.left), _index(edges, shape.right)
            span = max(1, min(end - start, bounds.SPAN))
            if shape.joins_left and row:
                last = row[-1]
                row[-1] = replace(last, span=last.span + span)
                continue
            continued = shape.continues_down and merging.get(start, False)
            merging[start] = shape.begins_down or continued
            row.append(_cell(content, start, span, continued=continued))
        rows.append(tuple(row))
    return RawTable(tuple(rows))


def _cell(content: Sequence[RawParagraph | RawTable], column: int, span: int, *, continued: bool) -> RawCell:
    if continued:
        return RawCell("", column, span, continued=True)
    texts = [item for item in content if isinstance(item, RawParagraph)]
    nested = tuple(content) if len(texts) < len(content) else ()
    text = "\n".join(item.text for item in texts)
    return RawCell(text, column, span, content=nested, numbered=any(item.numbered for item in texts))


def _completed(cells: Sequence[object], shapes: Sequence[CellShape]) -> list[CellShape]:
    known = list(shapes[: len(cells)])
    right = known[-1].right if known else 0
    for _ in range(len(cells) - len(known)):
        known.append(CellShape(right, right + 10 * _SAME_EDGE))
        right += 10 * _SAME_EDGE
    return known


def _edges(shapes: object) -> list[int]:
    found: list[int] = []
    for edge in sorted({edge for shape in shapes for edge in (shape.left, shape.right)}):  # type: ignore[attr-defined]
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found


def _index(edges: Sequence[int], edge: int) -> int:
    place = bisect_left(edges, edge)
    if place < len(edges) and edges[place] == edge:
        return place
    return max(0, place - 1)
