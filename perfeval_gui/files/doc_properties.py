"""Property lists of a .doc: which paragraphs end cells and rows, where cells stand, what was deleted."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from perfeval_gui.files.word_rows import CellShape

_PAGE = 512
_IN_TABLE, _ROW_END, _LEVEL, _INNER_CELL, _INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_LIST, _DEFINITION, _DOWN = 0x460B, 0xD608, 0xD62B
_HUGE = (0x6646, 0x6645)
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABS = 0xC615
DELETED = b"\x00\x08"  # sprmCFRMarkDel as it is spelt in the file

Run = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class RowShape:
    """What a paragraph's properties say of the table it stands in."""

    level: int = 0
    ends_row: bool = False
    ends_inner_cell: bool = False
    ends_inner_row: bool = False
    numbered: bool = False
    cells: tuple[CellShape, ...] = ()


def read_pages(main: bytes, plan: bytes, *, paragraphs: bool) -> list[Run]:
    """Return (first file offset, end, properties) of all runs of paragraphs or characters, in file order."""
    count = max(0, (len(plan) - 4) // 8)
    numbers = struct.unpack_from(f"<{count}I", plan, 4 * (count + 1)) if count else ()
    runs = [run for number in dict.fromkeys(numbers) for run in _page(main, number & 0x3FFFFF, paragraphs)]
    return sorted(runs, key=lambda run: run[0])


def _page(main: bytes, number: int, paragraphs: bool) -> Iterator[Run]:  # noqa: FBT001
    page = main[number * _PAGE : (number + 1) * _PAGE]
    if len(page) < _PAGE:
        return
    count = page[-1]
    step = 13 if paragraphs else 1
    if 4 * (count + 1) + step * count > _PAGE:
        return
    offsets = struct.unpack_from(f"<{count + 1}I", page, 0)
    for place in range(count):
        where = page[4 * (count + 1) + step * place] * 2
        yield offsets[place], offsets[place + 1], _properties(page, where, paragraphs) if where else b""


def _properties(page: bytes, where: int, paragraphs: bool) -> bytes:  # noqa: FBT001
    size = page[where]
    if not paragraphs:
        return page[where + 1 : where + 1 + size]
    if size:
        return page[where + 3 : where + 2 * size]  # behind the style's number
    return page[where + 4 : where + 2 + 2 * page[where + 1]]


def values_of(properties: bytes) -> dict[bytes | int, bytes]:
    """Return the last value of each property, by its code (and for DELETED by its bytes)."""
    found: dict[bytes | int, bytes] = {}
    for code, value in _each(properties):
        found[code] = value
        if code == 0x0800:
            found[DELETED] = value.strip(b"\0")
    return found


def _each(properties: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 2 <= len(properties):
        code = struct.unpack_from("<H", properties, place)[0]
        place += 2
        kind = code >> 13
        if kind != 6:
            length = _OPERAND[kind]
        elif code == _DEFINITION and place + 2 <= len(properties):
            length = struct.unpack_from("<H", properties, place)[0] - 1
            place += 2
        elif place < len(properties):
            length = properties[place]
            place += 1
            if code == _TABS and length == 255:
                return  # a list too long for its own length byte; what follows cannot be told
        else:
            return
        yield code, properties[place : place + max(0, length)]
        place += max(0, length)


def with_huge(properties: bytes, data: bytes) -> bytes:
    """Return the properties with those that did not fit their page and stand in the Data stream."""
    if len(properties) < 6 or struct.unpack_from("<H", properties, 0)[0] not in _HUGE:
        return properties
    place = struct.unpack_from("<I", properties, 2)[0]
    if place + 2 > len(data):
        return properties
    length = struct.unpack_from("<H", data, place)[0]
    return properties[6:] + data[place + 2 : place + 2 + length]


def shape_of(properties: bytes) -> RowShape:
    """Return what the properties say of the table around the paragraph."""
    if not properties:
        return RowShape()
    values = values_of(properties)
    level = 1 if any(values.get(_IN_TABLE, b"")) else 0
    written = values.get(_LEVEL, b"")
    if len(written) == 4:
        level = max(level, min(struct.unpack("<i", written)[0], 64))
    return RowShape(
        level,
        any(values.get(_ROW_END, b"")),
        any(values.get(_INNER_CELL, b"")),
        any(values.get(_INNER_ROW, b"")),
        values.get(_LIST, b"\0\0") not in (b"\0\0", b"\x01\xf8"),
        _cells(properties) if _DEFINITION in values else (),
    )


def _cells(properties: bytes) -> tuple[CellShape, ...]:
    shapes: list[CellShape] = []
    for code, value in _each(properties):
        if code == _DEFINITION and value:
            shapes = list(_defined(value))
        elif code == _DOWN and len(value) >= 2 and value[0] < len(shapes):
            place, down = value[0], value[1]
            old = shapes[place]
            shapes[place] = CellShape(old.left, old.right, old.joins_left, down == 3, down == 1)
    return tuple(shapes)


def _defined(value: bytes) -> Iterator[CellShape]:
    count = value[0]
    if count > 63 or len(value) < 1 + 2 * (count + 1):
        return
    edges = struct.unpack_from(f"<{count + 1}h", value, 1)
    for place in range(count):
        start = 1 + 2 * (count + 1) + 20 * place
        flags = struct.unpack_from("<H", value, start)[0] if start + 2 <= len(value) else 0
        joins = bool(flags & 0x0002) and not flags & 0x0001
        down = flags >> 5 & 3
        yield CellShape(edges[place], edges[place + 1], joins, down == 3, down == 1)
