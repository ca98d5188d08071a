"""The time line of a project: what it was, what differs from now, and the way back for one cell or all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.compare import Difference, Kind, compare
from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import INDICATORS, Cell, Form, Project
from perfeval_gui.drafts.timeline import Moment
from perfeval_gui.errors import StoreError
from perfeval_gui.gui import appearance

_NOT_SELECTED = QItemSelectionModel.SelectionFlag.NoUpdate
_MOMENT = Qt.ItemDataRole.UserRole + 1
_DIFFERENCE = Qt.ItemDataRole.UserRole + 2
_WORDS = {Kind.CHANGED: "改动", Kind.ADDED: "后来增加", Kind.REMOVED: "后来删除", Kind.MOVED: "位置变了"}


class VersionsDialog(QDialog):
    """Lists moments; `state_at` gives the project as it was, `restore` puts cells or the whole form back."""

    def __init__(
        self,
        parent: QWidget,
        now: Project,
        moments: Sequence[Moment],
        state_at: Callable[[Moment], Project],
        restore_cells: Callable[[Sequence[tuple[Cell, str]]], None],
        restore_form: Callable[[Form], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"历史版本 — {now.form.project_name.strip() or '未命名项目'}")
        self.resize(940, 560)
        self._now = now
        self._state_at = state_at
        self._restore_cells = restore_cells
        self._restore_form = restore_form
        self._then: Form | None = None
        self.moments = QListWidget(self)
        self.moments.setAccessibleName("保存过的时间")
        for number, moment in enumerate(moments):
            beside = "　现在" if number == 0 else "　副本" if moment.snapshot else ""
            item = QListWidgetItem(_when(moment.at, moments[0].at[:4]) + beside)
            item.setToolTip(moment.at[:19].replace("T", " "))
            item.setData(_MOMENT, moment)
            self.moments.addItem(item)
        self.differences = QTreeWidget(self)
        self.differences.setAccessibleName("与现在的不同")
        self.differences.setHeaderLabels(["位置", "那时", "现在"])
        self.differences.setRootIsDecorated(False)
        self.differences.header().setStretchLastSection(True)
        self.differences.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.differences.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.before, self.after = QPlainTextEdit(self), QPlainTextEdit(self)
        for text, name in ((self.before, "那时的内容"), (self.after, "现在的内容")):
            text.setReadOnly(True)
            text.setTabChangesFocus(True)
            text.setPlaceholderText(name)
            text.setAccessibleName(name)
            text.setFixedHeight(96)
        self.differences.currentItemChanged.connect(lambda item, _: self._show_texts(item))
        self._said = QLabel("", self)
        self._said.setWordWrap(True)
        self._build()
        self.moments.currentItemChanged.connect(lambda *_: self._show())
        self.moments.setCurrentRow(min(1, self.moments.count() - 1))  # the newest is what stands there now

    def _build(self) -> None:
        frames = QSplitter(self)
        frames.addWidget(self.moments)
        frames.addWidget(self.differences)
        frames.setSizes([210, 720])
        for column, width in enumerate((190, 255, 255)):
            self.differences.setColumnWidth(column, appearance.sized(width, self))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.cells = buttons.addButton("恢复选中的单元格", QDialogButtonBox.ButtonRole.ActionRole)
        self.whole = buttons.addButton("整张表恢复到那时", QDialogButtonBox.ButtonRole.ActionRole)
        self.cells.clicked.connect(self._put_cells_back)
        self.whole.clicked.connect(self._put_form_back)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(frames, 1)
        texts = QHBoxLayout()
        texts.addWidget(self.before)
        texts.addWidget(self.after)
        whole.addLayout(texts)
        whole.addWidget(self._said)
        whole.addWidget(buttons)

    def _show(self) -> None:
        """Compare the chosen moment with now."""
        self.differences.clear()
        self._then = None
        item = self.moments.currentItem()
        if item is None:
            self._said.setText("这个项目还没有保存过的版本。")
            return
        try:
            self._then = self._state_at(item.data(_MOMENT)).form
        except (StoreError, KeyError) as error:
            words = error.message if isinstance(error, StoreError) else "这个版本已经不在了。"
            self._said.setText(words)
            return
        found = compare(self._then, self._now.form)
        for difference in found:
            line = QTreeWidgetItem(
                self.differences, [self._place(difference), difference.before, difference.after]
            )
            line.setData(0, _DIFFERENCE, difference)
            for column in (1, 2):
                line.setToolTip(column, line.text(column))
        first = self.differences.topLevelItem(0)
        if first is not None:
            self.differences.setCurrentItem(first, 0, _NOT_SELECTED)
        self._said.setText(f"有 {len(found)} 处不同。恢复可以撤销。" if found else "与现在完全一样。")
        self.cells.setEnabled(bool(found))
        self.whole.setEnabled(bool(found))

    def _show_texts(self, item: QTreeWidgetItem | None) -> None:
        """Show both texts of a difference whole, side by side."""
        for text, column in ((self.before, 1), (self.after, 2)):
            text.setPlainText(item.text(column) if item is not None else "")

    def _place(self, difference: Difference) -> str:
        cell = Cell(self._now.id, difference.block, difference.row, difference.field)
        label = label_of(cell) or "整行"
        number = _row_number(self._now.form, difference) or _row_number(self._then, difference)
        return f"{number}{label}（{_WORDS[difference.kind]}）"

    def _put_cells_back(self) -> None:
        chosen = [item.data(0, _DIFFERENCE) for item in self.differences.selectedItems()]
        cells = [
            (Cell(self._now.id, item.block, item.row, item.field), item.before)
            for item in chosen
            if item.kind is Kind.CHANGED and item.field
        ]
        if not cells:
            self._said.setText("请先选中要恢复的单元格；增加、删除的整行请用“整张表恢复到那时”。")
            return
        self._restore_cells(cells)
        self.accept()

    def _put_form_back(self) -> None:
        if self._then is not None:
            self._restore_form(self._then)
            self.accept()


def _when(at: str, year: str) -> str:
    """Return a moment as people write it, with its year where that is another one."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    other = "" if at.startswith(year) else f"{moment.year}年"
    return f"{other}{moment.month}月{moment.day}日 {moment:%H:%M}"


def _row_number(form: Form | None, difference: Difference) -> str:
    if form is None or difference.block != INDICATORS:
        return ""
    numbers = [number for number, row in enumerate(form.indicators, 1) if row.id == difference.row]
    return f"指标 {numbers[0]} · " if numbers else ""
