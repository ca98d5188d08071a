""".rtf in one pass over its tokens: text in any code page, table rows with merges, deletions left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from perfeval_gui.core.recognise.raw import RawDocument, RawParagraph
from perfeval_gui.files import bounds
from perfeval_gui.files.bounds import CellCounter
from perfeval_gui.files.word_rows import CellShape, RowBuilder

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|([\r\n]+)|([^\\{}\r\n]+)", re.DOTALL
)
_CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_PAGES_BY_NUMBER = {
    936: "gb18030",
    950: "cp950",
    932: "cp932",
    949: "cp949",
    65001: "utf-8",
    54936: "gb18030",
}
_CHARACTERS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ", b"page": "\n", b"column": "\n",
    b"softline": "\n", b"lbr": "\n",
}  # fmt: skip
_SYMBOLS = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}
_LEFT_OUT = frozenset(
    b"fonttbl colortbl stylesheet info pict object footnote annotation atnid atnauthor fldinst nonesttables themedata"
    b" datastore listtable listoverridetable revtbl rsidtbl filetbl xmlopen shppict ftnsep ftnsepc aftnsep aftnsepc"
    b" tc xe bkmkstart bkmkend nonshppict objdata do".split()
)
_MARGINS = frozenset(b"header headerl headerr headerf footer footerl footerr footerf shptxt".split())
_LISTS = frozenset((b"listtext", b"pntext", b"pntxta", b"pntxtb"))
_STARRED = frozenset((b"nesttableprops", b"ud", b"shpinst", b"shprslt", *_MARGINS))
_BODY, _SKIPPED, _MARGIN, _FONTS = "body", "skipped", "margin", "fonts"


@dataclass(frozen=True, slots=True)
class _Group:
    """What a group inherits and its closing brace takes back."""

    place: str = _BODY
    font: int = -1
    fallback: int = 1  # characters to skip behind a Unicode one
    deleted: bool = False
    level: int = 0
    nested_row: bool = False


@dataclass
class _RowShape:
    """The cells that the row's control words have named so far."""

    left: int = 0
    cells: list[CellShape] = field(default_factory=list)
    flags: frozenset[bytes] = frozenset()

    def cell(self, right: int) -> None:
        begin = self.cells[-1].right if self.cells else self.left
        down, across = b"clvmgf" in self.flags, b"clmrg" in self.flags
        self.cells.append(CellShape(begin, max(begin, right), across, down, b"clvmrg" in self.flags))
        self.flags = frozenset()


def read_rtf(data: bytes) -> RawDocument:
    """Return the document as raw paragraphs and tables; raises FileProblem."""
    return _Reader(data).document()


class _Reader:
    """Walks the tokens and keeps the stack of groups."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._builder = RowBuilder(CellCounter())
        self._margins: list[RawParagraph] = []
        self._group = _Group()
        self._stack: list[_Group] = []
        self._raw = bytearray()  # bytes waiting for their code page
        self._text: list[str] = []
        self._kept: list[list[str]] = []  # the paragraph around an open text box
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font_named = -1
        self._skip = 0
        self._half = 0  # the first half of a surrogate pair
        self._starred = False
        self._numbered = False
        self._row, self._inner_row = _RowShape(), _RowShape()

    def document(self) -> RawDocument:
        place = 0
        while place < len(self._data):
            token = _TOKEN.match(self._data, place)
            if token is None:
                break
            place = token.end() + self._token(token)
            if not self._stack and token[5] == b"}":
                break  # what stands behind the last brace is no part of the document
        if self._stack:
            raise bounds.incomplete("rtf braces")
        self._end_paragraph(0)
        return RawDocument(self._builder.finished(), tuple(self._margins))

    def _token(self, token: re.Match[bytes]) -> int:
        """Take one token; return how many bytes behind it are binary and not read."""
        if token[5]:
            self._brace(token[5])
        elif token[1]:
            return self._word(token[1], int(token[2]) if token[2] else None)
        elif token[3]:
            self._bytes(bytes.fromhex(token[3].decode("ascii")))
        elif token[4]:
            self._symbol(token[4])
        elif token[7]:
            self._bytes(token[7])
        return 0

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skip = 0
        self._starred = False
        if brace == b"{":
            if len(self._stack) >= bounds.RTF_DEPTH:
                raise bounds.nested_too_deep()
            self._stack.append(self._group)
        elif self._stack:
            before = self._group
            level = before.level
            self._group = self._stack.pop()
            if before.place == _MARGIN and self._group.place != _MARGIN:
                self._end_margin()
            elif before.place == self._group.place == _BODY:
                self._group = replace(self._group, level=level)  # a paragraph's level is no group's

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in b"\r\n":
            self._end_paragraph(self._group.level)
        elif symbol in _SYMBOLS:
            self._bytes(_SYMBOLS[symbol].encode("ascii"))

    def _bytes(self, raw: bytes) -> None:
        if self._skip:
            dropped = min(self._skip, len(raw))
            self._skip -= dropped
            raw = raw[dropped:]
        if raw and self._is_heard():
            self._half = 0
            self._raw += raw

    def _is_heard(self) -> bool:
        return self._group.place in (_BODY, _MARGIN) and not self._group.deleted

    def _put(self, text: str) -> None:
        self._flush()
        if self._is_heard():
            self._text.append(text)

    def _flush(self) -> None:
        if self._raw:
            page = self._fonts.get(self._group.font, "") or self._page
            self._text.append(self._raw.decode(page, "replace"))
            self._raw.clear()

    def _word(self, word: bytes, number: int | None) -> int:
        starred, self._starred = self._starred, False
        if word == b"bin":
            return max(0, number or 0)
        if word in _LEFT_OUT or word in _MARGINS or word in _LISTS or starred:
            self._destination(word, starred=starred)
        elif word == b"u" and number is not None:
            self._unicode(number)
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif self._group.place == _FONTS:
            self._font(word, number or 0)
        elif self._group.place != _SKIPPED:
            self._property(word, number)
        return 0

    def _destination(self, word: bytes, *, starred: bool) -> None:
        group = self._group
        if group.place in (_SKIPPED, _FONTS):
            return
        if word == b"fonttbl":
            self._group = replace(group, place=_FONTS)
        elif word in _MARGINS:
            self._flush()
            if group.place == _BODY:
                self._kept.append(self._text)
                self._text = []
            self._group = replace(group, place=_MARGIN)
        elif word == b"nesttableprops":
            self._group = replace(group, nested_row=True)
        elif word == b"ud":
            self._group = replace(group, place=_BODY)
        elif word in _LISTS:
            self._numbered = self._numbered or word in (b"listtext", b"pntext")
            self._group = replace(group, place=_SKIPPED)
        elif word in _LEFT_OUT or (starred and word not in _STARRED):
            self._group = replace(group, place=_SKIPPED)

    def _font(self, word: bytes, number: int) -> None:
        if word == b"f":
            self._font_named = number
        elif word == b"fcharset" and number in _CODE_PAGES:
            self._fonts[self._font_named] = _CODE_PAGES[number]
        elif word == b"cpg" and number in _PAGES_BY_NUMBER:
            self._fonts[self._font_named] = _PAGES_BY_NUMBER[number]

    def _unicode(self, number: int) -> None:
        code = number & 0xFFFF
        self._flush()
        self._skip = self._group.fallback
        if not self._is_heard():
            return
        if 0xD800 <= code < 0xDC00:
            self._half = code
        elif 0xDC00 <= code < 0xE000:
            if self._half:
                self._text.append(chr(0x10000 + ((self._half - 0xD800) << 10) + code - 0xDC00))
            self._half = 0
        else:
            self._half = 0
            self._text.append(chr(code))

    def _property(self, word: bytes, number: int | None) -> None:
        group = self._group
        if word == b"f":
            self._flush()
            self._group = replace(group, font=number if number is not None else -1)
        elif word == b"uc":
            self._group = replace(group, fallback=max(0, min(number or 0, 10)))
        elif word == b"ansicpg":
            self._page = _PAGES_BY_NUMBER.get(
                number or 0, f"cp{number}" if number in range(1250, 1259) else "cp1252"
            )
        elif word == b"deleted":
            self._flush()
            self._group = replace(group, deleted=number != 0)
        elif word == b"plain":
            self._flush()
            self._group = replace(group, deleted=False)
        elif word in (b"pard", b"intbl", b"itap"):
            self._level(word, number)
        else:
            self._structure(word, number)

    def _level(self, word: bytes, number: int | None) -> None:
        level = self._group.level
        if word == b"pard":
            level = 0
        elif word == b"intbl":
            level = max(level, 1)
        elif number is not None:
            level = max(0, min(number, 64))
        self._group = replace(self._group, level=level)

    def _structure(self, word: bytes, number: int | None) -> None:
        if word in (b"par", b"sect"):
            self._end_paragraph(self._group.level)
        elif word in (b"cell", b"nestcell"):
            level = 1 if word == b"cell" else max(self._group.level, 2)
            self._end_paragraph(level)
            if self._group.place == _BODY:
                self._builder.end_cell(level)
        else:
            self._row_word(word, number or 0)

    def _row_word(self, word: bytes, number: int) -> None:
        inner = self._group.nested_row
        shape = self._inner_row if inner else self._row
        if word in (b"row", b"nestrow"):
            self._flush()
            if self._group.place == _BODY:
                self._builder.end_row(1 if word == b"row" else max(self._group.level, 2), tuple(shape.cells))
        elif word == b"trowd" and inner:
            self._inner_row = _RowShape()
        elif word == b"trowd":
            self._row = _RowShape()
        elif word == b"trleft":
            shape.left = number
        elif word == b"cellx":
            shape.cell(number)
        elif word in (b"clvmgf", b"clvmrg", b"clmrg"):
            shape.flags |= {word}

    def _end_paragraph(self, level: int) -> None:
        self._flush()
        text = "".join(self._text)
        self._text = []
        if self._group.place == _MARGIN:
            self._margins += [RawParagraph(text)] if text.strip() else []
        elif self._group.place == _BODY and (text or self._stack):
            self._builder.paragraph(text, level, numbered=self._numbered)
        self._numbered = False

    def _end_margin(self) -> None:
        text = "".join(self._text)
        self._text = self._kept.pop() if self._kept else []
        if text.strip():
            self._margins.append(RawParagraph(text))
