"""Group A, scores of single rows, and amounts in the rows compared with the budget."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from perfeval_gui.core.checks.money import cost_rows, funding_in_wan, in_wan
from perfeval_gui.core.checks.reading import Reading, RowReading
from perfeval_gui.core.checks.repairs import put
from perfeval_gui.core.checks.rule import (
    LOCAL,
    OFFICIAL,
    PRACTICE,
    Card,
    Help,
    Hit,
    Severity,
    cell_check,
    form_check,
)
from perfeval_gui.core.checks.variance import explains_funding, has_reason
from perfeval_gui.core.form import Cell, FundingRow
from perfeval_gui.core.quantities import (
    format_number,
    format_rate,
    narrow,
    parse_amount,
    parse_points,
    parse_rate,
    round_half_up,
)
from perfeval_gui.core.scorecard import is_reverse, score_card, tier_index
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.units import is_money, is_per

_ZERO = Decimal(0)
_SCALE_SLIP = (Decimal(5_000), Decimal(20_000))
_NEARLY = Decimal("1.01")
_MONTHS = Decimal(12)
_SLIPS = (
    (Decimal("0.75"), Decimal("1.34")),
    (Decimal("11.9"), Decimal("12.1")),
    (Decimal("0.0826"), Decimal("0.0841")),
)
_TRAILING_ZERO = re.compile(r"[0-9]+\.[0-9]*0")
_MANY_DECIMALS = re.compile(r"[0-9]+\.[0-9]{3,}%?")
_CHILD = re.compile(r"^其\s*中")


@cell_check(
    Card(
        "A13",
        Severity.ERROR,
        "得分与完成比例不符",
        "{label}：{sentence}，得分写的是 {written}",
        OFFICIAL,
        Help(
            "定量指标没有达到目标的，按完成比例计分，保留两位小数。",
            "目标 ≥12个，实际 10个，分值 10：10×10/12 = 8.33。",
            "没有完成也给满分，或者随手扣 1 分。",
        ),
        wordings={
            "lower": "{label}：{sentence}，得分写的是 {written}，扣得更多；如果按单独的评分办法扣分，写明原因即可"
        },
    )
)
def score_off_formula(reading: Reading) -> Iterator[Hit]:
    """Find scores of rows below target that the formula does not give; reverse rows with full marks are A14's."""
    for row in reading.filled:
        card = score_card(row.row, reading.profile) if row.score is not None else None
        if card is None or row.score is None or card.reached or tier_index(row.row.actual) is not None:
            continue
        if abs(row.score - card.score) <= reading.profile.scoring.tolerance:
            continue
        if row.is_full and is_reverse(row.target, row.role):
            continue
        lower = row.score < card.score and has_reason(row)
        facts = {"label": row.label, "sentence": card.sentence, "written": format_number(row.score)}
        severity = Severity.WARNING if lower else None
        yield Hit(row.cell_of("score"), facts, severity=severity, wording="lower" if lower else "")


@form_check(
    Card(
        "A14",
        Severity.ERROR,
        "反向指标超过上限仍得满分",
        "{label}要求 {target}，实际 {actual}，超过了上限却得满分；{sentence}",
        LOCAL,
        Help(
            "“≤”类指标越小越好，超过上限要按比例扣分。",
            "目标 ≤5300，实际 5830，分值 10：10×5300/5830 = 9.09。",
            "只看数字变大了就当作完成。",
        ),
    )
)
def exceeded_limit_scored_full(reading: Reading) -> Iterator[Hit]:
    """Find rows with ≤ whose limit was exceeded and that still got all points."""
    for row in reading.filled:
        if not row.is_full or not is_reverse(row.target, row.role):
            continue
        card = score_card(row.row, reading.profile)
        if card is None or card.reached:
            continue
        facts = {
            "label": row.label,
            "target": " ".join(row.row.target.split()),
            "actual": " ".join(row.row.actual.split()),
            "sentence": card.sentence.rpartition("，")[2],
        }
        yield Hit(row.cell_of("score"), facts)


@form_check(
    Card(
        "A15",
        Severity.ERROR,
        "定性指标得分不在档内",
        "{label}实际完成值是“{actual}”，这一档得 {low}～{high} 分，得分写的是 {written}",
        OFFICIAL,
        Help(
            "定性指标按 达成、部分达成、未达成 三档计分，得分要落在该档的比例内。",
            "分值 10，部分达成并具有一定效果，得 6～8 分。",
            "写“部分达成”却给了满分。",
        ),
    )
)
def qualitative_score_outside_tier(reading: Reading) -> Iterator[Hit]:
    """Find qualitative rows whose score lies outside the tier that the actual value names."""
    for row in reading.filled:
        if row.score is None or tier_index(row.row.actual) is None:
            continue
        card = score_card(row.row, reading.profile)
        if card is None or card.low <= row.score <= card.high:
            continue
        facts = {
            "label": row.label,
            "actual": " ".join(row.row.actual.split()),
            "low": format_number(card.low),
            "high": format_number(card.high),
            "written": format_number(row.score),
        }
        yield Hit(row.cell_of("score"), facts)


@form_check(
    Card(
        "A16",
        Severity.HINT,
        "小数位数不一致",
        "“{written}”的小数多于两位，保留两位为 {expected}",
        PRACTICE,
        Help(
            "得分和执行率最多两位小数，末尾的 0 不写，同一列写法一致。",
            "9.74，9.5，10。",
            "一列里有 10、10.0、10.00 三种写法。",
        ),
        has_fix=True,
        wordings={"zeros": "“{written}”末尾的 0 与本列其他得分写法不一致，可写成 {expected}"},
    )
)
def decimals_uneven(reading: Reading) -> Iterator[Hit]:
    """Find scores and rates with more than two decimals, and trailing zeros where the others have none."""
    points = list(_points_cells(reading))
    has_plain = any(text and "." not in text for _, text in points)
    for cell, text in points:
        number = parse_points(text)
        if number is None:
            continue
        if _MANY_DECIMALS.fullmatch(text):
            expected, wording = format_number(round_half_up(number)), ""
        elif has_plain and _TRAILING_ZERO.fullmatch(text):
            expected, wording = format_number(number), "zeros"
        else:
            continue
        is_score = cell.field == "score"
        repair = put(cell, expected) if is_score or wording else None
        yield Hit(cell, {"written": text, "expected": expected}, repair, wording=wording)
    for row in reading.form.funding:
        text = narrow(row.execution_rate)
        rate = parse_rate(text)
        if rate is not None and _MANY_DECIMALS.fullmatch(text):
            cell = reading.funding_cell(row, "execution_rate")
            yield Hit(cell, {"written": text, "expected": format_rate(rate)}, put(cell, format_rate(rate)))


def _points_cells(reading: Reading) -> Iterator[tuple[Cell, str]]:
    if reading.funding is not None:
        yield reading.funding_cell(reading.funding, "score"), narrow(reading.funding.score)
    for row in reading.filled:
        yield row.cell_of("weight"), narrow(row.row.weight)
        yield row.cell_of("score"), narrow(row.row.score)
    yield reading.total_cell("score"), narrow(reading.form.total.score)


@form_check(
    Card(
        "A17",
        Severity.WARNING,
        "成本指标与预算对不上",
        "成本指标的目标合计 {sum} 万元，全年预算数是 {budget} 万元，超出 {gap} 万元",
        PRACTICE,
        Help(
            "成本指标的目标合计不超过全年预算数；实际完成值合计与全年执行数相符。",
            "全年预算 12 万元，成本指标 ≤12万元。",
            "预算调减后成本指标没有跟着改。",
        ),
        wordings={
            "actual": "成本指标的实际完成值合计 {sum} 万元，全年执行数是 {budget} 万元，多出 {gap} 万元"
        },
    )
)
def cost_above_budget(reading: Reading) -> Iterator[Hit]:
    """Find cost rows whose targets exceed the revised budget or whose actual values exceed the outturn."""
    rows = list(cost_rows(reading))
    for name, column, wording in (("target", "revised_budget", ""), ("actual", "outturn", "actual")):
        limit = funding_in_wan(reading, column)
        amounts = [in_wan(getattr(row, name)) for row in rows]
        known = [amount for amount in amounts if amount is not None]
        if not known or limit is None or limit <= 0:
            continue
        total = _sum_once(known, limit)
        if not _exceeds(total, limit) or _is_scale_slip(total, limit):
            continue
        first = next(row for row, amount in zip(rows, amounts, strict=True) if amount is not None)
        facts = {
            "sum": format_number(total),
            "budget": format_number(limit),
            "gap": format_number(total - limit),
        }
        # What was earned and is not yet paid is no copied figure where the form says so.
        severity = Severity.HINT if name == "actual" and explains_funding(reading) else None
        yield Hit(first.cell_of(name), facts, severity=severity, wording=wording)


def _sum_once(amounts: list[Decimal], limit: Decimal) -> Decimal:
    """Return the sum, or the largest amount where that is the budget itself and the others are parts of it."""
    largest, total = max(amounts), sum(amounts, _ZERO)
    return largest if limit / _NEARLY <= largest <= limit * _NEARLY and total <= largest * 2 else total


def _exceeds(total: Decimal, limit: Decimal) -> bool:
    """Return whether the total is above the limit by more than rounding of the row can explain."""
    return total > limit * _NEARLY


def _is_scale_slip(one: Decimal, other: Decimal) -> bool:
    if one <= 0 or other <= 0:
        return False
    return _SCALE_SLIP[0] <= max(one, other) / min(one, other) <= _SCALE_SLIP[1]


@form_check(
    Card(
        "A18",
        Severity.HINT,
        "单价×数量与支出不符",
        "按 {formula} 计算约 {computed} 万元，全年执行数是 {outturn} 万元，请核对人数、标准或月数",
        PRACTICE,
        Help(
            "按人按月发放的项目，标准×人数×月数应与支出相符。",
            "200元/人/月 × 20人 × 12个月 = 4.8万元。",
            "人数变了，金额没有变。",
        ),
    )
)
def unit_price_off_outturn(reading: Reading) -> Iterator[Hit]:
    """Find forms paid per person whose standard × persons × months is neither the outturn nor the budget."""
    outturn = funding_in_wan(reading, "outturn")
    prices = [row for row in reading.of("cost") if is_money(row.actual.unit) and is_per(row.actual.unit)]
    if outturn is None or outturn <= 0 or len(prices) != 1 or any(True for _ in cost_rows(reading)):
        return
    price = prices[0].actual
    first, counted, *rest = price.base.split("/")
    counts = [row for row in reading.of("quantity") if row.actual.base == counted and row.actual.amount]
    if (
        first != "元"
        or len(counts) != 1
        or price.amount is None
        or any(part not in ("月", "年") for part in rest)
    ):
        return
    months = _MONTHS if "月" in rest else Decimal(1)
    count = counts[0].actual.amount or _ZERO
    computed = price.amount * count * months / 10_000
    known = [funding_in_wan(reading, name) for name in ("outturn", "revised_budget", "initial_budget")]
    if any(amount is not None and abs(amount - computed) <= amount / 50 for amount in known):
        return
    if not _looks_like_a_slip(computed, outturn):
        return
    formula = f"{format_number(price.amount)}元×{format_number(count)}{counted}" + (
        "×12个月" if months == _MONTHS else ""
    )
    facts = {
        "formula": formula,
        "computed": format_number(round_half_up(computed)),
        "outturn": format_number(outturn),
    }
    yield Hit(prices[0].cell_of("actual"), facts)


def _looks_like_a_slip(computed: Decimal, outturn: Decimal) -> bool:
    """Return whether the sums are near each other, or one month and twelve apart: else they mean other things."""
    if computed <= 0:
        return False
    share = outturn / computed
    return any(low <= share <= high for low, high in _SLIPS)


@form_check(
    Card(
        "A19",
        Severity.WARNING,
        "元和万元可能弄混",
        "全年预算数是 {budget}（{unit}），成本指标写的是 {cost}，相差约一万倍，请核对单位",
        PRACTICE,
        Help(
            "资金表以万元为单位；成本指标写明元或万元。",
            "预算 50（万元），成本指标 ≤50万元。",
            "资金表里按元填了 500000。",
        ),
    )
)
def scale_slip(reading: Reading) -> Iterator[Hit]:
    """Find a budget about ten thousand times larger or smaller than the cost rows."""
    budget = funding_in_wan(reading, "revised_budget")
    rows = list(cost_rows(reading))
    total = sum((in_wan(row.target) or _ZERO for row in rows), _ZERO)
    if budget is None or reading.funding is None or not _is_scale_slip(total, budget):
        return
    facts = {
        "budget": narrow(reading.funding.revised_budget),
        "unit": reading.form.funding_unit or "万元",
        "cost": " ".join(rows[0].row.target.split()),
    }
    cell = (
        reading.funding_cell(reading.funding, "revised_budget")
        if budget > total
        else rows[0].cell_of("target")
    )
    yield Hit(cell, facts)


@form_check(
    Card(
        "A20",
        Severity.WARNING,
        "“其中”行重复计分",
        "{label}的分值 {weight} 又分给了下面 {count} 行“其中”（合计 {sum}），合计时算了两遍",
        PRACTICE,
        Help(
            "上级行与“其中”各行只计一次：分值写在上级行，或者写在“其中”各行。",
            "培训人数 15 分，其中党员、村干部、群众三行不再写分值。",
            "15 = 5+5+5，四行都写了分值，合计变成 30。",
        ),
        wordings={"funding": "“{label}”的{weight}又分列在下面 {count} 行“其中”里，总额 {sum} 把它算了两遍"},
    )
)
def parent_counted_twice(reading: Reading) -> Iterator[Hit]:
    """Find parents whose points or amounts stand again in the 其中 rows below and are counted twice."""
    rows = reading.filled
    for index, parent in enumerate(rows):
        children: list[RowReading] = []
        for child in rows[index + 1 :]:
            if not _CHILD.search(child.name):
                break
            children.append(child)
        weights = [child.weight for child in children if child.weight is not None]
        if not weights or _CHILD.search(parent.name) or parent.weight != sum(weights, _ZERO):
            continue
        facts = {
            "label": parent.label,
            "weight": format_number(parent.weight or _ZERO),
            "count": len(weights),
            "sum": format_number(sum(weights, _ZERO)),
        }
        yield Hit(parent.cell_of("weight"), facts)
    yield from _funding_counted_twice(reading)


def _funding_counted_twice(reading: Reading) -> Iterator[Hit]:
    total, sources = reading.funding, reading.sources
    if total is None:
        return
    for name in ("initial_budget", "revised_budget", "outturn"):
        whole = parse_amount(getattr(total, name))
        every = sum((_amount(row, name) for row in sources), _ZERO)
        for index, parent in enumerate(sources[:-1]):
            children = []
            for row in sources[index + 1 :]:
                if not _CHILD.search(squeeze(row.source)):
                    break
                children.append(row)
            parts = sum((_amount(row, name) for row in children), _ZERO)
            if children and parts > 0 and parts == _amount(parent, name) and whole == every:
                facts = {
                    "label": squeeze(parent.source),
                    "weight": format_number(parts),
                    "count": len(children),
                    "sum": format_number(whole),
                }
                yield Hit(reading.funding_cell(total, name), facts, wording="funding")


def _amount(row: FundingRow, name: str) -> Decimal:
    return parse_amount(getattr(row, name)) or _ZERO


@form_check(
    Card(
        "A21",
        Severity.WARNING,
        "一行分值过大",
        "{label}一行占了 {weight} 分，超过全部分值的一半，请分解成几个指标",
        PRACTICE,
        Help(
            "分值按重要程度分配到各指标，不宜集中在一行。",
            "产出 50 分分给 4～6 行，每行 5～15 分。",
            "只写了一行产出指标，占 60 分甚至 90 分。",
        ),
        wordings={"outlier": "{label}的分值是 {weight}，同一类其他各行都是 {usual}，请核对是不是多写了"},
    )
)
def weight_outlier(reading: Reading) -> Iterator[Hit]:
    """Find a row with more than half of all points, and one odd weight in a section that does not balance."""
    half = reading.profile.total_points / 2
    for row in reading.filled:
        if row.weight is not None and row.weight > half:
            facts = {"label": row.label, "weight": format_number(row.weight), "usual": ""}
            yield Hit(row.cell_of("weight"), facts)
    unbalanced = {item.name for item in reading.totals.sections if item.printed not in (None, item.weight)}
    for name in unbalanced:
        rows = [row for row in reading.filled if row.row.dimension == name and row.weight is not None]
        times = Counter(row.weight for row in rows)
        odd = [row for row in rows if times[row.weight] == 1]
        usual = {row.weight for row in rows if row not in odd}
        if len(odd) != 1 or len(usual) != 1 or len(rows) < 4:
            continue
        (most,) = usual
        weight = odd[0].weight
        if weight is not None and most is not None and most < weight <= half:
            facts = {"label": odd[0].label, "weight": format_number(weight), "usual": format_number(most)}
            yield Hit(odd[0].cell_of("weight"), facts, severity=Severity.HINT, wording="outlier")


CHECKS = (
    score_off_formula,
    exceeded_limit_scored_full,
    qualitative_score_outside_tier,
    decimals_uneven,
    cost_above_budget,
    unit_price_off_outturn,
    scale_slip,
    parent_counted_twice,
    weight_outlier,
)
