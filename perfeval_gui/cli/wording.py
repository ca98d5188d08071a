"""Forms, notes and findings as Chinese lines for people; the JSON output says the same for programs."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_gui.cli.console import one_line
from perfeval_gui.core.fields import FIELDS, label_of
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
    Form,
    Project,
    cell_at,
    rows_of,
)

_BLOCKS = (HEAD, FUNDING, GOAL, DIMENSIONS, INDICATORS, TOTAL, SIGN_OFF, EXTRA)
_ROWS = {FUNDING: "资金", DIMENSIONS: "一级指标", INDICATORS: "指标", EXTRA: "表外内容"}
_LABELS = {
    block: tuple((item.name, item.label) for item in FIELDS if item.block == block) for block in _BLOCKS
}


def title(form: Form) -> str:
    """Return one line that tells the form from others: year, project, unit."""
    year = f"{form.fiscal_year}年度" if form.fiscal_year.strip() else "年度未填"
    name = form.project_name.strip() or "未命名项目"
    unit = form.implementing_unit.strip() or "实施单位未填"
    return one_line(f"{year}　{name}（{unit}）")


def form_lines(form: Form) -> Iterator[str]:
    """Yield every text of the form with its label, a line a row of the table; blank cells are left out."""
    for block in _BLOCKS:
        if block in ROW_BLOCKS:
            for number, row in enumerate(rows_of(form, block), 1):
                yield f"{_ROWS[block]}{number}　{_texts(row, block)}"
        else:
            texts = _texts(getattr(form, block) if block else form, block)
            if texts:
                yield texts


def _texts(record: object, block: str) -> str:
    found = ((label, one_line(getattr(record, name))) for name, label in _LABELS[block])
    return "；".join(
        text if text.startswith(f"{label}：") else f"{label}：{text}" for label, text in found if text
    )


def place(project: Project, where: str) -> str:
    """Return a JSON pointer as people call the place, such as `指标3 得分`; a blank for the whole form."""
    try:
        cell = cell_at(project, where)
    except KeyError:
        return where
    if not cell.block:
        return label_of(cell)
    parts = where.split("/")[2:]
    number = str(int(parts[0]) + 1) if cell.block in ROW_BLOCKS and parts else ""
    return f"{_ROWS.get(cell.block, '')}{number} {label_of(cell)}".strip()


def severity_label(severity: str) -> str:
    """Return the Chinese word for a severity."""
    from perfeval_gui.core.checks.rule import Severity  # the whole catalogue comes with it

    return Severity(severity).label
