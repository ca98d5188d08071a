"""A table to read: texts wrap, the last columns share the room, nothing can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget


class PlainTable(QTableWidget):
    """The first column is as wide as its texts."""

    def __init__(self, name: str, heads: Sequence[str], parent: QWidget) -> None:
        super().__init__(0, len(heads), parent)
        self._rows: list[list[str]] = []
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(heads)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)

    def show_rows(self, rows: Sequence[Sequence[str]], icons: Sequence[QIcon] = ()) -> None:
        """Show these texts, with a sign before each row where there is one."""
        self._rows = [list(texts) for texts in rows]
        self.setRowCount(len(rows))
        for number, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if icons and column == 0:
                    item.setIcon(icons[number])
                self.setItem(number, column, item)
        if rows:
            self.setCurrentCell(0, 0)

    def rows(self) -> list[list[str]]:
        """Return what is shown."""
        return self._rows
