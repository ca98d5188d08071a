"""Changes that are proposed, not made: what tidying, repairing, replacing and scanning show before they act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfeval_gui.core.edits import Batch, Edit, SetCell
from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import FUNDING, INDICATORS, Cell, Form, row_index
from perfeval_gui.core.text import squeeze


@dataclass(frozen=True, slots=True)
class Proposal:
    """One cell's text before and after, with the reason in words; `edit` where it is more than the text.

    `ticked` tells whether it is chosen unless the clerk unticks it.
    """

    cell: Cell
    before: str
    after: str
    reason: str = ""
    edit: Edit | None = None
    ticked: bool = True
    origin: str = ""


def as_one_edit(proposals: Iterable[Proposal]) -> Batch:
    """Return the proposals as one undoable step."""
    return Batch(tuple(item.edit or SetCell(item.cell, item.after, item.origin) for item in proposals))


def place_of(form: Form, cell: Cell) -> str:
    """Return where a cell stands, for people: its row among the indicators or the funding, and its label."""
    label = label_of(cell)
    if cell.block == FUNDING and cell.row:
        source = squeeze(form.funding[row_index(form, FUNDING, cell.row)].source)
        return f"{source} · {label}" if source else label
    if cell.block != INDICATORS or not cell.row:
        return label
    return f"指标 {row_index(form, INDICATORS, cell.row) + 1} · {label}"
