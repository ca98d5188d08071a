"""A grid brought up to date after typing: the texts that changed, without laying out what stayed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from perfeval_gui.core.compare import Difference, Kind, compare
from perfeval_gui.core.form import FUNDING, GOAL, HEAD, INDICATORS, TOTAL, Cell, Form, Project, read
from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.layout.sheet import lay_out, printed
from perfeval_gui.core.profile import Profile

_ALONE = {
    HEAD: frozenset({"project_name", "supervising_department", "implementing_unit"}),
    FUNDING: frozenset({"initial_budget", "revised_budget", "outturn", "weight", "execution_rate", "score"}),
    GOAL: frozenset({"expected", "achieved"}),
    INDICATORS: frozenset({"name", "target", "actual", "weight", "score", "variance_note"}),
    TOTAL: frozenset({"weight", "score"}),
}
"""Fields printed as typed in a box of their own; labels and what stands in a line decide on merges and styles."""


def shape_stays(differences: Iterable[Difference]) -> bool:
    """Return whether such differences change texts of boxes only, so that no row, merge or style is another."""
    return all(item.kind is Kind.CHANGED and item.field in _ALONE.get(item.block, ()) for item in differences)


def renewed(
    grid: Grid, numbers: Mapping[Cell, int], form: Form, cells: Iterable[Cell]
) -> tuple[Grid, list[int]]:
    """Return the grid with the cells' texts as they are in the form now, and the numbers of the boxes that differ.

    `numbers` says which box of the grid shows a cell; a cell that is not printed is passed over.
    """
    boxes = list(grid.boxes)
    changed = []
    for cell in cells:
        number = numbers.get(cell)
        if number is None:
            continue
        text = printed(read(form, cell))
        if text != boxes[number].text:
            boxes[number] = replace(boxes[number], text=text)
            changed.append(number)
    return replace(grid, boxes=tuple(boxes)), changed


def laid_out_again(before: Project, grid: Grid, project: Project, profile: Profile) -> Grid:
    """Return the page of a project, of which `grid` shows an earlier state by the same profile."""
    differences = compare(before.form, project.form)
    if before.id != project.id or before.profile != project.profile or not shape_stays(differences):
        return lay_out(project, profile)
    numbers = {box.cell: number for number, box in enumerate(grid.boxes) if box.cell}
    cells = (Cell(project.id, item.block, item.row, item.field) for item in differences)
    return renewed(grid, numbers, project.form, cells)[0]
