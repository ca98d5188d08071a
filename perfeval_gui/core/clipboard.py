"""Cells on their way out and in: tab-separated text with its HTML, as spreadsheets and word processors give them."""

from __future__ import annotations

import html
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_gui.core.layout.grid import Box
from perfeval_gui.core.quantities import parse_amount
from perfeval_gui.core.recognise.raw import RawCell, RawTable
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.tsv import from_tsv

_FORM_WORDS = ("一级指标", "三级指标", "实际完成值")
_HEAD_WORDS = ("项目支出名称", "项目名称", "主管部门", "实施单位", "项目实施单位", "年度总体目标", "自评表")
_TEXT_STYLE = "mso-number-format:'\\@';mso-data-placement:same-cell"
_BREAK = '<br style="mso-data-placement:same-cell">'


@dataclass(frozen=True, slots=True)
class Copied:
    """Boxes that were copied: rows of texts for TSV, and the same with its merges as HTML."""

    rows: tuple[tuple[str, ...], ...]
    html: str


def copied(boxes: Sequence[tuple[Box, str]]) -> Copied:
    """Return boxes with their texts as a block; columns that no box begins in are left out.

    In HTML a merged box keeps its merge, and a text that a spreadsheet could take for a date or a formula
    is marked as text.
    """
    lines = sorted({box.row for box, _ in boxes})
    columns = sorted({box.column for box, _ in boxes})
    at = {(box.row, box.column): (box, text) for box, text in boxes}
    rows = tuple(
        tuple(at[line, column][1] if (line, column) in at else "" for column in columns) for line in lines
    )
    covered: set[tuple[int, int]] = set()
    written = []
    for line in lines:
        cells = []
        for column in columns:
            if (line, column) in covered:
                continue
            found = at.get((line, column))
            if found is None:
                cells.append("<td></td>")
                continue
            box, text = found
            down = [place for place in lines if box.row <= place < box.row + box.rows]
            right = [place for place in columns if box.column <= place < box.column + box.columns]
            covered |= set(itertools.product(down, right))
            cells.append(_td(text, len(down), len(right)))
        written.append(f"<tr>{''.join(cells)}</tr>")
    table = f'<table border="1" style="border-collapse:collapse">{"".join(written)}</table>'
    return Copied(rows, f'<html><head><meta charset="utf-8"></head><body>{table}</body></html>')


def _td(text: str, rows: int, columns: int) -> str:
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{columns}"' if columns > 1 else "")
    style = "" if parse_amount(text) is not None else f' style="{_TEXT_STYLE}"'
    return f"<td{spans}{style}>{html.escape(text, quote=False).replace(chr(10), _BREAK)}</td>"


@dataclass(frozen=True, slots=True)
class Block:
    """Cells to be pasted, row by row. None stands where the source has a merged cell going on from above.

    `hidden` counts cells whose text the source shows as #### only; they are None too.
    """

    rows: tuple[tuple[str | None, ...], ...]
    hidden: int = 0

    @property
    def is_single(self) -> bool:
        """Whether it is one cell."""
        return len(self.rows) == 1 and len(self.rows[0]) == 1


def read_block(text: str, table: RawTable | None = None) -> Block:
    """Return the cells of the clipboard's plain text; `table` is the one table of its HTML, where there is one.

    The plain text has the words. The HTML has the merges, and the rows where a word processor wrote cells
    of several paragraphs into the plain text without quotes.
    """
    rows = from_tsv(text) if text else []
    marked = [row for row in table.rows if row] if table is not None else []
    if marked and _same_size(rows, marked):
        return _block([_joined(*pair) for pair in zip(rows, marked, strict=True)])
    if marked and (
        not text.strip() or squeeze(text) == squeeze("".join(c.text for row in marked for c in row))
    ):
        return _block([_visible(row) for row in marked])
    return _block(rows)


_Marked = Sequence[RawCell]
_Line = list[str | None]


def _same_size(rows: Sequence[Sequence[str]], marked: Sequence[_Marked]) -> bool:
    widths = [max(cell.column + cell.span for cell in row) for row in marked]
    return (
        len(rows) == len(marked)
        and max(map(len, rows)) == max(widths)
        and all(len(row) <= width for row, width in zip(rows, widths, strict=True))
    )


def _joined(texts: Sequence[str], row: _Marked) -> _Line:
    """Return the plain texts of a row without those that stand under a merged cell of the HTML."""
    found: _Line = []
    for cell in row:
        text = texts[cell.column] if cell.column < len(texts) else ""
        found += _cells(cell, _better(text, cell.text))
    return found


def _visible(row: _Marked) -> _Line:
    return [text for cell in row for text in _cells(cell, cell.text)]


def _cells(cell: RawCell, text: str) -> _Line:
    """Return what a cell stands for; a blank one over several columns is several: Excel sums them up so."""
    if cell.continued:
        return [None]
    return [text] if text.strip() else [""] * cell.span


def _better(text: str, marked: str) -> str:
    """Prefer the plain text but where it shows #### only, or has lost the quotes that the cell begins with."""
    if _is_hidden(text) and marked and not _is_hidden(marked):
        return marked
    return f'"{text}"' if squeeze(marked) == f'"{squeeze(text)}"' else text


def _is_hidden(text: str | None) -> bool:
    return text is not None and len(text) > 1 and set(text) == {"#"}


def _block(rows: Sequence[Sequence[str | None]]) -> Block:
    shown = tuple(tuple(None if _is_hidden(text) else text for text in row) for row in rows)
    return Block(shown, sum(_is_hidden(text) for row in rows for text in row))


def holds_whole_form(text: str) -> bool:
    """Return whether a text of the clipboard is a whole 附件3 and not some cells of it."""
    plain = squeeze(text)
    return all(word in plain for word in _FORM_WORDS) and any(word in plain for word in _HEAD_WORDS)
