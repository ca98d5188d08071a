"""Everything that concerns a whole unit, put together: the editor talks to this one object."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction

from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.gui.actions import COMMANDS, TABLE
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.gui.commands.merging import MergeCommands
    from perfeval_gui.gui.commands.overview import OverviewCommands


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


class WholeUnit:
    """Says what each command on whole units calls; the overview is built when it is first asked for."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._resting: list[QAction] = []
        self._built: OverviewCommands | None = None
        self._merging: MergeCommands | None = None
        around.window.tree.group_chosen.connect(self._show_group)

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
        page = OverviewPage(around.theme)
        built = OverviewCommands(
            around.desk,
            around.window,
            page,
            OverviewPresenter(around.desk, around.library, page),
            around.background,
            around.show_project,
            around.default_profile,
        )
        built.blocks(self._resting)
        return built

    def runs(self) -> Mapping[str, Callable[[], None]]:
        """Return what each command of the table calls."""
        return {
            "show_overview": self._show_overview,
            "export_summary": self._export_summary,
            "merge_packages": self._merge_packages,
        }

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

    def close(self) -> None:
        """Stop what is under way."""
        if self._merging is not None:
            self._merging.close()

    def _show_group(self, index: QModelIndex) -> None:
        self.overview.show_group(index)

    def _show_overview(self) -> None:
        self.overview.show_overview()

    def _export_summary(self) -> None:
        self.overview.export_summary()

    def rest_beside_overview(self, actions: Mapping[str, QAction]) -> None:
        """Let the commands that change the form in hand rest while the overview hides it."""
        self._resting = [
            actions[command.name]
            for command in COMMANDS
            if (command.menu == TABLE or command.in_form) and command.name != "paste"
        ]

    def selected(self) -> list[str]:
        """Return the projects selected in the overview, none while the form is in sight."""
        return self._built.selected() if self._built else []
