"""附件1 beside the forms: the department's 项目支出 by project, and where it differs from the forms' sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from perfeval_gui.core.checks.reading import DepartmentFigures
from perfeval_gui.core.conversion import factor_to_wan
from perfeval_gui.core.form import Form, Project
from perfeval_gui.core.likeness import letters_of, likeness
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number, is_blank, parse_amount
from perfeval_gui.core.scoring import total_funding_row
from perfeval_gui.core.text import clean
from perfeval_gui.core.values import dataclass

AMOUNTS = {"initial_budget": "年初预算数", "revised_budget": "全年预算数", "outturn": "全年执行数"}
NO_FORM, NO_LINE = "没有自评表", "附件1 里没有"
_ZERO = Decimal(0)
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of 附件1 as written: a project and its amounts."""

    name: str = ""
    initial_budget: str = ""
    revised_budget: str = ""
    outturn: str = ""


@dataclass(frozen=True, slots=True)
class Annex1:
    """项目支出 of a 附件1: a line a project, and the row of the whole where it is written.

    `amount_unit` is 元 and the like where amounts are not in 万元.
    """

    lines: tuple[BudgetLine, ...] = ()
    total: BudgetLine = BudgetLine()
    amount_unit: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not self.lines and self.total == BudgetLine()

    def amount(self, line: BudgetLine, column: str) -> Decimal | None:
        """Return an amount in 万元, None where the text is no number or the unit is not known."""
        amount, factor = parse_amount(getattr(line, column)), factor_to_wan(self.amount_unit)
        return None if amount is None or factor is None else amount * factor

    def added(self, column: str) -> Decimal | None:
        """Return the sum of the lines in 万元, None where the column holds no number at all."""
        found = [amount for line in self.lines if (amount := self.amount(line, column)) is not None]
        return sum(found, _ZERO) if found else None

    def expected(self, column: str) -> Decimal | None:
        """Return what the forms should come to: the row of the whole as written, else the lines' sum."""
        stated = self.amount(self.total, column)
        return self.added(column) if stated is None else stated


def annex1_to_json(annex: Annex1) -> dict[str, Any]:
    """Return the figures as a JSON object."""
    return {
        "lines": [_line_to_json(line) for line in annex.lines],
        "total": _line_to_json(annex.total),
        "amount_unit": annex.amount_unit,
    }


def annex1_from_json(value: Mapping[str, Any]) -> Annex1:
    """Return the figures of a JSON object; what is not there or no text is blank."""
    lines, total, unit = value.get("lines"), value.get("total"), value.get("amount_unit")
    return Annex1(
        tuple(_line_from_json(item) for item in lines) if isinstance(lines, list) else (),
        _line_from_json(total),
        unit if isinstance(unit, str) else "",
    )


def with_text(annex: Annex1, place: int, column: str, text: str) -> Annex1:
    """Return the figures with one text changed; the place behind the last line is the row of the whole."""
    changes = {column: clean(text)}
    if place == len(annex.lines):
        return replace(annex, total=replace(annex.total, **changes))
    lines = list(annex.lines)
    lines[place] = replace(lines[place], **changes)
    return replace(annex, lines=tuple(lines))


def figures_of(annex: Annex1, fiscal_year: str, unit: str) -> DepartmentFigures:
    """Return what the checks may know of it."""
    sums = {column: amount for column in AMOUNTS if (amount := annex.expected(column)) is not None}
    names = tuple(line.name for line in annex.lines if not is_blank(line.name))
    return DepartmentFigures(fiscal_year, unit, sums, names)


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of 附件1 beside the form of that name. `line` is its place, `project` an id; one may be missing.

    Amounts are in 万元; `differences` are form minus 附件1 where both are numbers and differ.
    """

    line: int | None
    project: str
    name: str
    budgeted: Mapping[str, Decimal | None]
    reported: Mapping[str, Decimal | None]
    remark: str = ""

    @property
    def differences(self) -> Mapping[str, Decimal]:
        """By how much the form is above 附件1, by column."""
        found = {}
        for column in AMOUNTS:
            one, other = self.budgeted.get(column), self.reported.get(column)
            if one is not None and other is not None and one != other:
                found[column] = other - one
        return found

    @property
    def is_even(self) -> bool:
        """Whether there is nothing to look at."""
        return not self.differences and not self.remark


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """One column: what the lines add to, what is written for the whole, what the forms add to, in 万元."""

    column: str
    added: Decimal | None
    stated: Decimal | None
    reported: Decimal

    @property
    def difference(self) -> Decimal | None:
        """By how much the forms are above 附件1, None where 附件1 says nothing."""
        expected = self.added if self.stated is None else self.stated
        return None if expected is None else self.reported - expected


@dataclass(frozen=True, slots=True)
class CrossFoot:
    """附件1 and forms side by side: pairs in the order of 附件1, then forms without a line; sums by column."""

    pairs: tuple[Pair, ...]
    sums: tuple[ColumnSum, ...]

    @property
    def without_form(self) -> tuple[Pair, ...]:
        """Lines of the budget that have no form."""
        return tuple(pair for pair in self.pairs if not pair.project)

    @property
    def without_line(self) -> tuple[Pair, ...]:
        """Forms that have no line in the budget."""
        return tuple(pair for pair in self.pairs if pair.line is None)


def cross_foot(
    annex: Annex1, projects: Sequence[Project], profile_of: Callable[[Project], Profile]
) -> CrossFoot:
    """Return the comparison; names are matched but for numbering, punctuation and white space."""
    reported = {item.id: reported_amounts(item.form, profile_of(item)) for item in projects}
    left = list(projects)
    matched: list[tuple[int, BudgetLine, Project | None]] = []
    for place, line in enumerate(annex.lines):
        key = letters_of(line.name)
        project = next((item for item in left if letters_of(item.form.project_name) == key), None)
        if project is not None:
            left.remove(project)
        matched.append((place, line, project))
    free = [line.name for _, line, project in matched if project is None]
    pairs = [
        Pair(
            place,
            project.id if project else "",
            line.name,
            {column: annex.amount(line, column) for column in AMOUNTS},
            reported[project.id] if project else {},
            "" if project else _missing(NO_FORM, line.name, [item.form.project_name for item in left]),
        )
        for place, line, project in matched
    ]
    for item in left:
        name = " ".join(item.form.project_name.split())
        remark = _missing(NO_LINE, name, free) if annex.lines else ""
        pairs.append(Pair(None, item.id, name, {}, reported[item.id], remark))
    sums = tuple(
        ColumnSum(
            column,
            annex.added(column),
            annex.amount(annex.total, column),
            sum((amounts[column] or _ZERO for amounts in reported.values()), _ZERO),
        )
        for column in AMOUNTS
    )
    return CrossFoot(tuple(pairs), sums)


def reported_amounts(form: Form, profile: Profile) -> Mapping[str, Decimal | None]:
    """Return the form's total amounts in 万元, None where the text is no number."""
    row, factor = total_funding_row(form, profile), factor_to_wan(form.funding_unit)
    amounts = {column: parse_amount(getattr(row, column)) if row else None for column in AMOUNTS}
    return {
        column: None if amount is None or factor is None else amount * factor
        for column, amount in amounts.items()
    }


def in_words(found: CrossFoot) -> str:
    """Return in a sentence how the two stand to each other."""
    off = [item for item in found.sums if item.difference]
    parts = [
        f"{AMOUNTS[item.column]}相差 {format_number(abs(item.difference))} 万元"
        f"（自评表{'多' if item.difference > 0 else '少'}）"
        for item in off
        if item.difference is not None
    ]
    compared = [item for item in found.sums if item.difference is not None]
    if compared and not off:
        parts.append("合计" + ("三列都" if len(compared) == len(AMOUNTS) else "") + "相符")
    parts += [
        f"附件1 的{AMOUNTS[item.column]}写 {format_number(item.stated)}、各行相加 {format_number(item.added)}"
        for item in found.sums
        if item.stated is not None and item.added is not None and item.stated != item.added
    ]
    if found.without_form:
        parts.append(f"{len(found.without_form)} 个预算项目{NO_FORM}")
    if any(pair.remark for pair in found.without_line):
        parts.append(f"{len(found.without_line)} 张自评表在{NO_LINE}")
    uneven = [pair for pair in found.pairs if pair.differences]
    if uneven:
        parts.append(f"{len(uneven)} 个项目金额不同")
    return "；".join(parts) + "。" if parts else "还没有附件1 的数。"


def _missing(remark: str, name: str, others: Iterable[str]) -> str:
    near = max(others, key=lambda other: likeness(letters_of(name), letters_of(other)), default="")
    if near and likeness(letters_of(name), letters_of(near)) >= _NEAR:
        return f"{remark}，名称相近的有“{' '.join(near.split())}”"
    return remark


def _line_to_json(line: BudgetLine) -> dict[str, str]:
    return {item.name: getattr(line, item.name) for item in fields(BudgetLine)}


def _line_from_json(value: object) -> BudgetLine:
    if not isinstance(value, Mapping):
        return BudgetLine()
    texts = {item.name: value.get(item.name) for item in fields(BudgetLine)}
    return BudgetLine(**{name: text if isinstance(text, str) else "" for name, text in texts.items()})
