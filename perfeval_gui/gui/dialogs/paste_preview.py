"""What a paste would do, shown before it is done: each change with a tick, new rows, what has no place."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from perfeval_gui.core.form import Filing
from perfeval_gui.core.pasting import Pasting, in_words
from perfeval_gui.core.proposals import Proposal
from perfeval_gui.gui.dialogs.change_list import ChangeList

_SHOWN = 6
"""So many new rows are written out."""


class PastePreview(QDialog):
    """Use `exec()`, then `chosen()` and `takes_rows`."""

    def __init__(self, parent: QWidget, plan: Pasting, filing: Filing) -> None:
        super().__init__(parent)
        self.setWindowTitle("粘贴预览")
        self.resize(860, 520)
        self._rows = len(plan.rows)
        words = QLabel(_words(plan), self)
        words.setWordWrap(True)
        self.changes = ChangeList("粘贴预览", self)
        self.new_rows = QCheckBox(f"表里的行不够，多出的 {self._rows} 行接在最后，作为新指标", self)
        # Rows without a name are figures copied too far: agreed by one key they became sixteen empty indicators.
        self.new_rows.setChecked(any(row.name.strip() for row in plan.rows))
        self.new_rows.setVisible(bool(plan.rows))
        self.new_rows.setToolTip("\n".join(map(in_words, plan.rows)))
        self.new_rows.toggled.connect(self._count)
        self._rows_in_words = "\n".join([*map(in_words, plan.rows[:_SHOWN]), *["……"] * (self._rows > _SHOWN)])
        self._listed = QLabel(self)
        self._listed.setWordWrap(True)
        self._listed.setIndent(20)
        self._listed.setVisible(bool(plan.rows))
        self._apply = QPushButton(self)
        self._apply.setDefault(True)
        self._apply.clicked.connect(self.accept)
        row = self.changes.tick_buttons()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self._apply, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        row.addWidget(buttons)
        whole = QVBoxLayout(self)
        for part in (words, self.changes, self.new_rows, self._listed):
            whole.addWidget(part, 1 if part is self.changes else 0)
        whole.addLayout(row)
        self.changes.ticks_changed.connect(self._count)
        self.changes.show_proposals(plan.changes, filing)
        self._apply.setFocus()

    @property
    def takes_rows(self) -> bool:
        """Whether the rows that go beyond the table are to be added."""
        return self.new_rows.isChecked()

    def chosen(self) -> list[Proposal]:
        """Return the changes that are ticked."""
        return self.changes.chosen()

    def _count(self) -> None:
        left_out = f"没有勾选，多出的 {self._rows} 行不会粘贴。"
        self._listed.setText(self._rows_in_words if self.takes_rows else left_out)
        count = len(self.chosen()) + (self._rows if self.takes_rows else 0)
        self._apply.setText(f"粘贴 {count} 处")
        self._apply.setEnabled(count > 0)


def _words(plan: Pasting) -> str:
    said = []
    if plan.overwritten:
        said.append(f"会改掉 {plan.overwritten} 格已有的内容。")
    if plan.headers:
        said.append("复制的内容里有表头文字；整行的表头不粘贴。")
    if plan.is_larger or plan.rows:
        said.append("复制的内容比选中的地方大。")
    if plan.left_over:
        said.append(f"有 {plan.left_over} 格放不下，不会粘贴。")
    if plan.hidden:
        said.append(f"有 {plan.hidden} 格在原表里只显示成 ####，不会粘贴。")
    return "".join(said) + "请核对后再粘贴；粘贴后按 Ctrl+Z 可以一次撤销。"
