"""The department's clerk: the packages of many units become one overview and one 汇总表."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.overview.merging import MergeRun, Tally, in_words
from perfeval_gui.session import Session


class MergeCommands:
    """Takes packages in while the clerk goes on working; how far it is stands above the form."""

    def __init__(
        self, session: Session, library: Library, window: MainWindow, show_year: Callable[[str], None]
    ) -> None:
        self._session = session
        self._library = library
        self._window = window
        self._show_year = show_year
        self._run: MergeRun | None = None

    def merge_packages(self) -> None:
        """Ask for the packages and take them in."""
        if self._run is not None:
            self._window.tell("正在汇总交换包，请等它读完。")
            return
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "选择各单位的交换包（可以多选）", "", "自评表交换包 (*.zip)"
        )
        if names:
            self.merge([Path(name) for name in names])

    def merge(self, paths: Sequence[Path]) -> None:
        """Take these packages in."""
        run = self._run = MergeRun(self._session, self._library, self._window)
        count = len(paths)
        self._window.notices.say(_so_far(0, count), [("停止", run.stop)])
        run.progressed.connect(lambda done: self._window.notices.go_on(_so_far(done, count)))
        run.finished.connect(self._finished)
        run.start(paths)

    def _finished(self, tally: Tally) -> None:
        self.close()
        self._window.notices.say(in_words(tally), problem=bool(tally.refused and not tally.years))
        if tally.years:
            self._show_year(max(tally.years, key=lambda year: tally.years[year]))

    def close(self) -> None:
        """Stop what is under way."""
        if self._run is not None:
            run, self._run = self._run, None
            run.close()
            run.deleteLater()


def _so_far(done: int, count: int) -> str:
    return f"正在汇总交换包：{done}/{count}。可以接着做别的。"
