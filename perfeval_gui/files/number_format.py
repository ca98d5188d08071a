"""A spreadsheet's number as its cell shows it: percent, decimals, thousands, dates; never an exponent."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

GENERAL = "General"
# The formats that files name by number only (ECMA-376 part 1, 18.8.30), Chinese dates included.
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 49: "@",
    **dict.fromkeys((14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), "h:mm"),
}  # fmt: skip

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_DIGITS = re.compile(r"[#0?][#0?,.]*")
_MOST_DIGITS = Decimal("1e15")
_LAST_DAY = 2_958_465  # 31 December 9999
_LONGEST_FORMAT = 250


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a number is shown: as date or time, or with decimals, thousands and percent between two texts."""

    kind: str  # general, text, date, time or number
    decimals: int = 0
    most_decimals: int = 0
    thousands: bool = False
    percent: bool = False
    before: str = ""
    after: str = ""


def displayed(number: float, number_format: str, *, from_1904: bool = False) -> str:
    """Return the number as the cell shows it by that format; dates always as `2024年3月15日`."""
    if number != number or number in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN is not itself
        return ""
    shape = _shape(number_format[:_LONGEST_FORMAT])
    if shape.kind == "date" and 0 <= number <= _LAST_DAY:
        return _day(int(number), from_1904)
    if shape.kind == "time" and number >= 0:
        return _time(number)
    value = Decimal(f"{number:.15g}")
    if shape.kind != "number" or abs(value) >= _MOST_DIGITS:
        return shortest(value)
    return _numbered(value, shape)


def shortest(value: Decimal) -> str:
    """Return the number without exponent and without zeros that say nothing."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def iso_day(text: str) -> str:
    """Return `2024-03-15…` as `2024年3月15日`, and any other text as it is."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)(?:T|$)", text)
    return f"{found[1]}年{int(found[2])}月{int(found[3])}日" if found else text


def is_date(number_format: str) -> bool:
    """Return whether the format shows a day."""
    return _shape(number_format[:_LONGEST_FORMAT]).kind == "date"


@functools.lru_cache(maxsize=1024)
def _shape(number_format: str) -> _Shape:
    section = _first_section(number_format)
    bare = _LITERAL.sub("", section)
    if bare.strip() in ("", GENERAL, "general", "G/通用格式") or "General" in bare or "E+" in bare.upper():
        return _Shape("general")
    if "@" in bare:
        return _Shape("text")
    if _DATE_LETTERS.search(bare):
        return _Shape("date" if re.search(r"[yd年日]", bare, re.IGNORECASE) or _is_month(bare) else "time")
    digits = _DIGITS.search(bare)
    if not digits or "/" in bare:
        return _Shape("general")
    return _number_shape(section, bare, digits[0])


def _number_shape(section: str, bare: str, digits: str) -> _Shape:
    whole, _, fraction = digits.partition(".")
    # literals before and after the digits are part of what is shown: `0"人"`
    spelt = _LITERAL.sub(lambda match: (match[1] or match[2] or "") if match[0][0] in '"\\' else "", section)
    place = _DIGITS.search(spelt)
    before = spelt[: place.start()] if place else ""
    after = spelt[place.end() :] if place else ""
    return _Shape(
        "number",
        decimals=sum(mark == "0" for mark in fraction),
        most_decimals=sum(mark in "0#?" for mark in fraction),
        thousands="," in whole.rstrip(","),
        percent="%" in bare,
        before=before.replace("%", "").strip(),
        after=after.replace("%", "").strip(),
    )


def _first_section(number_format: str) -> str:
    inside, end = False, len(number_format)
    for place, mark in enumerate(number_format):
        if mark == '"':
            inside = not inside
        elif mark == ";" and not inside:
            end = place
            break
    return number_format[:end]


def _is_month(bare: str) -> bool:
    return "m" in bare.lower() and not re.search("[hs]", bare, re.IGNORECASE)


def _numbered(value: Decimal, shape: _Shape) -> str:
    value = value * 100 if shape.percent else value
    rounded = value.quantize(Decimal(1).scaleb(-min(shape.most_decimals, 15)), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    text = f"{abs(rounded):,f}" if shape.thousands else f"{abs(rounded):f}"
    whole, _, fraction = text.partition(".")
    while len(fraction) > shape.decimals and fraction.endswith("0"):
        fraction = fraction[:-1]
    text = f"{whole}.{fraction}" if fraction else whole
    return sign + shape.before + text + ("%" if shape.percent else "") + shape.after


def _day(serial: int, from_1904: bool) -> str:  # noqa: FBT001
    # Excel believes in 29 February 1900 (serial 60): before it the count is one day ahead
    start_1900 = date(1899, 12, 30) if serial > 60 else date(1899, 12, 31)
    start = date(1904, 1, 1) if from_1904 else start_1900
    try:
        day = start + timedelta(days=serial)
    except OverflowError:
        return str(serial)
    return f"{day.year}年{day.month}月{day.day}日"


def _time(number: float) -> str:
    minutes = int(Decimal(f"{number:.15g}") * 1440 + Decimal("0.5"))
    return f"{minutes // 60}:{minutes % 60:02d}"
