"""附件1 and the forms side by side as a table: the columns of 附件1 are typed into, the others are reckoned."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from perfeval_gui.core.annex1 import AMOUNTS, Annex1, BudgetLine, CrossFoot, Pair, with_text
from perfeval_gui.core.quantities import format_number
from perfeval_gui.gui.roles import DRAFT
from perfeval_gui.gui.themes import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

WRITTEN, REPORTED, OFF = "附件1", "自评表", "相差"
NAME, REMARK = 0, 1 + 3 * len(AMOUNTS)
STATED, ADDED, SUM, DIFFERENCE = "附件1 写的合计", "附件1 各行相加", "自评表相加", "相差（自评表 − 附件1）"
_FEET = (STATED, ADDED, SUM, DIFFERENCE)
_SHORT = {"initial_budget": "年初预算", "revised_budget": "全年预算", "outturn": "全年执行"}


def part_of(column: int) -> tuple[str, str]:
    """Return which amount a column shows and whose it is; blanks for the name and the remark."""
    if not 0 < column < REMARK:
        return "", ""
    return list(AMOUNTS)[(column - 1) // 3], (WRITTEN, REPORTED, OFF)[(column - 1) % 3]


def column_of(amount: str) -> int:
    """Return the column into which an amount of 附件1 is typed."""
    return 1 + 3 * list(AMOUNTS).index(amount)


class Annex1Model(QAbstractTableModel):
    """Shows figures with their comparison; what is typed comes out as other figures."""

    edited = Signal(object)
    """Somebody typed; holds the `Annex1` that this makes."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._annex = Annex1()
        self._found = CrossFoot((), ())

    def show(self, annex: Annex1, found: CrossFoot) -> None:
        """Show other figures; the table is built anew only where its rows are others."""
        before = len(self._found.pairs)
        if len(found.pairs) != before:
            self.beginResetModel()
        self._annex, self._found = annex, found
        if len(found.pairs) != before:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, REMARK))

    @property
    def annex(self) -> Annex1:
        """The figures that are shown."""
        return self._annex

    def pair_at(self, row: int) -> Pair | None:
        """Return the pair in a row, None for the sums below."""
        return self._found.pairs[row] if 0 <= row < len(self._found.pairs) else None

    def can_type(self, row: int, column: int) -> bool:
        """Return whether a cell belongs to 附件1."""
        pair = self.pair_at(row)
        if column == NAME:
            return pair is not None and pair.line is not None
        return part_of(column)[1] == WRITTEN and (pair is not None or self._foot(row) == STATED)

    def _foot(self, row: int) -> str:
        return _FEET[row - len(self._found.pairs)]

    def changed(self, annex: Annex1, row: int, column: int, text: str) -> Annex1:
        """Return figures with one cell of 附件1 changed; beside a form without a line a line begins."""
        name = "name" if column == NAME else part_of(column)[0]
        pair = self.pair_at(row)
        if pair is None:
            return with_text(annex, len(annex.lines), name, text)
        if pair.line is not None:
            return with_text(annex, pair.line, name, text)
        place = next((at for at, line in enumerate(annex.lines) if line.name == pair.name), None)
        if place is None:
            annex, place = replace(annex, lines=(*annex.lines, BudgetLine(pair.name))), len(annex.lines)
        return with_text(annex, place, name, text)

    # Qt's side

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._found.pairs) + len(_FEET)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else REMARK + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1 if section < len(self._found.pairs) else ""
        amount, whose = part_of(section)
        if amount:
            return f"{_SHORT[amount]}\n{whose}"
        return "项目" if section == NAME else "说明"

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.can_type(index.row(), index.column()) else flags

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.can_type(index.row(), index.column()):
            return False
        if str(value) != self._text(index.row(), index.column()):
            self.edited.emit(self.changed(self._annex, index.row(), index.column(), str(value)))
        return True

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if 0 < column < REMARK else _LEFT
        if role == DRAFT:
            pair = self.pair_at(row)
            return pair.project if pair else ""
        return self._look(row, column, role)

    def _look(self, row: int, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.BackgroundRole and self.can_type(row, column):
            return QColor(self._theme.selection)
        if role == Qt.ItemDataRole.ForegroundRole:
            off = part_of(column)[1] == OFF or column == REMARK
            return QColor(self._theme.error) if off and self._text(row, column) not in ("", "0") else None
        if role == Qt.ItemDataRole.FontRole and self.pair_at(row) is None:
            bold = QFont()
            bold.setBold(True)
            return bold
        return self._text(row, column) or None if role == Qt.ItemDataRole.ToolTipRole else None

    def _text(self, row: int, column: int) -> str:
        pair = self.pair_at(row)
        amount, whose = part_of(column)
        if pair is None:
            return self._sum(row, column)
        if not amount:
            return pair.name if column == NAME else pair.remark
        if whose == WRITTEN:
            return "" if pair.line is None else str(getattr(self._annex.lines[pair.line], amount))
        return _plain((pair.reported if whose == REPORTED else pair.differences).get(amount))

    def _sum(self, row: int, column: int) -> str:
        foot = self._foot(row)
        if column == NAME:
            return foot
        amount, whose = part_of(column)
        found = next((item for item in self._found.sums if item.column == amount), None)
        if found is None:
            return ""
        if foot == STATED and whose == WRITTEN:
            return str(getattr(self._annex.total, amount))
        shown = {
            ADDED: (WRITTEN, found.added),
            SUM: (REPORTED, found.reported),
            DIFFERENCE: (OFF, found.difference),
        }
        side, value = shown.get(foot, ("", None))
        return _plain(value) if side == whose else ""


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format_number(number)
