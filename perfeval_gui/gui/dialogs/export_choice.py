"""What to export, in which form, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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

from perfeval_gui.core.form import Form
from perfeval_gui.files.file_names import FIELDS, marked_name, pattern_name, single_name
from perfeval_gui.gui.asking import ask

_KINDS = (
    ("docx", "Word（.docx），打印签字用"),
    ("xlsx", "Excel（.xlsx）"),
    ("pdf", "PDF"),
    ("json", "本程序的文本格式（.json）"),
)
NUMBERED = "{序号}_{项目名称}"
PATTERNS = (NUMBERED, "附件3-{年度}-{项目名称}-{单位}")
_PUBLIC = "公开版-"
_FIELDS = "、".join(f"{{{name}}}" for name in FIELDS)


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the clerk chose: a file a form, named by `pattern`, or all forms in one.

    A public copy has phone numbers covered, and says so in its name. A draft says so at the foot of its pages.
    """

    folder: Path
    kind: str = "docx"
    single_file: bool = False
    pattern: str = NUMBERED
    overwrite: bool = False
    public: bool = False
    cover_names: bool = False
    draft: bool = False

    def name(self, number: int, form: Form, extension: str) -> str:
        """Return the name of a form's file."""
        return pattern_name(self.pattern, number, form, extension)

    @property
    def mark(self) -> str:
        """What stands before all names."""
        return _PUBLIC if self.public else ""


class ExportDialog(QDialog):
    """Asks for kind, file names, folder, and whether it is for publication; shows the name that will be."""

    def __init__(
        self, parent: QWidget, forms: Sequence[Form], chosen: ExportChoice, remarks: Sequence[str] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("导出")
        self.setMinimumWidth(600)
        self._forms = forms
        self.kind, self.files, self.pattern = QComboBox(self), QComboBox(self), QComboBox(self)
        for key, label in _KINDS:
            self.kind.addItem(label, key)
        self.files.addItem(f"每个项目一个文件（共 {len(forms)} 个）", userData=False)
        self.files.addItem("全部放进一个文件，每张表另起一页", userData=True)
        self.files.setEnabled(len(forms) > 1)
        self.pattern.setEditable(True)
        self.pattern.addItems(PATTERNS)
        self.pattern.setAccessibleName("文件名样式")
        self.pattern.setToolTip(f"可以自己写，花括号里的会换成表里的内容：{_FIELDS}")
        self.example = QLabel(self)
        self.folder = QLineEdit(self)
        self.folder.setAccessibleName("导出到文件夹")
        self.overwrite = QCheckBox("覆盖同名文件（不勾选时另存为“… (2)”）", self)
        self.public = QCheckBox("公开版：遮住电话和证件号码（138****0000），文件名前加“公开版”", self)
        self.cover_names = QCheckBox("同时遮住填表人姓名", self)
        self._set(chosen)
        self._build(remarks)
        self._follow()

    def _set(self, chosen: ExportChoice) -> None:
        self.folder.setText(str(chosen.folder))
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen.kind)))
        self.files.setCurrentIndex(int(chosen.single_file and len(self._forms) > 1))
        self.pattern.setCurrentText(chosen.pattern)
        self.kind.currentIndexChanged.connect(self._follow)
        self.files.currentIndexChanged.connect(self._follow)
        self.pattern.editTextChanged.connect(self._follow)
        self.public.toggled.connect(self._follow)

    def _build(self, remarks: Sequence[str]) -> None:
        browse = QPushButton("选择…", self)
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        form = QFormLayout()
        form.addRow("格式：", self.kind)
        form.addRow("文件：", self.files)
        form.addRow("文件名：", self.pattern)
        form.addRow("", self.example)
        form.addRow("导出到：", row)
        for box in (self.overwrite, self.public, self.cover_names):
            form.addRow("", box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        accept = buttons.addButton("导出", QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setSpacing(10)
        whole.addLayout(form)
        for text in remarks:
            said = QLabel(text, self)
            said.setWordWrap(True)
            whole.addWidget(said)
        whole.addWidget(buttons)

    def _follow(self) -> None:
        """Show the name of the first file by what is chosen now."""
        choice = self.choice()
        self.pattern.setEnabled(not choice.single_file)
        self.cover_names.setEnabled(choice.public)
        if choice.single_file:
            year = next((form.fiscal_year for form in self._forms if form.fiscal_year), "")
            name = single_name(year, choice.kind)
        else:
            name = choice.name(1, self._forms[0], choice.kind)
        self.example.setText(f"例：{marked_name(choice.mark, name)}")

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "导出到文件夹", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def choice(self) -> ExportChoice:
        """Return what stands in the dialog."""
        return ExportChoice(
            folder=Path(self.folder.text().strip()),
            kind=self.kind.currentData(),
            single_file=bool(self.files.currentData()),
            pattern=self.pattern.currentText().strip() or NUMBERED,
            overwrite=self.overwrite.isChecked(),
            public=self.public.isChecked(),
            cover_names=self.public.isChecked() and self.cover_names.isChecked(),
        )


def ask_export(
    parent: QWidget, forms: Sequence[Form], chosen: ExportChoice, remarks: Sequence[str] = ()
) -> ExportChoice | None:
    """Return the clerk's choice, or None when it was cancelled; `remarks` are said below what can be chosen."""
    dialog = ExportDialog(parent, forms, chosen, remarks)
    if ask(dialog) != QDialog.DialogCode.Accepted or not dialog.folder.text().strip():
        return None
    return dialog.choice()
