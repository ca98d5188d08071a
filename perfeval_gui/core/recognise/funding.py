"""The block 项目资金: a head row with columns, or pairs of label and amount as goal tables print them."""

from __future__ import annotations

import re
from dataclasses import replace

from perfeval_gui.core.form import FundingRow
from perfeval_gui.core.quantities import parse_amount
from perfeval_gui.core.recognise import labels
from perfeval_gui.core.recognise.columns import Column, aligned, columns_of, with_second_head
from perfeval_gui.core.recognise.draft import Draft
from perfeval_gui.core.recognise.lines import Line
from perfeval_gui.core.text import squeeze

_UNIT = re.compile(r"[(（](?:单位:?|金额单位:?)?(" + "|".join(labels.UNITS) + r")[)）]")
_SOURCE_WORDS = re.compile(r"总额|拨款|资金|合计|其中|结转|财政|专户|补助|自筹|收入|结余|债券|小计|总计|经费")
_LONG_TERM = re.compile(r"中期|实施期")


def _columns(head: Line) -> tuple[Column, ...]:
    """Return the columns; 预算执行率（10分） at the left is the block's label where a column is called so too."""
    known = labels.FUNDING_COLUMNS
    first, *others = [known.guess(labels.key(cell.text)) for cell in head.cells]
    if first and first in others:
        head = replace(head, cells=(replace(head.cells[0], text=""), *head.cells[1:]))
    return columns_of(head, known)


class FundingBlock:
    """Reads the rows of one funding block, the head row first."""

    def __init__(self, draft: Draft, head: Line) -> None:
        self._draft = draft
        self.columns: tuple[Column, ...] = _columns(head)
        self._find_unit(head)
        if not any(column.field for column in self.columns):
            self.columns = ()
            self._pairs(head)

    @property
    def awaits_rows(self) -> bool:
        """Whether only the head was read so far: what follows may be its second row."""
        return bool(self.columns) and not self._draft.funding

    def read(self, line: Line) -> None:
        """Take one row below the head."""
        if not line.filled:
            return
        if not self.columns:
            self._pairs(line)
        elif self.awaits_rows and self._is_second_head(line):
            self.columns = with_second_head(self.columns, line, labels.FUNDING_COLUMNS)
        elif self._is_a_text_row(line):
            self._draft.keep(line.filled[0].text, "\n".join(cell.text for cell in line.filled[1:]))
        else:
            self._row(line)

    def _is_second_head(self, line: Line) -> bool:
        keys = [labels.key(cell.text) for cell in line.filled]
        return all(label in labels.FUNDING_COLUMNS or label in labels.FUNDING_SOURCE for label in keys)

    def _is_a_text_row(self, line: Line) -> bool:
        """A label and one text across the money columns, such as 调整原因."""
        if len(line.filled) != 2 or not line.has_grid or _SOURCE_WORDS.search(line.filled[0].text):
            return False
        text = line.filled[1]
        covered = [
            c for c in self.columns if c.field and c.start < text.column + text.span and c.end > text.column
        ]
        return len(covered) >= 3

    def _row(self, line: Line) -> None:
        texts: dict[str, str] = {}
        left: list[str] = []
        beside: list[tuple[str, str]] = []
        first_money = next(column.start for column in self.columns if column.field)
        for column, cell in aligned(self.columns, line):
            if cell.continued or not cell.text.strip():
                continue
            if column.field and column.field not in texts:
                texts[column.field] = cell.text
            elif column.start < first_money and not (left and parse_amount(cell.text) is not None):
                left.append(cell.text)
            else:
                beside.append((column.label, cell.text))
        source = self._without_block_label(left)
        if not texts and not source and not beside:
            return
        where = f"/funding/{len(self._draft.funding)}"
        self._draft.funding.append(FundingRow(source=squeeze("".join(source)), **texts))
        self._draft.spot = where
        for label, text in beside:
            self._draft.keep(label, text)

    def _without_block_label(self, texts: list[str]) -> list[str]:
        """Return what names the row: the block's label may be repeated before it, 资金总额 is a name as well."""
        first = labels.key(texts[0]) if texts else ""
        repeated = len(texts) > 1 or first == labels.key(self.columns[0].label)
        return texts[1:] if first in labels.FUNDING_BLOCK and repeated else texts

    def _pairs(self, line: Line) -> None:
        """Take rows such as `年度资金总额： | 100` and `其中：财政拨款 | 80 | 其他资金 | 20`."""
        cells = [c for c in line.filled if labels.key(c.text) not in labels.FUNDING_BLOCK]
        self._find_unit(line)
        place = 0
        while place < len(cells):
            label = cells[place].text
            value = cells[place + 1].text if place + 1 < len(cells) else ""
            if _SOURCE_WORDS.search(value):  # the next label: this one has no amount
                value = ""
            else:
                place += 1
            place += 1
            self._amount(label, value)

    def _amount(self, label: str, value: str) -> None:
        name = squeeze(label)
        if _LONG_TERM.search(name):
            self._draft.keep(name, value)
        elif _SOURCE_WORDS.search(name):
            self._draft.spot = f"/funding/{len(self._draft.funding)}"
            self._draft.funding.append(FundingRow(source=name, initial_budget=value))
        else:
            self._draft.keep(name, value or name)

    def _find_unit(self, line: Line) -> None:
        for cell in line.filled:
            found = _UNIT.search(labels.plain(cell.text))
            if found:
                self._draft.funding_unit = "" if found[1] == "万元" else found[1]
