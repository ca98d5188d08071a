"""Group M, completeness: the second-level indicators that must be there, their number and their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval_gui.core.checks.reading import Reading, RowReading, quoted
from perfeval_gui.core.checks.rule import (
    OFFICIAL,
    OFFICIAL_INDICATORS,
    PRACTICE,
    Card,
    Help,
    Hit,
    Severity,
    cell_check,
    form_check,
)
from perfeval_gui.core.measures import ValueKind
from perfeval_gui.core.profile import DimensionRule
from perfeval_gui.core.quantities import format_number, narrow
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.units import is_bare_scale, is_money

_FEWEST_OUTPUTS, _MOST_ROWS = 3, 25
_ENVIRONMENT = re.compile(
    r"生态|环境|环保|污|绿|无害化|水土|雨|水|空气|大气|垃圾|节能|减排|能源|低碳|碳|噪|扬尘|粉尘|土壤|土地|森林|林|草|植被|清洁|卫生|排放|能耗|耗能|"
    r"秸秆|湿地|河|湖|海|化肥|农药|粪|废|尾气|油烟|辐射|保护区|物种|动物|植物|资源|循环|回收|沙|矿|厕|人居|村容|市容|美丽|景观|"
    r"无纸化|纸|电|光伏|燃煤|煤|散烧|防汛|抢险|灾|地质|地膜|养殖|病虫|耕地|气象|天气|PM|TSP|COD|LED"
)
_SPENDING = re.compile(r"经费|成本|支出|费用")
_MEASURED = re.compile(r"年|月|天|日|小时|分钟|秒|dB|mg|μg|℃|千瓦|倍|/")
_QUALITY = re.compile(
    r"事故|投诉|差错|故障|违规|违法|违纪|缺陷|隐患|问题|获奖|奖|优秀(?!年轻|人才|干部|青年|教师|学员|党员|退役)|优良|优质|达标|合格|精品|示范|等级|排名|名次|评级|星级|标准|质量|"
    r"核心|SCI|录用|采纳|获批|授权|以上|省级|国家级|龙头|重点|规模|高新|认证|验收|评估|考核|整改|返工|返修|通报|信访|案件|舆情|成功|有效|准确|高级|中级|一级|二级|三级|特级|发生|错误|退货|退回|中断"
)
_TIME = re.compile(
    r"及时|按时|时间|时限|时长|时效|限时|准时|用时|按期|如期|工期|周期|到期|期限|逾期|延期|进度|按[月季年日]|每[月季]|[年月]底|效率|"
    r"响应|频次|频率|速度|提前|滞后|延|完成|完工|开工|竣工|交付|支付|拨付|到账|到位|发放|下达|上线|提交|报送|办结|序时|节点|天数"
)
_DUE = re.compile(r"前|底|内完成|按月|按季")
_COVERAGE = re.compile(r"覆盖|知晓|参与|合格|达标|满意|走访|慰问|准确")
_ECONOMY = re.compile(
    r"增|收入|产值|产量|税|成本|节|利润|经济|销售|投资|资金|价|盈|效益|贷|就业|产出|消费|创收|回报|利用|使用率|周转|降低|减少|损失|旅游|游客|客流|外贸|GDP|亩均|拉动|贡献|收益|费|债|采购|电商|企业|产业|市场"
)
_COMMERCE = re.compile(r"商|户|店|厂|车间|产|品牌|项目落地|签约|引进")
_REGION = re.compile(
    r"^(?:全?[省市县区乡镇村国]|本[省市县区乡镇村]|辖区|我[省市县区]|当地|社会|各界|广大|人民)+"
)
_VAGUE_OBJECTS = frozenset(
    {
        "",
        "群众",
        "公众",
        "居民",
        "人民群众",
        "服务对象",
        "对象",
        "社会公众",
        "人民",
        "社会",
        "各方",
        "受众",
        "百姓",
        "老百姓",
        "的",
    }
)


@form_check(
    Card(
        "M01",
        Severity.ERROR,
        "缺少必填的二级指标",
        "{dimension}下没有{category}，请补上一行或向财政部门说明",
        OFFICIAL,
        Help(
            "产出指标要有数量、质量、时效、成本，效益指标至少有一项，并有服务对象满意度。",
            "时效指标：补贴按月发放及时率 100%。",
            "几行都写在数量指标下，时效指标一行也没有。",
        ),
        wordings={
            "section": "没有{dimension}，请补上",
            "any": "{dimension}下一行也没有，至少要有一项",
        },
    )
)
def required_category_missing(reading: Reading) -> Iterator[Hit]:
    """Find required second-level indicators without a filled row.

    A form without satisfaction is in order when its points went to the benefit section.
    """
    for rule in reading.profile.dimensions:
        names = [item for item in reading.form.dimensions if reading.roles(item.name, "")[0] == rule.role]
        facts: dict[str, object] = {"dimension": rule.name}
        if not names:
            if any(category.required for category in rule.categories) and not _is_made_up_for(reading, rule):
                yield Hit(reading.whole, facts, wording="section")
            continue
        cell = reading.section_cell(names[0], "name")
        present = {row.role for row in reading.filled if row.section_role == rule.role}
        if rule.role == "benefit" and not present:
            yield Hit(cell, facts, wording="any")
        for category in rule.categories:
            if category.required and category.role not in present:
                yield Hit(cell, {**facts, "category": squeeze(category.name)})


def _is_made_up_for(reading: Reading, rule: DimensionRule) -> bool:
    if rule.role != "satisfaction":
        return False
    benefit = next((item for item in reading.profile.dimensions if item.role == "benefit"), None)
    return benefit is not None and any(
        section.weight >= benefit.points + rule.points
        for section in reading.totals.sections
        if reading.roles(section.name, "")[0] == "benefit"
    )


@form_check(
    Card(
        "M02",
        Severity.HINT,
        "没有用到的二级指标",
        "{category}一行空着，还留着 {weight} 分；不适用的请删去，分值调到其他行",
        PRACTICE,
        Help(
            "经济、社会、生态、可持续影响指标按项目实际选填；不适用的删去，分值分给同一类其他行。",
            "没有生态效益的项目，生态效益的 5 分加到社会效益。",
            "空行留着分值，或者删了行没有把分值补给其他行。",
        ),
        wordings={
            "absent": "{dimension}没有写{category}，小计少 {gap} 分；不适用的话，请把分值分给同一类其他行"
        },
    )
)
def optional_category_unused(reading: Reading) -> Iterator[Hit]:
    """Find blank rows that keep points, and optional categories left out without sharing out their points."""
    for row in reading.rows:
        if row.is_empty and row.weight:
            facts = {
                "category": quoted(squeeze(row.row.category)) or "空",
                "weight": format_number(row.weight),
            }
            yield Hit(row.cell_of("weight"), facts)
    for rule in reading.profile.dimensions:
        section = reading.section(rule.role)
        total = next(
            (item for item in reading.totals.sections if section and item.name == section.name), None
        )
        if section is None or total is None or total.printed is None or total.weight >= total.printed:
            continue
        present = {row.role for row in reading.filled if row.section_role == rule.role}
        absent = [item.name for item in rule.categories if not item.required and item.role not in present]
        if absent and len(absent) < len(rule.categories):
            gap = format_number(total.printed - total.weight)
            facts = {"dimension": squeeze(section.name), "category": "、".join(absent), "gap": gap}
            yield Hit(reading.section_cell(section, "name"), facts, wording="absent")


@form_check(
    Card(
        "M03",
        Severity.HINT,
        "指标行数过少或过多",
        "{dimension}只有 {count} 行，一般不少于 {least} 行，请看看能不能把主要任务分解出来",
        PRACTICE,
        Help(
            "产出指标一般不少于 3 行，效益指标至少 1 行；全表 25 行以内便于评价。",
            "数量、质量、时效、成本各 1～2 行。",
            "只写一行“按要求完成工作”。",
        ),
        wordings={"many": "全表有 {count} 行指标，超过 {most} 行；次要的可以合并"},
    )
)
def row_count_unusual(reading: Reading) -> Iterator[Hit]:
    """Find fewer than three output rows or no benefit row, and more than 25 rows in all."""
    rows = reading.filled
    if not rows:
        return
    for role, least in (("output", _FEWEST_OUTPUTS), ("benefit", 1)):
        section = reading.section(role)
        count = sum(row.section_role == role for row in rows)
        if section is not None and count < least:
            facts = {"dimension": squeeze(section.name), "count": count, "least": least}
            yield Hit(reading.section_cell(section, "name"), facts)
    if len(rows) > _MOST_ROWS:
        yield Hit(reading.whole, {"count": len(rows), "most": _MOST_ROWS}, wording="many")


@cell_check(
    Card(
        "M04",
        Severity.WARNING,
        "指标放错了二级指标",
        "{label}的目标是 {target}，是{kind}，放在{category}里不合适，请移到{better}",
        OFFICIAL_INDICATORS,
        Help(
            "数量写多少，质量写合格率、达标率，时效写时间和及时率，成本写钱，经济效益写收入、增收。",
            "“文体活动经费 ≤21万元”放在成本指标。",
            "金额放在时效指标，次数放在质量指标，覆盖率放在经济效益指标。",
        ),
        wordings={"environment": "{label}看不出与生态环境有什么关系，请核对是不是应放在社会效益指标"},
    )
)
def row_in_wrong_category(reading: Reading) -> Iterator[Hit]:
    """Find money under 时效, counts under 质量 or 时效, and percentages of coverage under 经济效益."""
    for row in reading.filled:
        cell = row.cell_of("category")
        if row.role == "environmental":
            if not _ENVIRONMENT.search(row.name):
                yield Hit(cell, {"label": row.label}, severity=Severity.HINT, wording="environment")
            continue
        better, kind = _better_place(row)
        severity = None
        if not better and row.role == "quantity" and row.target.unit == "%":
            better, kind, severity = _place_of_rate(row.name), "比率", Severity.HINT
        if better:
            facts = {
                "label": row.label,
                "target": " ".join(row.row.target.split()),
                "kind": kind,
                "category": squeeze(row.row.category),
                "better": better,
            }
            yield Hit(cell, facts, severity=severity)


def _place_of_rate(name: str) -> str:
    """Return where a rate under 数量 belongs by its name, or a blank: a share of a number may stay there."""
    if re.search(r"(?:及时|按时|准时|按期)率$", name):
        return "时效指标"
    return "质量指标" if re.search(r"(?:到位|合格|达标|准确|优良|完好|规范)率$", name) else ""


def _better_place(row: RowReading) -> tuple[str, str]:
    """Return the category that fits the row's figure better and what the figure is, or blanks."""
    target, name = row.target, row.name
    if target.kind is ValueKind.DATE and row.role in ("quality", "quantity") and _DUE.search(row.row.target):
        return "时效指标", "时间要求"
    if target.kind is not ValueKind.NUMBER:
        return "", ""
    if is_money(target.unit) or is_bare_scale(target.unit):
        if row.role == "timeliness":
            return "成本指标", "金额"
        return ("成本指标", "金额") if row.role == "quality" and _SPENDING.search(name) else ("", "")
    is_count = target.unit not in ("", "%", "‰", "倍", "分", "级", "等") and not _MEASURED.search(target.unit)
    if row.role == "quality" and is_count and not _QUALITY.search(name + target.tail):
        return "数量指标", "数量"
    if row.role == "timeliness" and is_count and not _TIME.search(name):
        return "数量指标", "数量"
    if row.role == "timeliness" and target.unit == "%" and not _TIME.search(name) and _COVERAGE.search(name):
        return "质量指标或社会效益指标", "覆盖程度"
    is_foreign = not _ECONOMY.search(name) and not (is_count and _COMMERCE.search(name))
    if row.role == "economic" and (is_count or target.unit == "%") and is_foreign:
        return "社会效益指标", "数量" if is_count else "比例"
    return "", ""


@form_check(
    Card(
        "M05",
        Severity.WARNING,
        "成本指标的位置不对",
        "本套口径有单独的一级指标“{section}”，表里没有；工程、大修和采购项目必须填写",
        OFFICIAL_INDICATORS,
        Help(
            "有成本一级指标的表，经济、社会、生态环境成本写在成本指标下，不写在产出指标下。",
            "一级指标 成本指标，二级指标 经济成本指标：项目总成本 ≤320万元。",
            "换了新表样，成本还写在产出指标里。",
        ),
        wordings={"inside": "本套口径的成本是单独的一级指标，{label}还放在{dimension}下"},
    )
)
def cost_section_misplaced(reading: Reading) -> Iterator[Hit]:
    """Find forms of a cost family without their cost section, or with cost rows under 产出."""
    rule = next((item for item in reading.profile.dimensions if item.role == "cost"), None)
    if rule is None or not reading.filled:
        return
    for row in reading.filled:
        if row.section_role == "output" and "成本" in row.row.category:
            facts = {"label": row.label, "dimension": squeeze(row.row.dimension)}
            yield Hit(row.cell_of("category"), facts, wording="inside")
    if not any(row.section_role == "cost" for row in reading.filled):
        yield Hit(reading.whole, {"section": rule.name})


@form_check(
    Card(
        "M06",
        Severity.HINT,
        "满意度的对象不具体",
        "满意度的对象写的是{subject}，建议写明是哪些人，比如受益对象、参训学员、就诊患者",
        OFFICIAL_INDICATORS,
        Help(
            "满意度指标的对象是项目直接服务的人。",
            "培训项目：参训学员满意度 ≥95%。",
            "一律写“群众满意度”。",
        ),
        wordings={"none": "满意度没有写对象，建议写明是哪些人，比如受益对象、参训学员、就诊患者"},
    )
)
def satisfaction_object_vague(reading: Reading) -> Iterator[Hit]:
    """Find satisfaction rows whose object is everybody or nobody."""
    for row in reading.filled:
        if row.section_role != "satisfaction" or "满意" not in row.name:
            continue
        subject = row.name.partition("满意")[0]
        core = _REGION.sub("", subject)
        if core in _VAGUE_OBJECTS:
            yield Hit(row.cell_of("name"), {"subject": quoted(subject)}, wording="" if subject else "none")


@form_check(
    Card(
        "M07",
        Severity.WARNING,
        "备注与表样不同",
        "备注与表样不同，表样是{expected}，请核对是不是误改了",
        PRACTICE,
        Help(
            "备注是表样的固定文字，照原样保留。",
            "备注：一个一级项目支出一张表。",
            "删掉或改写了表样的备注。",
        ),
        wordings={"missing": "没有备注；导出时会印上表样的备注{expected}"},
    )
)
def note_changed(reading: Reading) -> Iterator[Hit]:
    """Find a note that is missing or differs from the profile's in more than punctuation and blanks."""
    expected, written = reading.profile.note, reading.form.note
    if not expected or _letters(expected) == _letters(written):
        return
    facts = {"expected": quoted(expected, 24)}
    yield Hit(reading.head("note"), facts, wording="" if _letters(written) else "missing")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", narrow(text)).removeprefix("备注")


CHECKS = (
    required_category_missing,
    optional_category_unused,
    row_count_unusual,
    row_in_wrong_category,
    cost_section_misplaced,
    satisfaction_object_vague,
    note_changed,
)
