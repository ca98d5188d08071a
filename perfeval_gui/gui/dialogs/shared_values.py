"""What goes into several forms at once: only the fields that are ticked."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import Cell, Project, read
from perfeval_gui.core.sharing import SHARED_FIELDS


class SharedValuesDialog(QDialog):
    """Asks for header values, starting with those of the form in hand."""

    def __init__(self, parent: QWidget, beside: Project, count: int) -> None:
        super().__init__(parent)
        self.setWindowTitle("多表同填")
        self.setMinimumWidth(460)
        self._lines: dict[tuple[str, str], tuple[QCheckBox, QLineEdit]] = {}
        grid = QGridLayout()
        for row, (block, name) in enumerate(SHARED_FIELDS):
            cell = Cell(beside.id, block, "", name)
            tick, line = QCheckBox(label_of(cell), self), QLineEdit(read(beside.form, cell).strip(), self)
            line.setAccessibleName(label_of(cell))
            line.textEdited.connect(lambda _text, tick=tick: tick.setChecked(True))
            grid.addWidget(tick, row, 0)
            grid.addWidget(line, row, 1)
            self._lines[block, name] = tick, line
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton("下一步：看看会改哪些", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(QLabel(f"勾选要统一的内容，填到所选的 {count} 张表里。", self))
        whole.addLayout(grid)
        whole.addWidget(buttons)

    def set_value(self, block: str, name: str, text: str) -> None:
        """Tick a field and write its text."""
        tick, line = self._lines[block, name]
        line.setText(text)
        tick.setChecked(True)

    def values(self) -> Mapping[tuple[str, str], str]:
        """Return the ticked fields with their texts."""
        return {key: line.text().strip() for key, (tick, line) in self._lines.items() if tick.isChecked()}
