"""Moving an indicator: by one place or to any gap, with the labels of the group that it comes to stand in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from perfeval_gui.core.edits import Batch, Edit, MoveRow, SetCell
from perfeval_gui.core.form import INDICATORS, Cell, Form, Indicator, Project, row_index
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.text import squeeze


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


def categories_for(project: Project, profile: Profile, row_ids: Collection[str]) -> list[str]:
    """Return the 二级指标 that rows could stand under: those of the form as written there, then the profile's others.

    Only those of the rows' own 一级指标.
    """
    over = {squeeze(row.dimension) for row in project.form.indicators if row.id in row_ids}
    names = [row.category for row in project.form.indicators if squeeze(row.dimension) in over]
    names += [
        rule.name for group in profile.dimensions if squeeze(group.name) in over for rule in group.categories
    ]
    return list({squeeze(name): name for name in reversed(names) if squeeze(name)}.values())[::-1]


def regrouped(project: Project, row_ids: Collection[str], category: str) -> Edit | None:
    """Return the edit that puts rows, each alone, under another 二级指标 of their 一级指标, or None where all are there.

    A row goes behind the last one of that group; where there is none yet, behind the group that it leaves.
    """
    order = list(project.form.indicators)
    edits: list[Edit] = []
    for row in project.form.indicators:
        if row.id not in row_ids or row.category == category:
            continue
        others = [item for item in order if item.id != row.id]
        labels = [labels_of(item) for item in others]
        index = order.index(row)
        wanted = (row.dimension, category)
        beside = wanted if wanted in labels else labels_of(row)
        behind = [number + 1 for number, found in enumerate(labels) if found == beside]
        target = behind[-1] if behind else index
        if target != index:
            edits.append(MoveRow(project.id, INDICATORS, row.id, target))
        edits.append(SetCell(Cell(project.id, INDICATORS, row.id, "category"), category))
        order = [*others[:target], replace(row, category=category), *others[target:]]
    return Batch(tuple(edits)) if edits else None


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
