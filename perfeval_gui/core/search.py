"""Finding and replacing text in forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from perfeval_gui.core.fields import cells_of
from perfeval_gui.core.form import Cell, Project, read
from perfeval_gui.core.proposals import Proposal


def found_in(projects: Iterable[Project], needle: str, *, match_case: bool = False) -> Iterator[Cell]:
    """Yield the cells whose text holds the needle, in reading order; nothing for an empty needle."""
    pattern = _pattern(needle, match_case=match_case)
    if pattern is None:
        return
    for project in projects:
        for cell in cells_of(project):
            if pattern.search(read(project.form, cell)):
                yield cell


def replacements(
    projects: Iterable[Project], needle: str, replacement: str, *, match_case: bool = False
) -> tuple[Proposal, ...]:
    """Return, for every cell that would change, its text with all occurrences replaced."""
    listed = list(projects)
    pattern = _pattern(needle, match_case=match_case)
    if pattern is None:
        return ()
    forms = {project.id: project.form for project in listed}
    proposals = []
    for cell in found_in(listed, needle, match_case=match_case):
        before = read(forms[cell.project], cell)
        after, count = pattern.subn(lambda _match: replacement, before)
        if after != before:
            proposals.append(Proposal(cell, before, after, f"{count} 处"))
    return tuple(proposals)


def _pattern(needle: str, *, match_case: bool) -> re.Pattern[str] | None:
    if not needle:
        return None
    return re.compile(re.escape(needle), 0 if match_case else re.IGNORECASE)
