"""Two people changed the same cells: both texts side by side, a person chooses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.form import Cell, Form
from perfeval_gui.core.merge import Conflict
from perfeval_gui.core.proposals import place_of


class ConflictsDialog(QDialog):
    """Lists conflicts with mine chosen, or the row kept; `theirs()` are those where the other's side shall stand."""

    def __init__(self, parent: QWidget, merged: Form, conflicts: Sequence[Conflict]) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"两边都改过的地方 — {merged.project_name.strip() or '未命名项目'}")
        self._merged = merged
        self.resize(820, 480)
        self._choices: list[tuple[Conflict, QRadioButton]] = []
        inside = QWidget(self)
        grid = QGridLayout(inside)
        for column, text in enumerate(("位置", "我这里", "送回来的")):
            head = QLabel(f"<b>{text}</b>", inside)
            grid.addWidget(head, 0, column)
        for row, conflict in enumerate(conflicts, 1):
            self._add(grid, inside, row, conflict)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(14)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(len(conflicts) + 1, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton("按所选合并", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(QLabel("其余改动已自动合在一起。下面各处两边改得不一样，请逐一选择：", self))
        whole.addWidget(area, 1)
        whole.addWidget(buttons)

    def _add(self, grid: QGridLayout, inside: QWidget, row: int, conflict: Conflict) -> None:
        cell = Cell("", conflict.block, conflict.row, conflict.field)
        place = place_of(self._merged, cell) if conflict.field else f"{place_of(self._merged, cell)}整行"
        grid.addWidget(QLabel(place, inside), row, 0, Qt.AlignmentFlag.AlignTop)
        group = QButtonGroup(inside)
        blank = "（空）" if conflict.field else "（整行已删去）"
        mine = _choice(grid, inside, (row, 1), place, conflict.mine or blank)
        theirs = _choice(grid, inside, (row, 2), place, conflict.theirs or blank)
        group.addButton(mine)
        group.addButton(theirs)
        # Where one side removed the row, the side that has it: what was written goes by choice only.
        (mine if conflict.field or conflict.mine else theirs).setChecked(True)
        self._choices.append((conflict, theirs))

    def theirs(self) -> list[Conflict]:
        """Return the conflicts in which the other's side was chosen."""
        return [conflict for conflict, button in self._choices if button.isChecked()]


def _choice(grid: QGridLayout, inside: QWidget, at: tuple[int, int], place: str, text: str) -> QRadioButton:
    """Put a button with its text, wrapped, into the grid; radio buttons of Qt do not wrap theirs."""
    button, words = QRadioButton(inside), QLabel(text, inside)
    button.setAccessibleName(f"{place}：{words.text()}")
    words.setWordWrap(True)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.mousePressEvent = lambda _event: button.setChecked(True)  # type: ignore[method-assign]
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, 1)
    grid.addLayout(line, *at)
    return button
