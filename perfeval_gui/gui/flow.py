"""A layout that puts things beside each other and goes on in the next line when the room ends."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right, then down, what is low in the middle of its line; hidden widgets take no room."""

    def __init__(self, parent: QWidget, margins: tuple[int, int, int, int], spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(*margins)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem:
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Put the items into the rectangle and return the height that they take with the margins."""
        margins, gap = self.contentsMargins(), self.spacing()
        y = rect.y() + margins.top()
        bottom = y
        for line in self._lines(rect.width() - 1 - margins.left() - margins.right()):
            x, tallest = rect.x() + margins.left(), max(item.sizeHint().height() for item in line)
            for item in line:
                hint = item.sizeHint()
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (tallest - hint.height()) // 2), hint))
                x += hint.width() + gap
            bottom = y + tallest
            y = bottom + gap
        return bottom - rect.y() + margins.bottom()

    def _lines(self, room: int) -> Iterator[list[QLayoutItem]]:
        """Yield what stands in each line; what is wider than the room has a line of its own."""
        line: list[QLayoutItem] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            width = item.sizeHint().width()
            if line and used + width > room:
                yield line
                line, used = [], 0
            line.append(item)
            used += width + self.spacing()
        if line:
            yield line
