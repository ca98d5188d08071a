"""The toolbar: buttons with words where there is room for all of them, else with icons only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

from perfeval_gui.gui import appearance

_ICONS = Qt.ToolButtonStyle.ToolButtonIconOnly


class MainToolBar(QToolBar):
    """Drops the words before any button has to go behind the arrow: hints and names still say them."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._width_with_words = 0
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._measure)
        self.setToolButtonStyle(appearance.TOOL_STYLE)

    def _measure(self) -> None:
        """See how much room the words take in the font of now; only buttons that show them can say it."""
        self.setToolButtonStyle(appearance.TOOL_STYLE)
        self._width_with_words = self.sizeHint().width()
        self._fit()

    def _fit(self) -> None:
        if self._width_with_words:
            fits = self._width_with_words <= self.width()
            self.setToolButtonStyle(appearance.TOOL_STYLE if fits else _ICONS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._late.start()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish:
            self._late.start()
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep_arrow_inside()
        return super().event(event)

    def _keep_arrow_inside(self) -> None:
        """Move the arrow back from over the edge: Qt leaves it less room than large texts give it."""
        arrow = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if arrow is not None and arrow.geometry().right() > self.rect().right():
            arrow.move(self.rect().right() + 1 - arrow.width(), arrow.y())
