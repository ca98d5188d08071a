""".doc and .wps (Word 97 to 2003): the text by its piece table, rows and merges by the table properties."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from perfeval_gui.core.recognise.raw import RawDocument, RawParagraph, RawRemark
from perfeval_gui.files import bounds
from perfeval_gui.files.bounds import CellCounter, FileProblem
from perfeval_gui.files.doc_properties import DELETED, RowShape, read_pages, shape_of, values_of, with_huge
from perfeval_gui.files.ole import OleFile
from perfeval_gui.files.word_rows import RowBuilder

_WORD_97 = 0x00C1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_MARKS = re.compile("[\r\x07\x0c\x13\x14\x15]")
_SPECIAL = str.maketrans(
    {"\x0b": "\n", "\x1e": "-", "\xa0": " ", **dict.fromkeys("\x01\x02\x05\x08\x1f\x03\x04")}
)
_MOST_CHARACTERS = 10_000_000


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of characters that stand together in the file: the text, its file offset, bytes a character."""

    text: str
    offset: int
    width: int
    properties: bytes


@dataclass
class _Text:
    """The text between two marks, and whether a paragraph is open."""

    parts: list[str] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)  # for each open field: its result has begun

    def add(self, text: str) -> None:
        if all(self.fields):
            self.parts.append(text)

    def taken(self) -> str:
        text = "".join(self.parts).translate(_SPECIAL)
        self.parts = []
        return text


def read_doc(ole: OleFile) -> RawDocument:
    """Return the document as raw paragraphs and tables; raises FileProblem."""
    try:
        return _Document(ole).document()
    except (struct.error, IndexError) as error:
        raise bounds.damaged(f"doc: {type(error).__name__}") from error


class _Document:
    """The parts of one .doc that are needed to read its text."""

    def __init__(self, ole: OleFile) -> None:
        self._main = ole.stream("WordDocument")
        identity, version = struct.unpack_from("<HH", self._main, 0)
        flags = struct.unpack_from("<H", self._main, 10)[0]
        if flags & _ENCRYPTED:
            raise bounds.encrypted()
        if identity not in (0xA5EC, 0xA5DC) or version < _WORD_97:
            raise FileProblem("是 Word 95 或更早的格式，不能读取。请用 Word/WPS 打开后另存为 .docx，再导入。")
        self._table = ole.stream("1Table" if flags & _SECOND_TABLE else "0Table")
        self._data = ole.stream("Data") if "Data" in ole.names else b""
        self._has_macros = "Macros" in ole.names
        self._lengths = struct.unpack_from("<8I", self._main, 76)  # text, notes, headers, … in characters
        self._paragraphs = read_pages(self._main, self._located(13), paragraphs=True)
        self._deleted = [
            (start, end)
            for start, end, properties in read_pages(self._main, self._located(12), paragraphs=False)
            if DELETED in properties and values_of(properties).get(DELETED)
        ]
        self._starts = [start for start, _, _ in self._paragraphs]
        self._builder = RowBuilder(CellCounter())
        self._margins: list[RawParagraph] = []

    def _located(self, number: int) -> bytes:
        """Return the part of the table stream that the file's header names by this number."""
        start, length = struct.unpack_from("<II", self._main, 154 + 8 * number)
        return self._table[start : start + length]

    def document(self) -> RawDocument:
        body, notes, headers = self._lengths[:3]
        text = _Text()
        position = 0
        for piece in self._pieces():
            for characters, mark, offset in self._split(piece):
                text.add(characters)
                position += len(characters) + len(mark)
                self._take(text, mark, position <= body, offset, piece)
                if position >= body and position - len(mark) < body:
                    text = _Text()
                if position > body + notes + headers + sum(self._lengths[3:]):
                    break
        remarks = (RawRemark("已忽略文件中的宏和外部链接。"),) if self._has_macros else ()
        return RawDocument(self._builder.finished(), tuple(self._margins), remarks)

    def _take(self, text: _Text, mark: str, in_body: bool, offset: int, piece: _Piece) -> None:  # noqa: FBT001
        if mark == "\x13":
            text.fields.append(False)
        elif mark == "\x14" and text.fields:
            text.fields[-1] = True
        elif mark == "\x15" and text.fields:
            text.fields.pop()
        elif mark in ("\r", "\x07", "\x0c"):
            if in_body:
                self._end(text.taken(), mark, offset, piece)
            else:
                line = text.taken().strip()
                self._margins += [RawParagraph(line)] if line else []

    def _end(self, text: str, mark: str, offset: int, piece: _Piece) -> None:
        """End a paragraph, cell or row: its own properties say which."""
        shape = self._shape_at(offset, piece)
        level = shape.level if mark == "\x07" or shape.level else 0
        if mark == "\x07" and not level:
            level = 1
        is_row_end = shape.ends_row if mark == "\x07" else shape.ends_inner_row
        is_cell_end = mark == "\x07" or shape.ends_inner_cell
        if is_row_end:
            self._builder.end_row(level, shape.cells)
            return
        for line in text.split("\x0c"):
            self._builder.paragraph(line, level, numbered=shape.numbered)
        if is_cell_end:
            self._builder.end_cell(level)

    def _shape_at(self, offset: int, piece: _Piece) -> RowShape:
        place = bisect_right(self._starts, offset) - 1
        properties = b""
        if place >= 0 and offset < self._paragraphs[place][1]:
            properties = self._paragraphs[place][2]
        return shape_of(with_huge(properties, self._data) + piece.properties)

    def _split(self, piece: _Piece) -> Iterator[tuple[str, str, int]]:
        """Yield (text before a mark, the mark, the mark's file offset); deleted text is left out."""
        start = 0
        for found in _MARKS.finditer(piece.text):
            offset = piece.offset + found.start() * piece.width
            yield self._kept(piece, start, found.start()), found[0], offset
            start = found.end()
        yield self._kept(piece, start, len(piece.text)), "", 0

    def _kept(self, piece: _Piece, start: int, end: int) -> str:
        text = piece.text[start:end]
        first, last = piece.offset + start * piece.width, piece.offset + end * piece.width
        for low, high in self._deleted:
            if low < last and high > first:
                left, right = max(low, first), min(high, last)
                gone = slice((left - first) // piece.width, (right - first) // piece.width)
                # blanked, not cut: the positions of what follows must stay right
                text = text[: gone.start] + "\x01" * (gone.stop - gone.start) + text[gone.stop :]
        return text

    def _pieces(self) -> Iterator[_Piece]:
        grids, plan = _piece_plan(self._located(33))
        count = (len(plan) - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", plan, 0)
        if ends[-1] > _MOST_CHARACTERS:
            raise bounds.too_large_table()
        for number in range(count):
            length = ends[number + 1] - ends[number]
            place, modifier = struct.unpack_from("<IH", plan, 4 * (count + 1) + 8 * number + 2)
            if length <= 0 or length > _MOST_CHARACTERS:
                continue
            narrow = bool(place & 0x40000000)
            offset = (place & 0x3FFFFFFF) // 2 if narrow else place & 0x3FFFFFFF
            width = 1 if narrow else 2
            raw = self._main[offset : offset + length * width]
            if len(raw) < length * width:
                raise bounds.incomplete("doc piece")
            text = raw.decode("cp1252", "replace") if narrow else _wide(raw)
            own = grids[modifier >> 1] if modifier & 1 and modifier >> 1 < len(grids) else b""
            yield _Piece(text, offset, width, own)


def _wide(raw: bytes) -> str:
    """Return UTF-16 text with one Python character a unit, so that positions count as the file counts."""
    text = raw.decode("utf-16-le", "replace")
    if len(text) * 2 == len(raw):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _piece_plan(clx: bytes) -> tuple[list[bytes], bytes]:
    """Return the property lists that pieces refer to, and the piece table."""
    lists: list[bytes] = []
    place = 0
    while place < len(clx) and clx[place] == 1:
        length = struct.unpack_from("<H", clx, place + 1)[0]
        lists.append(clx[place + 3 : place + 3 + length])
        place += 3 + length
    if place >= len(clx) or clx[place] != 2:
        raise bounds.damaged("doc piece table")
    length = struct.unpack_from("<I", clx, place + 1)[0]
    return lists, clx[place + 5 : place + 5 + length]
