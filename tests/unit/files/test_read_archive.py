"""Zip containers of every flavour that programs write, and none that lies."""

import contextlib
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_gui.files import bounds
from perfeval_gui.files.archive import Archive
from perfeval_gui.files.bounds import FileProblem
from perfeval_gui.files.ole import OleFile
from tests.corpus.making import docx, zipped
from tests.hostile.files import DATA

GOOD = zipped({"a.xml": "甲" * 500, "夹/b.xml": "乙"})


def test_stored_deflated_and_streamed_members_are_read() -> None:
    buffer = io.BytesIO()

    class Pipe(io.RawIOBase):  # what cannot seek is written with its sizes behind the data
        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            return buffer.write(bytes(data))

    with zipfile.ZipFile(Pipe(), "w") as package:
        package.writestr("stored", "甲")
        package.writestr("deflated", "乙" * 100, zipfile.ZIP_DEFLATED)
    archive = Archive(buffer.getvalue())
    assert archive.read("stored").decode() == "甲"
    assert archive.read("deflated").decode() == "乙" * 100


def zip64(name: bytes, content: bytes) -> bytes:
    """Return a zip whose every size and place stands in the 64-bit fields, as some Java writers make it."""
    packed = zlib.compress(content)[2:-4]
    crc, full = zlib.crc32(content), 0xFFFFFFFF
    sizes = struct.pack("<HHQQ", 1, 16, len(content), len(packed))
    local = (
        struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 8, 0, 0, crc, full, full, len(name), len(sizes))
        + name
        + sizes
    )
    extra = struct.pack("<HHQQQ", 1, 24, len(content), len(packed), 0)
    central = (
        struct.pack(
            "<IHHHHHHIIIHHHHHII",
            0x02014B50,
            45,
            45,
            0,
            8,
            0,
            0,
            crc,
            full,
            full,
            len(name),
            len(extra),
            0,
            0,
            0,
            0,
            full,
        )
        + name
        + extra
    )
    start = len(local) + len(packed)
    end64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, len(central), start)
    locator = struct.pack("<IIQI", 0x07064B50, 0, start + len(central), 1)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, full, full, 0)
    return local + packed + central + end64 + locator + end


def test_a_zip_with_64_bit_sizes_is_read() -> None:
    data = zip64(b"a.xml", "甲".encode() * 1000)
    assert zipfile.ZipFile(io.BytesIO(data)).read("a.xml").decode() == "甲" * 1000
    assert Archive(data).read("a.xml").decode() == "甲" * 1000


def test_all_parts_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "ALL_PARTS_BYTES", 1_600)
    archive = Archive(GOOD)
    archive.read("a.xml")
    with pytest.raises(FileProblem, match="解压后过大"):
        archive.read("a.xml")


@pytest.mark.parametrize("name", ["c.xml", "", "A.XML"])
def test_a_part_that_is_missing_is_damage(name: str) -> None:
    with pytest.raises(FileProblem, match="损坏"):
        Archive(GOOD).read(name)


@given(place=st.integers(0, len(GOOD) - 1), piece=st.binary(min_size=1, max_size=8))
def test_any_change_gives_the_old_text_or_a_refusal(place: int, piece: bytes) -> None:
    changed = GOOD[:place] + piece + GOOD[place + len(piece) :]
    try:
        archive = Archive(changed)
        for name in archive.names:
            assert archive.read(name).decode() in {"甲" * 500, "乙"}
    except FileProblem:
        pass


@given(st.binary(max_size=300))
def test_any_bytes_are_an_archive_or_refused(data: bytes) -> None:
    with contextlib.suppress(FileProblem):
        Archive(data + GOOD[-22:])


OLE = (DATA / "other" / "xlwt.xls").read_bytes()


@given(place=st.integers(0, 1024), piece=st.binary(min_size=1, max_size=6))
def test_a_changed_ole_header_or_table_gives_streams_or_a_refusal(place: int, piece: bytes) -> None:
    changed = OLE[:place] + piece + OLE[place + len(piece) :]
    try:
        ole = OleFile(changed)
        for name in ole.names:
            if name != "Root Entry":
                assert len(ole.stream(name)) <= len(OLE)
    except (FileProblem, struct.error):
        pass  # struct.error becomes a refusal one step above, in `read_ole`


def test_a_part_comes_in_small_pieces() -> None:
    pieces = list(Archive(docx(["字" * 100_000])).chunks("word/document.xml"))
    assert len(pieces) > 3
    assert max(map(len, pieces)) <= 64 * 1024
