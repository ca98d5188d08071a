"""How far a project is: draft, proofread, signed, filed; a signed form is locked until it is unlocked on purpose."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_gui.core.edits import (
    Batch,
    ChangeProject,
    Edit,
    InsertRow,
    MoveRow,
    RemoveProject,
    RemoveRow,
    ReplaceForm,
    SetCell,
)
from perfeval_gui.core.form import Filing

DRAFT, PROOFREAD, SIGNED, FILED = "draft", "proofread", "signed", "filed"
STATES = {DRAFT: "草稿", PROOFREAD: "已校对", SIGNED: "已签", FILED: "已报"}
_LOCKED = frozenset({SIGNED, FILED})


def is_locked(state: str) -> bool:
    """Return whether a form in that state must not change."""
    return state in _LOCKED


def locked_projects(filing: Filing, edit: Edit) -> Iterator[str]:
    """Yield the ids of locked projects that the edit would change or take away.

    Changing the state itself, waivers and the like is always allowed: the form's text stays.
    """
    if isinstance(edit, Batch):
        for part in edit.edits:
            yield from locked_projects(filing, part)
        return
    project_id = _changed_form(edit)
    project = filing.projects.get(project_id)
    if project is not None and is_locked(project.state):
        yield project_id


def _changed_form(edit: Edit) -> str:
    if isinstance(edit, SetCell):
        return edit.cell.project
    if isinstance(edit, InsertRow | RemoveRow | MoveRow | ReplaceForm | RemoveProject):
        return edit.project
    if isinstance(edit, ChangeProject) and "form" in edit.changes:
        return edit.project
    return ""
