"""The recycle bin: deleted projects, to be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.drafts.record import DraftInfo
from perfeval_gui.gui import appearance
from perfeval_gui.gui.roles import DRAFT


class RecycleBinDialog(QDialog):
    """Lists deleted projects; `take_back` gets the ids of those chosen, `purge` of those to be deleted for good."""

    def __init__(
        self,
        parent: QWidget,
        deleted: Sequence[DraftInfo],
        take_back: Callable[[list[str]], None],
        purge: Callable[[list[str]], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("回收站")
        self.resize(640, 380)
        self._take_back = take_back
        self._purge = purge
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
            self.list.setColumnWidth(column, appearance.sized(width, self))
        self.list.itemSelectionChanged.connect(self._offer)
        words = (
            "选中后点“恢复”，项目会回到原来的位置。删除满 30 天的项目会自动彻底删除。"
            if deleted
            else "回收站是空的。"
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.restore = buttons.addButton("恢复", QDialogButtonBox.ButtonRole.AcceptRole)
        self.purge = buttons.addButton("彻底删除…", QDialogButtonBox.ButtonRole.ActionRole)
        self.purge.clicked.connect(self._delete_for_good)
        buttons.accepted.connect(self._restore)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(QLabel(words, self))
        whole.addWidget(self.list)
        whole.addWidget(buttons)
        self._offer()

    def _offer(self) -> None:
        for button in (self.restore, self.purge):
            button.setEnabled(bool(self.list.selectedItems()))

    def _chosen(self) -> list[str]:
        return [item.data(0, DRAFT) for item in self.list.selectedItems()]

    def _delete_for_good(self) -> None:
        """Ask once, as this cannot be taken back, and delete the chosen projects."""
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            "彻底删除",
            f"要彻底删除选中的 {len(self._chosen())} 个项目吗？它们的历史版本和本机副本会一起删除，不能恢复。\n"
            "已经做好的备份文件和导出的文件不受影响，需要时请自行删除。",
            parent=self,
        )
        delete = box.addButton("彻底删除", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton("取消", QMessageBox.ButtonRole.RejectRole))
        box.exec()
        if box.clickedButton() is delete:
            self._purge(self._chosen())
            self.accept()

    def _restore(self) -> None:
        ids = self._chosen()
        if ids:
            self._take_back(ids)
            self.accept()
