"""The composition root: builds the objects, connects them, and nothing else."""

from __future__ import annotations

import argparse
import contextlib
import functools
import logging
import signal
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox

from perfeval_gui import __version__, resources, settings
from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Cell, Project, cell_at, pointer
from perfeval_gui.core.profile import Profile
from perfeval_gui.drafts.autosave import Autosave, Saved
from perfeval_gui.drafts.inbox import Inbox
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.errors import PerfevalError, StoreError
from perfeval_gui.gui import appearance
from perfeval_gui.gui.actions import build_actions
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.commands.documents import DocumentCommands, read_all
from perfeval_gui.gui.commands.projects import ProjectCommands
from perfeval_gui.gui.commands.table import TableCommands
from perfeval_gui.gui.dialogs.key_map import show_key_map
from perfeval_gui.gui.dialogs.recycle_bin import RecycleBinDialog
from perfeval_gui.gui.failures import Failures
from perfeval_gui.gui.findings_panel import FindingsPanel, by_cell
from perfeval_gui.gui.library import Library, damage_report
from perfeval_gui.gui.main_window import MainWindow, sizes_of
from perfeval_gui.gui.notice_bar import NoticeBar
from perfeval_gui.gui.project_tree import ProjectTree, ProjectTreeModel
from perfeval_gui.gui.start_page import StartPage
from perfeval_gui.gui.table.form_view import FormView
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.gui.totals_bar import TotalsBar
from perfeval_gui.gui.workspace import Workspace
from perfeval_gui.session import Session

SAMPLE = "2024-forms.json"


def main(argv: Sequence[str]) -> int:
    """Run the editor until it is closed and return the exit status.

    When another window has the data directory open, the files are handed over to it.
    """
    arguments = _arguments(argv)
    application = _application()
    folder = settings.data_folder(arguments.data)
    lock = WriterLock(folder)
    try:
        if not lock.acquire():
            Inbox(folder).leave(files=[Path(name) for name in arguments.files])
            return 0
        editor = Editor(arguments, folder, lock)
    except (PerfevalError, OSError) as error:
        sentence = error.message if isinstance(error, PerfevalError) else _no_folder(folder)
        QMessageBox.critical(None, "绩效自评表编辑器", sentence)
        return 2
    editor.failures.install()
    _quit_on_signals(application, editor)
    editor.window.show()
    return application.exec()


def build(argv: Sequence[str]) -> MainWindow:
    """Return the shown main window without entering the event loop; no dialog opens by itself.

    Raises PerfevalError when the data directory cannot be used, also while another window has it open.
    """
    arguments = _arguments(argv)
    _application()
    folder = settings.data_folder(arguments.data)
    editor = Editor(arguments, folder, None)
    editor.window.show()
    return editor.window


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="perfeval", add_help=False)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--profile")
    parser.add_argument("files", nargs="*")
    return parser.parse_args(list(argv))


def _application() -> QApplication:
    """Return the QApplication, made once, with Chinese standard buttons."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("perfeval")
    application.setApplicationDisplayName("")
    application.setApplicationVersion(__version__)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    if application.property("chinese") is None:
        translator = QTranslator(application)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator.load("qtbase_zh_CN", folder)
        application.installTranslator(translator)
        application.setProperty("chinese", True)  # noqa: FBT003 - a Qt property
    appearance.apply_look(application, appearance.LIGHT)
    return application


def _no_folder(folder: Path) -> str:
    return (
        f"草稿文件夹“{folder.name}”不能使用，程序无法启动。请检查磁盘和权限，或用 --data 指定另一个文件夹。"
    )


def _quit_on_signals(application: QApplication, editor: Editor) -> None:
    """Save and leave on SIGTERM and Ctrl+C; the timer lets Python see the signal while Qt waits."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: editor.window.close())
    ticking = QTimer(application)
    ticking.start(250)
    ticking.timeout.connect(lambda: None)
    application.commitDataRequest.connect(lambda _manager: editor.save_now())


class Editor(QObject):
    """Builds the window's parts and keeps them together; each part knows only what it is given."""

    def __init__(self, arguments: argparse.Namespace, folder: Path, lock: WriterLock | None) -> None:
        super().__init__()
        self._folder = folder
        self._theme = appearance.LIGHT
        self._profile_id = arguments.profile or resources.DEFAULT_PROFILE
        self._session = Session()
        self._desk = Workspace(self._session, self._profile_of, self._profile, date.today)
        autosave_of = functools.partial(Autosave, lock=lock)
        self._library = Library(folder, self._session, autosave_of)
        self._inbox = Inbox(folder)
        self._background = Background()
        self.failures = Failures(self.save_now, lambda: self.window)
        left = self._library.open()
        self._build()
        self._connect()
        self._reopen(left, arguments)
        self.window.closing = self._close
        # The window keeps its editor alive, so that callers of `build` need only the window.
        self.window.setProperty("editor", self)

    def _profile(self) -> Profile:
        return resources.profile(self._profile_id)

    def _profile_of(self, project: Project) -> Profile:
        try:
            return resources.profile(project.profile)
        except PerfevalError:
            return resources.profile()

    # Building

    def _build(self) -> None:
        self._grid = GridModel(self._session, self._profile_of, self)
        self._form = FormView(self._grid, self._theme)
        self._tree_model = ProjectTreeModel(self._theme, self)
        self._tree = ProjectTree(self._tree_model)
        self._findings = FindingsPanel(self._theme)
        self._totals = TotalsBar(self._theme)
        self._notices = NoticeBar(self._theme)
        start = StartPage(
            self._theme,
            lambda: self._actions["import_files"].trigger(),
            lambda: self._actions["new_project"].trigger(),
            self._show_sample,
        )
        self.window = MainWindow(
            self._tree, self._form, self._findings, self._totals, self._notices, start, self._theme
        )
        tell = self.window.tell
        self._projects = ProjectCommands(
            self._desk,
            self._library,
            self._profile,
            date.today,
            self._show_project,
            self._tree.chosen_projects,
            tell,
        )
        self._table = TableCommands(self._desk, self._grid, self._form, tell)
        self._documents = DocumentCommands(
            self.window,
            self._projects,
            self._background,
            self._notices,
            self._profile_of,
            self._chosen_projects,
            lambda: self._folder / "print",
        )
        self._actions = build_actions(self.window, self._commands(), self._session.settle)

    def _commands(self):  # type: ignore[no-untyped-def]
        projects, table, documents = self._projects, self._table, self._documents
        return {
            "import_files": documents.import_files,
            "new_project": projects.new_project,
            "duplicate_project": projects.duplicate_project,
            "delete_project": projects.delete_project,
            "recycle_bin": self._show_recycle_bin,
            "save": self.save_now,
            "export_docx": documents.export_docx,
            "print": documents.print_projects,
            "quit": self.window.close,
            "undo": self._undo,
            "redo": self._redo,
            "cut": table.cut,
            "copy": table.copy,
            "paste": table.paste,
            "clear_cells": table.clear_cells,
            "insert_row_below": table.insert_row_below,
            "delete_row": table.delete_row,
            "move_row_up": table.move_row_up,
            "move_row_down": table.move_row_down,
            "fill_computed": table.fill_computed,
            "check_all": self._check_all,
            "next_finding": lambda: self._findings.step(1),
            "previous_finding": lambda: self._findings.step(-1),
            "repair": self._repair_current,
            "zoom_in": lambda: self._form.set_zoom(self._form.zoom + 0.1),
            "zoom_out": lambda: self._form.set_zoom(self._form.zoom - 0.1),
            "zoom_reset": lambda: self._form.set_zoom(1.0),
            "key_map": lambda: show_key_map(self.window),
            "about": self._about,
        }

    def _connect(self) -> None:
        desk, library = self._desk, self._library
        self._session.before_command(self._form.commit_open_editor)
        self._tree.project_chosen.connect(self._choose)
        desk.project_shown.connect(self._project_shown)
        desk.forms_changed.connect(lambda _change: self._forms_changed())
        desk.findings_changed.connect(self._findings_changed)
        self._findings.jump_asked.connect(self._jump)
        self._findings.repair_asked.connect(self._repair)
        library.listing_changed.connect(self._listing_changed)
        library.saved.connect(self._saved)
        library.failed.connect(self._save_failed)
        library.damaged.connect(lambda broken: self._notices.say(damage_report(broken), problem=True))
        self.window.files_dropped.connect(
            lambda names: self._documents.import_paths([Path(name) for name in names])
        )
        self.window.deactivated.connect(self._save_in_passing)
        self._relist = QTimer(self)
        self._relist.setSingleShot(True)
        self._relist.setInterval(300)
        self._relist.timeout.connect(self._list_projects)
        self._watcher = QFileSystemWatcher(self)
        with contextlib.suppress(StoreError):
            self._watcher.addPath(str(self._inbox.prepare()))
        self._watcher.directoryChanged.connect(lambda _path: self._read_inbox())

    def _reopen(self, left: dict[str, object], arguments: argparse.Namespace) -> None:
        """Take up where the window was left, then take in what the start asked for."""
        self._restore_sizes(left)
        self._read_inbox()
        self._list_projects()
        current = left.get("project")
        if not isinstance(current, str) or not self._library.knows(current):
            current = next((entry.id for entry in self._library.entries(self._desk)), "")
        if arguments.files:
            self._documents.receive(read_all([Path(name) for name in arguments.files]))
        elif current:
            self._show_project(current, None)
            self._restore_cell(left.get("cell"))
        elif arguments.sample:
            self._show_sample()
        self._forms_changed()
        self._project_shown(self._desk.current.id if self._desk.current else "")

    def _restore_sizes(self, left: dict[str, object]) -> None:
        self.window.resize(1366, 768)
        size, frames, zoom = left.get("window"), left.get("frames"), left.get("zoom")
        if isinstance(size, list) and len(size) == 2:
            screen = self.window.screen().availableSize()
            self.window.resize(min(int(size[0]), screen.width()), min(int(size[1]), screen.height()))
        widths = (
            [int(width) for width in frames]
            if isinstance(frames, list) and len(frames) == 3
            else [220, 836, 310]
        )
        self.window.splitter.setSizes(widths)
        if isinstance(zoom, int | float):
            self._form.set_zoom(float(zoom))

    def _restore_cell(self, where: object) -> None:
        project = self._desk.current
        if project is not None and isinstance(where, str):
            with contextlib.suppress(KeyError):
                self._form.go_to(cell_at(project, where))

    # Showing

    def _choose(self, project_id: str) -> None:
        self._session.settle()
        self._library.load_around(project_id)
        self._desk.show_project(project_id)

    def _show_project(self, project_id: str, cell: Cell | None) -> None:
        self._library.load_around(project_id)
        self._list_projects()
        self._desk.show_project(project_id)
        self._tree.point_at(project_id)
        if cell is not None and self._form.go_to(cell):
            self._form.setFocus()

    def _show_sample(self) -> None:
        import json

        forms = json.loads(resources.resource("samples", SAMPLE).read_text(encoding="utf-8"))
        projects = [Project(f"sample-{n}", form_from_json(form), n) for n, form in enumerate(forms)]
        self._library.show_sample(projects)
        self._show_project(projects[0].id, None)
        self._notices.say(
            "这是示例。随便改；改过的表才会保存为草稿。",
            [("导入去年的表", self._actions["import_files"].trigger)],
        )

    def _project_shown(self, project_id: str) -> None:
        self._grid.show(project_id)
        self.window.show_form(visible=bool(project_id))
        if project_id and not self._form.currentIndex().isValid():
            self._form.go_to(Cell(project_id, "", "", "project_name"))
        self._forms_changed()
        self._findings_changed()

    def _forms_changed(self) -> None:
        """Show the form in hand as it is now, with its sums."""
        self._grid.refresh()
        project = self._desk.current
        profile = self._profile_of(project) if project else None
        self._totals.show_form(project.form if project else None, profile)
        self.window.name_project(project.form.project_name.strip() or "（未填项目名称）" if project else "")
        self._label_undo()
        self._show_ghosts()

    def _show_ghosts(self) -> None:
        project = self._desk.current
        found = self._desk.findings_of(project.id) if project else ()
        self._grid.set_findings(by_cell(found), self._desk.ghosts())

    def _findings_changed(self) -> None:
        project = self._desk.current
        found = self._desk.findings_of(project.id) if project else ()
        checked = project is not None and self._desk.marks_of(project.id) is not None
        words = "没有发现问题，可以导出签字。" if checked else "正在检查……"
        self._findings.show_findings(found, self._session.filing, words)
        self._show_ghosts()
        self._relist.start()

    def _listing_changed(self) -> None:
        shown = {entry.id for entry in self._library.entries(self._desk)}
        self.window.setWindowModified(not self._library.autosave.is_clean)
        if shown != self._listed:
            self._list_projects()
        else:
            self._relist.start()

    _listed: frozenset[str] = frozenset()

    def _list_projects(self) -> None:
        entries = self._library.entries(self._desk)
        self._listed = frozenset(entry.id for entry in entries)
        if self._tree_model.show(entries) and self._desk.current is not None:
            self._tree.blockSignals(True)  # noqa: FBT003
            self._tree.point_at(self._desk.current.id)
            self._tree.blockSignals(False)  # noqa: FBT003

    def _label_undo(self) -> None:
        for name, word, label in (
            ("undo", "撤销", self._session.undo_label),
            ("redo", "重做", self._session.redo_label),
        ):
            self._actions[name].setText(f"{word}“{label}”" if label else word)
            self._actions[name].setIconText(word)
            self._actions[name].setEnabled(label is not None)

    def _jump(self, cell: Cell) -> None:
        if cell.project in self._session.filing:
            self._show_project(cell.project, cell)

    # Commands that belong to the whole

    def _undo(self) -> None:
        self._form.close_open_editor()
        self._took_back("已撤销", self._session.undo())

    def _redo(self) -> None:
        self._form.close_open_editor()
        self._took_back("已重做", self._session.redo())

    def _took_back(self, word: str, label: str | None) -> None:
        if label is not None:
            self.window.tell(f"{word}“{label}”。")
        if self._desk.current is None:
            entries = self._library.entries(self._desk)
            if entries:
                self._show_project(entries[0].id, None)

    def _check_all(self) -> None:
        self._desk.check_now()
        counts = [self._desk.marks_of(key) or (0, 0, 0) for key in self._session.filing.projects]
        errors, warnings, hints = (
            (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0)
        )
        self.window.tell(f"检查完毕：{len(counts)} 张表，错误 {errors}，警告 {warnings}，提示 {hints}。")

    def _repair(self, findings: list) -> None:  # type: ignore[type-arg]
        self._session.settle()
        if self._desk.repair(findings):
            self.window.tell("已修复，按 Ctrl+Z 可以撤销。")

    def _repair_current(self) -> None:
        found = self._findings.current()
        if found is None or found.fix is None:
            self.window.tell("请先在右边选一个带“可修复”的问题。")
            return
        self._repair([found])

    def _show_recycle_bin(self) -> None:
        dialog = RecycleBinDialog(self.window, self._library.recycle_bin(), self._projects.take_back)
        dialog.exec()

    def _about(self) -> None:
        QMessageBox.about(
            self.window,
            "关于",
            f"<b>绩效自评表编辑器 {__version__}</b><br><br>单机使用，不连接网络。<br>草稿保存在：{self._folder}<br><br>"
            "本程序使用 Qt（LGPLv3）、PySide6、python-docx、openpyxl、lxml、Tabler Icons（MIT）等开源软件。",
        )

    def _chosen_projects(self) -> list[Project]:
        ids = self._tree.chosen_projects()
        if not ids and self._desk.current is not None:
            ids = [self._desk.current.id]
        self._library.load(ids)
        filing = self._session.filing
        return [filing[key] for key in ids if key in filing]

    # Keeping

    def save_now(self) -> None:
        """Take in open editors and save at once; what comes of it is said in the status line."""
        self._session.settle()
        self._remember()
        if not self._library.autosave.flush():
            self.window.say_saved("尚未保存", problem=True)

    def _save_in_passing(self) -> None:
        """The window lost the focus: what is typed so far is put on disk without waiting for the pause."""
        self._session.settle()
        if not self._library.autosave.is_clean:
            self._library.autosave.flush(timeout=0)

    def _remember(self) -> None:
        project, cell = self._desk.current, self._form.current_cell
        left = {**sizes_of(self.window), "project": project.id if project else "", "cell": ""}
        if project is not None and cell is not None:
            with contextlib.suppress(KeyError):
                left["cell"] = pointer(project.form, cell)
        self._library.autosave.remember(left)

    def _saved(self, saved: Saved) -> None:
        at = datetime.fromisoformat(saved.at)
        self.window.say_saved(f"已保存 {at:%H:%M:%S}")
        self.window.setWindowModified(not self._library.autosave.is_clean)

    def _save_failed(self, error: StoreError) -> None:
        self.window.say_saved("尚未保存", problem=True)
        self._notices.say(error.message, [("再试一次", self.save_now)], problem=True)

    def _read_inbox(self) -> None:
        for request in self._inbox.requests():
            self._projects.take_in(request.projects)
            if request.projects:
                self._library.autosave.flush()
            self._inbox.done(request)
            self._documents.import_paths([Path(name) for name in request.files])
            self.window.setWindowState(self.window.windowState() & ~self.window.windowState().WindowMinimized)
            self.window.raise_()
            self.window.activateWindow()

    def _close(self) -> bool:
        """Save everything and say whether the window may close; unsaved work keeps it open unless waved through."""
        self._session.settle()
        self._remember()
        self._background.close()
        if self._library.close():
            return True
        logging.getLogger("perfeval_gui").error("closing with unsaved work")
        answer = QMessageBox.warning(
            self.window,
            "还有内容没有保存",
            "草稿文件夹暂时写不进去，最近的修改还没有保存。仍要退出吗？",
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Discard
