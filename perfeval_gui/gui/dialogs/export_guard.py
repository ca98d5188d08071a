"""Before an export with open errors: go on, mark the pages 草稿, or mend first. Nothing is ever refused."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtWidgets import QMessageBox, QWidget

from perfeval_gui.core.checks.rule import Finding

_SHOWN = 3


class Decision(Enum):
    """What the clerk wants."""

    GO_ON = "go on"
    AS_DRAFT = "as draft"
    MEND = "mend"


class ExportGuard(QMessageBox):
    """Says how many errors are open and names the first ones."""

    def __init__(self, parent: QWidget, errors: Sequence[Finding], forms: int) -> None:
        super().__init__(parent)
        self.setObjectName("exportGuard")
        self.setIcon(QMessageBox.Icon.Information)
        self.setWindowTitle("导出前看一眼")
        where = f"有 {forms} 张表里" if forms > 1 else "这张表里"
        self.setText(f"{where}还有 {len(errors)} 处错误没有处理。现在也可以导出。")
        first = "\n".join(f"· {finding.message}" for finding in errors[:_SHOWN])
        more = "\n……" if len(errors) > _SHOWN else ""
        self.setInformativeText(f"{first}{more}\n\n情况属实的，可以在右边点“已阅”写明原因，就不再问。")
        self._go_on = self.addButton("继续导出", QMessageBox.ButtonRole.AcceptRole)
        self._draft = self.addButton("加“草稿”字样导出", QMessageBox.ButtonRole.AcceptRole)
        self._mend = self.addButton("先去修改", QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self._mend)
        self.setEscapeButton(self._mend)

    @property
    def decision(self) -> Decision:
        """What was pressed; closing the box means to mend first."""
        pressed = self.clickedButton()
        if pressed is self._go_on:
            return Decision.GO_ON
        return Decision.AS_DRAFT if pressed is self._draft else Decision.MEND

    def press(self, decision: Decision) -> None:
        """Press the button of a decision."""
        buttons = {Decision.GO_ON: self._go_on, Decision.AS_DRAFT: self._draft, Decision.MEND: self._mend}
        buttons[decision].click()
