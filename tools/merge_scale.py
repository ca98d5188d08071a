"""Measure a department's year: `python tools/merge_scale.py [UNITS] [PROJECTS]` (200 units of 15 projects).

Packages are written, merged in the window, checked, and the overview of all is sorted, filtered and exported.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from perfeval_gui.app import build
from perfeval_gui.core.edits import SetCell
from perfeval_gui.core.form import Cell
from perfeval_gui.gui.editor import Editor
from perfeval_gui.gui.overview.page import OverviewPage
from tests.gui.heartbeat import Heartbeat
from tests.gui.test_merging import unit_package


def wait(done: Callable[[], bool]) -> None:
    """Let the window work until it is done."""
    while not done():
        QTest.qWait(5)


def measure(paths: list[Path], home: Path, count: int) -> None:
    """Do what a department's clerk does and print how long each step took and held the window."""
    window = build(["--data", str(home)])
    editor = window.editor
    if not isinstance(editor, Editor):
        raise TypeError
    QTest.qWait(500)
    heart = Heartbeat()
    unit = editor.unit

    def page() -> OverviewPage:
        found = window.findChild(OverviewPage, "overviewPage")
        if not isinstance(found, OverviewPage):
            raise TypeError
        return found

    def merge() -> None:
        unit.merging.merge(paths)
        wait(lambda: "读了" in window.notices.text and page().filter.rowCount() == count)

    def save() -> None:
        wait(lambda: editor.library.autosave.is_clean)

    def check() -> None:
        wait(lambda: not editor.desk.live.is_busy)

    def sort() -> None:
        for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
            page().table.sortByColumn(2, order)
            QTest.qWait(20)

    def look() -> None:
        for end in range(1, 4):
            page().words.setText("第7单位"[: end + 1])
            QTest.qWait(20)
        page().words.clear()
        QTest.qWait(20)

    def edit() -> None:
        project = next(iter(editor.session.filing.projects.values()))
        cell = Cell(project.id, "funding", project.form.funding[0].id, "outturn")
        editor.session.do(SetCell(cell, "1"), "改")
        QTest.qWait(600)

    def jump() -> None:
        unit.overview.jump(page().filter.shown()[count // 2].project)
        QTest.qWait(100)
        editor.actions["show_overview"].trigger()
        QTest.qWait(100)

    def export() -> None:
        target = home / "汇总.xlsx"
        unit.overview.write_summary(target)
        wait(target.is_file)

    def undo() -> None:
        editor.session.undo()
        editor.session.undo()
        wait(lambda: not editor.session.filing.projects)

    for step in (merge, save, check, sort, look, edit, jump, export, undo):
        QTest.qWait(200)
        heart.begin()
        start, worked = time.perf_counter(), time.process_time()
        step()
        took, busy = time.perf_counter() - start, time.process_time() - worked
        held = heart.longest()
        print(f"{step.__name__:8} {took:7.2f} s, processor {busy:7.2f} s, window held at most {held * 1000:6.0f} ms")
    window.close()


def main() -> None:
    """Write the packages and measure."""
    given = [int(word) for word in sys.argv[1:3]]
    units, projects = (*given, *(200, 15)[len(given) :])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = [unit_package(folder, unit, projects) for unit in range(1, units + 1)]
        measure(paths, folder / "home", units * projects)


if __name__ == "__main__":
    main()
