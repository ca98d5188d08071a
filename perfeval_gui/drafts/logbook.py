"""The log of what went wrong: small, for its owner only, and without any text of a form."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import re
from pathlib import Path

from perfeval_gui.durable import PRIVATE_FILE, private_folder

NAME = "logs"
LARGEST = 1024 * 1024
FILES = 5

_LOG = "perfeval"
_CRASH = "crash.log"
_EARLIER_CRASH = "crash-earlier.log"
_FOLDERS = re.compile(r'(?<=")[^"\n]*[\\/]')  # of a path in quotation marks: all but its last part


class Logbook(logging.Handler):
    """Keeps the lines that the program logs, and what the interpreter says when it dies.

    Whoever logs sees to it that no text of a form is in a line. A disk that takes no log stops nothing.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.WARNING)
        self._folder = folder / NAME
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._crash = -1

    def open(self) -> bool:
        """Begin to keep lines and return whether the last run of the program died without a word."""
        logging.getLogger("perfeval_gui").addHandler(self)
        try:
            private_folder(self._folder)
            has_died = self._put_earlier_crash_aside()
            self._crash = os.open(self._folder / _CRASH, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
            faulthandler.enable(self._crash)
        except OSError:
            return False
        return has_died

    def close(self) -> None:
        """Keep no more lines."""
        super().close()
        logging.getLogger("perfeval_gui").removeHandler(self)
        if self._crash >= 0:
            faulthandler.disable()
            os.close(self._crash)
            self._crash = -1

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        line = self.format(record).replace("\n", " ") + "\n"
        with contextlib.suppress(OSError):
            self._make_room(len(line))
            handle = os.open(self._path(0), os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
            try:
                os.write(handle, line.encode("utf-8", "backslashreplace"))
            finally:
                os.close(handle)

    def newest(self, count: int) -> list[str]:
        """Return the last lines of the log, and before them what an earlier death of the program left."""
        lines: list[str] = []
        for path in (self._folder / _EARLIER_CRASH, self._path(1), self._path(0)):
            with contextlib.suppress(OSError):
                lines += path.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]
        return lines[-count:]

    def _path(self, number: int) -> Path:
        return self._folder / (f"{_LOG}.{number}.log" if number else f"{_LOG}.log")

    def _make_room(self, size: int) -> None:
        path = self._path(0)
        if not path.exists() or path.stat().st_size + size <= LARGEST:
            return
        for number in reversed(range(FILES - 1)):
            if self._path(number).exists():
                self._path(number).replace(self._path(number + 1))

    def _put_earlier_crash_aside(self) -> bool:
        """Keep what the interpreter said of its death, without the folders of the files that it names."""
        path = self._folder / _CRASH
        if not path.exists() or path.stat().st_size == 0:
            return False
        text = _FOLDERS.sub("", path.read_text(encoding="utf-8", errors="replace")[:LARGEST])
        path.unlink()
        aside = self._folder / _EARLIER_CRASH
        aside.unlink(missing_ok=True)
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            os.write(handle, text.encode())
        finally:
            os.close(handle)
        return True
