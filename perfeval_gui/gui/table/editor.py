"""The editor that opens in a cell: plain text that grows, with the keys of Excel and WPS."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QWidget

from perfeval_gui.core.symbols import sign_for
from perfeval_gui.core.text import LONGEST_PASTED
from perfeval_gui.gui.plain_text import PlainText

TYPING_PAUSE_MS = 150
"""Typed text reaches the form after this pause, while the editor stays open."""


class CellEditor(PlainText):
    """Edits one cell. Enter and Tab leave the cell, Alt+Enter breaks the line, Esc takes the typing back."""

    left = Signal(str)
    """The clerk left the cell by a key: `down`, `up`, `next`, `previous`, `stay` or `cancel`."""

    refused = Signal()
    """More was pasted than a cell can be meant to hold; nothing was put in."""

    paused = Signal()
    """Nothing was typed for a moment."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("cellEditor")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(False)
        self.document().setDocumentMargin(3)
        self.setAccessibleName("单元格编辑")
        self.is_composing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.paused)
        self.textChanged.connect(self._pause.start)
        self.signs = False  # whether `>=` becomes ≥ while typing

    def stop_waiting(self) -> None:
        """Speak of no pause any more: the editor is closing, its text is handed in."""
        self._pause.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _way_out(event)
        if way == "newline":
            self.break_line()
        elif way:
            event.accept()
            self.left.emit(way)
        else:
            super().keyPressEvent(event)
            self._put_sign(event.text())

    def insertFromMimeData(self, source: QMimeData) -> None:
        if len(source.text()) > LONGEST_PASTED:
            self.refused.emit()
            return
        super().insertFromMimeData(source)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._put_sign(event.commitString())

    def _put_sign(self, typed: str) -> None:
        """Put ≥ for a `>=` just typed, as a step of its own: Ctrl+Z gives the typed signs back."""
        caret = self.textCursor()
        before = self.toPlainText()[: caret.position()]
        sign = sign_for(before) if self.signs and typed and before.endswith(typed) else ""
        if sign:
            caret.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, 2)
            caret.insertText(sign)

    def event(self, event: QEvent) -> bool:
        # Qt sends Tab to the focus chain before keyPressEvent sees it.
        pressed = event if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if pressed is not None and pressed.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.keyPressEvent(pressed)
            return True
        return super().event(event)


def _way_out(event: QKeyEvent) -> str:
    key, modifiers = event.key(), event.modifiers()
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier):
            return "newline"
        return "up" if shift else "down"
    if key == Qt.Key.Key_Tab:
        return "next"
    if key == Qt.Key.Key_Backtab:
        return "previous"
    return "cancel" if key == Qt.Key.Key_Escape else ""


def is_editor(widget: QObject | None) -> bool:
    """Return whether the widget is a cell's editor."""
    return isinstance(widget, CellEditor)
