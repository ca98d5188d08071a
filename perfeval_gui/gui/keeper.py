"""Keeping: saving at the right moments, saying how it stands, the inbox, and leaving with nothing lost."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject

from perfeval_gui.core.form import cell_at, pointer
from perfeval_gui.drafts.autosave import Saved
from perfeval_gui.drafts.inbox import Inbox
from perfeval_gui.errors import StoreError, UnwritableFileError
from perfeval_gui.gui.library import Library, damage_report
from perfeval_gui.gui.long_work import LongWork
from perfeval_gui.gui.main_window import MainWindow, sizes_of
from perfeval_gui.gui.workspace import Workspace

_DEFAULT_SIZE = (1366, 768)
_DEFAULT_FRAMES = [220, 836, 310]
_LET_END_SECONDS = 0.5


class Keeper(QObject):
    """Sees to it that what is typed is on disk, and that the window comes back as it was left."""

    def __init__(self, desk: Workspace, library: Library, window: MainWindow) -> None:
        super().__init__(window)
        self._desk = desk
        self._library = library
        self._window = window
        self._trouble = ""
        self.may_ask = True
        library.saved.connect(self._saved)
        library.failed.connect(self._save_failed)
        library.damaged.connect(lambda broken: window.notices.say(damage_report(broken), problem=True))
        window.deactivated.connect(self._save_in_passing)

    def save_now(self) -> bool:
        """Take in open editors, save at once, say how it went in the status line and return it."""
        self._desk.session.settle()
        self._remember()
        is_saved = self._library.autosave.flush()
        if not is_saved:
            self._window.say_saved("尚未保存", problem=True)
        return is_saved

    def _save_in_passing(self) -> None:
        """The window lost the focus: put what is typed so far on disk without waiting for the pause."""
        self._desk.session.settle()
        if not self._library.autosave.is_clean:
            self._library.autosave.flush(timeout=0)

    def _saved(self, saved: Saved) -> None:
        self._window.say_saved(f"已保存 {datetime.fromisoformat(saved.at):%H:%M:%S}")
        self._window.setWindowModified(not self._library.autosave.is_clean)
        trouble = self._library.autosave.housekeeping_error
        if trouble != self._trouble:
            self._trouble = trouble
            if trouble:
                self._window.notices.say(trouble, problem=True)

    def _save_failed(self, error: StoreError) -> None:
        self._window.say_saved("尚未保存", problem=True)
        offers = [("再试一次", self.save_now), ("另存到其他位置…", self.save_elsewhere)]
        self._window.notices.say(error.message, offers, problem=True)

    def save_elsewhere(self) -> bool:
        """Write what is not on disk yet, else all that is open, to a file of the clerk's choice; return whether."""
        from PySide6.QtWidgets import QFileDialog

        from perfeval_gui.drafts.rescue import save_elsewhere

        self._desk.session.settle()
        waiting = [project for project in self._library.autosave.unsaved.values() if project is not None]
        projects = waiting or list(self._desk.session.filing.projects.values())
        name, _ = QFileDialog.getSaveFileName(
            self._window, "另存到其他位置", "自评表-未保存的内容.json", "自评表 (*.json)"
        )
        if not name or not projects:
            return False
        try:
            save_elsewhere(projects, Path(name))
        except UnwritableFileError as error:
            self._window.notices.say(error.message, problem=True)
            return False
        words = f"已把 {len(projects)} 张表另存为“{Path(name).name}”。以后用“导入”可以读回来。"
        self._window.notices.say(words)
        return True

    # As it was left

    def _remember(self) -> None:
        project, cell = self._desk.current, self._window.form.current_cell
        left = {**sizes_of(self._window), "project": project.id if project else "", "cell": ""}
        if project is not None and cell is not None:
            with contextlib.suppress(KeyError):
                left["cell"] = pointer(project.form, cell)
        self._library.autosave.remember(left)

    def restore_sizes(self, left: Mapping[str, object]) -> None:
        """Give window, frames and zoom the sizes that they had, within this screen."""
        size, frames, zoom = left.get("window"), left.get("frames"), left.get("zoom")
        width, height = size if isinstance(size, list) and len(size) == len(_DEFAULT_SIZE) else _DEFAULT_SIZE
        screen = self._window.screen().availableSize()
        self._window.resize(min(int(width), screen.width()), min(int(height), screen.height()))
        known = isinstance(frames, list) and len(frames) == len(_DEFAULT_FRAMES)
        self._window.splitter.setSizes([int(part) for part in frames] if known else _DEFAULT_FRAMES)  # type: ignore[attr-defined]
        self._window.findings.filters.restore(left.get("findings"))
        if isinstance(zoom, int | float):
            self._window.form.set_zoom(float(zoom))

    def restore_cell(self, where: object) -> None:
        """Put the cursor where it was in the project in hand."""
        project = self._desk.current
        if project is not None and isinstance(where, str):
            with contextlib.suppress(KeyError):
                self._window.form.go_to(cell_at(project, where))

    # Leaving

    def may_break_off(self, work: LongWork) -> bool:
        """Give work in the background a moment to end, and return whether the window may close on it else."""
        if work.ends_within(_LET_END_SECONDS) or not self.may_ask:
            return True
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(
            QMessageBox.Icon.Question, "还没有做完", f"{work.under_way}，还没有做完。", parent=self._window
        )
        box.setInformativeText("现在退出就停在这里：已经写好的留着，没有写的不再写。表里的内容都会照常保存。")
        stay = box.addButton("等它做完", QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton("停止并退出", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is leave

    def close(self) -> bool:
        """Save everything and return whether the window may close; unsaved work keeps it open unless waved through."""
        self._desk.session.settle()
        self._remember()
        if self._library.close():
            return True
        logging.getLogger("perfeval_gui").error("closing with unsaved work")
        if not self.may_ask or self._ask_at_closing():
            return True
        self._library.reopen()
        return False

    def _ask_at_closing(self) -> bool:
        """Return whether to close although not all is on disk: it was saved elsewhere, or is to be given up."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(
            QMessageBox.Icon.Warning,
            "还有内容没有保存",
            "草稿文件夹暂时写不进去，最近的修改还没有保存。",
            parent=self._window,
        )
        stay = box.addButton("不退出", QMessageBox.ButtonRole.RejectRole)
        elsewhere = box.addButton("另存到其他位置…", QMessageBox.ButtonRole.AcceptRole)
        give_up = box.addButton("放弃这些修改，退出", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(elsewhere)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is elsewhere:
            return self.save_elsewhere() and not self._says_papers_wait()
        return box.clickedButton() is give_up

    def _says_papers_wait(self) -> bool:
        """Say it where papers beside the forms are not on disk, which a file of forms cannot hold."""
        waiting = any(value is not None for value in self._library.autosave.unsaved_papers.values())
        if waiting:
            self._window.notices.say(
                "表已另存。附件1和自评报告还没有保存：请先把它们导出，或者腾出磁盘空间后再退出。",
                problem=True,
            )
        return waiting


class InboxWatcher(QObject):
    """Takes in what other starts of the program leave for this window, and brings it to the front."""

    def __init__(
        self,
        inbox: Inbox,
        library: Library,
        window: MainWindow,
        take_in: Callable[..., None],
        import_paths: Callable[[list[Path]], None],
    ) -> None:
        super().__init__(window)
        self._inbox = inbox
        self._library = library
        self._window = window
        self._take_in = take_in
        self._import_paths = import_paths
        self._watcher = QFileSystemWatcher(self)
        with contextlib.suppress(StoreError):  # a folder that cannot be written to gets no requests either
            self._watcher.addPath(str(inbox.prepare()))
        self._watcher.directoryChanged.connect(lambda _path: self.read())

    def read(self) -> None:
        """Fulfil every waiting request; one with drafts is removed only when they are on disk."""
        for request in self._inbox.requests():
            self._take_in(request.projects)
            if request.projects and not self._library.autosave.flush():
                continue
            self._inbox.done(request)
            self._import_paths([Path(name) for name in request.files])
            self._window.come_to_front()
