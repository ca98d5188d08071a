"""Commands that show how things hang together: a row's score, weights against points, goals against indicators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from perfeval_gui.core.edits import Batch, SetCell
from perfeval_gui.core.form import Cell, Project, read
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number
from perfeval_gui.core.scoring import SectionSum, totals_of
from perfeval_gui.core.text import squeeze
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.core.balance import Suggestion
    from perfeval_gui.core.row_card import RowCard
    from perfeval_gui.gui.dialogs.goal_match import GoalMatchWindow
    from perfeval_gui.gui.dialogs.score_card import ScoreCardWindow


class ReviewCommands:
    """Small windows beside the form that follow what is typed; they change nothing by themselves."""

    def __init__(
        self, desk: Workspace, window: MainWindow, theme: Theme, jump: Callable[[Cell], None]
    ) -> None:
        self._desk = desk
        self._window = window
        self._theme = theme
        self._jump = jump
        self._card: ScoreCardWindow | None = None
        self._match: GoalMatchWindow | None = None
        window.form.current_cell_changed.connect(self._refresh_card)
        desk.forms_changed.connect(lambda _change: self._refresh())
        desk.project_shown.connect(lambda _id: self._refresh())

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what the commands of the table call, by their names."""
        return {
            "score_card": self.show_score_card,
            "balance": self.balance,
            "goal_match": self.show_goal_match,
        }

    def _refresh(self) -> None:
        self._refresh_card()
        self._refresh_match()

    # 得分明细

    def show_score_card(self) -> None:
        """Show the card of the row under the cursor, or put it away when it is on show."""
        from perfeval_gui.gui.dialogs.score_card import ScoreCardWindow

        if self._card is None:
            self._card = ScoreCardWindow(self._window)
            self._card.reason_asked.connect(self.fill_reason)
            self._card.score_asked.connect(self.fill_score)
        if self._card.isVisible():
            self._card.hide()
            return
        self._card.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._card.show()
        self._refresh_card()

    def _refresh_card(self) -> None:
        if self._card is None or not self._card.isVisible():
            return
        project, cell = self._desk.current, self._window.form.current_cell
        card = None
        if project is not None and cell is not None and cell.project == project.id:
            card = self.card_at(project, cell)
        written = read(project.form, card.score_cell) if project is not None and card is not None else ""
        self._card.show_card(card, written)

    def card_at(self, project: Project, cell: Cell) -> RowCard | None:
        """Return the card of the row that a cell stands in, or None."""
        from perfeval_gui.core.row_card import row_card

        try:
            return row_card(project, cell, self._desk.profile_of(project))
        except KeyError:  # the row was deleted a moment ago; the cursor has not moved yet
            return None

    def fill_reason(self, card: RowCard) -> None:
        """Put the card's sentence behind the reason of its row."""
        from perfeval_gui.core.row_card import reason_edit

        self._window.form.close_open_editor()
        project = self._desk.session.filing.projects.get(card.score_cell.project)
        if project is None or card.reason_cell is None:
            return
        edit = reason_edit(card, read(project.form, card.reason_cell))
        if edit is None:
            self._window.tell("偏差原因里已经有这句话了。")
            return
        self._desk.session.do(edit, "填入偏差原因")
        self._window.tell("已接在偏差原因后面，请补充原因和改进措施；按 Ctrl+Z 可以撤销。")

    def fill_score(self, card: RowCard) -> None:
        """Write the score that the card says."""
        self._window.form.close_open_editor()
        if card.score is not None:
            self._desk.session.do(SetCell(card.score_cell, format_number(card.score), "computed"), "填入得分")

    # 指标平衡

    def balance(self) -> None:
        """Offer the smallest changes for the sections whose weights miss their points, and make the chosen ones."""
        from perfeval_gui.core.balance import balance_suggestions
        from perfeval_gui.gui.dialogs.balance import BalanceDialog

        project = self._desk.current
        if project is None:
            return
        self._desk.session.settle()
        project = self._desk.session.filing[project.id]
        profile = self._desk.profile_of(project)
        sections = unbalanced(project, profile)
        if not sections:
            self._window.tell("各一级指标的分值都与标签相符，不用调整。")
            return
        dialog = BalanceDialog(self._window, sections, balance_suggestions(project.form, profile))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._apply(project, dialog.chosen()))
        dialog.open()

    def _apply(self, project: Project, chosen: Sequence[Suggestion]) -> None:
        from perfeval_gui.core.balance import balance_edit

        if self._desk.session.filing.projects.get(project.id) is not project:
            self._window.tell("表在此期间改过了，请重新打开“指标平衡”。")
            return
        edits = tuple(balance_edit(project, way) for way in chosen)
        self._desk.session.do(Batch(edits), "指标平衡")
        self._window.tell("分值已按所选改好，按 Ctrl+Z 可以撤销。")

    # 目标—指标对照

    def show_goal_match(self) -> None:
        """Show the numbers of the goal beside the indicators."""
        from perfeval_gui.gui.dialogs.goal_match import GoalMatchWindow

        if self._match is None:
            self._match = GoalMatchWindow(self._window, self._theme)
            self._match.jump_asked.connect(self._jump)
        self._match.show()
        self._match.raise_()
        self._refresh_match()

    def _refresh_match(self) -> None:
        project = self._desk.current
        if self._match is not None and self._match.isVisible() and project is not None:
            from perfeval_gui.core.goals import goal_numbers

            self._match.show_numbers(project, goal_numbers(project.form))


def unbalanced(project: Project, profile: Profile) -> list[tuple[SectionSum, Decimal]]:
    """Return the sections whose weights do not come to their points, with these points (the label's or the profile's)."""
    found = []
    for section in totals_of(project.form, profile).sections:
        rule = profile.dimension(squeeze(section.name))
        due = section.printed if section.printed is not None else (rule.points if rule else None)
        if due is not None and due != section.weight:
            found.append((section, due))
    return found
