"""Everything that concerns a whole unit, put together: the editor talks to this one object."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction

from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.gui.actions import COMMANDS, TABLE
from perfeval_gui.gui.appearance import Theme
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.commands.overview import OverviewCommands
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.overview.page import OverviewPage
from perfeval_gui.gui.overview.presenter import OverviewPresenter
from perfeval_gui.gui.workspace import Workspace


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
    """Builds the commands on whole units and says what each of their names calls."""

    def __init__(self, around: Surroundings) -> None:
        page = OverviewPage(around.theme)
        presenter = OverviewPresenter(around.desk, around.library, page)
        self.overview = OverviewCommands(
            around.desk,
            around.window,
            page,
            presenter,
            around.background,
            around.show_project,
            around.default_profile,
        )

    def runs(self) -> Mapping[str, Callable[[], None]]:
        """Return what each command of the table calls."""
        return self.overview.runs()

    def rest_beside_overview(self, actions: Mapping[str, QAction]) -> None:
        """Let the commands that change the form in hand rest while the overview hides it."""
        resting = [
            actions[command.name]
            for command in COMMANDS
            if (command.menu == TABLE or command.in_form) and command.name != "paste"
        ]
        self.overview.blocks(resting)

    def selected(self) -> list[str]:
        """Return the projects selected in the overview, none while the form is in sight."""
        return self.overview.selected()
