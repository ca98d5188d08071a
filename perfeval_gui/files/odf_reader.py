""".odt and .ods documents, packed or as one flat XML file: tables as displayed, tracked deletions left out."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_gui.core.recognise.raw import RawCell, RawDocument, RawParagraph, RawRemark, RawTable
from perfeval_gui.files import bounds
from perfeval_gui.files.archive import Archive
from perfeval_gui.files.bounds import CellCounter
from perfeval_gui.files.odf_text import LEFT_OUT, Text, count_of, shown_value
from perfeval_gui.files.opc import MACROS_IGNORED
from perfeval_gui.files.sheet_grid import Sheet
from perfeval_gui.files.xml_source import Element, attribute, events, local_name

_BLOCKS = (
    "p", "h", "table", "table-row", "table-cell", "covered-table-cell", "tracked-changes", "note", "annotation",
    "changed-region", "text-box", "header", "footer", "header-first", "footer-first", "header-left", "footer-left", "spreadsheet",
)  # fmt: skip
_TAGS = tuple("{*}" + name for name in _BLOCKS)
_MARGINS = frozenset(
    {"text-box", "header", "footer", "header-first", "footer-first", "header-left", "footer-left"}
)
_CELLS = frozenset({"table-cell", "covered-table-cell"})


def read_odf(archive: Archive) -> RawDocument:
    """Return the document of a package; raises FileProblem."""
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise bounds.encrypted()
    counter = CellCounter()
    reader = _Reader(counter)
    reader.take_all(archive.chunks("content.xml"))
    if "styles.xml" in archive and not reader.is_sheets:
        styles = _Reader(counter)
        styles.take_all(archive.chunks("styles.xml"))
        reader.margins += styles.margins
    macros = any(name.startswith(("Basic/", "Scripts/")) for name in archive.names)
    return reader.document([MACROS_IGNORED] if macros else [])


def read_flat_odf(data: bytes) -> RawDocument:
    """Return the document of a flat XML file (.fodt, .fods); raises FileProblem."""
    reader = _Reader(CellCounter())
    reader.take_all([data])
    return reader.document([])


class _Table:
    """A table being read: its rows, and what cells above still cover."""

    def __init__(self, name: str, sheet: Sheet | None) -> None:
        self.name = name
        self.sheet = sheet
        self.rows: list[tuple[RawCell, ...]] = []
        self.row: list[RawCell] = []
        self.row_number = 0
        self.column = 0
        self.covered: dict[int, tuple[int, int]] = {}  # column → (rows still covered, columns)
        self.owed = 0  # columns of the last cell for which no covered cell has come yet
        self.cells: list[list[RawParagraph | RawTable]] = []


class _Reader:
    """Takes the events of one part; tables are a stack, finished elements are dropped at once."""

    def __init__(self, counter: CellCounter) -> None:
        self.body: list[RawParagraph | RawTable] = []
        self.margins: list[RawParagraph] = []
        self.is_sheets = False
        self._counter = counter
        self._tables: list[_Table] = []
        self._kept: list[list[_Table]] = []
        self._skipping = 0
        self._remarks: list[RawRemark] = []
        self._deletions: set[str] = set()  # tracked changes that took text away

    def document(self, remarks: list[RawRemark]) -> RawDocument:
        return RawDocument(tuple(self.body), tuple(self.margins), (*remarks, *self._remarks))

    def take_all(self, chunks: Iterable[bytes]) -> None:
        for event, element in events(chunks, _TAGS):
            self._take(event, local_name(element), element)

    def _take(self, event: str, name: str, element: Element) -> None:
        if name in LEFT_OUT:
            self._skipping += 1 if event == "start" else -1
        elif self._skipping:
            self._note_deletion(name, element)
        else:
            self._content(event, name, element)
        if event == "end":
            _forget(element)

    def _note_deletion(self, name: str, element: Element) -> None:
        if name == "changed-region" and any(local_name(child) == "deletion" for child in element):
            self._deletions.add(attribute(element, "id") or "")

    def _content(self, event: str, name: str, element: Element) -> None:
        if name in _MARGINS:
            self._margin(event)
        elif name == "spreadsheet":
            self.is_sheets = True
        elif name == "table":
            self._table(event, element)
        elif self._tables and name == "table-row":
            self._row(event, element)
        elif self._tables and name in _CELLS:
            self._cell(event, name, element)
        elif name in ("p", "h") and event == "end":
            self._paragraph(element)

    def _margin(self, event: str) -> None:
        if event == "start":
            self._kept.append(self._tables)
            self._tables = []
        else:
            self._tables = self._kept.pop()

    def _table(self, event: str, element: Element) -> None:
        if event == "start":
            self._counter.table(len(self._tables) + 1)
            name = attribute(element, "name") or "" if self.is_sheets else ""
            sheet = Sheet(name, self._counter) if self.is_sheets and not self._tables else None
            self._tables.append(_Table(name, sheet))
        elif self._tables:
            table = self._tables.pop()
            raw = RawTable(tuple(table.rows), name=table.name)
            if table.sheet is not None:
                raw, remarks = table.sheet.finished()
                self._remarks += remarks
            self._put(raw)

    def _row(self, event: str, element: Element) -> None:
        table = self._tables[-1]
        if event == "start":
            table.row, table.column, table.owed = [], 0, 0
            return
        if table.sheet is None:
            table.rows.append(tuple(table.row))
        table.row_number += _repeated(element, "number-rows-repeated")

    def _cell(self, event: str, name: str, element: Element) -> None:
        table = self._tables[-1]
        if event == "start":
            table.cells.append([])
            return
        content = table.cells.pop() if table.cells else []
        if table.sheet is not None:
            self._sheet_cell(table, table.sheet, element, content)
        else:
            self._counter.cells()
            self._text_cell(table, name, element, content)

    def _sheet_cell(
        self, table: _Table, sheet: Sheet, element: Element, content: list[RawParagraph | RawTable]
    ) -> None:
        columns = _repeated(element, "number-columns-repeated")
        row, column = table.row_number, table.column
        if local_name(element) == "table-cell":
            text = shown_value(element, "\n".join(i.text for i in content if isinstance(i, RawParagraph)))
            if not text and attribute(element, "formula") is not None:
                sheet.doubt(row, column, "是公式，但文件里没有算好的结果，按空白读取。")
            for place in range(column, min(column + columns, bounds.SHEET_COLUMNS)) if text else ():
                sheet.put(row, place, text)
            wide = count_of(attribute(element, "number-columns-spanned"))
            high = count_of(attribute(element, "number-rows-spanned"))
            if wide > 1 or high > 1:
                sheet.merge((row, column, row + high - 1, column + wide - 1))
        table.column += columns

    def _text_cell(
        self, table: _Table, name: str, element: Element, content: list[RawParagraph | RawTable]
    ) -> None:
        repeated = min(_repeated(element, "number-columns-repeated"), bounds.SPAN)
        if name == "covered-table-cell":
            for _ in range(repeated):
                _pass_covered(table)
            return
        table.column += table.owed  # some programs leave covered cells out
        table.owed = 0
        while table.covered.get(table.column, (0, 1))[0]:
            _pass_covered(table)
        span = min(count_of(attribute(element, "number-columns-spanned")), bounds.SPAN)
        table.covered[table.column] = (count_of(attribute(element, "number-rows-spanned")) - 1, span)
        texts = [item for item in content if isinstance(item, RawParagraph)]
        nested = tuple(content) if len(texts) < len(content) else ()
        numbered = any(item.numbered for item in texts)
        for _ in range(repeated):
            text = "\n".join(item.text for item in texts)
            table.row.append(RawCell(text, table.column, span, content=nested, numbered=numbered))
            table.column += 1
        table.owed = span - 1

    def _paragraph(self, element: Element) -> None:
        self._counter.paragraph()
        numbered = next(element.iterancestors("{*}list-item"), None) is not None
        text = Text(self._deletions).of(element)
        if self._kept and not self._tables:
            if text.strip():
                self.margins.append(RawParagraph(text))
            return
        self._put(RawParagraph(text, numbered and bool(text.strip())))

    def _put(self, item: RawParagraph | RawTable) -> None:
        if self._tables and self._tables[-1].cells:
            self._tables[-1].cells[-1].append(item)
        elif not self._tables and not self._kept:
            self.body.append(item)


def _pass_covered(table: _Table) -> None:
    """Step over a column that the cell at its left or above covers."""
    rows, span = table.covered.get(table.column, (0, 1))
    if table.owed:
        table.owed -= 1
    elif rows:
        table.row.append(RawCell("", table.column, span, continued=True))
        table.covered[table.column] = (rows - 1, span)
        table.owed = span - 1
    table.column += 1


def _repeated(element: Element, name: str) -> int:
    return count_of(attribute(element, name))


def _forget(element: Element) -> None:
    if local_name(element) in ("table-row", "p", "h", "table"):
        if local_name(element) == "p" and next(element.iterancestors("{*}p"), None) is not None:
            return  # a paragraph of a text box: its own paragraph is still to be read
        element.clear(keep_tail=True)
        parent = element.getparent()
        if local_name(element) == "table-row":
            while parent is not None and element.getprevious() is not None:
                del parent[0]
