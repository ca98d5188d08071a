"""A file that cannot be read is refused in one sentence: its name, what is wrong, what to do."""

import os
import stat
from pathlib import Path

import pytest

from perfeval_gui.errors import UnreadableFileError
from perfeval_gui.files import reading
from perfeval_gui.files.reading import read_bytes, read_file


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_file(path)
    message = caught.value.message
    assert message.startswith(f"“{path.name}”")
    assert message.endswith("。")
    assert "\n" not in message
    assert str(path.parent) not in message
    return message


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "自评表.docx"
    path.write_bytes(b"")
    assert "空的" in refusal(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "不存在" in refusal(tmp_path / "没有.docx")


def test_a_folder(tmp_path: Path) -> None:
    assert "文件夹" in refusal(tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "管道"
    os.mkfifo(path)
    assert "不是普通文件" in refusal(path)


def test_a_device() -> None:
    assert "不是普通文件" in refusal(Path(os.devnull))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "自评表.docx"
    path.write_bytes(b"x")

    def forbidden(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reading.os, "open", forbidden)
    assert "没有读取权限" in refusal(path)


def test_a_file_that_word_holds_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "自评表.docx"
    path.write_bytes(b"x")

    def shared(*_: object) -> int:
        error = PermissionError(13, "The process cannot access the file")
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(reading.os, "open", shared)
    assert "正在 Word/WPS 中打开" in refusal(path)


def test_the_owner_file_of_word(tmp_path: Path) -> None:
    path = tmp_path / "~$自评表.docx"
    path.write_bytes(b"x" * 162)
    assert "临时文件" in refusal(path)


def test_a_path_beyond_all_lengths(tmp_path: Path) -> None:
    assert "路径过长" in refusal(tmp_path / ("长" * 200 + ".docx"))


def test_a_stick_that_is_pulled_out_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "自评表.docx"
    path.write_bytes(b"x")

    def gone(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(reading.os, "read", gone)
    assert "断开" in refusal(path)


def test_a_sparse_file_of_a_gigabyte_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "大.docx"
    with path.open("wb") as file:
        file.truncate(1024**3)
    assert "20 MB" in refusal(path)


def test_the_source_is_neither_changed_nor_left_open(tmp_path: Path) -> None:
    path = tmp_path / "自评表 😀.txt"
    path.write_text("不是表", encoding="utf-8")
    path.chmod(stat.S_IRUSR)
    before = path.stat()
    handles = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0  # noqa: PTH208
    assert read_file(path).forms == ()
    after = path.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    if handles:
        assert len(os.listdir("/proc/self/fd")) == handles  # noqa: PTH208
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_no_words_of_the_file_reach_the_message() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_bytes(b'[{"phone": "13800000000", ', "表.json")
    assert "138" not in caught.value.message
    assert "138" not in caught.value.detail
