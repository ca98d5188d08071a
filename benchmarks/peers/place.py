"""Where the peers are installed (`.peers` beside the product, from locked files), and how they are asked to run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

from benchmarks.timing import Contender, Took

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1] / ".peers"


def python() -> Path:
    """Return the Python that has the peers, installed now where it is not there yet."""
    place = HOME / "python"
    found = place / "bin" / "python"
    if not (place / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
        lock = HERE / "peers.lock"
        command = [
            found,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "-r",
            lock,
        ]
        subprocess.run(command, check=True, stdout=sys.stderr)
        (place / "ready").touch()
    return found


def node() -> Path | None:
    """Return the folder with the npm library, or None where there is no node."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None
    place = HOME / "node"
    if not (place / "node_modules").exists():
        place.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", "docx_peer.mjs"):
            shutil.copy(HERE / name, place)
        subprocess.run(["npm", "ci", "--silent"], cwd=place, check=True, stdout=sys.stderr)
    return place


def office() -> str | None:
    """Return the command of LibreOffice, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


class Peer:
    """A process that runs contenders by name and says what each took by its own clocks."""

    def __init__(self, command: list[str | Path], folder: Path) -> None:
        environment = {**os.environ, "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            [*command, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )

    def contender(self, name: str) -> Contender:
        """Return a contender that the process runs."""
        return lambda: self._ask(name)

    def _ask(self, name: str) -> Took:
        to, back = _pipe(self._process.stdin), _pipe(self._process.stdout)
        to.write(name.encode() + b"\n")
        to.flush()
        return Took(*json.loads(back.readline()))

    def close(self) -> None:
        """End the process."""
        _pipe(self._process.stdin).close()
        self._process.wait(timeout=30)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise BrokenPipeError
    return pipe
