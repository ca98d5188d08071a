"""Moving an indicator: by one place or to any gap, with the labels of the group that it comes to stand in."""

from __future__ import annotations

from perfeval_gui.core.edits import Batch, Edit, MoveRow, SetCell
from perfeval_gui.core.form import INDICATORS, Cell, Form, Indicator, Project, row_index


def moved_by(project: Project, row_id: str, direction: int) -> Edit | None:
    """Return the edit that changes places with the neighbour above (-1) or below (1), or None at the end.

    The row takes over the neighbour's labels, so that merged labels stay whole.
    """
    rows = project.form.indicators
    index = row_index(project.form, INDICATORS, row_id)
    target = index + direction
    if not 0 <= target < len(rows):
        return None
    return _moved(project, rows[index], target, rows[target])


def moved_to(project: Project, row_id: str, gap: int) -> Edit | None:
    """Return the edit that puts the row into a gap (0: before the first row), or None where it stands there.

    Between two groups it keeps its own labels where one of them is its own, else it joins the group above.
    """
    form = project.form
    index = row_index(form, INDICATORS, row_id)
    row, others = form.indicators[index], [item for item in form.indicators if item.id != row_id]
    target = gap - (gap > index)
    beside = others[max(0, target - 1) : target + 1]
    if not beside:
        return None
    like = next((item for item in beside if labels_of(item) == labels_of(row)), beside[0])
    if target == index and labels_of(like) == labels_of(row):
        return None
    return _moved(project, row, target, like)


def labels_of(row: Indicator) -> tuple[str, str]:
    """Return the 一级 and 二级 labels of a row."""
    return row.dimension, row.category


def row_at(form: Form, row_id: str) -> Indicator:
    """Return the indicator with that id, or raise KeyError."""
    return form.indicators[row_index(form, INDICATORS, row_id)]


def _moved(project: Project, row: Indicator, target: int, like: Indicator) -> Edit:
    move = MoveRow(project.id, INDICATORS, row.id, target)
    if labels_of(row) == labels_of(like):
        return move
    labels = {"dimension": like.dimension, "category": like.category}
    joined = (SetCell(Cell(project.id, INDICATORS, row.id, name), text) for name, text in labels.items())
    return Batch((move, *joined))
