"""The phrase book of the drafts: made off the window's thread when it is first needed, and again after changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from perfeval_gui.core.text import squeeze
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.phrases.initials import initials
from perfeval_gui.gui.preferences import Preferences

if TYPE_CHECKING:
    from perfeval_gui.core.phrases import PhraseBook

_MOST_DRAFTS = 400
_CHUNK = 20
_REST_MS = 60_000
"""A book is not made again sooner than this after the last time."""


class PhraseLibrary(QObject):
    """Holds the book. It is read from the drafts each time: there is no second copy of anybody's words."""

    ready = Signal()

    def __init__(self, library: Library, preferences: Preferences, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._library = library
        self._preferences = preferences
        self._now = now
        self._background = Background()
        self._is_stale = True
        self._is_busy = False
        self._since = QElapsedTimer()
        self._book: PhraseBook | None = None
        library.saved.connect(self._note_saved)

    @property
    def book(self) -> PhraseBook:
        """The phrases that are known by now."""
        from perfeval_gui.core.phrases import PhraseBook

        if self._book is None:
            self._book = PhraseBook()
        return self._book

    def _note_saved(self, _saved: object) -> None:
        self._is_stale = True

    def want(self, unit: str) -> None:
        """Make the book in the background, the unit's own drafts first, unless the one at hand will do."""
        is_fresh = self._since.isValid() and self._since.elapsed() < _REST_MS
        if self._is_busy or not self._is_stale or is_fresh:
            return
        self._is_busy, self._is_stale = True, False
        since = self._preferences.value.phrases_since
        self._background.run(lambda: self._made(unit, since), self._take, self._refused)

    def _made(self, unit: str, since: str) -> PhraseBook:
        from perfeval_gui.core.phrases import book_of

        with self._library.reader() as store:
            infos = [info for info in store.list() if info.modified > since]
        infos.sort(key=lambda info: info.modified, reverse=True)
        infos.sort(key=lambda info: squeeze(info.implementing_unit) != squeeze(unit))  # stable: newest first
        ids = [info.id for info in infos[:_MOST_DRAFTS]]
        forms = []
        for start in range(0, len(ids), _CHUNK):
            with self._library.reader() as store:
                forms += [project.form for project in store.load(ids[start : start + _CHUNK]).projects]
        return book_of(forms, initials)

    def _take(self, book: PhraseBook) -> None:
        self._is_busy = False
        self._since.start()
        self._book = book
        self.ready.emit()

    def _refused(self, _error: PerfevalError) -> None:
        self._is_busy = False  # drafts that cannot be read are reported where they are opened

    def empty(self) -> None:
        """Forget all phrases; only what is written from now on is learned."""
        self._preferences.change(phrases_since=self._now().isoformat(timespec="milliseconds"))
        self._book = None

    def restore(self) -> None:
        """Learn from all drafts again."""
        self._preferences.change(phrases_since="")
        self._is_stale = True
        self._since.invalidate()

    def close(self) -> None:
        """Wait for the work in hand."""
        self._background.close()
