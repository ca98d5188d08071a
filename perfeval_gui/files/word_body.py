"""WordprocessingML as paragraphs and tables: one counted walk, for .docx and Flat OPC alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from perfeval_gui.core.recognise.raw import RawCell, RawParagraph, RawTable
from perfeval_gui.files.bounds import CellCounter, span_of
from perfeval_gui.files.word_plain import plain_rows
from perfeval_gui.files.word_text import ParagraphTexts, shows_prompt
from perfeval_gui.files.xml_source import Element, attribute, growing, local_name

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.microsoft.com/office/word/2003/wordml",
)
_PATIENCE = 16  # pieces of a long part: a megabyte, six forms
_Handler = Callable[[Element], None]
_Item = tuple[str, bool] | RawTable
"""What stands in a cell: a paragraph's text with whether it is numbered, or a table."""


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
    return _Reader(counter, numbered_styles).read(chunks)


@dataclass(slots=True)
class _OpenCell:
    """A cell being read."""

    items: list[_Item] = field(default_factory=list)
    span: int = 1
    merge: str = ""
    deleted: bool = False


@dataclass(slots=True)
class _OpenTable:
    """A table being read: the open row and cells; `merging` has the grid columns where a merge is open."""

    rows: list[tuple[RawCell, ...]] = field(default_factory=list)
    row: list[RawCell] = field(default_factory=list)
    cells: list[_OpenCell] = field(default_factory=list)
    column: int = 0
    before: int = 0  # grid columns that the open row leaves out at its left
    deleted: bool = False
    merging: set[int] = field(default_factory=set)


class _Handlers(dict[str, _Handler | None]):
    """What to do with an element by its tag: nothing with a deletion's or old programs' part, go into the unknown.

    Other vocabularies have a `p` or a `tbl` as well: only Word's own are meant.
    """

    def __init__(self, by_name: dict[str, _Handler | None], others: _Handler) -> None:
        super().__init__()
        self._by_name = by_name
        self._others = others

    def __missing__(self, tag: str) -> _Handler | None:
        space, _, name = tag.rpartition("}")
        ours = space[1:] in _NAMESPACES or name == "Fallback"
        self[tag] = found = self._by_name.get(name, self._others) if ours else self._others
        return found


class _Reader:
    """Walks from element to element; open tables are a stack."""

    def __init__(self, counter: CellCounter, numbered_styles: frozenset[str]) -> None:
        self._body = Body()
        self._counter = counter
        self._texts = ParagraphTexts(numbered_styles, self._element)
        self._tables: list[_OpenTable] = []
        self._outside = 0  # open text boxes, headers and footers
        self._kept_outside: list[list[_OpenTable]] = []
        self._prompts = 0  # open controls that show their prompt instead of a text
        self._styles = numbered_styles
        self._open: list[Element] = []  # of a long part: what is not yet there to its end
        self._waited = 0  # pieces since anything was taken from it
        begin_and_end = {
            "tbl": (self._start_table, self._end_table),
            "tr": (self._start_row, self._end_row),
            "tc": (self._start_cell, self._end_cell),
            "sdt": (self._start_control, self._end_control),
            **dict.fromkeys(("txbxContent", "hdr", "ftr"), (self._start_margin, self._end_margin)),
        }
        whole: dict[str, _Handler | None] = {
            "p": self._paragraph,
            "tcPr": self._cell_properties,
            "trPr": self._row_properties,
            "Fallback": None,
            **{name: self._whole(*both) for name, both in begin_and_end.items()},
            "tbl": self._table,
        }
        self._handlers = _Handlers(whole, self._inside)
        taken_whole: dict[str, _Handler | None] = dict.fromkeys(("p", "tcPr", "trPr", "sdtPr", "Fallback"))
        begin: dict[str, _Handler | None] = {name: both[0] for name, both in begin_and_end.items()}
        end: dict[str, _Handler | None] = {name: both[1] for name, both in begin_and_end.items()}
        self._beginning = _Handlers({**taken_whole, **begin}, _pass)
        self._ending = _Handlers(end, _pass)

    def read(self, chunks: Iterable[bytes]) -> Body:
        for root, is_whole in growing(chunks):
            if is_whole and not self._open:
                self._element(root)
            else:
                self._grow(root, is_whole=is_whole)
        self._body.hidden_texts = self._texts.hidden_texts
        return self._body

    # ---- walking ----

    def _element(self, element: Element) -> None:
        handle = self._handlers[element.tag]
        if handle is not None:
            handle(element)

    def _inside(self, element: Element) -> None:
        handlers = self._handlers
        for child in element:
            handle = handlers[child.tag]
            if handle is not None:
                handle(child)

    def _whole(self, begin: _Handler, end: _Handler) -> _Handler:
        def handle(element: Element) -> None:
            begin(element)
            self._inside(element)
            end(element)

        return handle

    def _grow(self, root: Element, *, is_whole: bool) -> None:
        """Take from a long part what is there to its end, and free it, or it would fill the memory.

        What is still growing is waited for, as tables are read best as a whole, but not for ever.
        """
        self._waited += 1
        if not self._open:
            self._enter(root)
        while self._open:
            child = next(iter(self._open[-1]), None)
            if (child is not None and child.getnext() is not None) or self._is_complete(is_whole=is_whole):
                self._waited = 0
                if child is None:
                    self._leave()
                else:
                    self._element(child)
                    child.clear()  # to take out what is empty costs less
                    self._open[-1].remove(child)
            elif child is None or self._waited < _PATIENCE or not self._enter(child):
                return

    def _enter(self, element: Element) -> bool:
        begin = self._beginning[element.tag]
        if begin is None:
            return False  # it is taken as a whole
        begin(element)
        self._open.append(element)
        return True

    def _leave(self) -> None:
        element = self._open.pop()
        end = self._ending[element.tag]
        if end is not None:
            end(element)
        if self._open:
            self._open[-1].remove(element)

    def _is_complete(self, *, is_whole: bool) -> bool:
        """Return whether the innermost open element has ended: something stands behind it or around it."""
        return is_whole or any(element.getnext() is not None for element in self._open)

    # ---- paragraphs, text boxes, controls ----

    def _paragraph(self, element: Element) -> None:
        self._counter.paragraph()
        text, numbered = self._texts.of(element)
        if self._prompts:
            text = ""
        if self._outside and not self._tables:
            if text:
                self._body.margins.append(RawParagraph(text, numbered))
        elif not self._tables:
            self._body.content.append(_paragraph((text, numbered)))
        elif self._tables[-1].cells:
            self._tables[-1].cells[-1].items.append((text, numbered))

    def _start_margin(self, _element: Element) -> None:
        """Text boxes stand beside the body: their tables are tables, their paragraphs margins."""
        self._outside += 1
        self._kept_outside.append(self._tables)
        self._tables = []

    def _end_margin(self, _element: Element) -> None:
        self._outside -= 1
        self._tables = self._kept_outside.pop()

    def _start_control(self, element: Element) -> None:
        self._prompts += shows_prompt(element)

    def _end_control(self, element: Element) -> None:
        self._prompts -= shows_prompt(element)

    # ---- tables ----

    def _table(self, element: Element) -> None:
        rows = None if self._tables else plain_rows(element, self._counter, self._styles)
        self._start_table(element)
        if rows is None:
            self._inside(element)
        else:
            self._tables[-1].rows = rows
        self._end_table(element)

    def _start_table(self, _element: Element) -> None:
        self._tables.append(_OpenTable())
        self._counter.table(len(self._tables))

    def _end_table(self, _element: Element) -> None:
        table = RawTable(tuple(self._tables.pop().rows))
        if not self._tables:
            self._body.content.append(table)
        elif self._tables[-1].cells:
            self._tables[-1].cells[-1].items.append(table)

    def _start_row(self, _element: Element) -> None:
        if self._tables:
            table = self._tables[-1]
            table.row, table.column, table.before, table.deleted = [], 0, 0, False

    def _row_properties(self, element: Element) -> None:
        for item in element if self._tables else ():
            name = local_name(item)
            if name == "del":
                self._tables[-1].deleted = True
            elif name == "gridBefore" and attribute(item, "val") != "0":
                self._tables[-1].before = self._span(item)

    def _end_row(self, _element: Element) -> None:
        if not self._tables or self._tables[-1].deleted:
            return
        table = self._tables[-1]
        row = table.row
        if table.before:
            row = [replace(cell, column=cell.column + table.before) for cell in row]
        table.rows.append(tuple(row))

    def _start_cell(self, _element: Element) -> None:
        if self._tables:
            self._counter.cells()
            self._tables[-1].cells.append(_OpenCell())

    def _cell_properties(self, element: Element) -> None:
        if not self._tables or not self._tables[-1].cells:
            return
        cell = self._tables[-1].cells[-1]
        for item in element:
            name = local_name(item)
            if name == "gridSpan":
                cell.span = self._span(item)
            elif name in ("vMerge", "vmerge"):
                cell.merge = attribute(item, "val") or "continue"
            elif name == "cellDel":
                cell.deleted = True

    def _end_cell(self, _element: Element) -> None:
        if not self._tables or not self._tables[-1].cells:
            return
        table = self._tables[-1]
        cell = table.cells.pop()
        if not cell.deleted:
            table.row.append(_raw_cell(cell, table))
            table.column += cell.span

    def _span(self, item: Element) -> int:
        span, usable = span_of(attribute(item, "val"))
        self._body.odd_spans += not usable
        return span


def _pass(_element: Element) -> None:
    """Nothing is to be done where an element of no meaning begins or ends: what is in it counts."""


def _paragraph(item: tuple[str, bool]) -> RawParagraph:
    text, numbered = item
    return RawParagraph(text, numbered and bool(text.strip()))


def _raw_cell(cell: _OpenCell, table: _OpenTable) -> RawCell:
    items, column = cell.items, table.column
    if not cell.merge:
        table.merging.discard(column)
        if len(items) == 1 and isinstance(items[0], tuple):
            text, numbered = items[0]
            return RawCell(text, column, cell.span, numbered=numbered and bool(text.strip()))
    elif cell.merge == "restart":
        table.merging.add(column)
    elif column in table.merging:  # a continuation without a beginning stands alone
        return RawCell("", column, cell.span, continued=True)
    content = [item if isinstance(item, RawTable) else _paragraph(item) for item in items]
    texts = [item for item in content if isinstance(item, RawParagraph)]
    return RawCell(
        text="\n".join([item.text for item in texts]),
        column=column,
        span=cell.span,
        content=tuple(content) if len(texts) < len(content) else (),
        numbered=any(item.numbered for item in texts),
    )
