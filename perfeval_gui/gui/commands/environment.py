"""环境自检: look at what this PC has, and print the list for the IT colleague."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from perfeval_gui.core.profile import Profile
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow

if TYPE_CHECKING:
    from perfeval_gui.gui.environment import Condition
    from perfeval_gui.gui.paper.printing_job import Pages


class EnvironmentCommands:
    """`paper` gives the paper that the list is printed on."""

    def __init__(
        self,
        library: Library,
        window: MainWindow,
        paper: Callable[[], Profile],
        today: Callable[[], date],
    ) -> None:
        self._library = library
        self._window = window
        self._paper = paper
        self._today = today

    def show(self) -> None:
        """Look at everything and show what was found."""
        from PySide6.QtCore import Qt

        from perfeval_gui.gui.dialogs.environment_report import EnvironmentReport
        from perfeval_gui.gui.environment import conditions

        found = conditions(self._library.folder, self._today(), self._library.newest_change())
        report = EnvironmentReport(self._window, found)
        report.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        report.print_asked.connect(lambda: self.preview(found))
        report.show()

    def pages(self, found: Sequence[Condition]) -> Pages:
        """Return the list as pages of paper."""
        from perfeval_gui.core.layout.listing import Column, Section, listing
        from perfeval_gui.gui.printing import list_pages

        columns = (
            Column("项目", 1900),
            Column("结果", 3966),
            Column("影响和办法", 3800),
            Column("已处理", 800, left=False),
        )
        rows = [(item.name, item.found, item.effect, "" if item.is_good else "□") for item in found]
        today = self._today()
        day = f"自检日期：{today.year}年{today.month}月{today.day}日"
        return list_pages(listing("环境自检", columns, [Section("", rows)], (day,)), self._paper().page)

    def preview(self, found: Sequence[Condition]) -> None:
        """Show the list as it will print."""
        from perfeval_gui.gui.paper.printing_job import Preview

        ask(Preview(self._window, self.pages(found)))
