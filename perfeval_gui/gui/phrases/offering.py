"""Offers phrases while a cell is edited: after a short pause, never during a composition, never in the way of a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor

from perfeval_gui.core.form import Cell, Project
from perfeval_gui.gui.phrases.book import PhraseLibrary
from perfeval_gui.gui.phrases.popup import PhrasePopup
from perfeval_gui.gui.table.editor import CellEditor
from perfeval_gui.gui.table.form_view import FormView

if TYPE_CHECKING:
    from perfeval_gui.core.phrases import Offer

PAUSE_MS = 80


class PhraseOffering(QObject):
    """Watches the open editor; ↓ moves into the list, Enter or Tab then take the marked phrase."""

    def __init__(
        self, form: FormView, library: PhraseLibrary, project: Callable[[], Project | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.is_on = True
        self._form = form
        self._library = library
        self._project = project
        self._editor: CellEditor | None = None
        self._cell: Cell | None = None
        self._asked = False
        self.popup = PhrasePopup(form)
        self.popup.chosen.connect(self._take)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._offer)
        form.editing_started.connect(self._watch)
        form.editing_ended.connect(self._forget)
        library.ready.connect(self._offer_if_asked)

    def _watch(self, editor: CellEditor, cell: Cell | None) -> None:
        self._editor, self._cell, self._asked = editor, cell, False
        editor.installEventFilter(self)
        editor.textChanged.connect(self._typed)
        project = self._project()
        if self.is_on and project is not None:
            self._library.want(project.form.implementing_unit)

    def _forget(self) -> None:
        self._pause.stop()
        self.popup.hide()
        self._editor = None

    def _offer_if_asked(self) -> None:
        if self._asked:
            self._offer()

    def _typed(self) -> None:
        if self.is_on and self._editor is not None and self._editor.hasFocus():
            self._pause.start()

    def ask(self) -> None:
        """Show what fits, also where nothing is written yet, and move into the list."""
        if self._form.open_editor is None:
            self._form.edit_current()
        project = self._project()
        if self._editor is None or project is None:
            return
        self._asked = True
        self._library.want(project.form.implementing_unit)
        self._offer()
        if not self.popup.isHidden():
            self.popup.step(1)

    def _offer(self) -> None:
        from perfeval_gui.core.phrases import kind_and_context, offers

        editor, project = self._editor, self._project()
        if editor is None or project is None or self._cell is None or editor.is_composing:
            return
        try:
            kind, context = kind_and_context(project.form, self._cell)
        except KeyError:  # the row went away under the editor
            return
        caret = editor.textCursor()
        before = "" if self._asked and caret.hasSelection() else editor.toPlainText()[: caret.position()]
        is_at_end = caret.atEnd() or self._asked
        found = offers(self._library.book, kind, before, context, asked=self._asked) if is_at_end else ()
        corner = self._form.mapFromGlobal(editor.mapToGlobal(editor.rect().topLeft()))
        self.popup.offer(found, QRect(corner, editor.size()), editor)

    def _take(self, offer: Offer) -> None:
        """Put an offer in the place of what it continues, as one step of the editor's undo."""
        editor = self._editor
        self.popup.hide()
        if editor is None:
            return
        caret = editor.textCursor()
        end = caret.selectionEnd()
        caret.setPosition(min(offer.keep, end))
        caret.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        caret.insertText(offer.text)
        editor.setTextCursor(caret)
        self._pause.stop()

    # Qt's side

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._editor:
            if isinstance(event, QInputMethodEvent) and event.preeditString():
                self._pause.stop()
                self.popup.hide()
            elif event.type() == QEvent.Type.FocusOut:
                self.popup.hide()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
                if _asks(event):
                    event.accept()  # else the row below would be moved
                    return True
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._takes(event)
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        """Return whether the key was meant for the list."""
        if _asks(event):
            self.ask()
            return True
        key = event.key()
        if self.popup.isHidden() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key == Qt.Key.Key_Escape and self.popup.is_entered:
            self.popup.hide()
            return True
        if key == Qt.Key.Key_Down or (key == Qt.Key.Key_Up and self.popup.is_entered):
            self.popup.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        marked = self.popup.marked()
        if marked is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take(marked)
            return True
        return False


def _asks(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Down and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == (
        Qt.KeyboardModifier.AltModifier
    )
