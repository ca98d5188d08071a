"""How a cell is painted and edited: the paper's look, marks for findings, text handed in while typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.core.layout.grid import Box
from perfeval_gui.gui.roles import BOX, FINDINGS, GHOST, LAST_YEAR, ORIGIN
from perfeval_gui.gui.table.beside import draw_origin, write_last_year
from perfeval_gui.gui.table.editor import CellEditor
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.gui.table.measures import MARGIN, Typography
from perfeval_gui.gui.themes import Theme

_Index = QModelIndex | QPersistentModelIndex
_LEAST_LABEL = 70  # pixels; less than this cannot hold the words of a label
_LABELS = frozenset({"label"})
_BARE = frozenset({"annex", "title", "note", "pen"})


class CellDelegate(QStyledItemDelegate):
    """Paints boxes and makes editors."""

    def __init__(self, theme: Theme, typography: Typography, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.theme = theme
        self.typography = typography
        self.active_index: Callable[[], _Index] = view.currentIndex
        self.editor_opened: Callable[[CellEditor, _Index], None] = lambda _editor, _index: None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box = index.data(BOX)
        if not isinstance(box, Box):
            return
        findings = index.data(FINDINGS) or ()
        painter.save()
        painter.setClipRect(option.rect)  # type: ignore[attr-defined]
        rect = QRect(option.rect)  # type: ignore[attr-defined]
        painter.fillRect(rect, self._background(box, findings))
        room = _in_sight(rect, box, option)
        if before := index.data(LAST_YEAR):
            left = self.typography.is_left(box)
            room = write_last_year(painter, room, before, self.typography, self.theme, left=left)
        self._write(painter, room, box, index, findings)
        self._rule(painter, rect, box)
        draw_origin(painter, rect, index.data(ORIGIN) or "", self.theme)
        if findings:
            self._mark(painter, rect, findings[0].severity)
        if self._view.selectionModel().isSelected(index):
            self._frame(painter, rect, current=index == self.active_index() and self._view.hasFocus())
        painter.restore()

    def _background(self, box: Box, findings: Sequence[Finding]) -> QColor:
        if findings and box.style not in _LABELS:  # a label covers many rows: its mark and ink say enough
            return self.theme.fill(findings[0].severity)
        return QColor(self.theme.label if box.style in _LABELS else self.theme.paper)

    def _write(
        self, painter: QPainter, rect: QRect, box: Box, index: _Index, findings: Sequence[Finding]
    ) -> None:
        text, colour = box.text, self.theme.text
        if findings and box.style in _LABELS:
            colour = self.theme.ink(findings[0].severity).name()
        if not text and (ghost := index.data(GHOST)):
            text, colour = ghost, self.theme.muted
        elif box.style == "pen":
            colour = self.theme.muted
        painter.setPen(QColor(colour))
        font = QFont(self.typography.font(box.style))
        if colour == self.theme.muted and box.style != "pen":
            font.setItalic(True)
        painter.setFont(font)
        room = rect.adjusted(MARGIN, MARGIN // 2, -MARGIN, -(MARGIN // 2))
        painter.drawText(room, int(self.typography.flags(box)) | int(Qt.TextFlag.TextWordWrap), text)

    def _rule(self, painter: QPainter, rect: QRect, box: Box) -> None:
        """Draw the paper's lines: none around what stands outside the table."""
        painter.setPen(QColor(self.theme.line))
        if box.style in _BARE:
            if box.style in ("title", "note"):
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            return
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if box.column == 0:
            painter.drawLine(rect.topLeft(), rect.bottomLeft())

    def _mark(self, painter: QPainter, rect: QRect, severity: Severity) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self.theme.ink(severity))
        painter.setPen(Qt.PenStyle.NoPen)
        corner, size = rect.topRight() + QPoint(1, 0), 9
        painter.drawPolygon(QPolygon([corner, corner - QPoint(size, 0), corner + QPoint(0, size)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _frame(self, painter: QPainter, rect: QRect, *, current: bool) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not current:
            tint = QColor(self.theme.accent)
            tint.setAlpha(28)
            painter.fillRect(rect, tint)
        painter.setPen(QPen(QColor(self.theme.accent), 2))
        painter.drawRect(rect.adjusted(1, 1, -1, -1))

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        box = index.data(BOX)
        editor = CellEditor(parent)
        editor.setFont(self.typography.font(box.style if isinstance(box, Box) else ""))
        # A label's text decides the merges: it is not handed in mid-word.
        if not isinstance(box, Box) or box.style not in _LABELS:
            editor.paused.connect(lambda: self.commitData.emit(editor))
        editor.textChanged.connect(lambda: self._grow(editor))
        self.editor_opened(editor, index)
        return editor

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Keys are the editor's own business; the base class only watches the focus.
        if isinstance(watched, CellEditor) and event.type() == QEvent.Type.KeyPress:
            return False
        return super().eventFilter(watched, event)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        text = index.data(Qt.ItemDataRole.EditRole) or ""
        if isinstance(editor, CellEditor) and not editor.property("filled"):
            editor.setProperty("filled", True)
            editor.setPlainText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, CellEditor) and isinstance(model, GridModel):
            text = editor.toPlainText()
            if text != index.data(Qt.ItemDataRole.EditRole):
                model.setData(index, text, Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]
        if isinstance(editor, CellEditor):
            self._grow(editor)

    def _grow(self, editor: CellEditor) -> None:
        """Let the editor grow downwards over its neighbours, as far as the view reaches."""
        lines = editor.document().documentLayout().documentSize().height()
        wanted = int(lines * editor.fontMetrics().lineSpacing()) + 12
        parent = editor.parentWidget()
        room = parent.height() - editor.y() if parent else wanted
        if wanted > editor.height():
            editor.resize(editor.width(), max(editor.height(), min(wanted, room)))


def _in_sight(rect: QRect, box: Box, option: QStyleOptionViewItem) -> QRect:
    """Return the part of a merged label's cell that is in view, so that its text stays readable while scrolling."""
    view = option.widget  # type: ignore[attr-defined]
    if box.rows == 1 or not isinstance(view, QAbstractItemView):
        return rect
    seen = rect.intersected(view.viewport().rect())
    return seen if seen.height() > _LEAST_LABEL else rect
