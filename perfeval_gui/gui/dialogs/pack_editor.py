"""A rule pack of one's own: its values in a table, its checks with a tick and a severity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.checks.catalogue import CATALOGUE, Severity
from perfeval_gui.core.pack_editing import Path, key_of, pack_values, with_checks, with_values
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.rulebook import checks_in_force
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui import appearance
from perfeval_gui.gui.themes import Theme

_ON, _TITLE, _GRAVE = range(3)
_USUAL = {check.id: check.severity.value for check in CATALOGUE}


class PackEditor(QDialog):
    """Edits a whole pack with the checks of a profile; `keep` writes it.

    A PerfevalError that `keep` raises is shown here, and nothing is closed.
    """

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        whole: Mapping[str, Any],
        profile: Profile,
        keep: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pack = whole
        self._keep = keep
        self._paths: list[Path] = []
        self.setWindowTitle("修改规则包")
        self.resize(760, 620)
        self.values = self._values_table()
        self.checks = self._checks_table(profile)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("查找检查项")
        self.search.setAccessibleName("查找检查项")
        self.search.textChanged.connect(self._filter)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        appearance.set_tone(self.problem, "problem")
        self.problem.hide()
        self.values.itemChanged.connect(lambda _item: self.problem.hide())
        second = QWidget(self)
        column = QVBoxLayout(second)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.checks, 1)
        tabs = QTabWidget(self)
        tabs.addTab(self.values, "分值、打分、门槛")
        tabs.addTab(second, "检查项")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        save = buttons.addButton("保存规则包", QDialogButtonBox.ButtonRole.AcceptRole)
        save.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.addWidget(tabs, 1)
        rows.addWidget(self.problem)
        rows.addWidget(buttons)

    def _values_table(self) -> QTableWidget:
        values = pack_values(self._pack)
        table = QTableWidget(len(values), 2, self)
        table.setAccessibleName("分值、打分、门槛")
        table.setHorizontalHeaderLabels(["规则", "值"])
        for row, value in enumerate(values):
            self._paths.append(value.path)
            name = QTableWidgetItem(value.name)
            name.setFlags(name.flags() & ~Qt.ItemFlag.ItemIsEditable)
            table.setItem(row, 0, name)
            table.setItem(row, 1, QTableWidgetItem(value.text))
        table.verticalHeader().hide()
        table.setWordWrap(True)
        table.setColumnWidth(0, appearance.sized(320, table))
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _checks_table(self, profile: Profile) -> QTableWidget:
        checks = checks_in_force(profile)
        table = QTableWidget(len(checks), 3, self)
        table.setAccessibleName("检查项")
        table.setHorizontalHeaderLabels(["用", "检查项", "轻重"])
        for row, check in enumerate(checks):
            tick = QTableWidgetItem()
            tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            tick.setCheckState(Qt.CheckState.Checked if check.is_on else Qt.CheckState.Unchecked)
            tick.setData(Qt.ItemDataRole.UserRole, check.id)
            title = QTableWidgetItem(f"{check.id} {check.title}")
            title.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            table.setItem(row, _ON, tick)
            table.setItem(row, _TITLE, title)
            table.setCellWidget(row, _GRAVE, self._graveness(check.severity, check.id))
        table.verticalHeader().hide()
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.horizontalHeader().setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(_ON, appearance.sized(40, table))
        table.setColumnWidth(_GRAVE, appearance.sized(120, table))
        return table

    def _graveness(self, severity: Severity, check_id: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(f"{check_id}的轻重")
        for choice in Severity:
            box.addItem(choice.label, choice.value)
        box.setCurrentIndex(severity.rank)
        return box

    def _filter(self, text: str) -> None:
        wanted = text.strip().lower()
        for row in range(self.checks.rowCount()):
            title = self.checks.item(row, _TITLE)
            self.checks.setRowHidden(row, title is not None and wanted not in title.text().lower())

    def set_value(self, path: Path, text: str) -> None:
        """Write a value into the table."""
        item = self.values.item(self._paths.index(path), 1)
        if item is not None:
            item.setText(text)

    def set_check(self, check_id: str, *, is_on: bool, severity: Severity) -> None:
        """Switch a check on or off and give it a severity."""
        for row in range(self.checks.rowCount()):
            tick, box = self.checks.item(row, _ON), self.checks.cellWidget(row, _GRAVE)
            if tick is not None and tick.data(Qt.ItemDataRole.UserRole) == check_id:
                tick.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
                if isinstance(box, QComboBox):
                    box.setCurrentIndex(severity.rank)

    def pack(self) -> dict[str, Any]:
        """Return the whole pack as the tables have it."""
        texts = {}
        for row, path in enumerate(self._paths):
            item = self.values.item(row, 1)
            texts[path] = item.text().strip() if item is not None else ""
        chosen = {}
        for row in range(self.checks.rowCount()):
            tick, box = self.checks.item(row, _ON), self.checks.cellWidget(row, _GRAVE)
            if tick is not None and isinstance(box, QComboBox):
                is_on = tick.checkState() == Qt.CheckState.Checked
                chosen[str(tick.data(Qt.ItemDataRole.UserRole))] = (is_on, str(box.currentData()))
        return with_checks(with_values(self._pack, texts), chosen, _USUAL)

    def accept(self) -> None:
        try:
            self._keep(self.pack())
        except PerfevalError as error:
            self.problem.setText(self._in_words(error))
            self.problem.show()
            return
        super().accept()

    def _in_words(self, error: PerfevalError) -> str:
        """Return the error's sentence with the row's name in the place of its key, and go to that row."""
        for row, path in enumerate(self._paths):
            if key_of(path) == error.detail:
                self.values.setCurrentCell(row, 1)
                name = self.values.item(row, 0)
                words = name.text().strip() if name is not None else error.detail
                return error.message.replace(f"“{error.detail}”", f"“{words}”").replace("重新载入", "再保存")
        return error.message
