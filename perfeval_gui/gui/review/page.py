"""The page of the review: the form's rows, a second score and a remark for each, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableView,
    QWidget,
)

from perfeval_gui.core.review import ReviewLine
from perfeval_gui.gui import appearance
from perfeval_gui.gui.review.table_model import REMARK, SCORE, ReviewModel
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.work_page import WorkPage

_HINT = "有底色的两列由主管部门填写，自评表本身不会改动。填好后打印复核表，或写交换包退回单位。"
_WIDTHS = (170, 250, 120, 150, 56, 76, 76)


class ReviewPage(WorkPage):
    """Shows what it is told; what a reviewer types comes out of its model."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("reviewPage", "复核", parent)
        self.model = ReviewModel(theme, self)
        self.table = ReviewTable(self.model, self)
        self.doubts = QLabel(self)
        self.doubts.setTextFormat(Qt.TextFormat.PlainText)
        self.doubts.setWordWrap(True)
        appearance.set_tone(self.doubts, "problem")
        self.lay_out(self.table, _HINT, self.doubts)

    def show_lines(self, heading: str, words: str, lines: Sequence[ReviewLine]) -> None:
        """Show a form's lines and what they come to; doubts are said in words, not by colour alone."""
        self.heading.setText(heading)
        self.words.setText(words)
        doubts = [f"第 {number} 行{line.doubt}" for number, line in enumerate(lines, 1) if line.doubt]
        self.doubts.setText("；".join(doubts[:3]))
        self.doubts.setVisible(bool(doubts))
        self.model.show(lines)
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, SCORE))


class ReviewTable(QTableView):
    """Typed into like a spreadsheet: Enter goes down, Tab between the two columns, Delete empties."""

    def __init__(self, model: ReviewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review = model
        self.setObjectName("reviewTable")
        self.setAccessibleName("复核分和审核意见")
        self.setModel(model)
        self.setTabKeyNavigation(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(REMARK, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()

    def _fit_columns(self) -> None:
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, appearance.sized(width, self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == self.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            self._go_down()
        elif event.key() == Qt.Key.Key_Delete and not editing:
            for chosen in self.selectedIndexes():
                if self._review.can_type(chosen):
                    self._review.setData(chosen, "")
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:  # closed by Enter
            self._go_down()

    def _go_down(self) -> None:
        index = self.currentIndex()
        below = self.model().index(index.row() + 1, index.column())
        if below.isValid():
            self.setCurrentIndex(below)
