"""A file is whole or as it was, and every failure is one Chinese sentence."""

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfeval_gui.errors import UnwritableFileError
from perfeval_gui.files.replace import make_folder, replace_file


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "01_培训经费.docx"
    path.write_bytes(b"old")
    return path


def assert_refused(target: Path, words: str) -> None:
    kept = target.read_bytes() if target.is_file() else None
    with pytest.raises(UnwritableFileError) as caught:
        replace_file(target, b"new")
    assert words in caught.value.message
    assert str(target.parent) not in caught.value.message
    assert (target.read_bytes() if target.is_file() else None) == kept
    if target.parent.is_dir():
        assert not list(target.parent.glob(".~*.tmp-*"))


def test_a_new_file_and_an_old_one_are_written_whole(target: Path, tmp_path: Path) -> None:
    replace_file(target, b"new")
    replace_file(tmp_path / "02.docx", b"more")
    assert target.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["01_培训经费.docx", "02.docx"]


def test_an_existing_file_keeps_its_mode_and_a_new_one_gets_the_usual(target: Path, tmp_path: Path) -> None:
    target.chmod(0o664)
    replace_file(target, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o664
    before = os.umask(0o022)
    try:
        replace_file(tmp_path / "new.docx", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.docx").stat().st_mode) == 0o644


def test_a_link_stays_a_link(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.docx"
    link.symlink_to(target)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize(
    "owner", ["~$_培训经费.docx", "~$01_培训经费.docx", ".~01_培训经费.docx", ".~lock.01_培训经费.docx#"]
)
def test_a_file_open_in_word_wps_or_libreoffice_is_left_alone(target: Path, owner: str) -> None:
    target.with_name(owner).touch()
    assert_refused(target, "正在 WPS、Word 或其他程序中打开")


def test_a_read_only_file_is_left_alone(target: Path) -> None:
    target.chmod(0o444)
    assert_refused(target, "只读文件")


def test_a_missing_folder_is_named_as_such(tmp_path: Path) -> None:
    assert_refused(tmp_path / "gone" / "01.docx", "文件夹不存在")


def test_a_folder_of_the_same_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "01.docx").mkdir()
    assert_refused(tmp_path / "01.docx", "同名的文件夹")


def test_a_name_too_long_for_the_disk_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFileError, match="太长"):
        replace_file(tmp_path / ("绩" * 90 + ".docx"), b"new")
    assert not list(tmp_path.iterdir())


CALLS = {
    "open": (Path, "open"),
    "fsync": (os, "fsync"),
    "read": (Path, "read_bytes"),
    "rename": (Path, "replace"),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EIO, "读写出错"),
        (errno.EACCES, "没有写入这个文件夹的权限"),
        (errno.EROFS, "只读的"),
    ],
)
def test_whatever_the_disk_refuses_the_old_file_stays(
    target: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(*CALLS[call], refuse)
        with pytest.raises(UnwritableFileError, match=words):
            replace_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert not list(target.parent.glob(".~*.tmp-*"))


def test_bytes_that_come_back_differently_are_not_taken_for_written(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", lambda _: b"nex")
        with pytest.raises(UnwritableFileError, match="读写出错"):
            replace_file(target, b"new")
    assert target.read_bytes() == b"old"


def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(time, "sleep", lambda _: None)


def _held(times: int, winerror: int) -> tuple[Callable[..., Path], list[int]]:
    calls: list[int] = []
    real = Path.replace

    def rename(self: Path, to: Path) -> Path:
        calls.append(1)
        if len(calls) <= times:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = winerror  # type: ignore[attr-defined]
            raise error
        return real(self, to)

    return rename, calls


def test_a_scanner_that_lets_go_is_waited_for(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename, calls = _held(2, 32)
    on_windows(monkeypatch)
    monkeypatch.setattr(Path, "replace", rename)
    replace_file(target, b"new")
    assert (target.read_bytes(), len(calls)) == (b"new", 3)


def test_a_program_that_keeps_the_file_is_named_as_the_reason(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, calls = _held(99, 5)
    on_windows(monkeypatch)
    monkeypatch.setattr(Path, "replace", rename)
    assert_refused(target, "正在 WPS、Word 或其他程序中打开")
    assert len(calls) == 10


def test_file_and_folder_are_synced_before_the_file_counts_as_written(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    replace_file(target, b"new")
    assert synced == ["file", "folder"]


def test_folders_are_made_where_absent_and_a_file_is_none(tmp_path: Path) -> None:
    make_folder(tmp_path / "甲" / "乙")
    assert (tmp_path / "甲" / "乙").is_dir()
    make_folder(tmp_path / "甲")
    (tmp_path / "file").touch()
    with pytest.raises(UnwritableFileError, match="是一个文件"):
        make_folder(tmp_path / "file")
    with pytest.raises(UnwritableFileError):
        make_folder(tmp_path / "file" / "below")
