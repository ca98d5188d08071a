"""Every field of the form once: its name in code, its Chinese label and what kind of text it holds."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from perfeval_gui.core.form import (
    DIMENSIONS,
    EXTRA,
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    ROW_BLOCKS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Project,
    rows_of,
)
from perfeval_gui.core.values import dataclass


class Kind(Enum):
    """What a field is read as; every field is stored as text."""

    TEXT = "text"
    AMOUNT = "amount"
    POINTS = "points"
    RATE = "rate"
    TARGET = "target"
    DATE = "date"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the block it stands in, its name, its label on paper and its kind."""

    block: str
    name: str
    label: str
    kind: Kind


FIELDS = (
    Field(HEAD, "fiscal_year", "年度", Kind.YEAR),
    Field(HEAD, "project_name", "项目支出名称", Kind.TEXT),
    Field(HEAD, "supervising_department", "主管部门", Kind.TEXT),
    Field(HEAD, "implementing_unit", "实施单位", Kind.TEXT),
    Field(HEAD, "note", "备注", Kind.TEXT),
    Field(HEAD, "funding_unit", "金额单位", Kind.TEXT),
    Field(FUNDING, "source", "资金来源", Kind.TEXT),
    Field(FUNDING, "initial_budget", "年初预算数", Kind.AMOUNT),
    Field(FUNDING, "revised_budget", "全年预算数", Kind.AMOUNT),
    Field(FUNDING, "outturn", "全年执行数", Kind.AMOUNT),
    Field(FUNDING, "weight", "分值", Kind.POINTS),
    Field(FUNDING, "execution_rate", "执行率", Kind.RATE),
    Field(FUNDING, "score", "得分", Kind.POINTS),
    Field(GOAL, "expected", "预期目标", Kind.TEXT),
    Field(GOAL, "achieved", "实际完成情况", Kind.TEXT),
    Field(DIMENSIONS, "name", "一级指标", Kind.TEXT),
    Field(DIMENSIONS, "points", "一级指标分值", Kind.POINTS),
    Field(INDICATORS, "dimension", "一级指标", Kind.TEXT),
    Field(INDICATORS, "category", "二级指标", Kind.TEXT),
    Field(INDICATORS, "name", "三级指标", Kind.TEXT),
    Field(INDICATORS, "target", "年度指标值", Kind.TARGET),
    Field(INDICATORS, "actual", "实际完成值", Kind.TARGET),
    Field(INDICATORS, "weight", "分值", Kind.POINTS),
    Field(INDICATORS, "score", "得分", Kind.POINTS),
    Field(INDICATORS, "variance_note", "偏差原因分析及改进措施", Kind.TEXT),
    Field(TOTAL, "weight", "总分", Kind.POINTS),
    Field(TOTAL, "score", "总得分", Kind.POINTS),
    Field(SIGN_OFF, "preparer", "填表人", Kind.TEXT),
    Field(SIGN_OFF, "filed_on", "填报日期", Kind.DATE),
    Field(SIGN_OFF, "phone", "联系电话", Kind.TEXT),
    Field(EXTRA, "after", "位置", Kind.TEXT),
    Field(EXTRA, "label", "表外内容名称", Kind.TEXT),
    Field(EXTRA, "text", "表外内容", Kind.TEXT),
)

_BY_ADDRESS = {(item.block, item.name): item for item in FIELDS}


def field_of(cell: Cell) -> Field | None:
    """Return the field a cell belongs to, or None for a block or form as a whole."""
    return _BY_ADDRESS.get((cell.block, cell.field))


def label_of(cell: Cell) -> str:
    """Return the Chinese label of the cell's field, or a blank for a whole form."""
    found = field_of(cell)
    return found.label if found else ""


_LABELS_OF_ROWS = frozenset({"dimension", "category", "after"})


def cells_of(project: Project) -> Iterator[Cell]:
    """Yield the addresses of all texts of the form in reading order, but for the labels that rows share."""
    form = project.form
    order = (HEAD, FUNDING, GOAL, INDICATORS, TOTAL, SIGN_OFF, EXTRA)
    for block in order:
        names = [item.name for item in FIELDS if item.block == block and item.name not in _LABELS_OF_ROWS]
        rows = [row.id for row in rows_of(form, block)] if block in ROW_BLOCKS else [""]
        yield from (Cell(project.id, block, row, name) for row in rows for name in names)
