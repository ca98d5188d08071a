"""Measure an import in the window: `python tools/import_scale.py [FILES] [FORMS]` (1000 files, 70 forms in one)."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest

from perfeval_gui.app import build, collect_seldom
from perfeval_gui.gui.dialogs.import_preview import ImportPreview
from perfeval_gui.gui.dialogs.roll_over import RollOverDialog
from perfeval_gui.gui.editor import Editor
from tests.gui.heartbeat import Heartbeat
from tests.gui.test_import_scale import write


def wait(done: Callable[[], bool]) -> None:
    """Let the window work until it is done."""
    while not done():
        QTest.qWait(5)


def measure(folder: Path, home: Path, forms: int) -> None:
    """Import the folder as templates of the next year and print how long the window was held in each step."""
    window = build(["--data", str(home)])
    window.painted.connect(collect_seldom)
    editor = window.editor
    if not isinstance(editor, Editor):
        raise TypeError
    QTest.qWait(500)
    heart = Heartbeat()
    preview: list[ImportPreview] = []
    dialog: list[RollOverDialog] = []

    def read() -> None:
        editor.importing.preview([folder])
        preview.append(window.findChildren(ImportPreview)[-1])
        wait(lambda: "原文件没有改动" in preview[0].summary.text())

    def prepare() -> None:
        preview[0].take.click()
        dialog.append(window.findChildren(RollOverDialog)[-1])
        wait(dialog[0].go.isEnabled)

    def add() -> None:
        dialog[0].go.click()
        wait(lambda: len(editor.session.filing.projects) == forms)

    def undo() -> None:
        editor.actions["undo"].trigger()
        wait(lambda: not editor.session.filing.projects)

    for name, step in (("read", read), ("prepare", prepare), ("add", add), ("undo", undo)):
        QTest.qWait(200)
        heart.begin()
        start = time.perf_counter()
        step()
        took = time.perf_counter() - start
        QTest.qWait(200)
        held = (
            f"held {heart.longest() * 1000:4.0f} ms of work, {max(heart.waited) * 1000:5.0f} ms by the clock"
        )
        print(f"  {name:8} {took:6.2f} s   {held}")
    window.close()


def main() -> None:
    """Measure many files, then many forms in one file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    files, forms = (int(word) for word in [*sys.argv[1:], "1000", "70"][:2])
    for count, single in ((files, False), (forms, True)):
        with tempfile.TemporaryDirectory() as home:
            folder = write(Path(home) / "in", count, single_file=single)
            print(f"{count} forms in {'one file' if single else f'{count} files'}")
            measure(folder, Path(home) / "data", count)


if __name__ == "__main__":
    main()
