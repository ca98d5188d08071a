"""The keys of all commands on one page, made from the table of commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from perfeval_gui.gui.actions import COMMANDS

_IN_THE_TABLE = (
    ("Enter / Shift+Enter", "到下一格 / 上一格（同一列）"),
    ("Tab / Shift+Tab", "到右边 / 左边的下一格"),
    ("直接打字", "替换这一格的内容"),
    ("F2 或双击", "在原有内容后面接着改"),
    ("Alt+Enter", "在格内换行"),
    ("方向键", "到旁边的格"),
    ("Ctrl+方向键", "到一连串填好的格的尽头"),
    ("Home / End", "到这一行的第一格 / 最后一格"),
    ("Ctrl+Home / Ctrl+End", "到整张表的第一格 / 最后一格"),
    ("Shift+以上各键", "把选中的范围扩大到那里"),
    ("按住左边的行号拖动", "移动这一行指标"),
    ("Ctrl+滚轮", "放大或缩小"),
    ("Alt+↓（正在输入时）", "从单位词库里选"),
    ("Esc", "放弃这一格刚才的修改"),
    ("Delete", "清空所选单元格"),
)


def show_key_map(parent: QWidget) -> None:
    """Show the page."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("快捷键一览")
    dialog.setObjectName("keyMapWindow")
    dialog.resize(620, 600)
    tree = QTreeWidget(dialog)
    tree.setObjectName("keyMap")
    tree.setAccessibleName("快捷键一览")
    tree.setHeaderLabels(["按键", "作用"])
    groups: dict[str, QTreeWidgetItem] = {}
    editing = QTreeWidgetItem(tree, ["在表格里"])
    for keys, what in _IN_THE_TABLE:
        QTreeWidgetItem(editing, [keys, what])
    for command in COMMANDS:
        if not command.shortcuts:
            continue
        title = command.menu.split("(")[0]
        if title not in groups:
            groups[title] = QTreeWidgetItem(tree, [title])
        keys = "、".join(command.shortcuts).replace("Up", "↑").replace("Down", "↓").replace("Del", "Delete")
        QTreeWidgetItem(groups[title], [keys, command.text.rstrip("…")])
    tree.expandAll()
    tree.resizeColumnToContents(0)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.close)
    whole = QVBoxLayout(dialog)
    whole.addWidget(tree)
    whole.addWidget(buttons)
    dialog.show()
