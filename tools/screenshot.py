"""Take a picture of a program's window on a virtual display of its own.

    python tools/screenshot.py OUT.png [--size 1280x800] [--scale 1.5] [--do 'key F8; paste 中文']
        [--keep-size] -- COMMAND…

Debian packages: xvfb openbox xdotool xclip x11-utils imagemagick fonts-noto-cjk.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

NEEDED = ("Xvfb", "openbox", "xprop", "xdotool", "xclip", "import")
STILL_FRAMES = 3  # so many equal frames in a row, this far apart, are a settled window
FRAME_SECONDS = 0.25
BLINKING_LINES = 40  # a text cursor blinks within one line of text; that much may differ

OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <applications>
    <application class="*" type="normal"><maximized>{maximized}</maximized></application>
  </applications>
</openbox_config>
"""


class ScreenshotError(Exception):
    """The picture could not be taken; the text says why."""


class Screen:
    """A virtual display with a window manager and one program; all of it ends with the `with` block."""

    def __init__(self, size: str = "1280x800", *, scale: float = 1, maximized: bool = True) -> None:
        """Choose the size in pixels, Qt's scale factor, and whether windows fill the screen."""
        self._size = size
        self._scale = scale
        self._maximized = maximized
        self._stack = contextlib.ExitStack()
        self._environment: dict[str, str] = {}
        self._program: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the display and the window manager."""
        absent = [name for name in NEEDED if shutil.which(name) is None]
        if absent:
            raise ScreenshotError("not installed: " + ", ".join(absent))
        with contextlib.ExitStack() as stack:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="screen-")))
            self._environment = {
                **os.environ,
                "DISPLAY": f":{self._start_display(stack)}",
                "QT_QPA_PLATFORM": "xcb",
                "QT_SCALE_FACTOR": str(self._scale),
                "LC_ALL": "C.UTF-8",
                "FC_LANG": "zh-cn",
            }
            self._environment.pop("WAYLAND_DISPLAY", None)
            settings = scratch / "rc.xml"
            settings.write_text(
                OPENBOX.format(maximized="yes" if self._maximized else "no"), encoding="utf-8"
            )
            self._start(stack, ["openbox", "--config-file", str(settings)])
            self._wait_for(
                lambda: b"window id" in self._output(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]),
                "openbox did not start",
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program, the window manager and the display."""
        self._stack.close()

    def start(
        self, command: Sequence[str], *, environment: Mapping[str, str] | None = None, seconds: float = 30
    ) -> None:
        """Start the program and return once its window stands still."""
        self._program = self._start(self._stack, command, environment=environment or {})
        self._wait_for(
            lambda: bool(self._output(["xdotool", "search", "--onlyvisible", "--name", "."]).strip()),
            "the program shows no window",
            seconds,
        )
        self.settle()

    def settle(self, seconds: float = 15) -> None:
        """Return when the picture has stopped changing, but for a blinking cursor."""
        deadline = time.monotonic() + seconds
        frame, still = self._frame(), 0
        while still < STILL_FRAMES and time.monotonic() < deadline:
            time.sleep(FRAME_SECONDS)
            self._check_program()
            following = self._frame()
            still = still + 1 if self._differing_lines(frame, following) <= BLINKING_LINES else 0
            frame = following

    def do(self, step: str) -> None:
        """Do a step, an xdotool command such as `key F8` or `paste 中文`, and wait for the effect to settle.

        xdotool's own `type` loses Chinese characters at times, so text comes from the clipboard.
        """
        word, _, rest = step.strip().partition(" ")
        if word == "paste":
            copy = ["xclip", "-selection", "clipboard"]
            quiet = subprocess.DEVNULL  # xclip stays behind to serve the clipboard until the display ends
            subprocess.run(
                copy, env=self._environment, input=rest.encode(), stdout=quiet, stderr=quiet, check=True
            )
            word, rest = "key", "ctrl+v"
        subprocess.run(["xdotool", word, *rest.split()], env=self._environment, check=True)
        self.settle()

    def shoot(self, picture: Path, *, title: str | None = None) -> None:
        """Write the screen as PNG, or only the window whose title contains `title`."""
        window = "root"
        if title is not None:
            found = self._output(["xdotool", "search", "--onlyvisible", "--name", title]).split()
            if not found:
                raise ScreenshotError(f"no window is called {title}")
            window = found[-1].decode()
        self._check_program()
        picture.parent.mkdir(parents=True, exist_ok=True)
        options = ["+dither", "-colors", "256", "-strip", "-define", "png:exclude-chunks=date,time"]
        done = subprocess.run(
            ["import", "-silent", "-window", window, *options, f"png8:{picture}"],
            env=self._environment,
            check=False,
        )
        if done.returncode or len(set(self._frame())) == 1:
            picture.unlink(missing_ok=True)
            raise ScreenshotError("the screen is of one colour or could not be read")

    def _start_display(self, stack: contextlib.ExitStack) -> int:
        reading, writing = os.pipe()
        size = f"{self._size}x24"
        try:
            self._start(
                stack,
                ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
                keep=writing,
            )
        finally:
            os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise ScreenshotError("Xvfb did not start")
        return int(number)

    def _start(
        self,
        stack: contextlib.ExitStack,
        command: Sequence[str],
        *,
        keep: int | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env={**(self._environment or os.environ), **(environment or {})},
            pass_fds=() if keep is None else (keep,),
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr if environment is not None else subprocess.DEVNULL,
            stderr=None if environment is not None else subprocess.DEVNULL,
        )
        stack.callback(_end, process)
        return process

    def _wait_for(self, is_so: Callable[[], bool], otherwise: str, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            self._check_program()
            if time.monotonic() > deadline:
                raise ScreenshotError(f"{otherwise} within {seconds:g} s")
            time.sleep(0.1)

    def _check_program(self) -> None:
        if self._program is not None and self._program.poll() is not None:
            raise ScreenshotError(f"the program ended with {self._program.returncode} before the picture")

    def _output(self, command: Sequence[str]) -> bytes:
        return subprocess.run(
            command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
        ).stdout

    def _frame(self) -> bytes:
        return self._output(["import", "-silent", "-window", "root", "-depth", "8", "rgb:-"])

    def _differing_lines(self, first: bytes, second: bytes) -> int:
        if len(first) != len(second):
            return sys.maxsize
        line = int(self._size.split("x")[0]) * 3
        return sum(first[at : at + line] != second[at : at + line] for at in range(0, len(first), line))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> int:
    """Take the picture that the command line asks for; return 0, or 1 with a sentence on standard error."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("picture", type=Path)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument(
        "--do", default="", help="steps parted by semicolons: xdotool commands, or paste TEXT"
    )
    parser.add_argument("--keep-size", action="store_true", help="do not maximise the window")
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    arguments = parser.parse_args()
    try:
        with Screen(arguments.size, scale=arguments.scale, maximized=not arguments.keep_size) as screen:
            screen.start(arguments.command)
            for step in filter(None, map(str.strip, arguments.do.split(";"))):
                screen.do(step)
            screen.shoot(arguments.picture)
    except ScreenshotError as error:
        print(f"screenshot: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
