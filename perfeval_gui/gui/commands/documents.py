"""Commands between projects and files: import, export, print through the office program of this PC."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.recognise.raw import Note
from perfeval_gui.errors import PerfevalError, UnreadableFileError
from perfeval_gui.files.export import Outcome, export
from perfeval_gui.files.reading import ReadResult, read_file
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.commands.projects import ProjectCommands
from perfeval_gui.gui.dialogs.export_choice import ExportChoice, ask_export
from perfeval_gui.gui.dialogs.import_notes import show_notes
from perfeval_gui.gui.notice_bar import NoticeBar


@dataclass(frozen=True, slots=True)
class Imported:
    """What reading files brought: each readable file's name with its result, and a sentence for each other."""

    results: tuple[tuple[str, ReadResult], ...]
    refusals: tuple[str, ...]


def read_all(paths: Sequence[Path]) -> Imported:
    """Read the files one after another; a file that cannot be read does not keep the others back."""
    results, refusals = [], []
    for path in paths:
        try:
            results.append((path.name, read_file(path)))
        except UnreadableFileError as error:
            refusals.append(error.message)
    return Imported(tuple(results), tuple(refusals))


class DocumentCommands:
    """Reads files into projects and writes projects into files; nothing of it runs in the window's thread."""

    def __init__(
        self,
        window: QWidget,
        projects: ProjectCommands,
        background: Background,
        notices: NoticeBar,
        profile_of: Callable[[Project], Profile],
        chosen: Callable[[], Sequence[Project]],
        folder: Callable[[], Path],
    ) -> None:
        self._window = window
        self._projects = projects
        self._background = background
        self._notices = notices
        self._profile_of = profile_of
        self._chosen = chosen
        self._print_folder = folder

    def import_files(self) -> None:
        """Ask for files and import them."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            "选择去年的自评表",
            "",
            "自评表 (*.docx *.doc *.wps *.xlsx *.xls *.et *.txt *.json *.rtf *.odt *.ods);;所有文件 (*)",
        )
        self.import_paths([Path(name) for name in names])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files in the background."""
        if paths:
            self._notices.say(f"正在读取 {len(paths)} 个文件……")
            self._background.run(lambda: read_all(paths), self.receive, self._refused)

    def receive(self, imported: Imported) -> None:
        """Make projects of what was read, say what was found and what could not be read."""
        forms = [
            (form, profile_id)
            for _, result in imported.results
            for form, profile_id in zip(result.forms, result.profile_ids, strict=True)
        ]
        ids = self._projects.add_forms(forms, f"导入 {len(forms)} 张表")
        notes = [(name, note) for name, result in imported.results for note in result.notes]
        self._report(len(ids), notes, imported.refusals)

    def _report(self, count: int, notes: Sequence[tuple[str, Note]], refusals: Sequence[str]) -> None:
        said = f"已导入 {count} 张自评表，内容原样保留。" if count else "没有导入任何自评表。"
        offers = [(f"查看导入说明（{len(notes)}）", lambda: show_notes(self._window, notes))] if notes else []
        self._notices.say(said + "".join(refusals), offers, problem=bool(refusals) or not count)
        if refusals:
            box = QMessageBox(
                QMessageBox.Icon.Warning, "有文件没有导入", "\n\n".join(refusals), parent=self._window
            )
            box.setObjectName("importRefusals")
            box.setModal(False)
            box.show()

    def _refused(self, error: PerfevalError) -> None:
        self._notices.say(error.message, problem=True)

    def export_docx(self) -> None:
        """Ask where, then write the chosen projects as .docx."""
        projects = list(self._chosen())
        choice = ask_export(self._window, len(projects)) if projects else None
        if choice is not None:
            self.export_to(projects, choice)

    def export_to(self, projects: Sequence[Project], choice: ExportChoice) -> None:
        """Write the projects as .docx in the background and offer to open the result."""
        self._notices.say("正在导出……")
        self._background.run(lambda: self._written(projects, choice), self._exported, self._refused)

    def _written(self, projects: Sequence[Project], choice: ExportChoice) -> list[Outcome]:
        return list(
            export(
                projects,
                choice.folder,
                "docx",
                profile_of=self._profile_of,
                single_file=choice.single_file,
                overwrite=False,
            )
        )

    def _exported(self, outcomes: Sequence[Outcome]) -> None:
        paths = [outcome.path for outcome in outcomes if outcome.path]
        errors = [outcome.error.message for outcome in outcomes if outcome.error]
        if not paths:
            self._notices.say("".join(errors) or "没有可以导出的项目。", problem=True)
            return
        first = paths[0]
        said = (
            f"已导出“{first.name}”。"
            if len(paths) == 1
            else f"已导出 {len(paths)} 个文件到“{first.parent.name}”。"
        )
        offers = [
            ("打开文件", lambda: open_path(first)),
            ("打开所在文件夹", lambda: open_path(first.parent)),
            ("用本机 WPS 或 Word 打印", lambda: print_path(first)),
        ]
        self._notices.say(
            said + "".join(errors), offers if len(paths) == 1 else offers[:2], problem=bool(errors)
        )

    def print_projects(self) -> None:
        """Write the chosen projects into one .docx and hand it to the office program for printing."""
        projects = list(self._chosen())
        if not projects:
            return
        choice = ExportChoice(self._print_folder(), single_file=len(projects) > 1)
        self._notices.say("正在准备打印……")
        self._background.run(lambda: self._written(projects, choice), self._printed, self._refused)

    def _printed(self, outcomes: Sequence[Outcome]) -> None:
        paths = [outcome.path for outcome in outcomes if outcome.path]
        errors = "".join(outcome.error.message for outcome in outcomes if outcome.error)
        for path in paths:
            print_path(path)
        said = "已交给本机的 WPS 或 Word，请在那里打印。" if paths else ""
        offers = [("打开文件", lambda: open_path(paths[0]))] if paths else []
        self._notices.say(said + errors, offers, problem=bool(errors))


def open_path(path: Path) -> None:
    """Open a file or folder with the program that this PC has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def print_path(path: Path) -> None:
    """Ask the office program to print the file; where that cannot be asked for, open it."""
    if sys.platform == "win32":
        import os

        try:
            os.startfile(path, "print")  # noqa: S606 - the clerk asked for it
        except OSError:  # no program registered for printing this kind of file
            open_path(path)
        return
    open_path(path)
