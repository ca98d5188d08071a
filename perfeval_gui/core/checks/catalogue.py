"""The checks: one catalogue in the order of the groups, run over one form or a whole filing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from perfeval_gui.core.checks import (
    across,
    arithmetic,
    consistency,
    funding,
    names,
    narrative,
    scores,
    structure,
    style,
    timing,
    values,
    wording,
)
from perfeval_gui.core.checks.reading import Context, FilingReading, Reading
from perfeval_gui.core.checks.rule import Check, Finding, Hit, Severity, fact_text, is_waived, waiver_for
from perfeval_gui.core.form import (
    DIMENSIONS,
    EXTRA,
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Filing,
    Form,
    Project,
)

__all__ = [
    "CATALOGUE",
    "Check",
    "Context",
    "Finding",
    "Severity",
    "across_steps",
    "check_across",
    "check_by_id",
    "check_filing",
    "check_project",
    "check_steps",
    "fact_text",
    "in_reading_order",
    "is_waived",
    "waiver_for",
]

GROUPS = "ABCMVTFDSNX"
"""The letters of the groups in the order of the catalogue."""

_GROUPED = (
    *arithmetic.CHECKS,
    *scores.CHECKS,
    *funding.CHECKS,
    *narrative.CHECKS,
    *consistency.CHECKS,
    *structure.CHECKS,
    *values.CHECKS,
    *timing.CHECKS,
    *wording.CHECKS,
    *style.CHECKS,
    *names.CHECKS,
    *across.CHECKS,
)
CATALOGUE: tuple[Check, ...] = tuple(
    sorted(_GROUPED, key=lambda check: (GROUPS.index(check.id[0]), check.id))
)
_BY_ID = {check.id: check for check in CATALOGUE}
_LAST = 1_000_000
_PART = 100
"""So many findings at most are written out in one go."""
_PLACES = {
    "fiscal_year": 0,
    "project_name": 1,
    "supervising_department": 2,
    "implementing_unit": 3,
    "funding_unit": 4,
}
_BLOCKS = {FUNDING: 10, GOAL: 20, TOTAL: 40, SIGN_OFF: 60, EXTRA: 70}
_NOTE, _WHOLE = 50, 80


def check_by_id(check_id: str) -> Check | None:
    """Return the check with that id of the catalogue, or None."""
    return _BY_ID.get(check_id)


def check_project(project: Project, context: Context) -> tuple[Finding, ...]:
    """Return what the form checks find in one project, in reading order, errors first at the same place."""
    found = [finding for findings in check_steps(project, context) for finding in findings]
    return in_reading_order(found, {project.id: project.form})


def check_steps(project: Project, context: Context) -> Iterator[tuple[Finding, ...]]:
    """Yield the findings of one form check after another, of a long form in parts, so that a caller can pause between them."""
    reading = Reading(project, context)
    for _ in reading.in_parts():
        yield ()
    for check in CATALOGUE:
        if check.find is not None and check.id not in reading.profile.checks_off:
            for part in reading.parts if check.by_cell else (reading,):
                yield from _in_parts(check, check.find(part), reading)


def _in_parts(check: Check, hits: Iterable[Hit], reading: Reading) -> Iterator[tuple[Finding, ...]]:
    """Yield what a check finds, whenever it has found a good many, and the rest."""
    found: list[Finding] = []
    for hit in hits:
        found.append(_finding(check, hit, reading))
        if len(found) == _PART:
            yield tuple(found)
            found.clear()
    yield tuple(found)


def check_across(filing: Filing, context: Context) -> tuple[Finding, ...]:
    """Return what the checks across projects find; each finding is given once for each form concerned."""
    found = [finding for findings in across_steps(filing, context) for finding in findings]
    return in_reading_order(found, {key: project.form for key, project in filing.projects.items()})


def across_steps(filing: Filing, context: Context) -> Iterator[tuple[Finding, ...]]:
    """Yield the findings of one check across projects after another, so that a caller can pause between them."""
    readings = tuple(Reading(project, context) for project in filing.projects.values())
    by_id = {reading.project.id: reading for reading in readings}
    whole = FilingReading(readings, context)
    for check in CATALOGUE:
        if check.find_across is None:
            continue
        yield tuple(
            _finding(check, hit, by_id[hit.cell.project])
            for hit in check.find_across(whole)
            if check.id not in by_id[hit.cell.project].profile.checks_off
        )


def check_filing(filing: Filing, context: Context) -> tuple[Finding, ...]:
    """Return all findings of all projects, form by form in tree order, each form in reading order."""
    found = [finding for project in filing.projects.values() for finding in check_project(project, context)]
    found += check_across(filing, context)
    return in_reading_order(found, {key: project.form for key, project in filing.projects.items()})


def _finding(check: Check, hit: Hit, reading: Reading) -> Finding:
    override = reading.profile.check_severity.get(check.id)
    severity = Severity(override) if override else hit.severity or check.severity
    return Finding(check.id, severity, hit.cell, check.sentence(hit), check.source, hit.fix, dict(hit.facts))


def in_reading_order(findings: Iterable[Finding], forms: Mapping[str, Form]) -> tuple[Finding, ...]:
    """Return the findings form by form as `forms` (by project id) has them, each form from top to bottom."""
    order = {key: number for number, key in enumerate(forms)}
    places = {key: _row_places(form) for key, form in forms.items()}
    return tuple(
        sorted(
            findings,
            key=lambda item: (
                order[item.cell.project],
                *_place(item.cell, places[item.cell.project]),
                item.severity.rank,
                item.check,
            ),
        )
    )


def _row_places(form: Form) -> dict[tuple[str, str], tuple[int, int]]:
    """Return where rows stand on the page; a 一级指标 stands just before its first indicator."""
    places = {(FUNDING, row.id): (_BLOCKS[FUNDING], index * 2) for index, row in enumerate(form.funding)}
    first: dict[str, int] = {}
    for index, row in enumerate(form.indicators):
        places[INDICATORS, row.id] = (30, index * 2 + 1)
        first.setdefault(row.dimension, index * 2)
    for item in form.dimensions:
        places[DIMENSIONS, item.id] = (30, first.get(item.name, _LAST))
    places |= {(EXTRA, extra.id): (_BLOCKS[EXTRA], index) for index, extra in enumerate(form.extra)}
    return places


_FIELDS = (
    "source initial_budget revised_budget outturn dimension category name target actual expected achieved points "
    "weight execution_rate score variance_note preparer filed_on phone"
).split()
_FIELD_ORDER = {name: number for number, name in enumerate(_FIELDS)}


def _place(cell: Cell, rows: dict[tuple[str, str], tuple[int, int]]) -> tuple[int, int, int]:
    field = _FIELD_ORDER.get(cell.field, 0)
    if cell.row:
        return (*rows.get((cell.block, cell.row), (_WHOLE, 0)), field)
    if cell.block == HEAD:
        return (_NOTE if cell.field == "note" else _PLACES.get(cell.field, _WHOLE), 0, 0)
    return (_BLOCKS.get(cell.block, _WHOLE), 0, field)
