"""The strip left of the form: the numbers of the indicators, and a grip by which a row is dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHeaderView, QTableView

from perfeval_gui.core.form import INDICATORS
from perfeval_gui.gui import appearance
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.gui.themes import Theme

_LINE = 3
_SCROLL_MS = 40
_EDGE = 24
"""So near to the edge of the view, in pixels, a dragged row makes it scroll."""


class Gutter(QHeaderView):
    """Shows a number before each indicator; dragging it shows a line where the row would come to stand."""

    row_dropped = Signal(str, int)
    """A row was dragged: its id and the gap among the indicators where it was let go."""
    row_pressed = Signal(int)
    """The number of a table row was clicked."""

    def __init__(self, model: GridModel, view: QTableView, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        appearance.give_viewport(self)
        self.viewport().setMouseTracking(True)
        self._model = model
        self._view = view
        self._theme = theme
        self._pressed: QPoint | None = None
        self._row = ""
        self._gap = -1
        self._line = QFrame(view.viewport())
        self._line.setObjectName("dropLine")
        self._line.hide()
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        self.setObjectName("rowGutter")
        self.setAccessibleName("行号，拖动可以移动指标")
        self.setToolTip("拖动可以移动这一行指标（也可以按 Alt+↑ 或 Alt+↓）")
        self.setMinimumSectionSize(8)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("000") + 14, 0)

    def indicator_lines(self) -> dict[int, str]:
        """Return the table rows that show an indicator, with the indicator's id, from top to bottom."""
        grid = self._model.grid
        names = {
            box.row: box.cell.row
            for box in grid.boxes
            if box.cell and box.cell.block == INDICATORS and box.rows == 1
        }
        return {row: names[row] for row in sorted(names) if grid.kinds[row] == "indicator"}

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.desk))
        painter.setFont(self.font())
        selection = self._view.selectionModel()
        for number, row in enumerate(self.indicator_lines(), start=1):
            place = QRect(0, self.sectionViewportPosition(row), self.width(), self.sectionSize(row))
            if not place.intersects(event.rect()):
                continue
            is_chosen = selection.rowIntersectsSelection(row)
            if is_chosen:
                painter.fillRect(place, QColor(self._theme.selection))
            painter.setPen(QColor(self._theme.text if is_chosen else self._theme.muted))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), str(number))
        painter.end()

    # Dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.logicalIndexAt(event.position().toPoint())
        may_move = self._view.editTriggers() != QAbstractItemView.EditTrigger.NoEditTriggers
        self._row = self.indicator_lines().get(row, "") if may_move else ""
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self._pressed = event.position().toPoint()
            self.row_pressed.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._pressed is None or not self._row:
            over = self.indicator_lines().get(self.logicalIndexAt(here), "")
            self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
            return
        if self._gap < 0 and (here - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._scrolling.start()
        self._point_at(here.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row, gap = self._row, self._gap
        self._end()
        if gap >= 0:
            self.row_dropped.emit(row, gap)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and self._pressed is not None:
            self._end()  # Esc takes the drag back
            return True
        return super().event(event)

    def _end(self) -> None:
        self._pressed, self._row, self._gap = None, "", -1
        self._scrolling.stop()
        self._line.hide()
        self.unsetCursor()

    def _point_at(self, y: int) -> None:
        """Show the line in the gap between indicators that is nearest to a height of the view."""
        lines = list(self.indicator_lines())
        tops = [self.sectionViewportPosition(row) for row in lines]
        edges = [*tops, tops[-1] + self.sectionSize(lines[-1])]
        self._gap = min(range(len(edges)), key=lambda number: abs(edges[number] - y))
        self._line.setGeometry(0, edges[self._gap] - _LINE // 2 - 1, self._view.viewport().width(), _LINE)
        self._line.show()
        self._line.raise_()

    def _scroll(self) -> None:
        y = self.viewport().mapFromGlobal(self.cursor().pos()).y()
        bar = self._view.verticalScrollBar()
        if y < _EDGE:
            bar.setValue(bar.value() - _EDGE)
        elif y > self.height() - _EDGE:
            bar.setValue(bar.value() + _EDGE)
