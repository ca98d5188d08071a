""".xlsx and .xlsm workbooks in one pass over each sheet: cached values as displayed, merges, hidden sheets."""

from __future__ import annotations

import re

from perfeval_gui.core.recognise.raw import RawDocument, RawParagraph, RawRemark, RawTable
from perfeval_gui.files import bounds
from perfeval_gui.files.archive import Archive
from perfeval_gui.files.bounds import CellCounter
from perfeval_gui.files.number_format import BUILT_IN, GENERAL, displayed, iso_day
from perfeval_gui.files.opc import MACROS_IGNORED, relations
from perfeval_gui.files.sheet_grid import Sheet, area_of, place_of
from perfeval_gui.files.xml_source import Element, attribute, events, local_name, root

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|\d+|[LCRBIUESXYKPNDTZFAG]|K[0-9A-F]{6})')
_STRINGS = 200_000
_ROWS_PASSED = 20_000  # rows beyond what is looked at, passed over to reach the merges behind them
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}


def read_xlsx(archive: Archive) -> RawDocument:
    """Return a table for each sheet, in the workbook's order; raises FileProblem."""
    return _Workbook(archive).document()


class _Workbook:
    """The parts of one workbook that are needed to read its sheets."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        main = [target for kind, target, _ in relations(archive, "") if kind == "officeDocument"]
        self._main = main[0] if main and main[0] in archive else "xl/workbook.xml"
        self._links = relations(archive, self._main)
        self._strings = self._shared_strings()
        self._formats = self._number_formats()
        self._counter = CellCounter()
        self._from_1904 = False
        self._remarks: list[RawRemark] = []
        self._margins: list[RawParagraph] = []

    def document(self) -> RawDocument:
        tables: list[RawTable] = []
        targets = self._targets()
        workbook = root(self._archive.read(self._main))
        for item in workbook.iter("{*}workbookPr"):
            self._from_1904 = attribute(item, "date1904") in ("1", "true")
        for item in workbook.iter("{*}sheet"):
            part = targets.get(attribute(item, "id") or "", "")
            if part not in self._archive:
                continue  # a chart sheet, or a part that is missing
            name = _decoded(attribute(item, "name") or "")
            if attribute(item, "state") in ("hidden", "veryHidden"):
                self._remarks.append(RawRemark(f"“{name}”是隐藏的工作表，也已读取。"))
            tables.append(self._sheet(name, part))
        if self._has_macros_or_links():
            self._remarks.append(MACROS_IGNORED)
        return RawDocument(tuple(tables), tuple(self._margins), tuple(self._remarks))

    def _targets(self) -> dict[str, str]:
        folder, _, name = self._main.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self._archive:
            return {}
        ids = [attribute(item, "Id") or "" for item in root(self._archive.read(rels))]
        worksheets = {"worksheet", "dialogsheet"}
        return {
            name: target
            for name, (kind, target, external) in zip(ids, self._links, strict=True)
            if kind in worksheets and not external
        }

    def _has_macros_or_links(self) -> bool:
        macros = any(name.endswith("vbaProject.bin") for name in self._archive.names)
        return macros or any(kind == "externalLink" for kind, _, _ in self._links)

    def _part(self, kind: str) -> str:
        return next(
            (t for k, t, external in self._links if k == kind and not external and t in self._archive), ""
        )

    def _shared_strings(self) -> list[str]:
        part = self._part("sharedStrings")
        if not part:
            return []
        strings: list[str] = []
        for _, element in events(self._archive.chunks(part), ("{*}si",), ("end",), freed=("si",)):
            strings.append(_rich_text(element))
            if len(strings) > _STRINGS:
                raise bounds.too_large_table()
        return strings

    def _number_formats(self) -> list[str]:
        """Return the number format of each cell style, in the order that cells count them."""
        part = self._part("styles")
        if not part:
            return []
        styles = root(self._archive.read(part))
        own = {
            attribute(item, "numFmtId"): attribute(item, "formatCode") or GENERAL
            for item in styles.iter("{*}numFmt")
        }
        found: list[str] = []
        for group in styles.iter("{*}cellXfs"):
            for item in group:
                number = attribute(item, "numFmtId") or "0"
                built_in = BUILT_IN.get(int(number), GENERAL) if number.isdigit() else GENERAL
                found.append(_decoded(own.get(number, built_in)))
        return found

    def _sheet(self, name: str, part: str) -> RawTable:
        self._counter.table(1)
        sheet = Sheet(name, self._counter)
        row, passed = -1, 0
        for _, element in events(self._archive.chunks(part), _SHEET_TAGS, ("end",), freed=("row",)):
            tag = local_name(element)
            if tag == "row":
                row = self._row(sheet, element, row)
                passed += row >= bounds.SHEET_ROWS
                if passed > _ROWS_PASSED:
                    break  # a form's merges never stand behind that many rows
            elif tag == "mergeCell":
                area = area_of(attribute(element, "ref") or "")
                if area:
                    sheet.merge(area)
            elif element.text:
                self._margins.append(RawParagraph(_HEADER_CODE.sub(" ", element.text)))
        table, remarks = sheet.finished()
        self._remarks += remarks
        return table

    def _row(self, sheet: Sheet, element: Element, above: int) -> int:
        """Take the cells of one row and return its number; a row without a number stands below the last."""
        number = element.get("r") or ""
        row = int(number) - 1 if number.isdigit() and len(number) < 8 else above + 1
        if row >= bounds.SHEET_ROWS:
            sheet.beyond = True
            return row
        column = -1
        for cell in element:
            name = cell.get("r")
            column += not name  # a cell without a name stands right of the one before
            if len(cell):
                row, column = (place_of(name) if name else None) or (row, column)
                self._cell(sheet, cell, row, column)
        return row

    def _cell(self, sheet: Sheet, element: Element, row: int, column: int) -> None:
        value, formula = "", False
        for child in element:
            tag = local_name(child)
            if tag == "v":
                value = child.text or ""
            elif tag == "is":
                value = _rich_text(child)
            elif tag == "f":
                formula = True
        if value:
            sheet.put(row, column, self._text(sheet, element, value, (row, column)))
        elif formula:
            sheet.doubt(row, column, "是公式，但文件里没有算好的结果，按空白读取。")

    def _text(self, sheet: Sheet, element: Element, value: str, place: tuple[int, int]) -> str:
        kind = element.get("t") or "n"
        if kind == "s":
            number = int(value) if value.isdigit() and len(value) < 9 else -1
            if 0 <= number < len(self._strings):
                return self._strings[number]
            sheet.doubt(*place, "指向不存在的文字，按空白读取。")
            return ""
        if kind == "b":
            return _BOOLEANS.get(value, value)
        if kind == "d":
            return iso_day(value)
        if kind == "e":
            sheet.doubt(*place, f"是错误值“{value[:12]}”。")
        return self._number(element, value) if kind == "n" else _decoded(value)

    def _number(self, element: Element, value: str) -> str:
        style = element.get("s") or "0"
        place = int(style) if style.isdigit() and len(style) < 9 else -1
        number_format = self._formats[place] if 0 <= place < len(self._formats) else GENERAL
        try:
            return displayed(float(value), number_format, from_1904=self._from_1904)
        except ValueError:
            return _decoded(value)


_SHEET_TAGS = tuple("{*}" + name for name in ("row", "mergeCell", "oddHeader", "oddFooter"))


def _rich_text(element: Element) -> str:
    """Return the text of a string item; what is written above it as a reading aid is not its text."""
    if len(element) == 1 and local_name(element[0]) == "t":
        return _decoded(element[0].text or "")
    parts = [
        item.text or ""
        for item in element.iter("{*}t")
        if not any(local_name(above) == "rPh" for above in item.iterancestors("{*}rPh"))
    ]
    return _decoded("".join(parts))


def _decoded(text: str) -> str:
    """Return the text with `_x000D_` and its like decoded; lone halves of characters become U+FFFD."""
    if "_x" not in text:
        return text
    found = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
