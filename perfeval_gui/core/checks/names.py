"""Group N, names and evidence: whether a name says what is measured, and what a survey value rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval_gui.core.checks.reading import Reading, RowReading, quoted
from perfeval_gui.core.checks.rule import (
    LOCAL,
    OFFICIAL_INDICATORS,
    PRACTICE,
    Card,
    Help,
    Hit,
    Severity,
    cell_check,
    form_check,
)
from perfeval_gui.core.form import Cell
from perfeval_gui.core.measures import ValueKind
from perfeval_gui.core.quantities import is_blank, narrow
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.units import base_unit

_FUNDS = "工作补助|生活补助|补助资金|补助|补贴|津贴|奖补|奖励|经费|资金|救助|助学金|抚恤"
_JOINED = re.compile(rf"(?:{_FUNDS})(?:[、和与及]|以及)[^、]*(?:{_FUNDS})")
_TWO_FUNDS = re.compile(r"(?:补助|补贴|津贴|奖金)[、，,和与及][^、，,]{0,6}(?:补助|补贴|津贴|奖金)$")
_NAMED_IN_BRACKETS = re.compile(rf"^(?P<outside>[^（(]+)[（(](?P<inside>[^）)]*(?:{_FUNDS}))[）)]$")
_CATEGORIES = frozenset(
    "业务工作经费 运行维护经费 工作经费 专项经费 专项资金 专项工作经费 其他经费 其他支出 项目支出 公用经费 业务经费 办公经费 "
    "其他事业发展类资金 事业发展资金 其他专项 专项业务费 补助经费 部门项目 一般项目 项目经费".split()
)
_UNIT_AND_CATEGORY = re.compile(
    r"^[^、]{0,10}(?:部|局|委|办|委员会|办公室|机关)(?:专项)?(?:工作|业务|办公)经费$"
)
_CUT_ENDING = re.compile(r"(?:中|的|和|与|及|并|或|对|在|为|将|由|从|等方|以及|以|按|根据|，|、|；|（|\()$")
_WHOLE_WORDS = re.compile(
    r"(?:初中|高中|集中|途中|空中|水中|命中|适中|期中|其中|城中|镇中|卒中|[一二三四五六七八九十]中|目的|标的|行为|作为|认为|结对|核对|针对|应对|"
    r"面对|比对|校对|总和|饱和|缓和|调和|谐和|普及|涉及|合并|兼并|自由|理由|事由|存在|潜在|所在|内在|参与|赠与|服从|听从|予以|名将)$"
)
_MEASURABLE = re.compile(
    r"率|度|感|比|占|额|量|数|水平|幅|增|减|降|升|缩短|压缩|节约|节省|提高|改善|优化|扩大|合格|达标|完成|到位|优良|正常|准确|完好|通过|覆盖|及时|按时|按期|满意|落实|规范|符合|健全|份额|情况"
)
_SURVEY = re.compile(r"问卷|调查|样本|抽样|回访|测评|访谈|有效份|份有效|电话|评价器|抽取")
_EVIDENCE_LABEL = re.compile(r"佐证|证明材料|证据|资料清单|支撑材料|附件清单")
_COUNT_WORDS = (
    ("场次", ("场", "场次")),
    ("人次", ("人次",)),
    ("人数", ("人",)),
    ("户数", ("户",)),
    ("期数", ("期",)),
    ("次数", ("次", "频次", "人次", "批次", "场", "场次", "班次", "趟")),
    ("篇数", ("篇",)),
    ("天数", ("天",)),
    ("村数", ("个", "村")),
    ("面积", ("亩", "公顷", "平方米", "平方公里")),
    ("里程", ("公里", "米")),
)


@form_check(
    Card(
        "N01",
        Severity.WARNING,
        "没有一个定量指标",
        "全表 {count} 行指标没有一个是数字，请至少把数量、成本写成可以衡量的数",
        OFFICIAL_INDICATORS,
        Help(
            "指标尽量用数字衡量，数量、质量、成本一般都能定量。",
            "补贴发放人数 ≥8600人。",
            "目标全是“完成”“提升”“有效”。",
        ),
    )
)
def nothing_numeric(reading: Reading) -> Iterator[Hit]:
    """Find forms in which no target is a figure."""
    rows = [row for row in reading.filled if row.target.kind is not ValueKind.BLANK]
    kinds = (ValueKind.NUMBER, ValueKind.RANGE, ValueKind.SEVERAL)
    if len(rows) >= 3 and not any(row.target.kind in kinds for row in rows):
        yield Hit(reading.whole, {"count": len(rows)})


@form_check(
    Card(
        "N02",
        Severity.WARNING,
        "项目名称不规范",
        "项目名称{name}像是一类经费，请写具体的项目，与预算批复一致",
        PRACTICE,
        Help(
            "一个项目一张表，名称写具体项目，与预算批复一致。",
            "代干生活补贴。",
            "写成“业务工作经费”；把两项补助并成一张表。",
        ),
        wordings={
            "joined": "项目名称{name}把几项资金并在一起，请核对是不是应分开填表",
            "brackets": "项目名称{name}把资金写在括号里，请核对是否与预算批复的名称一致",
            "title": "项目名称{name}里带着表的标题，请只写项目名称",
        },
    )
)
def project_name_vague(reading: Reading) -> Iterator[Hit]:
    """Find names that are a kind of money, join several, hide the money in brackets, or hold the title."""
    name = squeeze(reading.form.project_name)
    cell, facts = reading.head("project_name"), {"name": quoted(name)}
    bracketed = _NAMED_IN_BRACKETS.match(name)
    if name in _CATEGORIES or _UNIT_AND_CATEGORY.match(name):
        yield Hit(cell, facts)
    elif "自评表" in name or re.search(r"20[0-9]{2}年度.*(?:项目支出|绩效)", name):
        yield Hit(cell, facts, wording="title")
    elif _JOINED.search(name):
        yield Hit(cell, facts, wording="joined")
    elif bracketed and not re.search(_FUNDS + "|项目|工程", bracketed["outside"]):
        yield Hit(cell, facts, wording="brackets")


@cell_check(
    Card(
        "N03",
        Severity.ERROR,
        "指标名称没有写完或看不出衡量什么",
        "指标名称{name}像是没有写完，请补全",
        OFFICIAL_INDICATORS,
        Help(
            "三级指标写“什么的什么率/数/程度”，让人看得出衡量什么。",
            "招才工作考核得分率 100%。",
            "“全市招才工作考核中”没有写完；“慰问走访 ≥98%”不知道是什么的 98%。",
        ),
        wordings={"noun": "{name}的目标是 {target}，名称里看不出是什么的百分比，建议写成“……率”"},
    )
)
def name_cut_off(reading: Reading) -> Iterator[Hit]:
    """Find names that break off, and percentages whose name does not say of what."""
    for row in reading.filled:
        name = squeeze(re.sub(r"[（(][^（）()]*[*×X]+[^（）()]*[）)]", "", row.row.name)).rstrip("。.；;")
        if not name:
            continue
        facts = {"name": quoted(name), "target": " ".join(row.row.target.split())}
        if _CUT_ENDING.search(name) and not _WHOLE_WORDS.search(name) and len(name) > 3:
            yield Hit(row.cell_of("name"), facts)
        elif row.target.unit == "%" and not _MEASURABLE.search(_core(row) + row.target.tail):
            yield Hit(row.cell_of("name"), facts, severity=Severity.WARNING, wording="noun")


def _core(row: RowReading) -> str:
    """Return the name without common compounds whose characters look like a measure (时实、比赛、服务水平)."""
    return re.sub(
        r"服务水平|管理水平|时实|比赛|比武|数字|数据|数额|增加|增添|测量|量化|减灾|升级|度假|制度|年度|占地",
        "",
        row.name,
    )


@form_check(
    Card(
        "N04",
        Severity.HINT,
        "一个名称里有几件事，或与单位不配",
        "{name}一行写了 {count} 件事，只有一个数，建议拆开或写成总数",
        OFFICIAL_INDICATORS,
        Help(
            "一行指标只衡量一件事，名称里的量词与单位一致。",
            "慰问大会场次 ≥2场次。",
            "“慰问、宣传、走访活动 ≥4次”不知道哪件做了几次；名称写“场次”，单位写“次”。",
        ),
        wordings={"unit": "{name}的名称说的是“{word}”，目标的单位是“{unit}”，请统一"},
    )
)
def name_holds_two_things(reading: Reading) -> Iterator[Hit]:
    """Find counted lists of several things, and count words in the name that are not the unit."""
    for row in reading.filled:
        if row.target.kind is not ValueKind.NUMBER or row.target.unit in ("", "%"):
            continue
        plain = re.sub(r"[“（(《][^”）)》]*[”）)》]", "", row.name)
        facts = {
            "name": quoted(row.name),
            "word": "",
            "unit": row.target.unit,
        }
        word, units = next((pair for pair in _COUNT_WORDS if plain.endswith(pair[0])), ("", ()))
        if word and not _counts_so(row.target.unit, units):
            yield Hit(row.cell_of("name"), {**facts, "word": word}, wording="unit")
        elif (plain.count("、") >= 2 and row.role == "quantity") or _TWO_FUNDS.search(plain):
            yield Hit(row.cell_of("name"), {**facts, "count": len(re.findall("[、，,]", plain)) + 1})


def _counts_so(unit: str, units: tuple[str, ...]) -> bool:
    """Return whether the unit is one that the count word of the name calls for (人数: 人、名、位)."""
    if unit in units or unit == "次":
        return unit in units
    counted = base_unit(unit)[1].split("/")[0]
    return counted in {base_unit(one)[1] for one in units} or counted.removesuffix("次") in set(units) - {
        "人"
    }


@form_check(
    Card(
        "N05",
        Severity.HINT,
        "同一事物叫法不一",
        "这里写“{here}”，前面写“{before}”，请统一叫法",
        PRACTICE,
        Help(
            "同一张表里同一件事用同一个叫法，与文件一致。",
            "全表都写“生活补贴”。",
            "名称写“生活补助”，指标写“生活补贴”。",
        ),
    )
)
def terms_drift(reading: Reading) -> Iterator[Hit]:
    """Find the same modifier before two words for one thing (医疗补助、医疗补贴; 革命干部、革命老干部)."""
    seen: dict[str, str] = {}
    reported: set[str] = set()
    for cell, text in _named_texts(reading):
        for modifier, word in _DRIFT.findall(squeeze(text)):
            before = seen.setdefault(modifier, word)
            if before != word and modifier not in reported:
                reported.add(modifier)
                yield Hit(cell, {"here": modifier + word, "before": modifier + before})


_DRIFT = re.compile(
    r"(生活|医疗|工作|交通|住房|困难|护理|生产|培训|就业|创业|教育|误工|驻村|购置|营养|革命|离休|退休)"
    r"(?:性|费)?(补助|补贴|津贴|老干部|干部)"
)


def _named_texts(reading: Reading) -> Iterator[tuple[Cell, str]]:
    form = reading.form
    yield reading.head("project_name"), form.project_name
    yield reading.goal_cell("expected"), form.goal.expected
    yield reading.goal_cell("achieved"), form.goal.achieved
    for row in reading.filled:
        yield row.cell_of("name"), row.row.name


@form_check(
    Card(
        "N06",
        Severity.HINT,
        "满意度没有调查依据",
        "{label}的实际完成值 {actual} 在佐证材料里没有调查依据，请注明调查方式、份数和时间",
        LOCAL,
        Help(
            "满意度要有调查依据：什么时候、调查多少人、怎么算。",
            "2024年12月发放问卷 120 份，收回 116 份，满意度 97.2%。",
            "没有做过调查，直接写 100%。",
        ),
    )
)
def survey_without_source(reading: Reading) -> Iterator[Hit]:
    """Find satisfaction values without a survey in the evidence list; silent where there is no list."""
    evidence = _evidence(reading)
    if evidence is None:
        return
    for row in reading.filled:
        own = evidence.get(row.row.id, evidence.get("", ""))
        if row.section_role == "satisfaction" and not is_blank(row.row.actual) and not _SURVEY.search(own):
            facts = {"label": row.label, "actual": " ".join(row.row.actual.split())}
            yield Hit(row.cell_of("actual"), facts)


def _evidence(reading: Reading) -> dict[str, str] | None:
    """Return the evidence by row id, under a blank what is for the whole form; None where no list is kept."""
    kept = reading.project.kept.get("evidence")
    if isinstance(kept, dict):
        return {str(key): narrow(str(text)) for key, text in kept.items()}
    listed = [extra.text for extra in reading.form.extra if _EVIDENCE_LABEL.search(extra.label)]
    return {"": narrow("；".join(listed))} if listed else None


CHECKS = (
    nothing_numeric,
    project_name_vague,
    name_cut_off,
    name_holds_two_things,
    terms_drift,
    survey_without_source,
)
