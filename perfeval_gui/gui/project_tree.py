"""The tree 年度 → 实施单位 → 项目 with a status mark for every project."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from perfeval_gui.core.checks.rule import Severity
from perfeval_gui.core.state import DRAFT as UNFINISHED
from perfeval_gui.core.state import STATES
from perfeval_gui.core.values import dataclass
from perfeval_gui.gui import appearance
from perfeval_gui.gui.roles import DRAFT, NODE
from perfeval_gui.gui.themes import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_MOST_OPEN = 1000
"""Of more projects than these, units stay closed until one is looked into."""
NO_YEAR, NO_UNIT, NO_NAME = "未填年度", "未填单位", "（未填项目名称）"


class Entry(NamedTuple):
    """A project as the tree lists it; `marks` counts open errors, warnings and hints, None: not yet checked."""

    id: str
    fiscal_year: str
    unit: str
    name: str
    position: int
    marks: tuple[int, int, int] | None = None
    state: str = UNFINISHED


@dataclass(slots=True)
class _Node:
    """A year, unit or project. A unit knows its projects, and has nodes for those that were looked at."""

    kind: str
    text: str
    parent: _Node | None
    row: int = 0
    entry: Entry | None = None
    children: list[_Node | None] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    leaves: int = 0

    def child(self, row: int) -> _Node:
        """Return the node in a row, made when it is first asked for: of thousands of projects few are seen."""
        found = self.children[row]
        if found is None:
            entry = self.entries[row]
            found = self.children[row] = _Node("project", entry.name or NO_NAME, self, row, entry)
        return found


class ProjectTreeModel(QAbstractItemModel):
    """Lists entries, newest year first; a changed text or mark does not reset the tree."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._root = _Node("root", "", None)
        self._listed: list[Entry] = []
        self._places: dict[str, tuple[_Node, int]] = {}

    def show(self, entries: Iterable[Entry]) -> bool:
        """Show the entries and return whether the tree was built anew."""
        listed = sorted(entries, key=lambda e: (_reversed(e.fiscal_year), e.position, e.id))
        if self._same_places(listed):
            for old, entry in zip(self._listed, listed, strict=True):
                if old is not entry and old != entry:
                    self._update(entry)
            self._listed = listed
            return False
        self.beginResetModel()
        self._root, self._places = _Node("root", "", None), {}
        years: dict[str, _Node] = {}
        units: dict[tuple[str, str], _Node] = {}
        for entry in listed:
            of = entry.fiscal_year, entry.unit
            unit = units.get(of)
            if unit is None:
                unit = units[of] = self._unit(years, *of)
            unit.entries.append(entry)
        for unit in units.values():
            unit.leaves = len(unit.entries)
            unit.children = [None] * unit.leaves
            if unit.parent:
                unit.parent.leaves += unit.leaves
        self._listed = listed
        self.endResetModel()
        return True

    def _unit(self, years: dict[str, _Node], fiscal_year: str, name: str) -> _Node:
        year = years.get(fiscal_year)
        if year is None:
            year = _below(self._root, "year", f"{fiscal_year}年度" if fiscal_year else NO_YEAR)
            years[fiscal_year] = year
        return _below(year, "unit", name or NO_UNIT)

    def _same_places(self, listed: Sequence[Entry]) -> bool:
        if len(listed) != len(self._listed):
            return False
        return all(
            old is new or (old.id == new.id and old.unit == new.unit and old.fiscal_year == new.fiscal_year)
            for old, new in zip(self._listed, listed, strict=True)
        )

    def _update(self, entry: Entry) -> None:
        unit, row = self._place(entry.id)
        unit.entries[row] = entry
        leaf = unit.children[row]
        if leaf is not None:
            leaf.entry, leaf.text = entry, entry.name or NO_NAME
            index = self.createIndex(row, 0, leaf)
            self.dataChanged.emit(index, index)

    def _place(self, project_id: str) -> tuple[_Node, int]:
        """Return the unit under which a project stands, and its row there. Raises KeyError."""
        if not self._places:
            groups = (unit for year in self._root.children if year for unit in year.children if unit)
            self._places = {
                entry.id: (unit, row) for unit in groups for row, entry in enumerate(unit.entries)
            }
        return self._places[project_id]

    def index_of(self, project_id: str) -> QModelIndex:
        """Return the index of a project's leaf, or an invalid one."""
        try:
            unit, row = self._place(project_id)
        except KeyError:
            return QModelIndex()
        return self.createIndex(row, 0, unit.child(row))

    def project_ids(self, index: _Index) -> list[str]:
        """Return the ids of all projects at or below an index, in tree order."""
        found: list[str] = []
        pending = [self._node(index)]
        while pending:
            node = pending.pop()
            if node.entry:
                found.append(node.entry.id)
            found += [entry.id for entry in node.entries]
            if not node.entries:
                pending += reversed([child for child in node.children if child])
        return found

    @property
    def project_count(self) -> int:
        """The number of projects."""
        return len(self._listed)

    def _node(self, index: _Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._root

    # Qt's side

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        above = self._node(parent)
        if 0 <= row < len(above.children) and column == 0:
            return self.createIndex(row, column, above.child(row))
        return QModelIndex()

    def parent(self, index: _Index = _ROOT) -> Any:
        above = self._node(index).parent
        return (
            QModelIndex() if above is None or above is self._root else self.createIndex(above.row, 0, above)
        )

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return len(self._node(parent).children)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            if node.entry and node.entry.state != UNFINISHED:
                return f"{node.text}〔{STATES.get(node.entry.state, node.entry.state)}〕"
            return node.text if node.entry else f"{node.text}（{node.leaves}）"
        if role == NODE:
            return node.kind
        if node.entry is None:
            return _bold() if role == Qt.ItemDataRole.FontRole and node.kind == "year" else None
        if role == DRAFT:
            return node.entry.id
        if role == Qt.ItemDataRole.DecorationRole:
            return self._mark(node.entry)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return f"{node.text}\n{_marks_in_words(node.entry)}"
        return None

    def _mark(self, entry: Entry) -> Any:
        if entry.marks is None:
            return appearance.icon("file-text", self._theme, "muted")
        for count, severity in zip(entry.marks, Severity, strict=True):
            if count and severity is not Severity.HINT:
                return appearance.severity_icon(severity, self._theme)
        return appearance.icon("circle-check", self._theme, "good")


def _below(parent: _Node, kind: str, text: str) -> _Node:
    node = _Node(kind, text, parent, len(parent.children))
    parent.children.append(node)
    return node


@functools.lru_cache(maxsize=1024)
def _reversed(year: str) -> tuple[int, str]:
    return (-int(year), "") if year.isdecimal() else (1, year)


def _bold() -> QFont:
    made = QFont()
    made.setBold(True)
    return made


def _marks_in_words(entry: Entry) -> str:
    if entry.marks is None:
        return "尚未检查"
    words = [
        f"{severity.label} {count}" for count, severity in zip(entry.marks, Severity, strict=True) if count
    ]
    return "，".join(words) or "没有发现问题"


class ProjectTree(QTreeView):
    """The tree's view: making a leaf current shows its form."""

    project_chosen = Signal(str)
    group_chosen = Signal(object)
    """A year or unit became current; holds its index."""

    def __init__(self, model: ProjectTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("projectTree")
        self.setAccessibleName("项目")
        self._tree_model = model
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        model.modelReset.connect(self._open_groups)

    def _open_groups(self) -> None:
        """Show every project, but of very many only the years and units: nobody looks through thousands of lines."""
        if self._tree_model.project_count <= _MOST_OPEN:
            self.expandAll()
        else:
            self.expandToDepth(0)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        project_id = current.data(DRAFT)
        if project_id:
            self.project_chosen.emit(project_id)
        elif current.isValid():
            self.group_chosen.emit(self.currentIndex())

    def point_at(self, project_id: str) -> None:
        """Make a project's leaf current."""
        index = self._tree_model.index_of(project_id)
        if index.isValid() and self.currentIndex() != index:
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def projects_below(self, index: _Index) -> list[str]:
        """Return the ids of all projects at or below an index, in tree order."""
        return self._tree_model.project_ids(index)

    def chosen_projects(self) -> list[str]:
        """Return the ids of the selected projects; a year or unit stands for all below it."""
        ids: dict[str, None] = {}
        for index in self.selectedIndexes() or [self.currentIndex()]:
            if index.isValid():
                ids.update(dict.fromkeys(self._tree_model.project_ids(index)))
        return list(ids)
