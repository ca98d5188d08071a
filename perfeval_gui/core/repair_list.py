"""The repairs of findings as proposals: what stands in each cell now, and what would."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.edits import Batch, Edit, SetCell
from perfeval_gui.core.fields import field_of
from perfeval_gui.core.form import Cell, Filing, read
from perfeval_gui.core.origins import REPAIRED, with_origin
from perfeval_gui.core.proposals import Proposal


def repair_proposals(findings: Iterable[Finding], filing: Filing) -> tuple[Proposal, ...]:
    """Return a proposal for each finding that has a repair, in the order of the findings.

    Where several findings would write into one cell only the first is proposed: each repair was made for
    the text that stands there now. The others are found again afterwards.
    """
    proposals: list[Proposal] = []
    taken: set[Cell] = set()
    for finding in findings:
        if finding.fix is None:
            continue
        written = {cell for cell, _ in texts_of(finding.fix.edit)}
        if written & taken:
            continue
        taken |= written
        proposals.append(_proposal(finding, with_origin(finding.fix.edit, REPAIRED), filing))
    return tuple(proposals)


def _proposal(finding: Finding, edit: Edit, filing: Filing) -> Proposal:
    texts = texts_of(edit)
    here = [item for item in texts if item[0] == finding.cell] or texts
    cell, after = here[0] if here else (finding.cell, finding.fix.text if finding.fix else "")
    before = read(filing[cell.project].form, cell) if field_of(cell) else ""
    more = f"（连同另外 {len(texts) - 1} 格）" if len(texts) > 1 else ""
    return Proposal(cell, before, after, finding.message + more, edit)


def texts_of(edit: Edit) -> list[tuple[Cell, str]]:
    """Return the cells that an edit writes, with their new texts."""
    if isinstance(edit, SetCell):
        return [(edit.cell, edit.text)]
    if isinstance(edit, Batch):
        return [item for part in edit.edits for item in texts_of(part)]
    return []
