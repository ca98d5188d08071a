"""The editor put together: builds the window's parts and gives each only what it needs."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from perfeval_gui import resources
from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Cell, Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.values import dataclass
from perfeval_gui.drafts.autosave import Autosave
from perfeval_gui.drafts.database import PRINT_FOLDER
from perfeval_gui.drafts.inbox import Inbox
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.record import Verdict
from perfeval_gui.gui.actions import CONTEXT_MENU, PROJECT_MENU, build_actions
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.commands.beside import BesideCommands
from perfeval_gui.gui.commands.checking import CheckingCommands
from perfeval_gui.gui.commands.clipboard import NAME, ClipboardCommands
from perfeval_gui.gui.commands.exporting import ExportCommands
from perfeval_gui.gui.commands.importing import ImportCommands
from perfeval_gui.gui.commands.looks import Look
from perfeval_gui.gui.commands.money import MoneyCommands
from perfeval_gui.gui.commands.paper import PaperCommands
from perfeval_gui.gui.commands.paper_codes import PaperCodeCommands
from perfeval_gui.gui.commands.phrases import PhraseCommands
from perfeval_gui.gui.commands.projects import ProjectCommands
from perfeval_gui.gui.commands.reviewing import ReviewCommands
from perfeval_gui.gui.commands.rules import RuleCommands
from perfeval_gui.gui.commands.safekeeping import SafekeepingCommands
from perfeval_gui.gui.commands.table import TableCommands
from perfeval_gui.gui.commands.texts import TextCommands
from perfeval_gui.gui.commands.whole import WholeCommands
from perfeval_gui.gui.commands.writing import WritingCommands
from perfeval_gui.gui.commands.years import YearCommands
from perfeval_gui.gui.failures import Failures
from perfeval_gui.gui.findings.panel import FindingsPanel
from perfeval_gui.gui.findings.presenter import FindingsPresenter
from perfeval_gui.gui.keeper import InboxWatcher, Keeper
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.long_work import LongWork
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.notice_bar import NoticeBar
from perfeval_gui.gui.paper.paper_view import PaperView
from perfeval_gui.gui.phrases.book import PhraseLibrary
from perfeval_gui.gui.phrases.offering import PhraseOffering
from perfeval_gui.gui.preferences import Preferences
from perfeval_gui.gui.project_tree import ProjectTree, ProjectTreeModel
from perfeval_gui.gui.rule_packs import RulePacks
from perfeval_gui.gui.stage import Stage
from perfeval_gui.gui.start_page import StartPage
from perfeval_gui.gui.table.beside import OriginLegend
from perfeval_gui.gui.table.form_view import FormView
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.gui.totals_bar import TotalsBar
from perfeval_gui.gui.whole_unit import Surroundings, WholeUnit
from perfeval_gui.gui.workspace import Workspace
from perfeval_gui.session import Session

if TYPE_CHECKING:
    from perfeval_gui.gui.commands.backing_up import BackupCommands
    from perfeval_gui.gui.commands.environment import EnvironmentCommands
    from perfeval_gui.gui.commands.sample import SampleCommands

_SAMPLE = "2024-forms.json"
_LOOK_MS = 2000
"""So long after the first paint the drafts are checked, when the clerk has the window before her."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a start asks for: files to import, the sample when there are no drafts, the profile of new projects.

    A blank profile is the one that the clerk has chosen. `has_died` says that the last run ended without a word.
    """

    files: tuple[Path, ...] = ()
    sample: bool = False
    profile_id: str = ""
    has_died: bool = False


class Editor(QObject):
    """One window on one data directory. Raises StoreError when the drafts cannot be opened."""

    left = Signal()
    """Everything is saved and at rest; the window closes, and the program may end."""

    def __init__(self, start: Start, folder: Path, lock: WriterLock) -> None:
        super().__init__()
        self._start = start
        self._folder = folder
        self._lock = lock
        self.session = Session()
        self.packs = RulePacks(folder, start.profile_id)
        self._profile, self._profile_of = self.packs.default, self.packs.of
        self.desk = Workspace(self.session, self._profile_of, self._profile, date.today)
        self.library = Library(
            folder, self.session, lock, functools.partial(Autosave, lock=lock, only_work=not lock.held)
        )
        self._background = Background()
        self.preferences = Preferences(folder)
        self.look = Look(self.preferences)
        left = self.library.open()
        self.window = self._build_window()
        self._long_work = LongWork(self._background, self.window.notices)
        self.stage = Stage(self.desk, self.library, self.window, self.grid, self._tree_model)
        self.keeper = Keeper(self.desk, self.library, self.window)
        self.failures = Failures(self.keeper.save_now, lambda: self.window, self.diagnostics)
        self._build_commands()
        self._connect()
        self._reopen(left)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.timeout.connect(self._look_at_the_drafts)
        self._is_closed = False
        self.window.painted.connect(self._begin)
        self.wants_restart = False
        # The window keeps its editor alive, so that whoever builds one needs to hold only the window.
        self.window.editor = self

    def _begin(self) -> None:
        """The clerk has the window before her: check the forms, and soon the drafts."""
        if not self._is_closed:
            self.desk.live.begin()
            self.library.begin_loading()
            self._look.start(_LOOK_MS)

    def _rules_changed(self) -> None:
        """Lay the form in hand out by its rules as they are now, and check everything by them."""
        project, cell = self.desk.current, self.window.form.current_cell
        self.desk.live.recheck_all()
        self.grid.show("")
        self.grid.show(project.id if project else "")
        self.stage.refresh()
        if cell is not None:
            self.window.form.go_to(cell)

    def _build_window(self) -> MainWindow:
        theme = self._theme = self.look.theme
        self.grid = GridModel(self.session, self._profile_of, self)
        self._tree_model = ProjectTreeModel(theme, self)
        self._start_page = StartPage(theme, self._sample)
        window = MainWindow(
            ProjectTree(self._tree_model),
            FormView(self.grid, theme),
            FindingsPanel(theme),
            TotalsBar(),
            NoticeBar(),
            PaperView(theme),
            self._start_page,
            theme,
        )
        window.scale(self.look.scale)
        self.look.scaled.connect(window.scale)
        window.dialog_opening.connect(self.look.size_dialog)
        return window

    def _build_commands(self) -> None:
        window, desk, library = self.window, self.desk, self.library
        self.projects = ProjectCommands(
            desk,
            library,
            self._profile,
            date.today,
            self.stage.show_project,
            self._chosen_ids,
            self.stage.beside,
            window.tell,
        )
        self.years = YearCommands(
            desk,
            library,
            window,
            self._profile_of,
            self._chosen_projects,
            self.stage.show_project,
            lambda: self._theme,
            date.today,
        )
        self._money = MoneyCommands(desk, window, self._chosen_projects)
        self.importing = ImportCommands(
            window,
            self.projects,
            self._profile_of,
            date.today,
            lambda: self._theme,
            self.years.use_as_templates,
            self._money.offers,
        )
        legend = OriginLegend(self._theme)
        window.put_below_form(legend)
        self._beside = BesideCommands(self.grid, legend, window.tell, library.autosave.remember)
        self._presenter = FindingsPresenter(desk, library, window.findings)
        self.checking = CheckingCommands(
            desk, library, window, self._theme, self._presenter, self.stage.jump, self._chosen_projects
        )
        self.exports = ExportCommands(
            window,
            self._long_work,
            self._profile_of,
            self._chosen_projects,
            desk.findings_of,
            self.checking.ask_before_export,
            self._money.offers,
            self.preferences,
            self._folder / PRINT_FOLDER,
            lambda: self.preferences.value.code_in_footer,
        )
        self._table = TableCommands(desk, self.grid, window.form, window.tell, date.today)
        self._clipboard = ClipboardCommands(
            desk,
            self.grid,
            window,
            self._table.clear_cells,
            self._background,
            functools.partial(self.importing.receive_result, NAME),
            self.importing.import_paths,
        )
        self._whole = WholeCommands(desk, library, window, self.stage, self.projects, self._background)
        self.paper = PaperCommands(
            window,
            self._chosen_projects,
            self._profile_of,
            window.tell,
            self.checking.ask_before_export,
            lambda: self.preferences.value.code_in_footer,
        )
        self.safekeeping = SafekeepingCommands(
            desk, library, window, self._long_work, self._chosen_projects, self.stage.show_project
        )
        self._codes = PaperCodeCommands(desk, library, window, self.preferences)
        self.reviewing = ReviewCommands(desk, window, self._theme, self.stage.jump)
        self.rules = RuleCommands(
            desk, window, self._theme, self.packs, self._rules_changed, self.projects.new_project
        )
        self.texts = TextCommands(desk, library, window, self.stage.jump, self._chosen_projects)
        self.writing = WritingCommands(
            desk, window, self.preferences, self._long_work, self._chosen_projects, self.texts.offer
        )
        self._phrase_library = PhraseLibrary(library, self.preferences, lambda: datetime.now().astimezone())
        self.offering = PhraseOffering(window.form, self._phrase_library, lambda: desk.current, self)
        self.phrases = PhraseCommands(window, self.preferences, self._phrase_library, self.offering)
        self.unit = WholeUnit(
            Surroundings(
                desk,
                library,
                window,
                self._theme,
                self._background,
                self._chosen_projects,
                self.stage.show_project,
                self._profile,
                self.safekeeping.send_package,
                self.preferences,
            )
        )
        self.actions = build_actions(window, window.form, self._runs(), self.session.settle)
        self.phrases.tick(self.actions)
        self._codes.tick(self.actions)
        self.writing.tick(self.actions)
        self.look.tick(self.actions)
        self.unit.rest_beside_overview(self.actions)

    @functools.cached_property
    def backups(self) -> BackupCommands:
        """The commands for the backup and for 移交, made when first asked for."""
        from perfeval_gui.gui.commands.backing_up import BackupCommands

        return BackupCommands(
            self.desk,
            self.library,
            self.window,
            self._background,
            self._long_work,
            self.preferences,
            self.packs,
            self.stage.show_project,
        )

    @functools.cached_property
    def samples(self) -> SampleCommands:
        """The commands on a bureau's form, made when first asked for."""
        from perfeval_gui.gui.commands.sample import SampleCommands

        return SampleCommands(
            self.desk, self.window, self._background, self.packs, self.rules.use_for_project
        )

    @functools.cached_property
    def environment(self) -> EnvironmentCommands:
        """The look at what this PC has, made when first asked for."""
        from perfeval_gui.gui.commands.environment import EnvironmentCommands

        return EnvironmentCommands(self.library, self.window, self._profile, date.today)

    def _back_up(self) -> None:
        self.backups.back_up()

    def _restore_backup(self) -> None:
        self.backups.restore_backup()

    def _compare_sample(self) -> None:
        self.samples.ask_sample()

    def _check_environment(self) -> None:
        self.environment.show()

    def _runs(self) -> Mapping[str, Callable[[], object]]:
        """Return what each command of the table calls."""
        form = self.window.form
        projects, table, whole = self.projects, self._table, self._whole
        return {
            **self.importing.runs(),
            **self.years.runs(),
            **self._money.runs(),
            **self._beside.runs(),
            "new_project": projects.new_project,
            "duplicate_project": projects.duplicate_project,
            "delete_project": projects.delete_project,
            "show_versions": self.safekeeping.show_versions,
            "mark_draft": self.safekeeping.mark_draft,
            "mark_proofread": self.safekeeping.mark_proofread,
            "mark_signed": self.safekeeping.mark_signed,
            "mark_filed": self.safekeeping.mark_filed,
            "send_package": self.safekeeping.send_package,
            "receive_package": self.safekeeping.receive_package,
            "back_up": self._back_up,
            "restore_backup": self._restore_backup,
            **self._codes.runs(),
            "save_elsewhere": self.keeper.save_elsewhere,
            "recycle_bin": whole.show_recycle_bin,
            "save": self.keeper.save_now,
            "export_docx": self.exports.export_docx,
            "preview_proof_sheet": self.exports.preview_proof_sheet,
            "export_proof_sheet": self.exports.export_proof_sheet,
            "export_leader_file": self.exports.export_leader_file,
            "show_sensitive": self.exports.show_sensitive,
            "print": self.paper.print_projects,
            "print_preview": self.paper.print_preview,
            "print_with_office": self.exports.print_with_office,
            "show_paper": self.paper.show_paper,
            "quit": lambda: _close(self.window),
            "undo": whole.undo,
            "redo": whole.redo,
            "cut": self._clipboard.cut,
            "copy": self._clipboard.copy,
            "paste": self._clipboard.paste,
            "fill_down": table.fill_down,
            "fill_right": table.fill_right,
            "copy_from_above": table.copy_from_above,
            "fill_selection": table.fill_selection,
            "insert_today": table.insert_today,
            "clear_cells": table.clear_cells,
            "insert_row_below": table.insert_row_below,
            "regroup": table.offer_categories,
            "delete_row": table.delete_row,
            "move_row_up": table.move_row_up,
            "move_row_down": table.move_row_down,
            "fill_computed": table.fill_computed,
            "find": self.texts.find,
            "find_and_replace": self.texts.find_and_replace,
            "find_next": self.texts.find_next,
            "fill_forms": self.texts.fill_forms,
            **self.writing.runs(),
            **self.phrases.runs(),
            **self.checking.runs(),
            **self.reviewing.runs(),
            **self.rules.runs(),
            "compare_sample": self._compare_sample,
            "check_environment": self._check_environment,
            **self.unit.runs(),
            **self.look.runs(),
            "go_to_tree": self.window.tree.setFocus,
            "go_to_form": self.window.focus_centre,
            "go_to_side": self.window.focus_side,
            "copy_diagnostics": lambda: whole.copy_diagnostics(self.diagnostics()),
            "handbook": whole.show_handbook,
            "about": whole.about,
            "guide": whole.show_guide,
            **{f"project_{n}": functools.partial(self.stage.show_nth, n) for n in range(1, 10)},
            "zoom_in": lambda: form.set_zoom(form.zoom + 0.1),
            "zoom_out": lambda: form.set_zoom(form.zoom - 0.1),
            "zoom_reset": form.reset_zoom,
            "key_map": whole.show_key_map,
        }

    def _connect(self) -> None:
        window = self.window
        self.session.before_command(window.form.commit_open_editor)
        window.files_dropped.connect(lambda names: self.importing.preview([Path(name) for name in names]))
        window.closing = self._close
        window.paper.cell_clicked.connect(self._edit_from_paper)
        for name, icon in (("print_preview", "file-text"), ("print", "printer")):
            window.paper_panel.offer(self.actions[name], icon)
        window.form.current_cell_changed.connect(lambda: window.paper.mark(window.form.current_cell))
        window.form.selection_changed.connect(lambda: window.say_selected(self._table.statistics()))
        self._beside.tick(self.actions)
        self.desk.project_shown.connect(self._money.point_out)
        window.form.context_actions = [self.actions[name] for name in CONTEXT_MENU]
        window.tree.addActions([self.actions[name] for name in PROJECT_MENU])
        for place in (window.tree, self._start_page):
            place.addAction(self.actions["paste"])
        self.stage.shown.connect(lambda: self._whole.label_undo(self.actions["undo"], self.actions["redo"]))
        self._start_page.import_asked.connect(self.actions["import_files"].trigger)
        self._start_page.new_asked.connect(self.actions["new_project"].trigger)
        self._start_page.sample_asked.connect(self._show_sample)
        self._inbox = InboxWatcher(
            Inbox(self._folder), self.library, window, self.projects.take_in, self.importing.import_paths
        )

    def _reopen(self, left: Mapping[str, object]) -> None:
        """Take up where the window was left, then take in what the start asked for."""
        self.keeper.restore_sizes(left)
        self._beside.restore(left.get("beside"))
        self._inbox.read()
        self.stage.list_projects()
        current = left.get("project")
        if not isinstance(current, str) or not self.library.knows(current):
            current = next((entry.id for entry in self.library.entries(self.desk)), "")
        if current:
            self.stage.show_project(current)
            self.keeper.restore_cell(left.get("cell"))
        if self._start.files:
            self.importing.import_now(self._start.files)
        elif self._start.sample and not current:
            self._show_sample()
        self._say_recovered()
        self.window.show_form(visible=self.desk.current is not None)
        self.window.focus_centre()
        self.stage.refresh()

    def _say_recovered(self) -> None:
        """Say what the clerk should know at the start: what a crash left, where the drafts are, a failed backup."""
        forms, papers = self.library.recovered, self.library.recovered_papers
        count = sum(forms.values()) + papers
        if count:
            if forms:
                self.stage.show_project(next(iter(forms)))
            of_papers = f"（其中附件1和报告 {papers} 处）" if papers else ""
            self.window.notices.say(
                f"上次没有正常关闭，已恢复了 {count} 处修改{of_papers}，没有丢失。",
                [("看看恢复了什么", self.safekeeping.show_recovered)] if forms else [],
            )
        elif self._start.has_died:
            self.window.notices.say(
                "上次程序意外退出，保存过的内容都在。如果经常这样，请把诊断信息发给技术人员。",
                [("复制诊断信息", self.actions["copy_diagnostics"].trigger)],
            )
        if not self.library.may_write:
            self.window.notices.say(
                "只读：草稿文件夹写不进去，可以查看、检查和导出，修改保存不下来。", problem=True
            )
        if self.preferences.value.backup_failed:
            self.backups.say_failure()

    def diagnostics(self) -> str:
        """Return what may be given to whoever helps the clerk; no text of a form is in it."""
        from perfeval_gui.drafts.logbook import Logbook
        from perfeval_gui.gui.diagnostics import diagnostics

        return diagnostics(self._folder, len(self.library.ids()), Logbook(self._folder).newest(200))

    def _look_at_the_drafts(self) -> None:
        """Check every stored draft in the background, some moments after the start, and the disk that they are on."""
        from perfeval_gui.drafts.place import warning_for

        if warning := warning_for(self._folder):
            self.window.notices.say(warning, problem=True)

        def verdict() -> Verdict:
            with self.library.reader() as store:
                return store.verify()

        self._background.run(verdict, self._say_verdict, lambda error: self._say_damaged(error.message))

    def _say_verdict(self, verdict: Verdict) -> None:
        if not verdict.is_good:
            self._say_damaged("".join(broken.message for broken in verdict.damaged[:3]) or "草稿库有损坏。")

    def _say_damaged(self, words: str) -> None:
        offers = [("恢复到最近的完好状态", self._rebuild)]
        self.window.notices.say(f"{words}其余内容照常可用。", offers, problem=True)

    def _rebuild(self) -> None:
        """Put the drafts together again from all that is whole, and open the window anew."""
        if not self._close():
            return
        from perfeval_gui.drafts import recovery

        recovery.rebuild(self._folder, self._lock)
        self.wants_restart = True
        self.window.closing = lambda: True
        self.window.close()

    def _sample_projects(self) -> list[Project]:
        forms = json.loads(resources.resource("samples", _SAMPLE).read_text(encoding="utf-8"))
        return [Project(f"sample-{n}", form_from_json(form), n) for n, form in enumerate(forms)]

    def _sample(self) -> tuple[Project, Profile]:
        """Return the form that the start page shows as paper."""
        project = self._sample_projects()[0]
        return project, self._profile_of(project)

    def _show_sample(self) -> None:
        projects = self._sample_projects()
        self.library.show_sample(projects)
        self.stage.show_project(projects[0].id)
        self.window.notices.say(
            "这是示例，可以随便改；改过的表才会保存为草稿。",
            [("导入去年的表", self.actions["import_files"].trigger)],
        )

    def _edit_from_paper(self, cell: Cell) -> None:
        self.stage.jump(cell)
        self.window.form.edit_current()

    def _chosen_ids(self) -> list[str]:
        return self.unit.selected() or self.window.tree.chosen_projects()

    def _chosen_projects(self) -> list[Project]:
        ids = self._chosen_ids()
        if not ids and self.desk.current is not None:
            ids = [self.desk.current.id]
        self.library.load(ids)
        filing = self.session.filing
        return [filing[key] for key in ids if key in filing]

    def _close(self) -> bool:
        self._presenter.keep_counts()
        if not self.keeper.may_break_off(self._long_work) or not self.keeper.close():
            return False
        self._long_work.stop()
        self._is_closed = True
        self._look.stop()
        self.desk.live.rest()
        if self.preferences.value.backup_on_close:
            self.backups.back_up_on_close()
        for part in (self.unit, self.importing, self._phrase_library, self._background):
            part.close()
        self._lock.release()
        self.left.emit()
        return True


def _close(window: MainWindow) -> None:
    window.close()
