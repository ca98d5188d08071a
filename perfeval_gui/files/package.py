"""Office packages: a zip whose bytes depend on nothing but its contents."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_DEFLATED = 8
_DATE = 0x21  # 1980-01-01, the earliest a zip can hold


class Part(NamedTuple):
    """A part of a package, compressed."""

    name: bytes
    checksum: int
    size: int
    data: bytes


def part(name: str, content: bytes, level: int = 6) -> Part:
    """Return the part, ready to be put into any number of packages."""
    return part_of_pieces(name, [content], level)


def part_of_pieces(name: str, pieces: Iterable[bytes], level: int) -> Part:
    """Return the part of contents that come piece by piece, so that a long one never stands in memory whole."""
    press = zlib.compressobj(level, zlib.DEFLATED, -15)
    checksum, size, data = 0, 0, []
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
        size += len(piece)
        data.append(press.compress(piece))
    return Part(name.encode(), checksum, size, b"".join(data) + press.flush())


def package(parts: Iterable[Part]) -> bytes:
    """Return the zip of the parts in their order, without any time in it."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for item in parts:
        facts = (0, _DATE, item.checksum, len(item.data), item.size, len(item.name), 0)
        header = _LOCAL.pack(b"PK\3\4", _VERSION, 0, _DEFLATED, *facts) + item.name
        entry = _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, 0, _DEFLATED, *facts, 0, 0, 0, 0, offset)
        body += (header, item.data)
        directory.append(entry + item.name)
        offset += len(header) + len(item.data)
    listing = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), len(listing), offset, 0)
    return b"".join((*body, listing, end))
