"""The list of phrases below an open editor; it never takes the focus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from perfeval_gui.core.phrases import Offer

_WIDTH = 340


class PhrasePopup(QFrame):
    """Shows offers. Keys are handed on by the one who has the focus."""

    chosen = Signal(object)
    """An offer was clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = parent
        self.setObjectName("phrasePopup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setAutoFillBackground(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("单位词库")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(self._offers[self.list.row(item)]))
        self._words = QLabel("按 ↓ 选择，Enter 采用", self)
        self._words.setContentsMargins(6, 1, 6, 2)
        self._words.setToolTip("来自本单位以前填的表，只存在这台电脑上")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(self.list)
        whole.addWidget(self._words)
        self._offers: Sequence[Offer] = ()
        self.hide()

    def offer(self, offers: Sequence[Offer], beside: QRect, font_source: QWidget) -> None:
        """Show offers below a rectangle of the parent, or above it where there is no room; none: hide."""
        self._offers = offers
        if not offers:
            self.hide()
            return
        self.list.clear()
        for item in offers:
            self.list.addItem(" ".join(item.text.split()))
            self.list.item(self.list.count() - 1).setToolTip(item.text)
        self.list.setCurrentRow(-1)
        self.list.setFont(font_source.font())
        line = self.list.sizeHintForRow(0)
        height = line * len(offers) + self._words.sizeHint().height() + 6
        self.setGeometry(self._place(beside, max(_WIDTH, beside.width()), height))
        self.show()
        self.raise_()

    def _place(self, beside: QRect, width: int, height: int) -> QRect:
        room = self._form.rect()
        corner = beside.bottomLeft() + QPoint(0, 2)
        if corner.y() + height > room.bottom():
            corner = beside.topLeft() - QPoint(0, height + 2)
        corner.setX(max(0, min(corner.x(), room.right() - width)))
        return QRect(corner.x(), max(0, corner.y()), width, height)

    @property
    def is_entered(self) -> bool:
        """Whether the clerk has moved into the list, so that Enter means the line that is marked."""
        return not self.isHidden() and self.list.currentRow() >= 0

    def step(self, direction: int) -> None:
        """Mark the next or previous line; above the first one the list is left again."""
        self.list.setCurrentRow(min(self.list.currentRow() + direction, self.list.count() - 1))

    def marked(self) -> Offer | None:
        """Return the marked offer, or None."""
        return self._offers[self.list.currentRow()] if self.is_entered else None
