"""The table of 附件1: typed into like a spreadsheet, with its own undo, paste and clearing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from perfeval_gui.gui import appearance
from perfeval_gui.gui.annex1.table_model import NAME, REMARK, Annex1Model

_KEYS = {
    QKeySequence.StandardKey.Undo: "undo_asked",
    QKeySequence.StandardKey.Redo: "redo_asked",
    QKeySequence.StandardKey.Paste: "paste_asked",
    QKeySequence.StandardKey.Delete: "clear_asked",
}


class Annex1View(QTableView):
    """Takes keys for itself that elsewhere act on the form: what is undone here is what was typed here."""

    undo_asked = Signal()
    redo_asked = Signal()
    paste_asked = Signal()
    clear_asked = Signal()

    def __init__(self, model: Annex1Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("annex1Table")
        self.setAccessibleName("附件1 与自评表")
        self.setModel(model)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(REMARK, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()

    def _fit_columns(self) -> None:
        for column in range(1, REMARK):
            self.setColumnWidth(column, appearance.sized(78, self))
        self.setColumnWidth(NAME, appearance.sized(250, self))
        self.verticalHeader().setDefaultSectionSize(appearance.sized(26, self))

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._asked(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = self._asked(event)
        if asked:
            getattr(self, asked).emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            below = self.model().index(self.currentIndex().row() + 1, self.currentIndex().column())
            if below.isValid():
                self.setCurrentIndex(below)
        else:
            super().keyPressEvent(event)

    def _asked(self, event: QKeyEvent) -> str:
        return next((name for keys, name in _KEYS.items() if event.matches(keys)), "")
