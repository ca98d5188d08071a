"""The window: from spawn to its first paint, and from a key to the painted sums."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import Result, side_by_side

_LEAVE = """
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched is wanted:
            QTimer.singleShot(0, lambda: os._exit(0))
        return False
watch = Watch()
application = QCoreApplication.instance()
application.installEventFilter(watch)
application.exec()
"""
_BARE = (
    """
import dataclasses, os, sqlite3
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QTableView, QTreeView
application = QApplication([])
window, splitter, table = QMainWindow(), QSplitter(), QTableView()
splitter.addWidget(QTreeView())
splitter.addWidget(table)
window.setCentralWidget(splitter)
window.resize(1280, 800)
window.show()
wanted = table.viewport()
"""
    + _LEAVE
)
_PRODUCT = (
    """
import os, sys
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from perfeval_gui.app import build
window = build(["--data", sys.argv[1]])
wanted = window.form.viewport()
"""
    + _LEAVE
)
_SAVE = """
import sys
from perfeval_gui.app import build
window = build(["--data", sys.argv[1], sys.argv[2]])
window.editor.keeper.save_now()
window.close()
"""


def start_up(forms: Path, rounds: int, bundle: Path | None = None) -> Result:
    """Return spawn to first paint, with the drafts of an earlier sitting, beside a bare tree and table.

    Both run with this Python from the source, or with those of a Linux bundle.
    """
    with tempfile.TemporaryDirectory() as place:
        compiled, folder = str(Path(place) / "compiled"), str(Path(place) / "data")

        def run(*arguments: str) -> None:
            python, environment = sys.executable, {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
            if bundle:  # it brings its modules compiled
                python = str(bundle / "python" / "bin" / "python3.11")
                environment |= {"PYTHONPATH": str(bundle / "app"), "PYTHONDONTWRITEBYTECODE": "1"}
            else:
                source = str(Path(__file__).resolve().parents[1])
                environment |= {"PYTHONPATH": source, "PYTHONPYCACHEPREFIX": compiled}
                environment.pop("PYTHONDONTWRITEBYTECODE", None)
            subprocess.run([python, "-c", *arguments], env=environment, check=True, capture_output=True)

        run(_SAVE, folder, str(forms))
        medians = side_by_side(
            {
                "bare tree and table": lambda: run(_BARE),
                "product, last drafts": lambda: run(_PRODUCT, folder),
            },
            rounds,
        )
    return Result("spawn to first paint", medians, "≤ 1.3", ("LibreOffice Writer",))


def keystrokes(forms: Path, rows: int, keys: int) -> tuple[float, float]:
    """Return median and 99th percentile in milliseconds from a set cell to the painted form and sums."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication, Qt

    from perfeval_gui.app import build
    from perfeval_gui.core.form import Cell

    with tempfile.TemporaryDirectory() as place:
        form = json.loads(forms.read_text(encoding="utf-8"))[0]
        base = form["indicators"]
        form["indicators"] = [base[number % len(base)] for number in range(rows)]
        source = Path(place) / "form.json"
        source.write_text(json.dumps([form], ensure_ascii=False), encoding="utf-8")
        window = build(["--data", str(Path(place) / "data"), str(source)])
        editor = window.editor
        began = time.monotonic()
        while time.monotonic() - began < 3 or editor.desk.live.is_busy:  # type: ignore[attr-defined]
            QCoreApplication.processEvents()
        project = editor.desk.current  # type: ignore[attr-defined]
        cell = Cell(project.id, "indicators", project.form.indicators[3].id, "score")
        taken = []
        for number in range(keys):
            index = editor.grid.index_of(cell)  # type: ignore[attr-defined]
            began = time.perf_counter()
            editor.grid.setData(index, str(number % 10), Qt.ItemDataRole.EditRole)  # type: ignore[attr-defined]
            QCoreApplication.processEvents()  # delivers the paint; checks wait a pause longer
            taken.append((time.perf_counter() - began) * 1000)
            while editor.desk.live.is_busy:  # type: ignore[attr-defined]
                QCoreApplication.processEvents()
        window.close()
    return statistics.median(taken), statistics.quantiles(taken, n=100)[98]
