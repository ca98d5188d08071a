"""What of the findings is listed: of which projects, of which severity, the waived ones too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.gui import appearance
from perfeval_gui.gui.flow import FlowLayout
from perfeval_gui.gui.themes import Theme


class Scope(Enum):
    """Whose findings are listed."""

    PROJECT = "project"
    UNIT = "unit"
    ALL = "all"

    @property
    def label(self) -> str:
        """The Chinese word of the choice."""
        return {"project": "本项目", "unit": "本单位", "all": "全部项目"}[self.value]


class Filters(QWidget):
    """The choices above the list; `preferences` and `restore` carry them from one day to the next."""

    changed = Signal()
    """Other findings of those at hand are to be listed."""
    scope_changed = Signal()
    """Findings of other projects are to be listed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._scope = QComboBox(self)
        self._scope.setAccessibleName("列出哪些项目的问题")
        self._scope.setToolTip("列出哪些项目的问题")
        for scope in Scope:
            self._scope.addItem(scope.label, scope)
        self._waived = _toggle(self, "已阅", "显示或隐藏已阅的问题")
        self._waived.setIcon(appearance.icon("circle-check", theme, "muted"))
        self._severities = {
            severity: _toggle(self, severity.label, f"显示或隐藏{severity.label}") for severity in Severity
        }
        for severity, button in self._severities.items():
            button.setChecked(True)
            button.setIcon(appearance.severity_icon(severity, theme))
        self._arrange()
        self._scope.currentIndexChanged.connect(lambda _index: self.scope_changed.emit())
        for button in (self._waived, *self._severities.values()):
            button.toggled.connect(lambda _on: self.changed.emit())

    def _arrange(self) -> None:
        flow = FlowLayout(self, (8, 6, 8, 4), 4)
        for part in (self._scope, *self._severities.values(), self._waived):
            flow.addWidget(part)

    @property
    def scope(self) -> Scope:
        """Whose findings are to be listed."""
        chosen = self._scope.currentData()
        return chosen if isinstance(chosen, Scope) else Scope.PROJECT

    @scope.setter
    def scope(self, scope: Scope) -> None:
        self._scope.setCurrentIndex(list(Scope).index(scope))

    @property
    def shows_waived(self) -> bool:
        """Whether waived findings are listed too."""
        return self._waived.isChecked()

    def show_waived(self, *, shown: bool) -> None:
        """List waived findings too, or leave them out."""
        self._waived.setChecked(shown)

    def shows(self, severity: Severity) -> bool:
        """Return whether findings of a severity are listed."""
        return self._severities[severity].isChecked()

    def shown_severities(self) -> frozenset[Severity]:
        """Return the severities whose findings are listed."""
        return frozenset(severity for severity in Severity if self.shows(severity))

    def show_severity(self, severity: Severity, *, shown: bool) -> None:
        """List findings of a severity, or leave them out."""
        self._severities[severity].setChecked(shown)

    def count(self, open_ones: Sequence[Finding], waived: int) -> None:
        """Write the numbers of findings on the buttons."""
        numbers = Counter(finding.severity for finding in open_ones)
        for severity, button in self._severities.items():
            number = numbers[severity]
            button.setText(f"{severity.label} {number}")
        self._waived.setText(f"已阅 {waived}" if waived else "已阅")

    def preferences(self) -> dict[str, object]:
        """Return the choices as JSON values."""
        hidden = [severity.value for severity in Severity if not self.shows(severity)]
        return {"scope": self.scope.value, "hidden": hidden, "waived": self.shows_waived}

    def restore(self, left: object) -> None:
        """Take up choices made earlier; what does not read as one is left as it is."""
        if not isinstance(left, Mapping):
            return
        hidden = left.get("hidden")
        for severity, button in self._severities.items():
            button.setChecked(not isinstance(hidden, list) or severity.value not in hidden)
        self._waived.setChecked(left.get("waived") is True)
        for scope in Scope:
            if left.get("scope") == scope.value:
                self.scope = scope


def _toggle(parent: QWidget, text: str, tip: str) -> QToolButton:
    button = QToolButton(parent)
    button.setCheckable(True)
    appearance.set_tone(button, "", "tick")
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip.replace("或隐藏", ""))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
