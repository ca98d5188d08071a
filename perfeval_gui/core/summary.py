"""A unit's year at a glance: one row a project, sums, and where a form disagrees with its own figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.core.conversion import factor_to_wan
from perfeval_gui.core.form import Form, FundingRow, Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import (
    format_number,
    format_rate,
    is_blank,
    parse_amount,
    parse_points,
    parse_rate,
    round_half_up,
)
from perfeval_gui.core.scoring import execution_rate, grade_of, total_funding_row, totals_of
from perfeval_gui.core.state import STATES
from perfeval_gui.core.text import squeeze

AMOUNTS = ("initial_budget", "revised_budget", "outturn")
AMOUNT_LABELS = {"initial_budget": "年初预算数", "revised_budget": "全年预算数", "outturn": "全年执行数"}
EXECUTION = "预算执行"
_ZERO = Decimal(0)
_RATE_TOLERANCE = Decimal("0.01")

ProfileOf = Callable[[Project], Profile]


@dataclass(frozen=True, slots=True)
class SectionScore:
    """Points had and points to be had in one 一级指标 (or in 预算执行) of one project."""

    name: str
    score: Decimal
    weight: Decimal


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One project. Amounts are in 万元, rates in percent; None where the form's text is no number.

    `findings` counts open errors, warnings and hints, None when not checked. `remarks` are sentences on
    what of the form does not go with its own figures; `causes` are its 偏差原因 as written.
    """

    project: str
    name: str
    unit: str
    department: str
    year: str
    amounts: Mapping[str, Decimal | None]
    score: Decimal | None
    grade: str
    state: str
    sections: tuple[SectionScore, ...]
    findings: tuple[int, int, int] | None
    causes: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def rate(self) -> Decimal | None:
        """The execution rate that the amounts give, in percent."""
        return _rate(self.amounts)

    @property
    def state_label(self) -> str:
        """The Chinese word for the state."""
        return STATES.get(self.state, self.state)


@dataclass(frozen=True, slots=True)
class SummaryTotals:
    """The sums over rows; `rate` is the sums' own rate, `mean_score` the plain mean of the scores that are there."""

    count: int
    amounts: Mapping[str, Decimal]
    rate: Decimal | None
    mean_score: Decimal | None
    grades: Mapping[str, int]
    findings: tuple[int, int, int]
    states: Mapping[str, int]


def summary_row(project: Project, profile: Profile, findings: Iterable[Finding] | None = None) -> SummaryRow:
    """Return the project's row; `findings` are its open ones, None when it has not been checked."""
    form = project.form
    funding = total_funding_row(form, profile)
    factor = factor_to_wan(form.funding_unit)
    amounts = {name: _amount(funding, name, factor) for name in AMOUNTS}
    score = parse_points(form.total.score)
    sums = totals_of(form, profile)
    execution = SectionScore(EXECUTION, sums.execution_score, sums.execution_weight)
    rate = _rate(amounts)
    return SummaryRow(
        project=project.id,
        name=" ".join(form.project_name.split()),
        unit=squeeze(form.implementing_unit),
        department=squeeze(form.supervising_department),
        year=squeeze(form.fiscal_year),
        amounts=amounts,
        score=score,
        grade=grade_of(score, profile) if score is not None else "",
        state=project.state,
        sections=(
            *((execution,) if sums.execution_weight else ()),
            *(SectionScore(section.name, section.score, section.weight) for section in sums.sections),
        ),
        findings=None if findings is None else _counts(findings),
        causes=_causes(form),
        remarks=(
            *_unit_remark(form, factor),
            *_amount_remarks(funding, amounts, factor),
            *_rate_remark(funding, rate),
            *_score_remark(form, score, sums.score),
        ),
    )


def summary_rows(
    projects: Iterable[Project],
    profile_of: ProfileOf,
    findings_of: Callable[[str], Sequence[Finding] | None] = lambda _project: None,
) -> tuple[SummaryRow, ...]:
    """Return the rows of the projects in their order."""
    return tuple(summary_row(item, profile_of(item), findings_of(item.id)) for item in projects)


def totals(rows: Iterable[SummaryRow]) -> SummaryTotals:
    """Return the sums over the rows; what does not read as a number counts as nothing."""
    listed = tuple(rows)
    amounts = {name: sum((row.amounts[name] or _ZERO for row in listed), _ZERO) for name in AMOUNTS}
    scores = [row.score for row in listed if row.score is not None]
    counted = [row.findings for row in listed if row.findings is not None]
    errors, warnings, hints = (sum(counts[place] for counts in counted) for place in range(3))
    return SummaryTotals(
        count=len(listed),
        amounts=amounts,
        rate=execution_rate(amounts["outturn"], amounts["revised_budget"]),
        mean_score=round_half_up(sum(scores, _ZERO) / len(scores)) if scores else None,
        grades=Counter(row.grade for row in listed if row.grade),
        findings=(errors, warnings, hints),
        states=Counter(row.state for row in listed),
    )


def by_unit(rows: Iterable[SummaryRow]) -> dict[str, tuple[SummaryRow, ...]]:
    """Return the rows parted by 实施单位, units in the order in which they first appear."""
    found: dict[str, list[SummaryRow]] = {}
    for row in rows:
        found.setdefault(row.unit, []).append(row)
    return {unit: tuple(group) for unit, group in found.items()}


def section_totals(rows: Iterable[SummaryRow]) -> tuple[SectionScore, ...]:
    """Return points had and to be had by section over all rows, in the order in which sections first appear."""
    found: dict[str, SectionScore] = {}
    for row in rows:
        for section in row.sections:
            sofar = found.get(section.name, SectionScore(section.name, _ZERO, _ZERO))
            found[section.name] = SectionScore(
                section.name, sofar.score + section.score, sofar.weight + section.weight
            )
    return tuple(found.values())


def title_of(rows: Sequence[SummaryRow]) -> str:
    """Return the heading: year and unit where all rows share them."""
    years, units = {row.year for row in rows}, {row.unit for row in rows}
    departments = {row.department for row in rows}
    whose = units if len(units) == 1 else departments if len(departments) == 1 else {""}
    year = f"{years.copy().pop()}年度" if len(years) == 1 and years != {""} else ""
    return f"{whose.copy().pop()}{year}项目支出绩效自评情况汇总表"


def _rate(amounts: Mapping[str, Decimal | None]) -> Decimal | None:
    outturn, revised = amounts["outturn"], amounts["revised_budget"]
    return None if outturn is None or revised is None else execution_rate(outturn, revised)


def _amount(funding: FundingRow | None, name: str, factor: Decimal | None) -> Decimal | None:
    amount = parse_amount(getattr(funding, name)) if funding else None
    return None if amount is None or factor is None else amount * factor


def _counts(findings: Iterable[Finding]) -> tuple[int, int, int]:
    counted = Counter(finding.severity for finding in findings)
    return counted[Severity.ERROR], counted[Severity.WARNING], counted[Severity.HINT]


def _causes(form: Form) -> tuple[str, ...]:
    """The reasons as written, each once, with the indicator they belong to."""
    found = (
        f"{' '.join(row.name.split())}：{' '.join(row.variance_note.split())}"
        for row in form.indicators
        if not is_blank(row.variance_note) and squeeze(row.variance_note).rstrip("。") != "无"
    )
    return tuple(dict.fromkeys(found))


def _unit_remark(form: Form, factor: Decimal | None) -> Iterable[str]:
    unit = squeeze(form.funding_unit)
    if factor is None:
        yield f"金额单位“{unit}”不认识，金额没有计入合计"
    elif factor != 1:
        yield f"表内金额单位是{unit}，这里已换算为万元"


def _amount_remarks(
    funding: FundingRow | None, amounts: Mapping[str, Decimal | None], factor: Decimal | None
) -> Iterable[str]:
    if funding is None:
        yield "没有项目资金行"
        return
    for name in AMOUNTS if factor is not None else ():
        text = getattr(funding, name)
        if is_blank(text):
            yield f"{AMOUNT_LABELS[name]}未填"
        elif amounts[name] is None:
            yield f"{AMOUNT_LABELS[name]}“{' '.join(text.split())}”不是数字，没有计入合计"


def _rate_remark(funding: FundingRow | None, rate: Decimal | None) -> Iterable[str]:
    written = parse_rate(funding.execution_rate) if funding else None
    if written is not None and rate is not None and abs(written - rate) > _RATE_TOLERANCE:
        yield f"表内执行率写{format_rate(written)}，按金额是{format_rate(rate)}"


def _score_remark(form: Form, score: Decimal | None, added: Decimal) -> Iterable[str]:
    if is_blank(form.total.score):
        yield "总分未填"
    elif score is None:
        yield f"总分“{' '.join(form.total.score.split())}”不是数字"
    elif score != added:
        yield f"表内总分写{format_number(score)}，各项得分相加是{format_number(added)}"
