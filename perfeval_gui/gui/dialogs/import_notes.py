"""The remarks of an import, file by file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from perfeval_gui.core.checks.rule import Severity
from perfeval_gui.core.recognise.raw import Note
from perfeval_gui.gui import appearance
from perfeval_gui.gui.themes import Theme


def show_notes(parent: QWidget, notes: Sequence[tuple[str, Note]], theme: Theme) -> None:
    """Show the notes of an import in a window that does not hold up the work."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("导入说明")
    dialog.resize(680, 460)
    tree = QTreeWidget(dialog)
    tree.setAccessibleName("导入说明")
    tree.setHeaderLabels(["说明", "表"])
    tree.setRootIsDecorated(True)
    tree.setWordWrap(True)
    files: dict[str, QTreeWidgetItem] = {}
    for name, note in notes:
        if name not in files:
            files[name] = QTreeWidgetItem(tree, [name, ""])
        form = f"第 {note.form + 1} 张" if note.form is not None else ""
        item = QTreeWidgetItem(files[name], [note.message, form])
        severity = Severity(note.severity)
        item.setIcon(0, appearance.severity_icon(severity, theme))
        item.setToolTip(0, note.message)
    tree.expandAll()
    tree.setColumnWidth(0, appearance.sized(560, tree))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.close)
    whole = QVBoxLayout(dialog)
    whole.addWidget(tree)
    whole.addWidget(buttons)
    dialog.show()
