"""新建自模板: the unit's own forms of all years by project name, searched by typing, seen before they are used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.gui import appearance
from perfeval_gui.gui.importing.form_preview import FormPreview
from perfeval_gui.gui.project_tree import NO_NAME, NO_UNIT, NO_YEAR, Entry
from perfeval_gui.gui.themes import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_HEADS = ("项目", "年度", "实施单位")


class TemplateModel(QAbstractTableModel):
    """The forms by name, the newest year of a name first; `search` narrows them."""

    def __init__(self, entries: Sequence[Entry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        newest_first = sorted(entries, key=lambda entry: entry.fiscal_year, reverse=True)
        self._all = sorted(newest_first, key=lambda entry: (entry.name, entry.unit))
        self._searched = [
            f"{entry.name}\n{entry.unit}\n{entry.fiscal_year}".casefold() for entry in self._all
        ]
        self._shown = self._all

    def search(self, words: str) -> None:
        """Show the forms whose name, unit or year holds all the words."""
        wanted = words.casefold().split()
        self.beginResetModel()
        self._shown = [
            entry
            for entry, text in zip(self._all, self._searched, strict=True)
            if all(word in text for word in wanted)
        ]
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """Return the form that a row shows."""
        return self._shown[row]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._shown[index.row()]
        texts = (entry.name or NO_NAME, entry.fiscal_year or NO_YEAR, entry.unit or NO_UNIT)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return texts[index.column()]
        return None


class TemplateLibrary(QDialog):
    """Shows the forms that are there; `show()` it and listen to `templates_chosen`."""

    templates_chosen = Signal(list)
    """The ids of the forms to be used."""

    def __init__(
        self,
        parent: QWidget,
        entries: Sequence[Entry],
        open_project: Callable[[str], Project | None],
        profile_of: Callable[[Project], Profile],
        theme: Theme,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("templateLibrary")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("新建自模板")
        self.resize(1120, 680)
        self._open_project = open_project
        self.model = TemplateModel(entries, self)
        self.preview = FormPreview(profile_of, theme, self)
        self.preview.form.setAccessibleName("模板")
        self._build()
        self._search("")

    def _build(self) -> None:
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("按项目名称、单位或年度查找")
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName("查找模板")
        self.line.textChanged.connect(self._search)
        self.table = QTableView(self)
        self.table.setAccessibleName("可以作模板的表")
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, appearance.sized(60, self))
        self.table.setColumnWidth(2, appearance.sized(130, self))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show())
        self.table.doubleClicked.connect(lambda _index: self._use())
        self._said = QLabel("可以选一张，也可以按住 Ctrl 或 Shift 选多张；去年的表不会改动。", self)
        appearance.set_tone(self._said, "muted")
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.preview)
        halves.setSizes([440, 680])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.use = QPushButton(self)
        self.use.setDefault(True)
        buttons.addButton(self.use, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._use)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        for part in (self.line, halves, self._said, buttons):
            whole.addWidget(part, 1 if part is halves else 0)

    def _search(self, words: str) -> None:
        self.model.search(words)
        if self.model.rowCount():
            self.table.selectRow(0)
        else:
            self._show()

    def chosen(self) -> list[str]:
        """Return the ids of the selected forms, from top to bottom."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.entry(row).id for row in rows]

    def _show(self) -> None:
        chosen = self.chosen()
        self.use.setEnabled(bool(chosen))
        self.use.setText(f"下一步：结转 {len(chosen)} 张" if chosen else "下一步：结转")
        project = self._open_project(chosen[0]) if chosen else None
        if project is not None:
            self.preview.show_project(project)
        elif self.model.rowCount():
            self.preview.say("请在左边选一张表。")
        else:
            self.preview.say("没有找到。换个词试试，或先用“导入去年的表”把往年的表存进来。")

    def _use(self) -> None:
        chosen = self.chosen()
        if chosen:
            self.accept()
            self.templates_chosen.emit(chosen)
