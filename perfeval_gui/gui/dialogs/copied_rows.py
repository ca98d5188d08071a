"""照抄提醒: the rows whose actual value repeats the target, each with a tick 确为此数."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.checks.reading import RowReading
from perfeval_gui.gui import appearance

_TICK, _NAME, _TARGET, _ACTUAL = range(4)
_ROW = Qt.ItemDataRole.UserRole + 20


class CopiedRowsDialog(QDialog):
    """One line a row; what is ticked is kept as evidence with the draft, what is not goes on being asked."""

    jump_asked = Signal(object)
    """The clerk clicked a line; holds the cell of the actual value."""

    def __init__(self, parent: QWidget, rows: Sequence[RowReading], confirmed: Iterable[RowReading]) -> None:
        super().__init__(parent)
        self.setWindowTitle("照抄核对")
        self.resize(760, 460)
        said = QLabel(
            "下面各行的实际完成值与年度指标值相同。请逐行对照年终统计：确实是这个数的，勾选“确为此数”；"
            "不是的，点这一行回到表里改成实际数。",
            self,
        )
        said.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName("与目标相同的指标")
        self.list.setHeaderLabels(["确为此数", "三级指标", "年度指标值", "实际完成值"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(False)
        self.list.setWordWrap(True)
        sure = {row.row.id for row in confirmed}
        for row in rows:
            self._add(row, ticked=row.row.id in sure)
        self.list.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_TICK, 90), (_TARGET, 160), (_ACTUAL, 160)):
            self.list.setColumnWidth(column, appearance.sized(width, self))
        self.list.header().setStretchLastSection(False)
        self.list.itemClicked.connect(self._clicked)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        keep = buttons.addButton("保存勾选", QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(said)
        whole.addWidget(self.list, 1)
        whole.addWidget(buttons)

    def _add(self, row: RowReading, *, ticked: bool) -> None:
        texts = [row.name, row.row.target.strip(), row.row.actual.strip()]
        item = QTreeWidgetItem(self.list, ["", *texts])
        item.setData(_TICK, _ROW, row)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(_TICK, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _clicked(self, item: QTreeWidgetItem, column: int) -> None:
        if column != _TICK:
            self.jump_asked.emit(item.data(_TICK, _ROW).cell_of("actual"))

    def tick(self, place: int) -> None:
        """Tick a line, counted from 0."""
        item = self.list.topLevelItem(place)
        if item is not None:
            item.setCheckState(_TICK, Qt.CheckState.Checked)

    def confirmed(self) -> list[RowReading]:
        """Return the ticked rows."""
        items = [self.list.topLevelItem(number) for number in range(self.list.topLevelItemCount())]
        return [
            item.data(_TICK, _ROW)
            for item in items
            if item and item.checkState(_TICK) == Qt.CheckState.Checked
        ]
