"""Group X, across projects: copies, overlaps, header fields and sums over the unit's forms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from perfeval_gui.core.checks.reading import (
    SIGN_OFF_LABELS,
    FilingReading,
    Reading,
    RowReading,
    quoted,
)
from perfeval_gui.core.checks.repairs import put
from perfeval_gui.core.checks.rule import (
    OFFICIAL,
    PRACTICE,
    Card,
    Help,
    Hit,
    Severity,
    filing_check,
    form_check,
)
from perfeval_gui.core.conversion import factor_to_wan
from perfeval_gui.core.form import Form
from perfeval_gui.core.likeness import letters_of, likeness, near_pairs, without_numbering
from perfeval_gui.core.measures import Measure, ValueKind
from perfeval_gui.core.periods import years_in
from perfeval_gui.core.quantities import format_number, is_blank, narrow, parse_amount, parse_points
from perfeval_gui.core.scorecard import ratio
from perfeval_gui.core.scoring import total_funding_row
from perfeval_gui.core.text import common_start, squeeze

_ZERO = Decimal(0)
_SAME_ROW, _SAME_ROW_AND_VALUE = 0.85, 0.6
_IDLE = re.compile(r"各类|各种|各项|有关|相关")
_SAME_GOAL, _SAME_PROJECT = 0.7, 0.7
_FEWEST_FORMS = 3
_MOST_COMPARED = 40
_SHORTEST_GOAL = 12
_WIDESPREAD = 0.8
_FUNDING_COLUMNS = {"initial_budget": "年初预算数", "revised_budget": "全年预算数", "outturn": "全年执行数"}


@form_check(
    Card(
        "X01",
        Severity.WARNING,
        "同一指标写了两行",
        "{label}与第 {other} 行“{first}”重复，请合并或写出区别",
        PRACTICE,
        Help(
            "同一张表里一个指标只写一行。",
            "补贴发放人数（数量）、发放到位率（质量）、发放标准（成本）。",
            "三行都叫“发放生活补贴”；一笔经费在时效和成本里各写一遍。",
        ),
    )
)
def duplicate_row(reading: Reading) -> Iterator[Hit]:
    """Find rows named alike, or alike in meaning with the very same values."""
    rows = [row for row in reading.filled if row.name]
    names = [_IDLE.sub("", row.name) for row in rows]
    first = {
        later: earlier
        for later, earlier in near_pairs(names, _SAME_ROW)
        if names[later] == names[earlier]
        or not (_is_other_side(rows[later], rows[earlier]) or _is_other_kind(names[later], names[earlier]))
    }
    for later, earlier in _with_same_figures(rows, names):
        first.setdefault(later, earlier)
    for later, earlier in sorted(first.items()):
        row, other = rows[later], rows[earlier]
        facts = {"label": row.label, "other": other.index + 1, "first": quoted(other.name)[1:-1]}
        yield Hit(row.cell_of("name"), facts)


def _is_other_kind(name: str, other: str) -> bool:
    """Return whether two names differ in one word for which the other has another (春季学期、秋季学期; 小学、初中).

    Two words that mean the same (补贴、补助) do not tell rows apart, and neither does a word that only one has.
    """
    start = common_start(name, other)
    end = common_start(name[start:][::-1], other[start:][::-1])
    one, two = name[start : len(name) - end], other[start : len(other) - end]
    if not one or not two or max(len(one), len(two)) > _LONGEST_KIND:
        return False
    return frozenset((one, two)) not in _SAME_WORDS


_LONGEST_KIND = 6
_SAME_WORDS = frozenset(
    frozenset(pair)
    for pair in (
        ("贴", "助"),
        ("补贴", "补助"),
        ("场", "次"),
        ("数", "数量"),
        ("举办", "开展"),
        ("期", "次"),
        ("办", "行"),
    )
)


def _is_other_side(row: RowReading, other: RowReading) -> bool:
    """Return whether one row counts a thing and the other its money: 文体活动 and 文体活动经费."""
    return row.role != other.role and "cost" in (row.role, other.role)


def _with_same_figures(rows: list[RowReading], names: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the rows whose target and actual value repeat those of a row of nearly the same name."""
    groups: dict[tuple[Measure, Measure], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.target.kind is not ValueKind.NUMBER or row.target.unit == "%":
            continue  # a percentage alone proves nothing
        group = groups[row.target, row.actual]
        earlier = (
            place
            for place in group
            if likeness(names[index], names[place]) >= _SAME_ROW_AND_VALUE
            and not _is_other_kind(names[index], names[place])
        )
        found = next(earlier, None)
        if found is not None:
            yield index, found
        if len(group) < _MOST_COMPARED:
            group.append(index)


@filing_check(
    Card(
        "X02",
        Severity.WARNING,
        "其他项目也用了同一指标",
        "{label}（目标 {target}）在{others}里也有，请核对是不是同一件事算了两次",
        PRACTICE,
        Help(
            "不同项目的产出不重复计算。",
            "同一场活动只写在出钱的那个项目里。",
            "两张表都写“老干部参加志愿服务次数”。",
        ),
    )
)
def indicator_in_other_project(filing: FilingReading) -> Iterator[Hit]:
    """Find output and benefit rows of the same name in another project of the unit."""
    for group in filing.groups():
        found: dict[str, list[tuple[Reading, RowReading]]] = defaultdict(list)
        for reading in group:
            for row in reading.filled:
                key = squeeze(row.name)
                if row.section_role != "satisfaction" and len(key) >= 6 and not _GENERIC.search(key):
                    found[key].append((reading, row))
        for pairs in found.values():
            if len({reading.project.id for reading, _ in pairs}) < 2:
                continue
            for reading, row in pairs:
                others = [other.form.project_name for other, _ in pairs if other is not reading]
                facts = {
                    "label": row.label,
                    "others": "、".join(quoted(name) for name in dict.fromkeys(others)),
                    "target": " ".join(row.row.target.split()) or "空",
                }
                yield Hit(row.cell_of("name"), facts)


_GENERIC = re.compile(
    r"率$|成本|及时|合格|时间|时限|机制|制度|满意|知晓|影响|标准|安全|事故|质量|预算|资金|能力|水平|效率|年限|持续|保障|稳定|完成情况"
)


@filing_check(
    Card(
        "X03",
        Severity.WARNING,
        "项目名称相近",
        "项目名称与{other}很相近，请核对是不是同一个项目、有没有重复申报",
        PRACTICE,
        Help(
            "同一单位的项目名称要能区分，范围不重叠。",
            "老干部活动中心运行经费、老干部协会活动经费。",
            "“活动中心管理经费”和“活动中心经费（各协会）”分不清。",
        ),
    )
)
def project_names_alike(filing: FilingReading) -> Iterator[Hit]:
    """Find projects of one unit whose names are nearly the same; numbered phases and lots are not meant."""
    for group in filing.groups():
        for one, two in combinations(group, 2):
            if not _names_overlap(one.form.project_name, two.form.project_name):
                continue
            for reading, other in ((one, two), (two, one)):
                yield Hit(reading.head("project_name"), {"other": quoted(other.form.project_name)})


@lru_cache(maxsize=4096)
def _core_name(name: str) -> str:
    plain = re.sub(r"[（(][^）)]*[）)]", "", squeeze(narrow(name)))
    return re.sub(r"(?:管理|工作|运行|维护|专项)*(?:经费|资金|项目|工程|补助|补贴)+$", "", plain)


@lru_cache(maxsize=4096)
def _without_ordinals(name: str) -> str:
    return re.sub(r"[0-9一二三四五六七八九十东西南北]", "", squeeze(narrow(name)))


def _names_overlap(first: str, second: str) -> bool:
    if squeeze(first) == squeeze(second):
        return bool(squeeze(first))
    if _without_ordinals(first) == _without_ordinals(second):
        return False
    one, two = _core_name(first), _core_name(second)
    if len(one) < 4 or len(two) < 4:
        return one == two != ""
    return likeness(one, two) > _SAME_PROJECT


@filing_check(
    Card(
        "X04",
        Severity.ERROR,
        "目标照抄其他项目",
        "{field}与{other}几乎一样，请按本项目的实际情况写",
        PRACTICE,
        Help(
            "每个项目写自己的目标和完成情况。",
            "医疗补助项目写为几名对象报销医疗费多少万元。",
            "复制另一个项目的目标，只改了名称。",
        ),
    )
)
def goal_copied(filing: FilingReading) -> Iterator[Hit]:
    """Find goal texts that nearly repeat those of another project of the unit."""
    labels = {"expected": "预期目标", "achieved": "实际完成情况"}
    for group in filing.groups():
        for field, label in labels.items():
            texts = [(reading, letters_of(getattr(reading.form.goal, field))) for reading in group]
            long = [(reading, text) for reading, text in texts if len(text) >= _SHORTEST_GOAL]
            for (one, first), (two, second) in combinations(long, 2):
                if min(len(first), len(second)) * 2 < max(len(first), len(second)):
                    continue
                if likeness(first, second) < _SAME_GOAL:
                    continue
                for reading, other in ((one, two), (two, one)):
                    facts = {"field": label, "other": quoted(other.form.project_name)}
                    yield Hit(reading.goal_cell(field), facts)


@filing_check(
    Card(
        "X05",
        Severity.HINT,
        "各项目都用同一个套话值",
        "“{value}”在 {count} 个项目里都出现，请按各项目的实际情况写",
        PRACTICE,
        Help(
            "各项目的可持续影响按实际写。",
            "管护制度 健全；设备正常使用 8 年。",
            "所有项目的可持续影响都写“5-10年”。",
        ),
    )
)
def filler_everywhere(filing: FilingReading) -> Iterator[Hit]:
    """Find wordy or many-year values that stand in nearly all projects of the unit."""
    for group in filing.groups():
        if len(group) < _FEWEST_FORMS:
            continue
        places: dict[str, list[tuple[str, RowReading]]] = defaultdict(list)
        for reading in group:
            for row in reading.filled:
                if _is_filler(row):
                    places[squeeze(row.row.actual)].append((reading.project.id, row))
        for value, rows in places.items():
            count = len({project for project, _ in rows})
            if count >= _FEWEST_FORMS and count >= _WIDESPREAD * len(group):
                for _, row in rows:
                    yield Hit(row.cell_of("actual"), {"value": value, "count": count})


def _is_filler(row: RowReading) -> bool:
    if row.role != "sustainability" or is_blank(row.row.actual):
        return False
    return row.actual.kind in (ValueKind.WORDS, ValueKind.RANGE)


@filing_check(
    Card(
        "X06",
        Severity.ERROR,
        "各项目合计与附件1不符",
        "各项目{column}合计 {sum}，附件1 的项目支出是 {expected}，相差 {gap}",
        PRACTICE,
        Help(
            "全部项目的预算数、执行数合计等于附件1 基础数据表的项目支出。",
            "300 + 149.20 + 173.30 = 622.50。",
            "漏了一个项目，或者某张表的金额改了没有同步。",
        ),
    )
)
def sums_off_department(filing: FilingReading) -> Iterator[Hit]:
    """Find funding columns whose sum over all forms is not that of 附件1, where 附件1 is at hand."""
    for department in filing.context.departments:
        here = [reading for reading in filing.readings if department.covers(reading.form)]
        covered = filing.covered_by(department) if here else []
        for name, label in _FUNDING_COLUMNS.items():
            expected = department.sums.get(name)
            total = sum((_funding_amount(reading, name) for reading in covered), _ZERO)
            if expected is None or total == expected:
                continue
            facts = {
                "column": label,
                "sum": format_number(total),
                "expected": format_number(expected),
                "gap": format_number(abs(total - expected)),
            }
            for reading in here:
                yield Hit(reading.funding_cell(reading.funding, name), facts)


def _funding_amount(reading: Reading, name: str) -> Decimal:
    """Return the amount in 万元; what is no number or in an unknown unit counts as nothing."""
    row = total_funding_row(reading.form, reading.profile)
    amount, factor = (
        parse_amount(getattr(row, name)) if row else None,
        factor_to_wan(reading.form.funding_unit),
    )
    return _ZERO if amount is None or factor is None else amount * factor


@filing_check(
    Card(
        "X07",
        Severity.WARNING,
        "全单位都是满分",
        "{count} 个项目总分全是 {total} 分，请核对有没有如实扣分",
        OFFICIAL,
        Help(
            "自评要真实，不能虚高；整个单位全部满分会被重点抽查。",
            "7 个项目得分在 92 到 100 之间。",
            "所有项目一律 100 分。",
        ),
    )
)
def whole_unit_full(filing: FilingReading) -> Iterator[Hit]:
    """Find units of three or more projects of which every one has the full total."""
    for group in filing.groups():
        full = [parse_points(reading.form.total.score) == reading.profile.total_points for reading in group]
        if len(group) < _FEWEST_FORMS or not all(full):
            continue
        for reading in group:
            facts = {"count": len(group), "total": format_number(reading.profile.total_points)}
            yield Hit(reading.total_cell("score"), facts)


@filing_check(
    Card(
        "X08",
        Severity.WARNING,
        "表头与其他表不一致",
        "{label}写的是{written}，同单位其他 {count} 张表是{expected}，请核对",
        PRACTICE,
        Help(
            "同一单位各张表的单位名称、年度、填报日期、填表人写法一致。",
            "七张表都写“区委组织部”、2025年3月15日、张三。",
            "有一张表的日期或电话没有改。",
        ),
        has_fix=True,
    )
)
def header_differs(filing: FilingReading) -> Iterator[Hit]:
    """Find header fields that differ from those of most forms of the unit, year by year.

    Another spelling can be repaired, and so can the sign-off line; another department or unit is only asked
    about. Where two ways are about as frequent, two people share the work, and nothing is said.
    """
    by_unit: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for reading in filing.readings:
        form = reading.form
        by_unit[squeeze(form.fiscal_year), squeeze(form.implementing_unit)].append(reading)
    for group in by_unit.values():
        yield from _odd_ones(group, "supervising_department", "主管部门")
        for name, label in SIGN_OFF_LABELS.items():
            yield from _odd_ones(group, name, label)
    for group in filing.groups():
        yield from _odd_ones(group, "implementing_unit", "实施单位")
    yield from _odd_years(filing)


def _text_of(reading: Reading, name: str) -> str:
    record = reading.form.sign_off if name in SIGN_OFF_LABELS else reading.form
    text: str = getattr(record, name)
    return text


def _odd_ones(group: list[Reading], name: str, label: str) -> Iterator[Hit]:
    texts = Counter(_text_of(reading, name) for reading in group if not is_blank(_text_of(reading, name)))
    if len(texts) < 2:
        return
    usual, count = texts.most_common(1)[0]
    for reading in group:
        text = _text_of(reading, name)
        if is_blank(text) or text == usual or not _is_odd(text, usual, name, texts):
            continue
        same = squeeze(narrow(text)) == squeeze(narrow(usual))
        cell = reading.sign_off_cell(name) if name in SIGN_OFF_LABELS else reading.head(name)
        facts = {"label": label, "written": quoted(text), "count": count, "expected": quoted(usual)}
        yield Hit(cell, facts, put(cell, usual) if same or name in SIGN_OFF_LABELS else None)


def _is_odd(text: str, usual: str, name: str, texts: Counter[str]) -> bool:
    one, other = squeeze(narrow(text)), squeeze(narrow(usual))
    if one == other:
        return True
    total = sum(texts.values())
    if name == "implementing_unit":
        is_spelling = min(len(one), len(other)) >= 4 and (one.endswith(other) or other.endswith(one))
        return is_spelling or (texts[usual] >= _FEWEST_FORMS and texts[usual] >= 0.75 * total)
    return total <= _FEWEST_FORMS or texts[text] * 3 <= total


def _odd_years(filing: FilingReading) -> Iterator[Hit]:
    """Yield the one form that has another year than the others of its unit filed on the same day."""
    groups: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for reading in filing.readings:
        filed = squeeze(reading.form.sign_off.filed_on)
        if filed:
            groups[squeeze(reading.form.implementing_unit), filed].append(reading)
    for group in groups.values():
        if len(group) >= _FEWEST_FORMS:
            yield from _odd_ones(group, "fiscal_year", "年度")


@filing_check(
    Card(
        "X09",
        Severity.ERROR,
        "项目与预算对不上",
        "附件1 的预算里没有项目{name}，请核对名称或是否应填报",
        OFFICIAL,
        Help(
            "有预算的项目都要自评，一个不漏；自评的项目都能在预算里找到。",
            "预算 7 个项目，自评表 7 张。",
            "年中追加的项目没有填表。",
        ),
        wordings={"absent": "附件1 的预算里有项目{name}，还没有它的自评表"},
    )
)
def project_without_budget_line(filing: FilingReading) -> Iterator[Hit]:
    """Find forms without a budget line and budget lines without a form, where 附件1 is at hand."""
    for department in filing.context.departments:
        here = [reading for reading in filing.readings if department.covers(reading.form)]
        if not here or not department.projects:
            continue
        covered = filing.covered_by(department)
        lines = {letters_of(name): name for name in department.projects}
        present = {letters_of(reading.form.project_name) for reading in covered}
        for reading in here:
            if letters_of(reading.form.project_name) not in lines:
                yield Hit(reading.head("project_name"), {"name": quoted(reading.form.project_name)})
        for key, name in lines.items():
            if key not in present and here[0].project.id == covered[0].project.id:
                yield Hit(here[0].whole, {"name": quoted(name)}, wording="absent")


@form_check(
    Card(
        "X10",
        Severity.WARNING,
        "与上年的表一样",
        "上年{label}完成 {actual}，超过目标 {target}，今年目标没有变，请核对是不是定低了",
        PRACTICE,
        Help(
            "上年已经超额完成的，今年的目标要相应提高；文字不要照搬上年。",
            "上年目标 ≥10期、实际 14期，今年目标 ≥12期。",
            "目标多年不变，文字里还是上年的年份。",
        ),
        wordings={"text": "{field}与上年的表一字不差，连年份都没有改，请核对"},
    )
)
def same_as_last_year(reading: Reading) -> Iterator[Hit]:
    """Find targets kept although last year went far beyond, and texts of last year with its year in them."""
    previous = reading.project.previous
    if previous is None:
        return
    before = {squeeze(without_numbering(row.name)): row for row in previous.indicators}
    for row in reading.filled:
        old = before.get(squeeze(row.name))
        if old is None or squeeze(old.target) != squeeze(row.row.target):
            continue
        share = ratio(old)
        is_low = share is not None and share > reading.profile.scoring.over_achievement
        if is_low and row.target.comparator in ("≥", ">") and row.role != "cost":
            facts = {
                "label": row.label,
                "actual": old.actual.strip(),
                "target": old.target.strip(),
                "field": "",
            }
            yield Hit(row.cell_of("target"), facts)
    yield from _texts_kept(reading, previous)


def _texts_kept(reading: Reading, previous: Form) -> Iterator[Hit]:
    year = squeeze(reading.form.fiscal_year)
    for name, label in (("expected", "预期目标"), ("achieved", "实际完成情况")):
        text = getattr(reading.form.goal, name)
        if squeeze(text) != squeeze(getattr(previous.goal, name)):
            continue
        if any(str(mention.year) != year for mention in years_in(text)):
            facts = {"field": label, "label": "", "actual": "", "target": ""}
            yield Hit(reading.goal_cell(name), facts, wording="text")


CHECKS = (
    duplicate_row,
    indicator_in_other_project,
    project_names_alike,
    goal_copied,
    filler_everywhere,
    sums_off_department,
    whole_unit_full,
    header_differs,
    project_without_budget_line,
    same_as_last_year,
)
