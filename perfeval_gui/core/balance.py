"""指标平衡: the smallest changes of weights that make a section match the points of its label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from perfeval_gui.core.edits import Batch, SetCell
from perfeval_gui.core.form import INDICATORS, Cell, Dimension, Form, Indicator, Project
from perfeval_gui.core.likeness import without_numbering
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number, parse_points
from perfeval_gui.core.text import squeeze

_ZERO = Decimal(0)
_MOST = 4
_LONGEST_NAME = 18
_STEPS = (Decimal(5), Decimal(1), Decimal("0.5"), Decimal("0.1"), Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A row's weight before and after, and its score after where it had full marks (None: left alone)."""

    row: str
    name: str
    before: Decimal
    after: Decimal
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way to balance a section: how, by which changes, and what the section then adds up to."""

    dimension: str
    how: str
    changes: tuple[WeightChange, ...]
    points: Decimal

    @property
    def sentence(self) -> str:
        """The suggestion in words, such as 只改一行：“举办培训班” 10 → 5."""
        parts = (
            f"“{item.name}” {format_number(item.before)} → {format_number(item.after)}"
            for item in self.changes
        )
        return f"{self.how}：{'，'.join(parts)}"


def balance_suggestions(form: Form, profile: Profile) -> tuple[Suggestion, ...]:
    """Return up to four ways for each section whose weights differ from its points, smallest change first.

    Where a label has no points, the profile's are taken. A section with a weight that does not read as a
    number gets none, for its sum is not known.
    """
    found: list[Suggestion] = []
    for dimension in form.dimensions:
        found += _for_section(form, dimension, profile)
    return tuple(found)


def balance_edit(project: Project, suggestion: Suggestion) -> Batch:
    """Return the edit that puts the suggested weights, and the scores of rows that had full marks."""
    edits: list[SetCell] = []
    for change in suggestion.changes:
        edits.append(_set(project, change.row, "weight", change.after))
        if change.score is not None:
            edits.append(_set(project, change.row, "score", change.score))
    return Batch(tuple(edits))


def _set(project: Project, row: str, field: str, number: Decimal) -> SetCell:
    return SetCell(Cell(project.id, INDICATORS, row, field), format_number(number))


def _for_section(form: Form, dimension: Dimension, profile: Profile) -> list[Suggestion]:
    rule = profile.dimension(squeeze(dimension.name))
    points = parse_points(dimension.points)
    if points is None and rule is not None:
        points = rule.points
    rows = [row for row in form.indicators if row.dimension == dimension.name]
    weights = [parse_points(row.weight) for row in rows]
    known = [weight for weight in weights if weight is not None]
    if points is None or not rows or len(known) != len(rows) or sum(known, _ZERO) == points:
        return []
    ways: dict[tuple[Decimal, ...], Suggestion] = {}
    for how, target in _ways(rows, known, points, profile):
        if sum(target, _ZERO) == points and all(weight > 0 for weight in target) and target not in ways:
            ways[target] = _suggestion(dimension.name, how, rows, known, target)
    return sorted(ways.values(), key=_size)[:_MOST]


def _size(suggestion: Suggestion) -> tuple[int, Decimal]:
    changes = suggestion.changes
    return len(changes), max((abs(item.after - item.before) for item in changes), default=_ZERO)


def _ways(
    rows: list[Indicator], weights: list[Decimal], points: Decimal, profile: Profile
) -> Iterator[tuple[str, tuple[Decimal, ...]]]:
    gap = points - sum(weights, _ZERO)
    step = _step([*weights, points])
    order = sorted(
        range(len(rows)), key=lambda index: (-weights[index] if gap < 0 else weights[index], -index)
    )
    yield "只改一行", _with(weights, order[:1], gap, step)
    for count in range(2, len(rows) + 1):
        yield f"改 {count} 行", _with(weights, order[:count], gap, step)
    yield "按比例调整", _in_proportion(weights, points, min(step, Decimal(1)))
    usual = [profile.category(squeeze(row.category)) for row in rows]
    standard = [parse_points(rule.weight) if rule else None for rule in usual]
    if len({row.category for row in rows}) == len(rows) and None not in standard:
        yield "改为表样的分值", tuple(weight for weight in standard if weight is not None)


def _step(numbers: list[Decimal]) -> Decimal:
    return next((step for step in _STEPS if all(number % step == 0 for number in numbers)), _STEPS[-1])


def _with(weights: list[Decimal], chosen: list[int], gap: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """Return the weights with the gap shared out evenly over the chosen rows, the rest to the first ones."""
    share = (abs(gap) / len(chosen) / step).to_integral_value(ROUND_FLOOR) * step
    rest = abs(gap) - share * len(chosen)
    changed, sign = list(weights), 1 if gap > 0 else -1
    for index in chosen:
        extra = min(step, rest)
        rest -= extra
        changed[index] += sign * (share + extra)
    return tuple(changed)


def _in_proportion(weights: list[Decimal], points: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """Return the weights scaled to the points in whole steps, by the largest remainders."""
    total = sum(weights, _ZERO)
    if total <= 0:
        return tuple(weights)
    exact = [weight * points / total for weight in weights]
    scaled = [(weight / step).to_integral_value(ROUND_FLOOR) * step for weight in exact]
    missing = int((points - sum(scaled, _ZERO)) / step)
    by_remainder = sorted(range(len(exact)), key=lambda index: (scaled[index] - exact[index], index))
    for index in by_remainder[:missing]:
        scaled[index] += step
    return tuple(scaled)


def _suggestion(
    name: str, how: str, rows: list[Indicator], weights: list[Decimal], target: tuple[Decimal, ...]
) -> Suggestion:
    changes = tuple(
        WeightChange(row.id, _short(row, rows), before, after, _score(row, before, after))
        for row, before, after in zip(rows, weights, target, strict=True)
        if before != after
    )
    return Suggestion(name, how, changes, sum(target, _ZERO))


def _short(row: Indicator, rows: list[Indicator]) -> str:
    """Return the row's name, with its 二级指标 before it where other rows are named alike."""
    name = without_numbering(row.name) or squeeze(row.category)
    if sum(without_numbering(other.name) == without_numbering(row.name) for other in rows) > 1:
        name = f"{squeeze(row.category).removesuffix('指标')}：{name}"
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _score(row: Indicator, before: Decimal, after: Decimal) -> Decimal | None:
    return after if parse_points(row.score) == before else None
