"""Commands that concern the whole: undo, the recycle bin, about."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.commands.projects import ProjectCommands
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.stage import Stage
from perfeval_gui.gui.workspace import Workspace


class WholeCommands:
    """Needs nearly everybody, and keeps nothing."""

    def __init__(
        self,
        desk: Workspace,
        library: Library,
        window: MainWindow,
        stage: Stage,
        projects: ProjectCommands,
        background: Background,
    ) -> None:
        self._desk = desk
        self._library = library
        self._window = window
        self._stage = stage
        self._projects = projects
        self._background = background

    def undo(self) -> None:
        """Take the last step back."""
        self._window.form.close_open_editor()
        self._took_back("已撤销", self._desk.session.undo())

    def redo(self) -> None:
        """Take the last undone step again."""
        self._window.form.close_open_editor()
        self._took_back("已重做", self._desk.session.redo())

    def _took_back(self, word: str, label: str | None) -> None:
        if label is not None:
            self._window.tell(f"{word}“{label}”。")
        if self._desk.current is None:
            first = next((entry.id for entry in self._library.entries(self._desk)), "")
            if first:
                self._stage.show_project(first)

    def label_undo(self, undo: QAction, redo: QAction) -> None:
        """Let the menu say which step would be undone or redone."""
        session = self._desk.session
        for action, word, label in ((undo, "撤销", session.undo_label), (redo, "重做", session.redo_label)):
            action.setText(f"{word}“{label}”" if label else word)
            action.setIconText(word)
            action.setEnabled(label is not None)

    def show_recycle_bin(self) -> None:
        """Show what was deleted."""
        from perfeval_gui.gui.dialogs.recycle_bin import RecycleBinDialog

        deleted = self._library.recycle_bin()
        ask(RecycleBinDialog(self._window, deleted, self._projects.take_back, self._delete_for_good))

    def _delete_for_good(self, ids: list[str]) -> None:
        self._background.follow(
            self._library.purge(ids),
            lambda _done: self._window.tell(f"已彻底删除 {len(ids)} 个项目。"),
            lambda error: self._window.notices.say(error.message, problem=True),
        )

    def copy_diagnostics(self, text: str) -> None:
        """Put the report for whoever helps the clerk on the clipboard."""
        QApplication.clipboard().setText(text)
        self._window.tell("诊断信息已复制，可以粘贴到微信或邮件里发给技术人员；里面没有表格内容。")

    def show_key_map(self) -> None:
        """Show all keys."""
        from perfeval_gui.gui.dialogs.key_map import show_key_map

        show_key_map(self._window)

    def show_guide(self) -> None:
        """Show the sheet that gets a newcomer started."""
        from perfeval_gui.gui.dialogs.guide import Guide

        Guide(self._window).show()

    def show_handbook(self) -> None:
        """Show the handbook."""
        from perfeval_gui.gui.dialogs.handbook import Handbook

        Handbook(self._window).show()

    def about(self) -> None:
        """Say what this is, where the data are, what it is built with and under which licences."""
        from perfeval_gui.gui.dialogs.about import AboutDialog

        AboutDialog(self._window, self._library.folder).open()
