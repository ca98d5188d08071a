"""签字回对码: printed at the foot of the pages by choice, and looked up when the signed paper comes back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction

from perfeval_gui.core.form import Project
from perfeval_gui.core.paper_code import paper_code, same_code
from perfeval_gui.errors import StoreError
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.preferences import Preferences
from perfeval_gui.gui.workspace import Workspace

_UNKNOWN = "没有找到这个回对码。请核对有没有输错；如果没有输错，纸上的内容与本机保存的任何版本都不一样。"


class PaperCodeCommands:
    """Switches the code on and off, and finds the version that a code stands for."""

    def __init__(
        self, desk: Workspace, library: Library, window: MainWindow, preferences: Preferences
    ) -> None:
        self._desk = desk
        self._library = library
        self._window = window
        self._preferences = preferences

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what each command calls."""
        return {"code_in_footer": self._switch, "look_up_code": self._ask}

    def tick(self, actions: Mapping[str, QAction]) -> None:
        """Let the menu show whether the code is printed."""
        action = actions["code_in_footer"]
        action.setCheckable(True)
        self._preferences.changed.connect(lambda: action.setChecked(self._preferences.value.code_in_footer))
        action.setChecked(self._preferences.value.code_in_footer)

    def _switch(self) -> None:
        is_on = not self._preferences.value.code_in_footer
        self._preferences.change(code_in_footer=is_on)
        words = "打印和导出的页脚会印上回对码。" if is_on else "页脚不再印回对码。"
        self._window.tell(words)

    def _ask(self) -> None:
        from perfeval_gui.gui.dialogs.paper_code import PaperCodeDialog

        ask(PaperCodeDialog(self._window, self.look_up))

    def look_up(self, typed: str) -> str:
        """Return a sentence that says which project and version the code from the paper stands for."""
        self._library.load_all()
        self._library.autosave.flush()
        projects = list(self._desk.session.filing.projects.values())
        for project in projects:
            if same_code(typed, paper_code(project.form)):
                return f"一致：纸上的内容就是“{_name(project)}”现在的内容。"
        with contextlib.suppress(StoreError):
            for project in projects:
                if at := self._older(typed, project.id):
                    return (
                        f"是旧版本：纸上的内容是“{_name(project)}”{at} 保存的版本，之后又改过。"
                        "可以用“历史版本”看改了哪里。"
                    )
        return _UNKNOWN

    def _older(self, typed: str, project_id: str) -> str:
        """Return when the version with this code was saved, or a blank."""
        from perfeval_gui.drafts.timeline import project_at, timeline

        with self._library.reader() as store:
            for moment in timeline(store, project_id):
                with contextlib.suppress(StoreError, KeyError):
                    if same_code(typed, paper_code(project_at(store, project_id, moment).form)):
                        return moment.at[:16].replace("T", " ")
        return ""


def _name(project: Project) -> str:
    return " ".join(project.form.project_name.split()) or "未命名项目"
