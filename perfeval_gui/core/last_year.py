"""What stood in a cell last year, for a project that was rolled over from last year's form."""

from __future__ import annotations

from perfeval_gui.core.form import INDICATORS, ROW_BLOCKS, Cell, Project, read
from perfeval_gui.core.origins import TYPED
from perfeval_gui.core.text import squeeze

_NOT_COMPARED = frozenset({"fiscal_year"})


def last_year_text(project: Project, cell: Cell) -> str:
    """Return last year's text of the cell, or a blank where there is none or it is the same today."""
    before = project.previous
    if before is None or cell.field in _NOT_COMPARED or not cell.field:
        return ""
    try:
        text = read(before, cell)
        now = read(project.form, cell)
    except KeyError:  # a row that last year's form had not
        return ""
    if squeeze(text) == squeeze(now) or not _is_same_row(project, cell):
        return ""
    return text.strip()


def _is_same_row(project: Project, cell: Cell) -> bool:
    """Tell a row carried over from one that only happens to have the number of a deleted one."""
    if cell.block not in ROW_BLOCKS:
        return True
    if any(
        block == cell.block and row == cell.row and origin != TYPED
        for (block, row, _), origin in project.origins.items()
    ):
        return True
    if cell.block != INDICATORS or project.previous is None:
        return False
    name = Cell(cell.project, cell.block, cell.row, "name")
    return squeeze(read(project.previous, name)) == squeeze(read(project.form, name))
