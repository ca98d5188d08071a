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

from perfeval_gui.app import build, collect_seldom
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


class DepartmentsClerk:
    """Does the steps one after another; each is measured."""

    steps = ("merge", "save", "check", "sort", "look", "edit", "jump", "export", "undo")

    def __init__(self, home: Path, paths: list[Path], count: int) -> None:
        """Open the window on a data directory."""
        self.home, self.paths, self.count = home, paths, count
        self.window = build(["--data", str(home)])
        self.window.painted.connect(collect_seldom)
        if not isinstance(self.window.editor, Editor):
            raise TypeError
        self.editor = self.window.editor

    @property
    def page(self) -> OverviewPage:
        """The overview."""
        found = self.window.findChild(OverviewPage, "overviewPage")
        if not isinstance(found, OverviewPage):
            raise TypeError
        return found

    def merge(self) -> None:
        """Take all packages in until the overview shows them."""
        self.editor.unit.merging.merge(self.paths)
        wait(lambda: "读了" in self.window.notices.text and self.page.filter.rowCount() == self.count)

    def save(self) -> None:
        """Wait until all is on disk."""
        wait(lambda: self.editor.library.autosave.is_clean)

    def check(self) -> None:
        """Wait until all is checked, the overview in sight."""
        wait(lambda: not self.editor.desk.live.is_busy)

    def sort(self) -> None:
        """Sort by an amount, falling and rising."""
        for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
            self.page.table.sortByColumn(2, order)
            QTest.qWait(20)

    def look(self) -> None:
        """Look for a unit, letter by letter."""
        for end in range(1, 5):
            self.page.words.setText("第7单位"[:end])
            QTest.qWait(20)
        self.page.words.clear()
        QTest.qWait(20)

    def edit(self) -> None:
        """Change an amount and wait for row, sums and charts."""
        project = next(iter(self.editor.session.filing.projects.values()))
        cell = Cell(project.id, "funding", project.form.funding[0].id, "outturn")
        self.editor.session.do(SetCell(cell, "1"), "改")
        at = self.page.filter.row_of(project.id)
        wait(lambda: self.page.filter.index(at, 4).data() == "1")
        QTest.qWait(400)  # the tree follows

    def jump(self) -> None:
        """Go to a form and back."""
        self.editor.unit.overview.jump(self.page.filter.shown()[self.count // 2].project)
        QTest.qWait(100)
        self.editor.actions["show_overview"].trigger()
        QTest.qWait(100)

    def export(self) -> None:
        """Write the 汇总表 of all."""
        target = self.home / "汇总.xlsx"
        self.editor.unit.overview.write_summary(target)
        wait(target.is_file)

    def undo(self) -> None:
        """Take the change and then all packages back."""
        self.editor.session.undo()
        self.editor.session.undo()
        wait(lambda: not self.editor.session.filing.projects)


def measure(clerk: DepartmentsClerk) -> None:
    """Print how long each step took and held the window."""
    heart = Heartbeat()
    QTest.qWait(500)
    for name in clerk.steps:
        QTest.qWait(200)
        heart.begin()
        start, worked = time.perf_counter(), time.process_time()
        getattr(clerk, name)()
        took, busy, held = time.perf_counter() - start, time.process_time() - worked, heart.longest()
        print(f"{name:8} {took:7.2f} s, processor {busy:6.2f} s, window held at most {held * 1000:4.0f} ms")
    clerk.window.close()


def main() -> None:
    """Write the packages and measure."""
    given = [int(word) for word in sys.argv[1:3]]
    units, projects = (*given, *(200, 15)[len(given) :])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = [unit_package(folder, unit, projects) for unit in range(1, units + 1)]
        measure(DepartmentsClerk(folder / "home", paths, units * projects))


if __name__ == "__main__":
    main()
