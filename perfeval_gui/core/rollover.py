"""Last year's form as this year's: what was planned stays, what was reached is cleared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from perfeval_gui.core.fields import FIELDS, cells_of
from perfeval_gui.core.form import (
    DIMENSIONS,
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    ROW_BLOCKS,
    SIGN_OFF,
    TOTAL,
    Form,
    Project,
    read,
    rows_of,
    with_row_ids,
)
from perfeval_gui.core.origins import COMPUTED, LAST_YEAR

_YEAR = (HEAD, "fiscal_year")


@dataclass(frozen=True, slots=True)
class Clearing:
    """What of last year is cleared. The budget columns are often the same again, so they are kept by default."""

    results: bool = True
    scores: bool = True
    reasons: bool = True
    filing_date: bool = True
    budgets: bool = False


CLEARED = {
    "results": (
        (FUNDING, "outturn"),
        (FUNDING, "execution_rate"),
        (GOAL, "achieved"),
        (INDICATORS, "actual"),
    ),
    "scores": ((FUNDING, "score"), (INDICATORS, "score"), (TOTAL, "score")),
    "reasons": ((INDICATORS, "variance_note"),),
    "filing_date": ((SIGN_OFF, "filed_on"),),
    "budgets": ((FUNDING, "initial_budget"), (FUNDING, "revised_budget")),
}
"""The fields, as (block, field), that each part of a `Clearing` stands for."""


def roll_over(form: Form, year: str, clearing: Clearing = Clearing()) -> Form:
    """Return the form as that of the year, with the rows' ids kept and all texts that are not cleared as they are."""
    changes: dict[str, Any] = {}
    for part, fields in CLEARED.items():
        if getattr(clearing, part):
            for block, name in fields:
                changes[block] = _without(changes.get(block, getattr(form, block)), block, name)
    return with_row_ids(replace(form, fiscal_year=year, **changes))


def _without(record: Any, block: str, name: str) -> Any:
    if block in ROW_BLOCKS:
        return tuple(replace(row, **{name: ""}) for row in record)
    return replace(record, **{name: ""})


def next_project(
    project: Project,
    project_id: str,
    position: int,
    year: str,
    clearing: Clearing = Clearing(),
) -> Project:
    """Return a new project of the year made from last year's, which it keeps as `previous`.

    Every text carried over is noted as last year's; waivers, state and what else was kept are not carried.
    """
    before = with_row_ids(project.form)
    fresh = Project(
        id=project_id,
        form=roll_over(before, year, clearing),
        position=position,
        profile=project.profile,
        previous=before,
    )
    return replace(fresh, origins=_carried(fresh))


def _carried(project: Project) -> Mapping[tuple[str, str, str], str]:
    """Return the origins of a project that was just rolled over."""
    form = project.form
    keys = [(cell.block, cell.row, cell.field) for cell in cells_of(project) if read(form, cell)]
    labels = [item.name for item in FIELDS if item.block == DIMENSIONS]
    keys += [(DIMENSIONS, row.id, name) for row in rows_of(form, DIMENSIONS) for name in labels]
    keys += [(INDICATORS, row.id, "category") for row in form.indicators]
    return MappingProxyType({key: COMPUTED if (key[0], key[2]) == _YEAR else LAST_YEAR for key in keys})
