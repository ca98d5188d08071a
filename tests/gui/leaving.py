"""Starts and ends of the whole program: it ends by itself, with status 0, and what was typed is on disk.

Full count: `python -m tests.gui.leaving [--times 300]`.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from perfeval_gui import app
from perfeval_gui.core.form import cell_at
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.gui.editor import Editor, Start
from tests.examples import EXPECTED, ROOT

_FOLDERS = 5
_WAYS = ("close", "quit", "terminate")


def leave_often(place: Path, times: int, seed: int = 1) -> list[str]:
    """Start the program, let it do some commands, end it at a random moment; return what was not as it must be."""
    bad = []
    for number in range(times):
        folder = place / f"data-{number % _FOLDERS}"
        files = [] if folder.exists() else [str(EXPECTED)]
        typed = f"{seed * 1000 + number}"
        done = subprocess.run(
            [sys.executable, "-m", "tests.gui.leaving", "--child", typed, str(folder), *files],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        if done.returncode:
            bad.append(f"end {typed}: status {done.returncode}, {done.stderr[-300:]}")
        elif "typed" in done.stdout and not _has(folder, typed):
            bad.append(f"end {typed}: what was typed is not on disk")
    return bad


def _has(folder: Path, typed: str) -> bool:
    with DraftStore.open(folder, read_only=True) as store:
        return any(project.form.goal.achieved == typed for project in store.load_all().projects)


def run(typed: str, arguments: list[str]) -> int:
    """Be the program, with a clerk in it who types, gives commands and leaves; return its exit status."""
    rnd = random.Random(typed)
    QFileDialog.getExistingDirectory = lambda *_, **_more: ""  # type: ignore[method-assign, assignment]
    QFileDialog.getOpenFileName = QFileDialog.getSaveFileName = lambda *_, **_more: ("", "")  # type: ignore[method-assign, assignment]
    QFileDialog.getOpenFileNames = lambda *_, **_more: ([], "")  # type: ignore[method-assign, assignment]
    QDesktopServices.openUrl = lambda *_: True  # type: ignore[method-assign, assignment]
    real = app.open_editor

    def opened(start: Start, folder: Path, lock: WriterLock, ask: Callable[[str], bool]) -> Editor:
        editor = real(start, folder, lock, ask)
        QTimer.singleShot(rnd.randint(0, 300), lambda: _work(editor, typed, rnd))
        QTimer.singleShot(rnd.randint(100, 1500), lambda: _leave(editor, rnd.choice(_WAYS)))
        return editor

    app.open_editor = opened
    return app.main(arguments)


def _work(editor: Editor, typed: str, rnd: random.Random) -> None:
    if not editor.window.isVisible() or editor.desk.current is None:
        return
    form = editor.window.form
    form.go_to(cell_at(editor.desk.current, "/goal/achieved"))
    QTest.keyClicks(form, typed[0])
    if form.open_editor is not None:
        QTest.keyClicks(form.open_editor, typed[1:])
        editor.session.settle()
        print("typed", flush=True)
    names = sorted(editor.actions.keys() - {"quit", "undo", "redo"} - _CHANGING)
    for name in rnd.choices(names, k=rnd.choice((0, 1, 3, 8))):
        if not editor.window.isVisible():
            return
        QTimer.singleShot(30, _put_away)
        editor.actions[name].trigger()


_CHANGING = frozenset(
    {
        "cut",
        "clear_cells",
        "delete_project",
        "fill_down",
        "fill_right",
        "fill_selection",
        "insert_today",
        "paste",
    }
)
"""Commands after which what was typed may be gone as it should be."""


def _put_away() -> None:
    waiting = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    if waiting is not None:
        waiting.close()
        QTimer.singleShot(30, _put_away)


def _leave(editor: Editor, way: str) -> None:
    if way == "close":
        editor.window.close()
    elif way == "quit":
        editor.actions["quit"].trigger()
    else:
        os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Print what the full count comes to; with --child be one start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--child", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    if asked.child:
        sys.exit(run(asked.child[0], ["--data", *asked.child[1:]]))
    with tempfile.TemporaryDirectory(prefix="perfeval-leaving-") as place:
        bad = leave_often(Path(place), asked.times)
    print(f"{asked.times} starts and ends, {len(bad)} bad {bad[:3]}", flush=True)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
