"""已阅: findings that a person accepts with a written reason, as ordinary edits of the project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from perfeval_gui.core.checks.rule import Finding, fact_text, waiver_for
from perfeval_gui.core.edits import Batch, ChangeProject
from perfeval_gui.core.form import Filing, Project, Waiver

if TYPE_CHECKING:
    from perfeval_gui.core.checks.reading import Context, RowReading


def waiver_of(finding: Finding, project: Project) -> Waiver | None:
    """Return the waiver that accepts the finding with its present figures, or None."""
    facts = fact_text(finding)
    for waiver in project.waivers:
        same_place = waiver.check == finding.check and waiver.cell == finding.cell
        if same_place and waiver.fact in ("", facts):
            return waiver
    return None


def waive(filing: Filing, findings: Iterable[Finding], reason: str) -> Batch:
    """Return the edit that accepts the findings, each in its project, for the reason."""
    added: dict[str, list[Waiver]] = {}
    for finding in findings:
        added.setdefault(finding.cell.project, []).append(waiver_for(finding, reason))
    return Batch(
        tuple(
            ChangeProject(key, {"waivers": _joined(filing[key].waivers, fresh)})
            for key, fresh in added.items()
        )
    )


def _joined(old: Sequence[Waiver], fresh: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """An earlier waiver of the same place and check gives way: its figures are no longer the present ones."""
    places = {(waiver.check, waiver.cell) for waiver in fresh}
    return (*(waiver for waiver in old if (waiver.check, waiver.cell) not in places), *fresh)


def unwaive(project: Project, finding: Finding) -> ChangeProject:
    """Return the edit that lets the finding show again."""
    dropped = waiver_of(finding, project)
    left = tuple(waiver for waiver in project.waivers if waiver is not dropped)
    return ChangeProject(project.id, {"waivers": left})


def copied_rows(project: Project, context: Context) -> tuple[RowReading, ...]:
    """Return the rows whose actual value repeats the target, in printed order."""
    from perfeval_gui.core.checks.copies import is_copy
    from perfeval_gui.core.checks.reading import Reading

    rows = Reading(project, context).filled
    return tuple(row for row in rows if row.row.target.strip() and row.row.actual.strip() and is_copy(row))


def confirm_rows(
    project: Project, copied: Iterable[RowReading], confirmed: Iterable[RowReading]
) -> ChangeProject:
    """Return the edit that keeps 确为此数 for these of the copied rows, and for none of the others."""
    from perfeval_gui.core.checks.copies import COPIES, confirmation

    shown = {row.cell_of("actual") for row in copied}
    others = (item for item in project.waivers if item.check != COPIES or item.cell not in shown)
    return ChangeProject(project.id, {"waivers": (*others, *(confirmation(row) for row in confirmed))})
