"""The block 年度总体目标: labels above the texts, beside them, or in front of them in the same cell."""

from __future__ import annotations

import re
from dataclasses import replace

from perfeval_gui.core.recognise import labels
from perfeval_gui.core.recognise.columns import Column, aligned, columns_of
from perfeval_gui.core.recognise.draft import Draft
from perfeval_gui.core.recognise.lines import Line
from perfeval_gui.core.recognise.raw import RawCell

_OURS = frozenset({"expected", "achieved"})
_BESIDE = {"adjusted": "调整后目标", "rate": "目标完成率", "long_term": "中长期目标"}
_INLINE = re.compile(r"\s*([^:：]{2,20})[:：](.*)", re.DOTALL)
_DONE = re.compile("完成情况")


class GoalBlock:
    """Reads the rows of one goal block, the head row first."""

    def __init__(self, draft: Draft, head: Line) -> None:
        self._draft = draft
        self._columns: tuple[Column, ...] = ()
        self._field = "expected"
        self.awaits_text = False
        self.read_head(head)

    def read_head(self, line: Line) -> None:
        """Take a row that has one of the block's labels."""
        columns = columns_of(_without_block_name(line), labels.GOAL_COLUMNS)
        heads = [c for c in columns if c.field]
        others = [cell for cell in line.filled if not _is_label(cell)]
        if heads and (not others or _are_heads(heads, line)):
            self._columns = self._without_block(columns, len(heads))
            self.awaits_text = True
        else:
            self._columns = ()
            self._pairs(line)

    @staticmethod
    def _without_block(columns: tuple[Column, ...], heads: int) -> tuple[Column, ...]:
        """Return the columns: labels that can name the block too name a column where one has no name.

        年度目标 beside 中期目标 is the year's own column, 年度总体目标完成情况 behind 年初设定目标 what was reached.
        """
        columns = tuple(
            replace(c, field=_field_of(labels.key(c.label)))
            if n and not c.field and _DONE.search(c.label)
            else c
            for n, c in enumerate(columns)
        )
        fields = {column.field for column in columns}
        if "expected" in fields or heads == 0:
            return columns
        places = [n for n, c in enumerate(columns) if labels.key(c.label) in labels.GOAL_BLOCK]
        wanted = places[-1] if places and places[-1] > 0 else None
        return tuple(replace(c, field="expected") if n == wanted else c for n, c in enumerate(columns))

    def read(self, line: Line) -> None:
        """Take one row below the head."""
        self.awaits_text = False
        if self._columns:
            for column, cell in aligned(self._columns, line):
                if not cell.continued and cell.text.strip():
                    self._put(column.field, column.label, cell.text)
        else:
            for cell in line.filled:
                self._put(self._field, "", cell.text)

    def _pairs(self, line: Line) -> None:
        """Take labels with their texts beside them or behind a colon."""
        for cell in line.filled:
            inside = _INLINE.match(cell.text)
            label = labels.key(inside[1]) if inside else ""
            if inside and inside[2].strip() and _field_of(label):
                self._field = _field_of(label)
                self._put(self._field, inside[1], inside[2])
            elif _is_label(cell):
                self._field = _field_of(labels.key(cell.text))
            else:
                self._put(self._field, _BESIDE.get(self._field, ""), cell.text)

    def _put(self, field: str, label: str, text: str) -> None:
        if field in _OURS:
            before = getattr(self._draft.goal, field)
            joined = f"{before}\n{text.strip()}" if before else text
            self._draft.goal = replace(self._draft.goal, **{field: joined})
            self._draft.spot = f"/goal/{field}"
        elif labels.key(text) not in labels.GOAL_BLOCK:
            self._draft.keep(label, text, self._draft.spot or "/goal/expected")


def _without_block_name(line: Line) -> Line:
    """Return the row with a blank in the place of the block's name, which may read like one of its columns."""
    first = line.cells[0]
    label = labels.key(first.text)
    if label in labels.GOAL_COLUMNS or not _DONE.search(label):
        return line
    return replace(line, cells=(replace(first, text=""), *line.cells[1:]))


def _are_heads(heads: list[Column], line: Line) -> bool:
    """Return whether labels for both texts stand side by side, whatever the block before them is called."""
    return (
        {"expected", "achieved"} <= {c.field for c in heads}
        and len(line.filled) <= len(heads) + 1
        and (line.filled[-1].column == heads[-1].start)
    )


def _field_of(label: str) -> str:
    field = labels.GOAL_COLUMNS.get(label, "")
    if field or label not in labels.GOAL_BLOCK:
        return field
    return "achieved" if _DONE.search(label) else "expected"


def _is_label(cell: RawCell) -> bool:
    return bool(_field_of(labels.key(cell.text)))
