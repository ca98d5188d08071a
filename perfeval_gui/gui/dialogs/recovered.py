"""What came back after the program had not been closed properly: a list of projects, each to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.gui import appearance
from perfeval_gui.gui.roles import DRAFT


@dataclass(frozen=True, slots=True)
class Recovered:
    """One project of the list: its id, its name, and how many saved changes were taken from the journal."""

    id: str
    name: str
    changes: int


class RecoveredDialog(QDialog):
    """Lists what was recovered, the most changed first."""

    shown = Signal(str)
    """The clerk wants to see this project."""
    versions_asked = Signal(str)
    """The clerk wants to compare this project with what it was before."""

    def __init__(self, parent: QWidget, recovered: Sequence[Recovered]) -> None:
        super().__init__(parent)
        self.setWindowTitle("恢复了什么")
        self.resize(560, 320)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName("恢复了修改的项目")
        self.list.setHeaderLabels(["项目", "恢复的修改"])
        self.list.setRootIsDecorated(False)
        for item in sorted(recovered, key=lambda item: -item.changes):
            line = QTreeWidgetItem(self.list, [item.name, f"{item.changes} 处"])
            line.setData(0, DRAFT, item.id)
        self.list.setColumnWidth(0, appearance.sized(400, self))
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.list.itemDoubleClicked.connect(lambda *_: self._choose(self.shown))
        words = QLabel("上次程序没有正常关闭。下面的修改已经从修改记录中恢复，现在都已存好：", self)
        words.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        look = buttons.addButton("打开这张表", QDialogButtonBox.ButtonRole.ActionRole)
        compare = buttons.addButton("与以前的版本比较…", QDialogButtonBox.ButtonRole.ActionRole)
        look.clicked.connect(lambda: self._choose(self.shown))
        compare.clicked.connect(lambda: self._choose(self.versions_asked))
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(words)
        whole.addWidget(self.list, 1)
        whole.addWidget(buttons)

    def _choose(self, signal: SignalInstance) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.accept()
            signal.emit(item.data(0, DRAFT))
