"""The recycle bin: deleted projects, to be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.drafts.record import DraftInfo
from perfeval_gui.gui.roles import DRAFT


class RecycleBinDialog(QDialog):
    """Lists deleted projects; `take_back` gets the ids of those chosen."""

    def __init__(
        self, parent: QWidget, deleted: Sequence[DraftInfo], take_back: Callable[[list[str]], None]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("回收站")
        self.resize(640, 380)
        self._take_back = take_back
        self.list = QTreeWidget(self)
        self.list.setHeaderLabels(["项目", "年度", "单位", "删除时间"])
        self.list.setRootIsDecorated(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for info in deleted:
            when = (info.deleted_at or "")[:16].replace("T", " ")
            name = info.project_name or "（未填项目名称）"
            item = QTreeWidgetItem(self.list, [name, info.fiscal_year, info.implementing_unit, when])
            item.setData(0, DRAFT, info.id)
        for column, width in enumerate((260, 60, 150, 130)):
            self.list.setColumnWidth(column, width)
        words = "选中后点“恢复”，项目会回到原来的位置。" if deleted else "回收站是空的。"
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        restore = buttons.addButton("恢复", QDialogButtonBox.ButtonRole.AcceptRole)
        restore.setEnabled(bool(deleted))
        buttons.accepted.connect(self._restore)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(QLabel(words, self))
        whole.addWidget(self.list)
        whole.addWidget(buttons)

    def _restore(self) -> None:
        ids = [item.data(0, DRAFT) for item in self.list.selectedItems()]
        if ids:
            self._take_back(ids)
            self.accept()
