"""Plain text of several lines without two faults of Qt that crash the program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

_LINE_ENDS = "\n\r\u2029"


class PlainText(QPlainTextEdit):
    """Moves by page keys safely and takes what an input method gives, also in several lines."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _turns_page(event) and not self.isReadOnly():
            self._turn_page(event)
        else:
            super().keyPressEvent(event)

    def _turn_page(self, event: QKeyEvent) -> None:
        """Move by as many lines as are seen; Qt's own way crashes, or never ends, on texts and editors of some sizes."""
        operation = QTextCursor.MoveOperation
        caret = self.textCursor()
        caret.movePosition(
            operation.Up if event.key() == Qt.Key.Key_PageUp else operation.Down,
            QTextCursor.MoveMode.KeepAnchor
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            else QTextCursor.MoveMode.MoveAnchor,
            max(1, self.viewport().height() // self.fontMetrics().lineSpacing()),
        )
        self.setTextCursor(caret)
        event.accept()

    def break_line(self) -> None:
        """Begin a new line; what is being composed is ended first, as by a mouse press, or it stayed drawn above."""
        QGuiApplication.inputMethod().commit()
        if self.textCursor().block().layout().preeditAreaText():
            self.inputMethodEvent(QInputMethodEvent())
        self.insertPlainText("\n")

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Qt takes the composed text back in the line where the caret is *after* the insertion. Given several lines
        # at once, as a user's own phrase, it stayed drawn in the first one, and ↑ led to places behind the text's end.
        if any(end in event.commitString() for end in _LINE_ENDS):
            super().inputMethodEvent(QInputMethodEvent())
        super().inputMethodEvent(event)


def _turns_page(event: QKeyEvent) -> bool:
    others = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not event.modifiers() & others
