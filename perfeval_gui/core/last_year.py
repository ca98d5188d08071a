"""What stood in a cell last year, for a project that was rolled over from last year's form."""

from __future__ import annotations

from collections.abc import Mapping

from perfeval_gui.core.form import (
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Form,
    Project,
    rows_of,
)
from perfeval_gui.core.text import squeeze

_ROWS = {FUNDING: "source", INDICATORS: "name"}
"""The row blocks that are compared, with the field that names a row."""
_NOT_COMPARED = frozenset({"fiscal_year", "dimension", "category", "funding_unit"})
_FIELDS = {
    FUNDING: ("source", "initial_budget", "revised_budget", "weight"),
    INDICATORS: ("name", "target", "weight", "category"),
}
"""What is carried over: a row with an origin in one of them is the very row of last year."""


class LastYear:
    """Last year's texts of one project, looked up without a search: a view asks for every cell it shows."""

    def __init__(self, project: Project, earlier: LastYear | None = None) -> None:
        self.project = project
        self.before: Mapping[tuple[str, str], object] = {}
        if project.previous is not None:
            known = earlier is not None and earlier.project.previous is project.previous
            self.before = earlier.before if earlier is not None and known else _records(project.previous)
        self._now = _records(project.form) if self.before else {}

    def text(self, cell: Cell) -> str:
        """Return last year's text of the cell, or a blank where there is none or it is the same this year."""
        key = (cell.block, cell.row)
        before, now = self.before.get(key), self._now.get(key)
        if before is None or now is None or not cell.field or cell.field in _NOT_COMPARED:
            return ""
        text, present = str(getattr(before, cell.field)), str(getattr(now, cell.field))
        if squeeze(text) == squeeze(present) or not self._is_same_row(cell, before, now):
            return ""
        return text.strip()

    def _is_same_row(self, cell: Cell, before: object, now: object) -> bool:
        """Tell a row carried over from one that only happens to have the number of a deleted one."""
        named_by = _ROWS.get(cell.block)
        if named_by is None:
            return True
        if squeeze(str(getattr(before, named_by))) == squeeze(str(getattr(now, named_by))):
            return True
        origins = self.project.origins
        return any((cell.block, cell.row, name) in origins for name in _FIELDS[cell.block])


def _records(form: Form) -> dict[tuple[str, str], object]:
    found: dict[tuple[str, str], object] = {(HEAD, ""): form}
    found.update({(block, ""): getattr(form, block) for block in (GOAL, TOTAL, SIGN_OFF)})
    for block in _ROWS:
        found.update({(block, row.id): row for row in rows_of(form, block)})
    return found


def last_year_text(project: Project, cell: Cell) -> str:
    """Return last year's text of one cell of the project, as `LastYear.text` does."""
    return LastYear(project).text(cell)
