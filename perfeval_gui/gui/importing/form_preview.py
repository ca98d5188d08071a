"""A form to be looked at, not edited: the grid as in the window, its notes below, each leading to its cell."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.checks.rule import Severity
from perfeval_gui.core.form import Cell, Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.proposals import place_of
from perfeval_gui.core.recognise.raw import Note
from perfeval_gui.gui import appearance
from perfeval_gui.gui.importing.found import as_findings, place_of_note
from perfeval_gui.gui.table.beside import Beside
from perfeval_gui.gui.table.form_view import FormView
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.gui.themes import Theme
from perfeval_gui.session import Session

_CELL = Qt.ItemDataRole.UserRole + 31
_ZOOM = 0.8
_LINES = 4
"""So many notes are in sight without scrolling."""


class ReadOnlyForm(FormView):
    """The form's view without any way to edit."""

    def edit(self, index: QModelIndex | QPersistentModelIndex, *_: object) -> bool:  # type: ignore[override]
        """Open no editor, whatever key or input method asks for it."""
        return False


class FormPreview(QWidget):
    """Shows one form at a time, on a session of its own that nothing is ever saved from."""

    def __init__(
        self, profile_of: Callable[[Project], Profile], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = Session()
        self._numbers = itertools.count(1)
        self._grid = GridModel(self._session, profile_of, self)
        self._grid.show_beside(Beside(last_year=False))  # the form itself is looked at, nothing beside it
        self.form = ReadOnlyForm(self._grid, theme, self)
        self.form.setObjectName("previewForm")
        self.form.setAccessibleName("将要导入的表")
        self.form.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.form.set_zoom(_ZOOM)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setContentsMargins(40, 20, 40, 20)
        self.notes = QListWidget(self)
        self.notes.setAccessibleName("这张表的说明")
        self.notes.setWordWrap(True)
        self.notes.itemClicked.connect(self._jump)
        self.notes.itemActivated.connect(self._jump)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setChildrenCollapsible(False)
        for part, stretch in ((self.form, 1), (self.notes, 0)):
            halves.addWidget(part)
            halves.setStretchFactor(halves.indexOf(part), stretch)
        halves.setSizes([420, self.notes.fontMetrics().height() * _LINES * 2])
        self._halves = halves
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(halves, 1)
        whole.addWidget(self.words, 1)
        self.say("")

    def say(self, words: str) -> None:
        """Show a sentence instead of a form."""
        self.words.setText(words)
        self.words.show()
        self._halves.hide()

    def show_project(self, project: Project, notes: Sequence[Note] = ()) -> None:
        """Show a project's form with the notes about it; doubtful cells are marked."""
        shown = replace(project, id=f"preview-{next(self._numbers)}")
        self._session.load([shown])
        self._grid.show(shown.id)
        self._grid.set_findings(as_findings(notes, shown), {})
        self._list(notes, shown)
        self.words.hide()
        self._halves.show()
        self.form.scrollToTop()

    def _list(self, notes: Sequence[Note], project: Project) -> None:
        self.notes.clear()
        self.notes.setVisible(bool(notes))
        for note in notes:
            cell = place_of_note(note, project)
            place = f"{place_of(project.form, cell)}：" if cell else ""
            line = QListWidgetItem(place + note.message, self.notes)
            line.setIcon(appearance.severity_icon(Severity(note.severity), self._theme))
            line.setToolTip(note.message)
            line.setData(_CELL, cell)

    def _jump(self, line: QListWidgetItem) -> None:
        cell = line.data(_CELL)
        if isinstance(cell, Cell):
            self.form.go_to(cell)
