"""The least that any program must do: the same markup as joined strings in a zip, one pass of expat over a part."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from xml.parsers import expat

from perfeval_gui.core.layout.grid import Box, Grid

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
Cell = tuple[str, int, int, str]
"""A cell as the readers below give it: text, first column, columns, merge ("", "restart", "continue")."""


class StringWriter:
    """Writes a form again as the product wrote it, from its grid and the constants of the product's markup.

    Given for nothing are the layout, the size of the letters and all that is constant: the parts beside
    `document.xml`, packed, and the opening of each kind of cell. Left is what no writer can do without: which cell
    begins or goes on in which row, joining, escaping, packing.
    """

    def __init__(self, grid: Grid, document: str, beside: Sequence[tuple[str, bytes]]) -> None:
        self._grid = grid
        self._beside = [
            (name.encode(), zlib.crc32(data), len(data), _packed(data, 6)) for name, data in beside
        ]
        start, end = document.index("<w:tr>"), document.rindex("</w:tr>")
        self._before, self._after = document[:start], document[end:]
        rows = document[start:end].split("</w:tr>")
        self._rows = [row[: row.index("<w:tc>")] for row in rows]
        self._markup = [_constants(row) for row in rows]

    def write(self) -> bytes:
        """Return the bytes of the .docx."""
        by_row: list[list[Box]] = [[] for _ in self._rows]
        for box in self._grid.boxes:
            for row in range(box.row, box.row + box.rows):
                by_row[row].append(box)
        parts = [self._before]
        for row, cells in enumerate(by_row):
            parts.append(self._rows[row])
            markup = self._markup[row]
            for box in sorted(cells, key=lambda item: item.column):
                opening, paragraph, closing, empty = markup[box.column]
                if box.row != row or not box.text:
                    parts.append(empty)
                    continue
                text = box.text.translate(_ESCAPES)
                parts.append(opening + text.replace("\n", paragraph) + closing)
            parts.append("</w:tr>")
        parts[-1] = self._after
        data = "".join(parts).encode()
        own = (b"word/document.xml", zlib.crc32(data), len(data), _packed(data, 1))
        return _zip([*self._beside, own])


def _constants(row: str) -> dict[int, tuple[str, str, str, str]]:
    """Return by first column of a row: what stands before a text, between its lines, after it, and a cell without."""
    found, column = {}, 0
    for cell in row.split("<w:tc>")[1:]:
        whole = "<w:tc>" + cell
        span = whole.partition('<w:gridSpan w:val="')[2].partition('"')[0]
        first, _, rest = whole.partition("<w:t ")
        if rest:
            opening = first + '<w:t xml:space="preserve">'
            paragraph = opening[opening.index("<w:p>") :]
            closing = "</w:t></w:r></w:p></w:tc>"
            found[column] = (opening, "</w:t></w:r></w:p>" + paragraph, closing, whole)
        else:
            found[column] = (whole, "", "", whole)
        column += int(span or 1)
    return found


def _packed(data: bytes, level: int) -> bytes:
    press = zlib.compressobj(level, zlib.DEFLATED, -15)
    return press.compress(data) + press.flush()


def _zip(members: Sequence[tuple[bytes, int, int, bytes]]) -> bytes:
    body: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for name, checksum, size, packed in members:
        facts = struct.pack("<5H3I2H", 20, 0, 8, 0, 33, checksum, len(packed), size, len(name), 0)
        body += (b"PK\3\4", facts, name, packed)
        directory.append(
            b"PK\1\2" + struct.pack("<H", 20) + facts + struct.pack("<3H2I", 0, 0, 0, 0, place) + name
        )
        place += 30 + len(name) + len(packed)
    listing = b"".join(directory)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(directory), len(directory), len(listing), place, 0)
    return b"".join((*body, listing, end))


def expat_docx(data: bytes) -> list[list[Cell]]:
    """Return the table rows of a document with spans and merges, read in one pass; every cell as it stands there."""
    rows: list[list[Cell]] = []
    texts: list[str] = []
    column, span, merge = 0, 1, ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal column, span, merge
        if name == "w:tr":
            rows.append([])
            column = 0
        elif name == "w:tc":
            texts.clear()
            span, merge = 1, ""
        elif name == "w:gridSpan":
            span = int(attributes["w:val"])
        elif name == "w:vMerge":
            merge = attributes.get("w:val", "continue")
        elif name == "w:p" and texts:
            texts.append("\n")

    def end(name: str) -> None:
        nonlocal column
        if name == "w:tc":
            rows[-1].append(("".join(texts), column, span, merge))
            column += span

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        _parse(package.read("word/document.xml"), start, end, texts)
    return rows


def expat_xlsx(data: bytes) -> list[tuple[dict[str, str], list[str]]]:
    """Return (text by cell name, merged areas) of every sheet, read in one pass a part; numbers as they are stored."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        shared = _strings(package.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
        return [
            _sheet(package.read(name), shared) for name in names if name.startswith("xl/worksheets/sheet")
        ]


def _strings(part: bytes) -> list[str]:
    found: list[str] = []
    texts: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            texts.clear()

    def end(name: str) -> None:
        if name == "si":
            found.append("".join(texts))

    _parse(part, start, end, texts)
    return found


def _sheet(part: bytes, shared: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    cells: dict[str, str] = {}
    merges: list[str] = []
    texts: list[str] = []
    place, kind = "", ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place, kind
        if name == "c":
            place, kind = attributes["r"], attributes.get("t", "n")
            texts.clear()
        elif name == "v":
            texts.clear()
        elif name == "mergeCell":
            merges.append(attributes["ref"])

    def end(name: str) -> None:
        if name == "c" and texts:
            text = "".join(texts)
            cells[place] = shared[int(text)] if kind == "s" else text

    _parse(part, start, end, texts)
    return cells, merges


def _parse(
    part: bytes, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None], texts: list[str]
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = texts.append
    parser.Parse(part, True)


class StringWorkbook:
    """Writes a workbook again as the product wrote it: cells joined, shared texts escaped and joined, all packed.

    Given for nothing are the layout, styles, merges and the markup of each cell.
    """

    def __init__(self, workbook: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(workbook)) as package:
            self._parts = {name: package.read(name) for name in package.namelist()}
        self._sheets = {
            name: data.decode().split("<c ")
            for name, data in self._parts.items()
            if name.startswith("xl/worksheets/sheet")
        }
        self._texts = _strings(self._parts["xl/sharedStrings.xml"])
        self._opening = self._parts["xl/sharedStrings.xml"].decode().partition("<si>")[0]

    def write(self) -> bytes:
        """Return the bytes of the .xlsx."""
        texts = "".join(
            f'<si><t xml:space="preserve">{text.translate(_ESCAPES)}</t></si>' for text in self._texts
        )
        parts = self._parts | {name: "<c ".join(cells).encode() for name, cells in self._sheets.items()}
        parts["xl/sharedStrings.xml"] = f"{self._opening}{texts}</sst>".encode()
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for name, data in parts.items():
                package.writestr(name, data)
        return kept.getvalue()
