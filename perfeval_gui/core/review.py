"""The department's review of a form (复核): a second score and a remark a row, beside the form and never in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_gui.core.edits import ChangeProject
from perfeval_gui.core.form import FUNDING, INDICATORS, TOTAL, Project, ReviewMark
from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.layout.listing import Column, Section, listing
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number, parse_points
from perfeval_gui.core.scoring import grade_of, total_funding_row
from perfeval_gui.core.text import clean, squeeze

WHOLE_FORM = "整张表"
_COLUMNS = (
    Column("指标", 2666),
    Column("年度指标值", 1500),
    Column("实际完成值", 1500),
    Column("分值", 700, left=False),
    Column("自评得分", 800, left=False),
    Column("复核分", 800, left=False),
    Column("审核意见", 2500),
)
_SIGNED_BY = "复核人：\u3000\u3000\u3000\u3000\u3000\u3000复核日期：\u3000\u3000\u3000\u3000\u3000\u3000\u3000复核单位（盖章）："


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A scored row as a reviewer looks at it: texts of the form, and what she wrote (blank where nothing)."""

    section: str
    name: str
    target: str
    actual: str
    weight: str
    score: str
    mark: ReviewMark

    @property
    def doubt(self) -> str:
        """What is odd about the second score, for people; blank where nothing is."""
        text = self.mark.score.strip()
        if not text:
            return ""
        points, weight = parse_points(text), parse_points(self.weight)
        if points is None:
            return f"复核分“{text}”不是数，合计按自评得分计"
        if points < 0 or (weight is not None and points > weight):
            return f"复核分 {format_number(points)} 不在 0 到 {self.weight.strip()} 分之间"
        return ""


@dataclass(frozen=True, slots=True)
class ReviewSums:
    """Points: what the form's rows come to, and the same with second scores where there are any."""

    own: Decimal
    reviewed: Decimal
    marked: int
    rows: int
    grade: str


def review_lines(project: Project, profile: Profile) -> tuple[ReviewLine, ...]:
    """Return the scored rows: 年度资金总额, every indicator; last a line for remarks on the whole form."""
    form = project.form
    marks = {(mark.block, mark.row): mark for mark in project.review}

    def mark(block: str, row: str) -> ReviewMark:
        return marks.get((block, row), ReviewMark(block, row))

    lines = []
    funding = total_funding_row(form, profile)
    if funding is not None:
        lines.append(
            ReviewLine(
                "项目资金",
                "预算执行率",
                funding.revised_budget,
                f"{funding.outturn}（{funding.execution_rate}）"
                if funding.execution_rate
                else funding.outturn,
                funding.weight,
                funding.score,
                mark(FUNDING, funding.id),
            )
        )
    for row in form.indicators:
        section = "／".join(filter(None, (squeeze(row.dimension), squeeze(row.category))))
        lines.append(
            ReviewLine(
                section, row.name, row.target, row.actual, row.weight, row.score, mark(INDICATORS, row.id)
            )
        )
    whole = ReviewLine("", WHOLE_FORM, "", "", form.total.weight, form.total.score, mark(TOTAL, ""))
    return (*lines, whole)


def review_sums(lines: Iterable[ReviewLine], profile: Profile) -> ReviewSums:
    """Return the sums over the rows; a row without a second score that reads as points counts as the form says."""
    own = reviewed = Decimal(0)
    marked = rows = 0
    for line in lines:
        if line.mark.block == TOTAL:
            continue
        first = parse_points(line.score) or Decimal(0)
        second = parse_points(line.mark.score)
        own += first
        reviewed += first if second is None else second
        marked += second is not None
        rows += 1
    return ReviewSums(own, reviewed, marked, rows, grade_of(reviewed, profile))


def set_mark(project: Project, block: str, row: str, field: str, text: str) -> ChangeProject:
    """Return the edit that puts a text into `score` or `remark` of a row's mark; an empty mark goes."""
    marks = {(mark.block, mark.row): mark for mark in project.review}
    changes = {field: clean(text)}
    changed = replace(marks.get((block, row), ReviewMark(block, row)), **changes)
    marks[block, row] = changed
    if not changed.score and not changed.remark:
        del marks[block, row]
    return ChangeProject(project.id, {"review": tuple(marks.values())})


def with_review(mine: Project, theirs: Project) -> tuple[ReviewMark, ...]:
    """Return both sides' marks; where both wrote to a row, the ones that came in stand: the reviewer sent them."""
    marks = {(mark.block, mark.row): mark for mark in (*mine.review, *theirs.review)}
    return tuple(marks.values())


def in_words(sums: ReviewSums) -> str:
    """Return the sums as a sentence."""
    left = sums.rows - sums.marked
    rest = f"，其余 {left} 行按自评得分计" if left and sums.marked else ""
    grade = f"，等级“{sums.grade}”" if sums.grade and sums.marked else ""
    return (
        f"自评得分合计 {format_number(sums.own)}；复核分合计 {format_number(sums.reviewed)}{grade}"
        f"（已复核 {sums.marked}／{sums.rows} 行{rest}）。"
    )


def review_sheet(project: Project, profile: Profile) -> Grid:
    """Return the review as a printed list."""
    lines = review_lines(project, profile)
    sections: dict[str, list[tuple[str, ...]]] = {}
    for line in lines[:-1]:
        sections.setdefault(line.section, []).append(_printed(line))
    sums = review_sums(lines, profile)
    whole = ("合计", "", "", "", format_number(sums.own), format_number(sums.reviewed), lines[-1].mark.remark)
    name = project.form.project_name.strip() or "未命名项目"
    parts = [
        *(Section(heading, rows) for heading, rows in sections.items()),
        Section("合计与总体意见", [whole]),
    ]
    unit = project.form.implementing_unit.strip()
    return listing(f"复核表　{name}", _COLUMNS, parts, (f"实施单位：{unit}　　{in_words(sums)}", _SIGNED_BY))


def _printed(line: ReviewLine) -> tuple[str, ...]:
    return (line.name, line.target, line.actual, line.weight, line.score, line.mark.score, line.mark.remark)
