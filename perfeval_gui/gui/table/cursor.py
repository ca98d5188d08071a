"""The cursor of the form: where keys and the mouse lead, and what is selected on the way, as in spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from perfeval_gui.core.form import Cell
from perfeval_gui.core.layout import moves
from perfeval_gui.core.layout.grid import Box
from perfeval_gui.gui.table.grid_model import GridModel

_ARROWS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)
_EXTENDING = _ARROWS | {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_HELD = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr})


class CursorView(QTableView):
    """Moves over the boxes of a `GridModel`; it edits nothing."""

    current_cell_changed = Signal()
    selection_changed = Signal()

    def __init__(self, model: GridModel, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._grid_model = model
        self._jumping = False
        self._anchor = QPersistentModelIndex()
        self._is_extending = False
        self._left_at: tuple[str, Cell | None, QModelIndex] = ("", None, QModelIndex())
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._remember_place)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def current_cell(self) -> Cell | None:
        """The cell of the form under the cursor, or None on a fixed label."""
        box = self._grid_model.box_at(self.currentIndex())
        return box.cell if box else None

    def go_to(self, cell: Cell) -> bool:
        """Put the cursor into the cell and return whether the form shows it."""
        index = self._grid_model.index_of(cell)
        if not index.isValid():
            return False
        self.make_current(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def selected_boxes(self) -> list[Box]:
        """Return the selected boxes in reading order, each once."""
        found = (self._grid_model.box_at(index) for index in self.selectedIndexes())
        boxes = {(box.row, box.column): box for box in found if box}
        return [boxes[place] for place in sorted(boxes)]

    # Going

    def move_on(self, way: str) -> None:
        """Go where a key leads: `down`, `up`, `next` or `previous`; any other word stays."""
        if way in ("next", "previous"):
            self._step(1 if way == "next" else -1)
        elif way in ("down", "up"):
            self._climb(1 if way == "down" else -1)

    def _step(self, direction: int) -> None:
        """Go to the next or previous cell that can be edited, in reading order."""
        self._go_to_box(moves.in_reading_order(self._grid_model.grid, *self._here(), direction))

    def _climb(self, direction: int) -> None:
        """Go to the next cell below or above that can be edited, in the same column."""
        self._go_to_box(moves.in_column(self._grid_model.grid, *self._here(), direction))

    def _here(self) -> tuple[int, int]:
        """Return where the box under the cursor begins, in the column that the cursor came along."""
        index = self.currentIndex()
        box = self._grid_model.box_at(index)
        return (box.row if box else index.row()), index.column()

    def cell_above(self) -> Cell | None:
        """Return the next cell above the current one that can be edited, in the same column."""
        box = moves.in_column(self._grid_model.grid, *self._here(), -1)
        return box.cell if box else None

    def _go_to_box(self, box: Box | None) -> None:
        if box is not None:
            self.make_current(self._grid_model.index(box.row, box.column))

    def make_current(self, index: QModelIndex) -> None:
        """Make a cell the only selected one, whatever keys are down.

        Qt would ask the keyboard: after Ctrl++ the cells from before stayed selected. Going through the
        view, and not its selection model, makes Shift extend from here.
        """
        self._jumping = True
        self.setCurrentIndex(index)
        self._jumping = False

    # Selecting

    def active_index(self) -> QModelIndex:
        """Return the cell that keys act on: where the selection began, while it is extended; else the current one."""
        if self._anchor.isValid():
            return self._grid_model.index(self._anchor.row(), self._anchor.column())
        return self.currentIndex()

    @contextmanager
    def _extended(self) -> Iterator[None]:
        """Remember where the selection began; for Qt the cursor goes along to its other end."""
        if not self._anchor.isValid():
            self._anchor = QPersistentModelIndex(self.currentIndex())
        self._is_extending = True
        try:
            yield
        finally:
            self._is_extending = False

    def return_to_anchor(self) -> None:
        """Act where the selection began, as spreadsheets do; the cells stay selected."""
        self.selectionModel().setCurrentIndex(self.active_index(), QItemSelectionModel.SelectionFlag.NoUpdate)
        self._anchor = QPersistentModelIndex()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Let Home, End and Ctrl with an arrow lead as in spreadsheets; Qt extends the selection with Shift."""
        box = self._target(action, control=bool(modifiers & Qt.KeyboardModifier.ControlModifier))
        if box is None:
            return super().moveCursor(action, modifiers)
        return self._grid_model.index(box.row, box.column)

    def _target(self, action: QAbstractItemView.CursorAction, *, control: bool) -> Box | None:
        grid, kinds = self._grid_model.grid, QAbstractItemView.CursorAction
        row, column = self._here()
        if action in (kinds.MoveHome, kinds.MoveEnd):
            return moves.at_end(grid, row, first=action == kinds.MoveHome, whole=control)
        if not control:
            return None
        down = {kinds.MoveUp: -1, kinds.MoveDown: 1}.get(action, 0)
        right = {kinds.MoveLeft: -1, kinds.MoveRight: 1}.get(action, 0)
        return moves.at_edge(grid, row, column, down=down, right=right) if down or right else None

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Let Ctrl with an arrow move the selection, and with Shift extend it."""
        flags = QItemSelectionModel.SelectionFlag
        if self._jumping:
            return flags.ClearAndSelect
        if isinstance(event, QKeyEvent) and event.key() in _ARROWS:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return flags.SelectCurrent if shift else flags.ClearAndSelect
        return super().selectionCommand(index, event)

    def choose_row(self, row: int) -> None:
        """Select a row from its name on; the labels that it shares with others stay out of it."""
        box = moves.at_end(self._grid_model.grid, row, first=True, whole=False)
        boxes = [item for item in self._grid_model.grid.boxes if item.row == row and item.rows == 1]
        if box is None or not boxes:
            return
        self.setFocus()
        first = min(boxes, key=lambda item: item.column)
        self.make_current(self._grid_model.index(row, first.column))
        for item in boxes:
            self.selectionModel().select(
                self._grid_model.index(row, item.column), QItemSelectionModel.SelectionFlag.Select
            )

    # Rows that come and go

    def _remember_place(self) -> None:
        project = self._grid_model.project
        here = self.currentIndex()
        self._left_at = (project.id if project else "", self.current_cell, here)

    def return_to_place(self) -> None:
        """Put the cursor back where rows came or went, into the same cell or the one that stands in its place now."""
        project_id, cell, place = self._left_at
        project = self._grid_model.project
        if (
            project is None
            or project.id != project_id
            or not place.isValid()
            or self.currentIndex().isValid()
        ):
            return
        index = self._grid_model.index_of(cell) if cell else QModelIndex()
        if not index.isValid():
            last = self._grid_model.rowCount() - 1
            index = self._grid_model.index(min(place.row(), last), place.column())
        box = self._grid_model.box_at(index)
        if box is not None:
            self.make_current(self._grid_model.index(box.row, box.column))

    # Qt's side

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and key in _EXTENDING:
            with self._extended():
                super().keyPressEvent(event)
            return
        if key not in _HELD:
            self.return_to_anchor()
        others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if others != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.move_on("up" if shift else "down")
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.move_on("previous" if shift or key == Qt.Key.Key_Backtab else "next")
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            with self._extended():
                super().mousePressEvent(event)
            return
        self._anchor = QPersistentModelIndex()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            with self._extended():
                super().mouseMoveEvent(event)
            return
        super().mouseMoveEvent(event)

    def _moved(self) -> None:
        if not self._is_extending:
            self._anchor = QPersistentModelIndex()
        self.current_cell_changed.emit()
