"""Rates, scores and sums: Decimal, half up to two places, and nowhere else."""

from __future__ import annotations

from decimal import Decimal

from perfeval_gui.core.form import Form, FundingRow, Indicator
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import is_blank, parse_amount, parse_points, round_half_up
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.values import dataclass

_ZERO = Decimal(0)


def execution_rate(outturn: Decimal, revised_budget: Decimal) -> Decimal | None:
    """Return outturn ÷ revised budget in percent, or None when nothing was budgeted."""
    if revised_budget == 0:
        return None
    return round_half_up(outturn / revised_budget * 100)


def execution_score(outturn: Decimal, revised_budget: Decimal, weight: Decimal) -> Decimal | None:
    """Return rate × weight, never above the weight and never below 0; None when nothing was budgeted."""
    if revised_budget == 0:
        return None
    return max(_ZERO, min(weight, round_half_up(outturn / revised_budget * weight)))


def total_funding_row(form: Form, profile: Profile) -> FundingRow | None:
    """Return the scored row 年度资金总额: by its label, else the first row; None when there is no row."""
    for row in form.funding:
        if profile.funding_role(squeeze(row.source)) == "total":
            return row
    return form.funding[0] if form.funding else None


def unscored(form: Form) -> tuple[Indicator, ...]:
    """Return the indicators that have a weight and no score yet: a total without them would be too low."""
    return tuple(row for row in form.indicators if is_blank(row.score) and parse_points(row.weight))


def computed_rate(row: FundingRow) -> Decimal | None:
    """Return the execution rate that the row's own amounts give, or None where they do not read as numbers."""
    outturn, revised = parse_amount(row.outturn), parse_amount(row.revised_budget)
    return None if outturn is None or revised is None else execution_rate(outturn, revised)


def computed_score(row: FundingRow, profile: Profile) -> Decimal | None:
    """Return the execution score that the row's amounts give; its weight is the row's, else the profile's."""
    outturn, revised = parse_amount(row.outturn), parse_amount(row.revised_budget)
    if outturn is None or revised is None:
        return None
    weight = parse_points(row.weight)
    return execution_score(outturn, revised, profile.execution_points if weight is None else weight)


@dataclass(frozen=True, slots=True)
class SectionSum:
    """The indicators of one 一级指标 added up, in points, against the points of its printed label."""

    name: str
    weight: Decimal
    score: Decimal
    printed: Decimal | None


@dataclass(frozen=True, slots=True)
class Totals:
    """All sums of a form in points: sections, execution, and what weights and scores come to."""

    sections: tuple[SectionSum, ...]
    execution_weight: Decimal
    execution_score: Decimal
    weight: Decimal
    score: Decimal
    execution_scored: bool


def totals_of(form: Form, profile: Profile) -> Totals:
    """Return the form's sums; a cell that does not read as a number counts as nothing.

    Only 年度资金总额 is counted among the funding rows.
    """
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in form.indicators:
        weight, score = sums.get(row.dimension, (_ZERO, _ZERO))
        sums[row.dimension] = (
            weight + (parse_points(row.weight) or _ZERO),
            score + (parse_points(row.score) or _ZERO),
        )
    sections = [
        SectionSum(item.name, *sums[item.name], parse_points(item.points))
        for item in form.dimensions
        if item.name in sums
    ]
    funding = total_funding_row(form, profile)
    execution_weight = (parse_points(funding.weight) if funding else None) or _ZERO
    written = parse_points(funding.score) if funding else None
    return Totals(
        sections=tuple(sections),
        execution_weight=execution_weight,
        execution_score=written or _ZERO,
        weight=execution_weight + sum((section.weight for section in sections), _ZERO),
        score=(written or _ZERO) + sum((section.score for section in sections), _ZERO),
        execution_scored=written is not None,
    )


def grade_of(score: Decimal, profile: Profile) -> str:
    """Return the grade word of a total score by the profile's bands, or a blank where it has none."""
    return next((grade.name for grade in profile.scoring.grades if score >= grade.low), "")
