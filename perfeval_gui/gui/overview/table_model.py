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

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    head: str
    width: int
    number: bool = True
    centred: bool = False

    @property
    def side(self) -> int:
        """Where texts stand, for Qt."""
        return _CENTRE if self.centred else _RIGHT if self.number else _LEFT


COLUMNS = (
    _Column("name", "项目支出名称", 250, number=False),
    _Column("unit", "实施单位", 120, number=False),
    _Column("initial_budget", "年初预算", 78),
    _Column("revised_budget", "全年预算", 78),
    _Column("outturn", "全年执行", 78),
    _Column("rate", "执行率", 70),
    _Column("score", "总分", 54),
    _Column("grade", "等级", 46, number=False, centred=True),
    _Column("errors", "错误", 46),
    _Column("warnings", "警告", 46),
    _Column("hints", "提示", 46),
    _Column("state", "状态", 60, number=False, centred=True),
    _Column("remarks", "备注", 240, number=False),
)


def everything(_row: SummaryRow) -> bool:
    """Let every row through."""
    return True


class OverviewModel(QAbstractTableModel):
    """Rows of a summary, filtered and sorted; a changed row does not reset the table.

    It filters and sorts by itself: Qt's proxy model asks for every comparison, and three thousand rows then
    hold the window for seconds.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[SummaryRow, ...] = ()
        self._places: list[int] = []
        self._texts: dict[int, Any] = {}
        self._words: tuple[str, ...] = ()
        self._kind: Callable[[SummaryRow], bool] = everything
        self._sorted_by, self._falling = -1, False

    def show(self, rows: Sequence[SummaryRow]) -> None:
        """Show the rows; where they are the same projects, only what differs is announced."""
        before, self._rows = self._rows, tuple(rows)
        same = [row.project for row in before] == [row.project for row in self._rows]
        changed = {
            place
            for place, (old, new) in enumerate(zip(before, self._rows, strict=False))
            if old is not new and old != new
        }
        self._texts = {place: kept for place, kept in self._texts.items() if same and place not in changed}
        places = self._ordered()
        if not same or len(places) != len(self._places) or set(places) != set(self._places):
            self._reset(places)
            return
        self._move(places)
        for at, place in enumerate(self._places):
            if place in changed:
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))

    def look_for(self, words: str, kind: Callable[[SummaryRow], bool]) -> None:
        """Let through rows whose project, unit or remark has all the words, and that are of the kind."""
        self._words = tuple(squeeze(word).casefold() for word in words.split())
        self._kind = kind
        places = self._ordered()
        if places != self._places:
            self._reset(places)

    def shown(self) -> list[SummaryRow]:
        """Return the rows that are let through, as sorted."""
        return [self._rows[place] for place in self._places]

    def row_of(self, project_id: str) -> int:
        """Return where a project stands, or -1."""
        found = (at for at, place in enumerate(self._places) if self._rows[place].project == project_id)
        return next(found, -1)

    def _reset(self, places: list[int]) -> None:
        self.beginResetModel()
        self._places = places
        self.endResetModel()

    def _move(self, places: list[int]) -> None:
        """Put the same rows into another order; what is selected stays selected."""
        if places == self._places:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        moved = {place: at for at, place in enumerate(places)}
        after = [self.index(moved[self._places[index.row()]], index.column()) for index in before]
        self._places = places
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _ordered(self) -> list[int]:
        places = [place for place, row in enumerate(self._rows) if self._passes(row)]
        if self._sorted_by >= 0:
            column = COLUMNS[self._sorted_by]
            places.sort(key=lambda place: _order(self._rows[place], column), reverse=self._falling)
        return places

    def _passes(self, row: SummaryRow) -> bool:
        if not self._kind(row):
            return False
        if not self._words:
            return True
        text = squeeze(f"{row.name}{row.unit}{row.grade}{row.state_label}{''.join(row.remarks)}").casefold()
        return all(word in text for word in self._words)

    # Qt's side

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by, self._falling = column, order is Qt.SortOrder.DescendingOrder
        self._move(self._ordered())

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].head
        return section + 1 if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place, column = self._places[index.row()], COLUMNS[index.column()]
        if role == DRAFT:
            return self._rows[place].project
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.side
        text = self._text(place).get(column.key, "")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.ForegroundRole and column.key == "errors" and text not in ("", "0"):
            return QColor(self._theme.error)
        return None

    def _text(self, place: int) -> Any:
        if place not in self._texts:
            self._texts[place] = texts_of(self._rows[place])
        return self._texts[place]


def _order(row: SummaryRow, column: _Column) -> tuple[int, Any]:
    """Return by what a cell sorts; what is blank stands before every number."""
    value: Any = row.amounts.get(column.key) if column.key in row.amounts else None
    if column.key in ("rate", "score"):
        value = getattr(row, column.key)
    elif column.key in COUNTS and row.findings is not None:
        value = row.findings[COUNTS.index(column.key)]
    elif not column.number:
        return 1, texts_of(row).get(column.key, "")
    return (0, 0) if value is None else (1, value)
