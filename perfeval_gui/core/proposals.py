"""Changes that are proposed, not made: what tidying, repairing, replacing and scanning show before they act."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_gui.core.edits import Batch, Edit, SetCell
from perfeval_gui.core.fields import field_of, label_of
from perfeval_gui.core.form import FUNDING, INDICATORS, Cell, Filing, Form, read, row_index
from perfeval_gui.core.state import is_locked
from perfeval_gui.core.text import common_start, squeeze
from perfeval_gui.core.values import dataclass


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


def is_fresh(proposal: Proposal, filing: Filing) -> bool:
    """Return whether the proposal's cell is still there and holds the text that the proposal was made for."""
    project = filing.projects.get(proposal.cell.project)
    if project is None:
        return False
    try:
        return not field_of(proposal.cell) or read(project.form, proposal.cell) == proposal.before
    except KeyError:
        return False


def applicable(proposals: Iterable[Proposal], filing: Filing) -> tuple[list[Proposal], str]:
    """Return the proposals that can be made as the forms are now, and a sentence on what stays out.

    Those of signed and filed forms stay out, so that one of them does not keep all the others from being made.
    """
    fresh = [item for item in proposals if is_fresh(item, filing)]
    locked = {item.cell.project for item in fresh if is_locked(filing[item.cell.project].state)}
    words = f"另有 {len(locked)} 张已签或已报的表不改；确实要改，请先标记为草稿。" if locked else ""
    return [item for item in fresh if item.cell.project not in locked], words


_LONGEST, _LEAD, _TRAIL = 24, 6, 12
"""Characters: a text up to the first is shown whole; of a longer one, so many before and behind the change."""


def around_change(before: str, after: str) -> tuple[str, str]:
    """Return both texts for one line of a list: of long ones only what differs, with a little around it."""
    if max(len(before), len(after)) <= _LONGEST:
        return before, after
    start = common_start(before, after)
    end = common_start(before[start:][::-1], after[start:][::-1])
    return _excerpt(before, start, end), _excerpt(after, start, end)


def _excerpt(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _LEAD), min(len(text), len(text) - end + _TRAIL)
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def place_of(form: Form, cell: Cell) -> str:
    """Return where a cell stands, for people: its row among the indicators or the funding, and its label."""
    label = label_of(cell)
    if cell.block == FUNDING and cell.row:
        source = squeeze(form.funding[row_index(form, FUNDING, cell.row)].source)
        return f"{source} · {label}" if source else label
    if cell.block != INDICATORS or not cell.row:
        return label
    return f"指标 {row_index(form, INDICATORS, cell.row) + 1} · {label}"
