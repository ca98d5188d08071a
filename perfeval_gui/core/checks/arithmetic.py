"""Group A, sums: execution rate and score, weights and totals, and funding rows that add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfeval_gui.core.checks.reading import Reading
from perfeval_gui.core.checks.repairs import put
from perfeval_gui.core.checks.rule import (
    LOCAL,
    OFFICIAL,
    PRACTICE,
    Card,
    Fix,
    Help,
    Hit,
    Severity,
    form_check,
)
from perfeval_gui.core.checks.variance import explains_overspending
from perfeval_gui.core.edits import Batch, SetCell
from perfeval_gui.core.form import FundingRow
from perfeval_gui.core.quantities import (
    format_number,
    format_rate,
    is_blank,
    narrow,
    parse_amount,
    parse_points,
    parse_rate,
)
from perfeval_gui.core.scoring import computed_rate
from perfeval_gui.core.text import squeeze

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_RATE_STEP = Decimal("0.01")
COLUMNS = {"initial_budget": "年初预算数", "revised_budget": "全年预算数", "outturn": "全年执行数"}


@form_check(
    Card(
        "A01",
        Severity.ERROR,
        "执行得分没有填",
        "“年度资金总额”一行没有得分；按 执行数÷全年预算数×分值 计算应为 {expected} 分",
        OFFICIAL,
        Help(
            "预算执行率占 10 分，得分写在“年度资金总额”一行，要计入总分。",
            "全年预算数 50、执行数 50，执行率 100%，得分 10。",
            "只写了执行率，忘了写得分，总分却仍写 100。",
        ),
        has_fix=True,
        wordings={"unknown": "“年度资金总额”一行没有得分；填好全年预算数和全年执行数后可以自动算出"},
    )
)
def execution_score_missing(reading: Reading) -> Iterator[Hit]:
    """Find a blank score in 年度资金总额."""
    row = reading.funding
    if row is None or not is_blank(row.score):
        return
    cell = reading.funding_cell(row, "score")
    expected = reading.execution_score
    if expected is None:
        yield Hit(cell, wording="unknown")
    else:
        yield Hit(cell, {"expected": format_number(expected)}, put(cell, format_number(expected)))


@form_check(
    Card(
        "A02",
        Severity.ERROR,
        "执行率算错",
        "执行率写的是 {written}，按 执行数 {outturn} ÷ 全年预算数 {budget} 计算应为 {expected}",
        OFFICIAL,
        Help(
            "执行率 = 全年执行数 ÷ 全年预算数（调整后），保留两位小数。",
            "4.56 ÷ 4.68 = 97.44%。",
            "没有全部支出也写 100%，或者用年初预算数去除。",
        ),
        has_fix=True,
        wordings={"missing": "没有写执行率；按 执行数 {outturn} ÷ 全年预算数 {budget} 计算应为 {expected}"},
    )
)
def execution_rate_wrong(reading: Reading) -> Iterator[Hit]:
    """Find written rates that the row's own amounts do not give; only the total row must have one."""
    for row in reading.form.funding:
        expected = computed_rate(row)
        if expected is None:
            continue
        if is_blank(row.execution_rate):
            if row is not reading.funding:
                continue
            wording = "missing"
        elif _is_rate(row.execution_rate, expected):
            continue
        else:
            wording = ""
        cell = reading.funding_cell(row, "execution_rate")
        facts = {
            "written": narrow(row.execution_rate),
            "outturn": narrow(row.outturn),
            "budget": narrow(row.revised_budget),
            "expected": format_rate(expected),
        }
        yield Hit(cell, facts, put(cell, format_rate(expected)), wording=wording)


def _is_rate(text: str, expected: Decimal) -> bool:
    """Return whether the text names the rate; `97.44` without its sign is accepted, `0.9744` is not."""
    written = parse_rate(text)
    if written is None:
        written = parse_amount(text)
    return written is not None and abs(written - expected) <= _RATE_STEP


@form_check(
    Card(
        "A03",
        Severity.ERROR,
        "执行得分算错",
        "执行得分写的是 {written}，按执行率 {rate} × 分值 {weight} 计算应为 {expected}",
        OFFICIAL,
        Help(
            "执行得分 = 执行率 × 分值，保留两位小数，最高不超过分值。",
            "97.44% × 10 = 9.74。",
            "执行率不到 100% 仍给满分 10 分，或者四舍五入成整数。",
        ),
        has_fix=True,
    )
)
def execution_score_wrong(reading: Reading) -> Iterator[Hit]:
    """Find an execution score that differs from rate × weight by more than the tolerance."""
    row, expected = reading.funding, reading.execution_score
    if row is None or expected is None or reading.rate is None:
        return
    written = parse_points(row.score)
    if written is None or abs(written - expected) <= reading.profile.scoring.tolerance:
        return
    weight = parse_points(row.weight)
    facts = {
        "written": narrow(row.score),
        "rate": format_rate(reading.rate),
        "weight": format_number(reading.profile.execution_points if weight is None else weight),
        "expected": format_number(expected),
    }
    cell = reading.funding_cell(row, "score")
    yield Hit(cell, facts, put(cell, format_number(expected)))


@form_check(
    Card(
        "A04",
        Severity.ERROR,
        "执行数大于全年预算数",
        "全年执行数 {outturn} 大于全年预算数 {budget}，执行率 {rate}；请核对是否漏了上年结转或预算调整，确实超过的要写明原因",
        PRACTICE,
        Help(
            "全年预算数包括年初预算、年中调整和上年结转，执行数一般不会超过它；超过的要说明原因。",
            "预算 100、执行 102.59，要写明多出的 2.59 万元从哪里来。",
            "全年预算数只抄了年初数，漏了追加和结转。",
        ),
        wordings={"rate": "执行率写的是 {rate}，超过 100%；请核对全年预算数和执行数，确实超过的要写明原因"},
    )
)
def outturn_above_budget(reading: Reading) -> Iterator[Hit]:
    """Find outturn above the revised budget, or a written rate above 100 %, without an explanation."""
    row = reading.funding
    if row is None or explains_overspending(reading):
        return
    budget, outturn = parse_amount(row.revised_budget), parse_amount(row.outturn)
    if budget is not None and outturn is not None and outturn > budget > 0:
        rate = format_rate(reading.rate or _ZERO)
        facts = {"outturn": narrow(row.outturn), "budget": narrow(row.revised_budget), "rate": rate}
        yield Hit(reading.funding_cell(row, "outturn"), facts)
    written = parse_rate(row.execution_rate)
    if written is not None and written > _HUNDRED:
        yield Hit(reading.funding_cell(row, "execution_rate"), {"rate": format_rate(written)}, wording="rate")


@form_check(
    Card(
        "A05",
        Severity.ERROR,
        "一级指标分值不平",
        "{name}小计 {sum} 分，表头写 {points} 分，{difference}",
        OFFICIAL,
        Help(
            "同一个一级指标下各三级指标的分值加起来，要等于表头括号里写的分值。",
            "产出指标（50分）：15+15+10+10 = 50。",
            "增加了一行指标，没有把其他行的分值相应调低。",
        ),
    )
)
def section_weights_differ(reading: Reading) -> Iterator[Hit]:
    """Find sections whose weights do not add up to the points of their label."""
    by_name = {section.name: section for section in reading.totals.sections}
    for dimension in reading.form.dimensions:
        section = by_name.pop(dimension.name, None)
        if section is None or section.printed is None or section.weight == section.printed:
            continue
        gap = section.weight - section.printed
        facts = {
            "name": squeeze(dimension.name),
            "sum": format_number(section.weight),
            "points": format_number(section.printed),
            "difference": f"{'多' if gap > 0 else '少'} {format_number(abs(gap))} 分",
        }
        yield Hit(reading.section_cell(dimension, "points"), facts)


@form_check(
    Card(
        "A06",
        Severity.ERROR,
        "分值合计不等于总分",
        "执行率分值 {execution} 加各指标分值 {indicators}，合计 {sum} 分，应为 {total} 分，{difference}",
        OFFICIAL,
        Help(
            "执行率分值加全部三级指标分值合计为 100 分。",
            "10 + 50 + 30 + 10 = 100。",
            "总分栏照抄 100，各行实际加起来是 110。",
        ),
        wordings={"written": "总分的分值写的是 {written}，各项分值合计是 {sum} 分"},
    )
)
def weights_do_not_add_up(reading: Reading) -> Iterator[Hit]:
    """Find weights that do not come to the profile's total, or a total cell that says otherwise."""
    form, profile, totals = reading.form, reading.profile, reading.totals
    if not form.indicators:
        return
    blank = reading.funding is None or parse_points(reading.funding.weight) is None
    execution = profile.execution_points if blank else totals.execution_weight
    indicators = sum((section.weight for section in totals.sections), _ZERO)
    found = execution + indicators
    cell = reading.total_cell("weight")
    written = parse_points(form.total.weight)
    if found != profile.total_points:
        gap = found - profile.total_points
        yield Hit(
            cell,
            {
                "execution": format_number(execution),
                "indicators": format_number(indicators),
                "sum": format_number(found),
                "total": format_number(profile.total_points),
                "difference": f"{'多' if gap > 0 else '少'} {format_number(abs(gap))} 分",
            },
        )
    elif written is not None and written != found:
        facts = {"written": format_number(written), "sum": format_number(found)}
        yield Hit(cell, facts, wording="written")


@form_check(
    Card(
        "A07",
        Severity.ERROR,
        "指标没有打分",
        "{label}有分值 {weight} 分，没有写得分",
        OFFICIAL,
        Help(
            "每个有分值的三级指标都要按完成情况打分，没有完成也要写 0。",
            "分值 10，完成后得分写 10；没有完成写 0 并说明原因。",
            "新增的行或最后一行忘了写得分，总分因此对不上。",
        ),
        wordings={"words": "{label}的得分写的是“{written}”，读不出分数"},
    )
)
def score_missing(reading: Reading) -> Iterator[Hit]:
    """Find rows that have a weight and no readable score."""
    for row in reading.filled:
        if row.weight is None or row.weight <= 0 or row.score is not None:
            continue
        facts = {"label": row.label, "weight": format_number(row.weight), "written": narrow(row.row.score)}
        yield Hit(row.cell_of("score"), facts, wording="" if is_blank(row.row.score) else "words")


@form_check(
    Card(
        "A08",
        Severity.ERROR,
        "总得分算错",
        "总得分写的是 {written}，执行得分 {execution} 加各指标得分 {indicators} 应为 {expected}",
        PRACTICE,
        Help(
            "总分 = 预算执行得分 + 各三级指标得分之和，保留两位小数。",
            "执行得分 9.74，指标得分 88，总分 97.74。",
            "改了某一行的得分，总分没有跟着改；或者总分一律写 100。",
        ),
        has_fix=True,
        wordings={
            "missing": "没有写总得分；执行得分 {execution} 加各指标得分 {indicators} 应为 {expected}",
            "words": "总得分写的是“{text}”，读不出分数；执行得分 {execution} 加各指标得分 {indicators} 应为 {expected}",
        },
    )
)
def total_score_wrong(reading: Reading) -> Iterator[Hit]:
    """Find a total that is not the sum; the execution score is taken as the amounts give it.

    So the total is right for the form as it will be when a wrong or missing execution score is repaired.
    """
    form, totals = reading.form, reading.totals
    if not form.indicators:
        return
    computed = reading.execution_score
    execution = totals.execution_score if computed is None else computed
    if computed is not None and totals.execution_scored:
        near = abs(totals.execution_score - computed) <= reading.profile.scoring.tolerance
        execution = totals.execution_score if near else computed
    indicators = sum((section.score for section in totals.sections), _ZERO)
    expected = execution + indicators
    cell, written = reading.total_cell("score"), parse_points(form.total.score)
    if written is not None and abs(written - expected) <= reading.profile.scoring.tolerance:
        return
    scored = [row for row in reading.filled if row.weight]
    complete = bool(scored) and all(row.score is not None for row in scored)
    if written is None and not complete:
        return
    facts = {
        "written": format_number(written or _ZERO),
        "text": " ".join(form.total.score.split()),
        "execution": format_number(execution),
        "indicators": format_number(indicators),
        "expected": format_number(expected),
    }
    is_safe = complete and _ZERO <= expected <= reading.profile.total_points
    yield Hit(
        cell,
        facts,
        put(cell, format_number(expected)) if is_safe else None,
        wording=_wording_of(form.total.score) if written is None else "",
    )


def _wording_of(unread: str) -> str:
    return "missing" if is_blank(unread) else "words"


@form_check(
    Card(
        "A09",
        Severity.ERROR,
        "得分超出分值",
        "{label}得分 {score} 大于分值 {weight}",
        LOCAL,
        Help(
            "得分在 0 到分值之间；分值要大于 0。",
            "分值 5 分，最高得 5 分。",
            "调低了分值，得分忘了一起调低。",
        ),
        wordings={
            "negative": "{label}得分 {score} 小于 0，最低为 0 分",
            "weight": "{label}分值写的是 {weight}，分值要大于 0",
        },
    )
)
def score_outside_weight(reading: Reading) -> Iterator[Hit]:
    """Find scores above the weight or below 0, and weights of 0 or less."""
    for row in reading.filled:
        facts = {
            "label": row.label,
            "score": format_number(row.score if row.score is not None else _ZERO),
            "weight": format_number(row.weight if row.weight is not None else _ZERO),
        }
        if row.weight is not None and row.weight <= 0:
            yield Hit(row.cell_of("weight"), facts, wording="weight")
        if row.score is None:
            continue
        if row.score < 0:
            yield Hit(row.cell_of("score"), facts, wording="negative")
        elif row.weight is not None and row.score > row.weight > 0:
            yield Hit(row.cell_of("score"), facts)


@form_check(
    Card(
        "A10",
        Severity.ERROR,
        "资金各行加起来不等于总额",
        "{column}：年度资金总额写 {total}，下面各行合计 {sum}，相差 {difference}",
        PRACTICE,
        Help(
            "年度资金总额 = 当年财政拨款 + 上年结转资金 + 其他资金，三列都要相等。",
            "财政拨款 40 + 上年结转 5 + 其他资金 5 = 总额 50。",
            "只改了总额或只改了一行，另一处没有跟着改。",
        ),
    )
)
def funding_does_not_add_up(reading: Reading) -> Iterator[Hit]:
    """Find columns in which the rows below 年度资金总额 do not add up to it."""
    total = reading.funding
    if total is None:
        return
    for name, label in COLUMNS.items():
        whole = parse_amount(getattr(total, name))
        found = _sum_of_sources(reading, name, whole)
        if whole is None or found is None or found == whole:
            continue
        facts = {
            "column": label,
            "total": format_number(whole),
            "sum": format_number(found),
            "difference": format_number(abs(whole - found)),
        }
        yield Hit(reading.funding_cell(total, name), facts)


def _sum_of_sources(reading: Reading, name: str, whole: Decimal | None) -> Decimal | None:
    """Return the sum of the rows below the total, or None where nothing certain can be said.

    Blank cells count as nothing as long as one row has a number. Rows that split up another one (中央、
    省级 under 财政拨款) are left out when the profile's own rows already give the total.
    """
    known = _amounts(reading, name, only_profile=True)
    every = _amounts(reading, name, only_profile=False)
    if every is None or known is None:
        return None
    if known and sum(known, _ZERO) == whole:
        return whole
    return sum(every, _ZERO) if every else None


def _amounts(reading: Reading, name: str, *, only_profile: bool) -> list[Decimal] | None:
    amounts: list[Decimal] = []
    for row in reading.sources:
        if only_profile and not reading.profile.funding_role(squeeze(row.source)):
            continue
        text = getattr(row, name)
        amount = parse_amount(text)
        if amount is not None:
            amounts.append(amount)
        elif not is_blank(text):
            return None
    return amounts


@form_check(
    Card(
        "A11",
        Severity.ERROR,
        "没有预算却有支出",
        "{source}的全年预算数为 0，全年执行数却是 {outturn}",
        PRACTICE,
        Help(
            "有支出就要有预算；年中下达的资金写进全年预算数。",
            "年初预算数 0，年中追加 30，全年预算数写 30。",
            "年初没有预算，全年预算数也照抄了 0。",
        ),
    )
)
def outturn_without_budget(reading: Reading) -> Iterator[Hit]:
    """Find rows with outturn above 0 on a revised budget of 0."""
    for row in reading.form.funding:
        budget, outturn = parse_amount(row.revised_budget), parse_amount(row.outturn)
        if budget == 0 and outturn is not None and outturn > 0:
            facts = {"source": squeeze(row.source) or "资金", "outturn": format_number(outturn)}
            yield Hit(reading.funding_cell(row, "revised_budget"), facts)


@form_check(
    Card(
        "A12",
        Severity.WARNING,
        "全年预算数没有填",
        "{source}年初预算数是 {initial}，全年预算数没有填；年中没有调整的话两个数相同",
        PRACTICE,
        Help(
            "全年预算数是调整后的预算数；年中没有调整就与年初预算数相同。",
            "年初预算数 50，没有调整，全年预算数也写 50。",
            "以为没有调整就不用填，执行率因此算不出来。",
        ),
        has_fix=True,
    )
)
def revised_budget_missing(reading: Reading) -> Iterator[Hit]:
    """Find rows with an initial budget above 0 and a blank revised budget."""
    for row in reading.form.funding:
        initial = parse_amount(row.initial_budget)
        if initial is None or initial <= 0 or not is_blank(row.revised_budget):
            continue
        facts = {"source": squeeze(row.source) or "资金", "initial": format_number(initial)}
        yield Hit(reading.funding_cell(row, "revised_budget"), facts, _copied_column(reading, row))


def _copied_column(reading: Reading, row: FundingRow) -> Fix | None:
    """Return the repair that copies the initial budgets into all blank cells of the column, where all agrees.

    The whole column goes in one step, for one cell alone would no longer add up with the others.
    """
    blank = [item for item in reading.form.funding if is_blank(item.revised_budget)]
    amounts = {item.id: parse_amount(item.initial_budget) for item in blank}
    copied = [item for item in blank if amounts[item.id] is not None]
    total = reading.funding
    if total is None or not all(_agrees(item, amounts[item.id]) for item in copied):
        return None
    whole = amounts.get(total.id) or parse_amount(total.revised_budget)
    others = [amounts.get(item.id) or parse_amount(item.revised_budget) or _ZERO for item in reading.sources]
    if others and sum(others, _ZERO) != whole:
        return None
    edits = [
        SetCell(reading.funding_cell(item, "revised_budget"), narrow(item.initial_budget)) for item in copied
    ]
    return Fix(Batch(tuple(edits)), narrow(row.initial_budget))


def _agrees(row: FundingRow, budget: Decimal | None) -> bool:
    """Return whether the row's outturn and written rate go with the budget."""
    outturn = parse_amount(row.outturn)
    if outturn is None or not budget:
        return True
    return outturn <= budget and (
        is_blank(row.execution_rate) or _is_rate(row.execution_rate, outturn / budget * _HUNDRED)
    )


CHECKS = (
    execution_score_missing,
    execution_rate_wrong,
    execution_score_wrong,
    outturn_above_budget,
    section_weights_differ,
    weights_do_not_add_up,
    score_missing,
    total_score_wrong,
    score_outside_weight,
    funding_does_not_add_up,
    outturn_without_budget,
    revised_budget_missing,
)
