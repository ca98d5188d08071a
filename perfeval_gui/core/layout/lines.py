"""A text broken into lines as Word does: Chinese anywhere, words whole, no comma at the start."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable

Measure = Callable[[str], float]
"""Gives the width of a text in em of its font size."""

_OPENING = r"（〔［｛《〈「『【〖“‘(\[{"
_CLOSING = r"）〕］｝》〉」』】〗”’)\]}、。，．：；！？…—～·％‰℃,.:;!?%"
_WORD = r"!#-'*-Z\\^-z|~≥≤≧≦＞＜±"
_UNIT = re.compile(rf"[{_OPENING}]*(?:[{_WORD}]+|\s|[^\s])[{_CLOSING}]*", re.DOTALL)
_SLACK = 1e-6
_NUMBER = re.compile(r"[0-9][0-9.,]*%?")
_NARROWEST = 60


@functools.cache
def _character_width(character: str) -> float:
    return 0.55 if unicodedata.east_asian_width(character) in {"Na", "N", "H"} else 1.0


@functools.lru_cache(maxsize=8192)
def em_width(text: str) -> float:
    """Return the width of a text in em, estimated: a Chinese character or sign 1, everything else 0.55.

    No font of a government form is wider, so what fits by this estimate fits on paper.
    """
    return sum(map(_character_width, text))


@functools.lru_cache(maxsize=8192)
def broken(text: str, width: float, measure: Measure = em_width) -> tuple[str, ...]:
    """Return the lines of a text in a column `width` em wide; a line break in it begins a new line.

    The lines are remembered: most texts of a form stay while one is typed, and labels are always the same.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if len(paragraph) <= width or measure(paragraph) <= width + _SLACK:
            lines.append(paragraph)
        else:
            lines.extend(_filled(paragraph, width, measure))
    return tuple(lines)


def narrowing(text: str, width: float) -> int:
    """Return how wide the signs of a text stand in a column `width` em wide, in hundredths of their own width.

    100, but for a number that the column would break: 99.58 on two lines is read as 99.5 and 8. Words that
    process Chinese texts call it 字符缩放. The size stays; what would need less than 60 breaks.
    """
    if len(text) * 0.55 <= width + _SLACK or not _NUMBER.fullmatch(text):
        return 100
    scale = int(width / em_width(text) * 100)
    return scale if scale >= _NARROWEST else 100


def _filled(paragraph: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for unit in _UNIT.findall(paragraph):
        wide = measure(unit)
        if used + wide > width + _SLACK and line and not unit.isspace():
            lines.append(line)
            line, used = "", 0.0
        if wide > width + _SLACK and not line:
            *whole, rest = _cut(unit, width, measure)  # a word wider than the column goes on below
            lines += whole
            line, used = rest, measure(rest)
        else:
            line, used = line + unit, used + wide
    return [*lines, line] if line else lines


def _cut(unit: str, width: float, measure: Measure) -> list[str]:
    pieces, piece = [], ""
    for character in unit:
        if piece and measure(piece + character) > width + _SLACK:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
