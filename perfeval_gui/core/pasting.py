"""Where pasted cells go: worked out before anything is written, so that the clerk can be asked first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perfeval_gui.core.clipboard import Block
from perfeval_gui.core.edits import Edit, InsertRow, SetCell
from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import INDICATORS, Cell, Indicator, Project, read
from perfeval_gui.core.layout.grid import Box, Grid
from perfeval_gui.core.layout.screen import cells_of_box
from perfeval_gui.core.origins import TYPED, origin_of
from perfeval_gui.core.proposals import Proposal
from perfeval_gui.core.text import clean, squeeze

_REPEATED = frozenset({"funding", "indicator"})


@dataclass(frozen=True, slots=True)
class Pasting:
    """What pasting a block would do: `changes` to cells, `rows` of indicators behind the last one.

    `left_over` counts texts that have no place, `headers` rows of labels that are left out, `overwritten`
    cells whose typed text would go. `is_larger`: the block goes beyond what was selected.
    """

    changes: tuple[Proposal, ...] = ()
    rows: tuple[Indicator, ...] = ()
    left_over: int = 0
    headers: int = 0
    hidden: int = 0
    overwritten: int = 0
    is_larger: bool = False

    @property
    def asks(self) -> bool:
        """Whether the clerk should see it before it is done; a single cell is what she points at."""
        if len(self.changes) + len(self.rows) + self.left_over < 2:
            return bool(self.headers)
        return bool(self.is_larger or self.headers or self.overwritten or self.rows or self.left_over)


def pasting(
    block: Block, project: Project, grid: Grid, selected: Sequence[Box], row: int, column: int
) -> Pasting:
    """Return what pasting the block at a place of the grid does; `selected` are the selected boxes.

    One cell fills all that is selected. Rows go on in rows of the same kind: indicators never run into the
    total. A row that holds nothing but printed labels is a copied header and is left out.
    """
    targets = [box for box in selected if box.cell]
    if block.is_single and len(targets) > 1:
        text = block.rows[0][0] or ""
        changes = [change for box in targets for change in _changes(project, box, text)]
        return Pasting(tuple(changes), hidden=block.hidden, overwritten=_overwritten(project, changes))
    labels = {squeeze(box.text) for box in grid.boxes if box.cell is None and box.text.strip()}
    rows = [line for line in block.rows if not _is_header(line, labels)]
    words = any(text and squeeze(text) in labels for line in rows for text in line)
    plan = _laid_down(rows, project, grid, row, column)
    size = (len(rows), max(map(len, rows), default=0))
    room = (len({box.row for box in targets}), len({box.column for box in targets}))
    return replace(
        plan,
        headers=len(block.rows) - len(rows) + words,
        hidden=block.hidden,
        is_larger=bool(plan.left_over) or (len(targets) > 1 and (size[0] > room[0] or size[1] > room[1])),
    )


def _is_header(line: Sequence[str | None], labels: set[str]) -> bool:
    words = [squeeze(text) for text in line if text and text.strip()]
    return len(words) > 1 and all(word in labels for word in words)


def _laid_down(
    rows: Sequence[Sequence[str | None]], project: Project, grid: Grid, row: int, column: int
) -> Pasting:
    changes: list[Proposal] = []
    fresh: list[Indicator] = []
    left_over = 0
    lines = _lines(grid, row, column)
    last: list[tuple[Box, bool]] = []
    for texts in rows:
        line = next(lines, None)
        if line is None:
            if last and grid.kinds[last[0][0].row] == "indicator":
                fresh.append(_indicator(texts, last, fresh[-1] if fresh else project.form.indicators[-1]))
                left_over += _beyond(texts, len(last))
            else:
                left_over += _beyond(texts, 0)
            continue
        last = line
        for text, (box, begins_here) in zip(texts, line, strict=False):
            if text is None:
                continue
            if begins_here:
                changes += _changes(project, box, text)
            elif text.strip() and squeeze(text) != squeeze(box.text):
                left_over += 1  # a text for a cell that is merged with the one above
        left_over += _beyond(texts, len(line))
    return Pasting(tuple(changes), tuple(fresh), left_over, overwritten=_overwritten(project, changes))


def _lines(grid: Grid, row: int, column: int) -> Iterator[list[tuple[Box, bool]]]:
    """Yield, line by line, the boxes from the column on that can take a text, and whether each begins there."""
    first = grid.kinds[row] if row < len(grid.kinds) else ""
    for line in range(row, len(grid.kinds)):
        kind = grid.kinds[line]
        if kind != first and (kind in _REPEATED or first in _REPEATED):
            return
        boxes = [
            (box, box.row == line)
            for box in grid.boxes
            if box.cell and box.row <= line < box.row + box.rows and box.column >= column
        ]
        if boxes:
            yield sorted(boxes, key=lambda item: item[0].column)


def _beyond(texts: Sequence[str | None], places: int) -> int:
    return sum(bool(text and text.strip()) for text in texts[places:])


def _changes(project: Project, box: Box, text: str) -> Iterator[Proposal]:
    """Yield what a text changes; a merged label is written into all the rows that it stands for."""
    text = clean(text)
    if text.strip() and squeeze(text) == squeeze(box.text):  # the printed label, with its points or blanks
        return
    for cell in cells_of_box(project, box):
        before = read(project.form, cell)
        if before != text:
            yield Proposal(cell, before, text)


def _overwritten(project: Project, changes: Sequence[Proposal]) -> int:
    """Return how many changes would put another text in the place of one that the clerk has typed."""
    return sum(bool(change.before.strip()) and origin_of(project, change.cell) == TYPED for change in changes)


def _indicator(texts: Sequence[str | None], line: Sequence[tuple[Box, bool]], above: Indicator) -> Indicator:
    """Return a row for texts that came after the last indicator, under the labels of the row above."""
    values: dict[str, str] = {}
    for text, (box, _) in zip(texts, line, strict=False):
        if text and box.cell and box.cell.block == INDICATORS:
            values[box.cell.field] = clean(text)
    return replace(Indicator(above.dimension, above.category), **values)


def edits_of(changes: Sequence[Proposal], rows: Sequence[Indicator], project: Project) -> tuple[Edit, ...]:
    """Return the agreed changes and new rows as edits of the project."""
    end = len(project.form.indicators)
    inserted = tuple(
        InsertRow(project.id, INDICATORS, end + number, item) for number, item in enumerate(rows)
    )
    return (*(SetCell(change.cell, change.after) for change in changes), *inserted)


def in_words(row: Indicator) -> str:
    """Return a new row as one line for people: the texts that it holds with their labels."""
    fields = ("category", "name", "target", "actual", "weight", "score", "variance_note")
    texts = ((label_of(Cell("", INDICATORS, "", name)), getattr(row, name)) for name in fields)
    return "；".join(f"{label}：{text}" for label, text in texts if text)
