"""The list of findings beside the form: activating a line leads to the exact cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import Filing, pointer
from perfeval_gui.gui import appearance
from perfeval_gui.gui.appearance import Theme
from perfeval_gui.gui.roles import DRAFT, POINTER

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
FINDING = Qt.ItemDataRole.UserRole + 10


class FindingsModel(QAbstractListModel):
    """The findings of the project in hand (or of all), gravest first within reading order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._filing = Filing()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that are listed."""
        return self._findings

    def show(self, findings: Sequence[Finding], filing: Filing) -> None:
        """List other findings."""
        self._filing = filing
        if tuple(findings) == self._findings:
            return
        self.beginResetModel()
        self._findings = tuple(findings)
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._findings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._findings):
            return None
        finding = self._findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == FINDING:
            return finding
        if role == DRAFT:
            return finding.cell.project
        if role == POINTER:
            return self._pointer(finding)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{finding.severity.label}：{finding.message}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{finding.message}\n依据：{finding.source}　编号 {finding.check}"
        return None

    def _pointer(self, finding: Finding) -> str:
        project = self._filing.projects.get(finding.cell.project)
        try:
            return pointer(project.form, finding.cell) if project else ""
        except KeyError:  # the row was deleted a moment ago; the next check drops the finding
            return ""


class _FindingDelegate(QStyledItemDelegate):
    """Paints a finding as two blocks: severity and place, then the sentence, wrapped."""

    _PAD, _ICON = 8, 18

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        finding = index.data(FINDING)
        if not isinstance(finding, Finding):
            return
        painter.save()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.fillRect(rect, QColor(self._theme.selection if selected else self._theme.base))
        painter.setPen(QColor(self._theme.desk))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(self._PAD, self._PAD - 1, -self._PAD, -self._PAD)
        appearance.severity_icon(finding.severity, self._theme).paint(
            painter, QRect(inner.topLeft(), QSize(self._ICON, self._ICON))
        )
        body = inner.adjusted(self._ICON + 6, 0, 0, 0)
        painter.setFont(_bold(option.font))  # type: ignore[attr-defined]
        painter.setPen(self._theme.ink(finding.severity))
        head = _head(finding)
        painter.drawText(body, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), head)
        if finding.fix is not None:
            painter.setFont(option.font)  # type: ignore[attr-defined]
            painter.setPen(QColor(self._theme.good))
            painter.drawText(body, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), "可修复")
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.setPen(QColor(self._theme.text))
        text = body.adjusted(0, option.fontMetrics.height() + 2, 0, 0)  # type: ignore[attr-defined]
        painter.drawText(text, int(Qt.TextFlag.TextWordWrap), finding.message)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 300
        metrics = option.fontMetrics  # type: ignore[attr-defined]
        room = QRect(0, 0, width - 2 * self._PAD - self._ICON - 6, 100_000)
        message = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        lines = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), message).height()
        return QSize(width, metrics.height() + 2 + lines + 2 * self._PAD)


def _head(finding: Finding) -> str:
    place = label_of(finding.cell)
    return f"{finding.severity.label} · {place}" if place else finding.severity.label


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made


class FindingsPanel(QWidget):
    """Counts, filter and list of findings, with a repair for those that have one."""

    jump_asked = Signal(object)
    repair_asked = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: tuple[Finding, ...] = ()
        self._filing = Filing()
        self.model = FindingsModel(self)
        self.view = QListView(self)
        self._filters = {severity: self._filter(severity) for severity in Severity}
        self._repair = QToolButton(self)
        self._empty = QLabel(self)
        self._build()

    def _build(self) -> None:
        self.view.setObjectName("findingsView")
        self.view.setAccessibleName("检查结果")
        self.view.setModel(self.model)
        self.view.setItemDelegate(_FindingDelegate(self._theme, self.view))
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.activated.connect(self._jump)
        self.view.clicked.connect(self._jump)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_repair())
        self._repair.setText("修复")
        self._repair.setToolTip("按提示改好这一格，可以撤销")
        self._repair.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._repair.setIcon(appearance.icon("wand"))
        self._repair.clicked.connect(self._ask_repair)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setStyleSheet(f"color: {self._theme.muted}; padding: 24px;")
        top = QHBoxLayout()
        top.setContentsMargins(8, 6, 8, 6)
        top.setSpacing(4)
        for button in self._filters.values():
            top.addWidget(button)
        top.addStretch(1)
        top.addWidget(self._repair)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.view, 1)
        whole.addWidget(self._empty, 1)
        self._refresh()

    def _filter(self, severity: Severity) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setChecked(True)
        button.setIcon(appearance.severity_icon(severity, self._theme))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(f"显示或隐藏{severity.label}")
        button.setAccessibleName(f"显示{severity.label}")
        button.toggled.connect(lambda _on: self._refresh())
        return button

    def show_findings(self, findings: Sequence[Finding], filing: Filing, empty: str) -> None:
        """List the findings; `empty` is the sentence for when there are none."""
        self._all, self._filing = tuple(findings), filing
        self._empty.setText(empty)
        self._refresh()

    def _refresh(self) -> None:
        for severity, button in self._filters.items():
            count = sum(finding.severity is severity for finding in self._all)
            button.setText(f"{severity.label} {count}")
        kept = self.current()
        shown = [finding for finding in self._all if self._filters[finding.severity].isChecked()]
        self.model.show(shown, self._filing)
        if kept in shown:
            self.view.setCurrentIndex(self.model.index(shown.index(kept)))
        self.view.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._show_repair()

    def _show_repair(self) -> None:
        found = self.current()
        self._repair.setEnabled(found is not None and found.fix is not None)

    def current(self) -> Finding | None:
        """Return the finding whose line is current, or None."""
        found = self.view.currentIndex().data(FINDING)
        return found if isinstance(found, Finding) else None

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) finding and jump to its cell."""
        count = self.model.rowCount()
        if not count:
            return
        here = self.view.currentIndex().row()
        row = (here + direction) % count if here >= 0 else (0 if direction > 0 else count - 1)
        index = self.model.index(row)
        self.view.setCurrentIndex(index)
        self._jump(index)

    def _jump(self, index: QModelIndex) -> None:
        found = index.data(FINDING)
        if isinstance(found, Finding):
            self.jump_asked.emit(found.cell)

    def _ask_repair(self) -> None:
        found = self.current()
        if found is not None and found.fix is not None:
            self.repair_asked.emit([found])


def by_cell(findings: Sequence[Finding]) -> Mapping[Any, Sequence[Finding]]:
    """Return the findings of each cell, gravest first."""
    grouped: dict[Any, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.cell, []).append(finding)
    return {cell: sorted(group, key=lambda f: f.severity.rank) for cell, group in grouped.items()}
