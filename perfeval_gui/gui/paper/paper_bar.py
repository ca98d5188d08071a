"""What stands above the paper: how large it is shown, how many pages there are, preview and printing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from perfeval_gui.gui import appearance
from perfeval_gui.gui.paper.paper_view import STEP, PaperView


class PaperPanel(QWidget):
    """The paper with its bar."""

    def __init__(self, view: PaperView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._size, self._pages = QLabel("", self), QLabel("", self)
        self._size.setAccessibleName("纸面大小")
        self._size.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._size.setMinimumWidth(self.fontMetrics().horizontalAdvance("000%"))
        self._pages.setAccessibleName("纸面页数")
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(6, 2, 6, 2)
        self._bar.setSpacing(2)
        self._add("－", "缩小纸面（Ctrl+滚轮）", lambda: view.set_zoom(view.zoom / STEP))
        self._bar.addWidget(self._size)
        self._add("＋", "放大纸面（Ctrl+滚轮）", lambda: view.set_zoom(view.zoom * STEP))
        self._add("页宽", "与窗格一样宽", lambda: view.set_zoom(1.0))
        self._add("整页", "看到一整页", view.fit_page)
        self._bar.addSpacing(8)
        self._bar.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar)
        column.addWidget(view, 1)
        view.laid_out.connect(self._say)

    def _add(self, text: str, tip: str, run: Callable[[], None]) -> None:
        button = self._button(tip)
        button.setText(text)
        button.clicked.connect(run)

    def offer(self, action: QAction, icon: str) -> None:
        """Put a command of the menu at the end of the bar, as a sign."""
        button = self._button(action.toolTip())
        button.setIcon(appearance.icon(icon))
        button.clicked.connect(action.trigger)

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        self._bar.addWidget(button)
        return button

    def _say(self) -> None:
        count = self._view.page_count
        self._size.setText(f"{self._view.percent}%" if count else "")
        self._pages.setText(f"共 {count} 页" if count else "")
