"""Labels and values in one text, such as `填表人：张三 填报日期：2025年8月19日`."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass

_COLON = r"\s*(?:[（(][^（()）]{0,20}[)）]\s*)?[:：]"
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Pair:
    """A label found inside a text, the text behind it up to the next label, and where the label begins."""

    label: str
    value: str
    start: int


@functools.cache
def _pattern(known: frozenset[str]) -> re.Pattern[str]:
    spelt = sorted(known, key=len, reverse=True)
    any_label = "|".join(r"\s*".join(map(re.escape, label)) for label in spelt)
    return re.compile(f"({any_label}){_COLON}")


def pairs_in(text: str, known: Collection[str]) -> list[Pair]:
    """Return the labelled values in the text; a label counts only with a colon behind it."""
    if not _has_colon(text):
        return []
    found = list(_pattern(frozenset(known)).finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
    return [
        Pair("".join(match[1].split()), text[match.end() : end].strip(), match.start())
        for match, end in zip(found, ends, strict=True)
    ]


def has_label(text: str, known: Collection[str]) -> bool:
    """Return whether one of the labels stands in the text with a colon.

    A long text is prose: a label in it says nothing.
    """
    if len(text) > _LONGEST_LINE or not _has_colon(text):
        return False
    return _pattern(frozenset(known)).search(text) is not None


def _has_colon(text: str) -> bool:
    return ":" in text or "：" in text
