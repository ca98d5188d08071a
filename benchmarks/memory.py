"""What a long form and a long list of drafts take, in time and memory; each is a process of its own that is asked for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import drafts
from benchmarks.timing import Row, Took

if TYPE_CHECKING:
    from perfeval_gui.files.export import Format

_Step = tuple[str, float, float, float]
"""What was done, seconds by the clock and of the processor, megabytes afterwards."""
ROOT = Path(__file__).resolve().parents[1]
_STEPS = ("open", "a key", "check anew", "write .docx", "write .xlsx", "write .pdf")


def long_forms(sizes: tuple[int, ...]) -> list[Row]:
    """Return what the steps of the work on a form take at each size, and the memory of the window's process."""
    rows = []
    for size in sizes:
        for name, clock, processor, memory in _asked("form", str(size)):
            took = Took(float(clock), float(processor))
            rows.append(Row(f"a form of {size} rows", f"{name}, then {memory:.0f} MB", 0, took))
    return rows


def list_memory(number: int) -> list[Row]:
    """Return the memory that a list of so many drafts adds, the product's beside a QTreeWidget's."""
    with tempfile.TemporaryDirectory() as folder, drafts.filled(Path(folder), number):
        found = {name: _asked("list", name, folder)[0] for name in ("QTreeWidget", "product")}
    base = found["QTreeWidget"][3]
    return [
        Row(
            f"memory of a list of {number} drafts",
            f"{name}, {memory:.1f} MB",
            memory / base if base > 0 else 0,
            Took(clock, processor),
            "≤ 20 MB" if name == "product" else "",
        )
        for name, (_, clock, processor, memory) in found.items()
    ]


def _asked(*words: str) -> list[_Step]:
    command = [sys.executable, "-m", "benchmarks.memory", *words]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, timeout=900, check=True)
    found: list[_Step] = json.loads(done.stdout)
    return found


def _megabytes() -> float:
    """Return the memory of this process that is in use now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def _form(size: int) -> list[_Step]:
    from PySide6.QtCore import QCoreApplication, Qt

    from benchmarks.window import editor_of
    from perfeval_gui.app import build
    from perfeval_gui.core.form import Cell
    from perfeval_gui.files.export import FORMATS, export
    from perfeval_gui.gui.editor import Editor
    from perfeval_gui.gui.printing import pdf_format

    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        editor_of(size, home).window.close()  # saved; all modules are loaded now
        taken: list[_Step] = []

        def step(run: Callable[[], object]) -> None:
            clock, processor = time.perf_counter(), time.process_time()
            run()
            used = time.process_time() - processor
            taken.append((_STEPS[len(taken)], time.perf_counter() - clock, used, _megabytes()))

        def reopen() -> Editor:
            editor = build(["--data", str(home / "data")]).editor
            QCoreApplication.processEvents()
            assert isinstance(editor, Editor)  # noqa: S101
            return editor

        opened: list[Editor] = []
        step(lambda: opened.append(reopen()))
        (editor,) = opened
        live, session = editor.desk.live, editor.session

        def rest() -> None:
            while live.is_busy:
                QCoreApplication.processEvents()

        def key() -> None:
            editor.grid.setData(index, "1", Qt.ItemDataRole.EditRole)
            QCoreApplication.sendPostedEvents()

        def check() -> None:
            live.recheck_all()
            rest()

        def write(kind: Format) -> None:
            (outcome,) = export([session.filing[current.id]], home, kind, profile_of=editor.packs.of)
            assert outcome.path  # noqa: S101

        rest()
        current = editor.desk.current
        assert current is not None  # noqa: S101
        index = editor.grid.index_of(Cell(current.id, "indicators", current.form.indicators[3].id, "score"))
        step(key)
        rest()
        step(check)
        for kind in (FORMATS["docx"], FORMATS["xlsx"], pdf_format()):
            step(lambda kind=kind: write(kind))
        editor.window.close()
    return taken


def _list(name: str, folder: Path) -> list[_Step]:
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    make = drafts.tree_widget if name == "QTreeWidget" else drafts.project_tree
    with tempfile.TemporaryDirectory() as empty, drafts.filled(Path(empty), 7):
        small = make(Path(empty))  # modules, fonts and the first widgets are there now
        before, clock, processor = _megabytes(), time.perf_counter(), time.process_time()
        shown = make(folder)
        took = time.perf_counter() - clock, time.process_time() - processor
        added = _megabytes() - before
    del small, shown, application
    return [(name, *took, added)]


if __name__ == "__main__":
    what, argument, *more = sys.argv[1:]
    told = _form(int(argument)) if what == "form" else _list(argument, Path(*more))
    print(json.dumps(told), flush=True)
    os._exit(0)  # a window's process: nothing is left that must be ended in order
