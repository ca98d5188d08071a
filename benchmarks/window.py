"""The window: from spawn to its first paint and to rest, from a key to the painted sums, findings after a key."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import samples
from benchmarks.peers import place
from benchmarks.settling import office_writer, screen, temporary_home
from benchmarks.timing import Row, Took, side_by_side, spawned, timed

if TYPE_CHECKING:
    from perfeval_gui.gui.editor import Editor

ROOT = Path(__file__).resolve().parents[1]
FRAME = 1000 / 60

_BARE = """
import dataclasses, os, sqlite3
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QTableView, QTreeView
application = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if os.environ.get("LEAVE"):
            QTimer.singleShot(0, lambda: os._exit(0))
window, splitter = Window(), QSplitter()
splitter.addWidget(QTreeView())
splitter.addWidget(QTableView())
window.setCentralWidget(splitter)
window.resize(1280, 800)
window.show()
application.exec()
"""
_EMPTY = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
window = Window()
window.resize(1280, 800)
window.show()
application.exec()
"""
_PRODUCT = """
import os
from perfeval_gui import cli
if not cli.is_command([]):
    from perfeval_gui.app import build
    window = build([])
    window.painted.connect(lambda: os._exit(0))
    from PySide6.QtCore import QCoreApplication
    QCoreApplication.exec()
"""
"""What `python -m perfeval_gui` does; the window says itself when it stands, in the turn after its parts are painted.

An event filter of the application in Python would cost both windows 20 ms: PySide looks through all classes of Qt for it.
"""
_SAVE = """
import sys
from perfeval_gui.app import build
window = build(["--data", sys.argv[1], sys.argv[2]])
window.editor.keeper.save_now()
window.close()
"""


def start_up(rounds: int, *, with_peers: bool = False, bundle: Path | None = None) -> list[Row]:
    """Return spawn to first paint with the drafts of an earlier sitting, and to a window at rest beside other programs.

    All run with this Python from the source, or with those of a Linux bundle.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(Path(home) / "compiled"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        python = sys.executable
        if bundle:  # it brings its modules compiled
            python = str(bundle / "python" / "bin" / "python3.11")
            environment |= {"PYTHONPATH": str(bundle / "app"), "PYTHONDONTWRITEBYTECODE": "1"}
            del environment["PYTHONPYCACHEPREFIX"]
        data = str(Path(home) / "data")
        spawned([python, "-c", _SAVE, data, str(samples.FORMS)], environment)()
        bare = [python, "-c", _BARE]
        leaving = {**environment, "LEAVE": "1", "PERFEVAL_HOME": data}
        rows = side_by_side(
            "spawn to first paint",
            {
                "bare tree and table": spawned(bare, leaving),
                "empty window": spawned([python, "-c", _EMPTY], leaving),
                "product, last drafts": spawned([python, "-c", _PRODUCT], leaving),
            },
            rounds,
            {"product, last drafts": "≤ 1.3"},
        )
        if not with_peers or shutil.which("Xvfb") is None:
            return rows
        own = {name: environment[name] for name in ("PYTHONPATH", "PYTHONPYCACHEPREFIX")}
        own |= {"PERFEVAL_HOME": data, "PYTHONDONTWRITEBYTECODE": ""}
        with screen() as seen, temporary_home() as other:
            contenders = {
                "bare tree and table": seen.settles(bare),
                "product, last drafts": seen.settles([python, "-m", "perfeval_gui"], own),
            }
            if office := place.office():
                writer = seen.settles(office_writer(office, Path(other) / "office"))
                if writer().clock:  # a build without a desktop plug-in shows nothing
                    contenders["LibreOffice Writer"] = writer
            novel = place.python().parent / "novelwriter"
            contenders["novelWriter (PyQt6)"] = seen.settles(
                [str(novel)], {"HOME": other, "XDG_CONFIG_HOME": other}
            )
            return [
                *rows,
                *side_by_side(
                    "spawn to a window at rest", contenders, rounds, {"product, last drafts": "≤ 1.3"}
                ),
            ]


def editor_of(rows: int, home: Path) -> Editor:
    """Return the editor of a window with one form of so many rows, checked and at rest."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from perfeval_gui.app import build, collect_seldom

    source = home / "form.json"
    source.write_text(json.dumps([samples.long_form(rows)], ensure_ascii=False), encoding="utf-8")
    editor: Editor = build(["--data", str(home / "data"), str(source)]).editor  # type: ignore[assignment]
    _wait(lambda: editor.desk.current is not None and not editor.desk.live.is_busy, 120)
    collect_seldom()  # as the program does when its window stands
    return editor


def _wait(done: Callable[[], bool], seconds: float) -> None:
    from PySide6.QtCore import QCoreApplication

    end = time.monotonic() + seconds
    while time.monotonic() < end and not done():
        QCoreApplication.processEvents()


def keystrokes(rows: int, keys: int) -> list[Row]:
    """Return what a key takes until form and sums are painted, beside one that only sets a cell and a label."""
    from PySide6.QtCore import QCoreApplication, Qt

    from perfeval_gui.core.form import Cell

    with tempfile.TemporaryDirectory() as place_of_work:
        editor = editor_of(rows, Path(place_of_work))
        project = editor.desk.current
        assert project is not None  # noqa: S101 - a form was just opened
        cell = Cell(project.id, "indicators", project.form.indicators[3].id, "score")
        editor.window.form.go_to(cell)
        index = editor.grid.index_of(cell)
        typed: list[Took] = []

        def key(number: int) -> None:
            editor.grid.setData(index, str(number % 10), Qt.ItemDataRole.EditRole)
            QCoreApplication.sendPostedEvents()  # layout and paint; what waits for its pause comes later

        def one() -> Took:
            took = timed(lambda: key(len(typed)))()
            typed.append(took)
            _wait(lambda: not editor.desk.live.is_busy, 20)
            return took

        found = side_by_side(
            f"key to painted sums, {rows} rows",
            {"a bare table and label": _bare_key(rows), "product": one},
            keys,
            {"product": "≤ 3" if rows == 20 else ""},
        )
        for name, column in (("99th percentile of the processor", 1), ("99th percentile by the clock", 0)):
            slowest = statistics.quantiles([took[column] for took in typed[1:]] * 2, n=100)[98]
            goal = f"< {FRAME:.1f} ms"
            found.append(Row(f"key to painted sums, {rows} rows", name, 0, Took(slowest, slowest), goal))
        found += _findings(rows, editor)
        editor.window.close()
    return found


held: list[object] = []
"""Windows that must live as long as their contenders."""


def _bare_key(rows: int) -> Callable[[], Took]:
    """Return a contender: the same table with plain texts, whose key changes one cell and a label below it."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QLabel, QTableView, QVBoxLayout, QWidget

    window, table, label = QWidget(), QTableView(), QLabel("0")
    model = QStandardItemModel(rows, 10)
    for row in range(rows):
        for column in range(10):
            model.setItem(row, column, QStandardItem(f"内容{row}"))
    table.setModel(model)
    column = QVBoxLayout(window)
    column.addWidget(table)
    column.addWidget(label)
    window.resize(1280, 800)
    window.show()
    QCoreApplication.processEvents()
    count = iter(range(1_000_000))

    def key() -> None:
        text = str(next(count) % 10)
        model.item(3, 6).setText(text)
        label.setText(f"得分合计 {text}")
        QCoreApplication.sendPostedEvents()

    measured = timed(key)
    held.append(window)
    return measured


def _findings(rows: int, editor: Editor) -> list[Row]:
    """Return how long after a key the findings are there, and the longest time that any turn held the window."""
    from PySide6.QtCore import Qt

    from perfeval_gui.core.form import Cell

    project = editor.desk.current
    assert project is not None  # noqa: S101
    index = editor.grid.index_of(Cell(project.id, "indicators", project.form.indicators[5].id, "score"))
    from PySide6.QtCore import QCoreApplication

    live, turns = editor.desk.live, list[Took]()
    turn = timed(QCoreApplication.processEvents)
    waits = []
    for number in range(5):
        clock, processor = time.perf_counter(), time.thread_time()
        editor.grid.setData(index, str(number), Qt.ItemDataRole.EditRole)
        while live.is_busy:
            turns.append(turn())
        waits.append(Took(time.perf_counter() - clock, time.thread_time() - processor))
        for _ in range(200):  # the page ruler and the list come after
            turns.append(turn())
    item = f"findings after a key, {rows} rows"
    median = Took(*(statistics.median(column) for column in zip(*waits, strict=True)))
    longest = Took(*(max(column) for column in zip(*turns, strict=True)))
    return [
        Row(item, "until they show", 0, median, "≤ 300 ms"),
        Row(item, "longest turn of the window", 0, longest, f"< {FRAME:.1f} ms"),
    ]
