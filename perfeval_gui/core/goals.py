"""目标—指标对照: the numbers of the goal texts beside the indicator rows that speak of the same thing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from perfeval_gui.core.form import Form, Indicator
from perfeval_gui.core.likeness import bigrams, without_numbering
from perfeval_gui.core.measures import Measure, ValueKind, read_measure
from perfeval_gui.core.quantities import narrow, parse_amount
from perfeval_gui.core.units import base_unit, leading_unit
from perfeval_gui.core.values import dataclass

_CLAUSE = re.compile(r"[;；。\n，,：:]")
_ITEM = re.compile(
    r"(?:^|(?<=[;；。\n\s，,]))\s*[（(]?[0-9]{1,2}\s*(?:[、．:：）)]|\.(?=20[0-9]{2}年)|\.(?![0-9]))|[①-⑳]|[（(][一二三四五六七八九十]{1,2}[)）]"
)
_FIGURE = re.compile(
    r"(?<![0-9A-Za-z.〔\[年月-])(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?)\s*(?P<rest>[^0-9、]*)"
)
_COUNTED = re.compile(
    r"(?:期数|次数|人数|户数|件数|个数|篇数|场次|人次|批次|件次|台数|座数|家数|条数|页数|册数|数量|总数|面积|里程|长度)$"
)
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|「[^」]*」")
_DIGITS = re.compile(r"[0-9０-９]")
_TIME_UNITS = ("年", "月", "日", "号", "岁", "周岁")
SURE, LIKELY = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class GoalNumber:
    """A number of a goal text and the row it belongs to.

    `field` is `expected` or `achieved`, `clause` the words around it; `row` is the position of the indicator
    or None where no row speaks of the same thing; `value` is that row's target (or actual value) and
    `agrees` tells whether both numbers are the same; `is_sure` tells that the wording is nearly the same.
    """

    field: str
    clause: str
    number: Decimal
    unit: str
    row: int | None
    value: str
    agrees: bool
    is_sure: bool


@lru_cache(maxsize=1024)
def goal_items(text: str) -> tuple[str, ...]:
    """Return the items of a goal text: by their numbers, else by semicolons, line ends and full stops."""
    plain = narrow(text)
    starts = [match.end() for match in _ITEM.finditer(plain)]
    if len(starts) >= 2:
        ends = [match.start() for match in _ITEM.finditer(plain)][1:]
        parts = [plain[start:end] for start, end in zip(starts, [*ends, len(plain)], strict=True)]
    else:
        parts = re.split(r"[;；。\n]", plain)
    stripped = (without_numbering(part).strip(" \t\n。.；;，,、") for part in parts)
    return tuple(part for part in stripped if part)


@lru_cache(maxsize=1024)
def figures_in(text: str) -> tuple[tuple[str, Decimal, str], ...]:
    """Return the clause, number and unit of every counted thing in a text; years and days are left out."""
    found: list[tuple[str, Decimal, str]] = []
    text = _QUOTED.sub(lambda match: _DIGITS.sub("", match[0]), text)  # a figure in a name counts nothing
    for item in goal_items(text):
        for clause in _CLAUSE.split(item):
            done = 0
            for match in _FIGURE.finditer(clause):
                number = parse_amount(match["number"])
                rest = match["rest"].lstrip("余多")
                unit = leading_unit(rest)
                if number is None or not unit or unit in _TIME_UNITS:
                    continue
                words = (clause[done : match.start()] + rest[len(unit) :]).strip("、 ")
                found.append((words or clause, number * base_unit(unit)[0], unit))
                done = match.end()
    return tuple(found)


def goal_numbers(form: Form) -> tuple[GoalNumber, ...]:
    """Return every counted thing of both goal texts with the indicator row of the same noun beside it."""
    found: list[GoalNumber] = []
    for field in ("expected", "achieved"):
        figures = figures_in(getattr(form.goal, field))
        units = Counter(base_unit(unit)[1] for _, _, unit in figures)
        for words, amount, unit in figures:
            is_only = units[base_unit(unit)[1]] == 1
            found.append(_paired(form, field, words, (amount, unit), is_only=is_only))
    return tuple(found)


def _paired(form: Form, field: str, words: str, figure: tuple[Decimal, str], *, is_only: bool) -> GoalNumber:
    """Return the number with the row of the same noun.

    The only number of a unit (135公里) and the only row of that unit belong together with fewer words in common.
    """
    amount, unit = figure
    column = "target" if field == "expected" else "actual"
    best, nearest, rivals = 0.0, None, 0
    for index, row in enumerate(form.indicators):
        measure = _figure_of(row, column, unit)
        if measure is None:
            continue
        rivals += 1
        score = overlap(words, _COUNTED.sub("", without_numbering(row.name)))
        if measure.amount == amount and score >= LIKELY / 2:
            return GoalNumber(
                field, words, _shown(amount, unit), unit, index, getattr(row, column), True, True
            )
        if score > best:
            best, nearest = score, index
    is_alone = is_only and rivals == 1 and unit != "%"
    if nearest is None or best < (LIKELY / 2 if is_alone else LIKELY):
        return GoalNumber(field, words, _shown(amount, unit), unit, None, "", False, False)
    value = getattr(form.indicators[nearest], column)
    return GoalNumber(field, words, _shown(amount, unit), unit, nearest, value, False, best >= SURE)


def _shown(amount: Decimal, unit: str) -> Decimal:
    return amount / base_unit(unit)[0]


def _figure_of(row: Indicator, column: str, unit: str) -> Measure | None:
    """Return the row's figure in the unit, from several in one cell the first that fits."""
    measure = read_measure(getattr(row, column))
    for part in measure.parts or (measure,):
        if part.kind is ValueKind.NUMBER and part.base == base_unit(unit)[1]:
            return part
        if unit == "%" and part.number is not None and not part.unit and 0 < part.number <= 1:
            return replace(part, number=part.number * 100, unit="%")  # 0.95 beside a goal of 95%
    return None


@lru_cache(maxsize=16384)
def overlap(first: str, second: str) -> float:
    """Return which share of the shorter text's pairs of characters the other one has, from 0 to 1."""
    one, two = bigrams(first), bigrams(second)
    shorter = min(len(one), len(two))
    return len(one & two) / shorter if shorter else 0.0
