"""Tables that hold nothing but rows, cells and text, as nearly all do: read in one go, in half the time.

`word_body` reads every table; what is read here it would read alike (a test compares both). A table with anything
in it that needs a second look is left to it.
"""

from __future__ import annotations

from collections.abc import Callable

from perfeval_gui.core.recognise.raw import RawCell
from perfeval_gui.files.bounds import CellCounter, span_of
from perfeval_gui.files.xml_source import Element, attribute, local_name

_SECOND_LOOK = (
    "tbl", "sdt", "AlternateContent", "Fallback", "del", "moveFrom", "rt", "txbxContent", "hdr", "ftr", "numPr",
    "listPr", "vanish", "cellDel", "gridBefore", "tcPrChange", "vmerge", "ptab", "sym", "noBreakHyphen",
)  # fmt: skip


def plain_rows(
    table: Element, counter: CellCounter, numbered_styles: frozenset[str]
) -> list[tuple[RawCell, ...]] | None:
    """Return the rows of a table, or None where it holds tables, controls, changes, text boxes, signs and the like."""
    if not _is_plain(table, numbered_styles):
        return None
    try:
        return _Rows(table, counter).read()
    except _OddError:
        return None


def _is_plain(table: Element, numbered_styles: frozenset[str]) -> bool:
    names = [*_SECOND_LOOK, "pStyle"] if numbered_styles else _SECOND_LOOK
    return all(
        item is table or (local_name(item) == "pStyle" and attribute(item, "val") not in numbered_styles)
        for item in table.iter(*("{*}" + name for name in names))
    )


class _OddError(Exception):
    """A row outside the table, a cell outside a row: no program writes that."""


class _Rows:
    """Takes the elements of a table in their order: each says where the one before has ended."""

    def __init__(self, table: Element, counter: CellCounter) -> None:
        self._table = table
        self._counter = counter
        space = table.tag.rpartition("}")[0] + "}"
        self._take: dict[str, Callable[[Element], None]] = {
            space + "tr": self._start_row,
            space + "tc": self._start_cell,
            space + "p": self._start_paragraph,
            space + "t": self._text,
            space + "gridSpan": self._set_span,
            space + "vMerge": self._set_merge,
            space + "br": self._line_break,
            space + "cr": self._line_break,
            space + "tab": self._tab,
        }
        self._rows: list[list[RawCell]] = []
        self._merging: set[int] = set()  # grid columns where a merge is open
        self._column = 0
        self._row: Element = None
        self._cell: Element = None
        self._parts: list[str] = []
        self._span = 1
        self._merge = ""
        self._paragraphs = 0

    def read(self) -> list[tuple[RawCell, ...]]:
        take = self._take
        for element in self._table.iter(*take, "{*}t"):
            take.get(element.tag, self._text)(element)
        self._end_cell()
        return [tuple(row) for row in self._rows]

    def _start_row(self, element: Element) -> None:
        self._end_cell()
        if element.getparent() is not self._table:
            raise _OddError
        self._row, self._column = element, 0
        self._rows.append([])

    def _start_cell(self, element: Element) -> None:
        self._end_cell()
        if element.getparent() is not self._row:
            raise _OddError
        self._counter.cells()
        self._cell, self._parts = element, []
        self._span, self._merge, self._paragraphs = 1, "", 0

    def _start_paragraph(self, element: Element) -> None:
        if element.getparent() is not self._cell:
            raise _OddError
        self._counter.paragraph()
        self._paragraphs += 1
        if self._paragraphs > 1:
            self._parts.append("\n")

    def _text(self, element: Element) -> None:
        text = element.text
        if text:
            self._parts.append(text)

    def _line_break(self, _element: Element) -> None:
        self._parts.append("\n")

    def _tab(self, element: Element) -> None:
        if local_name(element.getparent()) != "tabs":
            self._parts.append("\t")

    def _set_span(self, element: Element) -> None:
        self._span, usable = span_of(attribute(element, "val"))
        if not usable:
            raise _OddError

    def _set_merge(self, element: Element) -> None:
        self._merge = attribute(element, "val") or "continue"

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        column, span, merge = self._column, self._span, self._merge
        if not merge:
            self._merging.discard(column)
        elif merge == "restart":
            self._merging.add(column)
        is_continued = bool(merge) and merge != "restart" and column in self._merging
        self._rows[-1].append(
            RawCell("" if is_continued else "".join(self._parts), column, span, continued=is_continued)
        )
        self._column = column + span
        self._cell = None
