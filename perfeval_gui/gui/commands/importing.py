"""Commands that bring files in: looked at in a preview first, or taken as they are where nobody is to be asked."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval_gui.core.form import Form, Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.commands.money import Offer
from perfeval_gui.gui.commands.projects import ProjectCommands
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.themes import Theme

if TYPE_CHECKING:
    from perfeval_gui.core.recognise.raw import Note
    from perfeval_gui.files.reading import ReadResult
    from perfeval_gui.gui.importing.found import FoundForm
    from perfeval_gui.gui.importing.run import FileRead, ImportRun

_KINDS = (
    "自评表 (*.docx *.docm *.doc *.wps *.xlsx *.xlsm *.xls *.et *.rtf *.odt *.ods *.txt *.json *.htm *.html "
    "*.mht *.xml);;所有文件 (*)"
)


class ImportCommands:
    """Reads files in the child process and makes projects of them; `roll_over` asks about templates."""

    def __init__(
        self,
        window: MainWindow,
        projects: ProjectCommands,
        profile_of: Callable[[Project], Profile],
        today: Callable[[], date],
        theme: Callable[[], Theme],
        roll_over: Callable[[Sequence[Project], int], None],
        offers_for: Callable[[Sequence[Form]], list[Offer]],
    ) -> None:
        self._window = window
        self._projects = projects
        self._background = Background()
        self._profile_of = profile_of
        self._today = today
        self._theme = theme
        self._roll_over = roll_over
        self._offers_for = offers_for
        self._runs: list[ImportRun] = []

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what each command calls."""
        return {"import_files": self.import_files, "import_folder": self.import_folder}

    # With a preview

    def import_files(self) -> None:
        """Ask for files and show what is in them."""
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(self._window, "选择去年的自评表", "", _KINDS)
        self.preview([Path(name) for name in names])

    def import_folder(self) -> None:
        """Ask for a folder and show what is in its files."""
        from PySide6.QtWidgets import QFileDialog

        name = QFileDialog.getExistingDirectory(self._window, "选择放着自评表的文件夹")
        self.preview([Path(name)] if name else [])

    def preview(self, paths: Sequence[Path]) -> None:
        """Show, file by file, what the paths hold, in a window that does not hold up the work."""
        from perfeval_gui.gui.dialogs.import_preview import ImportPreview
        from perfeval_gui.gui.importing.run import ImportRun

        if not paths:
            return
        run = ImportRun()
        self._runs.append(run)
        for ended in (run.finished, run.failed):
            ended.connect(lambda *_: self._forget(run))
        shown = ImportPreview(self._window, run, self._profile_of, self._today, self._theme())
        shown.archive_asked.connect(self._archive)
        shown.template_asked.connect(self._use_as_templates)
        shown.show()
        shown.read(paths)

    def _forget(self, run: ImportRun) -> None:
        if run in self._runs:
            self._runs.remove(run)
            run.close()

    def _archive(self, chosen: Sequence[FoundForm]) -> None:
        self._add([(found.form, found.profile_id) for found in chosen])

    def _use_as_templates(self, chosen: Sequence[FoundForm], year: int) -> None:
        self._roll_over([Project("", found.form, 0, found.profile_id) for found in chosen], year)

    def close(self) -> None:
        """Stop what is still being read."""
        for run in list(self._runs):
            self._forget(run)
        self._background.close()

    # As they are

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Take files and folders in as they are, in the background."""
        from perfeval_gui.gui.importing.gathering import gather
        from perfeval_gui.gui.importing.run import read_files

        if paths:
            self._window.notices.say("正在读取……")
            self._background.run(lambda: read_files(gather(paths).files), self.receive, self._refused)

    def import_now(self, paths: Sequence[Path]) -> None:
        """Take files in as they are before the window is shown, as a start with file names does."""
        from perfeval_gui.gui.importing.run import read_files

        self.receive(read_files(paths))

    def receive_result(self, name: str, result: ReadResult) -> None:
        """Make projects of what was read elsewhere, such as from the clipboard."""
        from perfeval_gui.gui.importing.run import FileRead

        self.receive([FileRead(Path(name), result)])

    def receive(self, outcomes: Sequence[FileRead]) -> None:
        """Make projects of what was read, say what was found and what could not be read."""
        results = [(outcome.path.name, outcome.result) for outcome in outcomes if outcome.result]
        forms = [pair for _, result in results for pair in zip(result.forms, result.profile_ids, strict=True)]
        notes = [(name, note) for name, result in results for note in result.notes]
        refusals = [outcome.refusal for outcome in outcomes if outcome.refusal]
        self._add(forms, notes, refusals)

    def _add(
        self,
        forms: Sequence[tuple[Form, str]],
        notes: Sequence[tuple[str, Note]] = (),
        refusals: Sequence[str] = (),
    ) -> None:
        from PySide6.QtWidgets import QMessageBox

        from perfeval_gui.gui.dialogs.import_notes import show_notes

        count = len(self._projects.add_forms(forms, f"导入 {len(forms)} 张表"))
        said = f"已导入 {count} 张自评表，内容原样保留。" if count else "没有导入任何自评表。"
        conversion = self._offers_for([form for form, _ in forms])
        said += "有的表金额单位不是万元，导出以前要换算。" if conversion else ""
        show = functools.partial(show_notes, self._window, notes, self._theme())
        offers: list[Offer] = [*conversion]
        if notes:
            offers.append((f"查看导入说明（{len(notes)}）", show))
        self._window.notices.say(said + "".join(refusals), offers, problem=bool(refusals) or not count)
        if refusals:
            box = QMessageBox(
                QMessageBox.Icon.Warning, "有文件没有导入", "\n\n".join(refusals), parent=self._window
            )
            box.setObjectName("importRefusals")
            box.setModal(False)
            box.show()

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)
