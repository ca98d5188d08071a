"""Numbers read from text: amounts, points, rates and days. Reading never raises and never guesses."""

from __future__ import annotations

import functools
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[+-]?\.[0-9]+")
_BLANKS = frozenset({"", "-", "--", "—", "——", "–", "/", "一一"})
_CENT = Decimal("0.01")
_LONGEST = 40  # a longer run of digits is no amount that a form could mean


@functools.lru_cache(maxsize=16384)
def narrow(text: str) -> str:
    """Return the text with full-width digits, letters and signs as half-width and blanks trimmed.

    For reading numbers only: a cell's own text is never changed by it. ㎡, ① and ½ stay as they are, for
    splitting them up would make other numbers of them.
    """
    return text.strip() if text.isascii() else text.translate(_FULL_WIDTH).strip()


def is_blank(text: str) -> bool:
    """Return whether the cell says nothing: empty, or only a dash or slash."""
    return not text or narrow(text) in _BLANKS


@functools.lru_cache(maxsize=16384)
def parse_amount(text: str) -> Decimal | None:
    """Return the plain number of an amount cell (`1,234.5`, full-width digits), or None for words or blanks."""
    narrowed = narrow(text)
    if len(narrowed) > _LONGEST or not _NUMBER.fullmatch(narrowed):
        return None
    return Decimal(narrowed.replace(",", ""))


@functools.lru_cache(maxsize=16384)
def parse_points(text: str) -> Decimal | None:
    """Return the points of a weight or score cell (`10`, `9.74`, `10分`), or None for words or blanks."""
    return parse_amount(narrow(text).removesuffix("分"))


@functools.lru_cache(maxsize=16384)
def parse_rate(text: str) -> Decimal | None:
    """Return a rate in percent (`97.44%` and `97.44％` give 97.44), or None where there is no percent sign."""
    narrowed = narrow(text)
    return parse_amount(narrowed[:-1]) if narrowed.endswith("%") else None


def round_half_up(number: Decimal, step: Decimal = _CENT) -> Decimal:
    """Return the number rounded half up to two decimals (or to another step)."""
    return number.quantize(step, ROUND_HALF_UP)


def format_number(number: Decimal) -> str:
    """Return the number without exponent and trailing zeros: 10, 9.5, 9.74."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def format_rate(rate: Decimal) -> str:
    """Return a rate in percent as the form writes it: `97.44%`, `100%`."""
    return format_number(round_half_up(rate)) + "%"


_DATE = re.compile(r"([0-9]{4})\s*[年./-]\s*([0-9]{1,2})\s*(?:[月./-]\s*(?:([0-9]{1,2})\s*[日号]?)?)?")


@functools.lru_cache(maxsize=4096)
def parse_date(text: str) -> date | None:
    """Return the day that a whole cell names (`2025年8月19日`, `2025.8.19`), or None."""
    match = _DATE.fullmatch(narrow(text))
    if match is None or match[3] is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
