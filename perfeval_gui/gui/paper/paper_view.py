"""The page on screen, live while typing: what is clicked on paper is edited in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from perfeval_gui.core.form import Cell, Project
from perfeval_gui.core.profile import PageRule, Profile
from perfeval_gui.gui import appearance
from perfeval_gui.gui.themes import Theme

if TYPE_CHECKING:
    from perfeval_gui.core.layout.paper import Frame, Sheet

_GAP = 14
"""Pixels of desk around and between the pages."""
_PAUSE_MS = 60
TWIPS_PER_INCH = 1440
_LEAST, _MOST, STEP = 0.2, 4.0, 1.15


class PaperView(QAbstractScrollArea):
    """Shows the pages of one project, as wide as the view at zoom 1."""

    cell_clicked = Signal(object)
    laid_out = Signal()
    """The pages, or the size at which they are shown, have changed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperView")
        self.setAccessibleName("纸面")
        self.setAccessibleDescription("打印出来的样子；单击一格可以修改它")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        appearance.give_viewport(self)
        self.viewport().setMouseTracking(True)
        self._theme = theme
        self._zoom = 1.0
        self._sheets: list[Sheet] = []
        self._page: PageRule | None = None
        self._marked: Cell | None = None
        self._waiting: tuple[Project, Profile] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._lay_out)

    def show_project(self, project: Project | None, profile: Profile | None) -> None:
        """Show a project soon; while the view is hidden nothing is laid out."""
        self._waiting = (project, profile) if project is not None and profile is not None else None
        if self._waiting is None:
            self._sheets = []
            self.viewport().update()
        elif self.isVisible():
            self._pause.start()

    def mark(self, cell: Cell | None) -> None:
        """Mark the cell in which the cursor stands."""
        if cell != self._marked:
            self._marked = cell
            self._show_mark()
            self.viewport().update()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The pages that are shown."""
        return tuple(self._sheets)

    @property
    def page_count(self) -> int:
        """The number of pages that are shown."""
        return len(self._sheets)

    def _lay_out(self) -> None:
        from perfeval_gui.gui.printing import paper_sheets

        if self._waiting is None:
            return
        project, profile = self._waiting
        self._page, self._sheets = profile.page, paper_sheets(project, profile)
        self._fit_bars()
        self._show_mark()
        self.viewport().update()
        self.laid_out.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._waiting is not None:
            self._pause.start(0)

    # Geometry: pages stand below each other, `_scale` pixels to a twip

    def _scale(self) -> float:
        """Fill the width beside the scroll bar, whether it is there or not.

        A page that became lower where the bar had taken its width needed no bar, and higher without it: the
        two went on for ever, and the window hung.
        """
        room = self.maximumViewportSize().width() - self.verticalScrollBar().sizeHint().width()
        width = self._page.size[0] if self._page else 1
        return max(0.01, (room - 2 * _GAP) / width) * self._zoom

    def _page_size(self) -> tuple[float, float]:
        size = self._page.size if self._page else (1, 1)
        return size[0] * self._scale(), size[1] * self._scale()

    def _corner(self, number: int) -> QPointF:
        width, height = self._page_size()
        x = max(_GAP, (self.viewport().width() - width) / 2) - self.horizontalScrollBar().value()
        return QPointF(x, _GAP + number * (height + _GAP) - self.verticalScrollBar().value())

    def _fit_bars(self) -> None:
        width, height = self._page_size()
        seen = self.viewport().size()
        whole = _GAP + len(self._sheets) * (height + _GAP)
        for bar, need, room in (
            (self.horizontalScrollBar(), width + 2 * _GAP, seen.width()),
            (self.verticalScrollBar(), whole, seen.height()),
        ):
            bar.setRange(0, max(0, round(need - room)))
            bar.setPageStep(room)
            bar.setSingleStep(40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bars()
        self.laid_out.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * (STEP if event.angleDelta().y() > 0 else 1 / STEP), event.position())
            return
        super().wheelEvent(event)

    @property
    def zoom(self) -> float:
        """The size of the page on screen: 1 fills the width."""
        return self._zoom

    @property
    def percent(self) -> int:
        """The size of the page on screen against that on paper."""
        return round(self._scale() * TWIPS_PER_INCH / self.logicalDpiX() * 100)

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Show the page larger or smaller; the point of the viewport `about` stays where it is, else the middle."""
        still = about or QPointF(self.viewport().rect().center())
        page = self._place_on_paper(still)
        self._zoom = min(_MOST, max(_LEAST, zoom))
        self._fit_bars()
        if page is not None:
            number, place = page
            moved = self._corner(number) + place * self._scale() - still
            self.horizontalScrollBar().setValue(round(self.horizontalScrollBar().value() + moved.x()))
            self.verticalScrollBar().setValue(round(self.verticalScrollBar().value() + moved.y()))
        self.viewport().update()
        self.laid_out.emit()

    def fit_page(self) -> None:
        """Show a whole page."""
        _, height = self._page_size()
        self.set_zoom(self._zoom * (self.viewport().height() - 2 * _GAP) / max(1.0, height))

    def _place_on_paper(self, point: QPointF) -> tuple[int, QPointF] | None:
        """Return the number of the page at a height of the viewport, and the place on it in twips."""
        if not self._sheets:
            return None
        _, height = self._page_size()
        above = point.y() + self.verticalScrollBar().value() - _GAP
        number = min(len(self._sheets) - 1, max(0, int(above // (height + _GAP))))
        return number, (point - self._corner(number)) * (1 / self._scale())

    def _show_mark(self) -> None:
        """Bring the marked cell into sight, where it is not."""
        for number, sheet in enumerate(self._sheets):
            for frame in sheet.frames:
                if frame.box.cell is not None and frame.box.cell == self._marked:
                    self._bring_into_sight(number, frame)
                    return

    def _bring_into_sight(self, number: int, frame: Frame) -> None:
        corner, scale = self._corner(number), self._scale()
        shown = QRectF(
            corner.x() + frame.x * scale,
            corner.y() + frame.y * scale,
            frame.width * scale,
            frame.height * scale,
        )
        seen = QRectF(self.viewport().rect())
        for bar, start, end, room in (
            (self.horizontalScrollBar(), shown.left(), shown.right(), seen.width()),
            (self.verticalScrollBar(), shown.top(), shown.bottom(), seen.height()),
        ):
            if start < 0 or end > room:
                bar.setValue(round(bar.value() + (start + end - room) / 2))

    # Painting and clicking

    def paintEvent(self, event: QPaintEvent) -> None:
        from perfeval_gui.gui.printing import paint_sheet

        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.desk))
        width, height = self._page_size()
        for number, sheet in enumerate(self._sheets):
            page = QRectF(self._corner(number).x(), self._corner(number).y(), width, height)
            if not page.intersects(QRectF(event.rect())):
                continue
            painter.fillRect(page.translated(2, 3), QColor(0, 0, 0, 40))
            painter.fillRect(page, Qt.GlobalColor.white)  # paper is white in every theme
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(page.topLeft())
            painter.scale(self._scale(), self._scale())
            painter.setPen(Qt.GlobalColor.black)
            paint_sheet(painter, sheet)
            self._paint_mark(painter, sheet)
            painter.restore()
        painter.end()

    def _paint_mark(self, painter: QPainter, sheet: Sheet) -> None:
        for frame in sheet.frames:
            if frame.box.cell is not None and frame.box.cell == self._marked:
                painter.setPen(QPen(QColor(self._theme.accent), 40))
                painter.drawRect(QRectF(frame.x, frame.y, frame.width, frame.height))

    def frame_at(self, point: QPoint) -> Frame | None:
        """Return the printed cell under a point of the viewport, or None."""
        page = self._place_on_paper(QPointF(point))
        if page is None:
            return None
        number, place = page
        frames = self._sheets[number].frames
        return next((f for f in frames if QRectF(f.x, f.y, f.width, f.height).contains(place)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        frame = self.frame_at(event.position().toPoint())
        editable = frame is not None and frame.box.cell is not None
        shape = Qt.CursorShape.PointingHandCursor if editable else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        frame = self.frame_at(event.position().toPoint())
        if frame is not None and frame.box.cell is not None:
            self.cell_clicked.emit(frame.box.cell)
