"""指标平衡: for every section whose weights miss its points, the smallest changes to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.balance import Suggestion
from perfeval_gui.core.quantities import format_number
from perfeval_gui.core.scoring import SectionSum

_INDENT = 24


class BalanceDialog(QDialog):
    """One group of choices for each section that misses its points; nothing is chosen beforehand.

    Weights are fixed with the budget: changing them is the clerk's decision.
    """

    def __init__(
        self,
        parent: QWidget,
        sections: Sequence[tuple[SectionSum, Decimal]],
        suggestions: Sequence[Suggestion],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("指标平衡")
        self.resize(620, 520)
        self._groups: list[tuple[QButtonGroup, list[Suggestion]]] = []
        said = QLabel(
            "分值一般随预算批复确定。确需调整时，每个一级指标选一种改法，一次改好，可以撤销。"
            "原来得满分的行，得分跟着分值一起改。",
            self,
        )
        said.setWordWrap(True)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        for section, due in sections:
            ways = [item for item in suggestions if item.dimension == section.name]
            column.addWidget(self._section(_heading(section, due), ways))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self._apply = QPushButton("按所选修改", self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self._apply, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(said)
        whole.addWidget(area, 1)
        whole.addWidget(buttons)
        self._allow()

    def _section(self, heading: str, ways: list[Suggestion]) -> QGroupBox:
        box = QGroupBox(heading, self)
        column = QVBoxLayout(box)
        group = QButtonGroup(box)
        for number, way in enumerate(ways):
            choice = QRadioButton(way.how, box)
            choice.setAccessibleDescription(way.sentence)
            group.addButton(choice, number)
            column.addWidget(choice)
            column.addWidget(_changes(way, box))
        if ways:
            stay = QRadioButton("不改", box)
            stay.setChecked(True)
            group.addButton(stay, len(ways))
            column.addWidget(stay)
            self._groups.append((group, ways))
            group.idToggled.connect(lambda *_: self._allow())
        else:
            words = QLabel("有分值不是数，或没有合适的改法，请逐行核对。", box)
            words.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(words)
        return box

    def _allow(self) -> None:
        self._apply.setEnabled(bool(self.chosen()))

    def choose(self, section: int, way: int) -> None:
        """Choose a way for a section, both counted from 0."""
        self._groups[section][0].button(way).setChecked(True)

    def chosen(self) -> list[Suggestion]:
        """Return the chosen way of each section that is to change."""
        return [ways[group.checkedId()] for group, ways in self._groups if group.checkedId() < len(ways)]


def _heading(section: SectionSum, due: Decimal) -> str:
    gap = section.weight - due
    more = f"{'多' if gap > 0 else '少'} {format_number(abs(gap))} 分"
    return (
        f"{section.name}：各行合计 {format_number(section.weight)} 分，应为 {format_number(due)} 分，{more}"
    )


def _changes(way: Suggestion, parent: QWidget) -> QLabel:
    words = QLabel(way.sentence.partition("：")[2], parent)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    words.setIndent(_INDENT)
    return words
