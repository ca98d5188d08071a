"""The projects of a year or unit as a table that sorts by number and filters by word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor

from perfeval_gui.core.summary import SummaryRow
from perfeval_gui.core.summary_table import COUNTS, texts_of
from perfeval_gui.core.text import squeeze
from perfeval_gui.gui.roles import DRAFT
from perfeval_gui.gui.themes import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SORT = Qt.ItemDataRole.UserRole + 30

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    head: str
    width: int
    number: bool = True


COLUMNS = (
    _Column("name", "项目支出名称", 250, number=False),
    _Column("unit", "实施单位", 120, number=False),
    _Column("initial_budget", "年初预算", 78),
    _Column("revised_budget", "全年预算", 78),
    _Column("outturn", "全年执行", 78),
    _Column("rate", "执行率", 70),
    _Column("score", "总分", 54),
    _Column("grade", "等级", 46, number=False),
    _Column("errors", "错误", 46),
    _Column("warnings", "警告", 46),
    _Column("hints", "提示", 46),
    _Column("state", "状态", 60, number=False),
    _Column("remarks", "备注", 240, number=False),
)


class OverviewModel(QAbstractTableModel):
    """Rows of a summary; a changed row does not reset the table."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[SummaryRow, ...] = ()
        self._texts: list[Any] = []

    @property
    def rows(self) -> tuple[SummaryRow, ...]:
        """The rows in their own order."""
        return self._rows

    def show(self, rows: Sequence[SummaryRow]) -> None:
        """Show the rows; where they are the same projects, only what differs is announced."""
        before, after = self._rows, tuple(rows)
        if [row.project for row in before] != [row.project for row in after]:
            self.beginResetModel()
            self._rows, self._texts = after, [None] * len(after)
            self.endResetModel()
            return
        self._rows = after
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self._texts[place] = None
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def row_of(self, project_id: str) -> int:
        """Return where a project stands, or -1."""
        return next((place for place, row in enumerate(self._rows) if row.project == project_id), -1)

    # Qt's side

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].head
        return section + 1 if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == DRAFT:
            return row.project
        if role == SORT:
            return self._order(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        text = self._text(index.row()).get(column.key, "")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.ForegroundRole and column.key == "errors" and text not in ("", "0"):
            return QColor(self._theme.error)
        return None

    def _text(self, place: int) -> Any:
        if self._texts[place] is None:
            self._texts[place] = texts_of(self._rows[place])
        return self._texts[place]

    def _order(self, row: SummaryRow, column: _Column) -> tuple[int, Any]:
        """What is blank stands before every number."""
        value: Any = row.amounts.get(column.key) if column.key in row.amounts else None
        if column.key in ("rate", "score"):
            value = getattr(row, column.key)
        elif column.key in COUNTS and row.findings is not None:
            value = row.findings[COUNTS.index(column.key)]
        elif not column.number:
            return 1, texts_of(row).get(column.key, "")
        return (0, 0) if value is None else (1, value)


class OverviewFilter(QSortFilterProxyModel):
    """Lets through the rows that have the words and the chosen kind."""

    def __init__(self, model: OverviewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: tuple[str, ...] = ()
        self._kind: Callable[[SummaryRow], bool] = lambda _row: True
        self.setSourceModel(model)
        self.setDynamicSortFilter(True)

    def look_for(self, words: str, kind: Callable[[SummaryRow], bool]) -> None:
        """Let through rows whose project, unit or remark has all the words, and that are of the kind."""
        self._words = tuple(squeeze(word).casefold() for word in words.split())
        self._kind = kind
        self.invalidateFilter()

    def shown(self) -> list[SummaryRow]:
        """Return the rows that are let through, as sorted."""
        rows = self._model.rows
        return [rows[self.mapToSource(self.index(place, 0)).row()] for place in range(self.rowCount())]

    def filterAcceptsRow(self, source_row: int, source_parent: _Index) -> bool:
        row = self._model.rows[source_row]
        if not self._kind(row):
            return False
        text = squeeze(f"{row.name}{row.unit}{row.grade}{row.state_label}{''.join(row.remarks)}").casefold()
        return all(word in text for word in self._words)

    def lessThan(self, left: _Index, right: _Index) -> bool:
        one, other = self._model.data(left, SORT), self._model.data(right, SORT)
        return bool(one < other)
