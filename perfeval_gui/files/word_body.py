"""WordprocessingML as paragraphs and tables: one counted pass over the events, for .docx and Flat OPC alike."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from perfeval_gui.core.recognise.raw import RawCell, RawParagraph, RawTable
from perfeval_gui.files.bounds import CellCounter, span_of
from perfeval_gui.files.xml_source import Element, attribute, events, local_name

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.microsoft.com/office/word/2003/wordml",
)
_TAGS = tuple(
    "{*}" + name
    for name in (
        "p", "tc", "tr", "tbl", "txbxContent", "Fallback", "hdr", "ftr", "sdt", "showingPlcHdr",
    )
)  # fmt: skip
_TEXT_TAGS = tuple(
    "{*}" + name
    for name in (
        "t", "tab", "br", "cr", "ptab", "noBreakHyphen", "sym", "numPr", "pStyle", "listPr",
        "del", "moveFrom", "rt", "pict", "showingPlcHdr", "vanish",
    )
)  # fmt: skip
_REMOVED = frozenset({"del", "moveFrom", "rt"})
_OFF = frozenset({"0", "false", "off"})
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0A8": "□", "F0A3": "□", "F06F": "□", "F0FC": "√", "F0FB": "×"}


@dataclass
class Body:
    """What was read: the body's content in order, texts outside it, and what was met on the way."""

    content: list[RawParagraph | RawTable] = field(default_factory=list)
    margins: list[RawParagraph] = field(default_factory=list)
    odd_spans: int = 0
    hidden_texts: int = 0


def read_body(
    chunks: Iterable[bytes], counter: CellCounter, numbered_styles: frozenset[str] = frozenset()
) -> Body:
    """Return the content of a document part, header or footer; raises FileProblem beyond the bounds."""
    reader = _Reader(counter, numbered_styles)
    for event, element in events(chunks, _TAGS):
        reader.take(event, element)
    return reader.body


@dataclass
class _OpenTable:
    """A table being read: open cells with their content; `merging` has the grid columns where a merge is open."""

    rows: list[tuple[RawCell, ...]] = field(default_factory=list)
    row: list[RawCell] = field(default_factory=list)
    cells: list[list[RawParagraph | RawTable]] = field(default_factory=list)
    column: int = 0
    merging: set[int] = field(default_factory=set)


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
        self._prompting: list[bool] = []  # open controls: whether each shows its prompt instead of a text

    def take(self, event: str, element: Element) -> None:
        name = _word_name(element.tag)
        if name == "Fallback":
            self._fallback(event, element)
        if self._skipping or not name:
            return
        if name in _MARGINS:
            self._margin(event)
        elif name in _CONTROLS:
            self._control(event, name)
        elif event == "start":
            self._start(name)
        else:
            self._end(name, element)
        if event == "end" and name in _FREED:
            _forget(element)

    def _fallback(self, event: str, element: Element) -> None:
        """The same text or text box once more for old programs: it must not be read twice."""
        self._skipping += 1 if event == "start" else -1
        if event == "end" and (
            next(element.iter("{*}txbxContent"), None) is not None or _has_text(element.getprevious())
        ):
            element.clear(keep_tail=True)

    def _control(self, event: str, name: str) -> None:
        """`单击此处输入文字。` in a control that nobody filled in is no text."""
        if name == "showingPlcHdr":
            if self._prompting:
                self._prompting[-1] = True
        elif event == "start":
            self._prompting.append(False)
        else:
            self._prompting.pop()

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
        if name == "tc" and self._tables:
            self._counter.cells()
            self._tables[-1].cells.append([])
        elif name == "tr" and self._tables:
            table = self._tables[-1]
            table.row, table.column = [], 0
        elif name == "tbl":
            self._tables.append(_OpenTable())
            self._counter.table(len(self._tables))

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

    def _paragraph(self, element: Element) -> None:
        self._counter.paragraph()
        text, numbered = self._text(element)
        if any(self._prompting):
            text = ""
        if self._outside and not self._tables:
            if text:
                self.body.margins.append(RawParagraph(text, numbered))
        else:
            self._put(RawParagraph(text, numbered and bool(text.strip())))

    def _put(self, item: RawParagraph | RawTable) -> None:
        cells = self._tables[-1].cells if self._tables else []
        if cells:
            cells[-1].append(item)
        elif not self._tables:
            self.body.content.append(item)

    def _text(self, paragraph: Element) -> tuple[str, bool]:
        parts: list[str] = []
        numbered = False
        for item in paragraph.iter(*_TEXT_TAGS):
            name = local_name(item)
            if name == "t":
                if item.text:
                    parts.append(item.text)
            elif name in ("numPr", "listPr"):
                numbered = numbered or _is_numbered(item)
            elif name == "pStyle":
                numbered = numbered or attribute(item, "val") in self._styles
            elif (name in _REMOVED and len(item)) or name == "showingPlcHdr":
                return self._final_text(paragraph), numbered
            elif name == "vanish":
                self.body.hidden_texts += _hides_text(item)
            else:
                parts.append(_mark(item, name))
        return "".join(parts), numbered

    def _final_text(self, element: Element) -> str:
        """Return the text of an element with tracked changes: what was deleted or moved away is left out."""
        parts: list[str] = []
        for child in element:
            name = local_name(child)
            if name in _REMOVED or name.endswith("Pr") or _shows_prompt(child, name):
                continue
            if name == "t":
                parts.append(child.text or "")
            else:
                parts.append(_mark(child, name) or self._final_text(child))
        return "".join(parts)

    def _cell(self, table: _OpenTable, element: Element) -> None:
        content = table.cells.pop()
        span, merge = 1, ""
        for item in _properties(element, "tcPr"):
            name = local_name(item)
            if name == "gridSpan":
                span, usable = span_of(attribute(item, "val"))
                self.body.odd_spans += not usable
            elif name in ("vMerge", "vmerge"):
                merge = attribute(item, "val") or "continue"
            elif name == "cellDel":
                return
        table.row.append(_raw_cell(content, table, span, merge))
        table.column += span

    def _row(self, table: _OpenTable, element: Element) -> None:
        before = 0
        for item in _properties(element, "trPr"):
            name = local_name(item)
            if name == "del":
                return
            if name == "gridBefore" and attribute(item, "val") != "0":
                before, usable = span_of(attribute(item, "val"))
                self.body.odd_spans += not usable
        row = table.row
        if before:
            row = [replace(cell, column=cell.column + before) for cell in row]
        table.rows.append(tuple(row))


@functools.lru_cache(maxsize=1024)
def _word_name(tag: str) -> str:
    """Return the local name of a Word element, or a blank for the same name in another vocabulary."""
    space, _, name = tag[1:].rpartition("}")
    return name if space in _NAMESPACES or name == "Fallback" else ""


def _raw_cell(content: list[RawParagraph | RawTable], table: _OpenTable, span: int, merge: str) -> RawCell:
    column = table.column
    if not merge:
        table.merging.discard(column)
        if len(content) == 1 and isinstance(content[0], RawParagraph):
            return RawCell(content[0].text, column, span, numbered=content[0].numbered)
    elif merge == "restart":
        table.merging.add(column)
    elif column in table.merging:  # a continuation without a beginning stands alone
        return RawCell("", column, span, continued=True)
    texts = [item for item in content if isinstance(item, RawParagraph)]
    return RawCell(
        text="\n".join([item.text for item in texts]),
        column=column,
        span=span,
        content=tuple(content) if len(texts) < len(content) else (),
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


def _has_text(choice: Element | None) -> bool:
    return choice is not None and any(item.text for item in choice.iter("{*}t"))


def _shows_prompt(element: Element, name: str) -> bool:
    return name == "sdt" and any(
        local_name(item) == "showingPlcHdr" for item in _properties(element, "sdtPr")
    )


def _hides_text(vanish: Element) -> bool:
    """Return whether a run's text is hidden; the same mark in a paragraph's properties hides its end only."""
    run = vanish.getparent().getparent()
    return local_name(run) == "r" and attribute(vanish, "val") not in _OFF and _has_text(run)


def _is_numbered(properties: Element) -> bool:
    number = next((child for child in properties if local_name(child) in ("numId", "ilfo")), None)
    return number is None or attribute(number, "val") != "0"


def _properties(element: Element, name: str) -> Iterable[Element]:
    """Return the properties that stand first in a cell or row, or nothing."""
    for child in element:
        if local_name(child) == name:
            found: Iterable[Element] = child
            return found
    return ()


def _forget(element: Element) -> None:
    """Free a finished element and the ones before it, or a huge part would fill the memory."""
    element.clear(keep_tail=False)
    before = element.getprevious()
    while before is not None and local_name(before) not in _KEPT:
        element.getparent().remove(before)
        before = element.getprevious()


_MARGINS = frozenset({"txbxContent", "hdr", "ftr"})
_CONTROLS = frozenset({"sdt", "showingPlcHdr"})
_FREED = frozenset({"tc", "tr", "tbl", "p", "txbxContent"})
_KEPT = frozenset({"tcPr", "trPr"})  # still to be read when their cell or row ends
