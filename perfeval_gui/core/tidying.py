"""整理文字: the mechanical repairs of the checks on style, cell by cell until nothing is left to put right."""

from __future__ import annotations

from types import MappingProxyType

from perfeval_gui.core.checks.catalogue import CATALOGUE
from perfeval_gui.core.checks.reading import Context, Reading
from perfeval_gui.core.checks.rule import Check, Hit
from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Cell, Filing, Project, read
from perfeval_gui.core.proposals import Proposal
from perfeval_gui.core.repair_list import texts_of

_STYLE: tuple[Check, ...] = tuple(
    check for check in CATALOGUE if check.id.startswith("F") and check.has_fix and check.find is not None
)
_ROUNDS = 10
"""One repair can uncover another; two that undo each other end here."""


def tidied(project: Project, context: Context) -> tuple[Proposal, ...]:
    """Return what tidying would change in a project: for each cell its text now and when all is put right."""
    now, reasons = project, dict[Cell, dict[str, None]]()
    for _ in range(_ROUNDS):
        following = _round(now, context, reasons)
        if following is now:
            break
        now = following
    return tuple(
        Proposal(cell, read(project.form, cell), read(now.form, cell), "；".join(titles), origin="repaired")
        for cell, titles in reasons.items()
        if read(project.form, cell) != read(now.form, cell)
    )


def _round(project: Project, context: Context, reasons: dict[Cell, dict[str, None]]) -> Project:
    """Return the project after one repair of each cell that has one, noting why; itself when there was none."""
    reading, taken = Reading(project, context), set[Cell]()
    for check in _STYLE:
        if check.id in reading.profile.checks_off or check.find is None:
            continue
        for hit in check.find(reading):
            cells = _free_cells(hit, taken)
            if not cells or hit.fix is None:
                continue
            filing = Filing(MappingProxyType({project.id: project}))
            following = apply(filing, hit.fix.edit)[project.id]
            if following is not project:
                project = following
                taken |= cells
                for cell in cells:
                    reasons.setdefault(cell, {})[check.title] = None
    return project


def _free_cells(hit: Hit, taken: set[Cell]) -> set[Cell]:
    """Return the cells that the hit's repair writes, or none when one of them was written in this round."""
    cells = {cell for cell, _ in texts_of(hit.fix.edit)} if hit.fix else set[Cell]()
    return set() if cells & taken else cells
