"""Where to export to, and whether into one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the clerk chose."""

    folder: Path
    single_file: bool


class ExportDialog(QDialog):
    """Asks for a folder, and for one file or one each when there are several projects."""

    def __init__(self, parent: QWidget, count: int, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("导出 Word")
        self.setMinimumWidth(520)
        self.folder = QLineEdit(str(folder), self)
        self.folder.setAccessibleName("导出到文件夹")
        browse = QPushButton("选择…", self)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        self.each = QRadioButton("每个项目一个文件（01_项目名称.docx）", self)
        self.single = QRadioButton("全部放进一个文件，每张表另起一页", self)
        self.each.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.each)
        group.addButton(self.single)
        form = QFormLayout()
        form.addRow("导出到：", row)
        if count > 1:
            form.addRow("方式：", self.each)
            form.addRow("", self.single)
        else:
            self.each.hide()
            self.single.hide()
        note = QLabel(f"共 {count} 张表。已有同名文件不会被覆盖，会另存为“… (2)”。", self)
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
        return ExportChoice(Path(self.folder.text().strip()), single_file=self.single.isChecked())


def ask_export(parent: QWidget, count: int) -> ExportChoice | None:
    """Return the clerk's choice, or None when it was cancelled."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = ExportDialog(parent, count, Path(documents) / "绩效自评表")
    if dialog.exec() != QDialog.DialogCode.Accepted or not dialog.folder.text().strip():
        return None
    return dialog.choice()
