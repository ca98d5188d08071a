"""The lines of the findings list, open and waived, of one project or of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import INDICATORS, Cell, Filing, Form, Indicator, pointer
from perfeval_gui.core.values import dataclass
from perfeval_gui.gui.roles import DRAFT, POINTER

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
FINDING = Qt.ItemDataRole.UserRole + 10
LINE = Qt.ItemDataRole.UserRole + 11


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a finding, the project's name where several are listed, the reason where it is waived."""

    finding: Finding
    project_name: str = ""
    reason: str = ""

    @property
    def is_waived(self) -> bool:
        """Whether a person has accepted the finding."""
        return bool(self.reason)

    @property
    def head(self) -> str:
        """Severity and place in words."""
        word = f"已阅{self.finding.severity.label}" if self.is_waived else self.finding.severity.label
        return " · ".join(part for part in (word, label_of(self.finding.cell), self.project_name) if part)

    @property
    def spoken(self) -> str:
        """What a screen reader says of the line: severity first, then place and sentence."""
        word, *place = self.head.split(" · ")
        return f"{word}：{'，'.join((*place, self.body))}".replace("\n", "，")

    @property
    def body(self) -> str:
        """The sentence, and under it the reason of the waiver."""
        return f"{self.finding.message}\n已阅：{self.reason}" if self.is_waived else self.finding.message


class FindingsModel(QAbstractListModel):
    """Lists lines; what stays in place from one check to the next keeps its selection and is not laid out anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._filing = Filing()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are listed."""
        return self._lines

    def show(self, lines: Sequence[Line], filing: Filing) -> None:
        """List other lines: only those between the common beginning and end come and go."""
        self._filing = filing
        old, new = self._lines, tuple(lines)
        if old == new:
            self._lines = new  # the figures behind equal sentences may be others
            return
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        if len(old) - end > start:
            self.beginRemoveRows(_ROOT, start, len(old) - end - 1)
            self._lines = (*old[:start], *old[len(old) - end :])
            self.endRemoveRows()
        if len(new) - end > start:
            self.beginInsertRows(_ROOT, start, len(new) - end - 1)
            self._lines = new
            self.endInsertRows()
        self._lines = new

    def note_filing(self, filing: Filing) -> None:
        """Take in the filing that the lines' places are found in."""
        self._filing = filing

    def row_of(self, finding: Finding | None) -> int:
        """Return the row that shows the finding, or -1."""
        return next((row for row, line in enumerate(self._lines) if line.finding == finding), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        finding = line.finding
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == LINE:
            return line
        if role == FINDING:
            return finding
        if role == DRAFT:
            return finding.cell.project
        if role == POINTER:
            return self._pointer(finding.cell)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.body}\n依据：{finding.source}　编号 {finding.check}"
        return None

    def _pointer(self, cell: Cell) -> str:
        project = self._filing.projects.get(cell.project)
        try:
            return pointer(project.form, _shown(project.form, cell)) if project else ""
        except KeyError:  # the row was deleted a moment ago; the next check drops the finding
            return ""


def _shown(form: Form, cell: Cell) -> Cell:
    """Return the cell under which the table shows a merged 二级 label: that of the first row it covers."""
    if cell.block != INDICATORS or cell.field != "category":
        return cell
    place = next((index for index, row in enumerate(form.indicators) if row.id == cell.row), None)
    if place is None:
        return cell
    while place and _label(form.indicators[place]) == _label(form.indicators[place - 1]):
        place -= 1
    return replace(cell, row=form.indicators[place].id)


def _label(row: Indicator) -> tuple[str, str]:
    return row.dimension, row.category


def _common(first: Sequence[Line], second: Sequence[Line]) -> int:
    """Return how many lines both begin with."""
    for count, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return count
    return min(len(first), len(second))


def by_cell(findings: Sequence[Finding]) -> Mapping[Cell, Sequence[Finding]]:
    """Return the findings of each cell, gravest first as they stand in reading order."""
    grouped: dict[Cell, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.cell, []).append(finding)
    return grouped
