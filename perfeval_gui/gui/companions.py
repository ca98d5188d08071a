"""What a unit hands in beside its forms, as the window has it: read when first asked for, kept as it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from perfeval_gui.drafts.autosave import Autosave
from perfeval_gui.drafts.companions import Key, Value, figures
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import StoreError

if TYPE_CHECKING:
    from perfeval_gui.core.checks.reading import DepartmentFigures


class Companions(QObject):
    """The papers by key. Reading them raises StoreError; changing them never fails: saving is tried again."""

    changed = Signal(object)
    """A paper is another than before; holds its key."""

    def __init__(self, reader: Callable[[], DraftStore], autosave: Callable[[], Autosave]) -> None:
        super().__init__()
        self._reader = reader
        self._autosave = autosave
        self._known: dict[Key, Value] | None = None
        self.damaged: tuple[Key, ...] = ()
        """Papers that are not what was saved; they stay on disk until they are written anew."""

    def all(self) -> Mapping[Key, Value]:
        """Return all papers."""
        return self._papers()

    def get(self, key: Key) -> Value | None:
        """Return a paper, or None when there is none."""
        return self._papers().get(key)

    def keep(self, key: Key, value: Value | None) -> None:
        """Keep a paper, None drops it; it is on disk as soon as a form would be."""
        papers = self._papers()
        if papers.get(key) == value:
            return
        if value is None:
            papers.pop(key, None)
        else:
            papers[key] = value
        self._autosave().keep_companions({key: value})
        self.changed.emit(key)

    def add(self, papers: Mapping[Key, Value]) -> None:
        """Keep those papers of a backup that are not here; what is here stays."""
        for key, value in papers.items():
            if key not in self._papers():
                self.keep(key, value)

    def _papers(self) -> dict[Key, Value]:
        if self._known is None:
            with self._reader() as store:
                whole, self.damaged = store.papers()
            self._known = {key: item.value for key, item in whole.items()}
        return self._known


def figures_at_hand(papers: Companions, is_open: Callable[[str], bool]) -> tuple[DepartmentFigures, ...]:
    """Return the figures of those years whose drafts are all open: a sum over some of them would be wrong.

    `is_open` tells whether all drafts of a year are open.
    """
    try:
        found = figures(papers.all())
    except StoreError:
        return ()
    return tuple(item for item in found if is_open(item.fiscal_year))
