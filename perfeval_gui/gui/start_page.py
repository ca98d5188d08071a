"""What an empty desk shows: one large way in, two smaller ones, and beside them how a filled-in form looks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.gui import appearance
from perfeval_gui.gui.paper.paper_view import PaperView
from perfeval_gui.gui.themes import Theme

_SAMPLE_MS = 200
"""The sample is drawn so long after the page shows: the way in does not wait for it."""


class StartPage(QWidget):
    """Says what to do first. `sample` gives the project whose paper is shown, which is no draft.

    Who has drafts does not see it: it stays empty until `fill` is called.
    """

    import_asked = Signal()
    new_asked = Signal()
    sample_asked = Signal()

    def __init__(self, theme: Theme, sample: Callable[[], tuple[Project, Profile]]) -> None:
        super().__init__()
        self.setObjectName("startPage")
        self._theme = theme
        self._sample: Callable[[], tuple[Project, Profile]] | None = sample
        self._words = QVBoxLayout()
        self._paper: PaperView | None = None

    def fill(self) -> None:
        """Put the words and the paper in, before the page shows for the first time."""
        if self._paper is not None:
            return
        self._put_words(self._theme)
        paper = self._paper = PaperView(self._theme, self)
        paper.setObjectName("samplePaper")
        paper.setAccessibleName("示例：一张填好的自评表")
        paper.setAccessibleDescription("单击可以打开示例")
        paper.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the button below it does the same
        paper.cell_clicked.connect(lambda _cell: self.sample_asked.emit())
        shown = QVBoxLayout()
        caption = QLabel("填好以后是这样（示例）", self)
        caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        appearance.set_tone(caption, "muted")
        shown.addWidget(caption)
        shown.addWidget(paper, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(24, 16, 16, 16)
        whole.setSpacing(24)
        whole.addLayout(self._words, 5)
        whole.addLayout(shown, 4)

    def _put_words(self, theme: Theme) -> None:
        title = QLabel("从去年的表开始", self)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        appearance.set_tone(title, "", "headline")
        words = QLabel(
            "选一个去年的 Word 文件（或把文件拖到这里），里面的每张自评表都会成为一个项目。\n原文件只读取，不会改动。",
            self,
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        appearance.set_tone(words, "muted")
        large = QPushButton(appearance.icon("file-import", theme, "accent_text"), "　导入去年的表", self)
        large.setObjectName("importLastYear")
        large.setAccessibleDescription("读入 Word、Excel 等文件里的自评表；原文件不会改动")
        large.setIconSize(QSize(28, 28))
        appearance.set_tone(large, "", "large")
        large.clicked.connect(self.import_asked)
        large.setDefault(True)
        self.setFocusProxy(large)
        small = QHBoxLayout()
        small.addStretch(1)
        for text, said, asked in (
            ("新建空白项目", "从一张空白的自评表开始", self.new_asked),
            ("打开示例试一试", "七张示例表，可以随便改；改过的才会保存", self.sample_asked),
        ):
            button = QPushButton(text, self)
            button.setToolTip(said)
            button.setAccessibleDescription(said)
            button.clicked.connect(asked)
            small.addWidget(button)
        small.addStretch(1)
        self._words.addStretch(2)
        self._words.addWidget(title)
        self._words.addSpacing(8)
        self._words.addWidget(words)
        self._words.addSpacing(20)
        self._words.addWidget(large, 0, Qt.AlignmentFlag.AlignCenter)
        self._words.addSpacing(12)
        self._words.addLayout(small)
        self._words.addStretch(3)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._sample is not None:
            QTimer.singleShot(_SAMPLE_MS, self, self._show_sample)

    def _show_sample(self) -> None:
        if self._paper is not None and self._sample is not None and self.isVisible():
            self._paper.show_project(*self._sample())
            self._sample = None
