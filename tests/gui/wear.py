"""Wear: what opening, importing and asking again and again leaves behind, and closing at random moments of long work.

Full counts: `python -m tests.gui.wear [--opens 500] [--imports 200] [--closes 200]`.
"""

import argparse
import functools
import gc
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from perfeval_gui.app import build
from perfeval_gui.core.edits import SetCell
from perfeval_gui.core.form import cell_at
from perfeval_gui.drafts.codec import encode
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.gui.dialogs.export_choice import ExportChoice
from perfeval_gui.gui.editor import Editor
from tests.examples import EXPECTED, ROOT

MIB = 1024 * 1024
DOCX = ROOT / "tests" / "data" / "import" / "2024-form2-only.docx"


@dataclass(frozen=True)
class Wear:
    """How much more there is after much work than after little: memory, Qt objects, handles, threads, windows."""

    memory: int
    objects: int
    handles: int
    threads: int
    windows: int


@dataclass(frozen=True)
class Closes:
    """What closing at random moments came to: the longest close in seconds, and what was not as it must be."""

    longest: float
    bad: tuple[str, ...]


def spin(milliseconds: int) -> None:
    """Let the event loop run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(reached: Callable[[], bool], seconds: float = 60) -> None:
    """Let the event loop run until something is so."""
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError
        spin(5)


def worn(place: Path, opens: int, imports: int) -> Wear:
    """Return what so many openings of drafts, dialogs and imports leave behind, beyond what the first few do."""
    window = build(["--data", str(place / "data"), str(EXPECTED)])
    editor = window.editor
    assert isinstance(editor, Editor)
    until(lambda: len(editor.session.filing.projects) == 7)
    _open_and_import(editor, 20, 4)
    before = _counted()
    _open_and_import(editor, opens, imports)
    after = _counted()
    window.close()
    return Wear(*(new - old for old, new in zip(before, after, strict=True)))


def _open_and_import(editor: Editor, opens: int, imports: int) -> None:
    ids = list(editor.session.filing.projects)
    for number in range(opens):
        editor.stage.show_project(ids[number % len(ids)])
        if number % 5 == 0:
            QTimer.singleShot(0, _dismiss)
            editor.actions[
                ("show_versions", "recycle_bin", "back_up", "look_up_code")[number // 5 % 4]
            ].trigger()
        spin(1)
    for _ in range(imports):
        wanted = len(editor.session.filing.projects) + 1
        editor.importing.import_paths([DOCX])
        until(functools.partial(_has, editor, wanted))
        editor.actions["undo"].trigger()
    editor.keeper.save_now()
    until(lambda: not editor.desk.live.is_busy)


def windows_left(place: Path, commands: Sequence[str], times: int) -> dict[str, int]:
    """Return how many windows of each kind there are more after so many rounds of the commands than after the first."""
    window = build(["--data", str(place / "data"), str(EXPECTED)])
    editor = window.editor
    assert isinstance(editor, Editor)
    until(lambda: len(editor.session.filing.projects) == 7)
    counts = []
    for _ in range(times):
        for name in commands:
            QTimer.singleShot(20, _put_away)
            editor.actions[name].trigger()
            _close_all_but(window)
        counts.append(Counter(type(top).__name__ for top in QApplication.topLevelWidgets()))
    window.close()
    return dict(counts[-1] - counts[0])


def _put_away() -> None:
    waiting = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    if waiting is not None:
        waiting.close()
        QTimer.singleShot(20, _put_away)


def _close_all_but(window: QWidget) -> None:
    for top in QApplication.topLevelWidgets():
        if top is not window and top.isVisible():
            top.close()
    spin(1)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _has(editor: Editor, projects: int) -> bool:
    return len(editor.session.filing.projects) >= projects


def _shows(editor: Editor) -> bool:
    return editor.desk.current is not None


def _dismiss() -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.reject()


def _counted() -> tuple[int, int, int, int, int]:
    spin(300)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    objects = sum(len(top.findChildren(QObject)) + 1 for top in QApplication.topLevelWidgets())
    handles = sum(1 for _ in Path("/proc/self/fd").iterdir())
    return _memory(), objects, handles, threading.active_count(), len(QApplication.topLevelWidgets())


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def close_often(place: Path, closes: int, seed: int = 1) -> Closes:
    """Close the window at random moments of an import, an export and typing, and look at what is on disk."""
    rnd = random.Random(seed)
    longest, bad = 0.0, []
    for number in range(closes):
        folder = place / f"data-{number % 5}"
        window = build(["--data", str(folder), *([str(EXPECTED)] if not folder.exists() else [])])
        editor = window.editor
        assert isinstance(editor, Editor)
        until(functools.partial(_shows, editor))
        project = editor.desk.current
        assert project is not None
        editor.importing.import_paths([DOCX, DOCX])
        editor.exports.export_to(
            [project], ExportChoice(place / f"out-{number}", rnd.choice(("docx", "xlsx", "pdf")))
        )
        editor.session.do(SetCell(cell_at(project, "/goal/achieved"), f"第 {number} 次"), "填写")
        spin(rnd.randint(0, 400))
        begun = time.perf_counter()
        closed = window.close()
        longest = max(longest, time.perf_counter() - begun)
        bad += [] if closed else [f"close {number}: the window stayed"]
        bad += [f"close {number}: {word}" for word in _lost(folder, editor)]
        bad += [f"close {number}: {path.name} is left" for path in place.rglob(".~*")]
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Closes(longest, tuple(bad))


def _lost(folder: Path, editor: Editor) -> list[str]:
    with DraftStore.open(folder, read_only=True) as store:
        stored = {project.id: encode(project) for project in store.load_all().projects}
    shown = {key: encode(project) for key, project in editor.session.filing.projects.items()}
    return [f"{key} is not on disk as it was shown" for key, text in shown.items() if stored.get(key) != text]


def main() -> None:
    """Print what the full counts come to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opens", type=int, default=500)
    parser.add_argument("--imports", type=int, default=200)
    parser.add_argument("--closes", type=int, default=200)
    asked = parser.parse_args()
    QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory(prefix="perfeval-wear-") as place:
        (Path(place) / "leaks").mkdir()
        wear = worn(Path(place) / "leaks", asked.opens, asked.imports)
        print(
            f"{asked.opens} openings, {asked.imports} imports: memory {wear.memory / MIB:+.1f} MiB, Qt objects "
            f"{wear.objects:+d}, handles {wear.handles:+d}, threads {wear.threads:+d}, windows {wear.windows:+d}",
            flush=True,
        )
        (Path(place) / "closes").mkdir()
        closes = close_often(Path(place) / "closes", asked.closes)
        print(
            f"{asked.closes} closes: longest {closes.longest:.2f} s, {len(closes.bad)} bad {closes.bad[:3]}",
            flush=True,
        )
    sys.exit(bool(closes.bad))


if __name__ == "__main__":
    main()
