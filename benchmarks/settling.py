"""From spawn to a window that has come to rest: a screen of its own is watched until no pixel changes any more."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.timing import Contender, Took

_REST = 0.45
_LONGEST = 20.0
_WATCH = """
import sys
from PySide6.QtWidgets import QApplication
application = QApplication([])
screen = application.primaryScreen()
for _line in sys.stdin:
    image = screen.grabWindow(0).toImage()
    print(hash(bytes(image.constBits())), flush=True)
"""


class Screen:
    """An X server without a display, and a process that looks at it."""

    def __init__(self, number: int) -> None:
        self.environment = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        self._server = subprocess.Popen(
            ["Xvfb", f":{number}", "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
            stderr=subprocess.DEVNULL,
        )
        while not Path(f"/tmp/.X11-unix/X{number}").exists():  # noqa: S108 - where X servers put their sockets
            time.sleep(0.05)
        self._watcher = subprocess.Popen(
            [sys.executable, "-c", _WATCH],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
        )
        self._blank = self.seen()

    def seen(self) -> bytes:
        """Return a mark of what is on the screen now."""
        if self._watcher.stdin is None or self._watcher.stdout is None:
            raise BrokenPipeError
        self._watcher.stdin.write(b"\n")
        self._watcher.stdin.flush()
        return self._watcher.stdout.readline()

    def settles(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> Contender:
        """Return a contender: from spawn to the last change of a pixel before the screen rests."""

        def measured() -> Took:
            while self.seen() != self._blank:
                time.sleep(0.1)
            began = changed = time.perf_counter()
            child = subprocess.Popen(
                command,
                env={**os.environ, **self.environment, **(environment or {})},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            last, used = self._blank, 0.0
            while (now := time.perf_counter()) - began < _LONGEST:
                seen = self.seen()
                if seen != last:
                    last, changed, used = seen, now, _processor(child.pid)
                elif last != self._blank and now - changed > _REST:
                    break
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            return Took(changed - began, used)

        return measured

    def close(self) -> None:
        """End the screen."""
        for process in (self._watcher, self._server):
            process.kill()
            process.wait()


@contextlib.contextmanager
def screen() -> Iterator[Screen]:
    """Give a screen for as long as it is needed."""
    made = Screen(next(n for n in range(90, 200) if not Path(f"/tmp/.X11-unix/X{n}").exists()))  # noqa: S108
    try:
        yield made
    finally:
        made.close()


def office_writer(office: str, home: Path) -> list[str]:
    """Return the command that shows an empty page of LibreOffice with a profile of its own."""
    return [
        office,
        f"-env:UserInstallation=file://{home}",
        "--writer",
        "--norestore",
        "--nologo",
        "--nolockcheck",
    ]


def _processor(group: int) -> float:
    """Return the processor seconds of all processes of the session so far."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(fields[3]) == group:
                total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def temporary_home() -> tempfile.TemporaryDirectory[str]:
    """Return a folder that is gone afterwards, for a program's settings."""
    return tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
