"""得分明细: a small card beside the form that follows the cursor from row to row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfeval_gui.core.quantities import format_number
from perfeval_gui.core.row_card import RowCard
from perfeval_gui.gui.appearance import set_tone

_NO_ROW = "把光标放到一行三级指标上，或“年度资金总额”一行，这里会写出得分是怎么算的。"


class ScoreCardWindow(QDialog):
    """Shows one card; what its buttons offer is done by whoever listens."""

    reason_asked = Signal(object)
    score_asked = Signal(object)
    """Both hold the `RowCard`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("得分明细")
        self.setObjectName("scoreCard")
        self.setModal(False)
        self.setMinimumWidth(400)
        self._card: RowCard | None = None
        self._title, self._sentence, self._verdict, self._rule = (QLabel(self) for _ in range(4))
        for label in (self._title, self._sentence, self._verdict, self._rule):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_tone(self._title, "", "bold")
        set_tone(self._sentence, "", "sentence")
        set_tone(self._rule, "muted")
        self._reason = QPushButton("填入偏差原因", self)
        self._reason.setToolTip("接在这一行的偏差原因后面，可以再改，也可以撤销")
        self._score = QPushButton(self)
        self._reason.clicked.connect(lambda: self._ask(self.reason_asked))
        self._score.clicked.connect(lambda: self._ask(self.score_asked))
        row = QHBoxLayout()
        row.addWidget(self._reason)
        row.addWidget(self._score)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        for part in (self._title, self._sentence, self._verdict, self._rule):
            whole.addWidget(part)
        whole.addLayout(row)
        whole.addStretch(1)

    def _ask(self, signal: SignalInstance) -> None:
        if self._card is not None:  # its row may have gone while the button was held down
            signal.emit(self._card)

    @property
    def text(self) -> str:
        """What the card says, line by line."""
        labels = (self._title, self._sentence, self._verdict, self._rule)
        return "\n".join(label.text() for label in labels if label.text())

    def show_card(self, card: RowCard | None, written: str) -> None:
        """Show another card; `written` is the score that stands in the form."""
        self._card = card
        self._title.setText(card.title if card else "得分明细")
        self._sentence.setText(card.sentence if card else _NO_ROW)
        self._verdict.setText(card.verdict if card else "")
        self._rule.setText(f"规则：{card.rule}　依据：{card.source}" if card and card.rule else "")
        for label in (self._verdict, self._rule):
            label.setVisible(bool(label.text()))
        self._reason.setVisible(card is not None and card.reason_cell is not None and bool(card.rule))
        due = format_number(card.score) if card and card.score is not None else ""
        self._score.setText(f"得分填 {due}")
        self._score.setVisible(bool(due) and due != written.strip())
        self.setAccessibleDescription(self.text)
        self.adjustSize()

    @property
    def reason_button(self) -> QPushButton:
        """The button 填入偏差原因."""
        return self._reason

    @property
    def score_button(self) -> QPushButton:
        """The button that fills in the score."""
        return self._score
