"""Group B, funds and header: names, amounts, sub-rows and the year of the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfeval_gui.core.checks.arithmetic import COLUMNS
from perfeval_gui.core.checks.reading import Reading, quoted
from perfeval_gui.core.checks.repairs import put, put_all
from perfeval_gui.core.checks.rule import LOCAL, OFFICIAL, PRACTICE, Card, Help, Hit, Severity, form_check
from perfeval_gui.core.checks.variance import explains_funding
from perfeval_gui.core.form import FundingRow
from perfeval_gui.core.quantities import (
    format_number,
    format_rate,
    is_blank,
    narrow,
    parse_amount,
    parse_date,
    parse_points,
    parse_rate,
)
from perfeval_gui.core.text import squeeze

_ZERO = Decimal(0)
_SMALL_CHANGE = Decimal("0.005")
_GREAT_CHANGE = Decimal(20)
_DASH = "—"
_LEVELS = re.compile(r"[省市县区乡镇村州旗盟国]|街道|中央|自治|中共|集团|公司|大学")
_WITH_UNIT = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*(万元|万|元)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
DECEMBER = 12


@form_check(
    Card(
        "B01",
        Severity.ERROR,
        "项目名称没有填",
        "项目支出名称没有填，请照预算批复里的项目名称填写",
        PRACTICE,
        Help(
            "每个项目一张表，项目名称与预算批复一致。",
            "农村饮水安全巩固提升工程。",
            "复制去年的表后删掉了名称，忘了重填。",
        ),
    )
)
def project_name_missing(reading: Reading) -> Iterator[Hit]:
    """Find a blank project name."""
    if is_blank(reading.form.project_name):
        yield Hit(reading.head("project_name"))


@form_check(
    Card(
        "B02",
        Severity.ERROR,
        "主管部门或实施单位没有填好",
        "{label}没有填",
        PRACTICE,
        Help(
            "主管部门和实施单位都写规范名称，与公章一致；两者可以是同一单位。",
            "主管部门：某区水利局；实施单位：某区农村供水总站。",
            "只写了简称，或者把项目名称填进了实施单位。",
        ),
        wordings={
            "short": "{label}写的是{name}，像是简称，请核对是否与公章上的全称一致",
            "project": "{label}与项目名称相同，请核对是否填错了格",
        },
    )
)
def unit_name_unclear(reading: Reading) -> Iterator[Hit]:
    """Find blank, short or misplaced names of the department and the unit."""
    form = reading.form
    project = squeeze(form.project_name)
    for name, label in (("supervising_department", "主管部门"), ("implementing_unit", "实施单位")):
        text = squeeze(getattr(form, name))
        cell, facts = reading.head(name), {"label": label, "name": quoted(text)}
        if is_blank(text):
            yield Hit(cell, facts)
        elif text == project:
            yield Hit(cell, facts, severity=Severity.WARNING, wording="project")
        elif len(text) <= 2 or not _LEVELS.search(text):
            severity = Severity.WARNING if len(text) <= 2 else Severity.HINT
            yield Hit(cell, facts, severity=severity, wording="short")


@form_check(
    Card(
        "B03",
        Severity.ERROR,
        "年度资金总额没有填全",
        "年度资金总额的{column}没有填",
        OFFICIAL,
        Help(
            "年度资金总额的年初预算数、全年预算数、全年执行数都要填，没有的填 0。",
            "年初预算数 0、全年预算数 30、全年执行数 30。",
            "年中追加的项目把年初预算数空着。",
        ),
        wordings={
            "words": "年度资金总额的{column}写的是“{written}”，读不出数字",
            "row": "没有“年度资金总额”这一行",
        },
    )
)
def total_funding_missing(reading: Reading) -> Iterator[Hit]:
    """Find blank or unreadable amounts in 年度资金总额."""
    row = reading.funding
    if row is None:
        yield Hit(reading.funding_cell(None, ""), wording="row")
        return
    for name, label in COLUMNS.items():
        text = getattr(row, name)
        facts = {"column": label, "written": narrow(text)}
        if is_blank(text):
            yield Hit(reading.funding_cell(row, name), facts)
        elif parse_amount(text) is None and not _WITH_UNIT.fullmatch(narrow(text)):
            yield Hit(reading.funding_cell(row, name), facts, wording="words")


@form_check(
    Card(
        "B04",
        Severity.WARNING,
        "预算调整没有说明",
        "年初预算数 {initial}，全年预算数 {revised}，{change}；表里没有说明为什么调整",
        LOCAL,
        Help(
            "年初预算数与全年预算数不同，要写明调整的原因和依据。",
            "偏差原因：年中压减一般性支出，调减预算 8 万元。",
            "数字变了，全表没有一处说明。",
        ),
        wordings={"new": "年初没有预算，全年预算数 {revised}；建议写明这笔资金是哪里追加的"},
    )
)
def budget_change_unexplained(reading: Reading) -> Iterator[Hit]:
    """Find a revised budget that differs from the initial one without a word about it."""
    row = reading.funding
    if row is None:
        return
    initial, revised = parse_amount(row.initial_budget), parse_amount(row.revised_budget)
    if (
        initial is None
        or revised is None
        or abs(initial - revised) <= _SMALL_CHANGE
        or explains_funding(reading)
    ):
        return
    cell = reading.funding_cell(row, "revised_budget")
    facts = {"initial": format_number(initial), "revised": format_number(revised)}
    if initial <= 0:
        yield Hit(cell, facts, severity=Severity.HINT, wording="new")
        return
    percent = abs(revised - initial) / initial * 100
    word = "调增" if revised > initial else "调减"
    facts["change"] = f"{word} {format_number(abs(revised - initial))}（{format_rate(percent)}）"
    yield Hit(cell, facts, severity=Severity.ERROR if percent >= _GREAT_CHANGE else None)


@form_check(
    Card(
        "B05",
        Severity.ERROR,
        "执行率低没有说明",
        "执行率只有 {rate}，低于 {threshold}，表里没有说明原因",
        LOCAL,
        Help(
            "执行率偏低的项目要说明资金没有用完的原因和改进措施。",
            "偏差原因：工程尾款待结算审计后支付，已列入下年计划。",
            "执行率很低，偏差原因一栏全空。",
        ),
    )
)
def low_rate_unexplained(reading: Reading) -> Iterator[Hit]:
    """Find an execution rate below the profile's threshold without an explanation."""
    row, threshold = reading.funding, reading.profile.scoring.low_execution_rate
    if row is None:
        return
    rate = reading.rate if reading.rate is not None else parse_rate(row.execution_rate)
    if rate is None or rate >= threshold or explains_funding(reading):
        return
    facts = {"rate": format_rate(rate), "threshold": format_rate(threshold)}
    yield Hit(reading.funding_cell(row, "execution_rate"), facts)


@form_check(
    Card(
        "B06",
        Severity.WARNING,
        "资金明细行不计分",
        "“{source}”一行写了{column} {written}；只有“年度资金总额”计分，明细行应写“—”",
        PRACTICE,
        Help(
            "执行率得分只在“年度资金总额”一行计算，财政拨款、上年结转、其他资金各行的分值和得分写“—”或留空。",
            "其中：当年财政拨款　50　50　50　—　100%　—。",
            "把 10 分在财政拨款行又写了一遍。",
        ),
        has_fix=True,
    )
)
def sub_row_scored(reading: Reading) -> Iterator[Hit]:
    """Find weights and scores in the rows below 年度资金总额."""
    for row in reading.sources:
        for name, label in (("weight", "分值"), ("score", "得分")):
            text = getattr(row, name)
            if is_blank(text) or parse_points(text) is None:
                continue
            cell = reading.funding_cell(row, name)
            facts = {"source": squeeze(row.source), "column": label, "written": narrow(text)}
            yield Hit(cell, facts, put(cell, _DASH))


@form_check(
    Card(
        "B07",
        Severity.HINT,
        "有的写 0 有的空着",
        "“{source}”一行有的写 0，{columns}空着；没有这笔资金时三列都写 0 更清楚",
        PRACTICE,
        Help(
            "没有上年结转或其他资金时，三列写法一致，都写 0。",
            "上年结转资金　0　0　0。",
            "年初预算数写 0，后两列空着，看不出是没有还是漏填。",
        ),
        has_fix=True,
    )
)
def zero_and_blank_mixed(reading: Reading) -> Iterator[Hit]:
    """Find rows whose amounts are partly 0 and partly blank, once the total row has been filled in."""
    total = reading.funding
    if total is None or is_blank(total.outturn):
        return
    for row in reading.sources:
        amounts = {name: parse_amount(getattr(row, name)) for name in COLUMNS}
        blanks = [name for name in COLUMNS if is_blank(getattr(row, name))]
        if not blanks or len(blanks) == len(COLUMNS) or any(amounts[name] for name in COLUMNS):
            continue
        cells = tuple(reading.funding_cell(row, name) for name in blanks)
        columns = "、".join(COLUMNS[name] for name in blanks)
        yield Hit(cells[0], {"source": squeeze(row.source), "columns": columns}, put_all(cells, "0"))


@form_check(
    Card(
        "B08",
        Severity.ERROR,
        "年度不对",
        "标题是 {year} 年度，填报日期是 {filed}；自评的一般是上一年度，应为 {expected} 年度",
        PRACTICE,
        Help(
            "今年填报上一年度的自评表：2025 年填报的是 2024 年度。",
            "填报日期 2025年3月15日，标题写 2024 年度。",
            "用去年的表改，标题的年度没有改。",
        ),
        wordings={"missing": "标题没有写年度", "words": "年度写的是“{year}”，应为四位数字的年份"},
    )
)
def year_of_title_wrong(reading: Reading) -> Iterator[Hit]:
    """Find a missing year, or one that is not the year before the filing date."""
    text = narrow(reading.form.fiscal_year)
    cell = reading.head("fiscal_year")
    if is_blank(text):
        yield Hit(cell, wording="missing")
        return
    found = _YEAR.fullmatch(text.removesuffix("度").removesuffix("年"))
    if found is None:
        yield Hit(cell, {"year": text}, wording="words")
        return
    filed = parse_date(reading.form.sign_off.filed_on)
    year = int(found[0])
    if filed is None or filed.year == year + 1 or (filed.year == year and filed.month == DECEMBER):
        return
    facts = {"year": year, "filed": narrow(reading.form.sign_off.filed_on), "expected": filed.year - 1}
    yield Hit(cell, facts)


@form_check(
    Card(
        "B09",
        Severity.ERROR,
        "执行率的分值不对",
        "执行率的分值写的是 {written}，按本套口径应为 {expected}",
        LOCAL,
        Help(
            "预算执行率的分值是固定的，写在“年度资金总额”一行。",
            "附件3 的预算执行率是 10 分。",
            "把总分 100 写进了执行率的分值。",
        ),
        wordings={"missing": "“年度资金总额”一行没有写分值，按本套口径应为 {expected}"},
    )
)
def execution_weight_wrong(reading: Reading) -> Iterator[Hit]:
    """Find an execution weight that is not the profile's."""
    row, expected = reading.funding, reading.profile.execution_points
    if row is None or parse_points(row.weight) == expected:
        return
    facts = {"written": narrow(row.weight), "expected": format_number(expected)}
    yield Hit(reading.funding_cell(row, "weight"), facts, wording="missing" if is_blank(row.weight) else "")


@form_check(
    Card(
        "B10",
        Severity.WARNING,
        "金额里写了单位",
        "{column}写的是“{written}”；表头已注明万元，格里只写数字{expected}",
        PRACTICE,
        Help(
            "资金各格只写数字，单位按表头的“万元”。",
            "620.82。",
            "写成 620.82万元，或者把元当万元填。",
        ),
        has_fix=True,
    )
)
def amount_with_unit(reading: Reading) -> Iterator[Hit]:
    """Find amounts with 万, 万元 or 元 behind the number."""
    if reading.form.funding_unit not in ("", "万元"):
        return
    for row in reading.form.funding:
        for name, label in COLUMNS.items():
            found = _WITH_UNIT.fullmatch(narrow(getattr(row, name)))
            number = parse_amount(found[1]) if found else None
            if found is None or number is None:
                continue
            plain = format_number(number / 10_000 if found[2] == "元" else number)
            cell = reading.funding_cell(row, name)
            facts = {"column": _column(row, label), "written": found[0], "expected": f" {plain}"}
            yield Hit(cell, facts, put(cell, plain))


def _column(row: FundingRow, label: str) -> str:
    source = squeeze(row.source)
    return f"“{source}”的{label}" if source else label


CHECKS = (
    project_name_missing,
    unit_name_unclear,
    total_funding_missing,
    budget_change_unexplained,
    low_rate_unexplained,
    sub_row_scored,
    zero_and_blank_mixed,
    year_of_title_wrong,
    execution_weight_wrong,
    amount_with_unit,
)
