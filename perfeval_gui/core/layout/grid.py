"""The grid: boxes that tile a table, each with its text, its style and the cell of the form that it shows."""

from __future__ import annotations

from perfeval_gui.core.form import Cell
from perfeval_gui.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A printed cell. `row`, `column`, `rows`, `columns` are grid positions and spans, merged cells included.

    `text` is what the paper shows; `cell` is what an edit changes (None for fixed labels). The text of an
    editor is `form.read(form, cell)`, which differs from `text` where the label adds something (points).
    `mergeable` marks a label that merges downwards where the rows below belong to it; it may have one row only.
    `style` is a name: label, value, prose, amount, points, source, title, annex, note, sign_off.
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str
    style: str
    cell: Cell | None = None
    mergeable: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph above or below the table."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One form laid out: lines above, a table of boxes, lines below.

    `columns` are widths in twips; `kinds` names the kind of every row (name, funding, indicator, total …).
    """

    head: tuple[Line, ...]
    columns: tuple[int, ...]
    kinds: tuple[str, ...]
    boxes: tuple[Box, ...]
    tail: tuple[Line, ...]


def same_shape(first: Grid, second: Grid) -> bool:
    """Return whether two grids differ in texts only, so that a view can keep its cursor and open editor."""
    return (
        first.columns == second.columns
        and first.kinds == second.kinds
        and len(first.boxes) == len(second.boxes)
        and all(
            (a.row, a.column, a.rows, a.columns, a.cell, a.style)
            == (b.row, b.column, b.rows, b.columns, b.cell, b.style)
            for a, b in zip(first.boxes, second.boxes, strict=True)
        )
    )
