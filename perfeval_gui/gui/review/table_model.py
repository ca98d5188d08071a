"""A form's scored rows as a table; the second score and the remark are typed into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from perfeval_gui.core.form import TOTAL
from perfeval_gui.core.review import ReviewLine
from perfeval_gui.gui.themes import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_HEADS = ("一级／二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "自评得分", "复核分", "审核意见")
_FIELDS = ("section", "name", "target", "actual", "weight", "score")
SCORE, REMARK = 6, 7
_CENTRED = (4, 5, SCORE)


class ReviewModel(QAbstractTableModel):
    """Shows lines; what is typed comes out as a signal."""

    edited = Signal(object, str, str)
    """Somebody typed: the `ReviewLine`, `score` or `remark`, and the text."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: Sequence[ReviewLine] = ()

    def show(self, lines: Sequence[ReviewLine]) -> None:
        """Show other lines; the table is built anew only where its rows are others."""
        same = [line.mark.row for line in lines] == [line.mark.row for line in self._lines]
        if not same:
            self.beginResetModel()
        self._lines = tuple(lines)
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, REMARK))

    def line_at(self, row: int) -> ReviewLine:
        """Return the line of a row."""
        return self._lines[row]

    def can_type(self, index: _Index) -> bool:
        """Return whether a cell is the reviewer's: the form as a whole has a remark and no score of its own."""
        whole = self._lines[index.row()].mark.block == TOTAL
        return index.column() == REMARK or (index.column() == SCORE and not whole)

    # Qt's side

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return _HEADS[section] if orientation is Qt.Orientation.Horizontal else section + 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.can_type(index) else flags

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.can_type(index):
            return False
        if str(value) != self._text(index.row(), index.column()):
            field = "score" if index.column() == SCORE else "remark"
            self.edited.emit(self._lines[index.row()], field, str(value))
        return True

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        doubt = self._lines[row].doubt if column == SCORE else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            across = Qt.AlignmentFlag.AlignHCenter if column in _CENTRED else Qt.AlignmentFlag.AlignLeft
            return int(across | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.BackgroundRole:
            return QColor(self._theme.selection) if self.can_type(index) else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._theme.error) if doubt else None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return doubt or self._text(row, column) or None
        return None

    def _text(self, row: int, column: int) -> str:
        line = self._lines[row]
        if column == SCORE:
            return line.mark.score
        return line.mark.remark if column == REMARK else str(getattr(line, _FIELDS[column]))
