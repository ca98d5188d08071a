"""The score of one indicator recomputed from target and actual value, with the sum written out (得分明细)."""

from __future__ import annotations

from decimal import Decimal

from perfeval_gui.core.form import Indicator
from perfeval_gui.core.measures import SPANS_OF_TIME, Measure, ValueKind, comparable, read_measure
from perfeval_gui.core.periods import is_in_time
from perfeval_gui.core.profile import Profile, Tier
from perfeval_gui.core.quantities import format_number, narrow, parse_points, round_half_up
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.units import is_bare_scale, is_money, is_per
from perfeval_gui.core.values import dataclass

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
YES, NO = ("是", "有", "已完成"), ("否", "无", "未完成")
_TIER_WORDS = (
    (2, ("未达成", "未完成", "未达到", "未实现", "没有达成", "没有完成")),
    (1, ("部分达成", "部分完成", "基本达成", "部分实现", "部分达到")),
    (
        0,
        (
            "达成年度指标",
            "达成预期指标",
            "达成预期目标",
            "全部达成",
            "达成年度目标",
            "完成预期指标",
            "达成指标",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """What an indicator should get: `score` points, or for tiers any score from `low` to `high`.

    `sentence` writes the sum out, `rule` names the rule it came from; `reached` tells whether the target
    was reached.
    """

    score: Decimal
    low: Decimal
    high: Decimal
    sentence: str
    rule: str
    reached: bool


def is_reverse(target: Measure, category_role: str) -> bool:
    """Return whether less is better: ≤ and <, and money in a cost row that has no comparator."""
    if target.comparator in ("≤", "<"):
        return True
    in_money = is_money(target.unit) or is_bare_scale(target.unit)
    return target.comparator in ("", "=") and category_role == "cost" and in_money and not is_per(target.unit)


def is_nought(target: Measure) -> bool:
    """Return whether nothing at all is to happen (0起, =0): whatever happens misses the target."""
    return target.number == 0 and target.comparator in ("", "=")


def is_reached(row: Indicator, category_role: str = "") -> bool | None:
    """Return whether the actual value reaches the target, or None where the texts do not tell.

    A copied text counts as reached: whether it is true only a person can know.
    """
    target, actual = read_measure(row.target), read_measure(row.actual)
    if ValueKind.BLANK in (target.kind, actual.kind):
        return None
    if squeeze(narrow(row.target)) == squeeze(narrow(row.actual)):
        return True
    by_numbers = _reached_by_numbers(target, actual, category_role)
    if by_numbers is not None:
        return by_numbers
    if target.kind is ValueKind.DATE:
        return is_in_time(row.target, row.actual)
    if target.kind is ValueKind.NUMBER:
        return None
    tier = tier_index(row.actual)
    return None if tier is None else tier == 0


def _reached_by_numbers(target: Measure, actual: Measure, category_role: str) -> bool | None:
    if target.kind is ValueKind.RANK and actual.kind is ValueKind.RANK and target.number and actual.number:
        return actual.number <= target.number
    if actual.kind is not ValueKind.NUMBER:
        return None
    if target.kind is ValueKind.RANGE and target.upper is not None:
        pair = comparable(target, actual)
        if pair is None or pair[1] > pair[0] * target.upper / (target.number or 1):
            return None
        return pair[1] >= pair[0]
    pair = comparable(target, actual) if target.kind is ValueKind.NUMBER else None
    if pair is None:
        return None
    goal, result = pair
    if is_nought(target):
        return result <= 0
    if category_role == "timeliness" and not target.comparator and target.unit in SPANS_OF_TIME:
        return True if result == goal else None  # 30分钟 may be the most or the least
    if is_reverse(target, category_role):
        return result < goal if target.comparator == "<" else result <= goal
    if is_per(target.unit) and target.comparator == "" and result != goal:
        return None
    return result > goal if target.comparator == ">" else result >= goal


def tier_index(text: str) -> int | None:
    """Return 0, 1 or 2 for the three drop-down phrases (达成、部分达成、未达成), or None for other words."""
    plain = squeeze(narrow(text))
    for index, words in _TIER_WORDS:
        if plain.startswith(words):
            return index
    return None


def ratio(row: Indicator) -> Decimal | None:
    """Return actual ÷ target where both are figures in one unit and the target is above 0, else None."""
    target, actual = read_measure(row.target), read_measure(row.actual)
    if target.kind is not ValueKind.NUMBER or actual.kind is not ValueKind.NUMBER:
        return None
    pair = comparable(target, actual)
    return None if pair is None or pair[0] <= 0 else pair[1] / pair[0]


def score_card(row: Indicator, profile: Profile) -> ScoreCard | None:
    """Return the score the profile's rules give, or None where target, actual or weight do not tell."""
    weight = parse_points(row.weight)
    if weight is None or weight <= 0:
        return None
    category = profile.category(squeeze(row.category))
    role = category.role if category else ("cost" if "成本" in row.category else "")
    target, actual = read_measure(row.target), read_measure(row.actual)
    reached = is_reached(row, role)
    if target.kind is ValueKind.NUMBER and actual.kind is ValueKind.NUMBER and reached is not None:
        if reached:
            return _full(row, weight, "已达到目标")
        return _by_formula(row, weight, role, profile)
    if target.kind is ValueKind.BLANK or actual.kind is ValueKind.BLANK:
        return None
    tier = tier_index(row.actual)
    if tier is not None and target.kind is not ValueKind.NUMBER and tier < len(profile.scoring.tiers):
        return _by_tier(row, weight, profile.scoring.tiers[tier])
    if squeeze(row.target) in YES and squeeze(row.actual) in NO:
        return ScoreCard(
            _ZERO, _ZERO, _ZERO, f"{_both(row)}，没有做到，得 0 分", "是否类指标：是得满分，否得 0 分", False
        )
    if reached and target.kind in (ValueKind.DATE, ValueKind.RANK, ValueKind.RANGE):
        return _full(row, weight, "已达到目标")
    return None


def _both(row: Indicator) -> str:
    return f"目标 {' '.join(row.target.split())}，实际 {' '.join(row.actual.split())}"


def _full(row: Indicator, weight: Decimal, why: str) -> ScoreCard:
    sentence = f"{_both(row)}，{why}，得满分 {format_number(weight)}"
    return ScoreCard(weight, weight, weight, sentence, "达到目标得满分，不超过分值", True)


def _by_formula(row: Indicator, weight: Decimal, role: str, profile: Profile) -> ScoreCard | None:
    target = read_measure(row.target)
    pair = comparable(target, read_measure(row.actual))
    if pair is None:
        return None
    goal, result = pair[0], max(pair[1], _ZERO)
    points, wanted, actual = (format_number(number) for number in (weight, goal, result))
    if is_nought(target):
        words = f"{_both(row)}，目标是 0，得 0 分"
        return ScoreCard(_ZERO, _ZERO, _ZERO, words, "目标为 0 的指标：没有发生得满分，发生了得 0 分", False)
    if not is_reverse(target, role):
        rule = "正向指标：未达到时按 分值×实际÷目标 计分"
        score, sum_text = (
            (weight * result / goal, f"{points}×{actual}/{wanted}") if goal > 0 else (_ZERO, points)
        )
    elif profile.scoring.reverse == "linear":
        rule = "反向指标：超出多少扣多少，超出一倍得 0 分"
        score = weight * (1 - (result - goal) / goal) if goal > 0 else _ZERO
        sum_text = f"{points}×(1-({actual}-{wanted})/{wanted})"
    else:
        rule = "反向指标：超出时按 分值×目标÷实际 计分"
        score, sum_text = weight * goal / result if result > 0 else weight, f"{points}×{wanted}/{actual}"
    final = max(_ZERO, min(weight, round_half_up(score)))
    sentence = f"{_both(row)}，{sum_text} = {format_number(final)}"
    return ScoreCard(final, final, final, sentence, rule, False)


def _by_tier(row: Indicator, weight: Decimal, tier: Tier) -> ScoreCard:
    low, high = (round_half_up(weight * share / _HUNDRED) for share in (tier.low, tier.high))
    sentence = (
        f"{_both(row)}，属“{tier.name}”档，得分值的 {format_number(tier.low)}%～{format_number(tier.high)}%，"
        f"即 {format_number(low)}～{format_number(high)} 分"
    )
    return ScoreCard(high, low, high, sentence, "定性指标：按三档计分", tier.high == _HUNDRED)
