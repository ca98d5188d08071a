"""F1: what belongs into the cell in hand, and what the findings there mean; stays open beside the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from perfeval_gui.core.checks.catalogue import check_by_id
from perfeval_gui.core.checks.rule import Finding, Help
from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import Cell
from perfeval_gui.gui.themes import Theme
from perfeval_gui.resources import field_help


class HelpPane(QDialog):
    """Shows help as text that can be selected and read aloud; shows another cell's without closing."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle("填写说明")
        self.setObjectName("helpPane")
        self.setModal(False)
        self.resize(420, 520)
        self._again: Callable[[], None] = lambda: None
        self.text = QTextBrowser(self)
        self.text.setAccessibleName("填写说明")
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(14)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.text)

    def show_cell(self, cell: Cell | None, findings: Sequence[Finding]) -> None:
        """Show the help of a cell's field and of the findings there."""
        parts = [self._field(cell)] if cell else []
        parts += [self._finding(finding) for finding in _one_of_each(findings)]
        self._again = lambda: self.show_cell(cell, findings)
        self._fill(parts)

    def show_finding(self, finding: Finding) -> None:
        """Show the help of a finding, then that of the field where it is."""
        self._again = lambda: self.show_finding(finding)
        self._fill([self._finding(finding), self._field(finding.cell)])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._again()

    def _fill(self, parts: Iterable[str]) -> None:
        text = "".join(parts) or "<p>把光标放到要填的格子里，再按 F1。</p>"
        self.text.setHtml(text)
        if not self.isVisible():
            self.show()
        self.raise_()

    def _field(self, cell: Cell) -> str:
        found = field_help(cell)
        return _section(label_of(cell), "", found, self._theme.text) if found else ""

    def _finding(self, finding: Finding) -> str:
        check = check_by_id(finding.check)
        if check is None:
            return ""
        colour = self._theme.ink(finding.severity).name()
        title = f"{finding.severity.label}：{check.title}"
        said = (
            f"<p>{escape(finding.message)}</p>"
            f'<p style="color:{self._theme.muted}">编号 {finding.check}　依据：{escape(finding.source)}</p>'
        )
        return _section(title, said, check.card.help, colour)


def _section(title: str, said: str, text: Help, colour: str) -> str:
    rows = (("要求", text.rule), ("例子", text.example), ("常见错误", text.mistake))
    body = "".join(f"<p><b>{name}</b>　{escape(words)}</p>" for name, words in rows)
    return f'<h3 style="color:{colour}">{escape(title)}</h3>{said}{body}'


def _one_of_each(findings: Sequence[Finding]) -> list[Finding]:
    """Return the first finding of each check: the same help twice tells nothing new."""
    return list({finding.check: finding for finding in reversed(findings)}.values())[::-1]


def stays_beside(pane: QWidget, window: QWidget) -> None:
    """Put the pane at the right edge of the window, where it covers the list and not the form."""
    corner = window.mapToGlobal(window.rect().topRight())
    pane.move(corner.x() - pane.width() - 8, corner.y() + 80)
    pane.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
