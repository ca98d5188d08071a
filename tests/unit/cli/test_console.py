"""What is printed arrives whole, in an order and encoding that others can read, or a sentence says why not."""

import io
import json
import os
from pathlib import Path

import pytest

from perfeval_gui.cli.console import DONE, FOUND_ERRORS, NOT_DONE, Console, one_line, readable


def bytes_printed(encoding: str, print_to) -> bytes:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    console = Console(out=stream, err=io.StringIO())
    print_to(console)
    console.close()
    stream.detach()
    return raw.getvalue()


@pytest.fixture(autouse=True)
def _no_wish_for_an_encoding(monkeypatch) -> None:
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)


@pytest.mark.parametrize("encoding", ["ascii", "cp936", "latin-1", "utf-8"])
def test_into_a_file_or_pipe_everything_is_utf_8(encoding) -> None:
    printed = bytes_printed(encoding, lambda console: console.line("≧12个　𠮷"))
    assert printed.decode("utf-8").strip() == "≧12个　𠮷"


def test_an_encoding_that_was_asked_for_is_kept_and_json_stays_json(monkeypatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "gbk")
    value = ["得分", "𠮷", "\udcff"]
    printed = bytes_printed("gbk", lambda console: console.json(value))
    assert json.loads(printed.decode("gbk")) == value
    assert "得分".encode("gbk") in bytes_printed("gbk", lambda console: console.line("得分𠮷"))


@pytest.mark.parametrize("value", [["\ud800", "\udcff\udc80"], {"名": "一\n二\t三"}, []])
def test_json_is_read_back_as_it_was_half_characters_too(value) -> None:
    printed = bytes_printed("utf-8", lambda console: console.json(value))
    assert json.loads(printed.decode("utf-8")) == value


def test_a_file_name_comes_out_with_the_bytes_it_has_on_disk() -> None:
    name = os.fsdecode(b"\xd7\xdc\xb1\xed.docx")
    assert bytes_printed("utf-8", lambda console: console.line(name)).strip() == b"\xd7\xdc\xb1\xed.docx"


def test_half_a_character_in_a_line_spoils_nothing_else() -> None:
    printed = bytes_printed("utf-8", lambda console: console.line("前\ud800后"))
    assert printed.decode("utf-8").strip() == "前\ufffd后"


def test_a_complaint_is_one_line_whatever_stands_in_a_name() -> None:
    err = io.StringIO()
    console = Console(out=io.StringIO(), err=err)
    console.fail("表\n一\r\t.docx：文件是空的。\ud800")
    assert err.getvalue() == "表 一 .docx：文件是空的。\ufffd\n"
    assert console.status == NOT_DONE


def test_the_status_is_the_highest() -> None:
    console = Console(out=io.StringIO(), err=io.StringIO())
    assert console.status == DONE
    console.raise_to(FOUND_ERRORS)
    console.raise_to(DONE)
    assert console.status == FOUND_ERRORS
    console.fail("坏了。")
    console.raise_to(FOUND_ERRORS)
    assert console.status == NOT_DONE


class Broken(io.StringIO):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def write(self, text: str) -> int:
        raise self._error


def test_a_reader_that_has_gone_is_no_failure() -> None:
    err = io.StringIO()
    console = Console(out=Broken(BrokenPipeError(32, "pipe")), err=err)
    console.line("一")
    console.line("二")
    console.close()
    assert (console.status, err.getvalue()) == (DONE, "")


def test_a_full_disk_under_the_output_is_said_once() -> None:
    err = io.StringIO()
    console = Console(out=Broken(OSError(28, "full")), err=err)
    console.line("一")
    console.line("二")
    assert console.status == NOT_DONE
    assert err.getvalue().count("\n") == 1


def test_without_any_streams_the_work_goes_on(monkeypatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    console = Console()
    console.line("一")
    console.fail("坏了。")
    console.close()
    assert console.status == NOT_DONE


def test_names_that_the_locale_could_not_decode_are_readable_again() -> None:
    assert readable("总表.docx") == "总表.docx"
    undecoded = "总表.docx".encode().decode("ascii", "surrogateescape")
    assert readable(undecoded) == "总表.docx"
    assert readable("半\ud800个") == "半\ud800个"


def test_one_line_keeps_full_width_blanks() -> None:
    assert one_line("一\u2028二\n\n三　四") == "一 二 三　四"


def test_closing_twice_or_after_the_stream_is_gone_is_harmless(tmp_path: Path) -> None:
    stream = (tmp_path / "out.txt").open("w", encoding="utf-8")
    console = Console(out=stream, err=io.StringIO())
    console.line("一")
    stream.close()
    console.close()
    console.close()
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "一\n"
