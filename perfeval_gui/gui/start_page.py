"""What an empty desk shows: one large way in, and two smaller ones."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfeval_gui.gui import appearance
from perfeval_gui.gui.appearance import Theme


class StartPage(QWidget):
    """Says what to do first."""

    import_asked = Signal()
    new_asked = Signal()
    sample_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        title = QLabel("从去年的表开始", self)
        title.setFont(appearance.font(appearance.WINDOW, 20))
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = QLabel(
            "选一个去年的 Word 文件（或把文件拖到这里），里面的每张自评表都会成为一个项目。\n原文件只读取，不会改动。",
            self,
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        words.setStyleSheet(f"color: {theme.muted};")
        large = QPushButton(appearance.icon("file-import", theme.accent_text), "　导入去年的表", self)
        large.setIconSize(QSize(28, 28))
        large.setFont(appearance.font(appearance.WINDOW, 14))
        large.setMinimumSize(280, 64)
        large.setStyleSheet(
            f"QPushButton {{ background: {theme.accent}; color: {theme.accent_text}; border: none; border-radius: 8px; }}"
            f"QPushButton:hover, QPushButton:focus {{ border: 2px solid {theme.text}; }}"
        )
        large.clicked.connect(self.import_asked)
        large.setDefault(True)
        blank = QPushButton("新建空白项目", self)
        blank.clicked.connect(self.new_asked)
        sample = QPushButton("先看看示例", self)
        sample.clicked.connect(self.sample_asked)
        small = QHBoxLayout()
        small.addStretch(1)
        small.addWidget(blank)
        small.addWidget(sample)
        small.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(title)
        whole.addSpacing(8)
        whole.addWidget(words)
        whole.addSpacing(20)
        whole.addWidget(large, 0, Qt.AlignmentFlag.AlignCenter)
        whole.addSpacing(12)
        whole.addLayout(small)
        whole.addStretch(3)
