"""Excel 2003 XML: a workbook in one XML file."""

from __future__ import annotations

from perfeval_gui.core.recognise.raw import RawDocument, RawRemark, RawTable
from perfeval_gui.files.bounds import CellCounter
from perfeval_gui.files.number_format import GENERAL, displayed, iso_day
from perfeval_gui.files.sheet_grid import Sheet
from perfeval_gui.files.xml_source import Element, attribute, events, local_name

_TAGS = tuple("{*}" + name for name in ("Style", "Worksheet", "Row", "Cell", "Visible"))
_NAMED = {
    "percent": "0.00%",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "general": GENERAL,
    "general number": GENERAL,
}


def read_excel_xml(data: bytes) -> RawDocument:
    """Return a table for each sheet, in the workbook's order; raises FileProblem."""
    reader = _Reader()
    for event, element in events([data], _TAGS):
        reader.take(event, local_name(element), element)
    return RawDocument(tuple(reader.tables), (), tuple(reader.remarks))


class _Reader:
    """Takes the events of the one file."""

    def __init__(self) -> None:
        self.tables: list[RawTable] = []
        self.remarks: list[RawRemark] = []
        self._formats: dict[str, str] = {}
        self._counter = CellCounter()
        self._sheet: Sheet | None = None
        self._row = self._column = 0
        self._row_format = ""

    def take(self, event: str, name: str, element: Element) -> None:
        if name == "Style" and event == "end":
            self._style(element)
        elif name == "Worksheet":
            self._worksheet(event, element)
        elif self._sheet is None:
            return
        elif name == "Row":
            self._take_row(event, element)
        elif name == "Cell" and event == "end":
            self._cell(self._sheet, element)
        elif name == "Visible" and event == "end" and "hidden" in (element.text or "").lower():
            self.remarks.append(RawRemark(f"“{self._sheet.name}”是隐藏的工作表，也已读取。"))

    def _style(self, element: Element) -> None:
        for item in element.iter("{*}NumberFormat"):
            written = attribute(item, "Format") or GENERAL
            is_day = "date" in written.lower() and "yy" not in written.lower()
            named = "yyyy-mm-dd" if is_day else _NAMED.get(written.lower(), written)
            self._formats[attribute(element, "ID") or ""] = named

    def _worksheet(self, event: str, element: Element) -> None:
        if event == "start":
            self._counter.table(1)
            self._sheet = Sheet(attribute(element, "Name") or "", self._counter)
            self._row = -1
        elif self._sheet is not None:
            table, remarks = self._sheet.finished()
            self.tables.append(table)
            self.remarks += remarks
            self._sheet = None
            element.clear(keep_tail=False)

    def _take_row(self, event: str, element: Element) -> None:
        if event == "start":
            self._row = _index(element, self._row + 1)
            self._column = -1
            self._row_format = attribute(element, "StyleID") or ""
            return
        element.clear(keep_tail=False)

    def _cell(self, sheet: Sheet, element: Element) -> None:
        column = _index(element, self._column + 1)
        wide, high = _count(attribute(element, "MergeAcross")), _count(attribute(element, "MergeDown"))
        data = next((child for child in element if local_name(child) == "Data"), None)
        if data is not None:
            sheet.put(self._row, column, self._text(element, data))
        elif attribute(element, "Formula") is not None:
            sheet.doubt(self._row, column, "是公式，但文件里没有算好的结果，按空白读取。")
        if wide or high:
            sheet.merge((self._row, column, self._row + high, column + wide))
        self._column = column + wide

    def _text(self, cell: Element, data: Element) -> str:
        text = "".join(data.itertext())
        kind = attribute(data, "Type") or "String"
        if kind == "DateTime":
            return iso_day(text)
        if kind != "Number":
            return text
        style = attribute(cell, "StyleID") or self._row_format
        try:
            return displayed(float(text), self._formats.get(style, GENERAL))
        except ValueError:
            return text


def _index(element: Element, following: int) -> int:
    written = attribute(element, "Index") or ""
    return int(written) - 1 if written.isdigit() and 0 < len(written) < 8 else following


def _count(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 7 else 0
