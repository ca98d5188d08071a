"""A list of proposed changes, before and after, each with a tick: nothing is changed unseen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.form import Filing
from perfeval_gui.core.proposals import Proposal, around_change, place_of
from perfeval_gui.gui import appearance

_PROPOSAL = Qt.ItemDataRole.UserRole + 20
_PLACE, _BEFORE, _AFTER, _REASON = range(4)


class ChangeList(QWidget):
    """The list itself, to stand in a dialog; a proposal whose texts are equal is only pointed out."""

    jump_asked = Signal(object)
    """The clerk clicked a line; holds the cell."""
    ticks_changed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(title)
        self.list.setHeaderLabels(["位置", "现在", "改为", "说明"])
        self.list.setWordWrap(True)
        self.list.setUniformRowHeights(False)
        self.list.itemClicked.connect(self._clicked)
        self.list.itemChanged.connect(lambda *_: self.ticks_changed.emit())
        header = self.list.header()
        header.setStretchLastSection(True)
        for column in (_PLACE, _BEFORE, _AFTER):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.list, 1)

    def show_proposals(self, proposals: Sequence[Proposal], filing: Filing) -> None:
        """List proposals for projects of the filing, grouped by project."""
        blocker = QSignalBlocker(self.list)
        self.list.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for proposal in proposals:
            project = filing[proposal.cell.project]
            if project.id not in groups:
                groups[project.id] = QTreeWidgetItem([project.form.project_name or "（未填项目名称）"])
            groups[project.id].addChild(_line(proposal, place_of(project.form, proposal.cell)))
        self.list.addTopLevelItems(list(groups.values()))
        for group in groups.values():
            group.setFirstColumnSpanned(True)
        self.list.expandAll()
        self._fit_columns()
        blocker.unblock()
        self.ticks_changed.emit()

    def _fit_columns(self) -> None:
        """Give the texts the width they need, within bounds: what they leave is the reasons'."""
        least, most, tick = (appearance.sized(pixels, self) for pixels in (70, 230, 12))
        for column in (_PLACE, _BEFORE, _AFTER):
            self.list.resizeColumnToContents(column)
            wanted = self.list.columnWidth(column) + tick  # Qt forgets the tick's own room
            self.list.setColumnWidth(column, min(most, max(least, wanted)))
        self.list.scheduleDelayedItemsLayout()

    def tick_buttons(self) -> QHBoxLayout:
        """Return a row with buttons that tick all lines or none."""
        row = QHBoxLayout()
        for text, state in (("全选", Qt.CheckState.Checked), ("全不选", Qt.CheckState.Unchecked)):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, state=state: self._tick_all(state))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _items(self) -> list[QTreeWidgetItem]:
        groups = [self.list.topLevelItem(number) for number in range(self.list.topLevelItemCount())]
        return [group.child(number) for group in groups if group for number in range(group.childCount())]

    def _tick_all(self, state: Qt.CheckState) -> None:
        blocker = QSignalBlocker(self.list)
        for item in self._items():
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                item.setCheckState(_PLACE, state)
        blocker.unblock()
        self.list.viewport().update()
        self.ticks_changed.emit()

    def _clicked(self, item: QTreeWidgetItem) -> None:
        proposal = item.data(_PLACE, _PROPOSAL)
        if isinstance(proposal, Proposal):
            self.jump_asked.emit(proposal.cell)

    def chosen(self) -> list[Proposal]:
        """Return the proposals that are ticked, in the order of the list."""
        ticked = [item for item in self._items() if item.checkState(_PLACE) == Qt.CheckState.Checked]
        return [item.data(_PLACE, _PROPOSAL) for item in ticked]


def _line(proposal: Proposal, place: str) -> QTreeWidgetItem:
    for_the_clerk = proposal.edit is None and proposal.after == proposal.before
    after = "（请自己改）" if for_the_clerk else proposal.after or "（清空）"
    texts = [place, proposal.before, after, proposal.reason]
    shown = (proposal.before, after) if for_the_clerk else around_change(proposal.before, after)
    item = QTreeWidgetItem([place, *map(_on_one_line, shown), proposal.reason])
    item.setData(_PLACE, _PROPOSAL, proposal)
    for column in (_PLACE, _BEFORE, _AFTER, _REASON):
        item.setToolTip(column, texts[column])
    if for_the_clerk:
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
    else:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(_PLACE, Qt.CheckState.Checked if proposal.ticked else Qt.CheckState.Unchecked)
    return item


def _on_one_line(text: str) -> str:
    """Return the text with its line breaks and tabs as signs, so that a change of them can be seen."""
    return text.replace("\n", "↵").replace("\t", "⇥")


class ChangeListDialog(QDialog):
    """Shows proposals by project. Use `exec()` and `chosen()`, or `show()` and the `accepted` signal."""

    jump_asked = Signal(object)
    """The clerk clicked a line; holds the cell."""

    def __init__(
        self, parent: QWidget, title: str, words: str, proposals: Sequence[Proposal], filing: Filing
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(1000, 560)
        self.changes = ChangeList(title, self)
        self.list = self.changes.list
        self.changes.jump_asked.connect(self.jump_asked)
        self.changes.ticks_changed.connect(self._count)
        self._apply = QPushButton(self)
        self._apply.setDefault(True)
        self._apply.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        said = QLabel(words, self)
        said.setWordWrap(True)
        whole.addWidget(said)
        whole.addWidget(self.changes, 1)
        whole.addLayout(self._buttons())
        self.changes.show_proposals(proposals, filing)

    def _buttons(self) -> QHBoxLayout:
        row = self.changes.tick_buttons()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self._apply, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        row.addWidget(buttons)
        return row

    def _count(self) -> None:
        count = len(self.chosen())
        self._apply.setText(f"修改所选 {count} 处")
        self._apply.setEnabled(count > 0)

    def chosen(self) -> list[Proposal]:
        """Return the proposals that are ticked, in the order of the list."""
        return self.changes.chosen()
