"""Standard output and error as lines: an odd character, a closed pipe or a full disk is no traceback."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import sys
from typing import TextIO

DONE, FOUND_ERRORS, NOT_DONE = 0, 1, 2
_MANY = 20  # so many files take a while
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile(
    "[\ud800-\udc7f\udd00-\udfff]"
)  # the other surrogates stand for bytes of file names
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_READER_GONE = (errno.EPIPE, errno.EINVAL)  # Windows reports a closed pipe as an invalid argument


class Console:
    """Where a command prints, and the exit status that has come together so far."""

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.status = DONE
        self._out = _prepared(sys.stdout if out is None else out)
        self._err = _prepared(sys.stderr if err is None else err)

    def line(self, text: str = "") -> None:
        """Print one line of the result at once."""
        self._put(text + "\n")

    def json(self, value: object) -> None:
        """Print a JSON value; what the stream cannot encode stands as its escape."""
        ascii_only = self._out is not None and not _is_unicode(self._out.encoding)
        text = json.dumps(value, ensure_ascii=ascii_only, indent=2)
        self.line(_LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))

    def remark(self, text: str) -> None:
        """Print one line on standard error; line breaks in names and values become blanks."""
        with contextlib.suppress(OSError, ValueError):
            print(_UNPRINTABLE.sub("\ufffd", one_line(text)), file=self._err, flush=True)

    def progress(self, done: int, total: int) -> None:
        """Say on a terminal how far a long list of files is; nothing is said of a short one or into a file."""
        if total < _MANY or self._err is None or not _is_terminal(self._err):
            return
        with contextlib.suppress(OSError, ValueError):
            print(f"\r正在读取 {done}/{total}", end="\n" if done == total else "", file=self._err, flush=True)

    def fail(self, text: str) -> None:
        """Say what could not be done; the exit status is 2 from now on."""
        self.status = NOT_DONE
        self.remark(text)

    def raise_to(self, status: int) -> None:
        """Make the exit status at least this one."""
        self.status = max(self.status, status)

    def close(self) -> None:
        """Take leave of both streams, so that Python has nothing left to flush and to complain about."""
        self._put("")
        for stream in (self._out, self._err):
            if stream is not None:
                try:
                    stream.flush()
                except (OSError, ValueError):
                    _send_nowhere(stream)

    def _put(self, text: str) -> None:
        if self._out is None:
            return
        try:
            self._out.write(_UNPRINTABLE.sub("\ufffd", text))
            self._out.flush()
        except (OSError, ValueError) as error:
            out, self._out = self._out, None  # the work goes on, only nobody reads about it
            _send_nowhere(out)
            if getattr(error, "errno", None) not in _READER_GONE:
                self.fail("结果没有全部输出：输出位置写不进去（磁盘已满或已断开）。请换一个位置后重试。")


def one_line(text: str) -> str:
    """Return the text as one line: each run of control characters becomes a blank."""
    return _CONTROL.sub(" ", text).strip()


def readable(argument: str) -> str:
    """Return an argument or file name as people write it, also where the locale could not decode it."""
    try:
        return os.fsencode(argument).decode("utf-8", "surrogateescape")
    except UnicodeError:
        return argument


def _prepared(stream: TextIO | None) -> TextIO | None:
    """Make the stream take every character: UTF-8 in files and pipes unless PYTHONIOENCODING says otherwise."""
    if stream is None or not hasattr(stream, "reconfigure"):
        return stream
    if os.environ.get("PYTHONIOENCODING") or (_is_terminal(stream) and stream.encoding.lower() != "ascii"):
        stream.reconfigure(errors="backslashreplace")
    else:
        stream.reconfigure(
            encoding="utf-8", errors="surrogateescape"
        )  # file names come out as they are on disk
    return stream


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (OSError, ValueError):
        return False


def _is_unicode(encoding: str | None) -> bool:
    return (encoding or "utf-8").lower().replace("_", "-").startswith(("utf-8", "utf8", "utf-16", "utf-32"))


def _send_nowhere(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
