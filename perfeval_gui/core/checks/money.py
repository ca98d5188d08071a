"""Amounts in the rows on one scale with the funding table: 万元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfeval_gui.core.checks.reading import Reading, RowReading
from perfeval_gui.core.measures import Measure, ValueKind
from perfeval_gui.core.quantities import parse_amount
from perfeval_gui.core.units import base_unit, is_bare_scale, is_money, is_per

_WAN = Decimal(10_000)
_YUAN_WORDS = (
    "费",
    "资金",
    "成本",
    "支出",
    "收入",
    "产值",
    "补助",
    "补贴",
    "投资",
    "融资",
    "消费",
    "税",
    "利润",
    "增收",
)


def in_wan(measure: Measure) -> Decimal | None:
    """Return the amount of money in 万元, or None for other figures and for prices per person or piece."""
    if measure.kind is not ValueKind.NUMBER or measure.number is None or is_per(measure.unit):
        return None
    if is_bare_scale(measure.unit) or is_money(measure.unit):
        return measure.number * base_unit(measure.unit)[0] / _WAN
    return None


def funding_in_wan(reading: Reading, name: str) -> Decimal | None:
    """Return an amount of 年度资金总额 in 万元, or None where it does not read as a number."""
    row = reading.funding
    amount = parse_amount(getattr(row, name)) if row else None
    if amount is None:
        return None
    return amount * base_unit(reading.form.funding_unit or "万元")[0] / _WAN


def cost_rows(reading: Reading) -> Iterator[RowReading]:
    """Yield the cost rows whose target is a sum of money, not a price per person or piece."""
    return (row for row in reading.of("cost") if in_wan(row.target) is not None)


def speaks_of_money(row: RowReading) -> bool:
    """Return whether a figure with only 万 in this row is surely money."""
    if row.role in ("cost", "economic"):
        return True
    return (
        any(word in row.name for word in _YUAN_WORDS)
        or is_money(row.target.unit)
        or is_money(row.actual.unit)
    )
