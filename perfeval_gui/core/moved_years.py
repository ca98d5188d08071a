"""Years in a text moved on to the form's year: which of them are left over, and what would stand there instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfeval_gui.core.periods import YearMention, years_in

_DIGITS = 4
_TO_FULL_WIDTH = {ord(str(digit)): ord("０") + digit for digit in range(10)}
_UNTIL = re.compile(r"\s*(?:[年./-][^，。；、,;]{0,9})?[-—–~～至到]\s*")
_DATED = re.compile(r"\s*年?\s*(?:度|底|末|初|内|全年|以?前|之前|[./-]?\s*[0-9０-９]{1,2}\s*[月./-])")


@dataclass(frozen=True, slots=True)
class MovedYears:
    """A text with its left-over years moved on; `is_certain` when none of them could be meant as it stands."""

    text: str
    is_certain: bool
    reason: str


def moved_years(text: str, year: int, *, is_date: bool = False) -> MovedYears | None:
    """Return the text with years before `year` moved on, or None when it has none left over.

    Last year's become this year's. A day or deadline of an earlier year was left over already and becomes
    this year's too; an earlier year told as a fact (`2023年招录`) is moved by one and is not certain. A span
    of years that reaches into `year` stays. `is_date` tells that the cell holds times only.
    """
    moves: list[tuple[YearMention, int]] = []
    certain, reasons = True, []
    for span in _spans(text):
        newest = max(mention.year for mention in span)
        if newest >= year:
            continue
        dated = is_date or all(_DATED.match(text, mention.start + _DIGITS) for mention in span)
        old = newest < year - 1
        distance = year - newest if dated else 1
        moves += [(mention, mention.year + distance) for mention in span]
        certain = certain and not (old and not dated) and len(span) == 1
        reasons.append(_reason(old=old, dated=dated, spans=len(span) > 1))
    if not moves:
        return None
    return MovedYears(_rewritten(text, moves), certain, "；".join(dict.fromkeys(reasons)))


def _reason(*, old: bool, dated: bool, spans: bool) -> str:
    if spans:
        return "几年的起止时间，请核对"
    if old:
        return "去年就没有改过来的年份" if dated else "更早的年份，可能是以前的事"
    return "去年的年份"


def _spans(text: str) -> Iterator[list[YearMention]]:
    """Yield the years of a text, those joined by a dash or 至 together."""
    span: list[YearMention] = []
    for mention in years_in(text):
        if span and not _UNTIL.fullmatch(text, span[-1].start + _DIGITS, mention.start):
            yield span
            span = []
        span.append(mention)
    if span:
        yield span


def _rewritten(text: str, moves: Sequence[tuple[YearMention, int]]) -> str:
    for mention, year in moves:
        digits = str(year)
        if not text[mention.start].isascii():
            digits = digits.translate(_TO_FULL_WIDTH)
        text = text[: mention.start] + digits + text[mention.start + _DIGITS :]
    return text
