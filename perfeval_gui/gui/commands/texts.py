"""Commands on texts of many cells: find, replace, the same header into several forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from perfeval_gui.core.form import Cell, Project
from perfeval_gui.core.proposals import Proposal, applicable, as_one_edit
from perfeval_gui.core.search import replacements
from perfeval_gui.core.sharing import shared_values
from perfeval_gui.core.text import squeeze
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.gui.dialogs.find_replace import FindDialog

_LONGEST_NEEDLE = 40


class TextCommands:
    """Every change is listed before it is made, and is one step of undo."""

    def __init__(
        self,
        desk: Workspace,
        library: Library,
        window: MainWindow,
        jump: Callable[[Cell], None],
        chosen: Callable[[], Sequence[Project]],
    ) -> None:
        self._desk = desk
        self._library = library
        self._window = window
        self._jump = jump
        self._chosen = chosen

    @cached_property
    def _finder(self) -> FindDialog:
        from perfeval_gui.gui.dialogs.find_replace import FindDialog

        made = FindDialog(self._window, self.projects_of)
        made.jump_asked.connect(self._jump)
        made.replace_asked.connect(self.replace)
        return made

    def find(self) -> None:
        """Open the finder."""
        self._finder.open_for(self._text_in_hand(), replacing=False)

    def find_and_replace(self) -> None:
        """Open the finder with the cursor on what to replace by."""
        self._finder.open_for(self._text_in_hand(), replacing=True)

    def find_next(self) -> None:
        """Go to the next place found."""
        if self._finder.needle.text():
            self._finder.find_next()
        else:
            self.find()

    def _text_in_hand(self) -> str:
        editor = self._window.form.open_editor
        text = editor.textCursor().selectedText() if editor is not None else ""
        return text if len(text) <= _LONGEST_NEEDLE else ""

    def projects_of(self, scope: str) -> list[Project]:
        """Return the projects of a scope: `form`, `unit` (of the same year) or `all`."""
        current = self._desk.current
        if scope == "all":
            self._library.load_all()
        projects = list(self._desk.session.filing.projects.values())
        if scope == "all" or current is None:
            return projects if scope == "all" else []
        if scope == "form":
            return [current]
        here = _unit_and_year(current)
        return [project for project in projects if _unit_and_year(project) == here]

    def replace(self, needle: str, replacement: str, scope: str, match_case: bool) -> None:
        """List what would be replaced, and replace what is agreed."""
        self._desk.session.settle()
        proposals = replacements(self.projects_of(scope), needle, replacement, match_case=match_case)
        self.offer("替换", f"把“{needle}”换成“{replacement}”：", proposals, "没有可以替换的地方。")
        self._finder.search()

    def fill_forms(self) -> None:
        """Put the same header values into the chosen forms."""
        from perfeval_gui.gui.dialogs.shared_values import SharedValuesDialog

        projects, beside = list(self._chosen()), self._desk.current
        if beside is None:
            return
        if len(projects) < 2:  # one form needs no sharing: the whole unit is meant
            projects = self.projects_of("unit")
        dialog = SharedValuesDialog(self._window, beside, len(projects))
        if ask(dialog):
            self.share(projects, dict(dialog.values()))

    def share(self, projects: Sequence[Project], values: dict[tuple[str, str], str]) -> None:
        """List what sharing the values would change, and change what is agreed."""
        proposals = shared_values(projects, values)
        self.offer("多表同填", "以下各处会改成相同的内容：", proposals, "所选各表已经一致，没有要改的地方。")

    def offer(self, label: str, words: str, proposals: Sequence[Proposal], nothing: str) -> None:
        """List proposals under some words, and make those that are agreed as one step; else say `nothing`.

        Those made for texts that are others by now are left out, and those of locked forms.
        """
        from perfeval_gui.gui.dialogs.change_list import ChangeListDialog

        filing = self._desk.session.filing
        standing, left = applicable(proposals, filing)
        if not standing:
            self._window.tell(left or nothing)
            return
        dialog = ChangeListDialog(self._window, label, words + left, standing, filing)
        dialog.jump_asked.connect(self._jump)
        if not ask(dialog):
            return
        fresh, _ = applicable(dialog.chosen(), self._desk.session.filing)
        self._desk.session.do(as_one_edit(fresh), f"{label} {len(fresh)} 处")
        self._window.tell(f"已修改 {len(fresh)} 处，按 Ctrl+Z 可以撤销。")


def _unit_and_year(project: Project) -> tuple[str, str]:
    return squeeze(project.form.implementing_unit), squeeze(project.form.fiscal_year)
