"""系统搬运助手: one text after another on the clipboard, to be pasted or typed into the web system."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.entry_list import Entry
from perfeval_gui.gui.appearance import set_tone

EntriesOf = Callable[[bool, bool], Sequence[Entry]]
"""Takes whether values are taken apart, and whether blanks count; gives what is to be typed."""


class EntrySteps(QDialog):
    """Stays above the browser; each step puts its text on the clipboard and says so."""

    reached = Signal(object)
    """The `Entry` that is to be typed now."""
    print_asked = Signal(list)
    """The entries as they are listed now."""

    def __init__(self, parent: QWidget, title: str, entries_of: EntriesOf) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"系统搬运助手　{title}")
        self.setObjectName("entrySteps")
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on=True)
        self.resize(480, 320)
        self._entries_of = entries_of
        self._entries: Sequence[Entry] = ()
        self._at = 0
        self._count, self._place, self._said = QLabel(self), QLabel(self), QLabel(self)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("录入进度")
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setAccessibleName("录入内容")
        self._in_parts = QCheckBox("指标值拆成性质、数值、单位", self)
        self._with_blanks = QCheckBox("空白项也列出", self)
        self._back = QPushButton("上一项(&P)", self)
        self._next = QPushButton("下一项(&N)", self)
        self._again = QPushButton("再复制一次(&C)", self)
        self.paper_button = QPushButton("打印录入清单…", self)
        self._arrange()
        self._connect()
        self._list_anew()

    def _arrange(self) -> None:
        set_tone(self._place, "", "bold")
        set_tone(self._said, "muted")
        self._place.setWordWrap(True)
        self._next.setDefault(True)
        self._back.setAutoDefault(False)
        self._again.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(self._count)
        head.addWidget(self._progress, 1)
        choices = QHBoxLayout()
        choices.addWidget(self._in_parts)
        choices.addWidget(self._with_blanks)
        choices.addStretch(1)
        self.paper_button.setAutoDefault(False)
        steps = QHBoxLayout()
        steps.addWidget(self.paper_button)
        steps.addStretch(1)
        for button in (self._again, self._back, self._next):
            steps.addWidget(button)
        whole = QVBoxLayout(self)
        whole.addLayout(head)
        whole.addWidget(self._place)
        whole.addWidget(self._text, 1)
        whole.addWidget(self._said)
        whole.addLayout(choices)
        whole.addLayout(steps)
        self._next.setFocus()

    def _connect(self) -> None:
        self._next.clicked.connect(lambda: self.step(1))
        self._back.clicked.connect(lambda: self.step(-1))
        self._again.clicked.connect(self._copy)
        self.paper_button.clicked.connect(lambda: self.print_asked.emit(list(self._entries)))
        for box in (self._in_parts, self._with_blanks):
            box.toggled.connect(self._list_anew)
        for keys, way in (("PgDown", 1), ("PgUp", -1)):
            QShortcut(QKeySequence(keys), self, lambda way=way: self.step(way))

    @property
    def current(self) -> Entry | None:
        """What is to be typed now; None where the form holds nothing."""
        return self._entries[self._at] if self._entries else None

    def step(self, way: int) -> None:
        """Go on (1) or back (-1) and put the text there on the clipboard."""
        if 0 <= self._at + way < len(self._entries):
            self._at += way
            self._show()

    def _list_anew(self) -> None:
        """List by the choices that are ticked, and stay at the cell in hand where it is still listed."""
        before = self.current
        self._entries = self._entries_of(self._in_parts.isChecked(), self._with_blanks.isChecked())
        cells = [entry.cell for entry in self._entries]
        self._at = cells.index(before.cell) if before and before.cell in cells else 0
        self._progress.setRange(0, max(len(cells), 1))
        self._show()

    def _show(self) -> None:
        entry = self.current
        total = len(self._entries)
        self._count.setText(f"第 {self._at + 1} 项，共 {total} 项" if entry else "没有要录入的内容")
        self._progress.setValue(self._at + 1 if entry else 0)
        self._place.setText(entry.place if entry else "")
        self._text.setPlainText(entry.text if entry else "")
        self._back.setEnabled(self._at > 0)
        self._next.setEnabled(self._at + 1 < total)
        self._again.setEnabled(entry is not None)
        if entry is not None:
            self._copy()
            self.reached.emit(entry)

    def _copy(self) -> None:
        entry = self.current
        if entry is None or not entry.text:
            self._said.setText("这一项是空白，在系统里跳过即可。" if entry else "")
            return
        QGuiApplication.clipboard().setText(entry.text)
        last = self._at + 1 == len(self._entries)
        self._said.setText("已复制，到系统里粘贴；" + ("这是最后一项。" if last else "按回车到下一项。"))
