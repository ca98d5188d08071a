"""Importing files: each form in them becomes a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from perfeval_gui.core.recognise.raw import Note
from perfeval_gui.errors import PerfevalError, UnreadableFileError
from perfeval_gui.files.reading import ReadResult, read_file
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.commands.projects import ProjectCommands
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
    """Reads files into projects, off the window's thread."""

    def __init__(
        self,
        window: QWidget,
        projects: ProjectCommands,
        background: Background,
        notices: NoticeBar,
    ) -> None:
        self._window = window
        self._projects = projects
        self._background = background
        self._notices = notices

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
