"""绩效自评报告: a draft out of the forms, paragraph by paragraph; nothing is said that no form says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perfeval_gui.core.conversion import factor_to_wan
from perfeval_gui.core.form import Indicator, Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number, format_rate, is_blank, parse_amount, parse_points
from perfeval_gui.core.summary import (
    AMOUNTS,
    SummaryRow,
    SummaryTotals,
    section_totals,
    summary_rows,
    title_of,
    totals,
)
from perfeval_gui.core.summary_table import NO_NAME
from perfeval_gui.core.text import squeeze

TO_WRITE = "【待填写："
MISSING = re.compile("【待填写：[^】]*】")
"""A place in a text that is still to be written."""
_MEASURES = re.compile(r"下一步|今后|将进一步|改进措施|整改|下年度|明年")
_SENTENCES = re.compile(r"[^。；\n]+[。；]?")
_BEFORE_SOURCE = re.compile(r"^其中[:：]?")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the report: a key that stays, its text, and the text that the forms give."""

    key: str
    text: str
    draft: str

    @property
    def is_edited(self) -> bool:
        """Whether a person wrote it."""
        return self.text != self.draft

    @property
    def is_missing(self) -> bool:
        """Whether something in it is still to be written."""
        return TO_WRITE in self.text


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its heading; `field` is its name in a template."""

    key: str
    heading: str
    field: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. `rows` are its projects, `sums` over them; `stale` are keys edited on other figures."""

    title: str
    unit: str
    fiscal_year: str
    sections: tuple[Section, ...]
    rows: tuple[SummaryRow, ...]
    sums: SummaryTotals
    stale: frozenset[str] = frozenset()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in their order."""
        return tuple(item for section in self.sections for item in section.paragraphs)

    @property
    def missing(self) -> int:
        """How many places are still to be written."""
        return sum(len(MISSING.findall(item.text)) for item in self.paragraphs)


Edits = Mapping[str, tuple[str, str]]
"""What a person wrote, by the paragraph's key: the text, and the draft that stood there then."""


def report_of(
    projects: Sequence[Project], profile_of: Callable[[Project], Profile], edits: Edits | None = None
) -> Report:
    """Return the report on these projects, with what a person wrote in the place of the drafts."""
    rows = summary_rows(projects, profile_of)
    facts = _Facts(tuple(projects), rows, totals(rows), profile_of)
    written = edits or {}
    sections = tuple(
        Section(
            key,
            heading,
            field,
            tuple(_paragraph(f"{key}.{name}", text, written) for name, text in drafts(facts)),
        )
        for key, heading, field, drafts in _SECTIONS
    )
    drafts_now = {item.key: item.draft for section in sections for item in section.paragraphs}
    stale = {key for key, (_, draft) in written.items() if key in drafts_now and drafts_now[key] != draft}
    title = title_of(rows).replace("自评情况汇总表", "自评报告")
    return Report(title, facts.unit, facts.year, sections, rows, facts.sums, frozenset(stale))


def edits_to_json(edits: Edits) -> dict[str, Any]:
    """Return what a person wrote as a JSON object."""
    return {"edits": {key: {"text": text, "draft": draft} for key, (text, draft) in edits.items()}}


def edits_from_json(value: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return what a person wrote; what is no text is passed over."""
    found: dict[str, tuple[str, str]] = {}
    items = value.get("edits")
    for key, item in items.items() if isinstance(items, dict) else ():
        if (
            isinstance(item, dict)
            and isinstance(item.get("text"), str)
            and isinstance(item.get("draft"), str)
        ):
            found[key] = item["text"], item["draft"]
    return found


def _paragraph(key: str, draft: str, edits: Edits) -> Paragraph:
    text, _ = edits.get(key, (draft, draft))
    return Paragraph(key, text, draft)


@dataclass(frozen=True, slots=True)
class _Facts:
    projects: tuple[Project, ...]
    rows: tuple[SummaryRow, ...]
    sums: SummaryTotals
    profile_of: Callable[[Project], Profile]

    @property
    def unit(self) -> str:
        """The unit where all forms share it, else the department."""
        for name in ("unit", "department"):
            shared = {getattr(row, name) for row in self.rows}
            if len(shared) == 1:
                return str(shared.pop())
        return ""

    @property
    def year(self) -> str:
        years = {row.year for row in self.rows}
        return years.pop() if len(years) == 1 else ""

    def paired(self) -> Iterator[tuple[Project, SummaryRow]]:
        return zip(self.projects, self.rows, strict=True)


Drafts = Iterator[tuple[str, str]]


def _to_write(what: str) -> str:
    return f"{TO_WRITE}{what}】"


def _basics(facts: _Facts) -> Drafts:
    sums = facts.sums
    when = f"{facts.year}年度，" if facts.year else ""
    amounts = "，".join(
        f"{label} {format_number(sums.amounts[name])} 万元"
        for name, label in (
            ("initial_budget", "年初预算"),
            ("revised_budget", "全年预算"),
            ("outturn", "全年执行"),
        )
    )
    yield "unit", _to_write("单位主要职能、项目立项依据和绩效目标设定情况")
    yield (
        "sums",
        f"{when}{facts.unit or _to_write('单位名称')}纳入绩效自评的项目支出共 {sums.count} 个，{amounts}。",
    )
    names = "、".join(f"{row.name or NO_NAME}（{_wan(row, 'revised_budget')}）" for row in facts.rows)
    yield "projects", f"各项目及全年预算数：{names}。"
    yield "scores", _scores(facts)


def _scores(facts: _Facts) -> str:
    scored = [row for row in facts.rows if row.score is not None]
    if not scored:
        return _to_write("自评得分，各表总分还没有填")
    grades = "、".join(f"{name} {count} 个" for name, count in facts.sums.grades.items())
    mean = format_number(facts.sums.mean_score or _ZERO)
    left = len(facts.rows) - len(scored)
    rest = f"其余 {left} 个项目{_to_write('总分')}。" if left else ""
    return f"{len(scored)} 个项目自评平均得分 {mean} 分" + (f"，其中{grades}" if grades else "") + f"。{rest}"


def _funding(facts: _Facts) -> Drafts:
    sums = facts.sums
    rate = f"，执行率 {format_rate(sums.rate)}" if sums.rate is not None else ""
    total, spent = (format_number(sums.amounts[name]) for name in ("revised_budget", "outturn"))
    yield "rate", f"全年预算 {total} 万元，全年执行 {spent} 万元{rate}。"
    sources = "；".join(_sources(facts))
    if sources:
        yield "sources", f"按资金来源：{sources}。"
    for project, row in facts.paired():
        initial, revised = row.amounts["initial_budget"], row.amounts["revised_budget"]
        if initial is not None and revised is not None and initial != revised:
            change = (
                f"“{row.name}”年初预算 {format_number(initial)} 万元，全年预算 {format_number(revised)} 万元"
            )
            yield f"adjusted.{project.id}", f"{change}，{_to_write('预算调整的原因')}。"
    for project, row in facts.paired():
        low = facts.profile_of(project).scoring.low_execution_rate
        if row.rate is not None and row.rate < low:
            yield (
                f"low.{project.id}",
                f"“{row.name}”执行率 {format_rate(row.rate)}，{_to_write('执行率偏低的原因')}。",
            )
    for project, row in facts.paired():
        unread = [label for name, label in _LABELS if row.amounts[name] is None]
        if unread:
            yield f"unread.{project.id}", f"“{row.name}”{_to_write('、'.join(unread) + '，表里没有数字')}。"


_LABELS = (("initial_budget", "年初预算数"), ("revised_budget", "全年预算数"), ("outturn", "全年执行数"))


def _sources(facts: _Facts) -> Iterator[str]:
    """Yield what each source of money comes to over all forms, the row of the whole left out."""
    found: dict[str, list[Decimal]] = {}
    for project in facts.projects:
        factor = factor_to_wan(project.form.funding_unit)
        for row in project.form.funding[1:]:
            read = [parse_amount(getattr(row, name)) for name in ("revised_budget", "outturn")]
            if factor is None or all(amount is None for amount in read):
                continue
            sofar = found.setdefault(_BEFORE_SOURCE.sub("", squeeze(row.source)), [_ZERO, _ZERO])
            for place, amount in enumerate(read):
                sofar[place] += (amount or _ZERO) * factor
    for source, (revised, outturn) in found.items():
        if revised or outturn:
            yield f"{source}全年预算 {format_number(revised)} 万元、执行 {format_number(outturn)} 万元"


def _goals(facts: _Facts) -> Drafts:
    rows = [row for project in facts.projects for row in project.form.indicators]
    scored = [row for row in rows if _points(row) is not None]
    if scored:
        full = sum(score >= weight for score, weight in filter(None, map(_points, scored)))
        count = f"{len(facts.projects)} 个项目共有三级指标 {len(rows)} 个"
        yield "indicators", f"{count}，得满分的 {full} 个，没有得满分的 {len(scored) - full} 个。"
    parts = "、".join(
        f"{item.name} {format_number(item.score)}/{format_number(item.weight)} 分"
        for item in section_totals(facts.rows)
        if item.weight
    )
    if parts:
        yield "sections", f"各部分得分合计：{parts}。"
    for number, (project, row) in enumerate(facts.paired(), 1):
        achieved = project.form.goal.achieved.strip()
        text = " ".join(achieved.split()) if achieved else _to_write("实际完成情况")
        score = f"（自评 {format_number(row.score)} 分）" if row.score is not None else ""
        yield f"goal.{project.id}", f"（{number}）{row.name or NO_NAME}{score}：{text}"


def _points(row: Indicator) -> tuple[Decimal, Decimal] | None:
    score, weight = parse_points(row.score), parse_points(row.weight)
    return None if score is None or weight is None else (score, weight)


def _reasons(facts: _Facts) -> Drafts:
    found = False
    for project, summary in facts.paired():
        for row in project.form.indicators:
            points = _points(row)
            note = " ".join(row.variance_note.split())
            has_note = not is_blank(note) and note.rstrip("。") != "无"
            is_short = points is not None and points[0] < points[1]
            if not is_short and not has_note:
                continue
            found = True
            reached = f"目标 {_told(row.target)}，实际 {_told(row.actual)}"
            score = f"，得 {format_number(points[0])}/{format_number(points[1])} 分" if points else ""
            reason = note if has_note else _to_write("未完成的原因")
            name = " ".join(row.name.split())
            end = "" if reason.endswith(("。", "；", "！")) else "。"
            yield (
                f"{project.id}.{row.id}",
                f"“{summary.name}”的“{name}”：{reached}{score}。原因：{reason}{end}",
            )
    if not found:
        yield "none", "各表的三级指标都得满分，偏差原因栏没有填写内容。"


def _told(text: str) -> str:
    return " ".join(text.split()) or "未填"


def _problems(_facts: _Facts) -> Drafts:
    yield "problems", _to_write("项目管理、资金使用和绩效管理中存在的问题")


def _measures(facts: _Facts) -> Drafts:
    for project, row in facts.paired():
        notes = " ".join(item.variance_note for item in project.form.indicators)
        said = dict.fromkeys(
            " ".join(sentence.split()) for sentence in _SENTENCES.findall(notes) if _MEASURES.search(sentence)
        )
        if said:
            yield f"said.{project.id}", f"“{row.name}”：{''.join(said)}"
    yield "measures", _to_write("下一步改进措施")


def _wan(row: SummaryRow, name: str) -> str:
    amount = row.amounts[name]
    return f"{format_number(amount)} 万元" if amount is not None else _to_write(AMOUNT_NAMES[name])


AMOUNT_NAMES = dict(_LABELS)

_SECTIONS: tuple[tuple[str, str, str, Callable[[_Facts], Drafts]], ...] = (
    ("basics", "一、基本情况", "基本情况", _basics),
    ("funding", "二、资金执行情况", "资金执行情况", _funding),
    ("goals", "三、绩效目标完成情况", "目标完成情况", _goals),
    ("reasons", "四、未完成的目标及原因", "未完成原因", _reasons),
    ("problems", "五、存在的问题", "存在的问题", _problems),
    ("measures", "六、下一步改进措施", "下一步措施", _measures),
)

HEADINGS = tuple((heading, field) for _, heading, field, _ in _SECTIONS)
"""The sections' headings with the fields that a template has for them."""

SUM_FIELDS = tuple(zip(("年初预算合计", "全年预算合计", "全年执行合计"), AMOUNTS, strict=True))


def fields_of(report: Report) -> dict[str, str]:
    """Return the texts of a template's fields that stand in a line, by their Chinese names."""
    sums = report.sums
    return {
        "标题": report.title,
        "单位": report.unit,
        "年度": report.fiscal_year,
        "项目数": str(sums.count),
        **{field: format_number(sums.amounts[name]) for field, name in SUM_FIELDS},
        "合计执行率": "" if sums.rate is None else format_rate(sums.rate),
        "平均分": "" if sums.mean_score is None else format_number(sums.mean_score),
    }


def row_fields_of(number: int, row: SummaryRow) -> dict[str, str]:
    """Return the texts of the fields of one project, for the row of a table that is repeated."""
    return {
        "序号": str(number),
        "项目名称": row.name or NO_NAME,
        "实施单位": row.unit,
        "年初预算": _plain(row.amounts["initial_budget"]),
        "全年预算": _plain(row.amounts["revised_budget"]),
        "全年执行": _plain(row.amounts["outturn"]),
        "执行率": "" if row.rate is None else format_rate(row.rate),
        "得分": _plain(row.score),
        "等级": row.grade,
    }


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format_number(number)
