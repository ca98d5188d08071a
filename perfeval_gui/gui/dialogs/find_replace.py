"""Find and replace, in this form, this unit or all: found cells are listed, replacing is previewed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
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
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.form import Cell, Project, read
from perfeval_gui.core.proposals import place_of
from perfeval_gui.core.search import found_in
from perfeval_gui.gui import appearance

SCOPES = (("form", "本表"), ("unit", "本年度本单位"), ("all", "全部年度"))
_CELL = Qt.ItemDataRole.UserRole + 1
_NOT_YET = "输入要找的文字，这里会列出所有写着它的格子。\n点一行，或用 ↑ ↓ 选一行，表格就跳到那一格。"
_NOTHING = "没有找到。可以少写几个字再找，或把范围改成“全部年度”。"
_NOTHING_ANYWHERE = "全部年度的表里都没有找到。可以少写几个字再找。"
_AT_ONCE, _PAUSE_MS = 100, 200
"""More forms than these are searched when the typing pauses: a key must not wait for a thousand of them."""
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
        self._searched = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.search)
        self.needle = QLineEdit(self)
        self.replacement = QLineEdit(self)
        self.scope = QComboBox(self)
        for key, label in SCOPES:
            self.scope.addItem(label, key)
        self.match_case = QCheckBox("区分大小写", self)
        self._said = QLabel("", self)
        self._empty = QLabel(_NOT_YET, self)
        self.hits = QListWidget(self)
        self.hits.setAccessibleName("找到的单元格")
        self.hits.setWordWrap(True)
        self.hits.setAlternatingRowColors(True)
        self._build()

    def _build(self) -> None:
        self.needle.setPlaceholderText("要找的文字")
        self.replacement.setPlaceholderText("空着就是删去找到的文字")
        self.needle.installEventFilter(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        appearance.set_tone(self._empty, "muted", "empty")
        form = QFormLayout()
        form.addRow("查找：", self.needle)
        form.addRow("替换为：", self.replacement)
        form.addRow("范围：", self.scope)
        form.addRow("", self.match_case)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        following = QPushButton("查找下一个（F3）", self)
        following.setDefault(True)
        following.clicked.connect(self.find_next)
        self.replace = replace = QPushButton("替换…", self)
        replace.setToolTip("先列出修改前后，勾选后一次改好")
        replace.clicked.connect(self._ask_replace)
        self.following = following
        buttons.addButton(following, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(replace, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(self._said)
        whole.addWidget(self.hits, 1)
        whole.addWidget(self._empty, 1)
        whole.addWidget(buttons)
        self.needle.textChanged.connect(lambda _text: self._search_soon())
        for signal in (self.scope.currentIndexChanged, self.match_case.toggled):
            signal.connect(lambda *_: self.search())
        self.hits.currentItemChanged.connect(self._chosen)
        self.hits.itemClicked.connect(self._chosen)  # the one in hand is clicked to go there again
        self.search()

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let ↑ and ↓ in the field go through the hits, as in the finders that clerks know."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and watched is self.needle:
                self._step(step)
                return True
        return super().eventFilter(watched, event)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.jump_asked.emit(item.data(_CELL))

    def _search_soon(self) -> None:
        if self._searched > _AT_ONCE and self.needle.text():
            self._pause.start()
            self.following.setEnabled(True)  # Enter need not wait for the pause
        else:
            self.search()

    def search(self) -> None:
        """List what is found now; the hit in hand stays in hand if it is still one."""
        self._pause.stop()
        here = self.hits.currentItem()
        kept = here.data(_CELL) if here is not None else None
        with QSignalBlocker(self.hits):
            cells = self._list()
            if kept in cells[:_MOST]:
                self.hits.setCurrentRow(cells.index(kept))
        found = bool(cells)
        for widget in (self.hits, self.following, self.replace):
            widget.setEnabled(found)
        self.hits.setVisible(found)
        self._said.setVisible(found)
        self._empty.setVisible(not found)
        nothing = _NOTHING_ANYWHERE if self.scope.currentData() == "all" else _NOTHING
        self._empty.setText(nothing if self.needle.text() else _NOT_YET)
        more = f"，列出前 {_MOST} 处" if len(cells) > _MOST else ""
        self._said.setText(f"找到 {len(cells)} 个单元格{more}。")

    def _list(self) -> list[Cell]:
        """Fill the list and return all cells that were found."""
        projects = list(self._projects_of(self.scope.currentData()))
        self._searched = len(projects)
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
        return cells

    def find_next(self) -> None:
        """Go to the next cell that was found, after the last to the first."""
        self._step(1)

    def _step(self, step: int) -> None:
        if self._pause.isActive():
            self.search()
        count = self.hits.count()
        if count:
            at = self.hits.currentRow()
            row = (at + step) % count if at >= 0 or step > 0 else count - 1
            if row == at:
                self._chosen(self.hits.item(row))
            self.hits.setCurrentRow(row)

    def _ask_replace(self) -> None:
        if self.needle.text():
            scope = self.scope.currentData()
            self.replace_asked.emit(
                self.needle.text(), self.replacement.text(), scope, self.match_case.isChecked()
            )
