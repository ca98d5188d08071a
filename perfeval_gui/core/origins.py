"""Where a cell's text came from: typed, carried over from last year, computed, or put right by a repair."""

from __future__ import annotations

from dataclasses import replace

from perfeval_gui.core.edits import Batch, Edit, SetCell
from perfeval_gui.core.form import Cell, Project

TYPED = "typed"
LAST_YEAR = "last_year"
COMPUTED = "computed"
REPAIRED = "repaired"

LABELS = {
    TYPED: "手工填写",
    LAST_YEAR: "去年带入",
    COMPUTED: "程序算出",
    REPAIRED: "按提示修改",
}


def origin_of(project: Project, cell: Cell) -> str:
    """Return where the cell's text came from; what nobody noted was typed or read as it stood."""
    return project.origins.get((cell.block, cell.row, cell.field)) or TYPED


def with_origin(edit: Edit, origin: str) -> Edit:
    """Return the edit with the origin noted in all texts that it sets and that do not say their own."""
    if isinstance(edit, SetCell):
        return edit if edit.origin else replace(edit, origin=origin)
    if isinstance(edit, Batch):
        return Batch(tuple(with_origin(part, origin) for part in edit.edits))
    return edit
