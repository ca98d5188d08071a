"""The program as others run it: in a process of its own, with nothing but words, files and an exit status."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
EXPECTED = DATA / "2024-forms.expected.json"
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Run:
    """How a run ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed as JSON; fails the test where it is none."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def complaints(self) -> list[str]:
        """The lines on standard error; each must be a Chinese sentence."""
        found = self.err.splitlines()
        assert "Traceback" not in self.err
        assert all(_CHINESE.search(line) for line in found), self.err
        return found


def perfeval(*words: str | os.PathLike[str], cwd: Path | None = None, **environment: str) -> Run:
    """Run the program with these words; `environment` changes the environment variables."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "perfeval_gui", *map(os.fspath, words)],
        cwd=cwd or ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=50,
        check=False,
    )
    return Run(
        done.returncode,
        done.stdout.decode("utf-8", "surrogateescape"),
        done.stderr.decode("utf-8", "surrogateescape"),
    )


def expected_forms() -> list[dict[str, Any]]:
    return list(json.loads(EXPECTED.read_text(encoding="utf-8")))


def squeezed(value: Any) -> Any:
    """Return the value without white space in its texts and without optional keys, as the contract compares."""
    if isinstance(value, dict):
        return {key: squeezed(item) for key, item in value.items() if key not in {"funding_unit", "extra"}}
    if isinstance(value, list):
        return [squeezed(item) for item in value]
    return "".join(value.split()) if isinstance(value, str) else value


def at(value: Any, where: str) -> Any:
    """Return what a JSON pointer names; fails the test where it names nothing."""
    for part in where.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
