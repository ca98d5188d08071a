"""回对码: which saved version a signed sheet of paper was printed from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

_WORDS = "输入纸上页脚的回对码（8 位，不分大小写，短横线可不写），查是用哪个版本打印的："


class PaperCodeDialog(QDialog):
    """`look_up` gets what was typed and returns a sentence."""

    def __init__(self, parent: QWidget, look_up: Callable[[str], str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("核对回对码")
        self.setMinimumWidth(460)
        self._look_up = look_up
        self.code = QLineEdit(self)
        self.code.setPlaceholderText("例如 7K2M-9QXD")
        self.code.setAccessibleName("回对码")
        self.verdict = QLabel("", self)
        self.verdict.setWordWrap(True)
        self.verdict.setMinimumHeight(64)
        words = QLabel(_WORDS, self)
        words.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.check = buttons.addButton("核对", QDialogButtonBox.ButtonRole.ActionRole)
        self.check.setDefault(True)
        self.check.setEnabled(False)
        self.check.clicked.connect(self._say)
        self.code.textChanged.connect(lambda text: self.check.setEnabled(bool(text.strip())))
        self.code.returnPressed.connect(self._say)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(words)
        whole.addWidget(self.code)
        whole.addWidget(self.verdict, 1)
        whole.addWidget(buttons)

    def _say(self) -> None:
        if self.code.text().strip():
            self.verdict.setText(self._look_up(self.code.text()))
