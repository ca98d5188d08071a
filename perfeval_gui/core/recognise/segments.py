"""Where one form ends and the next begins: the lines of a document cut into one segment a form."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_gui.core.recognise import labels
from perfeval_gui.core.recognise.lines import PARAGRAPH, Kind, Line

_BLOCKS = frozenset({Kind.NAME, Kind.FUNDING, Kind.GOAL, Kind.INDICATORS})
_IN_A_TABLE = _BLOCKS | {Kind.HEAD, Kind.TOTAL}
_LINES_BEFORE_TITLE = 4
_LONGEST_TITLE = 80


@dataclass(frozen=True)
class Segment:
    """The lines of one possible form, from its title or first row to the line before the next."""

    lines: tuple[Line, ...]

    @functools.cached_property
    def kinds(self) -> frozenset[Kind]:
        """What its lines announce."""
        return frozenset(line.kind for line in self.lines)

    @functools.cached_property
    def title(self) -> str:
        """The text of the title line nearest above the table, or a blank."""
        first_row = next((place for place, line in enumerate(self.lines) if line.kind in _IN_A_TABLE), 0)
        above = [line.text for line in self.lines[: first_row or None] if line.kind is Kind.TITLE]
        return above[-1] if above else ""

    @functools.cached_property
    def title_layout(self) -> str:
        """How the head is laid out: its lines with their words masked."""
        first_row = next((place for place, line in enumerate(self.lines) if line.kind in _IN_A_TABLE), 0)
        above = [line.text for line in self.lines[:first_row] if line.kind is not Kind.BLANK]
        return "\n".join(
            " ".join("字" for _ in text.split()) for text in above if len(text) <= _LONGEST_TITLE
        )

    @functools.cached_property
    def is_form(self) -> bool:
        """Whether enough blocks are there: two of head, funding, goal, indicators, or a title and indicators."""
        kinds = self.kinds
        if Kind.INDICATORS not in kinds and not {Kind.NAME, Kind.FUNDING} <= kinds:
            return False
        return bool(self.title) or len(kinds & _BLOCKS) + (Kind.HEAD in kinds) >= 2

    @functools.cached_property
    def is_department_level(self) -> bool:
        """Whether it is the form for a whole department (附件2), which this program does not edit."""
        if labels.DEPARTMENT_LEVEL.search(labels.plain(self.title)):
            return Kind.NAME not in self.kinds or "项目支出绩效" not in labels.plain(self.title)
        if Kind.NAME in self.kinds:
            return False
        return any(
            {labels.key(cell.text) for cell in line.filled} >= _DEPARTMENT_WORDS for line in self.lines
        )

    @functools.cached_property
    def tables(self) -> frozenset[int]:
        """The tables that take part in the form: those with at least one line that announces a block."""
        return frozenset(
            line.table for line in self.lines if line.kind in _IN_A_TABLE and line.table != PARAGRAPH
        )


_DEPARTMENT_WORDS = frozenset({"基本支出", "项目支出"})


def segments_of(lines: Sequence[Line]) -> list[Segment]:
    """Return the document's lines cut at every title or first row of a new form; nothing is left out."""
    segments: list[list[Line]] = [[]]
    seen: set[Kind] = set()
    for line in lines:
        current = segments[-1]
        other_sheet = (
            bool(current) and line.sheet != current[-1].sheet and PARAGRAPH not in _tables(line, current)
        )
        if other_sheet or _begins_a_form(line, seen, current):
            moved = [] if other_sheet else _lines_of_the_next(current)
            del current[len(current) - len(moved) :]
            segments.append(moved)
            seen = {item.kind for item in moved}
        segments[-1].append(line)
        if line.kind is Kind.TOTAL and Kind.INDICATORS not in seen:
            continue  # 合计 as a row of the money
        if line.kind in _IN_A_TABLE or line.kind is Kind.TITLE:
            seen.add(line.kind)
    return [Segment(tuple(part)) for part in segments if part]


def _tables(line: Line, current: list[Line]) -> tuple[int, int]:
    return line.table, current[-1].table


def _begins_a_form(line: Line, seen: set[Kind], current: list[Line]) -> bool:
    if line.kind is Kind.TITLE:
        return _is_a_new_title(line, seen, current)
    if line.kind is Kind.NAME:
        return Kind.INDICATORS in seen or Kind.TOTAL in seen or (Kind.NAME in seen and Kind.FUNDING in seen)
    if line.kind is Kind.HEAD:
        return Kind.TOTAL in seen and _is_department_row(line)
    if line.kind is Kind.FUNDING:
        return Kind.TOTAL in seen and Kind.FUNDING in seen
    return (
        line.kind is Kind.INDICATORS
        and Kind.TOTAL in seen
        and Kind.GOAL not in seen
        and Kind.NAME not in seen
    )


def _is_a_new_title(line: Line, seen: set[Kind], current: list[Line]) -> bool:
    if Kind.INDICATORS in seen and Kind.TOTAL not in seen and line.table in {item.table for item in current}:
        # inside an unfinished block of indicators a row may well speak of a 自评表
        return line.table == PARAGRAPH or bool(labels.YEAR.search(labels.plain(line.text)))
    return bool(seen)


def _is_department_row(line: Line) -> bool:
    return labels.HEAD.get(labels.key(line.filled[0].text)) == "supervising_department"


def _lines_of_the_next(current: list[Line]) -> list[Line]:
    """Return the last lines that belong to the new form: `附件3`, a year, a unit's line just above it."""
    moved: list[Line] = []
    for line in reversed(current[-_LINES_BEFORE_TITLE:]):
        if line.kind is Kind.TITLE and not _stands_alone(current):
            break
        if (
            line.kind not in (Kind.BLANK, Kind.OTHER, Kind.TITLE)
            or len(line.filled) > 1
            or _ends_a_form(line)
        ):
            break
        moved.insert(0, line)
    return moved


def _stands_alone(current: list[Line]) -> bool:
    return not any(line.kind in _IN_A_TABLE for line in current)


def _ends_a_form(line: Line) -> bool:
    return line.kind is Kind.OTHER and len(labels.plain(line.text)) > 20
