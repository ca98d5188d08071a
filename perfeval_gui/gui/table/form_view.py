"""The editable form: a table view with the keys of Excel and WPS that never loses a character."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QMenu, QTableView, QWidget

from perfeval_gui.core.fields import Kind, field_of
from perfeval_gui.core.form import Cell
from perfeval_gui.core.layout import moves
from perfeval_gui.core.layout.grid import Box
from perfeval_gui.gui import appearance
from perfeval_gui.gui.table.beside import strip_height
from perfeval_gui.gui.table.delegate import CellDelegate
from perfeval_gui.gui.table.editor import CellEditor
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.gui.table.gutter import Gutter
from perfeval_gui.gui.table.measures import Typography, column_widths, row_height, row_heights
from perfeval_gui.gui.themes import Theme

_BASE_POINTS = 10.5
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
_LEAST_WIDTH = 600
"""Pixels below which the form scrolls sideways instead of shrinking, at 100 %."""


class FormView(QTableView):
    """Shows a `GridModel`."""

    current_cell_changed = Signal()
    clear_asked = Signal()
    selection_changed = Signal()
    paste_refused = Signal()
    """More was pasted into an open editor than a cell can be meant to hold."""
    zoomed = Signal(float)
    editing_started = Signal(object, object)
    """An editor opened; holds it and the cell (None on a fixed label)."""
    editing_ended = Signal()
    row_dropped = Signal(str, int)
    """An indicator was dragged: its id and the gap among the indicators where it was let go."""

    def __init__(self, model: GridModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formView")
        self.setAccessibleName("绩效自评表")
        appearance.give_viewport(self)
        self._grid_model = model
        self._typography = Typography(_BASE_POINTS)
        self._delegate = CellDelegate(theme, self._typography, self)
        self._delegate.editor_opened = self._editing_started
        self._delegate.active_index = self.active_index
        self._sittings = itertools.count(1)
        self._editor: CellEditor | None = None
        self._original = ""
        self.context_actions: list[QAction] = []
        self.signs_while_typing = False
        self._zoom = self._usual_zoom = 1.0
        self._jumping = False
        self._is_fitted = False
        self._anchor = QPersistentModelIndex()
        self._is_extending = False
        self._left_at: tuple[str, Cell | None, QModelIndex] = ("", None, QModelIndex())
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._dress()
        self._put_gutter(theme)
        model.modelAboutToBeReset.connect(self._remember_place)
        model.modelAboutToBeReset.connect(self._forget_editor)
        model.shape_changed.connect(self._rebuild)
        model.texts_changed.connect(self._fit_changed_rows)
        model.beside_changed.connect(self._show_beside)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.selectionModel().currentChanged.connect(self._moved)

    def _dress(self) -> None:
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(8)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(True)  # else Qt takes Tab for the focus before we see it
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)  # merged labels follow the view

    def _put_gutter(self, theme: Theme) -> None:
        gutter = Gutter(self._grid_model, self, theme)
        self.setVerticalHeader(gutter)
        gutter.row_dropped.connect(self.row_dropped)
        gutter.row_pressed.connect(self._choose_row)
        self.selectionModel().currentChanged.connect(lambda *_: gutter.viewport().update())

    def _moved(self) -> None:
        if not self._is_extending:
            self._anchor = QPersistentModelIndex()
        self.current_cell_changed.emit()

    def _choose_row(self, row: int) -> None:
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

    # What is shown

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

    def set_zoom(self, zoom: float) -> None:
        """Show the form at a zoom from 0.8 to 2."""
        self._zoom = min(2.0, max(0.8, round(zoom, 2)))
        self._typography = Typography(_BASE_POINTS * self._zoom)
        self._delegate.typography = self._typography
        self._fit()
        self.viewport().update()
        self.zoomed.emit(self._zoom)

    def set_usual_zoom(self, zoom: float) -> None:
        """Let the form begin at a zoom, to which `reset_zoom` returns."""
        if zoom != self._usual_zoom:
            self._usual_zoom = zoom
            self.reset_zoom()

    def reset_zoom(self) -> None:
        """Show the form as large as the other texts of the window."""
        self.set_zoom(self._usual_zoom)

    @property
    def zoom(self) -> float:
        """The present zoom; 1 is 100 %."""
        return self._zoom

    def _rebuild(self) -> None:
        self.clearSpans()
        for box in self._grid_model.grid.boxes:
            if box.rows > 1 or box.columns > 1:
                self.setSpan(box.row, box.column, box.rows, box.columns)
        self._is_fitted = False
        if self.isVisible():
            self._fit()
        self._return_to_place()

    def _remember_place(self) -> None:
        project = self._grid_model.project
        here = self.currentIndex()
        self._left_at = (project.id if project else "", self.current_cell, here)

    def _return_to_place(self) -> None:
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

    def _fit(self) -> None:
        grid = self._grid_model.grid
        if not grid.columns:
            return
        self._is_fitted = True
        widths = self._widths()
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        for row, height in enumerate(row_heights(grid, widths, self._height)):
            self.setRowHeight(row, height)

    def _height(self, box: Box, width: int) -> int:
        height = self._typography.height(box, width)
        return height + strip_height(self._typography) if self._grid_model.last_year_of(box.cell) else height

    def _show_beside(self) -> None:
        self._fit()
        self.viewport().update()

    def _widths(self) -> list[int]:
        return column_widths(self._grid_model.grid, self.viewport().width(), round(_LEAST_WIDTH * self._zoom))

    def _fit_changed_rows(self, boxes: list[Box]) -> None:
        """Make room for the changed rows only; the others keep their heights."""
        if any(box.rows > 1 for box in boxes):
            self._fit()
            return
        widths = self._widths()
        for row in dict.fromkeys(box.row for box in boxes):
            height = row_height(self._grid_model.boxes_across(row), row, widths, self._height, self.rowHeight)
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted and event.oldSize().width() != event.size().width():
            QTimer.singleShot(0, self, self._fit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (
            not self._is_fitted
        ):  # measured once, when the width is known, and not again at every step of a start
            self._fit()
            self.scrollTo(self.currentIndex())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom + (0.1 if event.angleDelta().y() > 0 else -0.1))
            event.accept()
            return
        super().wheelEvent(event)

    # Editing

    @property
    def open_editor(self) -> CellEditor | None:
        """The editor that is open, or None."""
        return self._editor

    def commit_open_editor(self) -> None:
        """Hand in the text of an open editor; it stays open."""
        if self._editor is not None:
            self.commitData(self._editor)

    def close_open_editor(self) -> None:
        """Hand in the text of an open editor and close it."""
        if self._editor is not None:
            self._close(self._editor)

    def _editing_started(self, editor: CellEditor, index: QModelIndex | QPersistentModelIndex) -> None:
        self._editor = editor
        self._original = str(index.data(Qt.ItemDataRole.EditRole) or "")
        self._grid_model.begin_sitting(next(self._sittings))
        editor.left.connect(self._leave_editor)
        editor.refused.connect(self.paste_refused)
        box = self._grid_model.box_at(index)
        field = field_of(box.cell) if box and box.cell else None
        self.editing_started.emit(editor, box.cell if box else None)
        editor.signs = self.signs_while_typing and field is not None and field.kind is Kind.TARGET

    def _forget_editor(self) -> None:
        """Qt drops an open editor when the table is rebuilt; its text has been handed in by then."""
        if self._editor is not None:
            self._end_editing()

    def _end_editing(self) -> None:
        if self._editor is not None:
            self._editor.stop_waiting()
        self._editor = None
        self._grid_model.end_sitting()
        self.editing_ended.emit()

    def commitData(self, editor: QWidget) -> None:
        super().commitData(editor)
        if editor is not self._editor:  # it was dropped in the meantime, and Qt went on watching its focus
            editor.removeEventFilter(self._delegate)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        if editor is self._editor:
            self._end_editing()
        super().closeEditor(editor, hint)

    def _close(self, editor: CellEditor) -> None:
        self.commitData(editor)
        if self._editor is editor:  # committing may have rebuilt the table and closed it
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _leave_editor(self, way: str) -> None:
        editor = self._editor
        if editor is None:
            return
        if way == "cancel":
            editor.setPlainText(self._original)
        self._close(editor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._move(way)

    def _move(self, way: str) -> None:
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

    def _return_to_anchor(self) -> None:
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and key in _EXTENDING:
            with self._extended():
                super().keyPressEvent(event)
            return
        if key not in _HELD:
            self._return_to_anchor()
        if plain == Qt.KeyboardModifier.NoModifier:
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._move("up" if shift else "down")
                return
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._move("previous" if shift or key == Qt.Key.Key_Backtab else "next")
                return
            if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self.clear_asked.emit()
                return
        if key == Qt.Key.Key_F2:
            self.edit_current()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.context_actions)
        menu.popup(event.globalPos())

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

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self._editor is not None:
            self._editor.moveCursor(QTextCursor.MoveOperation.End)

    def edit_current(self) -> None:
        """Open the editor with the caret behind the text, as F2 does in Excel and WPS."""
        self._return_to_anchor()
        self._open_editor()
        if self._editor is not None:
            self._editor.moveCursor(QTextCursor.MoveOperation.End)

    def _open_editor(self) -> None:
        """Open the editor where the cell may be changed; Qt would complain of a label or a locked form."""
        index = self.currentIndex()
        if self._editor is None and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Open the editor for text that an input method commits without composing it first.

        Qt opens the editor too, but loses the text (`，`, `≥` from a symbol panel).
        """
        committed = event.commitString()
        if committed or event.preeditString():
            self._return_to_anchor()
        if self._editor is None and committed and not event.preeditString():
            self._open_editor()
            if self._editor is not None:
                self._editor.insertPlainText(committed)
                event.accept()
                return
        super().inputMethodEvent(event)
