"""What is shown beside a cell's text: last year's value in a small line, the origin as a bar with a legend."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from perfeval_gui.core.origins import COMPUTED, LABELS, LAST_YEAR, REPAIRED, TYPED
from perfeval_gui.core.values import dataclass
from perfeval_gui.gui.table.measures import MARGIN, Typography
from perfeval_gui.gui.themes import Theme

BAR = 3
"""Pixels that the bar of an origin is wide."""
_WORD = "去年 "
_MARKS: Mapping[str, tuple[str, tuple[float, ...]]] = {
    LAST_YEAR: ("accent", ()),
    COMPUTED: ("good", (1.6, 0.8)),
    REPAIRED: ("warning", (0.6, 0.8)),
}
"""Colour of the theme, and dash and gap in widths of the line (none: solid): the colour never stands alone."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Which of both is shown."""

    last_year: bool = True
    origins: bool = False


def strip_height(typography: Typography) -> int:
    """Return the pixels that the line with last year's value needs."""
    return QFontMetrics(typography.font("beside")).height()


def write_last_year(
    painter: QPainter, rect: QRect, text: str, typography: Typography, theme: Theme, *, left: bool
) -> QRect:
    """Write last year's value at the foot of the cell and return what is left for this year's."""
    font = typography.font("beside")
    metrics = QFontMetrics(font)
    foot = QRect(rect.left(), rect.bottom() - metrics.height() - 1, rect.width(), metrics.height())
    room = foot.adjusted(MARGIN, 0, -MARGIN, 0)
    painter.setFont(font)
    painter.setPen(QColor(theme.muted))
    line = " ".join(text.split())
    fits = metrics.horizontalAdvance(_WORD + line) <= room.width()
    narrow = not fits and metrics.horizontalAdvance(line) <= room.width()  # a score in its narrow column
    shown = line if narrow else metrics.elidedText(_WORD + line, Qt.TextElideMode.ElideRight, room.width())
    side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
    return rect.adjusted(0, 0, 0, -metrics.height())


def draw_origin(painter: QPainter, rect: QRect, origin: str, theme: Theme) -> None:
    """Draw the bar of an origin at the left edge of the cell; what was typed has none."""
    if origin not in _MARKS:
        return
    colour, dashes = _MARKS[origin]
    pen = QPen(QColor(getattr(theme, colour)), BAR)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        pen.setDashPattern(dashes)
    painter.setPen(pen)
    middle = rect.left() + 1 + BAR // 2
    painter.drawLine(middle, rect.top() + 2, middle, rect.bottom() - 2)


def in_words(last_year: str, origin: str) -> list[str]:
    """Return what tooltips say of a cell."""
    words = [f"去年：{last_year}"] if last_year else []
    return [*words, f"来源：{LABELS.get(origin, origin)}"] if origin != TYPED else words


class OriginLegend(QFrame):
    """One line that tells what the bars mean; hidden until they are shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("originLegend")
        self.setAccessibleName("内容来源的图例：" + "、".join(LABELS.values()))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(6)
        row.addWidget(QLabel("格子左边的竖线表示内容来源：", self))
        for origin in _MARKS:
            row.addWidget(_Swatch(origin, theme, self))
            row.addWidget(QLabel(LABELS[origin], self))
            row.addSpacing(12)
        row.addWidget(QLabel(f"没有竖线：{LABELS[TYPED]}", self))
        row.addStretch(1)
        self.hide()


class _Swatch(QWidget):
    """The bar of one origin, as in a cell."""

    def __init__(self, origin: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._origin = origin
        self._theme = theme
        self.setFixedSize(QSize(BAR + 4, 18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_origin(painter, self.rect(), self._origin, self._theme)
        painter.end()
