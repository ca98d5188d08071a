"""The writer thread: what changes is on disk half a second after the last key, two seconds at the latest."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from perfeval_gui.core.form import Filing, Project
from perfeval_gui.core.values import dataclass
from perfeval_gui.drafts import companions, snapshots
from perfeval_gui.drafts.journal import prune
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import Clock, DraftStore, local_time
from perfeval_gui.errors import StoreError

T = TypeVar("T")

PAUSE = 0.5  # seconds after the last change
LONGEST = 2.0  # seconds after the first change, while typing goes on
SNAPSHOTS_BEHIND_JOURNAL = 3  # so many newest snapshots can each be brought up to date by the journal
RETRIES = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds between attempts after failures

# What no test has met yet. The thread must outlive it: a dead writer would lose all that is typed afterwards.
_UNFORESEEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


class ChangeLike(Protocol):
    """What `Session.on_change` tells; see `session.Change`."""

    @property
    def after(self) -> Filing:
        """The filing after the change."""

    @property
    def touched(self) -> tuple[str, ...]:
        """The ids of the projects that differ."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A commit that is on disk: its sequence number, its local ISO time, and the drafts it held."""

    sequence: int
    at: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class _Waiting:
    """What has been handed in and is not yet on disk."""

    projects: dict[str, Project | None]
    workspace: dict[str, Any]
    counts: dict[str, tuple[int, int]]
    papers: dict[companions.Key, companions.Value | None]

    def __bool__(self) -> bool:
        return bool(self.projects or self.workspace or self.counts or self.papers)

    def under(self, newer: _Waiting) -> _Waiting:
        """Return both together; where both know a thing, the newer one's."""
        return _Waiting(
            {**self.projects, **newer.projects},
            {**self.workspace, **newer.workspace},
            {**self.counts, **newer.counts},
            {**self.papers, **newer.papers},
        )


def _nothing() -> _Waiting:
    return _Waiting({}, {}, {}, {})


@dataclass(frozen=True, slots=True)
class _Call:
    run: Callable[[DraftStore], None]
    fail: Callable[[BaseException], None]


class Autosave:
    """Owns the only writing connection, in a thread of its own. Every method may be called from any thread.

    `on_saved` and `on_failed` are called in the writer thread, the first only after the commit returned.
    After a failure all is kept in memory and tried again, ever more patiently; `flush` tries at once.
    """

    def __init__(
        self,
        folder: Path,
        on_saved: Callable[[Saved], None],
        on_failed: Callable[[StoreError], None],
        *,
        clock: Clock = local_time,
        lock: WriterLock | None = None,
        only_work: bool = False,
    ) -> None:
        """With `only_work` nothing but projects is taken in: in a folder that cannot be written to."""
        self._folder = folder
        self._only_work = only_work
        self._on_saved = on_saved
        self._on_failed = on_failed
        self._clock = clock
        self._lock = lock
        self._wake = threading.Condition()
        self._waiting = _nothing()
        self._writing = _nothing()
        self._known: dict[str, Project] = {}
        self._first = self._last = 0.0
        self._handed_in = self._settled = self._wanted = 0
        self._failures = 0
        self._tried = 0.0
        self._stopping = self._ended = False
        self._store: DraftStore | None = None
        self._calls: deque[_Call] = deque()
        self._copying: threading.Thread | None = None
        self.housekeeping_error = ""
        self._thread = threading.Thread(target=self._run, name="autosave", daemon=True)

    def start(self) -> None:
        """Start the writer thread."""
        self._thread.start()

    def know(self, projects: Iterable[Project]) -> None:
        """Say that these projects have just come from the store: opening them is nothing to be saved."""
        with self._wake:
            self._known.update((project.id, project) for project in projects)

    def submit(self, change: ChangeLike) -> None:
        """Take in what a change of the session touched; returns at once."""
        self.save({key: change.after.projects.get(key) for key in change.touched})

    def save(self, projects: Mapping[str, Project | None]) -> None:
        """Take in projects to be kept, None for the recycle bin; returns at once."""
        with self._wake:
            fresh = {
                key: item
                for key, item in projects.items()
                if item is None or self._known.get(key) is not item
            }
            self._known.update((key, item) for key, item in fresh.items() if item is not None)
            for key in fresh.keys() & {key for key, item in fresh.items() if item is None}:
                self._known.pop(key, None)
            self._take(_Waiting(dict(fresh), {}, {}, {}))

    def remember(self, values: Mapping[str, Any]) -> None:
        """Take in how the window stands, by names of the caller's choice; JSON values. Returns at once."""
        with self._wake:
            self._take(_Waiting({}, dict(values), {}, {}))

    def note_counts(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Take in how many errors and warnings the checks found in each draft; returns at once."""
        with self._wake:
            self._take(_Waiting({}, {}, dict(counts), {}))

    def keep_companions(self, papers: Mapping[companions.Key, companions.Value | None]) -> None:
        """Take in what the unit hands in beside its forms, None to drop it; returns at once."""
        with self._wake:
            self._take(_Waiting({}, {}, {}, dict(papers)))

    def call(self, function: Callable[[DraftStore], T]) -> Future[T]:
        """Run a function with the store in the writer thread, after all that was handed in; return its future."""
        future: Future[T] = Future()

        def run(store: DraftStore) -> None:
            future.set_result(function(store))

        with self._wake:
            self._calls.append(_Call(run, future.set_exception))
            self._wake.notify_all()
        return future

    @property
    def is_clean(self) -> bool:
        """Whether all that was handed in is on disk."""
        with self._wake:
            return self._settled == self._handed_in

    @property
    def unsaved(self) -> Mapping[str, Project | None]:
        """The projects that are not on disk yet, for saving them elsewhere when the disk refuses."""
        with self._wake:
            return MappingProxyType(self._writing.under(self._waiting).projects)

    @property
    def unsaved_papers(self) -> Mapping[companions.Key, companions.Value | None]:
        """The papers beside the forms that are not on disk yet; None for one that is to be dropped."""
        with self._wake:
            return MappingProxyType(self._writing.under(self._waiting).papers)

    def flush(self, timeout: float = 5.0) -> bool:
        """Save now and wait; return whether all that was handed in before is on disk."""
        with self._wake:
            target = self._wanted = self._handed_in
            failures = self._failures
            self._tried = 0.0
            self._wake.notify_all()
            self._wake.wait_for(
                lambda: self._settled >= target or self._failures > failures or not self._thread.is_alive(),
                timeout,
            )
            return self._settled >= target

    def close(self, timeout: float = 5.0) -> bool:
        """Save what is left, end the thread and close the database; return whether all is on disk."""
        clean = self.flush(timeout)
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        self._thread.join(timeout)
        if self._copying is not None:
            self._copying.join(timeout)
        return clean

    def resume(self) -> bool:
        """Take a close back where a hanging disk still holds the thread; return False when the thread has ended.

        A second writer beside it could save a newer text before this one saves the older.
        """
        with self._wake:
            if not self._ended:
                self._stopping = False
            return not self._ended

    def _take(self, news: _Waiting) -> None:
        if self._only_work:
            news = _Waiting(news.projects, {}, {}, news.papers)
        if not news:
            return
        now = time.monotonic()
        if not self._waiting:
            self._first = now
        self._last = now
        self._waiting = self._waiting.under(news)
        self._handed_in += 1
        self._wake.notify_all()

    def _run(self) -> None:
        while True:
            with self._wake:
                while (delay := self._delay()) is None or delay > 0:
                    if self._stopping:
                        break
                    self._wake.wait(delay)
                if self._stopping and (not (self._waiting or self._calls) or self._failures):
                    self._ended = True
                    break
                calls = list(self._calls)
                self._calls.clear()
                batch, self._waiting = self._waiting, _nothing()
                self._writing = batch  # a disk that hangs may not return from it before the window asks
                handed_in = self._handed_in
            if not batch or self._commit(batch, handed_in):
                self._serve(calls)
                self._keep_house()
            else:
                for item in calls:
                    item.fail(StoreError("改动还没有存下，这一步没有做。请等保存成功后再试。"))
        if self._store is not None:
            self._store.close()

    def _delay(self) -> float | None:
        """Return the seconds until the next attempt, None when there is nothing to do."""
        if self._calls:
            return 0.0
        if not self._waiting:
            return None
        now = time.monotonic()
        if self._failures:
            return self._tried + RETRIES[min(self._failures, len(RETRIES)) - 1] - now
        if self._wanted > self._settled:
            return 0.0
        return min(self._last + PAUSE, self._first + LONGEST) - now

    def _opened(self) -> DraftStore:
        if self._store is None:
            held = self._lock if self._lock is not None and self._lock.held else None
            self._store = DraftStore.open(self._folder, clock=self._clock, lock=held)
        return self._store

    def _commit(self, batch: _Waiting, handed_in: int) -> bool:
        try:
            store = self._opened()
            sequence = store.save(batch.projects, workspace=batch.workspace, papers=batch.papers)
            if batch.counts:
                store.save_counts(batch.counts)
        except (StoreError, *_UNFORESEEN) as error:
            self._drop_store()
            with self._wake:
                self._waiting, self._writing = batch.under(self._waiting), _nothing()
                self._failures += 1
                self._tried = time.monotonic()
                self._wake.notify_all()
            self._on_failed(error if isinstance(error, StoreError) else _unforeseen(error))
            return False
        with self._wake:
            self._settled, self._writing = handed_in, _nothing()
            self._failures = 0
            self._wake.notify_all()
        if batch.projects or batch.papers:
            at = self._clock().isoformat(timespec="seconds")
            self._on_saved(Saved(sequence, at, tuple(batch.projects)))
        return True

    def _serve(self, calls: list[_Call]) -> None:
        if calls and self._copying is not None:
            self._copying.join()  # a purge must find the snapshot that is in the making
        for item in calls:
            try:
                item.run(self._opened())
            except (StoreError, *_UNFORESEEN) as error:
                item.fail(error)

    def _keep_house(self) -> None:
        """Make a snapshot when one is due, and let go of what is over; what takes long is done in another thread."""
        if self._store is None or (self._copying is not None and self._copying.is_alive()):
            return
        now = self._clock()
        try:
            if not snapshots.is_due(self._folder, self._store.sequence, now):
                return
            temporary = snapshots.temporary_path(self._folder)
            temporary.unlink(missing_ok=True)
            expired = self._store.expired()
            if expired:
                self._store.drop(expired)
            self._store.copy_to(temporary)
            self._store.begin_new_journal()
        except (StoreError, OSError) as error:
            self.housekeeping_error = _words(error)
            return
        self._copying = threading.Thread(
            target=self._finish_snapshot, args=(temporary, now, expired), name="snapshot", daemon=True
        )
        self._copying.start()

    def _finish_snapshot(self, temporary: Path, now: datetime, expired: tuple[str, ...]) -> None:
        try:
            snapshots.finish(temporary, self._folder, now)
            if expired:
                snapshots.forget(self._folder, expired, now)
            kept = snapshots.thin(self._folder, now)
            if len(kept) >= SNAPSHOTS_BEHIND_JOURNAL:
                prune(self._folder, kept[SNAPSHOTS_BEHIND_JOURNAL - 1].sequence)
            self.housekeeping_error = ""
        except (StoreError, OSError) as error:
            self.housekeeping_error = _words(error)

    def _drop_store(self) -> None:
        """Close the connection after an error, whose state is uncertain; the next attempt opens anew."""
        if self._store is not None:
            self._store.close()
            self._store = None


def _words(error: StoreError | OSError) -> str:
    reason = error.message if isinstance(error, StoreError) else "磁盘读写出错。"
    return f"自动备份副本没有做成：{reason}草稿本身已经存好。"


def _unforeseen(error: BaseException) -> StoreError:
    return StoreError(
        "保存时程序内部出错，改动暂时没有存下。屏幕上的内容都还在；请用“保存到其他位置”另存一份。",
        detail=type(error).__name__,
    )
