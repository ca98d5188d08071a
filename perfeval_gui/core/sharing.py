"""One header value into several forms at once (多表同填)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perfeval_gui.core.form import HEAD, SIGN_OFF, Cell, Project, read
from perfeval_gui.core.proposals import Proposal

SHARED_FIELDS = (
    (HEAD, "fiscal_year"),
    (HEAD, "supervising_department"),
    (HEAD, "implementing_unit"),
    (SIGN_OFF, "preparer"),
    (SIGN_OFF, "filed_on"),
    (SIGN_OFF, "phone"),
)
"""What all forms of a unit usually have in common, as (block, field)."""


def shared_values(projects: Iterable[Project], values: Mapping[tuple[str, str], str]) -> tuple[Proposal, ...]:
    """Return the changes that put the values, by (block, field), into all the forms; equal ones are left out."""
    listed = list(projects)
    cells = [Cell(project.id, block, "", name) for project in listed for block, name in values]
    forms = {project.id: project.form for project in listed}
    texts = ((cell, read(forms[cell.project], cell), values[cell.block, cell.field]) for cell in cells)
    return tuple(Proposal(cell, before, after) for cell, before, after in texts if before != after)
