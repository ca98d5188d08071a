"""已阅: why a finding stays as it is, in the clerk's words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.fields import label_of
from perfeval_gui.gui.plain_text import PlainText

_SHORTEST = 2
_BY_KEYBOARD = Qt.TextInteractionFlag.LinksAccessibleByKeyboard
_SUGGESTIONS = ("情况属实，已核对原始资料。", "按主管部门要求填写。", "经领导同意，维持原数。")


class WaiverDialog(QDialog):
    """Asks for the reason, which is required; `same_kind` counts the other open findings of this kind."""

    def __init__(self, parent: QWidget, finding: Finding, same_kind: int) -> None:
        super().__init__(parent)
        self.setWindowTitle("已阅")
        self.setMinimumWidth(480)
        place = label_of(finding.cell)
        said = QLabel(
            f"{finding.severity.label}{'（' + place + '）' if place else ''}：{finding.message}", self
        )
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        asked = QLabel("写明为什么不改。原因随草稿保存，并印在校对单上；以后这里的数变了，会再次提示。", self)
        asked.setWordWrap(True)
        self.reason = PlainText(self)
        self.reason.setAccessibleName("已阅的原因")
        self.reason.setPlaceholderText("例如：全年预算年中追加 3 万元，有批复文件。")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(84)
        self.reason.textChanged.connect(self._allow)
        self.all_of_kind = QCheckBox(f"本表另有 {same_kind} 处同类问题，用同一个原因", self)
        self.all_of_kind.setVisible(same_kind > 0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._accept = QPushButton("已阅，不再提示", self)
        self._accept.setDefault(True)
        buttons.addButton(self._accept, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        for part in (said, asked, self.reason):
            whole.addWidget(part)
        whole.addWidget(self._phrases())
        whole.addWidget(self.all_of_kind)
        whole.addWidget(buttons)
        self._allow()

    def _phrases(self) -> QWidget:
        links = " ".join(f'<a href="{text}">{text}</a>　' for text in _SUGGESTIONS)
        label = QLabel("常用：" + links, self)
        label.setWordWrap(True)
        label.setAccessibleName("常用原因")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse | _BY_KEYBOARD)
        label.linkActivated.connect(self.reason.setPlainText)
        return label

    def _allow(self) -> None:
        self._accept.setEnabled(len(self.text()) >= _SHORTEST)

    def text(self) -> str:
        """Return the reason as written."""
        return self.reason.toPlainText().strip()
