"""Group T, time: years and deadlines in the rows, and the filing date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from perfeval_gui.core.checks.reading import Reading
from perfeval_gui.core.checks.rule import (
    LOCAL,
    OFFICIAL_INDICATORS,
    PRACTICE,
    Card,
    Help,
    Hit,
    Severity,
    form_check,
)
from perfeval_gui.core.form import Cell, Form
from perfeval_gui.core.measures import ValueKind
from perfeval_gui.core.periods import last_day, years_in
from perfeval_gui.core.quantities import narrow, parse_date
from perfeval_gui.core.text import squeeze

# The term, the first year in which it is out of use, and what took its place.
_OBSOLETE = tuple(
    (re.compile(pattern), since, why)
    for pattern, since, why in (
        (
            r"新冠(?:肺炎|病毒)?(?:疫情)?(?:防控)?|(?<!物)(?<!畜禽)(?<!重大)(?<!植物)疫情防控(?!物资储备)",
            2023,
            "2023 年起已转入常态化管理",
        ),
        (r"建档立卡(?:贫困)?(?:人口|户|群众|学生|对象)?", 2021, "2021 年起改称脱贫人口、脱贫户"),
        (
            r"(?<!脱)(?<!防)(?<!原)贫困(?:村(?!史)|户|人口|县|乡镇)",
            2021,
            "2021 年起改称脱贫村、脱贫户、脱贫人口",
        ),
        (r"精准扶贫|精准脱贫|脱贫摘帽", 2021, "2021 年起转为巩固拓展脱贫攻坚成果"),
        (r"扶贫办", 2022, "机构已经改革"),
        (r"新农合|新型农村合作医疗", 2018, "已并入城乡居民基本医疗保险"),
        (r"(?:国|地)税局|国地税", 2019, "已合并为税务局"),
        (r"工商局|质监局|食药监局", 2020, "已并入市场监督管理局"),
        (r"社会抚养费", 2022, "已经取消"),
        (r"营业税(?!金及附加)", 2017, "已改征增值税"),
    )
)


_PLANNED = re.compile(r"列入|纳入|计划|预计|拟|安排|下年|次年")


def form_year(reading: Reading) -> int | None:
    """Return the form's year as a number, or None where the title has none."""
    text = narrow(reading.form.fiscal_year).removesuffix("度").removesuffix("年")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


@form_check(
    Card(
        "T01",
        Severity.ERROR,
        "行里的年份不是本年度",
        "写的是 {found} 年，本表是 {year} 年度，请核对是不是去年留下的",
        PRACTICE,
        Help(
            "年度指标值和实际完成值里的日期应在本年度内。",
            "2024 年度的表：2024年12月31日前完成。",
            "用去年的表改，完成时限还是去年的年份。",
        ),
        wordings={
            "text": "这里写到 {found} 年，本表是 {year} 年度，请核对是不是去年留下的内容",
            "later": "这里写到 {found} 年，晚于本年度 {year} 年，请核对",
        },
    )
)
def year_of_row_wrong(reading: Reading) -> Iterator[Hit]:
    """Find years in values that are not the form's; in names and goals a former year is only asked about."""
    year = form_year(reading)
    if year is None:
        return
    for row in reading.filled:
        for name in ("target", "actual"):
            years = {mention.year for mention in years_in(getattr(row.row, name))}
            if not years or min(years) <= year <= max(years):
                continue
            later = min(years) > year
            if later and name == "actual" and _PLANNED.search(row.row.actual):
                continue  # 已列入2025年预算 is a result of this year
            facts = {"found": min(years), "year": year}
            severity = Severity.WARNING if later else None
            yield Hit(row.cell_of(name), facts, severity=severity, wording="later" if later else "")
        yield from _in_prose(row.row.name, row.cell_of("name"), year)
    for name in ("expected", "achieved"):
        yield from _in_prose(getattr(reading.form.goal, name), reading.goal_cell(name), year)


def _in_prose(text: str, cell: Cell, year: int) -> Iterator[Hit]:
    years = {mention.year for mention in years_in(text)}
    if years and max(years) < year:
        yield Hit(cell, {"found": max(years), "year": year}, severity=Severity.HINT, wording="text")


@form_check(
    Card(
        "T02",
        Severity.WARNING,
        "用了过时的提法",
        "“{term}”{why}，{year} 年度请核对是不是往年留下的",
        PRACTICE,
        Help(
            "用当年的提法。",
            "脱贫人口、监测对象、脱贫村。",
            "2021 年以后还写“建档立卡贫困人口”“贫困村”，2023 年以后还写“疫情防控参与度”。",
        ),
    )
)
def obsolete_term(reading: Reading) -> Iterator[Hit]:
    """Find terms that were no longer in use in the form's year."""
    year = form_year(reading)
    if year is None:
        return
    form = reading.form
    texts = [(reading.head("project_name"), form.project_name)]
    texts += [(reading.goal_cell(name), getattr(form.goal, name)) for name in ("expected", "achieved")]
    texts += [(row.cell_of("name"), row.row.name) for row in reading.filled]
    for cell, text in texts:
        for pattern, since, why in _OBSOLETE:
            found = pattern.search(text) if year >= since else None
            if found:
                yield Hit(cell, {"term": found[0], "why": why, "year": year})
                break


@form_check(
    Card(
        "T03",
        Severity.WARNING,
        "时限超出本年度",
        "写的时限是 {day}，晚于本年度 12 月 31 日，请核对",
        PRACTICE,
        Help(
            "年度指标的完成时限在本年度 12 月 31 日以前，实际完成时间在填报日期以前。",
            "2024年12月31日前完成。",
            "跨年项目写了整个项目的完工时间，没有写本年度的进度。",
        ),
        wordings={"filed": "实际完成时间是 {day}，晚于填报日期 {filed}，请核对"},
    )
)
def deadline_too_late(reading: Reading) -> Iterator[Hit]:
    """Find deadlines after the form's year, and days of completion after the filing date."""
    year = form_year(reading)
    filed = parse_date(reading.form.sign_off.filed_on)
    for row in reading.filled:
        for name in ("target", "actual"):
            if getattr(row, name).kind is not ValueKind.DATE:
                continue
            day = last_day(getattr(row.row, name), year)
            if day is None:
                continue
            facts = {"day": _chinese(day), "filed": _chinese(filed) if filed else ""}
            if name == "actual" and filed is not None and day > filed:
                yield Hit(row.cell_of(name), facts, wording="filed")
            elif year is not None and day.year > year:
                yield Hit(row.cell_of(name), facts)


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@form_check(
    Card(
        "T04",
        Severity.WARNING,
        "填报日期不合理",
        "填报日期是 {filed}，晚于今天，请核对",
        PRACTICE,
        Help(
            "自评在年度结束后填报，填报日期不早于次年 1 月 1 日，也不晚于今天。",
            "2024 年度，2025年3月15日填报。",
            "年底提前填好，日期写 2024年12月30日，执行数还没有决算。",
        ),
        wordings={"early": "填报日期是 {filed}，本年度还没有结束，执行数可能不是全年数"},
    )
)
def filing_date_unlikely(reading: Reading) -> Iterator[Hit]:
    """Find filing dates before the end of the form's year or in the future."""
    filed, year = parse_date(reading.form.sign_off.filed_on), form_year(reading)
    if filed is None:
        return
    cell, facts = reading.sign_off_cell("filed_on"), {"filed": _chinese(filed)}
    if filed > reading.context.today:
        yield Hit(cell, facts)
    elif year is not None and filed.year <= year:
        yield Hit(cell, facts, wording="early")


@form_check(
    Card(
        "T05",
        Severity.HINT,
        "填报日期不在常规时间",
        "填报日期是 {filed}，自评一般在次年 {start} 到 {end} 之间填报，请核对",
        LOCAL,
        Help(
            "各地一般在次年 2 月到 5 月布置自评；专项另有通知的除外。",
            "2025年3月15日。",
            "沿用了后来补报时的日期。",
        ),
    )
)
def filing_date_outside_window(reading: Reading) -> Iterator[Hit]:
    """Find filing dates of the year after the form's that lie outside the profile's usual window."""
    filed, year = parse_date(reading.form.sign_off.filed_on), form_year(reading)
    if filed is None or year is None or filed.year != year + 1:
        return
    start, end = reading.profile.filing_window
    if start <= (filed.month, filed.day) <= end:
        return
    facts = {
        "filed": _chinese(filed),
        "start": f"{start[0]}月{start[1]}日",
        "end": f"{end[0]}月{end[1]}日",
    }
    yield Hit(reading.sign_off_cell("filed_on"), facts)


@form_check(
    Card(
        "T06",
        Severity.HINT,
        "一级指标与上年或目标表不同",
        "{where}的一级指标是 {before}，本表是 {now}，请核对是不是换了表样",
        OFFICIAL_INDICATORS,
        Help(
            "自评的一级指标与年初批复的绩效目标表一致。",
            "目标表是 成本、产出、效益、满意度，自评表也是这四类。",
            "目标表换了新表样，自评还用去年的表。",
        ),
    )
)
def family_changed(reading: Reading) -> Iterator[Hit]:
    """Find sections that differ from the approved goal table's or, without one, from last year's form."""
    goal_table = reading.context.goal_tables.get(reading.project.id)
    before = goal_table or reading.project.previous
    if before is None:
        return
    earlier, now = (_families(reading, form) for form in (before, reading.form))
    if earlier and now and set(earlier) != set(now):
        where = "绩效目标表" if goal_table else "上年的表"
        facts = {"where": where, "before": "、".join(earlier.values()), "now": "、".join(now.values())}
        yield Hit(reading.whole, facts)


def _families(reading: Reading, form: Form) -> dict[str, str]:
    named = {row.dimension for row in form.indicators}
    names = [squeeze(item.name) for item in form.dimensions if item.name in named]
    return {reading.roles(name, "")[0] or name: name for name in names}


CHECKS = (
    year_of_row_wrong,
    obsolete_term,
    deadline_too_late,
    filing_date_unlikely,
    filing_date_outside_window,
    family_changed,
)
