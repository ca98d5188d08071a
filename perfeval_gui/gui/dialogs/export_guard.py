"""Before exporting or printing with open errors: go on, mark the pages 草稿, or mend first. Nothing is refused."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtWidgets import QMessageBox, QWidget

from perfeval_gui.core.checks.rule import Finding

_SHOWN = 3
_NAMED = 5


class Decision(Enum):
    """What the clerk wants."""

    GO_ON = "go on"
    AS_DRAFT = "as draft"
    MEND = "mend"


class ExportGuard(QMessageBox):
    """Says how many errors are open in which projects and names the first ones; `doing` is 导出 or 打印."""

    def __init__(
        self, parent: QWidget, errors: Sequence[Finding], projects: Sequence[str], doing: str = "导出"
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportGuard")
        self.setIcon(QMessageBox.Icon.Information)
        self.setWindowTitle(f"{doing}前看一眼")
        where = f"有 {len(projects)} 张表里" if len(projects) > 1 else "这张表里"
        self.setText(f"{where}还有 {len(errors)} 处错误没有处理。现在也可以{doing}。")
        names = "、".join(f"“{name}”" for name in projects[:_NAMED])
        names += f"等 {len(projects)} 张" if len(projects) > _NAMED else ""
        named = f"{names}\n\n" if len(projects) > 1 else ""
        first = "\n".join(f"· {finding.message}" for finding in errors[:_SHOWN])
        more = "\n……" if len(errors) > _SHOWN else ""
        self.setInformativeText(f"{named}{first}{more}\n\n情况属实的，可以在右边点“已阅”写明原因，就不再问。")
        self._go_on = self.addButton(f"继续{doing}", QMessageBox.ButtonRole.AcceptRole)
        self._draft = self.addButton(f"加“草稿”字样{doing}", QMessageBox.ButtonRole.AcceptRole)
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
