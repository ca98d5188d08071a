"""The drafts' database: every save is one durable transaction, every load is checked against its hash."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from perfeval_gui.core.form import Project
from perfeval_gui.drafts import codec, companions, database, rows, snapshots
from perfeval_gui.drafts.journal import (
    Journal,
    Kept,
    Mark,
    Operation,
    Papers,
    Purge,
    Put,
    groups_after,
    replay,
    replay_papers,
)
from perfeval_gui.drafts.ledger import transaction
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.migrations import NEWEST as NEWEST_FORMAT
from perfeval_gui.drafts.record import DraftInfo, Loaded, Verdict
from perfeval_gui.durable import private_folder
from perfeval_gui.errors import StoreDamagedError, StoreInUseError

Clock = Callable[[], datetime]
Version = tuple[str, int, str, str, bytes, bytes]

IN_THE_BIN = timedelta(days=30)
SECOND_LOOK = timedelta(days=1)

_OVERDUE = "recycle_bin_overdue"  # in the workspace: since when which drafts have been seen as overdue


def local_time() -> datetime:
    """Return the time of day here, with its offset from UTC."""
    return datetime.now().astimezone()


class DraftStore:
    """The open database. It belongs to the thread that opened it; only one store at a time may write.

    A writer's save goes to the journal first, so `recovered` tells, after a crash between the two, how many
    edits of which drafts the journal had and the database had not, `recovered_papers` how many of the papers.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        folder: Path,
        clock: Clock,
        journal: Journal | None = None,
        own_lock: WriterLock | None = None,
    ) -> None:
        self.folder = folder
        self.recovered: Mapping[str, int] = {}
        self.recovered_papers = 0
        self.journal_error = ""
        self._connection = connection
        self._clock = clock
        self._journal = journal
        self._own_lock = own_lock
        self._sequence = 0 if journal is None else rows.ledger(connection).sequence

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        read_only: bool = False,
        clock: Clock = local_time,
        lock: WriterLock | None = None,
    ) -> Self:
        """Open the drafts in the data directory, making them where there are none.

        A writer needs the directory's lock: the one given, else it takes its own. Reading needs none and
        works while another process writes. Raises StoreInUseError, StoreTooNewError, StoreDamagedError,
        StoreReadOnlyError; nothing has been changed then.
        """
        with database.reported():
            return cls._reader(folder, clock) if read_only else cls._writer(folder, clock, lock)

    @classmethod
    def _reader(cls, folder: Path, clock: Clock) -> Self:
        path = folder / database.NAME
        if not path.exists() or path.stat().st_size == 0:
            _refuse_if_missing(folder)
            return cls(_empty(), folder, clock)
        connection = database.connect(path, writing=False)
        if database.version_of(connection) < NEWEST_FORMAT:
            connection = _migrated_copy(connection)
        return cls(connection, folder, clock)

    @classmethod
    def _writer(cls, folder: Path, clock: Clock, lock: WriterLock | None) -> Self:
        private_folder(folder)
        with contextlib.ExitStack() as undo:
            own_lock = None
            if lock is None:
                own_lock = WriterLock(folder)
                with database.reported():
                    is_ours = own_lock.acquire()
                if not is_ours:
                    raise StoreInUseError("草稿已在另一个窗口中打开。请到那个窗口中编辑，或先关闭它。")
                undo.callback(own_lock.release)
            path = folder / database.NAME
            if not path.exists() or path.stat().st_size == 0:
                _refuse_if_missing(folder)
            connection = database.connect(path, writing=True)
            undo.callback(connection.close)
            if 0 < database.version_of(connection) < NEWEST_FORMAT:
                snapshots.before_migration(connection, folder)
            database.migrate(connection)
            store = cls(connection, folder, clock, Journal(folder), own_lock)
            store._catch_up()
            undo.pop_all()
        return store

    def close(self) -> None:
        """Close the database and give the lock back."""
        self._connection.close()
        if self._journal is not None:
            self._journal.rotate()
        if self._own_lock is not None:
            self._own_lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def sequence(self) -> int:
        """The number of the last commit; it only ever grows."""
        if self._journal is not None:
            return self._sequence
        with database.reported():
            return rows.ledger(self._connection).sequence

    def list(self) -> tuple[DraftInfo, ...]:
        """Return the drafts that are not in the recycle bin, by position; no text is read for it."""
        with database.reported():
            return rows.infos(self._connection, "deleted_at IS NULL ORDER BY position, id")

    def recycle_bin(self) -> tuple[DraftInfo, ...]:
        """Return the deleted drafts, the last deleted first."""
        with database.reported():
            return rows.infos(self._connection, "deleted_at IS NOT NULL ORDER BY deleted_at DESC, id")

    def load(self, ids: Iterable[str]) -> Loaded:
        """Return the drafts with these ids, deleted ones too, in that order; unknown ids are left out."""
        with database.reported():
            return rows.load_ids(self._connection, ids)

    def load_year(self, fiscal_year: str) -> Loaded:
        """Return the drafts of a year that are not in the recycle bin, by position."""
        with database.reported():
            return rows.load(
                self._connection, "draft.fiscal_year = ? AND draft.deleted_at IS NULL", fiscal_year
            )

    def load_all(self) -> Loaded:
        """Return all drafts that are not in the recycle bin, by position."""
        with database.reported():
            return rows.load(self._connection, "draft.deleted_at IS NULL")

    def save(
        self,
        changed: Mapping[str, Project | None],
        *,
        workspace: Mapping[str, Any] | None = None,
        papers: Papers | None = None,
    ) -> int:
        """Keep the changed projects in one transaction and return its sequence number once it is on disk.

        None sends a draft to the recycle bin; a project takes its draft out of it. `papers` are companions,
        None drops one. What is already stored just so costs nothing. Raises StoreError; nothing has been
        changed then.
        """
        return self._commit(
            {key: Mark(True) if item is None else Put(codec.encode(item)) for key, item in changed.items()},
            workspace or {},
            papers or {},
        )

    def restore(self, draft_id: str) -> None:
        """Take a draft out of the recycle bin."""
        self._commit({draft_id: Mark(False)})

    def adopt(self, drafts: Mapping[str, Kept], versions: Iterable[Version]) -> tuple[str, ...]:
        """Take in drafts of another data directory with their versions, times and places in the recycle bin.

        Returns the ids of those taken in: a draft whose id is here already is left out, so nothing is
        overwritten. Raises StoreError; nothing has been changed then.
        """
        with database.reported():
            known = {info.id for info in rows.infos(self._connection, "1")}
        fresh = {key: kept for key, kept in drafts.items() if key not in known}
        older = [row for row in versions if row[0] in fresh and row[1] != fresh[row[0]].sequence]
        numbers = [self.sequence, *(kept.sequence for kept in fresh.values()), *(row[1] for row in older)]
        now = self._clock()
        if fresh and self._journal is not None:
            puts = {key: Put(kept.content) for key, kept in fresh.items() if kept.deleted_at is None}
            with database.reported():
                self._journal.append(max(numbers) + 1, now.isoformat(timespec="seconds"), puts)
        with transaction(self._connection, now, max(numbers) + 1 if fresh else None) as ledger:
            for draft_id, kept in fresh.items():
                ledger.insert(draft_id, kept)
            for row in older:
                ledger.add_version(row)
        self._sequence = max(self._sequence, ledger.sequence)
        return tuple(fresh)

    def purge(self, ids: Iterable[str]) -> None:
        """Delete drafts for good: their versions, and their texts in the snapshots and the journal.

        The places that they had in the database are overwritten.
        """
        doomed = tuple(ids)
        self.drop(doomed)
        with database.reported():
            snapshots.forget(self.folder, doomed, self._clock())

    def drop(self, ids: Iterable[str]) -> None:
        """Delete drafts from the database and the journal; the snapshots, which take longer, are left."""
        doomed = tuple(ids)
        self._commit({draft_id: Purge() for draft_id in doomed})
        if self._journal is not None:
            with database.reported():
                self._journal.forget(doomed)

    def expired(self) -> tuple[str, ...]:
        """Return the drafts whose 30 days in the recycle bin are over, seen so on two days at least.

        The second look is for a clock that ran wild once: it must not empty anybody's recycle bin.
        """
        now = self._clock()
        overdue = [
            info.id
            for info in self.recycle_bin()
            if info.deleted_at and _age(info.deleted_at, now) >= IN_THE_BIN
        ]
        before = self.workspace().get(_OVERDUE, {})
        seen = {key: before.get(key) or now.isoformat(timespec="seconds") for key in overdue}
        if seen != before:
            self._commit({}, {_OVERDUE: seen})
        return tuple(key for key in overdue if _age(seen[key], now) >= SECOND_LOOK)

    def save_counts(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Keep how many errors and warnings the checks found in each draft, for the list."""
        with transaction(self._connection, self._clock()) as ledger:
            ledger.count(counts)

    def workspace(self) -> dict[str, Any]:
        """Return what was remembered of how the window was left."""
        with database.reported():
            return rows.workspace(self._connection)

    def papers(self) -> tuple[dict[companions.Key, companions.Kept], tuple[companions.Key, ...]]:
        """Return what is kept beside the forms, and the keys of what is damaged."""
        with database.reported():
            return companions.kept(self._connection)

    def versions(self, draft_id: str) -> tuple[tuple[int, str], ...]:
        """Return sequence number and time of each kept version of the draft, the newest first."""
        query = "SELECT sequence, saved_at FROM version WHERE draft = ? ORDER BY sequence DESC"
        with database.reported():
            return tuple(self._connection.execute(query, (draft_id,)))

    def version(self, draft_id: str, sequence: int) -> Project:
        """Return one version of a draft; raise StoreDamagedError when it is not whole, KeyError when gone."""
        query = "SELECT digest, content FROM version WHERE draft = ? AND sequence = ?"
        with database.reported():
            row = self._connection.execute(query, (draft_id, sequence)).fetchone()
        if row is None:
            raise KeyError((draft_id, sequence))
        project = rows.decoded(draft_id, *row)
        if project is None:
            raise StoreDamagedError("这个历史版本在磁盘上已损坏，不能打开。请选另一个版本。")
        return project

    def verify(self) -> Verdict:
        """Look at the whole database: SQLite's own check, every draft's hash, and that none is missing."""
        return rows.verify(self._connection)

    def copy_to(self, path: Path) -> None:
        """Write a copy of the database, as of now, to a file that is not there yet. Raises StoreError."""
        with database.reported():
            database.copy(self._connection, path)

    def begin_new_journal(self) -> None:
        """Let the journal go on in a new file, because a copy of the database has been made."""
        if self._journal is not None:
            self._journal.rotate()

    def _commit(
        self,
        operations: Mapping[str, Operation],
        workspace: Mapping[str, Any] | None = None,
        papers: Papers | None = None,
    ) -> int:
        """Write the journal, then the database.

        A journal that fails does not stop the save: the database is durable by itself.
        """
        now = self._clock()
        if (operations or papers) and self._journal is not None:
            try:
                at = now.isoformat(timespec="seconds")
                self._journal.append(self._sequence + 1, at, operations, papers)
                self.journal_error = ""
            except OSError as error:
                self.journal_error = f"OSError {error.errno}"
        with transaction(self._connection, now) as ledger:
            ledger.apply(operations)
            ledger.remember(workspace or {})
            ledger.keep_companions(papers or {})
        self._sequence = ledger.sequence
        if self._journal is not None:
            return self._sequence
        with database.reported():
            return rows.ledger(self._connection).sequence

    def _catch_up(self) -> None:
        """Take over from the journal what a crash kept from reaching the database."""
        groups = list(groups_after(self.folder, self.sequence))
        if not groups:
            return
        ids = {str(entry.get("id")) for group in groups for entry in group.entries if "id" in entry}
        before = dict(rows.kept(self._connection, ids))
        state = dict(before)
        counts = replay(state, groups)
        papers, _ = companions.kept(self._connection)
        edits, dropped = replay_papers(papers, groups)
        with transaction(self._connection, self._clock(), groups[-1].sequence) as ledger:
            for key, kept in state.items():
                if kept != before.get(key):
                    ledger.put(key, kept.content)
                    ledger.mark(key, kept.deleted_at)
            for key in before.keys() - state.keys():
                ledger.purge(key)
            ledger.restore_companions(papers, dropped)
        self._sequence = ledger.sequence
        self.recovered, self.recovered_papers = counts, edits


def _age(stamp: str, now: datetime) -> timedelta:
    try:
        return now - datetime.fromisoformat(stamp)
    except (ValueError, TypeError):
        return timedelta()


def _refuse_if_missing(folder: Path) -> None:
    """Raise StoreDamagedError where there is no database although its copies show that there was one."""
    if snapshots.are_there(folder) or next(groups_after(folder, 0), None) is not None:
        raise StoreDamagedError("草稿库不见了，但还有完好的副本。请从最近的完好副本恢复。", detail="missing")


def _empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    database.migrate(connection)
    connection.execute("PRAGMA query_only=ON")
    return connection


def _migrated_copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return an older database in memory, in the newest format: reading must not change the file."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    connection.backup(copy)
    connection.close()
    database.migrate(copy)
    copy.execute("PRAGMA query_only=ON")
    return copy
