"""Edits as values: applying one is a pure function that returns a new filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from perfeval_gui.core.form import (
    DIMENSIONS,
    INDICATORS,
    Cell,
    Dimension,
    Filing,
    Form,
    Project,
    Row,
    next_row_id,
    read,
    row_index,
    rows_of,
    with_row_ids,
    write,
)
from perfeval_gui.core.text import clean
from perfeval_gui.core.values import dataclass


@dataclass(frozen=True, slots=True)
class SetCell:
    """Put `text` into one cell; `origin` says where it came from (blank: typed by the clerk)."""

    cell: Cell
    text: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class InsertRow:
    """Put a row at `index` of a row block; a row without an id gets one."""

    project: str
    block: str
    index: int
    row: Row


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Take a row out of a row block."""

    project: str
    block: str
    row: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Put a row of a row block to position `index` among the others."""

    project: str
    block: str
    row: str
    index: int


@dataclass(frozen=True, slots=True)
class AddProject:
    """Open a project: new, imported, duplicated or taken back from the recycle bin."""

    project: Project


@dataclass(frozen=True, slots=True)
class RemoveProject:
    """Take a project out of the filing; its draft goes to the recycle bin."""

    project: str


@dataclass(frozen=True, slots=True)
class ReplaceForm:
    """Put another form in the place of a project's whole form."""

    project: str
    form: Form


@dataclass(frozen=True, slots=True)
class ChangeProject:
    """Change what the program keeps beside the form: state, waivers, position, profile."""

    project: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """Several edits as one step: paste, repair all, import."""

    edits: tuple[Edit, ...]


Edit = (
    SetCell
    | InsertRow
    | RemoveRow
    | MoveRow
    | AddProject
    | RemoveProject
    | ReplaceForm
    | ChangeProject
    | Batch
)


def apply(filing: Filing, edit: Edit) -> Filing:
    """Return the filing after the edit, sharing all that it did not touch.

    Returns the very same object when nothing changes. Raises KeyError when the edit names a project or
    row that is not there, ValueError for a project id that is already in use.
    """
    projects = dict(filing.projects)
    _carry_out(projects, edit)
    return filing if _is_same(projects, filing.projects) else Filing(MappingProxyType(projects))


def _carry_out(projects: dict[str, Project], edit: Edit) -> None:
    """Change the mapping as the edit says: one copy serves all the parts of a batch, however many."""
    if isinstance(edit, Batch):
        for part in edit.edits:
            _carry_out(projects, part)
    elif isinstance(edit, AddProject):
        if edit.project.id in projects:
            raise ValueError(edit.project.id)
        projects[edit.project.id] = replace(edit.project, form=_settled(edit.project.form))
    elif isinstance(edit, RemoveProject):
        del projects[edit.project]
    else:
        before = projects[_project_of(edit)]
        projects[before.id] = _changed(before, edit)


def _is_same(after: Mapping[str, Project], before: Mapping[str, Project]) -> bool:
    return after.keys() == before.keys() and all(after[key] is before[key] for key in before)


def _project_of(edit: SetCell | InsertRow | RemoveRow | MoveRow | ReplaceForm | ChangeProject) -> str:
    return edit.cell.project if isinstance(edit, SetCell) else edit.project


def _changed(
    project: Project, edit: SetCell | InsertRow | RemoveRow | MoveRow | ReplaceForm | ChangeProject
) -> Project:
    if isinstance(edit, ChangeProject):
        changed = replace(project, **edit.changes)
        return project if changed == project else changed
    if isinstance(edit, SetCell):
        return _with_text(project, edit)
    if isinstance(edit, ReplaceForm):
        form = _settled(edit.form)
    elif isinstance(edit, InsertRow):
        form = _inserted(project.form, edit)
    elif isinstance(edit, RemoveRow):
        return _without_row(project, edit)
    else:
        form = _moved(project.form, edit)
    return project if form is project.form else replace(project, form=form)


def _with_text(project: Project, edit: SetCell) -> Project:
    cell, text = edit.cell, clean(edit.text)
    form = write(project.form, cell, text)
    if form is project.form:
        return project
    if cell.block == DIMENSIONS and cell.field == "name":
        form = _renamed(form, read(project.form, cell), text)
    if cell.block == INDICATORS and cell.field == "dimension":
        form = _settled(form)
    key = (cell.block, cell.row, cell.field)
    origins = {name: value for name, value in project.origins.items() if name != key}
    if edit.origin:
        origins[key] = edit.origin
    return replace(project, form=form, origins=MappingProxyType(origins))


def _without_row(project: Project, edit: RemoveRow) -> Project:
    """Return the project without the row and all that is kept of it: a later row may get the same id."""
    index = row_index(project.form, edit.block, edit.row)
    rows = rows_of(project.form, edit.block)
    form = _with_rows(project.form, edit.block, (*rows[:index], *rows[index + 1 :]))
    gone = (edit.block, edit.row)
    return replace(
        project,
        form=form,
        origins=MappingProxyType({key: value for key, value in project.origins.items() if key[:2] != gone}),
        waivers=tuple(item for item in project.waivers if (item.cell.block, item.cell.row) != gone),
        review=tuple(mark for mark in project.review if (mark.block, mark.row) != gone),
    )


def _renamed(form: Form, old: str, new: str) -> Form:
    """Return the form with the rows of a renamed 一级指标 carried along."""
    rows = tuple(replace(row, dimension=new) if row.dimension == old else row for row in form.indicators)
    return replace(form, indicators=rows)


def _inserted(form: Form, edit: InsertRow) -> Form:
    rows = rows_of(form, edit.block)
    row = edit.row if edit.row.id else replace(edit.row, id=next_row_id(form, edit.block))
    if any(other.id == row.id for other in rows):
        raise ValueError(row.id)
    index = max(0, min(edit.index, len(rows)))
    return _settled(_with_rows(form, edit.block, (*rows[:index], row, *rows[index:])))


def _moved(form: Form, edit: MoveRow) -> Form:
    index = row_index(form, edit.block, edit.row)
    rows = rows_of(form, edit.block)
    others = (*rows[:index], *rows[index + 1 :])
    target = max(0, min(edit.index, len(others)))
    if target == index:
        return form
    return _with_rows(form, edit.block, (*others[:target], rows[index], *others[target:]))


def _with_rows(form: Form, block: str, rows: tuple[Row, ...]) -> Form:
    changes: dict[str, Any] = {block: rows}
    return replace(form, **changes)


def _settled(form: Form) -> Form:
    """Return the form with ids in all rows and every 一级指标 of a row listed among the dimensions."""
    form = with_row_ids(form)
    known = {dimension.name for dimension in form.dimensions}
    missing = dict.fromkeys(row.dimension for row in form.indicators if row.dimension not in known)
    if not missing:
        return form
    added = tuple(Dimension(name=name) for name in missing)
    return with_row_ids(replace(form, dimensions=(*form.dimensions, *added)))
