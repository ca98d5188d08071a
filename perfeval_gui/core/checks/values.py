"""Group V, values: what may stand in 年度指标值 and 实际完成值."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfeval_gui.core.checks.copies import is_copy
from perfeval_gui.core.checks.money import cost_rows, funding_in_wan, in_wan, speaks_of_money
from perfeval_gui.core.checks.reading import Reading, RowReading
from perfeval_gui.core.checks.repairs import put
from perfeval_gui.core.checks.rule import (
    OFFICIAL,
    PRACTICE,
    Card,
    Help,
    Hit,
    Severity,
    cell_check,
    form_check,
)
from perfeval_gui.core.checks.variance import explains_funding
from perfeval_gui.core.measures import AFTER, COMPARATORS, Measure, ValueKind, is_fraction, same_unit
from perfeval_gui.core.quantities import format_number, narrow
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.units import is_bare_scale, is_money, is_per

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_IDLE_PREFIX = re.compile(r"(?:共|总共|合计|累计|总计|全年|全年共|本年|年内|共计|一共)(?:完成|举办|开展)?")
_ABOUT = re.compile(r"约|近|余|多|大概")
_MORE_OR_LESS = re.compile(r"左右|上下|约")
_PREFIX = re.compile(rf"{_IDLE_PREFIX.pattern}|(?:大?约|近|人均|户均|平均|余|全年余|约余)+")
_PERCENT_WORDS = re.compile(r"百分之\s*([0-9.]+)|([0-9.]+)\s*百分比")
_ODD_PER = re.compile(r"每.*[每/*]|[/*].*每|\*|//")
_DEADLINE = re.compile(r"每[月季年周]|前|全年$|^全年|年内|底$|以内")
_STATES_A_RESULT = re.compile(r"^(?:均|已|全部|实际|都|全年均)|已(?:完成|发放|支付|到位)")
_WHOLE_YEAR = re.compile(
    r"(?:20[0-9]{2}年)?1月(?:1日)?\s*[-—–~～至到]\s*(?:20[0-9]{2}年)?12月(?:31日)?(?:底)?"
)
_LONG_TERM = re.compile(
    r"(?:中?长期(?:有效|坚持|影响|稳定|受益|发挥作用|见效|持续|运行|使用|发展)?|永久|永续|多年|常年|[0-9]+年以上|长效)"
)
_GROWTH = re.compile(
    r"增长|增幅|增加|增收|增速|提高|提升|上升|同比|环比|超额|超过|进度|倍|杠杆|拉动|放大|比上年|较上年|增值|回报|产值率|利用率|覆盖率?倍数|负荷"
)
_RATE_NAME = re.compile(r"率|密度|满意度|知晓度|参与度|占比|比例|比重|百分比")
_QUOTED = re.compile(r"[“\"「『《（(][^”\"」』》）)]*[”\"」』》）)]")
_WORD_SIGNS = sorted(
    (word for word in COMPARATORS if len(word) > 1 and not word.isascii()), key=len, reverse=True
)
_IN_ACTUAL = re.compile(
    r"[≥≧⩾≽≤≦⩽≼<>＜＞〉〈═]|(?:" + "|".join(_WORD_SIGNS) + r")(?=\s*[0-9])"
    # 以上 belongs to the figure before it; in 较满意以上占95%, 县级以上 and 60岁以上1200人 it belongs to a word.
    r"|[0-9][^\s，,；;。]{0,6}(?<![级岁])("
    + "|".join(sorted((word for word in AFTER if word.endswith(("上", "下", "以内"))), key=len, reverse=True))
    + r")(?![^，,；;。\n]*[0-9])"
)
_HAS_DIGIT = re.compile(r"[0-9０-９]")


@cell_check(
    Card(
        "V01",
        Severity.ERROR,
        "实际完成值带了比较符号",
        "实际完成值写的是“{written}”，带有“{sign}”；请改成实际完成的确切数字",
        PRACTICE,
        Help(
            "实际完成值写年终实际做到的数，不带 ≥、≤、以上、不低于 等字样。",
            "年度指标值 ≥12个，实际完成值 13个。",
            "把年度指标值原样复制到实际完成值。",
        ),
    )
)
def comparator_in_actual(reading: Reading) -> Iterator[Hit]:
    """Find comparators in actual values; what stands in quotation marks or brackets is a name."""
    for row in reading.filled:
        text = row.row.actual
        if not _HAS_DIGIT.search(text):
            continue
        found = _IN_ACTUAL.search(_QUOTED.sub("", narrow(text)))
        if found:
            yield Hit(
                row.cell_of("actual"), {"written": " ".join(text.split()), "sign": found[1] or found[0]}
            )


@form_check(
    Card(
        "V03",
        Severity.ERROR,
        "目标和实际的单位不一致",
        "{label}目标的单位是“{target}”，实际的单位是“{actual}”，无法比较",
        OFFICIAL,
        Help(
            "实际完成值与年度指标值用同一个单位。",
            "目标 ≥8期，实际 12期。",
            "目标按“个”，实际按“期”；或者目标是数量，实际写百分比。",
        ),
    )
)
def units_differ(reading: Reading) -> Iterator[Hit]:
    """Find rows whose actual value is counted in another unit than the target."""
    for row in reading.filled:
        actual = row.actual
        if actual.kind is ValueKind.SEVERAL and not any(same_unit(row.target, part) for part in actual.parts):
            actual = actual.parts[0]
        if not _are_figures(row.target, actual) or same_unit(row.target, actual):
            continue
        facts = {"label": row.label, "target": row.target.unit, "actual": actual.unit}
        yield Hit(row.cell_of("actual"), facts)


def _are_figures(target: Measure, actual: Measure) -> bool:
    kinds = (ValueKind.NUMBER, ValueKind.RANGE)
    return target.kind in kinds and actual.kind in kinds and bool(target.unit and actual.unit)


@form_check(
    Card(
        "V02",
        Severity.HINT,
        "数字前带了多余的字",
        "“{written}”的数字前带了“{words}”，只写比较符号、数字和单位即可",
        PRACTICE,
        Help(
            "年度指标值和实际完成值写成“符号+数字+单位”，不加“共”“全年”“约”等字。",
            "≥4次；19名。",
            "写成“全年≥4次”“共19名”“约600人次”。",
        ),
        has_fix=True,
        wordings={"about": "“{written}”带了“{words}”，请写确切的数字"},
    )
)
def words_before_number(reading: Reading) -> Iterator[Hit]:
    """Find 共、全年、约、人均 and the like before a figure; only words that add nothing can be taken off."""
    for row in reading.filled:
        for name, measure in (("target", row.target), ("actual", row.actual)):
            words = measure.prefix
            if measure.kind is ValueKind.NUMBER and _MORE_OR_LESS.fullmatch(measure.tail):
                facts = {"written": " ".join(getattr(row.row, name).split()), "words": measure.tail}
                yield Hit(row.cell_of(name), facts, wording="about")
                continue
            if measure.kind is not ValueKind.NUMBER or not words or not _PREFIX.fullmatch(words):
                continue
            if is_per(measure.unit) and words in ("人均", "户均"):
                continue  # V07 rewrites the whole value
            text = getattr(row.row, name)
            cell = row.cell_of(name)
            facts = {"written": " ".join(text.split()), "words": words}
            if _IDLE_PREFIX.fullmatch(words) and text.count(words) == 1:
                yield Hit(cell, facts, put(cell, text.replace(words, "").strip()))
            else:
                yield Hit(cell, facts, wording="about" if _ABOUT.search(words) else "")


@cell_check(
    Card(
        "V04",
        Severity.WARNING,
        "单位没有写规范",
        "“{written}”的单位不完整，应写成“{expected}”",
        PRACTICE,
        Help(
            "金额写“万元”或“元”，百分数用半角的 %，目标和实际都写单位。",
            "≤50万元，95%。",
            "写成“50万”“95％”，或者一边有单位一边没有。",
        ),
        has_fix=True,
        wordings={
            "open": "“{written}”只写了“{unit}”，没有写是什么的数量，请补上单位",
            "percent": "“{written}”里的百分号请统一用 %，写成“{expected}”",
            "side": "“{written}”没有写单位，另一栏的单位是“{unit}”，补上后是“{expected}”",
        },
    )
)
def unit_incomplete(reading: Reading) -> Iterator[Hit]:
    """Find 万 without 元, full-width or spelt-out percent signs, and a unit on one side only."""
    for row in reading.filled:
        for name, measure, other in (
            ("target", row.target, row.actual),
            ("actual", row.actual, row.target),
        ):
            found = _better_unit(row, getattr(row.row, name), measure, other)
            if found is None:
                continue
            wording, expected = found
            cell = row.cell_of(name)
            written = " ".join(getattr(row.row, name).split())
            unit = measure.unit if wording == "open" else other.unit
            facts = {"written": written, "expected": expected, "unit": unit}
            yield Hit(cell, facts, put(cell, expected) if expected else None, wording=wording)


def _better_unit(row: RowReading, text: str, measure: Measure, other: Measure) -> tuple[str, str] | None:
    plain = text.strip()
    if "％" in plain or _PERCENT_WORDS.search(plain):
        return "percent", _PERCENT_WORDS.sub(_percent, plain.replace("％", "%"))
    if measure.kind is not ValueKind.NUMBER:
        return None
    if is_bare_scale(measure.unit):
        bare = re.search(rf"{measure.unit}(?!元)", plain)
        if bare is None or not (speaks_of_money(row) or is_money(other.unit)):
            return None if measure.tail else ("open", "")
        if measure.tail:
            return None
        return "", f"{plain[: bare.end()]}元{plain[bare.end() :]}"
    if (
        measure.unit
        or measure.tail
        or other.kind is not ValueKind.NUMBER
        or not other.unit
        or other.number is None
    ):
        return None
    if other.unit == "%" and (measure.number == 0 or is_fraction(measure, other)):
        return None
    digits = list(re.finditer(r"[0-9０-９]", plain))
    end = digits[-1].end()
    return "side", f"{plain[:end]}{other.unit}{plain[end:]}"


def _percent(match: re.Match[str]) -> str:
    return f"{match[1] or match[2]}%"


@form_check(
    Card(
        "V05",
        Severity.WARNING,
        "成本的实际值照抄上限",
        "{label}的实际完成值 {actual} 照抄了上限，全年执行数是 {outturn} 万元，请写实际支出",
        PRACTICE,
        Help(
            "成本指标的实际完成值写实际花了多少。",
            "目标 ≤20万元，实际支出 12 万元，写 12万元。",
            "把 ≤20万元 复制到实际完成值。",
        ),
    )
)
def cost_copies_cap(reading: Reading) -> Iterator[Hit]:
    """Find cost rows whose actual values repeat their caps although less was spent in all."""
    rows = list(cost_rows(reading))
    outturn = funding_in_wan(reading, "outturn")
    amounts = [in_wan(row.actual) for row in rows]
    if outturn is None or not rows or any(amount is None for amount in amounts):
        return
    total = sum((amount for amount in amounts if amount is not None), _ZERO)
    copied = [row for row, amount in zip(rows, amounts, strict=True) if amount == in_wan(row.target)]
    if total <= outturn + _CENT:
        return
    is_explained = explains_funding(reading)
    for row in copied:
        facts = {
            "label": row.label,
            "actual": " ".join(row.row.actual.split()),
            "outturn": format_number(outturn),
        }
        yield Hit(row.cell_of("actual"), facts, severity=Severity.HINT if is_explained else None)


@form_check(
    Card(
        "V06",
        Severity.WARNING,
        "一格里写了两个数",
        "“{written}”一格里写了 {count} 个数，请拆成 {count} 行，一行一个数",
        PRACTICE,
        Help(
            "一行指标只有一个目标值和一个实际值。",
            "培训期数 12期 一行，培训人次 650人次 另起一行。",
            "写成“培训12期，650人次”。",
        ),
    )
)
def several_figures(reading: Reading) -> Iterator[Hit]:
    """Find values that hold two or more figures."""
    for row in reading.filled:
        for name, measure in (("target", row.target), ("actual", row.actual)):
            if measure.kind is ValueKind.SEVERAL:
                facts = {"written": " ".join(getattr(row.row, name).split()), "count": len(measure.parts)}
                yield Hit(row.cell_of(name), facts)


@form_check(
    Card(
        "V07",
        Severity.HINT,
        "“每”的写法重复",
        "“{written}”的“每”写法重复，可写成“{expected}”",
        PRACTICE,
        Help(
            "单价和标准用斜线写：元/人/月。",
            "200元/人/月。",
            "写成“200元每人/每月”“人*月”“人均8000元每年”。",
        ),
        has_fix=True,
    )
)
def per_doubled(reading: Reading) -> Iterator[Hit]:
    """Find prices whose per parts are doubled or oddly joined."""
    for row in reading.filled:
        for name, measure in (("target", row.target), ("actual", row.actual)):
            if measure.kind is not ValueKind.NUMBER or not is_per(measure.unit) or measure.number is None:
                continue
            average = {"人均": "/人", "户均": "/户"}.get(measure.prefix, "")
            if not _ODD_PER.search(measure.unit) and not average:
                continue
            head, *rest = [part for part in re.split(r"[每/*·×]", measure.unit) if part]
            text = getattr(row.row, name)
            figure = re.search(r"[0-9][0-9,]*(?:\.[0-9]+)?", narrow(text))
            unit = "/".join([head + average, *(part for part in rest if f"/{part}" != average)])
            expected = f"{measure.spelling}{figure[0] if figure else ''}{unit}"
            cell = row.cell_of(name)
            is_whole = not measure.tail and (not measure.prefix or average)
            yield Hit(
                cell,
                {"written": " ".join(text.split()), "expected": expected},
                put(cell, expected) if is_whole else None,
            )


@form_check(
    Card(
        "V08",
        Severity.HINT,
        "实际完成值不具体",
        "实际完成值“{written}”说的是要求，请写实际的{what}",
        PRACTICE,
        Help(
            "实际完成值写结果：第几名、哪一天完成。",
            "目标 前三名，实际 第2名；目标 12月31日前，实际 2024年12月10日。",
            "把“前三名”“每月10日前”“全年”原样抄过来。",
        ),
    )
)
def actual_vague(reading: Reading) -> Iterator[Hit]:
    """Find ranks and deadlines that stand as actual values the way they were required."""
    for row in reading.filled:
        text = row.row.actual
        plain = narrow(text)
        if row.actual.kind is ValueKind.RANK and row.actual.comparator == "≤":
            what = "名次"
        elif row.actual.kind is ValueKind.DATE and _is_a_demand(row, plain):
            what = "完成时间"
        else:
            continue
        yield Hit(row.cell_of("actual"), {"written": " ".join(text.split()), "what": what})


def _is_a_demand(row: RowReading, actual: str) -> bool:
    """Return whether a time is told the way it was asked for: a deadline, or the whole year copied."""
    if _DEADLINE.search(actual):
        return not _STATES_A_RESULT.search(actual)
    return bool(_WHOLE_YEAR.fullmatch(actual)) and is_copy(row)


@form_check(
    Card(
        "V09",
        Severity.WARNING,
        "实际完成值是多年的",
        "实际完成值写的是“{written}”，一年的自评看不出多年的结果，请写本年度的实际情况",
        PRACTICE,
        Help(
            "可持续影响也要写本年度能看到的结果。",
            "管护制度 健全；设备正常使用年限 8年。",
            "可持续影响指标一律写“5-10年”“长期”。",
        ),
    )
)
def actual_of_many_years(reading: Reading) -> Iterator[Hit]:
    """Find spans of years and 长期 as actual values."""
    for row in reading.filled:
        is_span = row.actual.kind is ValueKind.RANGE and row.actual.base == "年"
        if is_span or _LONG_TERM.fullmatch(squeeze(narrow(row.row.actual)).strip("。.；;")):
            yield Hit(row.cell_of("actual"), {"written": " ".join(row.row.actual.split())})


@form_check(
    Card(
        "V10",
        Severity.WARNING,
        "百分比超过 100%",
        "“{written}”：{label}最多 100%，请核对",
        PRACTICE,
        Help(
            "满意度、合格率、覆盖率等最多 100%；目标不写 ≥100%。",
            "满意度目标 ≥95%，实际 97.2%。",
            "满意度写 ≥100%，合格率写 105%。",
        ),
    )
)
def rate_above_hundred(reading: Reading) -> Iterator[Hit]:
    """Find percentages above 100, and ≥100 %, in rows that are no growth or ratio to a plan."""
    for row in reading.filled:
        if _GROWTH.search(row.name):
            continue
        for name, measure in (("target", row.target), ("actual", row.actual)):
            if measure.kind is not ValueKind.NUMBER or measure.unit != "%" or measure.number is None:
                continue
            if _GROWTH.search(measure.prefix + measure.tail):
                continue
            if measure.number > _HUNDRED or (measure.number == _HUNDRED and measure.comparator in ("≥", ">")):
                written = " ".join(getattr(row.row, name).split())
                yield Hit(row.cell_of(name), {"written": written, "label": row.label})


@form_check(
    Card(
        "V11",
        Severity.WARNING,
        "百分比写成了小数",
        "{label}写的是“{written}”，应写成“{expected}”",
        PRACTICE,
        Help(
            "率、满意度用百分数写。",
            "95%，100%。",
            "写成 0.95 或 1。",
        ),
        has_fix=True,
    )
)
def percent_as_fraction(reading: Reading) -> Iterator[Hit]:
    """Find rates and degrees given as 1 or 0.95."""
    for row in reading.filled:
        if not _RATE_NAME.search(row.name):
            continue
        for name, measure, other in (("target", row.target, row.actual), ("actual", row.actual, row.target)):
            number = measure.number
            if number is None or not is_fraction(measure, other):
                continue
            expected = f"{measure.spelling}{format_number(number * _HUNDRED)}%"
            cell = row.cell_of(name)
            facts = {"label": row.label, "written": narrow(getattr(row.row, name)), "expected": expected}
            yield Hit(cell, facts, put(cell, expected))


CHECKS = (
    comparator_in_actual,
    words_before_number,
    units_differ,
    unit_incomplete,
    cost_copies_cap,
    several_figures,
    per_doubled,
    actual_vague,
    actual_of_many_years,
    rate_above_hundred,
    percent_as_fraction,
)
