"""Everything that concerns a whole unit, put together: the editor talks to this one object."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction

from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.values import dataclass
from perfeval_gui.gui.actions import COMMANDS, TABLE
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.preferences import Preferences
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.core.checks.reading import DepartmentFigures
    from perfeval_gui.gui.commands.annex1 import Annex1Commands
    from perfeval_gui.gui.commands.merging import MergeCommands
    from perfeval_gui.gui.commands.overview import OverviewCommands
    from perfeval_gui.gui.commands.report import ReportCommands
    from perfeval_gui.gui.commands.review import ReviewPageCommands


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What commands on a whole unit work with."""

    desk: Workspace
    library: Library
    window: MainWindow
    theme: Theme
    background: Background
    chosen: Callable[[], Sequence[Project]]
    show_project: Callable[[str], None]
    default_profile: Callable[[], Profile]
    send_package: Callable[[], None]
    preferences: Preferences


class WholeUnit:
    """Says what each command on whole units calls; the overview is built when it is first asked for."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._resting: list[QAction] = []
        self._built: OverviewCommands | None = None
        self._merging: MergeCommands | None = None
        self._annex1: Annex1Commands | None = None
        self._report: ReportCommands | None = None
        around.desk.live.departments = self._figures_at_hand
        around.window.tree.group_chosen.connect(self._show_group)
        around.window.page_changed.connect(self._rest)

    @property
    def overview(self) -> OverviewCommands:
        """The overview's commands."""
        if self._built is None:
            self._built = self._build()
        return self._built

    def _build(self) -> OverviewCommands:
        from perfeval_gui.gui.commands.overview import OverviewCommands
        from perfeval_gui.gui.overview.page import OverviewPage
        from perfeval_gui.gui.overview.presenter import OverviewPresenter

        around = self._around
        page = OverviewPage(around.theme, around.preferences.value.widths)
        page.widths_chosen.connect(self._keep_widths)
        page.table.addActions(around.window.tree.actions())
        return OverviewCommands(
            around.desk,
            around.window,
            page,
            OverviewPresenter(around.desk, around.library, page),
            around.background,
            around.show_project,
            around.default_profile,
            (
                ("arrows-diff", "附件1 核对", self._show_annex1),
                ("file-type-docx", "自评报告", self._show_report),
            ),
        )

    def _keep_widths(self, chosen: Mapping[str, int]) -> None:
        preferences = self._around.preferences
        preferences.change(widths={**preferences.value.widths, **chosen})

    def runs(self) -> Mapping[str, Callable[[], None]]:
        """Return what each command of the table calls."""
        return {
            "show_overview": self._show_overview,
            "export_summary": self._export_summary,
            "merge_packages": self._merge_packages,
            "show_annex1": self._show_annex1,
            "enter_online": self._enter_online,
            "review_scores": self._review_scores,
            "show_report": self._show_report,
        }

    @property
    def report(self) -> ReportCommands:
        """The commands of the report."""
        if self._report is None:
            from perfeval_gui.gui.commands.report import ReportCommands
            from perfeval_gui.gui.report.page import ReportPage

            around = self._around
            page = ReportPage(around.theme)
            self._report = ReportCommands(around.desk, around.library, around.window, page, around.background)
        return self._report

    def _show_report(self) -> None:
        self.report.show(*self._year_and_unit())

    @property
    def annex1(self) -> Annex1Commands:
        """The commands of 附件1."""
        if self._annex1 is None:
            from perfeval_gui.gui.annex1.page import Annex1Page
            from perfeval_gui.gui.commands.annex1 import Annex1Commands

            around = self._around
            around.library.companions.changed.connect(lambda _key: around.desk.live.recheck_across())
            self._annex1 = Annex1Commands(
                around.desk,
                around.library,
                around.window,
                Annex1Page(around.theme),
                around.background,
                around.show_project,
            )
        return self._annex1

    def _show_annex1(self) -> None:
        self.annex1.show(*self._year_and_unit())

    def _year_and_unit(self) -> tuple[str, str]:
        """What is meant: the overview in sight, else the year and unit of the form in hand."""
        if self._built is not None and self._built.is_shown:
            return self._built.year_and_unit
        current = self._around.desk.current
        if current is None:
            return "", ""
        return squeeze(current.form.fiscal_year), squeeze(current.form.implementing_unit)

    def _figures_at_hand(self) -> tuple[DepartmentFigures, ...]:
        from perfeval_gui.gui.companions import figures_at_hand

        library = self._around.library
        return figures_at_hand(library.companions, library.is_open)

    @property
    def merging(self) -> MergeCommands:
        """The department's commands."""
        if self._merging is None:
            from perfeval_gui.gui.commands.merging import MergeCommands

            around = self._around
            self._merging = MergeCommands(
                around.desk.session, around.library, around.window, self.overview.show_year
            )
        return self._merging

    def _merge_packages(self) -> None:
        self.merging.merge_packages()

    def _enter_online(self) -> None:
        from perfeval_gui.gui.commands.entry import EntryCommands

        around = self._around
        EntryCommands(around.desk, around.window, around.default_profile).show()

    @functools.cached_property
    def review(self) -> ReviewPageCommands:
        """The department's second scores and remarks."""
        from perfeval_gui.gui.commands.review import ReviewPageCommands
        from perfeval_gui.gui.review.page import ReviewPage

        around = self._around
        page = ReviewPage(around.theme)
        return ReviewPageCommands(around.desk, around.window, page, around.send_package)

    def _review_scores(self) -> None:
        self.review.show()

    def close(self) -> None:
        """Stop what is under way."""
        if self._merging is not None:
            self._merging.close()

    def _rest(self, is_page: bool) -> None:
        for action in self._resting:
            action.setEnabled(not is_page)

    def _show_group(self, index: QModelIndex) -> None:
        self.overview.show_group(index)

    def _show_overview(self) -> None:
        self.overview.show_overview()

    def _export_summary(self) -> None:
        self.overview.export_summary()

    def rest_beside_overview(self, actions: Mapping[str, QAction]) -> None:
        """Let the commands that change the form in hand rest while a page hides it."""
        self._resting = [
            actions[command.name]
            for command in COMMANDS
            if (command.menu == TABLE or command.in_form) and command.name != "paste"
        ]

    def selected(self) -> list[str]:
        """Return the projects selected in the overview, none while the form is in sight."""
        return self._built.selected() if self._built else []
