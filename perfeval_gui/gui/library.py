"""All drafts of the data directory: listed at once, loaded when they are needed, kept by the writer thread."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from perfeval_gui.core.form import Project
from perfeval_gui.core.text import squeeze
from perfeval_gui.drafts.autosave import Autosave, Saved
from perfeval_gui.drafts.database import PRINT_FOLDER
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.record import DamagedDraft, DraftInfo
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.durable import remove_temporaries
from perfeval_gui.gui.project_tree import Entry
from perfeval_gui.gui.workspace import Workspace
from perfeval_gui.session import Change, Session

if TYPE_CHECKING:
    from concurrent.futures import Future

    from perfeval_gui.drafts.backup import Contents
    from perfeval_gui.gui.companions import Companions

_BACKGROUND_LIMIT = 300
"""So many drafts of the year in hand are loaded while the clerk does nothing, for marks and cross checks."""
_CHUNK = 20
_CLOSING_SECONDS = 15.0
"""So long a slow disk has to take what is left; one that refuses answers at once."""


class Library(QObject):
    """Stands between the session and the store; its signals reach the window's thread."""

    listing_changed = Signal()
    saved = Signal(object)
    """A commit is on disk; holds `Saved`."""
    failed = Signal(object)
    """Saving did not work and will be tried again; holds the `StoreError`."""
    damaged = Signal(list)
    """Drafts that could not be trusted when loaded."""

    def __init__(
        self, folder: Path, session: Session, lock: WriterLock, autosave_of: Callable[..., Autosave]
    ) -> None:
        super().__init__()
        self.folder = folder
        self._autosave_of = autosave_of
        self._session = session
        self._lock = lock
        self.recovered: dict[str, int] = {}
        self.recovered_papers = 0
        self._infos: dict[str, DraftInfo] = {}
        self._idle = QTimer(self)
        self._idle.setInterval(30)
        self._idle.timeout.connect(self._load_some)
        self._waiting: list[str] = []
        self._may_load = False
        self._stored: set[str] = set()
        self._leaving: set[str] = set()
        self.saved.connect(self._note_saved)
        self.autosave = autosave_of(folder, self.saved.emit, self.failed.emit)

    @property
    def may_write(self) -> bool:
        """Whether the data directory can be written to, as far as the start has found."""
        return self._lock.held

    def open(self) -> dict[str, object]:
        """Make the drafts ready, list them, start the writer and return how the window was left.

        `recovered` then says how many edits of each draft only the journal had, after a crash. Without the
        lock the drafts are only read. Raises StoreError.
        """
        if self.may_write:
            remove_temporaries(self.folder, self.folder / "snapshots")
            shutil.rmtree(self.folder / PRINT_FOLDER, ignore_errors=True)
        with DraftStore.open(self.folder, read_only=not self.may_write, lock=self._lock) as store:
            self._infos = {info.id: info for info in store.list()}
            left = store.workspace()
            self.recovered, self.recovered_papers = dict(store.recovered), store.recovered_papers
        self._stored = set(self._infos)
        self.autosave.start()
        self._session.on_change(self._session_changed)
        return left

    def close(self) -> bool:
        """Save what is left and return whether all is on disk."""
        self._idle.stop()
        self.flush()
        return self.autosave.close(_CLOSING_SECONDS)

    @cached_property
    def companions(self) -> Companions:
        """What is handed in beside the forms."""
        from perfeval_gui.gui.companions import Companions

        return Companions(self.reader, lambda: self.autosave)

    def reader(self) -> DraftStore:
        """Open the drafts for reading; anew each time, as the file may not have been there before."""
        return DraftStore.open(self.folder, read_only=True)

    def flush(self) -> None:
        """Save all that is not on disk yet, deletions too; in the window's thread."""
        self.autosave.flush()
        if self._leaving:  # they are on disk now; the signal that says so is still on its way
            self.autosave.save(dict.fromkeys(self._leaving))
            self._leaving.clear()
            self.autosave.flush()

    def reopen(self) -> None:
        """Go on after a close that could not save everything: what was left is handed in again."""
        if self.autosave.resume():
            return
        left, papers = self.autosave.unsaved, self.autosave.unsaved_papers
        self.autosave = self._autosave_of(self.folder, self.saved.emit, self.failed.emit)
        self.autosave.know(self._session.filing.projects.values())
        self.autosave.start()
        self.autosave.save(left)
        self.autosave.keep_companions(papers)

    def _session_changed(self, change: Change) -> None:
        self._leaving -= set(change.after.projects)
        for project_id in change.touched:
            if project_id not in change.after:
                self._infos.pop(project_id, None)
        self.autosave.save({key: self._to_keep(key, change) for key in change.touched})
        self.listing_changed.emit()

    def _to_keep(self, project_id: str, change: Change) -> Project | None:
        """A project deleted before it was ever saved is saved first: only then can the recycle bin hold it."""
        if project_id in change.after or project_id in self._stored:
            return change.after.projects.get(project_id)
        self._leaving.add(project_id)
        return change.before[project_id]

    def _note_saved(self, saved: Saved) -> None:
        self._stored.update(saved.ids)
        gone = self._leaving & set(saved.ids)
        if gone:
            self._leaving -= gone
            self.autosave.save(dict.fromkeys(gone))

    # Loading

    def load(self, ids: Iterable[str]) -> None:
        """Open the drafts with these ids that are not open yet."""
        missing = [key for key in ids if key in self._infos and key not in self._session.filing]
        if not missing:
            return
        with self.reader() as store:
            loaded = store.load(missing)
        self.autosave.know(loaded.projects)
        self._session.load(loaded.projects)
        if loaded.damaged:
            for broken in loaded.damaged:
                self._infos.pop(broken.id, None)
            self.damaged.emit(list(loaded.damaged))

    def show_sample(self, projects: Iterable[Project]) -> None:
        """Open projects that are not drafts yet; the first edit of one makes it a draft."""
        listed = list(projects)
        self.autosave.know(listed)
        self._session.load(listed)

    def load_around(self, project_id: str) -> None:
        """Open a project now and, while the clerk does nothing, the others of its year."""
        self.load([project_id])
        year = self._year_of(project_id)
        same = [key for key, info in self._infos.items() if info.fiscal_year == year]
        self._waiting = [key for key in same if key not in self._session.filing][:_BACKGROUND_LIMIT]
        if self._waiting and self._may_load:
            self._idle.start()

    def begin_loading(self) -> None:
        """Load the others from now on: the window is painted first."""
        self._may_load = True
        if self._waiting:
            self._idle.start()

    def load_all(self) -> None:
        """Open every draft."""
        self.load(list(self._infos))

    def _load_some(self) -> None:
        part, self._waiting = self._waiting[:_CHUNK], self._waiting[_CHUNK:]
        self.load(part)
        if not self._waiting:
            self._idle.stop()

    def _year_of(self, project_id: str) -> str:
        project = self._session.filing.projects.get(project_id)
        return project.form.fiscal_year if project else ""

    def note_counts(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Keep the numbers of open errors and warnings of drafts, for the tree before they are opened."""
        for key, (errors, warnings) in counts.items():
            if key in self._infos:
                self._infos[key] = self._infos[key]._replace(errors=errors, warnings=warnings)
        self.autosave.note_counts(counts)

    def ids_of_year(self, fiscal_year: str) -> list[str]:
        """Return the stored drafts of a year."""
        return [key for key, info in self._infos.items() if squeeze(info.fiscal_year) == fiscal_year]

    def is_open(self, fiscal_year: str) -> bool:
        """Return whether every draft of the year is open, so that sums over it can be trusted."""
        opened = self._session.filing.projects
        return all(key in opened for key in self.ids_of_year(fiscal_year))

    # Listing

    def ids(self) -> frozenset[str]:
        """Return the ids of all projects, open or stored."""
        return frozenset((*self._infos, *self._session.filing.projects))

    def entries(self, desk: Workspace) -> list[Entry]:
        """Return what the tree lists: open projects as they are now, the others as stored."""
        filing = self._session.filing
        listed = []
        for key in dict.fromkeys((*self._infos, *filing.projects)):
            project = filing.projects.get(key)
            listed.append(_entry_of(project, desk) if project else entry_of_info(self._infos[key]))
        return listed

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Yield year, unit and name of every project, without white space."""
        for key, info in self._infos.items():
            project = self._session.filing.projects.get(key)
            of = info if project is None else project.form
            yield squeeze(of.fiscal_year), squeeze(of.implementing_unit), squeeze(of.project_name)
        for key, project in self._session.filing.projects.items():
            if key not in self._infos:
                form = project.form
                yield squeeze(form.fiscal_year), squeeze(form.implementing_unit), squeeze(form.project_name)

    def knows(self, project_id: str) -> bool:
        """Return whether there is such a project, open or stored."""
        return project_id in self._session.filing or project_id in self._infos

    def newest_change(self) -> date | None:
        """Return the day of the latest change that was on disk when the window opened, or None without drafts."""
        return max(
            (datetime.fromisoformat(info.modified).date() for info in self._infos.values()), default=None
        )

    def next_position(self) -> int:
        """Return a position behind all projects."""
        stored = (info.position for info in self._infos.values())
        opened = (project.position for project in self._session.filing.projects.values())
        return max((*stored, *opened), default=-1) + 1

    def recycle_bin(self) -> tuple[DraftInfo, ...]:
        """Return the deleted drafts, the last deleted first."""
        self.flush()
        with self.reader() as store:
            return store.recycle_bin()

    def purge(self, ids: Iterable[str]) -> Future[None]:
        """Have the writer delete drafts of the recycle bin for good, with their versions and copies, which takes long.

        The future may give a StoreError.
        """
        doomed = tuple(ids)
        self.flush()
        self._stored.difference_update(doomed)
        return self.autosave.call(lambda store: store.purge(doomed))

    def adopt(self, contents: Contents) -> Future[dict[str, DraftInfo]]:
        """Have the writer take in the drafts of a backup that are not here, with versions and the recycle bin.

        The future gives what the list needs of each, for `note_adopted`, or a StoreError.
        """

        def adopted(store: DraftStore) -> dict[str, DraftInfo]:
            ids = dict.fromkeys(store.adopt(contents.drafts, contents.versions))
            return {info.id: info for info in (*store.list(), *store.recycle_bin()) if info.id in ids}

        self.flush()
        return self.autosave.call(adopted)

    def note_adopted(self, adopted: Mapping[str, DraftInfo]) -> None:
        """List what was taken in; none of it is opened by that."""
        self._infos.update((key, info) for key, info in adopted.items() if info.deleted_at is None)
        self._stored.update(adopted)
        self.listing_changed.emit()

    def deleted_project(self, draft_id: str) -> Project | None:
        """Return a project of the recycle bin, or None when it cannot be read."""
        with self.reader() as store:
            loaded = store.load([draft_id]).projects
        return loaded[0] if loaded else None


def new_id() -> str:
    """Return a fresh project id."""
    return os.urandom(8).hex()


def damage_report(damaged: Iterable[DamagedDraft]) -> str:
    """Return one sentence for all damaged drafts."""
    return "".join(broken.message for broken in damaged)


_squeezed = lru_cache(maxsize=4096)(squeeze)
"""Years and units, of which thousands of projects have few."""


def _entry_of(project: Project, desk: Workspace) -> Entry:
    form = project.form
    return Entry(
        project.id,
        _squeezed(form.fiscal_year),
        _squeezed(form.implementing_unit),
        " ".join(form.project_name.split()),
        project.position,
        desk.marks_of(project.id),
        project.state,
    )


def entry_of_info(info: DraftInfo) -> Entry:
    """Return how the tree lists a draft that is not open."""
    marks = None if info.errors is None else (info.errors, info.warnings or 0, 0)
    name = " ".join(info.project_name.split())
    return Entry(
        info.id,
        _squeezed(info.fiscal_year),
        _squeezed(info.implementing_unit),
        name,
        info.position,
        marks,
        info.state,
    )
