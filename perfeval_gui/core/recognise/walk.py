"""One segment's lines walked from top to bottom, each handed to the block it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_gui.core.recognise import labels
from perfeval_gui.core.recognise.draft import Draft
from perfeval_gui.core.recognise.funding import FundingBlock
from perfeval_gui.core.recognise.goals import GoalBlock
from perfeval_gui.core.recognise.head import (
    continues_note,
    name_from_title,
    read_head,
    read_margins,
    read_note,
    read_sign_off,
    read_title,
    read_unit,
)
from perfeval_gui.core.recognise.indicators import IndicatorBlock
from perfeval_gui.core.recognise.inline import pairs_in
from perfeval_gui.core.recognise.lines import PARAGRAPH, Kind, Line
from perfeval_gui.core.recognise.segments import Segment

_Block = FundingBlock | GoalBlock | IndicatorBlock | None


def read_form(segment: Segment, margins: Iterable[str]) -> Draft:
    """Return the form of a segment as it stands in the source, with its doubts.

    `margins` are the texts of headers, footers and text boxes: what the body lacks is looked for there.
    """
    around = tuple(margins)
    draft = Draft()
    read_title(draft, segment, around)
    _Walk(draft, segment).run()
    read_margins(draft, around)
    name_from_title(draft, segment)
    _name_missing_blocks(draft, segment)
    return draft


def _name_missing_blocks(draft: Draft, segment: Segment) -> None:
    if Kind.FUNDING not in segment.kinds:
        draft.doubt("/funding", "warning", "没有找到“项目资金”部分，请核对原表。")
    if Kind.GOAL not in segment.kinds:
        draft.doubt("/goal/expected", "warning", "没有找到“年度总体目标”部分，请核对原表。")
    if not draft.indicators:
        draft.doubt("/indicators", "warning", "没有找到绩效指标，请核对原表。")
    if any(line.numbered for line in segment.lines):
        draft.doubt("", "hint", "原表用了自动编号，编号不是文字，没有导入；需要的请自己写上。")


class _Walk:
    """Keeps the block that is being read, and the table it stands in."""

    def __init__(self, draft: Draft, segment: Segment) -> None:
        self._draft = draft
        self._lines = segment.lines
        self._tables = segment.tables
        self._block: _Block = None
        self._begun = False  # the first row of a table was seen: above it stand titles, below it rows
        self._ended = False  # the total row was seen
        self._noted = False  # the last line was part of the note

    def run(self) -> None:
        """Read all lines."""
        for line in self._lines:
            if line.kind is Kind.BLANK:
                self._blank(line)
                continue
            if line.table != PARAGRAPH and line.table not in self._tables and line.kind not in _OUTSIDE:
                continue  # a table that has nothing to do with the form
            self._noted = self._line(line)

    def _blank(self, line: Line) -> None:
        if isinstance(self._block, IndicatorBlock) and not self._ended and line.table in self._tables:
            self._block.note_dropped_row()

    def _line(self, line: Line) -> bool:
        """Read one line; return whether it is part of the note."""
        if isinstance(self._block, GoalBlock) and self._block.awaits_text and _is_goal_text(line):
            self._block.read(line)
            return False
        kind = self._kind(line)
        if kind in _STARTS:
            self._begun = True
            self._start(kind, line)
        elif kind is Kind.NOTE:
            read_note(self._draft, _note_text(line))
            return True
        elif kind is Kind.SIGN_OFF:
            read_sign_off(self._draft, line)
        elif kind is not Kind.TITLE:
            return self._other(line)
        return False

    def _kind(self, line: Line) -> Kind:
        """Return what the line announces here: inside a block, rows of the block may look like labels."""
        kind, block = line.kind, self._block
        if isinstance(block, FundingBlock):
            goes_on = kind is Kind.FUNDING and (block.awaits_rows or not _has_columns(line))
            return Kind.OTHER if kind is Kind.TOTAL or goes_on else kind
        if isinstance(block, IndicatorBlock) and not self._ended:
            if labels.key(line.filled[0].text) in labels.TOTAL_ROW and block.is_total(line):
                return Kind.TOTAL
            if kind is not Kind.INDICATORS and block.is_row(line):
                return Kind.OTHER
            if kind in _NEVER_INDICATORS or (len(line.filled) == 1 and kind in _OUTSIDE):
                return kind
            if kind is Kind.INDICATORS:
                return kind
            return kind if kind in _BELOW and block.is_in_labels(line) else Kind.OTHER
        return Kind.OTHER if kind is Kind.TOTAL and not isinstance(block, IndicatorBlock) else kind

    def _start(self, kind: Kind, line: Line) -> None:
        block = self._block
        if kind in (Kind.NAME, Kind.HEAD):
            self._head(line)
        elif kind is Kind.FUNDING:
            self._block = FundingBlock(self._draft, line)
        elif kind is Kind.GOAL:
            if isinstance(block, GoalBlock):
                block.read_head(line)
            else:
                self._block = GoalBlock(self._draft, line)
        elif isinstance(block, IndicatorBlock):
            if kind is Kind.INDICATORS:
                block.repeat_head(line)
            else:
                block.read_total(line)
                self._ended = True
        else:
            self._block = IndicatorBlock(self._draft, line)

    def _head(self, line: Line) -> None:
        above = not self._begun or self._block is None
        signed = [p.label for cell in line.filled for p in pairs_in(cell.text, labels.SIGN_OFF)]
        if above or line.kind is Kind.NAME or not signed:
            read_head(self._draft, line)
        else:
            read_sign_off(self._draft, line)

    def _other(self, line: Line) -> bool:
        if self._noted and len(line.filled) == 1 and continues_note(line.text):
            read_note(self._draft, line.text)
            return True
        block = self._block
        if block is None:
            self._above(line)
        elif line.table != PARAGRAPH and self._ended:
            self._free_row(line)
        elif line.table != PARAGRAPH:
            block.read(line)
        return False

    def _above(self, line: Line) -> None:
        """Take a line above the blocks: a unit, a labelled value, or a row of the head that we do not know."""
        if pairs_in(line.text, labels.HEAD_OTHER) or (
            self._begun and line.table != PARAGRAPH and len(line.filled) > 1
        ):
            read_head(self._draft, line)
        elif not read_unit(self._draft, line) and self._begun and line.table != PARAGRAPH:
            self._free_row(line)

    def _free_row(self, line: Line) -> None:
        """Keep a row that belongs to no block: a label and its text, or one text that may hold both."""
        first, *rest = line.filled
        if rest:
            self._draft.keep(first.text, "\n".join(cell.text.strip() for cell in rest))
            return
        label, colon, text = first.text.partition("：")
        if colon and len(label) <= 20:
            self._draft.keep(label, text.strip() or label)
        else:
            self._draft.keep("", first.text)


_STARTS = frozenset({Kind.NAME, Kind.HEAD, Kind.FUNDING, Kind.GOAL, Kind.INDICATORS, Kind.TOTAL})
_OUTSIDE = frozenset({Kind.NOTE, Kind.SIGN_OFF, Kind.TITLE})
_NEVER_INDICATORS = frozenset({Kind.NAME, Kind.FUNDING})
_BELOW = frozenset({Kind.GOAL, Kind.NOTE, Kind.SIGN_OFF})


def _is_goal_text(line: Line) -> bool:
    return line.table != PARAGRAPH and line.kind not in (Kind.INDICATORS, Kind.FUNDING)


def _has_columns(line: Line) -> bool:
    return sum(labels.key(cell.text) in labels.FUNDING_COLUMNS for cell in line.filled) >= 2


def _note_text(line: Line) -> str:
    return "\n".join(cell.text.strip() for cell in line.filled)
