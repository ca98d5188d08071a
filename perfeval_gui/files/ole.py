"""OLE compound files: streams by name, each sector visited at most once, whatever the headers declare."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from perfeval_gui.files import bounds

_END_OF_CHAIN = 0xFFFFFFFE
_HIGHEST_SECTOR = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5
_ENTRY = 128
_MINI_SECTOR = 64
_MOST_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    start: int
    size: int


class OleFile:
    """The streams of one compound file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        version, shift = struct.unpack_from("<HxxH", data, 26)
        if shift not in (9, 12) or version not in (3, 4):
            raise bounds.damaged("ole header")
        self._sector = 1 << shift
        self._fat = self._read_fat()
        self._entries = self._read_directory()
        root = next((entry for entry in self._entries.values() if entry.kind == _ROOT), None)
        self._mini = self._chain(root.start, root.size) if root and root.start <= _HIGHEST_SECTOR else b""
        self._mini_fat = self._read_mini_fat()

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and storages."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """Return a stream's bytes; raises FileProblem where it is missing or damaged."""
        entry = self._entries.get(name)
        if entry is None or entry.kind != _STREAM:
            raise bounds.damaged(f"no stream {name}")
        limit = struct.unpack_from("<I", self._data, 56)[0]
        if entry.size >= min(limit, 4096):
            return self._chain(entry.start, entry.size)
        return self._mini_chain(entry.start, entry.size)

    def _sector_at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        piece = self._data[start : start + self._sector]
        if not piece:
            raise bounds.incomplete(f"sector {number}")
        return piece

    def _numbers(self, first: int, table: list[int]) -> Iterator[int]:
        """Yield the sectors of a chain; a chain that bites its own tail is damage."""
        seen: set[int] = set()
        number = first
        while number <= _HIGHEST_SECTOR:
            if number in seen or number >= len(table):
                raise bounds.damaged("ole chain")
            seen.add(number)
            yield number
            number = table[number]

    def _chain(self, first: int, size: int) -> bytes:
        size = min(size, len(self._data))
        pieces, length = [], 0
        for number in self._numbers(first, self._fat):
            if length >= size:
                break
            pieces.append(self._sector_at(number))
            length += self._sector
        found = b"".join(pieces)
        if len(found) < size:
            raise bounds.incomplete("ole stream")
        return found[:size]

    def _mini_chain(self, first: int, size: int) -> bytes:
        pieces, length = [], 0
        for number in self._numbers(first, self._mini_fat):
            if length >= size:
                break
            pieces.append(self._mini[number * _MINI_SECTOR : (number + 1) * _MINI_SECTOR])
            length += _MINI_SECTOR
        found = b"".join(pieces)
        if len(found) < size:
            raise bounds.incomplete("ole mini stream")
        return found[:size]

    def _read_fat(self) -> list[int]:
        count, first, chained = (
            struct.unpack_from("<I", self._data, 44)[0],
            *struct.unpack_from("<II", self._data, 68),
        )
        places = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while first <= _HIGHEST_SECTOR and chained:
            if first in seen:
                raise bounds.damaged("ole difat")
            seen.add(first)
            numbers = _words(self._sector_at(first))
            places += numbers[:-1]
            first, chained = numbers[-1], chained - 1
        fat: list[int] = []
        for place in [place for place in places if place <= _HIGHEST_SECTOR][:count]:
            fat += _words(self._sector_at(place))
            if len(fat) * self._sector > len(self._data) + 2 * self._sector * (self._sector // 4):
                break  # the table already covers more than the file has
        return fat

    def _read_mini_fat(self) -> list[int]:
        first, count = struct.unpack_from("<II", self._data, 60)
        if first > _HIGHEST_SECTOR or not count:
            return []
        found: list[int] = []
        for number in self._numbers(first, self._fat):
            found += _words(self._sector_at(number))
        return found

    def _read_directory(self) -> dict[str, _Entry]:
        first = struct.unpack_from("<I", self._data, 48)[0]
        entries: dict[str, _Entry] = {}
        for number in self._numbers(first, self._fat):
            sector = self._sector_at(number)
            for start in range(0, len(sector) - _ENTRY + 1, _ENTRY):
                entry = sector[start : start + _ENTRY]
                length, kind = struct.unpack_from("<HB", entry, 64)
                if kind in (1, _STREAM, _ROOT) and 2 <= length <= 64:
                    name = entry[: length - 2].decode("utf-16-le", "replace")
                    begin, size = struct.unpack_from("<II", entry, 116)
                    entries.setdefault(name, _Entry(kind, begin, size))
            if len(entries) > _MOST_ENTRIES:
                raise bounds.damaged("ole directory")
        return entries


def _words(sector: bytes) -> list[int]:
    whole = len(sector) // 4
    return list(struct.unpack_from(f"<{whole}I", sector))
