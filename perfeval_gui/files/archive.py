"""Zip containers read within bounds: every size is counted while unpacking, never taken from the header."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from perfeval_gui.files import bounds
from perfeval_gui.files.bounds import FileProblem

_END = b"PK\x05\x06"
_END64_LOCATOR = b"PK\x06\x07"
_END64 = b"PK\x06\x06"
_ENTRY = b"PK\x01\x02"
_LOCAL = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x0001
_UTF8_NAME = 0x0800
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the central directory: where its data begin and how many packed bytes there are."""

    name: str
    method: int
    crc: int
    packed: int
    start: int


class Archive:
    """The members of a zip file, by name; parts are unpacked on demand and counted together."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._unpacked = 0
        self._members: dict[str, Member] = {}
        self._twice: set[str] = set()
        for member in _directory(data):
            if member.name in self._members:
                self._twice.add(member.name)
            self._members[member.name] = member
        _refuse_overlaps(list(self._members.values()))

    def __contains__(self, name: str) -> bool:
        """Return whether there is a member of that name."""
        return name in self._members

    @property
    def names(self) -> tuple[str, ...]:
        """All members' names, in the directory's order."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """Return a whole part; raise FileProblem where it is damaged or beyond the bounds."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece; raise FileProblem where it is missing, damaged or beyond the bounds."""
        member = self._members.get(name)
        if member is None:
            raise bounds.damaged(f"no part {name}")
        if name in self._twice:
            raise bounds.damaged(f"part {name} is there twice")
        size, crc = 0, 0
        for piece, packed in self._unpack(member):
            size += len(piece)
            self._unpacked += len(piece)
            crc = zlib.crc32(piece, crc)
            if size > bounds.PART_BYTES or self._unpacked > bounds.ALL_PARTS_BYTES:
                raise bounds.too_large_unpacked()
            if size > bounds.RATIO_COUNTS_ABOVE and size > bounds.RATIO * packed:
                raise bounds.too_large_unpacked()
            yield piece
        if crc != member.crc:
            raise bounds.damaged(f"checksum of {name}")

    def _unpack(self, member: Member) -> Iterator[tuple[bytes, int]]:
        """Yield (piece, packed bytes used so far): a bomb shows in its first megabyte."""
        packed = memoryview(self._data)[member.start : member.start + member.packed]
        if member.method == _STORED:
            for start in range(0, len(packed), _CHUNK):
                yield bytes(packed[start : start + _CHUNK]), start + _CHUNK
            return
        unpacker = zlib.decompressobj(-15)
        waiting: bytes | memoryview = packed
        try:
            while not unpacker.eof:
                piece = unpacker.decompress(waiting, _CHUNK)
                waiting = unpacker.unconsumed_tail
                if not piece and not waiting:
                    break
                yield piece, len(packed) - len(waiting)
        except zlib.error as error:
            raise bounds.damaged(f"deflate of {member.name}") from error


def _directory(data: bytes) -> Iterator[Member]:
    count, size, offset = _end_record(data)
    if count > bounds.ARCHIVE_MEMBERS:
        raise FileProblem("里面的部件过多（超过 2000 个），不像是自评表，没有读取。请另存一份后再导入。")
    if offset + size > len(data):
        raise bounds.incomplete("central directory")
    place = offset
    for _ in range(count):
        header = data[place : place + 46]
        if len(header) < 46 or header[:4] != _ENTRY:
            raise bounds.damaged("central directory")
        flags, method = struct.unpack_from("<HH", header, 8)
        crc, packed, _, name_length, extra_length, comment_length = struct.unpack_from("<IIIHHH", header, 16)
        local = struct.unpack_from("<I", header, 42)[0]
        raw_name = data[place + 46 : place + 46 + name_length]
        extra = data[place + 46 + name_length : place + 46 + name_length + extra_length]
        place += 46 + name_length + extra_length + comment_length
        if flags & _ENCRYPTED:
            raise bounds.encrypted()
        if method not in (_STORED, _DEFLATED):
            raise bounds.damaged(f"zip method {method}")
        sizes = struct.unpack_from("<II", header, 20)
        packed, local = _wide(extra, (sizes[1], sizes[0], local))
        yield Member(_name(raw_name, flags), method, crc, packed, _data_start(data, local))


def _end_record(data: bytes) -> tuple[int, int, int]:
    """Return (members, directory's size, directory's place), zip64 included."""
    place = data.rfind(_END, max(0, len(data) - 22 - 65_536))
    if place < 0 or place + 22 > len(data):
        raise bounds.incomplete("no end of central directory")
    count, size, offset = struct.unpack_from("<HII", data, place + 10)
    if _FULL32 not in (size, offset) and count != _FULL16:
        return count, size, offset
    locator = place - 20
    if locator < 0 or data[locator : locator + 4] != _END64_LOCATOR:
        return count, size, offset
    wide = struct.unpack_from("<Q", data, locator + 8)[0]
    if wide + 56 > len(data) or data[wide : wide + 4] != _END64:
        raise bounds.damaged("zip64 end")
    count, size, offset = struct.unpack_from("<QQQ", data, wide + 32)
    return count, size, offset


def _wide(extra: bytes, fields: tuple[int, int, int]) -> tuple[int, int]:
    """Return (packed size, place of the local header), from the zip64 field where the short ones are full."""
    unpacked, packed, local = fields
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        if kind == 1:
            wide = [
                struct.unpack_from("<Q", extra, place + 4 + 8 * n)[0]
                for n in range(min(length // 8, (len(extra) - place - 4) // 8))
            ]
            values = iter(wide)
            if unpacked == _FULL32:
                next(values, 0)
            packed = next(values, packed) if packed == _FULL32 else packed
            local = next(values, local) if local == _FULL32 else local
        place += 4 + length
    return packed, local


def _data_start(data: bytes, local: int) -> int:
    header = data[local : local + 30]
    if len(header) < 30 or header[:4] != _LOCAL:
        raise bounds.damaged("local header")
    name_length, extra_length = struct.unpack_from("<HH", header, 26)
    return int(local + 30 + name_length + extra_length)


def _refuse_overlaps(members: list[Member]) -> None:
    end = 0
    for member in sorted(members, key=lambda item: item.start):
        if member.start < end:
            raise bounds.damaged("overlapping members")
        end = member.start + member.packed


def _name(raw: bytes, flags: int) -> str:
    name = raw.decode("utf-8" if flags & _UTF8_NAME else "cp437", "replace")
    return name.replace("\\", "/")
