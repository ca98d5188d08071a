"""环境自检 as a list that can be copied and printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.gui import appearance
from perfeval_gui.gui.dialogs.plain_table import PlainTable
from perfeval_gui.gui.environment import Condition


class EnvironmentReport(QDialog):
    """One line a condition; what needs attention has a sign and says what it means."""

    print_asked = Signal()

    def __init__(self, parent: QWidget, conditions: Sequence[Condition]) -> None:
        super().__init__(parent)
        self.setWindowTitle("环境自检")
        self.setObjectName("environmentReport")
        self.resize(900, 520)
        self._conditions = tuple(conditions)
        wrong = sum(not item.is_good for item in conditions)
        self.said = QLabel(f"有 {wrong} 项值得看一下。" if wrong else "都正常。", self)
        self.list = PlainTable("检查了什么", ["项目", "结果", "影响和办法"], self)
        self.list.show_rows(
            [(item.name, item.found, item.effect) for item in conditions],
            [appearance.icon("circle-check" if item.is_good else "alert-triangle") for item in conditions],
        )
        self._arrange()

    def _arrange(self) -> None:
        copy, paper, close = QPushButton("复制", self), QPushButton("打印…", self), QPushButton("关闭", self)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        paper.clicked.connect(self.print_asked)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addWidget(paper)
        row.addStretch(1)
        row.addWidget(close)
        whole = QVBoxLayout(self)
        whole.addWidget(self.said)
        whole.addWidget(self.list, 1)
        whole.addLayout(row)

    def text(self) -> str:
        """Return the list as lines, for a message to the IT colleague."""
        return "\n".join(
            f"{item.name}：{item.found}" + (f"。{item.effect}" if item.effect else "")
            for item in self._conditions
        )
