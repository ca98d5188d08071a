"""Group C, consistency: scores against what was reached, and the reasons for what was not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfeval_gui.core.checks.copies import is_confirmed, is_copy
from perfeval_gui.core.checks.reading import Reading, RowReading, quoted
from perfeval_gui.core.checks.repairs import put
from perfeval_gui.core.checks.rule import LOCAL, OFFICIAL, PRACTICE, Card, Help, Hit, Severity, form_check
from perfeval_gui.core.checks.variance import (
    any_reason,
    has_reason,
    is_about_funding,
    names_a_cause,
    says_nothing,
    tells_of_less,
    tells_of_more,
)
from perfeval_gui.core.form import Cell
from perfeval_gui.core.measures import ValueKind
from perfeval_gui.core.quantities import format_number, format_rate, is_blank, narrow, parse_amount
from perfeval_gui.core.scorecard import is_reached, is_reverse, ratio, tier_index
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.units import is_money

_HUNDRED = Decimal(100)
_COPIED_SHARE = Decimal("0.8")
_FEWEST_ROWS = 5
_SHORTEST_REASON = 6
_VERY_LOW_RATE = Decimal(60)
_FEW_POINTS = Decimal(5)
_DONE = re.compile(
    r"(?:已|全部|均已|按期|按时|按计划|如期)*(?:完成|达标|达成|落实|到位|实现)(?:预期指标|年度指标|预期目标|年度目标|指标|目标|任务)?(?:100%)?|是|已完成100%|100%完成"
)
_COUNTS = re.compile(r"[0-9零〇一二三四五六七八九十百千万亿两半]")
_NONE_AT_ALL = re.compile(r"^无|^没有|未发生|未出现|不发生|未新增|未超|无新增|持平|未发现")
_ALL = re.compile(r"^(?:均|已)?全部|^均|全覆盖|应.尽.")
_LESS_IS_BETTER = re.compile(
    r"调整|聘用|在编|编制|编外|用工|聘请|借调|等待|排队|候|滞留|超编|事故|投诉|差错|错误|违规|违法|违纪|故障|损耗|损失|失业|失学|辍学|返贫|能耗|排放|用时|时间|时长|时限|时效|周期|天数|成本|费用|支出|经费|信访|上访|案件|发案|发病|"
    r"死亡|伤亡|误差|流失|发生|超标|逾期|不合格|响应|空置|负债|欠|漏|浪费|污染|浓度|噪声|中断|停机|延误|率差|偏差|病虫|退货|缺陷|隐患|火灾|溺水|拥堵|占比下降|控制|标准|单价|均价|患者|复发|感染"
)
_FOR_MANY = re.compile(r"受益|覆盖|带动|服务|惠及|培训|参与|新增|帮扶|资助|就业|扶持")
_COST_WITH_MORE = re.compile(r"节约|节省|收入|自筹|配套|投资|筹集|标准|人均|投入")
_PRICE = re.compile(r"^(?!.*(?:节约|节省|收入|自筹|配套|投资|筹集|投入)).*(?:成本|费用|单价|造价)$")
_GRADE_LABEL = re.compile(r"等级|评级|评价结论|自评结果|档次")
_GRADE_IN_TEXT = re.compile(
    r"(?:等级|评级|评定|评价结果|自评结果)\s*(?:为|是|：|:)?\s*[“\"]?(优秀|良好|优|良|中|差)(?![质化好效秀])"
)


@form_check(
    Card(
        "C05",
        Severity.ERROR,
        "没达到目标却得满分",
        "{label}目标 {target}，实际 {actual}，没有达到目标，却得了满分 {score}",
        OFFICIAL,
        Help(
            "没有达到目标的指标按完成比例计分，不能得满分。",
            "目标 20 名，实际 19 名，分值 10，得 9.5 分。",
            "觉得差得不多，或者写了原因，就给了满分。",
        ),
    )
)
def full_score_below_target(reading: Reading) -> Iterator[Hit]:
    """Find rows that got all points although less than the target was reached."""
    for row in reading.filled:
        if not row.is_full or is_reverse(row.target, row.role) or is_reached(row.row, row.role) is not False:
            continue
        facts = {
            "label": row.label,
            "target": " ".join(row.row.target.split()),
            "actual": " ".join(row.row.actual.split()),
            "score": format_number(row.score) if row.score is not None else "",
        }
        yield Hit(row.cell_of("score"), facts)


@form_check(
    Card(
        "C06",
        Severity.ERROR,
        "达到目标却扣了分",
        "{label}目标 {target}，实际 {actual}，已经达到，得分 {score} 却低于分值 {weight}，也没有写原因",
        PRACTICE,
        Help(
            "达到目标的指标得满分；因质量等原因主动扣分的要写明。",
            "目标 ≥10期，实际 10期，分值 10，得 10 分。",
            "为了不让总分是 100，随手扣几分。",
        ),
    )
)
def deducted_although_reached(reading: Reading) -> Iterator[Hit]:
    """Find rows that reached the target and lost points without a reason."""
    for row in reading.filled:
        if row.weight is None or row.score is None or not 0 <= row.score < row.weight or has_reason(row):
            continue
        if is_reached(row.row, row.role):
            yield Hit(row.cell_of("score"), _row_facts(row))


def _row_facts(row: RowReading) -> dict[str, object]:
    return {
        "label": row.label,
        "target": " ".join(row.row.target.split()),
        "actual": " ".join(row.row.actual.split()),
        "score": "" if row.score is None else format_number(row.score),
        "weight": "" if row.weight is None else format_number(row.weight),
    }


@form_check(
    Card(
        "C07",
        Severity.ERROR,
        "扣了分没有写原因",
        "{label}分值 {weight}、得分 {score}，扣了 {lost} 分，没有写偏差原因",
        PRACTICE,
        Help(
            "凡是扣分的指标都要写偏差原因和改进措施。",
            "偏差原因：受汛期影响两期培训推迟；改进措施：下年提前排期。",
            "只改了得分，最后一栏空着。",
        ),
    )
)
def deduction_without_reason(reading: Reading) -> Iterator[Hit]:
    """Find rows that lost points without a word in the last column."""
    for row in reading.filled:
        if row.weight is None or row.score is None or row.score >= row.weight or has_reason(row):
            continue
        facts = {
            "label": row.label,
            "weight": format_number(row.weight),
            "score": format_number(row.score),
            "lost": format_number(row.weight - row.score),
        }
        yield Hit(row.cell_of("variance_note"), facts)


@form_check(
    Card(
        "C08",
        Severity.WARNING,
        "得满分却写了偏差原因",
        "{label}达到目标、得了满分 {score}，偏差原因栏却写着{reason}，请核对",
        PRACTICE,
        Help(
            "偏差原因只在没有达到目标、扣了分或超额很多时填写。",
            "达到目标、得满分的行，最后一栏空着。",
            "去年的偏差原因没有删掉。",
        ),
    )
)
def reason_without_variance(reading: Reading) -> Iterator[Hit]:
    """Find reasons in rows that reached the target with full marks; over-achievement and money may be explained.

    Where the target was passed a little, words that tell of neither more nor less are asked about as a hint.
    """
    for row in reading.filled:
        reason = row.row.variance_note
        if not row.is_full or not has_reason(row) or is_about_funding(reason):
            continue
        if not is_reached(row.row, row.role):
            continue
        share, severity = ratio(row.row), None
        if share is not None and share > 1:
            if share > reading.profile.scoring.over_achievement or tells_of_more(reason):
                continue
            severity = None if tells_of_less(reason) else Severity.HINT
        facts = {**_row_facts(row), "reason": quoted(reason)}
        yield Hit(row.cell_of("variance_note"), facts, severity=severity)


@form_check(
    Card(
        "C09",
        Severity.WARNING,
        "实际完成值几乎全是照抄目标",
        "{count} 行指标里有 {copied} 行的实际完成值与目标一样（{share}），请逐行核对是不是年终的实际数",
        PRACTICE,
        Help(
            "实际完成值写年终统计的实际数，与目标完全相同的行不应占绝大多数。",
            "目标 ≥2600期，实际 2612期。",
            "把年度指标值整列复制到实际完成值。",
        ),
    )
)
def actual_copies_target(reading: Reading) -> Iterator[Hit]:
    """Find forms in which more than four of five actual values repeat the target, unless a person vouched for them."""
    rows = [row for row in reading.filled if row.row.target.strip() and row.row.actual.strip()]
    copied = sum(is_copy(row) and not is_confirmed(row, reading.project) for row in rows)
    if len(rows) < _FEWEST_ROWS or Decimal(copied) / len(rows) <= _COPIED_SHARE:
        return
    share = format_rate(Decimal(copied) / len(rows) * _HUNDRED)
    yield Hit(reading.whole, {"count": len(rows), "copied": copied, "share": share})


@form_check(
    Card(
        "C10",
        Severity.WARNING,
        "全部满分",
        "{count} 行指标全部满分，总分 {total}；自评要实事求是，请核对有没有该扣的分",
        OFFICIAL,
        Help(
            "自评结果要真实，不能虚高；全部指标都满分的表会被重点抽查。",
            "18 行指标中 2 行没有完成，总分 96.5。",
            "不看完成情况，一律满分。",
        ),
    )
)
def everything_full(reading: Reading) -> Iterator[Hit]:
    """Find forms in which every row got all its points and the total says so."""
    total = reading.profile.total_points
    rows = [row for row in reading.filled if row.weight]
    if not rows or not all(row.is_full for row in rows) or _total_written(reading) != total:
        return
    yield Hit(reading.total_cell("score"), {"count": len(rows), "total": format_number(total)})


def _total_written(reading: Reading) -> Decimal | None:
    return parse_amount(narrow(reading.form.total.score).removesuffix("分"))


@form_check(
    Card(
        "C11",
        Severity.WARNING,
        "偏差原因写得太简单",
        "{label}的偏差原因只写了{reason}，请写清为什么有偏差、准备怎么改进",
        PRACTICE,
        Help(
            "偏差原因要说清什么事、为什么，再写改进措施。",
            "年内 1 名补贴对象去世，按实有 19 名发放；下年按实有人数申报预算。",
            "只写“无”“客观原因”，或者只写“加强管理”。",
        ),
        wordings={"measure": "{label}的偏差原因{reason}只写了措施，没有写为什么有偏差"},
    )
)
def reason_too_short(reading: Reading) -> Iterator[Hit]:
    """Find reasons that are needed and say next to nothing, or only what will be done."""
    for row in reading.filled:
        reason = squeeze(row.row.variance_note).strip("。.；;")
        if not reason or is_blank(reason) or not _needs_reason(reading, row):
            continue
        facts = {"label": row.label, "reason": quoted(reason)}
        if says_nothing(reason) or len(reason) < _SHORTEST_REASON:
            yield Hit(row.cell_of("variance_note"), facts)
        elif not names_a_cause(reason):
            yield Hit(row.cell_of("variance_note"), facts, wording="measure")


def _needs_reason(reading: Reading, row: RowReading) -> bool:
    if row.weight is not None and row.score is not None and row.score < row.weight:
        return True
    return is_reached(row.row, row.role) is False or _over_achieved(reading, row) is not None


def _over_achieved(reading: Reading, row: RowReading) -> Decimal | None:
    """Return actual ÷ target where it is above the profile's threshold, for rows where more is better."""
    share = ratio(row.row)
    if share is None or share <= reading.profile.scoring.over_achievement or is_reverse(row.target, row.role):
        return None
    return None if row.role == "cost" else share


@form_check(
    Card(
        "C12",
        Severity.WARNING,
        "偏差原因一栏全空",
        "{why}，偏差原因一栏却全空，请在有关的行写明",
        LOCAL,
        Help(
            "执行率低于 90% 或预算有较大调整时，偏差原因一栏要有说明。",
            "成本指标一行：年中压减支出，预算由 20 万元调减为 12 万元。",
            "预算调减 40%，全表没有一句说明。",
        ),
    )
)
def reason_column_empty(reading: Reading) -> Iterator[Hit]:
    """Find forms with a low rate or a changed budget whose last column says nothing anywhere."""
    if not reading.filled or any_reason(reading) or reading.funding is None:
        return
    initial = parse_amount(reading.funding.initial_budget)
    revised = parse_amount(reading.funding.revised_budget)
    threshold = reading.profile.scoring.low_execution_rate
    if reading.rate is not None and reading.rate < threshold:
        why = f"执行率只有 {format_rate(reading.rate)}"
    elif initial and revised is not None and abs(revised - initial) > initial / 10:
        why = f"预算由 {format_number(initial)} 调整为 {format_number(revised)}"
    else:
        return
    row = next(reading.of("cost"), reading.filled[0])
    yield Hit(row.cell_of("variance_note"), {"why": why})


@form_check(
    Card(
        "C13",
        Severity.WARNING,
        "超额完成很多没有说明",
        "{label}目标 {target}，实际 {actual}，是目标的 {share}，没有说明为什么超出这么多",
        LOCAL,
        Help(
            "实际值超过目标较多（默认 130%）要说明原因；目标定得过低的要相应扣分。",
            "偏差原因：新增两个乡镇纳入范围，培训人数超出目标。",
            "目标定得很低，完成 800% 也不说明。",
        ),
    )
)
def over_achievement_unexplained(reading: Reading) -> Iterator[Hit]:
    """Find rows far above target without a reason."""
    for row in reading.filled:
        share = _over_achieved(reading, row)
        if share is not None and not has_reason(row):
            facts = {**_row_facts(row), "share": format_rate(share * _HUNDRED)}
            yield Hit(row.cell_of("actual"), facts, severity=Severity.HINT if _is_little(row) else None)


def _is_little(row: RowReading) -> bool:
    """Return whether little was passed by little (≥3%, 4.1%; ≥3件, 4件): one piece or a few percentage points."""
    target, actual = row.target, row.actual
    if target.number is not None and actual.number is not None and actual.number - target.number <= 1:
        return True
    if target.base not in ("%", "‰", "个百分点", "百分点") or target.number is None or actual.number is None:
        return False
    return actual.number - target.number <= _FEW_POINTS


@form_check(
    Card(
        "C14",
        Severity.ERROR,
        "定量指标没有写实际数",
        "{label}目标是 {target}，实际完成值写的是“{actual}”；定量指标要写实际完成的数",
        PRACTICE,
        Help(
            "年度指标值是数量的，实际完成值也写数量；“达成预期指标”只用于定性指标。",
            "目标 ≥12个，实际 13个。",
            "目标 ≥12个，实际写“已完成”“达成预期指标”。",
        ),
    )
)
def words_for_a_figure(reading: Reading) -> Iterator[Hit]:
    """Find numeric targets whose actual value only says that it was done."""
    for row in reading.filled:
        if row.target.kind not in (ValueKind.NUMBER, ValueKind.RANGE):
            continue
        said = squeeze(narrow(row.row.actual)).strip("。.；;")
        if tier_index(said) is not None or _DONE.fullmatch(said):
            yield Hit(row.cell_of("actual"), _row_facts(row))
        elif said and not is_blank(said) and not _COUNTS.search(said) and not _NONE_AT_ALL.search(said):
            # All of them is no count either, but where 100% was asked for it can be understood.
            is_all = row.target.unit == "%" and bool(_ALL.search(said))
            yield Hit(row.cell_of("actual"), _row_facts(row), severity=Severity.WARNING if is_all else None)


@form_check(
    Card(
        "C15",
        Severity.ERROR,
        "目标和实际都空着却打了分",
        "{label}没有写年度指标值和实际完成值，却得了 {score} 分",
        LOCAL,
        Help(
            "没有目标也没有实际值的行不能得分；不用的行删去，分值调到其他行。",
            "没有经济效益的项目，删去经济效益指标行。",
            "空行上留着分值和得分。",
        ),
    )
)
def scored_without_values(reading: Reading) -> Iterator[Hit]:
    """Find rows with a score above 0 and neither target nor actual value."""
    for row in reading.rows:
        if row.score and is_blank(row.row.target) and is_blank(row.row.actual):
            yield Hit(row.cell_of("score"), _row_facts(row))


@form_check(
    Card(
        "C16",
        Severity.WARNING,
        "目标的方向可能写反了",
        "{label}的目标写的是“{target}”，这类指标一般是越{better}越好，请核对是不是应为“{expected}”",
        PRACTICE,
        Help(
            "数量、满意度等越多越好的用 ≥，成本、事故等越少越好的用 ≤。",
            "培训人数 ≥600人，培训成本 ≤60万元。",
            "村数写成 ≤4个，经费写成 ≥20万元。",
        ),
        has_fix=True,
    )
)
def direction_reversed(reading: Reading) -> Iterator[Hit]:
    """Find ≤ before a count that should be large, and ≥ before a sum of money in a cost row."""
    for row in reading.filled:
        target = row.target
        if (
            target.kind is not ValueKind.NUMBER
            or row.row.target.count(target.spelling) != 1
            or not target.spelling
        ):
            continue
        if target.comparator in ("≤", "<") and _more_is_better(row):
            better, sign = "多", "≥"
        elif target.comparator in ("≥", ">") and _is_plain_cost(row):
            better, sign = "少", "≤"
        else:
            continue
        expected = row.row.target.replace(target.spelling, sign)
        if target.spelling not in "≥≧≤≦<>＞＜>=<=":
            figure = format_number(target.number) if target.number is not None else ""
            expected = f"{sign}{figure}{target.unit}{target.tail}"
        facts = {**_row_facts(row), "better": better, "expected": " ".join(expected.split())}
        yield Hit(row.cell_of("target"), facts, put(row.cell_of("target"), expected))


def _more_is_better(row: RowReading) -> bool:
    if row.role == "beneficiary_satisfaction" and "满意" in row.name and "不满意" not in row.name:
        return True
    if _LESS_IS_BETTER.search(row.name) or is_money(row.target.unit):
        return False
    if row.target.unit in ("", "%", "万", "亿", "天", "小时", "分钟", "年"):
        return False
    return row.role in ("quantity", "beneficiary_satisfaction") or (
        row.role == "social" and bool(_FOR_MANY.search(row.name))
    )


def _is_plain_cost(row: RowReading) -> bool:
    if row.role != "cost" or not is_money(row.target.unit):
        return False
    return not _COST_WITH_MORE.search(row.name) or bool(_PRICE.search(row.name))


@form_check(
    Card(
        "C17",
        Severity.WARNING,
        "执行率很低，时效却是满分",
        "预算执行率只有 {rate}，{label}的实际完成值却是 {actual}，请核对",
        PRACTICE,
        Help(
            "钱大部分没有用出去，任务一般也没有按时完成，时效指标要如实填。",
            "执行率 10.77%，工程完工及时率按实际填 40%。",
            "执行率很低，完成及时率仍写 100%。",
        ),
    )
)
def timely_without_spending(reading: Reading) -> Iterator[Hit]:
    """Find timeliness rows at 100 % with full marks while most of the money was not spent."""
    if reading.rate is None or reading.rate >= _VERY_LOW_RATE:
        return
    for row in reading.of("timeliness"):
        if row.actual.unit == "%" and row.actual.number is not None and row.actual.number >= _HUNDRED:
            yield Hit(row.cell_of("actual"), {**_row_facts(row), "rate": format_rate(reading.rate)})


@form_check(
    Card(
        "C18",
        Severity.ERROR,
        "等级与总分不符",
        "总分 {total}，按本套口径等级为“{expected}”，写的是“{written}”",
        OFFICIAL,
        Help(
            "等级按总分划分：90 分及以上为优，80～90 为良，60～80 为中，60 以下为差（各地口径可在规则包里改）。",
            "总分 88.6，等级为良。",
            "改了分数，等级没有跟着改。",
        ),
        has_fix=True,
    )
)
def grade_off_band(reading: Reading) -> Iterator[Hit]:
    """Find a grade word that the total score does not give."""
    form, total = reading.form, _total_written(reading)
    if total is None:
        return
    expected = next((grade.name for grade in reading.profile.scoring.grades if total >= grade.low), "")
    for extra in form.extra:
        written = extra.text.strip()
        cell = Cell(reading.project.id, "extra", extra.id, "text")
        if _GRADE_LABEL.search(extra.label) and _is_other_grade(written, expected):
            facts = {"total": format_number(total), "expected": expected, "written": written}
            yield Hit(cell, facts, put(cell, expected))
    for cell, text in _prose(reading):
        found = _GRADE_IN_TEXT.search(text)
        if found and _is_other_grade(found[1], expected):
            facts = {"total": format_number(total), "expected": expected, "written": found[1]}
            repaired = text[: found.start(1)] + expected + text[found.end(1) :]
            yield Hit(cell, facts, put(cell, repaired))


def _prose(reading: Reading) -> Iterator[tuple[Cell, str]]:
    yield reading.goal_cell("achieved"), reading.form.goal.achieved
    for row in reading.filled:
        yield row.cell_of("variance_note"), row.row.variance_note


def _is_other_grade(word: str, expected: str) -> bool:
    grade = {"优秀": "优", "良好": "良"}.get(word, word)
    return bool(expected) and grade in ("优", "良", "中", "差") and grade != expected[:1]


CHECKS = (
    full_score_below_target,
    deducted_although_reached,
    deduction_without_reason,
    reason_without_variance,
    actual_copies_target,
    everything_full,
    reason_too_short,
    reason_column_empty,
    over_achievement_unexplained,
    words_for_a_figure,
    scored_without_values,
    direction_reversed,
    timely_without_spending,
    grade_off_band,
)
