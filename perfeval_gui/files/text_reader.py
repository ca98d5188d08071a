"""Plain text: dumps with one tab before each cell, and tables with tabs or commas between their cells."""

from __future__ import annotations

import csv
import io
import re

from perfeval_gui.core.recognise.raw import RawCell, RawDocument, RawParagraph, RawTable
from perfeval_gui.files import bounds
from perfeval_gui.files.bounds import CellCounter, FileProblem

_FORM_WORDS = re.compile("绩效|指标|项目|预算|单位|目标")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffe\uffff]")


def decoded(data: bytes) -> str:
    """Return the text of bytes in UTF-8, GB18030, UTF-16 or Big5; raises FileProblem where it is none of them."""
    if len(data) > bounds.TEXT_BYTES:
        raise FileProblem("超过 5 MB，不像是自评表的文字。请确认选对了文件。")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    candidates = (
        ["utf-16-le", "utf-16-be"]
        if b"\0" in data
        else ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5"]
    )
    texts = []
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _looks_like_noise(text):
            texts.append(text)
            if encoding == "utf-8" or _FORM_WORDS.search(text):
                return text
    if not texts:
        raise bounds.unknown_kind()
    return texts[0]


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise bounds.damaged("text encoding") from error
    if _looks_like_noise(text):
        raise bounds.unknown_kind()
    return text


def _looks_like_noise(text: str) -> bool:
    """Return whether more than one character in a hundred is none that people write."""
    return len(_NOT_TEXT.findall(text)) * 100 > len(text)


def read_text(text: str) -> RawDocument:
    """Return the paragraphs and tables of a text; raises FileProblem beyond the bounds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > bounds.TEXT_LINES or any(len(line) > bounds.TEXT_LINE for line in lines):
        raise FileProblem("行数过多或有一行过长，不像是自评表的文字，已停止读取。")
    if _has_cells_in_lines(lines):
        return _delimited(text, "\t")
    if not any(line.startswith("\t") for line in lines) and _is_comma_separated(lines):
        return _delimited(text, ",")
    return _Dump(lines).document()


def _has_cells_in_lines(lines: list[str]) -> bool:
    """A dump has one tab before each cell; a table saved from a spreadsheet has many tabs in a line."""
    tabbed = [line.count("\t") for line in lines if "\t" in line]
    return bool(tabbed) and sum(tabbed) > 2 * len(tabbed)


def _is_comma_separated(lines: list[str]) -> bool:
    return sum(line.count(",") >= 3 for line in lines) >= 5


def _delimited(text: str, mark: str) -> RawDocument:
    counter = CellCounter()
    counter.table(1)
    rows = []
    csv.field_size_limit(bounds.TEXT_LINE)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=mark):
            counter.cells(len(row))
            rows.append(tuple(RawCell(cell, place) for place, cell in enumerate(row)))
    except csv.Error as error:
        raise bounds.damaged("delimited text") from error
    return RawDocument((RawTable(tuple(rows), name="text"),))


class _Dump:
    """Reads a dump: a tab begins a cell, a blank line ends a row, two end the table."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._counter = CellCounter()
        self._body: list[RawParagraph | RawTable] = []
        self._rows: list[list[str]] = []
        self._blank = 0

    def document(self) -> RawDocument:
        for line in self._lines:
            self._take(line)
        self._end_table()
        return RawDocument(tuple(self._body))

    def _take(self, line: str) -> None:
        if line.startswith("\t"):
            self._cell(line[1:])
        elif not line:
            self._blank += 1
        elif self._rows and self._blank < 2:
            inner = "\n" * (self._blank + 1)  # a blank line inside a cell, not the end of its row
            self._rows[-1][-1] += inner + line
            self._blank = 0
        else:
            self._end_table()
            self._body.append(RawParagraph(line))
            self._blank = 0

    def _cell(self, text: str) -> None:
        self._counter.cells()
        if not self._rows or self._blank:
            self._rows.append([])
        self._rows[-1].append(text)
        self._blank = 0

    def _end_table(self) -> None:
        if self._rows:
            self._counter.table(1)
            rows = [
                tuple(RawCell(text, place) for place, text in enumerate(row)) for row in _mended(self._rows)
            ]
            self._body.append(RawTable(tuple(rows), has_grid=False))
        self._rows = []


def _mended(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows with those joined that a blank paragraph at a cell's end has torn in two."""
    mended: list[list[str]] = []
    torn: list[str] = []
    usual = 0
    for row in rows:
        if torn and len(torn) + len(row) == usual:
            mended.append(torn + row)
            torn = []
            continue
        if torn:
            mended.append(torn)
            torn = []
        if len(row) < usual and not any(cell.strip() for cell in row):
            torn = row
            continue
        mended.append(row)
        usual = len(row)
    return [*mended, torn] if torn else mended
