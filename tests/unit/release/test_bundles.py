"""What a bundle is made of: archives without chance in them, parts that own every binary, two builds compared."""

import os
import shutil
import struct
from pathlib import Path

import pytest

from tools.release import archives, bundle, compare, parts, standard_library
from tools.release.bundle import PACKAGING, ROOT, BundleError

MOMENT = "1700000000"


@pytest.fixture(autouse=True)
def _same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)


def installed_package(site: Path, files: dict[str, bytes]) -> None:
    record = site / "example-1.2.dist-info"
    record.mkdir(parents=True)
    (record / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: Example\nVersion: 1.2\nLicense: MIT\n", encoding="utf-8"
    )
    for name, data in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (record / "RECORD").write_text("".join(f"{name},,\n" for name in files), encoding="utf-8")


def test_an_archive_is_the_same_whatever_the_order_and_times_of_its_files(tmp_path: Path) -> None:
    for number, order in enumerate((("乙.txt", "甲.txt"), ("甲.txt", "乙.txt"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in order:
            (folder / name).write_text(name, encoding="utf-8")
            os.utime(folder / name, (number, number))
        archives.write_zip(tmp_path / f"{number}.zip", archives.members_of(folder, "程序/"))
    assert (tmp_path / "0.zip").read_bytes() == (tmp_path / "1.zip").read_bytes()


def test_a_binary_of_a_package_is_listed_with_the_packages_licence(tmp_path: Path) -> None:
    site = tmp_path / "packages"
    installed_package(site, {"example/fast.so": b"\x7fELF", "example/plain.py": b""})
    (found,) = parts.binaries(tmp_path, site, {})
    assert (found.path, found.part.name, found.part.license) == ("packages/example/fast.so", "Example", "MIT")


def test_a_binary_that_is_nobodys_stops_the_build(tmp_path: Path) -> None:
    site = tmp_path / "packages"
    installed_package(site, {"example/plain.py": b""})
    (tmp_path / "stranger.dll").write_bytes(b"MZ")
    with pytest.raises(BundleError, match=r"stranger\.dll"):
        parts.binaries(tmp_path, site, {})


def test_a_program_without_an_ending_counts_as_binary_by_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "python3.11").write_bytes(b"\x7fELF\x02")
    (tmp_path / "script").write_bytes(b"#!/bin/sh")
    assert parts.is_binary(tmp_path / "python3.11")
    assert not parts.is_binary(tmp_path / "script")


def test_two_builds_are_compared_file_by_file(tmp_path: Path) -> None:
    for build, text in (("a", "1"), ("b", "2")):
        (tmp_path / build).mkdir()
        (tmp_path / build / "same").write_text("x", encoding="utf-8")
        (tmp_path / build / "other").write_text(text, encoding="utf-8")
    (tmp_path / "b" / "more").write_text("", encoding="utf-8")
    assert compare.differing(*(compare.hashes(tmp_path / build) for build in "ab")) == ["more", "other"]


def test_the_standard_library_goes_without_what_speaks_to_a_network(tmp_path: Path) -> None:
    for name in (
        "json/decoder.pyc",
        "http/client.pyc",
        "ssl.pyc",
        "urllib/parse.pyc",
        "urllib/request.pyc",
        "os.py",
    ):
        path = tmp_path / "library" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"code")
    archive = tmp_path / "python311.zip"
    standard_library.packed(tmp_path / "library", archive)
    with archives.ZipFile(archive) as file:
        assert file.namelist() == ["json/decoder.pyc", "urllib/parse.pyc"]


def test_the_windows_icon_has_a_picture_for_the_task_bar_and_for_the_desktop() -> None:
    data = (PACKAGING / "windows" / "perfeval.ico").read_bytes()
    count = struct.unpack_from("<H", data, 4)[0]
    sizes = {data[6 + 16 * number] or 256 for number in range(count)}
    assert {16, 32, 48, 256} <= sizes


@pytest.mark.skipif(not (ROOT / ".venv" / "bin").is_dir(), reason="the environment of ./run has the bindings")
def test_the_bindings_python_half_is_unpacked_where_the_library_looks_for_it(tmp_path: Path) -> None:
    import shiboken6

    ours = Path(shiboken6.__file__).parent
    for name in ("__init__.py", "_config.py", "_git_shiboken_module_version.py"):
        shutil.copy(ours / name, tmp_path / name)
    bundle.unpack_bindings(tmp_path)
    assert (tmp_path / "files.dir" / "shibokensupport" / "signature" / "loader.py").is_file()
    (tmp_path / "_config.py").write_text('version = "6.0.0"\n', encoding="utf-8")
    with pytest.raises(BundleError, match="not unpacked"):
        bundle.unpack_bindings(tmp_path)
