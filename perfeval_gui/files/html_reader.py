"""HTML saved as .doc or .xls, pages of an MHT file, and tables on the clipboard."""

from __future__ import annotations

import re

from perfeval_gui.core.recognise.raw import RawCell, RawDocument, RawParagraph, RawTable
from perfeval_gui.files import bounds
from perfeval_gui.files.bounds import CellCounter
from perfeval_gui.files.text_reader import decoded
from perfeval_gui.files.xml_source import Element, html_root

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_KNOWN = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "utf8": "utf-8",
          "big5": "big5", "unicode": "utf-16", "utf-16": "utf-16", "x-gbk": "gb18030"}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BETWEEN_WIDE = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]) ?\n ?(?=[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f])"
)
_LEFT_OUT = frozenset("script style head title del noscript template xml".split())
_BLOCK = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li dt dd blockquote center pre section article header footer address".split()
)
_CONTROLS = frozenset({"input", "textarea", "select"})
_TYPED = frozenset({"", "text", "number", "date", "tel", "search"})
_LAYOUT_DEPTH = 200


def decoded_html(data: bytes) -> str:
    """Return the page's text by its own charset, else as any text; raises FileProblem."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or b"\0" in data[:64]:
        return decoded(data)
    found = _CHARSET.search(data[:4096])
    encoding = _KNOWN.get(found[1].decode("ascii").lower(), "") if found else ""
    if encoding and len(data) <= bounds.FILE_BYTES:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass  # the declared charset is wrong: look at the bytes themselves
    return decoded(data)


def read_html(text: str) -> RawDocument:
    """Return the page's paragraphs and tables; raises FileProblem."""
    page = html_root(text.replace("\0", ""))
    if page is None:
        return RawDocument(())
    reader = _Reader(CellCounter())
    reader.walk(page)
    reader.end_paragraph()
    return RawDocument(tuple(reader.content))


class _Reader:
    """Collects paragraphs and tables below one element; a cell has a reader of its own."""

    def __init__(self, counter: CellCounter, depth: int = 0) -> None:
        self.content: list[RawParagraph | RawTable] = []
        self._counter = counter
        self._depth = depth  # of tables
        self._text: list[str] = []
        self._numbered = False

    def walk(self, element: Element, depth: int = 0) -> None:
        if depth > _LAYOUT_DEPTH:
            raise bounds.nested_too_deep()
        self._text.append(_collapsed(element.text or ""))
        for child in element:
            name = _name_of(child) if isinstance(child.tag, str) else ""
            self._child(name, child, depth)
            self._text.append(_collapsed(child.tail or ""))

    def _child(self, name: str, child: Element, depth: int) -> None:
        if not name or name in _LEFT_OUT or _is_hidden(child):
            return
        if name == "table":
            self.end_paragraph()
            self.content.append(self._table(child))
        elif name == "br":
            self._text.append("\v")
        elif name in _CONTROLS:
            self._text.append(_shown(child, name))
        elif name in _BLOCK:
            self.end_paragraph()
            self._numbered = name == "li" and str(child.getparent().tag).lower() == "ol"
            self.walk(child, depth + 1)
            self.end_paragraph(keep_blank=name == "p")
        else:
            self.walk(child, depth + 1)

    def end_paragraph(self, *, keep_blank: bool = False) -> None:
        """Close the paragraph that is open; a blank one stays only where it was a paragraph of its own."""
        text = _unwrapped("".join(self._text))
        self._text = []
        if text or keep_blank:
            self._counter.paragraph()
            self.content.append(RawParagraph(text, self._numbered and bool(text)))
        self._numbered = False

    def _table(self, element: Element) -> RawTable:
        self._counter.table(self._depth + 1)
        covered: dict[int, tuple[int, int]] = {}  # column → (rows still covered, columns)
        return RawTable(tuple([self._row(row, covered) for row in _rows_of(element)]))

    def _row(self, element: Element, covered: dict[int, tuple[int, int]]) -> tuple[RawCell, ...]:
        cells: list[RawCell] = []
        column = 0
        for child in element:
            if str(child.tag).lower() not in ("td", "th"):
                continue
            column = self._skip_covered(cells, covered, column)
            span, high = _span(child, "colspan"), _span(child, "rowspan")
            self._counter.cells()
            cells.append(self._cell(child, column, span))
            if high > 1:
                covered[column] = (high - 1, span)
            column += span
        self._skip_covered(cells, covered, column)
        return tuple(cells)

    def _skip_covered(self, cells: list[RawCell], covered: dict[int, tuple[int, int]], column: int) -> int:
        while column in covered:
            rows, span = covered.pop(column)
            self._counter.cells()
            cells.append(RawCell("", column, span, continued=True))
            if rows > 1:
                covered[column] = (rows - 1, span)
                column += span
                continue
            column += span
        return column

    def _cell(self, element: Element, column: int, span: int) -> RawCell:
        inner = _Reader(self._counter, self._depth + 1)
        inner.walk(element)
        inner.end_paragraph()
        texts = [item for item in inner.content if isinstance(item, RawParagraph)]
        nested = tuple(inner.content) if len(texts) < len(inner.content) else ()
        return RawCell(
            "\n".join(item.text for item in texts),
            column,
            span,
            content=nested,
            numbered=any(item.numbered for item in texts),
        )


def _name_of(element: Element) -> str:
    """Return the element's name; what Word adds as `o:p` is no paragraph but the end of the one that holds it."""
    prefix, _, name = str(element.tag).lower().rpartition(":")
    return f"{prefix}:{name}" if prefix == "o" else name


def _rows_of(table: Element) -> list[Element]:
    rows = []
    for child in table:
        name = str(child.tag).lower()
        if name == "tr":
            rows.append(child)
        elif name in ("tbody", "thead", "tfoot"):
            rows += [row for row in child if str(row.tag).lower() == "tr"]
    return rows


def _span(element: Element, name: str) -> int:
    text = (element.get(name) or "1").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return max(1, min(number, bounds.SPAN if name == "colspan" else bounds.SHEET_ROWS))


def _shown(element: Element, name: str) -> str:
    """Return what a control of a saved web page shows: what was typed, chosen or ticked."""
    if name == "textarea":
        return "\v".join("".join(element.itertext()).strip().splitlines())
    if name == "select":
        chosen = [item for item in element.iter() if item.get("selected") is not None]
        return "".join(chosen[-1].itertext()).strip() if chosen else ""
    kind = (element.get("type") or "").lower()
    if kind in ("checkbox", "radio"):
        return "□" if element.get("checked") is None else "☑"
    return (element.get("value") or "").strip() if kind in _TYPED else ""


def _is_hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "mso-element:comment" in style


def _collapsed(text: str) -> str:
    """Return the text with its white space as a browser shows it; a line end between two 汉字 is none."""
    if "\n" in text or "\r" in text:
        text = _BETWEEN_WIDE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACE.sub(" ", text)


def _unwrapped(text: str) -> str:
    lines = (_SPACE.sub(" ", line).strip(" ") for line in text.split("\v"))
    return "\n".join(line.replace("\xa0", " ") for line in lines).strip("\n")
