"""Commands that write files: the forms in any kind, the public copy, the proof sheet, the leader's file."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.form import Form, Project
from perfeval_gui.core.layout.footer import footer_with
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.progress import Progress, unwatched
from perfeval_gui.errors import PerfevalError, StoppedError
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.commands.money import Offer
from perfeval_gui.gui.long_work import LongWork
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.preferences import Preferences

if TYPE_CHECKING:
    from perfeval_gui.files.export import Outcome
    from perfeval_gui.gui.dialogs.export_choice import ExportChoice
    from perfeval_gui.gui.dialogs.export_guard import Decision


class ExportCommands:
    """Writes what is chosen in the tree, in the background, and offers to open what was written."""

    def __init__(
        self,
        window: MainWindow,
        long_work: LongWork,
        profile_of: Callable[[Project], Profile],
        chosen: Callable[[], Sequence[Project]],
        findings_of: Callable[[str], Sequence[Finding]],
        ask_first: Callable[[Sequence[Project]], Decision],
        conversion_for: Callable[[Sequence[Form]], list[Offer]],
        preferences: Preferences,
        print_folder: Path,
        code_in_footer: Callable[[], bool] = bool,
    ) -> None:
        self._window = window
        self._long_work = long_work
        self._profile_of = profile_of
        self._chosen = chosen
        self._findings_of = findings_of
        self._ask_first = ask_first
        self._conversion_for = conversion_for
        self._preferences = preferences
        self._print_folder = print_folder
        self._code_in_footer = code_in_footer

    def export_docx(self) -> None:
        """Ask what and where, then write the chosen projects."""
        from perfeval_gui.gui.dialogs.export_choice import ask_export
        from perfeval_gui.gui.dialogs.export_guard import Decision

        projects = list(self._chosen())
        decision = self._ask_first(projects) if projects else Decision.MEND
        if decision is Decision.MEND:
            return
        forms = [project.form for project in projects]
        choice = ask_export(self._window, forms, self._last_choice(), self.remarks(projects))
        if choice is not None:
            self._remember(choice, len(projects))
            self.export_to(projects, replace(choice, draft=decision is Decision.AS_DRAFT))

    def _last_choice(self) -> ExportChoice:
        """Return where to and how the clerk exported last."""
        from PySide6.QtCore import QStandardPaths

        from perfeval_gui.gui.dialogs.export_choice import NUMBERED, ExportChoice

        kept = self._preferences.value
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(kept.export_folder) if kept.export_folder else Path(documents) / "绩效自评表"
        return ExportChoice(
            folder,
            kept.export_kind,
            single_file=kept.export_in_one,
            pattern=kept.export_pattern or NUMBERED,
        )

    def _remember(self, choice: ExportChoice, count: int) -> None:
        """Keep where to and how for the next time; one form says nothing about one file or several."""
        in_one = choice.single_file if count > 1 else self._preferences.value.export_in_one
        self._preferences.change(
            export_folder=str(choice.folder),
            export_kind=choice.kind,
            export_pattern=choice.pattern,
            export_in_one=in_one,
        )

    def remarks(self, projects: Sequence[Project]) -> list[str]:
        """Return what the clerk should know before exporting: forms of several pages, missing fonts."""
        from perfeval_gui.core.layout.pages import fit
        from perfeval_gui.gui.environment import font_sentence

        said = []
        for project in projects:
            profile = self._profile_of(project)
            fitted = fit(lay_out(project, profile), profile.page)
            if not fitted.is_one_page:
                name = project.form.project_name.strip() or "未命名项目"
                said.append(
                    f"“{name}”一页放不下，会按 {fitted.step.size.normalize():f} 磅字排成 {len(fitted.pages)} 页"
                )
        pages = f"注意：{'；'.join(said)}。总分、备注与签字在最后一页；怎样省地方，看表格右边的一页表尺。"
        return [words for words in (pages if said else "", font_sentence()) if words]

    def export_to(self, projects: Sequence[Project], choice: ExportChoice) -> None:
        """Write the projects in the background and offer to open the result."""
        self._long_work.run(
            "正在导出",
            lambda progress: self.written(projects, choice, progress),
            lambda outcomes: self._say_exported(outcomes, len(projects)),
            self._refused,
        )

    def written(
        self, projects: Sequence[Project], choice: ExportChoice, progress: Progress = unwatched
    ) -> list[Outcome]:
        """Write the files and return one outcome each, of those finished where stopped; any thread may call it."""
        from perfeval_gui.core.masking import public_form
        from perfeval_gui.files.export import export, formats
        from perfeval_gui.gui.printing import pdf_format

        if choice.public:
            projects = [
                replace(item, form=public_form(item.form, names=choice.cover_names)) for item in projects
            ]
        footer_of = footer_with(draft=choice.draft, code=self._code_in_footer())
        kind = pdf_format(footer_of) if choice.kind == "pdf" else formats(footer_of)[choice.kind]
        outcomes: list[Outcome] = []
        files = export(
            projects,
            choice.folder,
            kind,
            profile_of=self._profile_of,
            single_file=choice.single_file,
            overwrite=choice.overwrite,
            name_of=choice.name,
            mark=choice.mark,
            progress=progress,
        )
        with contextlib.suppress(StoppedError):
            outcomes.extend(files)  # what came before a stop is in the list
        return outcomes

    def _say_exported(self, outcomes: Sequence[Outcome], count: int) -> None:
        paths = [outcome.path for outcome in outcomes if outcome.path]
        errors = "".join(outcome.error.message for outcome in outcomes if outcome.error)
        left = count - sum(len(outcome.projects) for outcome in outcomes)
        if left:
            errors += f"按您的要求停止了，后面的 {left} 张表没有导出。"
        failed = [project.form for outcome in outcomes if outcome.error for project in outcome.projects]
        conversion = self._conversion_for(failed)
        if not paths:
            self._window.notices.say(errors or "没有可以导出的项目。", conversion, problem=True)
            return
        first = paths[0]
        several = f"已导出 {len(paths)} 个文件到“{first.parent.name}”。"
        said = f"已导出“{first.name}”。" if len(paths) == 1 else several
        self._window.notices.say(
            said + errors, [*self._offers(first, alone=len(paths) == 1), *conversion], problem=bool(errors)
        )

    @staticmethod
    def _offers(path: Path, *, alone: bool) -> list[Offer]:
        offers: list[Offer] = [
            ("打开文件", lambda: open_path(path)),
            ("打开所在文件夹", lambda: open_path(path.parent)),
        ]
        if alone and path.suffix == ".docx":
            offers.append(("用本机 WPS 或 Word 打印", lambda: print_path(path)))
        return offers

    def print_with_office(self) -> None:
        """Write the chosen projects into one .docx and hand it to the office program for printing."""
        from perfeval_gui.gui.dialogs.export_choice import ExportChoice

        projects = list(self._chosen())
        if projects:
            choice = ExportChoice(self._print_folder, single_file=len(projects) > 1)
            self._long_work.run(
                "正在准备打印",
                lambda progress: self.written(projects, choice, progress),
                self._hand_over,
                self._refused,
            )

    def _hand_over(self, outcomes: Sequence[Outcome]) -> None:
        paths = [outcome.path for outcome in outcomes if outcome.path]
        errors = "".join(outcome.error.message for outcome in outcomes if outcome.error)
        for path in paths:
            print_path(path)
        said = "已交给本机的 WPS 或 Word，请在那里打印。" if paths else ""
        self._window.notices.say(said + errors, problem=bool(errors))

    # Beside the forms

    def export_proof_sheet(self) -> None:
        """Write the 校对单 of the chosen projects: open findings, waived ones with reasons, changes."""
        from perfeval_gui.files.file_names import file_name
        from perfeval_gui.gui.printing import proof_pdf

        projects = list(self._chosen())
        if projects:
            form = projects[0].form
            whose = form.project_name.strip() if len(projects) == 1 else f"{form.fiscal_year.strip()}年度"
            name = file_name(f"校对单-{whose}", "pdf")
            found = self._found(projects)
            self._write_pdf(name, lambda progress: proof_pdf(projects, self._profile_of, found, progress))

    def preview_proof_sheet(self) -> None:
        """Show the 校对单 of the chosen projects as it will print."""
        from perfeval_gui.gui.paper.printing_job import Preview
        from perfeval_gui.gui.printing import proof_pages

        projects = list(self._chosen())
        if projects:
            ask(Preview(self._window, proof_pages(projects, self._profile_of, self._found(projects))))

    def _found(self, projects: Sequence[Project]) -> dict[str, Sequence[Finding]]:
        return {project.id: self._findings_of(project.id) for project in projects}

    def export_leader_file(self) -> None:
        """Write the 领导只读件: one PDF with the overview, all chosen forms and what the checks found."""
        from perfeval_gui.files.file_names import file_name
        from perfeval_gui.gui.printing import leader_pdf

        projects = list(self._chosen())
        if projects:
            findings = [finding for project in projects for finding in self._findings_of(project.id)]
            year = projects[0].form.fiscal_year.strip()
            name = file_name(f"{year}年度绩效自评表-送阅", "pdf")
            self._write_pdf(name, lambda progress: leader_pdf(projects, self._profile_of, findings, progress))

    def _write_pdf(self, name: str, make: Callable[[Progress], bytes]) -> None:
        from PySide6.QtWidgets import QFileDialog

        from perfeval_gui.files.file_names import free_path

        folder = QFileDialog.getExistingDirectory(self._window, "保存到文件夹")
        if folder:
            target = free_path(Path(folder) / name)
            self._long_work.run(
                f"正在写“{target.name}”",
                lambda progress: _put(target, make(progress)),
                self._say_written,
                self._refused,
            )

    def _say_written(self, path: Path) -> None:
        self._window.notices.say(f"已写好“{path.name}”。", self._offers(path, alone=True))

    def show_sensitive(self) -> None:
        """Point out what should be looked at before the forms are published."""
        from perfeval_gui.core.masking import sensitive_cells

        found = [
            f"{project.form.project_name}：{reason}"
            for project in self._chosen()
            for _cell, reason in sensitive_cells(project)
        ]
        words = "；".join(dict.fromkeys(found)) or "没有发现像身份证号、银行账号或健康信息的内容。"
        self._window.notices.say(words, problem=bool(found))

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)


def _put(path: Path, data: bytes) -> Path:
    from perfeval_gui.files.replace import replace_file

    replace_file(path, data)
    return path


def open_path(path: Path) -> None:
    """Open a file or folder with the program that this PC has for it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def print_path(path: Path) -> None:
    """Ask the office program to print the file; where that cannot be asked for, open it."""
    if sys.platform == "win32":
        try:
            os.startfile(path, "print")  # noqa: S606 - the clerk asked for it
        except OSError:  # no program registered for printing this kind of file
            open_path(path)
        return
    open_path(path)
