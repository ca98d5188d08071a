"""The grid as a table model: it shows boxes and turns what is typed into edits of the session."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.edits import Batch, Edit, SetCell
from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import DIMENSIONS, INDICATORS, Cell, Project, cell_at, pointer, read
from perfeval_gui.core.last_year import LastYear
from perfeval_gui.core.layout.grid import Box, Grid, same_shape
from perfeval_gui.core.layout.screen import screen_grid
from perfeval_gui.core.origins import origin_of
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.state import is_locked
from perfeval_gui.gui.roles import BOX, DRAFT, FINDINGS, GHOST, LAST_YEAR, ORIGIN, POINTER
from perfeval_gui.gui.table.beside import Beside, in_words
from perfeval_gui.session import Session

_Index = QModelIndex | QPersistentModelIndex
_EMPTY = Grid(head=(), columns=(), kinds=(), boxes=(), tail=())
_ROOT = QModelIndex()


class GridModel(QAbstractTableModel):
    """Shows one project's screen grid; never resets for a changed text."""

    shape_changed = Signal()
    """Rows, merges or the project itself changed: spans and heights must be made anew."""
    texts_changed = Signal(list)
    """Only texts changed; holds the boxes that differ."""
    beside_changed = Signal()
    """What is shown beside the texts is another."""

    def __init__(self, session: Session, profile_of: Callable[[Project], Profile], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._profile_of = profile_of
        self._project_id = ""
        self._project: Project | None = None
        self._grid = _EMPTY
        self._anchors: dict[tuple[int, int], Box] = {}
        self._covering: dict[tuple[int, int], Box] = {}
        self._numbers: dict[Cell, int] = {}
        self._findings: Mapping[Cell, Sequence[Finding]] = {}
        self._ghosts: Mapping[Cell, str] = {}
        self._sitting: Hashable = None
        self._beside = Beside()
        self._last_year: LastYear | None = None

    @property
    def project(self) -> Project | None:
        """The project that is shown, as it is now."""
        return self._project

    @property
    def grid(self) -> Grid:
        """The grid that is shown."""
        return self._grid

    def show(self, project_id: str) -> None:
        """Show another project, or nothing for a blank id."""
        self._project_id = project_id
        self._sitting = None
        self.refresh()

    def refresh(self) -> None:
        """Show the project as the session has it now, telling views only what differs."""
        project = self._session.filing.projects.get(self._project_id)
        if project is not None and project is self._project:
            return
        if project is None or self._project is None or self._project.id != project.id:
            self._show_anew(project)
            return
        from perfeval_gui.core.compare import compare
        from perfeval_gui.core.layout.renewal import renewed, shape_stays

        before, differences = self._grid, compare(self._project.form, project.form)
        cells = [Cell(project.id, item.block, item.row, item.field) for item in differences]
        if self._project.profile == project.profile and shape_stays(differences):
            self._grid, changed = renewed(before, self._numbers, project.form, cells)
        else:
            grid = screen_grid(project, self._profile_of(project))
            if not same_shape(before, grid):
                self._show_anew(project)
                return
            self._grid = grid
            changed = [n for n, box in enumerate(grid.boxes) if box != before.boxes[n]]
        self._tell_texts(project, changed, cells)

    def _show_anew(self, project: Project | None) -> None:
        self.beginResetModel()
        self._grid = screen_grid(project, self._profile_of(project)) if project else _EMPTY
        self._take(project)
        self._index_boxes()
        self.endResetModel()
        self.shape_changed.emit()

    def _take(self, project: Project | None) -> None:
        self._project = project
        self._last_year = LastYear(project, self._last_year) if project else None

    def _tell_texts(self, project: Project, changed: Sequence[int], cells: Sequence[Cell]) -> None:
        """Announce the boxes that print another text, and those whose typed text alone is another."""
        self._take(project)
        for number in changed:
            self._index_box(self._grid.boxes[number])
        typed = [self._numbers[cell] for cell in cells if cell in self._numbers]
        self._announce([self._grid.boxes[number] for number in dict.fromkeys((*changed, *typed))])
        self.texts_changed.emit([self._grid.boxes[number] for number in changed])

    def _index_boxes(self) -> None:
        self._anchors.clear()
        self._covering.clear()
        for box in self._grid.boxes:
            self._index_box(box)
        self._numbers = {box.cell: number for number, box in enumerate(self._grid.boxes) if box.cell}

    def _index_box(self, box: Box) -> None:
        self._anchors[box.row, box.column] = box
        for row in range(box.row, box.row + box.rows):
            for column in range(box.column, box.column + box.columns):
                self._covering[row, column] = box

    def _announce(self, boxes: Sequence[Box]) -> None:
        for box in boxes:
            index = self.index(box.row, box.column)
            self.dataChanged.emit(index, index)

    def set_findings(self, findings: Mapping[Cell, Sequence[Finding]], ghosts: Mapping[Cell, str]) -> None:
        """Mark cells with findings (gravest first) and show what the sums say in blank cells."""
        if findings is self._findings and ghosts == self._ghosts:
            return
        differs = {*_differing(self._findings, findings), *_differing(self._ghosts, ghosts)}
        self._findings, self._ghosts = findings, ghosts
        self._announce([self._grid.boxes[self._numbers[cell]] for cell in differs if cell in self._numbers])

    @property
    def beside(self) -> Beside:
        """What is shown beside the texts."""
        return self._beside

    def show_beside(self, beside: Beside) -> None:
        """Show other things beside the texts."""
        if beside != self._beside:
            self._beside = beside
            self.beside_changed.emit()

    def last_year_of(self, cell: Cell | None) -> str:
        """Return what stood in the cell last year, where that is shown and differs; else a blank."""
        if cell is None or self._last_year is None or not self._beside.last_year:
            return ""
        return self._last_year.text(cell)

    def begin_sitting(self, key: Hashable) -> None:
        """Let what is typed from now on, until `end_sitting`, be one step of undo."""
        self._sitting = key

    def end_sitting(self) -> None:
        """End the sitting: the next change is a step of its own."""
        if self._sitting is not None:
            self._sitting = None
            self._session.close_step()

    def box_at(self, index: _Index) -> Box | None:
        """Return the box at an index, also where a merged box covers it."""
        return self._covering.get((index.row(), index.column()))

    def boxes_across(self, row: int) -> list[Box]:
        """Return the boxes that a row touches, merged ones included, from left to right."""
        found = (self._covering.get((row, column)) for column in range(len(self._grid.columns)))
        return list({box.column: box for box in found if box}.values())

    def index_of(self, cell: Cell) -> QModelIndex:
        """Return the index that shows the cell, or an invalid one; merged labels lead to their first row."""
        box = self._box_of(cell) or self._merged_box_of(cell)
        return self.index(box.row, box.column) if box else QModelIndex()

    def index_of_pointer(self, where: str) -> QModelIndex:
        """Return the index of a JSON pointer, or an invalid one."""
        try:
            box = self._box_of(cell_at(self._project, where)) if self._project else None
        except KeyError:
            box = None
        return self.index(box.row, box.column) if box else QModelIndex()

    def _box_of(self, cell: Cell) -> Box | None:
        number = self._numbers.get(cell)
        return None if number is None else self._grid.boxes[number]

    def _merged_box_of(self, cell: Cell) -> Box | None:
        """Find the box in which a label is shown that has none of its own."""
        project = self._project
        if project is None:
            return None
        if cell.block == DIMENSIONS:
            points = Cell(cell.project, cell.block, cell.row, "points")
            # A 一级指标 without rows is not printed: lead to the total, where its absence shows.
            return self._box_of(points) or self._box_of(Cell(project.id, "total", "", "weight"))
        if cell.block == "":
            return self._box_of(Cell(cell.project, "", "", "fiscal_year"))
        first = next((c for c in self._numbers if (c.block, c.row) == (cell.block, cell.row)), None)
        if first is None:
            return None
        box = self._grid.boxes[self._numbers[first]]
        if cell.block == INDICATORS and cell.field in ("dimension", "category", ""):
            return self._label_box(box.row, cell.field) or box
        return box

    def _label_box(self, row: int, field: str) -> Box | None:
        """Return the box of the 一级 (`dimension`) or 二级 (`category`) label that covers a table row."""
        for column in range(len(self._grid.columns)):
            box = self._covering[row, column]
            if box.cell and (
                box.cell.field == field or (field == "dimension" and box.cell.block == DIMENSIONS)
            ):
                return box
        return None

    def _pointer(self, cell: Cell) -> str:
        return pointer(self._project.form, cell) if self._project else ""

    # Qt's side

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._grid.kinds)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._grid.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        box = self._anchors.get((index.row(), index.column()))
        basic = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        may_change = self._project is not None and not is_locked(self._project.state)
        return basic | Qt.ItemFlag.ItemIsEditable if box and box.cell and may_change else basic

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        box = self._anchors.get((index.row(), index.column()))
        if box is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return box.text
        if role == BOX:
            return box
        if box.cell is None or self._project is None:
            return box.text if role == Qt.ItemDataRole.AccessibleTextRole else None
        return self._cell_data(box, box.cell, role)

    def _cell_data(self, box: Box, cell: Cell, role: int) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            return read(self._project.form, cell) if self._project else ""
        if role == POINTER:
            return self._pointer(cell)
        if role == DRAFT:
            return self._project_id
        if role == FINDINGS:
            return self._findings.get(cell, ())
        if role == GHOST:
            return self._ghosts.get(cell, "")
        if role == LAST_YEAR:
            return self.last_year_of(cell)
        if role == ORIGIN:
            return origin_of(self._project, cell) if self._project and self._beside.origins else ""
        return self._words(box, cell, role)

    def _words(self, box: Box, cell: Cell, role: int) -> str | None:
        """Return what a tooltip or a screen reader says of a cell."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join([*self._words_of_findings(cell), *self._words_beside(cell)]) or None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return "\n".join(self._words_of_findings(cell)) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join([f"{label_of(cell)}：{box.text or '空'}", *self._words_beside(cell)])
        return None

    def _words_of_findings(self, cell: Cell) -> list[str]:
        return [f"{finding.severity.label}：{finding.message}" for finding in self._findings.get(cell, ())]

    def _words_beside(self, cell: Cell) -> list[str]:
        """Say last year's value and the origin, whether they are painted or not."""
        if self._project is None or self._last_year is None:
            return []
        return in_words(self._last_year.text(cell), origin_of(self._project, cell))

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        box = self.box_at(index)
        if role != Qt.ItemDataRole.EditRole or box is None or box.cell is None or self._project is None:
            return False
        if is_locked(self._project.state):
            return False
        self._session.do(
            self._edit(box, box.cell, str(value)), f"填写{label_of(box.cell)}", self._key(box.cell)
        )
        return True

    def _key(self, cell: Cell) -> Hashable:
        return None if self._sitting is None else (cell, self._sitting)

    def _edit(self, box: Box, cell: Cell, text: str) -> Edit:
        """A merged 二级 label stands for all its rows: they are renamed together."""
        if cell.block != INDICATORS or cell.field != "category" or box.rows == 1:
            return SetCell(cell, text)
        covered = range(box.row, box.row + box.rows)
        ids = dict.fromkeys(
            c.row
            for c, n in self._numbers.items()
            if c.block == INDICATORS and self._grid.boxes[n].row in covered
        )
        return Batch(
            tuple(SetCell(Cell(cell.project, INDICATORS, row_id, "category"), text) for row_id in ids)
        )


def _differing(old: Mapping[Cell, object], new: Mapping[Cell, object]) -> set[Cell]:
    """Return the cells for which the two say something else."""
    return {cell for cell, said in new.items() if old.get(cell) != said} | (old.keys() - new.keys())
