"""规则一览: the rules in force in words, every check with its severity and source; packs to choose and to change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.checks.catalogue import check_by_id
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.rulebook import CheckInForce, checks_in_force, rules_in_force
from perfeval_gui.core.text import squeeze
from perfeval_gui.gui import appearance
from perfeval_gui.gui.themes import Theme

_NAME, _VALUE, _SEVERITY, _SOURCE = range(4)
_WORDS = Qt.ItemDataRole.UserRole + 20


class RulesOverview(QDialog):
    """Shows one pack at a time; what its buttons ask for is done by whoever listens."""

    pack_chosen = Signal(str)
    copy_asked = Signal(str)
    edit_asked = Signal(str)
    take_in_asked = Signal()
    export_asked = Signal(str)
    remove_asked = Signal(str)
    use_asked = Signal(str)
    default_asked = Signal(str)
    """These hold the pack's id."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle("规则一览")
        self.setObjectName("rulesOverview")
        self.setModal(False)
        self.resize(1080, 680)
        self.packs = QComboBox(self)
        self.packs.setAccessibleName("规则包")
        self.packs.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("查找规则或检查项，如：执行率、A05、满分")
        self.search.setAccessibleName("查找规则")
        self.search.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName("规则和检查项")
        self.list.setHeaderLabels(["规则", "内容", "轻重", "依据"])
        self.list.setWordWrap(True)
        self.list.setUniformRowHeights(False)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._buttons = {
            name: self._button(text, tip, asked)
            for name, text, tip, asked in (
                ("use", "用于当前项目", "当前这张表按这个规则包检查和排版，可以撤销", self.use_asked),
                ("default", "设为新建项目的默认", "以后新建的项目用这个规则包", self.default_asked),
                ("copy", "复制并修改…", "以它为底，做一个本单位的规则包", self.copy_asked),
                ("edit", "修改…", "修改这个自己的规则包", self.edit_asked),
                ("export", "导出…", "存成文件，拷给兄弟单位", self.export_asked),
                ("remove", "删除", "删除这个自己的规则包", self.remove_asked),
            )
        }
        self.take_in = QPushButton("导入…", self)
        self.take_in.setToolTip("导入兄弟单位给的规则包文件")
        self.take_in.setAutoDefault(False)
        self.take_in.clicked.connect(self.take_in_asked)
        self._arrange()
        self.packs.activated.connect(lambda _index: self.pack_chosen.emit(self.pack_id))
        self.search.textChanged.connect(self._filter)

    def _button(self, text: str, tip: str, asked: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: asked.emit(self.pack_id))  # type: ignore[attr-defined]
        return button

    def _arrange(self) -> None:
        top, middle, bottom = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(QLabel("规则包：", self))
        top.addWidget(self.packs, 1)
        for name in ("use", "default"):
            top.addWidget(self._buttons[name])
        middle.addWidget(self.search, 1)
        for name in ("copy", "edit", "export", "remove"):
            bottom.addWidget(self._buttons[name])
        bottom.addWidget(self.take_in)
        bottom.addStretch(1)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_VALUE, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_NAME, 300), (_SEVERITY, 100), (_SOURCE, 150)):
            self.list.setColumnWidth(column, appearance.sized(width, self))
        whole = QVBoxLayout(self)
        for part in (top, middle):
            whole.addLayout(part)
        whole.addWidget(self._note)
        whole.addWidget(self.list, 1)
        whole.addLayout(bottom)

    @property
    def pack_id(self) -> str:
        """The id of the pack that is shown."""
        return str(self.packs.currentData() or "")

    def button(self, name: str) -> QPushButton:
        """Return a button: use, default, copy, edit, export or remove."""
        return self._buttons[name]

    def list_packs(self, packs: Sequence[tuple[str, str]], shown: str) -> None:
        """Offer packs (id, words) and make one the shown one."""
        self.packs.clear()
        for pack_id, words in packs:
            self.packs.addItem(words, pack_id)
        self.packs.setCurrentIndex(max(0, self.packs.findData(shown)))

    def show_pack(self, profile: Profile, note: str, *, own: bool, in_use: bool, default: bool) -> None:
        """Show the rules of a pack; `note` says above them for whom they hold."""
        self._note.setText(note)
        self.list.clear()
        rules = self._group("口径：分值、打分、门槛")
        for rule in rules_in_force(profile):
            self._line(rules, [rule.name, rule.value, "", rule.source])
        checks = checks_in_force(profile)
        off = sum(not item.is_on for item in checks)
        group = self._group(f"检查项：{len(checks)} 项" + (f"，其中 {off} 项不用" if off else ""))
        for check in checks:
            self._check(group, check)
        self.list.expandAll()
        self._filter(self.search.text())
        for name in ("edit", "remove"):
            self._buttons[name].setEnabled(own)
        self._buttons["use"].setEnabled(not in_use)
        self._buttons["default"].setEnabled(not default)

    def _group(self, title: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self.list, [title])
        group.setFirstColumnSpanned(True)
        font = group.font(_NAME)
        font.setBold(True)
        group.setFont(_NAME, font)
        return group

    def _line(self, group: QTreeWidgetItem, texts: list[str]) -> QTreeWidgetItem:
        item = QTreeWidgetItem(group, texts)
        item.setData(_NAME, _WORDS, squeeze("".join(texts)).lower())
        for column in (_NAME, _VALUE):
            item.setToolTip(column, texts[column])
        return item

    def _check(self, group: QTreeWidgetItem, check: CheckInForce) -> None:
        found = check_by_id(check.id)
        rule = found.card.help.rule if found else ""
        words = check.severity.label if check.is_on else "不用"
        changed = "（本包改过）" if check.is_changed else ""
        item = self._line(group, [f"{check.id} {check.title}", rule, words + changed, check.source])
        item.setToolTip(_VALUE, found.help if found else "")
        if check.is_on:
            item.setIcon(_SEVERITY, appearance.severity_icon(check.severity, self._theme))
            return
        item.setIcon(_SEVERITY, appearance.icon("x", self._theme, "muted"))
        slanted = item.font(_NAME)
        slanted.setItalic(True)
        for column in range(4):
            item.setFont(column, slanted)

    def _filter(self, text: str) -> None:
        wanted = squeeze(text).lower()
        for item in self._lines():
            item.setHidden(wanted not in str(item.data(_NAME, _WORDS)))

    def listed(self) -> list[str]:
        """Return the first column of all lines that the search leaves."""
        return [item.text(_NAME) for item in self._lines() if not item.isHidden()]

    def _lines(self) -> list[QTreeWidgetItem]:
        lines = []
        for place in range(self.list.topLevelItemCount()):
            group = self.list.topLevelItem(place)
            if group is not None:
                lines += [group.child(number) for number in range(group.childCount())]
        return lines
