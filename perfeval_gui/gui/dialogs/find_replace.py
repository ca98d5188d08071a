"""Find and replace, in this form, this unit or all: found cells are listed, replacing is previewed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.form import Cell, Project, read
from perfeval_gui.core.proposals import place_of
from perfeval_gui.core.search import found_in

SCOPES = (("form", "本表"), ("unit", "本年度本单位"), ("all", "全部年度"))
_CELL = Qt.ItemDataRole.UserRole + 1
_MOST = 500
"""So many hits are listed; the count says how many there are."""


class FindDialog(QDialog):
    """Stays open beside the form; `projects_of` gives the projects of a scope as they are now."""

    jump_asked = Signal(object)
    replace_asked = Signal(str, str, str, bool)
    """Needle, replacement, scope, whether letters' case counts."""

    def __init__(self, parent: QWidget, projects_of: Callable[[str], Sequence[Project]]) -> None:
        super().__init__(parent)
        self.setWindowTitle("查找和替换")
        self.resize(460, 460)
        self._projects_of = projects_of
        self.needle = QLineEdit(self)
        self.replacement = QLineEdit(self)
        self.scope = QComboBox(self)
        for key, label in SCOPES:
            self.scope.addItem(label, key)
        self.match_case = QCheckBox("区分大小写", self)
        self._said = QLabel("", self)
        self.hits = QListWidget(self)
        self.hits.setAccessibleName("找到的单元格")
        self._build()

    def _build(self) -> None:
        form = QFormLayout()
        form.addRow("查找：", self.needle)
        form.addRow("替换为：", self.replacement)
        form.addRow("范围：", self.scope)
        form.addRow("", self.match_case)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        following = QPushButton("查找下一个（F3）", self)
        following.setDefault(True)
        following.clicked.connect(self.find_next)
        replace = QPushButton("替换…", self)
        replace.clicked.connect(self._ask_replace)
        buttons.addButton(following, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(replace, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(self._said)
        whole.addWidget(self.hits, 1)
        whole.addWidget(buttons)
        for signal in (self.needle.textChanged, self.scope.currentIndexChanged, self.match_case.toggled):
            signal.connect(lambda *_: self.search())
        self.hits.itemClicked.connect(lambda item: self.jump_asked.emit(item.data(_CELL)))

    def open_for(self, text: str, *, replacing: bool) -> None:
        """Show the dialog with a text to look for."""
        if text:
            self.needle.setText(text)
        self.show()
        self.raise_()
        self.activateWindow()
        field = self.replacement if replacing and text else self.needle
        field.setFocus()
        field.selectAll()
        self.search()

    def search(self) -> None:
        """List what is found now."""
        projects = list(self._projects_of(self.scope.currentData()))
        forms = {project.id: project.form for project in projects}
        cells = list(found_in(projects, self.needle.text(), match_case=self.match_case.isChecked()))
        self.hits.clear()
        for cell in cells[:_MOST]:
            form = forms[cell.project]
            item = QListWidgetItem(
                f"{form.project_name} · {place_of(form, cell)}\n{' '.join(read(form, cell).split())}"
            )
            item.setData(_CELL, cell)
            self.hits.addItem(item)
        if not self.needle.text():
            self._said.setText("")
        else:
            more = f"，列出前 {_MOST} 处" if len(cells) > _MOST else ""
            self._said.setText(f"找到 {len(cells)} 个单元格{more}。" if cells else "没有找到。")

    def find_next(self) -> None:
        """Go to the next cell that was found, after the last to the first."""
        count = self.hits.count()
        if not count:
            return
        row = (self.hits.currentRow() + 1) % count
        self.hits.setCurrentRow(row)
        cell = self.hits.item(row).data(_CELL)
        if isinstance(cell, Cell):
            self.jump_asked.emit(cell)

    def _ask_replace(self) -> None:
        if self.needle.text():
            scope = self.scope.currentData()
            self.replace_asked.emit(
                self.needle.text(), self.replacement.text(), scope, self.match_case.isChecked()
            )
