"""关于: what this is, where the data are, what it is built with; and the licences, to be read in full."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui import __version__
from perfeval_gui.gui import appearance
from perfeval_gui.resources import licence_texts

_PICTURE = 56
_NOTICE = (
    "本程序使用 Qt 与 PySide6，按 LGPL-3.0 许可，未作修改；它们是独立的动态库，可以换成自行编译的同版本库。"
    "还使用 Python、SQLite、lxml、python-docx、openpyxl、xlrd、pypinyin、platformdirs、Tabler Icons 等开源软件。"
)


class AboutDialog(QDialog):
    """Shows the texts that the bundle brings; from source there are none, and the notice alone is shown."""

    def __init__(self, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("about")
        self.setWindowTitle("关于")
        self.resize(620, 300)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 14)
        whole.setSpacing(14)
        whole.addLayout(self._head(folder))
        notice = QLabel(_NOTICE, self)
        notice.setWordWrap(True)
        whole.addWidget(notice)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName("许可文本")
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("许可文本内容")
        for path in licence_texts():
            self.choice.addItem(path.name, path)
        if self.choice.count():
            self.resize(720, 620)
            self.choice.currentIndexChanged.connect(self._show_text)
            self._show_text(0)
            whole.addWidget(self.choice)
            whole.addWidget(self.text, 1)
        else:
            self.choice.hide()
            self.text.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        whole.addWidget(buttons)

    def _head(self, folder: Path) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(appearance.icon("perfeval").pixmap(_PICTURE, _PICTURE))
        words = QLabel(
            f"<p style='font-size: 16pt; font-weight: bold'>绩效自评表编辑器 {__version__}</p>"
            f"<p>单机使用，不连接网络。<br>填写的内容存放在：{folder}</p>",
            self,
        )
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(words, 1)
        return head

    def _show_text(self, row: int) -> None:
        path: Path = self.choice.itemData(row)
        self.text.setPlainText(path.read_text(encoding="utf-8", errors="replace"))
