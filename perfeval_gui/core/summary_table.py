"""The 汇总表 on paper: which columns it has, what stands in them, and its A4 page across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.layout.listing import Column, Section, listing
from perfeval_gui.core.profile import PageRule, Profile
from perfeval_gui.core.quantities import format_number, format_rate
from perfeval_gui.core.summary import AMOUNTS, SummaryRow, SummaryTotals, title_of, totals

NO_NAME, NO_UNIT, TOTAL = "（未填项目名称）", "（未填实施单位）", "合计"
SIGNED_BY = (
    "填表人：\u3000\u3000\u3000\u3000\u3000\u3000填报日期：\u3000\u3000\u3000\u3000\u3000\u3000\u3000"
    "单位负责人（签字）："
)
COUNTS = ("errors", "warnings", "hints")

LANDSCAPE = PageRule(
    size=(16838, 11906),
    margins=MappingProxyType(
        {"top": 794, "right": 680, "bottom": 794, "left": 680, "header": 400, "footer": 400}
    ),
    grid=(),
    cell_left_right=60,
    cell_top_bottom=30,
    cell_top_bottom_small=30,
    size_steps=((Decimal(9), Decimal(12)),),
    two_page_step=(Decimal(9), Decimal(12)),
)


@dataclass(frozen=True, slots=True)
class SummaryColumn:
    """A column by its key, with its head, its width in twips, and whether its texts stand left."""

    key: str
    head: str
    width: int
    left: bool = False


COLUMNS = (
    SummaryColumn("number", "序号", 480),
    SummaryColumn("name", "项目支出名称", 2300, left=True),
    SummaryColumn("unit", "实施单位", 1350, left=True),
    SummaryColumn("year", "年度", 600),
    SummaryColumn("initial_budget", "年初预算数（万元）", 950),
    SummaryColumn("revised_budget", "全年预算数（万元）", 950),
    SummaryColumn("outturn", "全年执行数（万元）", 950),
    SummaryColumn("rate", "执行率", 850),
    SummaryColumn("score", "总分", 700),
    SummaryColumn("grade", "等级", 520),
    SummaryColumn("state", "状态", 720),
    SummaryColumn("errors", "错误", 500),
    SummaryColumn("warnings", "警告", 500),
    SummaryColumn("hints", "提示", 500),
    SummaryColumn("causes", "偏差原因及改进措施", 2000, left=True),
    SummaryColumn("remarks", "备注", 1608, left=True),
)


def texts_of(row: SummaryRow) -> Mapping[str, str]:
    """Return what stands in each column for a project, by key; the number is the caller's."""
    counts = row.findings or ()
    return {
        "name": row.name or NO_NAME,
        "unit": row.unit or NO_UNIT,
        "year": row.year,
        **{key: _plain(row.amounts[key]) for key in AMOUNTS},
        "rate": "" if row.rate is None else format_rate(row.rate),
        "score": _plain(row.score),
        "grade": row.grade,
        "state": row.state_label,
        **{key: str(count) for key, count in zip(COUNTS, counts, strict=False)},
        "causes": "\n".join(row.causes),
        "remarks": "；".join(row.remarks),
    }


def texts_of_totals(sums: SummaryTotals, *, is_checked: bool = True) -> Mapping[str, str]:
    """Return what stands in each column of the last row, by key."""
    counts = zip(COUNTS, map(str, sums.findings), strict=True) if is_checked else ()
    return {
        "name": f"{TOTAL}（{sums.count} 个项目，总分为平均分）",
        **{key: _plain(sums.amounts[key]) for key in AMOUNTS},
        "rate": "" if sums.rate is None else format_rate(sums.rate),
        "score": _plain(sums.mean_score),
        **dict(counts),
    }


def summary_grid(rows: Sequence[SummaryRow], tail: Sequence[str] = ()) -> Grid:
    """Return the 汇总表 as a grid: a row a project in their order, then the sums; `tail` are lines below."""
    columns = [Column(column.head, column.width, column.left) for column in COLUMNS]
    listed = [_line({"number": str(number), **texts_of(row)}) for number, row in enumerate(rows, 1)]
    is_checked = all(row.findings is not None for row in rows)
    last = _line(texts_of_totals(totals(rows), is_checked=is_checked))
    return listing(title_of(rows), columns, [Section("", [*listed, last])], tail)


def notes_of(profile: Profile) -> tuple[str, ...]:
    """Return the lines under the table: from which score each grade is given, how the rate is reckoned."""
    bands = "，".join(f"{grade.name} {format_number(grade.low)} 分起" for grade in profile.scoring.grades)
    grades = f"等级：{bands}。" if bands else ""
    return (f"{grades}执行率 = 全年执行数 ÷ 全年预算数。", SIGNED_BY)


def _line(texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(texts.get(column.key, "") for column in COLUMNS)


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format_number(number)
