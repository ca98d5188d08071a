"""系统搬运助手: texts one after another for the web system, on the clipboard or on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from perfeval_gui.core.entry_list import Entry, entries, entry_sheet
from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.dialogs.entry_steps import EntrySteps
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.gui.paper.printing_job import Pages


class EntryCommands:
    """Steps through the form in hand as it is when the window is opened; it changes nothing."""

    def __init__(self, desk: Workspace, window: MainWindow, paper: Callable[[], Profile]) -> None:
        self._desk = desk
        self._window = window
        self._paper = paper

    def show(self) -> None:
        """Open the steps of the form in hand."""
        project = self._desk.current
        if project is None:
            self._window.tell("请先在左边选一个项目。")
            return
        steps = EntrySteps(
            self._window,
            project.form.project_name.strip(),
            lambda in_parts, with_blanks: entries(project, in_parts=in_parts, with_blanks=with_blanks),
        )
        steps.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        steps.reached.connect(lambda entry: self._window.form.go_to(entry.cell))
        steps.print_asked.connect(lambda items: self._preview(project, items))
        steps.show()

    def pages(self, project: Project, items: Sequence[Entry]) -> Pages:
        """Return the 录入清单 as pages of paper."""
        from perfeval_gui.gui.printing import list_pages

        return list_pages(entry_sheet(project, items), self._paper().page)

    def _preview(self, project: Project, items: Sequence[Entry]) -> None:
        from perfeval_gui.gui.paper.printing_job import Preview

        ask(Preview(self._window, self.pages(project, items)))
