"""What the pages that stand in the place of the form have in common: heading, words, tools, the work, a hint."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from perfeval_gui.gui import appearance


class WorkPage(QWidget):
    """A page named for those who hear it; the heading, the words below it and the body are its subclass's."""

    unit_chosen = Signal(str)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.heading, self.words = QLabel(self), QLabel(self)
        appearance.set_tone(self.heading, "", "heading")
        for label in (self.heading, self.words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._beside_heading, self._tools = QHBoxLayout(), QHBoxLayout()
        self._beside_heading.addWidget(self.heading, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 8)
        self._column.addLayout(self._beside_heading)
        self._column.addWidget(self.words)

    def offer_units(self, spoken: str) -> None:
        """Put the choice of a department or unit beside the heading; a screen reader says `spoken`."""
        self.units = QComboBox(self)
        self.units.setMinimumWidth(180)
        self.put_beside_heading("部门（单位）", self.units, spoken)
        self.units.currentTextChanged.connect(self.unit_chosen)

    def put_beside_heading(self, label: str, box: QComboBox, spoken: str) -> None:
        """Put a choice with its label beside the heading."""
        box.setAccessibleName(spoken)
        self._beside_heading.addWidget(QLabel(label, self))
        self._beside_heading.addWidget(box)

    def lay_out(self, body: QWidget, hint: str, *above: QWidget) -> None:
        """Put the body below the tools, the hint below it, and what else is said above the tools."""
        said = QLabel(hint, self)
        said.setWordWrap(True)
        for widget in above:
            self._column.addWidget(widget)
        self._column.addLayout(self._tools)
        self._column.addWidget(body, 1)
        self._column.addWidget(said)

    def add_buttons(self, buttons: Sequence[tuple[str, str, Callable[[], None]]]) -> None:
        """Put buttons (icon, text, function) above the body."""
        for icon, text, run in buttons:
            button = QToolButton(self)
            button.setIcon(appearance.icon(icon))
            button.setText(text)
            button.setToolButtonStyle(appearance.TOOL_STYLE)
            button.setAutoRaise(True)
            button.clicked.connect(lambda _checked=False, run=run: run())
            self._tools.addWidget(button)
        self._tools.addStretch(1)

    def show_units(self, units: Sequence[str], chosen: str) -> None:
        """Offer the departments and units of the year."""
        with QSignalBlocker(self.units):
            self.units.clear()
            self.units.addItems(list(units))
            self.units.setCurrentText(chosen)
