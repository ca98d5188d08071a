"""The editable form: a table view with the keys of Excel and WPS that never loses a character."""

from __future__ import annotations

import itertools

from PySide6.QtCore import (
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
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QMenu, QWidget

from perfeval_gui.core.fields import Kind, field_of
from perfeval_gui.core.form import Cell
from perfeval_gui.core.layout.grid import Box
from perfeval_gui.gui import appearance
from perfeval_gui.gui.table.beside import strip_height
from perfeval_gui.gui.table.cursor import CursorView
from perfeval_gui.gui.table.delegate import CellDelegate
from perfeval_gui.gui.table.editor import CellEditor
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.gui.table.gutter import Gutter
from perfeval_gui.gui.table.measures import Typography, column_widths, row_height, row_heights
from perfeval_gui.gui.themes import Theme

_BASE_POINTS = 10.5
_LEAST_WIDTH = 600
"""Pixels below which the form scrolls sideways instead of shrinking, at 100 %."""


class FormView(CursorView):
    """Shows a `GridModel`."""

    clear_asked = Signal()
    paste_refused = Signal()
    """More was pasted into an open editor than a cell can be meant to hold."""
    zoomed = Signal(float)
    editing_started = Signal(object, object)
    """An editor opened; holds it and the cell (None on a fixed label)."""
    editing_ended = Signal()
    row_dropped = Signal(str, int)
    """An indicator was dragged: its id and the gap among the indicators where it was let go."""

    def __init__(self, model: GridModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setObjectName("formView")
        self.setAccessibleName("绩效自评表")
        appearance.give_viewport(self)
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
        self._is_fitted = False
        self._left_at: tuple[str, Cell | None, QModelIndex] = ("", None, QModelIndex())
        self.setItemDelegate(self._delegate)
        self._dress()
        self._put_gutter(theme)
        model.modelAboutToBeReset.connect(self._forget_editor)
        model.shape_changed.connect(self._rebuild)
        model.texts_changed.connect(self._fit_changed_rows)
        model.beside_changed.connect(self._show_beside)

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
        gutter.row_pressed.connect(self.choose_row)
        self.selection_changed.connect(gutter.viewport().update)

    # What is shown

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
        self.return_to_place()

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
        self.move_on(way)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and others == Qt.KeyboardModifier.NoModifier:
            self.clear_asked.emit()
        elif key == Qt.Key.Key_F2:
            self.edit_current()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.context_actions)
        menu.popup(event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self._editor is not None:
            self._editor.moveCursor(QTextCursor.MoveOperation.End)

    def edit_current(self) -> None:
        """Open the editor with the caret behind the text, as F2 does in Excel and WPS."""
        self.return_to_anchor()
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
            self.return_to_anchor()
        if self._editor is None and committed and not event.preeditString():
            self._open_editor()
            if self._editor is not None:
                self._editor.insertPlainText(committed)
                event.accept()
                return
        super().inputMethodEvent(event)
