"""Commands that help with writing: signs from a palette, aids while typing, tidying."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from perfeval_gui.core.form import Project
from perfeval_gui.core.progress import Progress
from perfeval_gui.core.proposals import Proposal
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.long_work import LongWork
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.preferences import Preferences
from perfeval_gui.gui.symbols_bar import SymbolsBar, put_into, symbols_menu
from perfeval_gui.gui.workspace import Workspace

_SWITCHES = ("symbols_shown", "symbols_while_typing")
"""Commands that switch the preference of the same name."""


class WritingCommands:
    """`offer` lists proposals and makes those that are agreed to (see `TextCommands`)."""

    def __init__(
        self,
        desk: Workspace,
        window: MainWindow,
        preferences: Preferences,
        long_work: LongWork,
        chosen: Callable[[], Sequence[Project]],
        offer: Callable[[str, str, Sequence[Proposal], str], None],
    ) -> None:
        self._desk = desk
        self._window = window
        self._preferences = preferences
        self._long_work = long_work
        self._chosen = chosen
        self._offer = offer
        self.bar = SymbolsBar(self.insert, window)
        self._switches: Mapping[str, QAction] = {}
        preferences.changed.connect(self.follow)
        self.follow()

    @cached_property
    def _menu(self) -> QMenu:
        return symbols_menu(self.insert, self._window)

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what each command calls."""
        switches = {name: lambda name=name: self._switch(name) for name in _SWITCHES}
        return {
            "insert_symbol": self.show_symbols,
            "tidy": self.tidy,
            "fill_scores": self.fill_scores,
            **switches,
        }

    def tick(self, actions: Mapping[str, QAction]) -> None:
        """Put the palette below the toolbar and let the menu show what is switched on."""
        self._window.addToolBarBreak()
        self._window.addToolBar(self.bar)
        self._switches = {name: actions[name] for name in _SWITCHES}
        for action in self._switches.values():
            action.setCheckable(True)
        self.follow()

    def _switch(self, name: str) -> None:
        self._preferences.change(**{name: not getattr(self._preferences.value, name)})

    def follow(self) -> None:
        """Do as the preferences say."""
        value = self._preferences.value
        if value.symbols_shown:
            self.bar.fill()
        self.bar.setVisible(value.symbols_shown)
        self._window.form.signs_while_typing = value.symbols_while_typing
        for name, action in self._switches.items():
            action.setChecked(getattr(value, name))

    # Signs

    def insert(self, sign: str) -> None:
        """Put a sign where the caret is."""
        if self._desk.current is not None:
            QGuiApplication.inputMethod().commit()  # what is being composed comes before the sign
            put_into(self._window.form, sign)

    def show_symbols(self) -> None:
        """Show the signs below the current cell, each with a key that picks it."""
        form = self._window.form
        place = form.visualRect(form.currentIndex()).bottomLeft() + QPoint(0, 2)
        self._menu.popup(form.viewport().mapToGlobal(place))

    # Tidying

    def tidy(self) -> None:
        """List what tidying would change in the chosen forms, and change what is agreed."""
        from perfeval_gui.core.tidying import tidied

        work = [(project, self._desk.live.context_of(project)) for project in self._chosen()]
        if not work:
            self._window.tell("请先在左边选中要整理的项目。")
            return

        def find(progress: Progress) -> list[Proposal]:
            found: list[Proposal] = []
            for number, (project, context) in enumerate(work, 1):
                found += tidied(project, context)
                progress(number, len(work))
            return found

        self._long_work.run("正在查看要整理的文字", find, self._show, self._refused)

    def _show(self, proposals: list[Proposal]) -> None:
        words = "空格、标点、编号和形近符号可以这样整理（只改写法，不改意思）："
        self._offer("整理文字", words, proposals, "文字都很整齐，没有要整理的地方。")

    # Scores

    def fill_scores(self) -> None:
        """List what the blank scores of the chosen forms should be by target and actual value, and fill what is agreed."""
        from perfeval_gui.core.score_proposals import score_proposals
        from perfeval_gui.core.scoring import unscored

        projects = self._chosen()
        proposals = [item for one in projects for item in score_proposals(one, self._desk.profile_of(one))]
        untold = sum(len(unscored(project.form)) for project in projects) - len(proposals)
        left = f"另有 {untold} 行看不出完成情况，请自己填。" if untold else ""
        words = f"空着的得分，照目标和实际完成值应是这些；没有勾选的请先核实。{left}"
        nothing = f"没有算得出的得分。{left}" if untold else "得分都已经填写。"
        self._offer("按完成情况填得分", words, proposals, nothing)

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)
