"""A bar chart painted by hand: the same on screen and as a picture."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from perfeval_gui.core.summary_charts import Bar, Chart
from perfeval_gui.gui.themes import LIGHT, Theme

_MARGIN = 12
_GAP = 8
_LEAST_LINE = 0.85
"""Bars stand no closer than this share of a text's height, or their words would touch."""
_LABEL_SHARE = 0.34
_THICKNESS = 0.62
_PICTURE_WIDTH, _PICTURE_SCALE = 900, 2


def line_height(font: QFont) -> float:
    """Return the height of a bar with the room around it."""
    return QFontMetricsF(font).height() * 1.35


class ChartView(QWidget):
    """Shows a `Chart`; clicking the bar of a project asks for the project."""

    project_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chart: Chart | None = None
        self._places: list[tuple[QRectF, Bar]] = []
        self.setMouseTracking(True)
        self.setMinimumSize(220, 120)

    def show_chart(self, chart: Chart) -> None:
        """Show another chart."""
        if chart != self._chart:
            self._chart = chart
            self.setAccessibleName(chart.in_words)
            self.updateGeometry()
            self.update()

    @property
    def chart(self) -> Chart | None:
        """The chart that is shown."""
        return self._chart

    def picture(self) -> QImage:
        """Return the chart as a picture on white, sharp enough for print."""
        count = len(self._chart.bars) if self._chart else 0
        size = QSize(_PICTURE_WIDTH, int(line_height(self.font()) * (max(count, 1) + 3) + 2 * _MARGIN))
        image = QImage(size * _PICTURE_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_PICTURE_SCALE)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setFont(self.font())
        _Painting(painter, LIGHT).draw(self._chart, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        return image

    def sizeHint(self) -> QSize:
        count = len(self._chart.bars) if self._chart else 4
        return QSize(360, int(line_height(self.font()) * (count + 3) + 2 * _MARGIN))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.base))
        self._places = _Painting(painter, self._theme).draw(self._chart, QRectF(self.rect()))
        painter.end()

    def _bar_at(self, at: QPointF) -> Bar | None:
        return next((bar for place, bar in self._places if place.contains(at)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        bar = self._bar_at(event.position())
        pointing = Qt.CursorShape.PointingHandCursor if bar and bar.key else Qt.CursorShape.ArrowCursor
        self.setCursor(pointing)
        if bar is not None:
            QToolTip.showText(event.globalPosition().toPoint(), f"{bar.label}：{_figure(bar)}", self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        bar = self._bar_at(event.position())
        if bar is not None and bar.key:
            self.project_asked.emit(bar.key)


def _figure(bar: Bar) -> str:
    return f"{bar.mark} {bar.text}".strip()


class _Painting:
    """Draws one chart in the colours of a theme."""

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self._painter = painter
        self._theme = theme

    def draw(self, chart: Chart | None, area: QRectF) -> list[tuple[QRectF, Bar]]:
        """Draw the chart into an area and return where its bars stand."""
        if chart is None:
            return []
        line = line_height(self._painter.font())
        inner = area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        self._title(chart, inner, line)
        rows = QRectF(inner.left(), inner.top() + line * 1.4, inner.width(), inner.height() - line * 1.4)
        left_out = self._left_out(chart, rows.height(), line)
        too_low = f"有 {left_out} 条画不下，把图表拉高就能看到" if left_out else ""
        said = "；".join(filter(None, (chart.note, too_low)))
        if said:
            note = QRectF(inner.left(), inner.bottom() - line, inner.width(), line)
            self._painter.setPen(QColor(self._theme.muted))
            self._text(note, said, Qt.AlignmentFlag.AlignLeft)
            rows.setHeight(rows.height() - line)
        if left_out:
            chart = replace(chart, bars=chart.bars[:-left_out])
        if not chart.bars:
            self._painter.setPen(QColor(self._theme.muted))
            self._painter.drawText(rows, Qt.AlignmentFlag.AlignCenter, "没有可以画出的数据")
            return []
        high = min(line, rows.height() / len(chart.bars))
        return self._bars(chart, QRectF(rows.left(), rows.top(), rows.width(), high))

    def _left_out(self, chart: Chart, height: float, line: float) -> int:
        """Return how many bars have no room; the note that says so takes a line."""
        least = QFontMetricsF(self._painter.font()).height() * _LEAST_LINE
        if height - line * bool(chart.note) >= least * len(chart.bars):
            return 0
        return len(chart.bars) - max(1, int((height - line) / least))

    def _title(self, chart: Chart, inner: QRectF, line: float) -> None:
        self._painter.save()
        bold = self._painter.font()
        bold.setBold(True)
        self._painter.setFont(bold)
        self._painter.setPen(QColor(self._theme.text))
        at = QRectF(inner.left(), inner.top(), inner.width(), line)
        self._text(at, chart.title, Qt.AlignmentFlag.AlignLeft)
        self._painter.restore()

    def _bars(self, chart: Chart, first: QRectF) -> list[tuple[QRectF, Bar]]:
        metrics = QFontMetricsF(self._painter.font())
        figures = max(metrics.horizontalAdvance(_figure(bar)) for bar in chart.bars) + _GAP
        figures = min(figures, first.width() * 0.45)
        widest = max(metrics.horizontalAdvance(bar.label) for bar in chart.bars)
        labels = min(first.width() * _LABEL_SHARE, widest)
        left = first.left() + labels + _GAP
        room = max(first.right() - figures - left, 20.0)
        places = []
        for number, bar in enumerate(chart.bars):
            row = first.translated(0, number * first.height())
            self._painter.setPen(QColor(self._theme.text))
            at = QRectF(row.left(), row.top(), labels, row.height())
            self._text(at, bar.label, Qt.AlignmentFlag.AlignRight)
            length = room * float(bar.value / chart.full)
            thick = row.height() * _THICKNESS
            box = QRectF(left, row.top() + (row.height() - thick) / 2, max(length, 1.5), thick)
            self._painter.fillRect(QRectF(left, box.top(), room, thick), QColor(self._theme.label))
            self._painter.fillRect(box, self._colour(bar))
            self._painter.setPen(QColor(self._theme.text))
            at = QRectF(left + room + _GAP / 2, row.top(), figures, row.height())
            self._text(at, _figure(bar), Qt.AlignmentFlag.AlignLeft)
            places.append((row, bar))
        if chart.line is not None and chart.line < chart.full:
            self._line(left + room * float(chart.line / chart.full), places)
        return places

    def _line(self, x: float, places: list[tuple[QRectF, Bar]]) -> None:
        self._painter.setPen(QPen(QColor(self._theme.line), 1, Qt.PenStyle.DashLine))
        self._painter.drawLine(QPointF(x, places[0][0].top()), QPointF(x, places[-1][0].bottom()))

    def _colour(self, bar: Bar) -> QColor:
        return QColor(self._theme.accent if bar.tone == "plain" else getattr(self._theme, bar.tone))

    def _text(self, at: QRectF, text: str, side: Qt.AlignmentFlag) -> None:
        shown = QFontMetricsF(self._painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, at.width())
        self._painter.drawText(at, side | Qt.AlignmentFlag.AlignVCenter, shown)
