"""The list of what was found: a line a file, below it a line a form with a tick."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from perfeval_gui.core.checks.rule import Severity
from perfeval_gui.gui import appearance
from perfeval_gui.gui.importing.found import FoundForm, file_notes, forms_of
from perfeval_gui.gui.importing.run import FileRead
from perfeval_gui.gui.themes import Theme

_FOUND = Qt.ItemDataRole.UserRole + 30
_NAME, _YEAR, _UNIT, _ROWS, _DOUBTS = range(5)
_WIDTHS = {_NAME: 250, _YEAR: 48, _UNIT: 110, _ROWS: 46, _DOUBTS: 52}
_NARROW = (_YEAR, _ROWS, _DOUBTS)
_LEAST_NAME = 190  # a narrow list shows whose form it is before it shows the unit


class FoundTree(QTreeWidget):
    """Lists files as they are read; ticked forms are those to be taken."""

    pointed_at = Signal(object)
    """The line in hand is another; holds a `FoundForm`, or the `FileRead` of a file's line."""
    ticks_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._seen: set[str] = set()
        self.setObjectName("foundForms")
        self.setAccessibleName("找到的自评表")
        self.setHeaderLabels(["文件和项目", "年度", "实施单位", "指标", "疑问"])
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, appearance.sized(width, self))
        self.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.currentItemChanged.connect(lambda now, _before: self._point(now))
        self.itemChanged.connect(lambda *_: self.ticks_changed.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the unit out where names would be cut to nothing: it stands in the form at the right."""
        super().resizeEvent(event)
        beside = sum(width for column, width in _WIDTHS.items() if column != _NAME)
        self.setColumnHidden(_UNIT, self.viewport().width() - beside < _LEAST_NAME)

    def add(self, outcome: FileRead) -> None:
        """List one more file with its forms."""
        blocker = QSignalBlocker(self)  # one word about the ticks at the end is enough
        line = QTreeWidgetItem([outcome.path.name])
        line.setData(_NAME, _FOUND, outcome)
        line.setToolTip(_NAME, str(outcome.path))
        for found in forms_of(outcome, self._seen):
            line.addChild(self._form_line(found))
        self.addTopLevelItem(line)
        self._dress_file(line, outcome)
        line.setExpanded(True)
        blocker.unblock()
        if self.currentItem() is None and line.childCount():
            self.setCurrentItem(line.child(0))
        self.ticks_changed.emit()

    def _dress_file(self, line: QTreeWidgetItem, outcome: FileRead) -> None:
        line.setFirstColumnSpanned(True)
        notes = file_notes(outcome)
        if outcome.refusal:
            line.setIcon(_NAME, appearance.severity_icon(Severity.ERROR, self._theme))
            line.setText(_NAME, f"{outcome.path.name}（读不了）")
            line.setToolTip(_NAME, outcome.refusal)
        elif not line.childCount():
            line.setIcon(_NAME, appearance.severity_icon(Severity.WARNING, self._theme))
            line.setText(_NAME, f"{outcome.path.name}（没有自评表）")
            line.setToolTip(_NAME, "\n".join(note.message for note in notes))
            line.setForeground(_NAME, QColor(self._theme.muted))
        else:
            line.setIcon(_NAME, appearance.icon("file-text", self._theme, "muted"))
            line.setText(_NAME, f"{outcome.path.name}（{line.childCount()} 张）")
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)

    def _form_line(self, found: FoundForm) -> QTreeWidgetItem:
        form = found.form
        name = " ".join(form.project_name.split()) or "（未填项目名称）"
        texts = [
            name,
            form.fiscal_year.strip(),
            " ".join(form.implementing_unit.split()),
            str(len(form.indicators)),
            "重复" if found.is_copy else str(found.doubts or ""),
        ]
        line = QTreeWidgetItem(texts)
        line.setData(_NAME, _FOUND, found)
        line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        line.setCheckState(_NAME, Qt.CheckState.Unchecked if found.is_copy else Qt.CheckState.Checked)
        for column in _NARROW:
            line.setTextAlignment(column, Qt.AlignmentFlag.AlignCenter)
        line.setToolTip(_NAME, name)
        if found.is_copy:
            for column in range(self.columnCount()):
                line.setForeground(column, QColor(self._theme.muted))
            line.setToolTip(_DOUBTS, "前面已有内容相同的一张，没有勾选。")
        elif found.doubts:
            worst = min((Severity(note.severity) for note in found.notes), key=lambda item: item.rank)
            line.setIcon(_DOUBTS, appearance.severity_icon(worst, self._theme))
            line.setToolTip(_DOUBTS, "\n".join(note.message for note in found.notes))
        return line

    def _point(self, line: QTreeWidgetItem | None) -> None:
        if line is not None:
            self.pointed_at.emit(line.data(_NAME, _FOUND))

    def _form_lines(self) -> Iterator[QTreeWidgetItem]:
        for number in range(self.topLevelItemCount()):
            line = self.topLevelItem(number)
            if line is not None:
                yield from (line.child(place) for place in range(line.childCount()))

    def found(self) -> list[FoundForm]:
        """Return all forms in the order of the list."""
        return [line.data(_NAME, _FOUND) for line in self._form_lines()]

    def chosen(self) -> list[FoundForm]:
        """Return the ticked forms in the order of the list."""
        ticked = (line for line in self._form_lines() if line.checkState(_NAME) == Qt.CheckState.Checked)
        return [line.data(_NAME, _FOUND) for line in ticked]

    def tick_all(self, *, ticked: bool) -> None:
        """Tick every form, or none."""
        state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        blocker = QSignalBlocker(self)
        for line in self._form_lines():
            line.setCheckState(_NAME, state)
        blocker.unblock()
        self.viewport().update()
        self.ticks_changed.emit()
