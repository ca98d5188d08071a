"""A line above the form that says what happened and offers what to do next, instead of a dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from perfeval_gui.gui import appearance


class NoticeBar(QFrame):
    """Hidden until there is something to say; stays until closed or replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.addWidget(self._text, 1)
        self._buttons: list[QPushButton] = []
        close = QToolButton(self)
        close.setIcon(appearance.icon("x"))
        close.setAutoRaise(True)
        close.setToolTip("关闭这条消息")
        close.setAccessibleName("关闭消息")
        close.clicked.connect(self.hide)
        self._row.addWidget(close)
        self.hide()

    def say(
        self, text: str, offers: Sequence[tuple[str, Callable[[], object]]] = (), *, problem: bool = False
    ) -> None:
        """Show a sentence with buttons (text, function); `problem` colours it as one."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()  # it is only deleted later, and must not be seen over the next ones
            button.deleteLater()
        self._buttons = []
        for place, (label, run) in enumerate(offers):
            button = QPushButton(label, self)
            button.clicked.connect(lambda _checked=False, run=run: run())
            self._row.insertWidget(1 + place, button)
            self._buttons.append(button)
        appearance.set_tone(self, "problem" if problem else "notice")
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()

    def go_on(self, text: str) -> None:
        """Change the sentence and leave its buttons as they are, for what is counting."""
        self._text.setText(text)
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """The sentence that is shown, or a blank."""
        return "" if self.isHidden() else self._text.text()
