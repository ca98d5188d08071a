"""What to export, in which form, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
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

_KINDS = (
    ("docx", "Word（.docx），打印签字用"),
    ("xlsx", "Excel（.xlsx）"),
    ("pdf", "PDF"),
    ("json", "本程序的文本格式（.json）"),
)
_NAMES = (
    ("numbered", "每个项目一个文件：01_项目名称"),
    ("full", "每个项目一个文件：附件3-年度-项目名称-单位"),
    ("single", "全部放进一个文件，每张表另起一页"),
)


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the clerk chose. `names` is numbered, full or single; a public copy has phone numbers covered.

    A draft says so at the foot of its pages.
    """

    folder: Path
    kind: str = "docx"
    names: str = "numbered"
    public: bool = False
    cover_names: bool = False
    draft: bool = False

    @property
    def single_file(self) -> bool:
        """Whether all forms go into one file."""
        return self.names == "single"


class ExportDialog(QDialog):
    """Asks for kind, file names, folder, and whether it is for publication."""

    def __init__(self, parent: QWidget, count: int, folder: Path, remark: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("导出")
        self.setMinimumWidth(560)
        self.kind, self.names = QComboBox(self), QComboBox(self)
        for box, items in ((self.kind, _KINDS), (self.names, _NAMES)):
            for key, label in items:
                box.addItem(label, key)
        self.names.setEnabled(count > 1)
        self.folder = QLineEdit(str(folder), self)
        self.folder.setAccessibleName("导出到文件夹")
        self.public = QCheckBox("公开版：遮住电话和证件号码（138****0000）", self)
        self.cover_names = QCheckBox("同时遮住填表人姓名", self)
        self.cover_names.setEnabled(False)
        self.public.toggled.connect(self.cover_names.setEnabled)
        self._build(count, remark)

    def _build(self, count: int, remark: str) -> None:
        browse = QPushButton("选择…", self)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        form = QFormLayout()
        form.addRow("格式：", self.kind)
        form.addRow("文件：", self.names)
        form.addRow("导出到：", row)
        form.addRow("", self.public)
        form.addRow("", self.cover_names)
        note = QLabel(f"共 {count} 张表。已有同名文件不会被覆盖，会另存为“… (2)”。{remark}", self)
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        accept = buttons.addButton("导出", QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(note)
        whole.addWidget(buttons)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "导出到文件夹", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def choice(self) -> ExportChoice:
        """Return what stands in the dialog."""
        return ExportChoice(
            Path(self.folder.text().strip()),
            self.kind.currentData(),
            self.names.currentData(),
            self.public.isChecked(),
            self.public.isChecked() and self.cover_names.isChecked(),
        )


def ask_export(parent: QWidget, count: int, remark: str = "") -> ExportChoice | None:
    """Return the clerk's choice, or None when it was cancelled; `remark` is said beside the count."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = ExportDialog(parent, count, Path(documents) / "绩效自评表", remark)
    if dialog.exec() != QDialog.DialogCode.Accepted or not dialog.folder.text().strip():
        return None
    return dialog.choice()
