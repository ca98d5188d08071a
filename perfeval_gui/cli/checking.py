"""`check`: the findings of all forms, each once for every form it concerns, and the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from perfeval_gui import resources
from perfeval_gui.cli import wording
from perfeval_gui.cli.annex1 import department_figures
from perfeval_gui.cli.arguments import Request
from perfeval_gui.cli.console import FOUND_ERRORS, Console
from perfeval_gui.cli.inputs import (
    Entry,
    Intake,
    chosen_profile,
    gather,
    own_packs,
    report_doubts,
    with_profiles,
)
from perfeval_gui.core.checks.catalogue import CATALOGUE, check_by_id, check_filing, is_waived
from perfeval_gui.core.checks.reading import Context, DepartmentFigures
from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.core.form import HEAD, Cell, Filing, Project, cell_at, pointer
from perfeval_gui.core.profile import Profile


def check(asked: Request, console: Console) -> None:
    """Print the findings; the exit status is 1 where one of them is an error."""
    if asked.list:
        _print_catalogue(asked, console)
        return
    chosen = chosen_profile(asked)
    intake = gather(asked, console)
    entries, profiles = with_profiles(intake.entries, chosen, console, own_packs(asked))
    departments = department_figures(asked, entries, console)
    today = date.today()  # noqa: DTZ011 - the clerk's own calendar counts
    found = findings_of(entries, profiles, today, departments)
    add_source_findings(found, entries, intake, profiles)
    if any(finding.severity is Severity.ERROR for group in found for finding in group):
        console.raise_to(FOUND_ERRORS)
    if asked.json:
        positions = {entry.project.id: number for number, entry in enumerate(intake.entries)}
        items = [
            finding_to_json(finding, entry, positions[entry.project.id])
            for entry, group in zip(entries, found, strict=True)
            for finding in group
        ]
        console.json({"findings": items})
        return
    _print_findings(entries, found, console)
    report_doubts(intake, console)


def findings_of(
    entries: Sequence[Entry],
    profiles: Mapping[str, Profile],
    today: date,
    departments: tuple[DepartmentFigures, ...] = (),
) -> list[list[Finding]]:
    """Return the findings of each entry, without those that a person has accepted in writing.

    Only forms of one year are compared with each other: next year's form repeats much of this year's.
    """
    found: dict[str, list[Finding]] = {entry.project.id: [] for entry in entries}
    years = dict.fromkeys(entry.project.form.fiscal_year.strip() for entry in entries)
    for year in years:
        projects = {
            entry.project.id: entry.project
            for entry in entries
            if entry.project.form.fiscal_year.strip() == year
        }
        filing = Filing(MappingProxyType(projects))
        default = next(iter(profiles.values())) if len(profiles) == 1 else resources.profile()
        context = Context(
            profile=default, today=today, filing=filing, profiles=profiles, departments=departments
        )
        for finding in check_filing(filing, context):
            if not is_waived(finding, projects[finding.cell.project]):
                found[finding.cell.project].append(finding)
    return list(found.values())


def add_source_findings(
    found: list[list[Finding]], entries: Sequence[Entry], intake: Intake, profiles: Mapping[str, Profile]
) -> None:
    """Add what only the document shows and reading it has mended already: glued signs, debris, odd titles.

    Such a finding has no repair: the form that was read is in order, the document is not.
    """
    places = {entry.project.id: group for entry, group in zip(entries, found, strict=True)}
    by_position = {number: entry.project for number, entry in enumerate(intake.entries)}
    for item in intake.notes:
        note, check = item.note, check_by_id(item.note.check)
        project = by_position.get(note.form) if note.form is not None else None
        if check is None or project is None or project.id not in places:
            continue
        profile = profiles.get(project.profile) or next(iter(profiles.values()))
        cell = _cell_of(project, note.where)
        known = {(finding.check, finding.cell) for finding in places[project.id]}
        if check.id in profile.checks_off or (check.id, cell) in known:
            continue
        severity = Severity(profile.check_severity.get(check.id, check.severity.value))
        places[project.id].append(Finding(check.id, severity, cell, note.message, check.source))


def _cell_of(project: Project, where: str) -> Cell:
    return cell_at(project, where) if where else Cell(project.id, HEAD, "", "")


def finding_to_json(finding: Finding, entry: Entry, position: int) -> dict[str, object]:
    """Return a finding as the contract's object."""
    return {
        "file": entry.file,
        "form": position,
        "id": finding.check,
        "severity": finding.severity.value,
        "where": pointer(entry.project.form, finding.cell),
        "message": finding.message,
        "source": finding.source,
        "fix": None if finding.fix is None else finding.fix.text,
    }


def _print_findings(entries: Sequence[Entry], found: Sequence[Sequence[Finding]], console: Console) -> None:
    for number, (entry, group) in enumerate(zip(entries, found, strict=True), 1):
        console.line(f"第 {number} 张表　{wording.title(entry.project.form)}　来自 {entry.file}")
        for finding in group:
            place = wording.place(entry.project, pointer(entry.project.form, finding.cell)) or "全表"
            repair = "" if finding.fix is None else f"　可改为：{finding.fix.text}"
            console.line(
                f"  {finding.severity.label}　{place}：{finding.message}{repair}"
                f"　（{finding.check}，依据：{finding.source}）"
            )
        if not group:
            console.line("  没有发现问题。")
    counts = [sum(f.severity is severity for group in found for f in group) for severity in Severity]
    words = "，".join(
        f"{severity.label} {count} 处" for severity, count in zip(Severity, counts, strict=True)
    )
    console.line(f"共检查 {len(entries)} 张表：{words}。")


def _print_catalogue(asked: Request, console: Console) -> None:
    if asked.json:
        console.json(
            [
                {
                    "id": check.id,
                    "severity": check.severity.value,
                    "title": check.title,
                    "source": check.source,
                    "has_fix": check.has_fix,
                }
                for check in CATALOGUE
            ]
        )
        return
    for check in CATALOGUE:
        repair = "　可一键修复" if check.has_fix else ""
        console.line(f"{check.id}　{check.severity.label}　{check.title}　（依据：{check.source}）{repair}")
    console.line(f"共 {len(CATALOGUE)} 项检查。")


COMMANDS = {"check": check}
