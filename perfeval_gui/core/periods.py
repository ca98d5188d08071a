"""Years, deadlines and days named in a text, for time checks and roll-over; what is vague gives nothing."""

from __future__ import annotations

import calendar
import functools
import re
from datetime import date

from perfeval_gui.core.quantities import narrow
from perfeval_gui.core.values import dataclass

# A year in a document number, a standard or a model name says nothing about the time of the work.
_NOT_A_TIME = re.compile(
    r"[〔\[【(（]\s*(?:19|20)[0-9]{2}\s*[〕\]】)）]\s*(?:第\s*)?[0-9]+\s*号|[A-Za-z/]+\s*[0-9.]*[-—–][0-9]{4}(?![0-9])|第?[0-9]{4}[期号批]|《[^》]*》"
)
# 2024.5 is a month, 1912.6万元 and 2023.5㎡ are amounts: no word or sign of a unit may stand behind such a month.
_YEAR = re.compile(
    r"(?<![0-9.,])((?:19|20)[0-9]{2})"
    r"(?=\s*年|[./-](?:1[0-2]|0?[1-9])(?:[./-]|[日号前底至到止以之（）(),，。;；、~～—–]|\s|$)|\s*[—–~～至到-]\s*20[0-9]{2}\s*年)"
)
_DAY = re.compile(
    r"(?<![0-9.])(?:(?P<year>(?:19|20)[0-9]{2})\s*[年./-]\s*)?(?P<month>1[0-2]|0?[1-9])\s*(?:月份?|[./-](?=[0-9]))\s*"
    r"(?:(?P<day>3[01]|[12][0-9]|0?[1-9])\s*[日号]?|(?P<end>底|末))?"
)
_ANY_YEAR = 2000
_SPAN = re.compile(r"[-—–~～至到]")
_BEFORE = re.compile(r"(?:之前|以前|前|底|末|内)")


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year in a text and the place where its four digits begin."""

    year: int
    start: int


@functools.lru_cache(maxsize=16384)
def years_in(text: str) -> tuple[YearMention, ...]:
    """Return the years that a text names as times; document numbers, standards and book titles are no times."""
    if "20" not in (plain := text if text.isascii() else text.translate(_DIGITS)) and "19" not in plain:
        return ()
    hidden = _NOT_A_TIME.sub(lambda match: "\0" * len(match[0]), plain)
    return tuple(YearMention(int(match[1]), match.start(1)) for match in _YEAR.finditer(hidden))


_DIGITS = {ord("０") + number: str(number) for number in range(10)}


@functools.lru_cache(maxsize=4096)
def last_day(text: str, fiscal_year: int | None = None) -> date | None:
    """Return the last day that a text names (`2024年12月31日前`, `11月底前`), or None.

    A date without a year is taken in the fiscal year; without that it gives None. Every-month dates
    (每月10日前) give None.
    """
    plain = narrow(text)
    if "每" in plain or not any(character.isdigit() for character in plain):
        return None
    found: list[date] = []
    year: int | None = None
    for match in _DAY.finditer(plain):
        if match["day"] is None and "月" not in match[0]:
            continue
        year = int(match["year"]) if match["year"] else year or fiscal_year
        if year is not None and (day := _day(year, int(match["month"]), match["day"])):
            found.append(day)
    return max(found, default=None)


def _day(year: int, month: int, day: str | None) -> date | None:
    last = calendar.monthrange(year, month)[1]
    if day is not None and int(day) > last:
        return None
    return date(year, month, int(day) if day else last)


def is_in_time(target: str, actual: str) -> bool | None:
    """Return whether an actual day keeps the deadline, or None where one of them names no single day."""
    named = years_in(target) or years_in(actual)
    year = named[0].year if named else _ANY_YEAR  # 10月底前 and 10月12日 are days of one year
    deadline, done = last_day(target, year), last_day(actual, year)
    if deadline is None or done is None or _SPAN.search(actual):
        return None
    return done <= deadline


def names_a_deadline(text: str) -> bool:
    """Return whether the text sets a deadline or names the day of completion."""
    return bool(_BEFORE.search(text)) or last_day(text, 2000) is not None
