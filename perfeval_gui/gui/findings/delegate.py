"""How a finding is painted: icon, severity and place, then the sentence, wrapped; waived ones in grey."""

from __future__ import annotations

import functools

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from perfeval_gui.gui import appearance
from perfeval_gui.gui.findings.model import LINE, Line
from perfeval_gui.gui.themes import Theme

_Index = QModelIndex | QPersistentModelIndex
_PAD, _GAP = 8, 6


class FindingDelegate(QStyledItemDelegate):
    """Paints lines of the findings list."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, Line):
            return
        painter.save()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        view = self.parent()
        selected = isinstance(view, QListView) and view.selectionModel().isSelected(index)
        painter.fillRect(rect, QColor(self._theme.selection if selected else self._theme.base))
        painter.setPen(QColor(self._theme.desk))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(_PAD, _PAD - 1, -_PAD, -_PAD)
        size = _icon_size(option.fontMetrics)  # type: ignore[attr-defined]
        self._icon(painter, inner, line, size)
        self._words(painter, inner.adjusted(size + _GAP, 0, 0, 0), line, option)
        painter.restore()

    def _icon(self, painter: QPainter, inner: QRect, line: Line, size: int) -> None:
        icon = (
            appearance.icon("circle-check", self._theme, "muted")
            if line.is_waived
            else appearance.severity_icon(line.finding.severity, self._theme)
        )
        icon.paint(painter, QRect(inner.topLeft(), QSize(size, size)))

    def _words(self, painter: QPainter, room: QRect, line: Line, option: QStyleOptionViewItem) -> None:
        font: QFont = option.font  # type: ignore[attr-defined]
        metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        muted = QColor(self._theme.muted)
        remark = "可修复" if line.finding.fix is not None and not line.is_waived else ""
        painter.setFont(font)
        painter.setPen(QColor(self._theme.good))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), remark)
        bold = _bold(font)
        left = room.adjusted(0, 0, -metrics.horizontalAdvance(remark) - (6 if remark else 0), 0)
        head = QFontMetrics(bold).elidedText(line.head, Qt.TextElideMode.ElideRight, left.width())
        painter.setFont(bold)
        painter.setPen(muted if line.is_waived else self._theme.ink(line.finding.severity))
        painter.drawText(left, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), head)
        painter.setFont(font)
        painter.setPen(muted if line.is_waived else QColor(self._theme.text))
        below = room.adjusted(0, metrics.height() + 2, 0, 0)
        painter.drawText(below, int(Qt.TextFlag.TextWordWrap), line.body)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 300
        line = index.data(LINE)
        font: QFont = option.font  # type: ignore[attr-defined]
        words = line.body if isinstance(line, Line) else ""
        return QSize(width, _height(words, width, font.toString()))


def _icon_size(metrics: QFontMetrics) -> int:
    return round(metrics.height() * 0.95)


@functools.lru_cache(maxsize=8192)
def _height(words: str, width: int, font_text: str) -> int:
    """Return the height of a line; wrapping the same sentence again for every layout would hold frames."""
    font = QFont()
    font.fromString(font_text)
    metrics = QFontMetrics(font)
    room = QRect(0, 0, width - 2 * _PAD - _icon_size(metrics) - _GAP, 100_000)
    lines = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height()
    return metrics.height() + 2 + lines + 2 * _PAD


@functools.lru_cache(maxsize=8)
def _bold_of(font_text: str) -> QFont:
    made = QFont()
    made.fromString(font_text)
    made.setBold(True)
    return made


def _bold(font: QFont) -> QFont:
    return _bold_of(font.toString())
