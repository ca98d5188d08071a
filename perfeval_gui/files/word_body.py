"""WordprocessingML as paragraphs and tables: one counted pass over the events, for .docx and Flat OPC alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from perfeval_gui.core.recognise.raw import RawCell, RawParagraph, RawTable
from perfeval_gui.files.bounds import CellCounter, span_of
from perfeval_gui.files.xml_source import Element, attribute, events, local_name

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.microsoft.com/office/word/2003/wordml",
)
_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_TAGS = tuple("{*}" + name for name in ("p", "tc", "tr", "tbl", "txbxContent", "Fallback", "hdr", "ftr"))
_TEXT_TAGS = tuple(
    "{*}" + name
    for name in (
        "t", "tab", "br", "cr", "ptab", "noBreakHyphen", "sym", "numPr", "pStyle", "listPr",
        "del", "moveFrom", "rt", "pict",
    )
)  # fmt: skip
_REMOVED = frozenset({"del", "moveFrom", "rt"})
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0A8": "□", "F0A3": "□", "F06F": "□", "F0FC": "√", "F0FB": "×"}


@dataclass
class Body:
    """What was read: the body's content in order, texts outside it, and what was met on the way."""

    content: list[RawParagraph | RawTable] = field(default_factory=list)
    margins: list[RawParagraph] = field(default_factory=list)
    odd_spans: int = 0


def read_body(
    chunks: Iterable[bytes], counter: CellCounter, numbered_styles: frozenset[str] = frozenset()
) -> Body:
    """Return the content of a document part, header or footer; raises FileProblem beyond the bounds."""
    reader = _Reader(counter, numbered_styles)
    for event, element in events(chunks, _TAGS):
        reader.take(event, element)
    return reader.body


@dataclass
class _OpenCell:
    """A cell being read: its paragraphs and tables in order."""

    content: list[RawParagraph | RawTable] = field(default_factory=list)


@dataclass
class _OpenTable:
    """A table being read; `above` remembers for each grid column whether a merge is open there."""

    rows: list[tuple[RawCell, ...]] = field(default_factory=list)
    row: list[RawCell] = field(default_factory=list)
    cells: list[_OpenCell] = field(default_factory=list)
    column: int = 0
    merging: dict[int, int] = field(default_factory=dict)


class _Reader:
    """Keeps the open tables as a stack; finished elements are dropped from the tree at once."""

    def __init__(self, counter: CellCounter, numbered_styles: frozenset[str]) -> None:
        self.body = Body()
        self._counter = counter
        self._styles = numbered_styles
        self._tables: list[_OpenTable] = []
        self._outside = 0  # open text boxes, headers and footers
        self._kept_outside: list[list[_OpenTable]] = []
        self._skipping = 0  # open Fallbacks: the same content once more for old programs

    def take(self, event: str, element: Element) -> None:
        name = local_name(element)
        if name == "Fallback":
            self._skipping += 1 if event == "start" else -1
        if self._skipping:
            return
        if name in ("txbxContent", "hdr", "ftr"):
            self._margin(event)
        elif not str(element.tag)[1:].startswith(_NAMESPACES):
            return
        elif event == "start":
            self._start(name)
        else:
            self._end(name, element)
        if event == "end" and name != "tbl":
            _forget(element)

    def _margin(self, event: str) -> None:
        """Text boxes stand beside the body: their tables are tables, their paragraphs margins."""
        if event == "start":
            self._outside += 1
            self._kept_outside.append(self._tables)
            self._tables = []
        else:
            self._outside -= 1
            self._tables = self._kept_outside.pop()

    def _start(self, name: str) -> None:
        if name == "tbl":
            self._tables.append(_OpenTable())
            self._counter.table(len(self._tables))
        elif name == "tr" and self._tables:
            table = self._tables[-1]
            table.row, table.column = [], 0
        elif name == "tc" and self._tables:
            self._counter.cells()
            self._tables[-1].cells.append(_OpenCell())

    def _end(self, name: str, element: Element) -> None:
        if name == "p":
            self._paragraph(element)
        elif not self._tables:
            return
        elif name == "tc" and self._tables[-1].cells:
            self._cell(self._tables[-1], element)
        elif name == "tr":
            self._row(self._tables[-1], element)
        elif name == "tbl":
            self._put(RawTable(tuple(self._tables.pop().rows)))
            _forget(element)

    def _paragraph(self, element: Element) -> None:
        self._counter.paragraph()
        text, numbered = self._text(element)
        if self._outside and not self._tables:
            if text:
                self.body.margins.append(RawParagraph(text, numbered))
        else:
            self._put(RawParagraph(text, numbered and bool(text.strip())))

    def _put(self, item: RawParagraph | RawTable) -> None:
        cells = self._tables[-1].cells if self._tables else []
        if cells:
            cells[-1].content.append(item)
        elif not self._tables:
            self.body.content.append(item)

    def _text(self, paragraph: Element) -> tuple[str, bool]:
        parts: list[str] = []
        numbered = False
        for item in paragraph.iter(*_TEXT_TAGS):
            name = local_name(item)
            if name == "t":
                parts.append(item.text or "")
            elif name in ("numPr", "listPr"):
                numbered = numbered or _is_numbered(item)
            elif name == "pStyle":
                numbered = numbered or attribute(item, "val") in self._styles
            elif name in _REMOVED and len(item):
                return self._final_text(paragraph), numbered
            else:
                parts.append(_mark(item, name))
        return "".join(parts), numbered

    def _final_text(self, element: Element) -> str:
        """Return the text of an element with tracked changes: what was deleted or moved away is left out."""
        parts: list[str] = []
        for child in element:
            name = local_name(child)
            if name in _REMOVED or name.endswith("Pr"):
                continue
            if name == "t":
                parts.append(child.text or "")
            else:
                parts.append(_mark(child, name) or self._final_text(child))
        return "".join(parts)

    def _cell(self, table: _OpenTable, element: Element) -> None:
        content = table.cells.pop().content
        properties = _child(element, "tcPr")
        if properties is not None and _child(properties, "cellDel") is not None:
            return
        span, usable = span_of(_value(properties, "gridSpan"))
        self.body.odd_spans += not usable
        merge = _child(properties, "vMerge") if properties is not None else None
        if merge is None and properties is not None:
            merge = _child(properties, "vmerge")
        table.row.append(_raw_cell(content, table, span, merge))
        table.column += span

    def _row(self, table: _OpenTable, element: Element) -> None:
        properties = _child(element, "trPr")
        if properties is not None and _child(properties, "del") is not None:
            return
        before, usable = span_of(_value(properties, "gridBefore"))
        self.body.odd_spans += not usable
        row = tuple(table.row)
        if _value(properties, "gridBefore") not in (None, "0"):
            row = tuple(
                RawCell(c.text, c.column + before, c.span, c.continued, "", c.content, c.numbered)
                for c in row
            )
        table.rows.append(row)


def _raw_cell(
    content: list[RawParagraph | RawTable], table: _OpenTable, span: int, merge: Element | None
) -> RawCell:
    texts = [item for item in content if isinstance(item, RawParagraph)]
    nested = len(texts) < len(content)
    column = table.column
    continued = False
    if merge is None:
        table.merging.pop(column, None)
    elif attribute(merge, "val") == "restart":
        table.merging[column] = span
    else:
        continued = column in table.merging  # a continuation without a beginning stands alone
    return RawCell(
        text="" if continued else "\n".join(item.text for item in texts),
        column=column,
        span=span,
        continued=continued,
        content=tuple(content) if nested and not continued else (),
        numbered=any(item.numbered for item in texts),
    )


def _mark(element: Element, name: str) -> str:
    if name in ("br", "cr"):
        return "\n"
    if name in ("tab", "ptab"):
        return "\t" if local_name(element.getparent()) != "tabs" else ""
    if name == "noBreakHyphen":
        return "-"
    if name == "sym":
        return _SYMBOLS.get((attribute(element, "char") or "").upper(), "")
    return ""


def _is_numbered(properties: Element) -> bool:
    number = next((child for child in properties if local_name(child) in ("numId", "ilfo")), None)
    return number is None or attribute(number, "val") != "0"


def _child(element: Element | None, name: str) -> Element | None:
    if element is None:
        return None
    return next((child for child in element if local_name(child) == name), None)


def _value(properties: Element | None, name: str) -> str | None:
    child = _child(properties, name)
    return None if child is None else attribute(child, "val")


def _forget(element: Element) -> None:
    """Free a finished element and the ones before it, or a huge part would fill the memory."""
    if local_name(element) not in _FREED:
        return
    element.clear(keep_tail=False)
    parent, before = element.getparent(), element.getprevious()
    while before is not None and local_name(before) not in _KEPT:
        parent.remove(before)
        before = element.getprevious()


_FREED = frozenset({"tc", "tr", "tbl", "p", "txbxContent"})
_KEPT = frozenset({"tcPr", "trPr"})  # still to be read when their cell or row ends
