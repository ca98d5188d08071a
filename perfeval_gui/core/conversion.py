"""Amounts brought to 万元: the decimal point is shifted, nothing is rounded, and only on demand."""

from __future__ import annotations

from decimal import Decimal

from perfeval_gui.core.edits import Batch, SetCell
from perfeval_gui.core.fields import FIELDS, Kind
from perfeval_gui.core.form import FUNDING, HEAD, WAN, Cell, FundingRow, Project, is_in_wan
from perfeval_gui.core.quantities import format_number, is_blank, parse_amount
from perfeval_gui.core.text import squeeze
from perfeval_gui.errors import PerfevalError

_IN_WAN = {
    "元": Decimal("0.0001"),
    "百元": Decimal("0.01"),
    "千元": Decimal("0.1"),
    WAN: Decimal(1),
    "百万元": Decimal(100),
    "千万元": Decimal(1_000),
    "亿元": Decimal(10_000),
}
_AMOUNTS = tuple(item for item in FIELDS if item.block == FUNDING and item.kind is Kind.AMOUNT)


class ConversionError(PerfevalError):
    """The amounts of a form cannot be brought to 万元; the message names the unit or the cell."""


def factor_to_wan(funding_unit: str) -> Decimal | None:
    """Return by what an amount in this unit is multiplied to be in 万元, or None where the unit is not known."""
    return Decimal(1) if is_in_wan(funding_unit) else _IN_WAN.get(squeeze(funding_unit))


def to_wan(project: Project) -> Batch:
    """Return the edit that brings the funding amounts of the project to 万元 and takes the unit away.

    Dashes and blanks stay. Raises ConversionError where the unit is not known or an amount is no number:
    half of a table in another unit would be worse than all of it.
    """
    unit = squeeze(project.form.funding_unit)
    factor = factor_to_wan(unit)
    if factor is None:
        raise ConversionError(f"金额单位“{unit}”不认识，不能换算。请在编辑器中按万元重新填写各项金额。")
    shifted = [
        SetCell(Cell(project.id, FUNDING, row.id, item.name), text, "computed")
        for row in project.form.funding
        for item in _AMOUNTS
        if (text := _shifted(row, item.name, item.label, factor)) != getattr(row, item.name)
    ]
    return Batch((*shifted, SetCell(Cell(project.id, HEAD, "", "funding_unit"), "")))


def _shifted(row: FundingRow, name: str, label: str, factor: Decimal) -> str:
    text: str = getattr(row, name)
    if is_blank(text) or factor == 1:
        return text
    amount = parse_amount(text)
    if amount is None:
        raise ConversionError(
            f"“{squeeze(row.source)}”的{label}“{text.strip()}”不是单纯的数字，不能换算。请先改成数字再换算。"
        )
    return format_number(amount * factor)
