"""The backup on another drive: where it goes, when it last succeeded, and whether it is made on closing."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_WORDS = (
    "备份是一个文件，里面有全部项目、历史版本、回收站、本单位的规则包和设置。"
    "换电脑或移交给接手的人时，在那台电脑上用“从备份恢复”打开它即可。"
)


class BackupDialog(QDialog):
    """Accepted when a backup is to be made now; the folder and the choice are kept either way by the caller."""

    def __init__(self, parent: QWidget, folder: str, last: str, *, on_close: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("备份")
        self.setMinimumWidth(560)
        self.folder = QLineEdit(folder, self)
        self.folder.setPlaceholderText("选一个文件夹，最好在另一块盘或U盘上")
        self.folder.setAccessibleName("备份到文件夹")
        self.on_close = QCheckBox("每次退出时自动备份到这里", self)
        self.on_close.setChecked(on_close or not folder)
        self.last = QLabel(last[:16].replace("T", " ") if last else "还没有备份过", self)
        self._build()
        self.folder.textChanged.connect(self._offer)
        self._offer()

    def _build(self) -> None:
        browse = QPushButton("选择…", self)
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        words = QLabel(_WORDS, self)
        words.setWordWrap(True)
        form = QFormLayout()
        form.addRow("备份到：", row)
        form.addRow("", self.on_close)
        form.addRow("上次成功：", self.last)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.start = buttons.addButton("立即备份", QDialogButtonBox.ButtonRole.AcceptRole)
        self.start.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setSpacing(12)
        whole.addWidget(words)
        whole.addLayout(form)
        whole.addWidget(buttons)

    def _offer(self) -> None:
        self.start.setEnabled(bool(self.folder.text().strip()))

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份到哪个文件夹", self.folder.text())
        if chosen:
            self.folder.setText(chosen)
