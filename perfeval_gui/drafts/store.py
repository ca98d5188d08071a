"""The drafts' database: every save is one durable transaction, every load is checked against its hash."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from perfeval_gui.core.form import Project
from perfeval_gui.drafts import codec, database
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.migrations import NEWEST as NEWEST_FORMAT
from perfeval_gui.drafts.record import (
    NO_SEALS,
    DamagedDraft,
    DraftInfo,
    Loaded,
    Verdict,
    combined,
    damaged,
    info_of,
    seal,
)
from perfeval_gui.drafts.thinning import worth_keeping
from perfeval_gui.durable import private_folder
from perfeval_gui.errors import StoreDamagedError, StoreError, StoreInUseError

Clock = Callable[[], datetime]

NEWEST_VERSIONS = 20
SITTING = timedelta(minutes=2)  # what is saved within it is one version

_INFO = tuple(item.name for item in fields(DraftInfo))
_COLUMNS = ", ".join(f"draft.{name}" for name in _INFO)
_NEWEST = "draft LEFT JOIN version ON version.draft = draft.id AND version.sequence = draft.sequence"
_WITH_CONTENT = f"SELECT {_COLUMNS}, draft.seal, version.digest, version.content FROM {_NEWEST}"  # noqa: S608
_WITH_DIGEST = f"SELECT {_COLUMNS}, draft.seal, version.digest FROM {_NEWEST} WHERE draft.id = ?"  # noqa: S608
_ADD_VERSION = (
    "INSERT INTO version (draft, sequence, begun_at, saved_at, digest, content) VALUES (?, ?, ?, ?, ?, ?)"
)
_DROP_VERSION = "DELETE FROM version WHERE draft = ? AND sequence = ?"
_CHUNK = 500


def local_time() -> datetime:
    """Return the time of day here, with its offset from UTC."""
    return datetime.now().astimezone()


class DraftStore:
    """The open database. It belongs to the thread that opened it; only one store at a time may write."""

    def __init__(
        self, connection: sqlite3.Connection, folder: Path, clock: Clock, own_lock: WriterLock | None
    ) -> None:
        self.folder = folder
        self._connection = connection
        self._clock = clock
        self._own_lock = own_lock

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
        own_lock = None
        with database.reported(), contextlib.ExitStack() as undo:
            path = folder / database.NAME
            if not read_only:
                private_folder(folder)
                if lock is None:
                    own_lock = WriterLock(folder)
                    undo.callback(own_lock.release)
                    if not own_lock.acquire():
                        raise StoreInUseError("草稿已在另一个窗口中打开。请到那个窗口中编辑，或先关闭它。")
            if read_only and (not path.exists() or path.stat().st_size == 0):
                connection = _empty()
            else:
                connection = database.connect(path, writing=not read_only)
                undo.callback(connection.close)
                if not read_only:
                    database.migrate(connection)
                elif database.version_of(connection) < NEWEST_FORMAT:
                    connection = _migrated_copy(connection)
            undo.pop_all()
        return cls(connection, folder, clock, own_lock)

    def close(self) -> None:
        """Close the database and give the lock back."""
        self._connection.close()
        if self._own_lock is not None:
            self._own_lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def sequence(self) -> int:
        """The number of the last commit; it only ever grows."""
        with database.reported():
            return self._ledger()[0]

    def list(self) -> tuple[DraftInfo, ...]:
        """Return the drafts that are not in the recycle bin, by position; no text is read for it."""
        return self._infos("deleted_at IS NULL ORDER BY position, id")

    def recycle_bin(self) -> tuple[DraftInfo, ...]:
        """Return the deleted drafts, the last deleted first."""
        return self._infos("deleted_at IS NOT NULL ORDER BY deleted_at DESC, id")

    def load(self, ids: Iterable[str]) -> Loaded:
        """Return the drafts with these ids, deleted ones too, in that order; unknown ids are left out."""
        wanted = list(ids)
        rows: dict[str, tuple[Any, ...]] = {}
        with database.reported():
            for start in range(0, len(wanted), _CHUNK):
                part = wanted[start : start + _CHUNK]
                marks = ",".join("?" * len(part))
                query = f"{_WITH_CONTENT} WHERE draft.id IN ({marks})"
                rows.update((row[0], row) for row in self._connection.execute(query, part))
        return _checked(rows[key] for key in wanted if key in rows)

    def load_year(self, fiscal_year: str) -> Loaded:
        """Return the drafts of a year that are not in the recycle bin, by position."""
        return self._load("draft.fiscal_year = ? AND draft.deleted_at IS NULL", fiscal_year)

    def load_all(self) -> Loaded:
        """Return all drafts that are not in the recycle bin, by position."""
        return self._load("draft.deleted_at IS NULL")

    def save(
        self, changed: Mapping[str, Project | None], *, workspace: Mapping[str, Any] | None = None
    ) -> int:
        """Keep the changed projects in one transaction and return its sequence number once it is on disk.

        None sends a draft to the recycle bin; a project takes its draft out of it. What is already stored
        just so costs nothing. Raises StoreError; nothing has been changed then.
        """
        encoded = {key: (item, None if item is None else codec.encode(item)) for key, item in changed.items()}
        with self._transaction() as ledger:
            for key, (project, content) in encoded.items():
                if project is None or content is None:
                    ledger.mark_deleted(key)
                else:
                    ledger.put(project, content)
            for name, value in (workspace or {}).items():
                ledger.remember(name, value)
        return ledger.sequence

    def save_counts(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Keep how many errors and warnings the checks found in each draft, for the list."""
        with self._transaction():
            self._connection.executemany(
                "UPDATE draft SET errors = ?1, warnings = ?2 WHERE id = ?3 "
                "AND (errors IS NOT ?1 OR warnings IS NOT ?2)",
                [(errors, warnings, key) for key, (errors, warnings) in counts.items()],
            )

    def restore(self, draft_id: str) -> None:
        """Take a draft out of the recycle bin."""
        with self._transaction() as ledger:
            ledger.mark_deleted(draft_id, deleted=False)

    def purge(self, ids: Iterable[str]) -> None:
        """Delete drafts for good, with all their versions; the places they had are overwritten."""
        with self._transaction() as ledger:
            for draft_id in ids:
                ledger.purge(draft_id)

    def workspace(self) -> dict[str, Any]:
        """Return what was remembered of how the window was left."""
        with database.reported():
            rows = self._connection.execute("SELECT key, value FROM workspace").fetchall()
        found = {}
        for key, text in rows:
            with contextlib.suppress(ValueError, TypeError):
                found[key] = json.loads(text)
        return found

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
        project = _decoded(draft_id, row[0], row[1])
        if project is None:
            raise StoreDamagedError("这个历史版本在磁盘上已损坏，不能打开。请选另一个版本。")
        return project

    def verify(self) -> Verdict:
        """Look at the whole database: SQLite's own check, every draft's hash, and that none is missing."""
        try:
            with database.reported():
                answer = self._connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
                if answer != "ok":
                    return Verdict(structure="integrity")
                sequence, drafts, seals = self._ledger()
                bad, seen = [], 0
                for row in self._connection.execute(_WITH_CONTENT):
                    info, row_seal = DraftInfo(*row[: len(_INFO)]), row[len(_INFO)]
                    seen += 1
                    if _project(row) is None or info.sequence > sequence:
                        bad.append(damaged(info.id, info.project_name))
                    seals = combined(seals, row_seal)
        except StoreError as error:
            return Verdict(structure=error.detail or type(error).__name__)
        except (TypeError, ValueError, AttributeError) as error:
            return Verdict(structure=type(error).__name__)
        whole = seals == NO_SEALS and seen == drafts
        return Verdict("" if whole or bad else "ledger", tuple(bad))

    def _infos(self, condition: str) -> tuple[DraftInfo, ...]:
        query = f"SELECT {_COLUMNS} FROM draft WHERE {condition}"  # noqa: S608 - our own conditions
        with database.reported():
            return tuple(DraftInfo(*row) for row in self._connection.execute(query))

    def _load(self, condition: str, *values: str) -> Loaded:
        query = f"{_WITH_CONTENT} WHERE {condition} ORDER BY draft.position, draft.id"
        with database.reported():
            return _checked(self._connection.execute(query, values))

    def _ledger(self) -> tuple[int, int, bytes]:
        row = self._connection.execute("SELECT sequence, drafts, seals FROM ledger").fetchone()
        if row is None or [type(part) for part in row] != [int, int, bytes]:
            raise StoreDamagedError("草稿库已损坏，原文件不会删除。请从最近的完好副本恢复。", detail="ledger")
        sequence, drafts, seals = row
        return sequence, drafts, seals

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[_Ledger]:
        """Begin, and commit when all went well; a transaction that changed nothing is not written."""
        connection = self._connection
        with database.reported():
            connection.execute("BEGIN IMMEDIATE")
            try:
                before = connection.total_changes
                ledger = _Ledger(connection, *self._ledger(), self._clock())
                yield ledger
                ledger.settle()
                connection.execute("COMMIT" if connection.total_changes > before else "ROLLBACK")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


class _Ledger:
    """One transaction: the rows it changes and the one row that vouches for all of them."""

    def __init__(
        self, connection: sqlite3.Connection, sequence: int, drafts: int, seals: bytes, now: datetime
    ) -> None:
        self.sequence = sequence
        self._next = sequence + 1
        self._connection = connection
        self._drafts = drafts
        self._seals = seals
        self._now = now
        self._stamp = now.isoformat(timespec="seconds")
        self._changed = False

    def put(self, project: Project, content: bytes) -> None:
        """Make this the newest version of the project's draft, and take it out of the recycle bin."""
        digest = codec.digest(content)
        old = self._find(project.id)
        if old is not None and old[2] == digest:
            if old[0].deleted_at is not None:
                self.mark_deleted(project.id, deleted=False)
            return
        info = info_of(project, self._stamp, self._next)
        if old is not None:
            info = replace(info, errors=old[0].errors, warnings=old[0].warnings)
        self._write(info, digest, old)
        self._add_version(project.id, digest, content)

    def mark_deleted(self, draft_id: str, *, deleted: bool = True) -> None:
        """Put a draft into the recycle bin or take it out; a draft that is not there is left alone."""
        old = self._find(draft_id)
        if old is None or (old[0].deleted_at is not None) == deleted or old[2] is None:
            return
        self._write(replace(old[0], deleted_at=self._stamp if deleted else None), old[2], old)

    def purge(self, draft_id: str) -> None:
        """Delete a draft with all its versions."""
        old = self._find(draft_id)
        if old is None:
            return
        self._connection.execute("DELETE FROM draft WHERE id = ?", (draft_id,))
        self._drafts -= 1
        self._seals = combined(self._seals, old[1])
        self._changed = True

    def remember(self, name: str, value: object) -> None:
        """Keep one thing about how the window was left."""
        text = json.dumps(value, ensure_ascii=True, sort_keys=True)
        self._connection.execute(
            "INSERT INTO workspace VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
            "WHERE value IS NOT excluded.value",
            (name, text),
        )

    def settle(self) -> None:
        """Write the ledger when a draft has changed."""
        if self._changed:
            self.sequence = self._next
            self._connection.execute(
                "UPDATE ledger SET sequence = ?, drafts = ?, seals = ?",
                (self.sequence, self._drafts, self._seals),
            )

    def _find(self, draft_id: str) -> tuple[DraftInfo, bytes, bytes | None] | None:
        row = self._connection.execute(_WITH_DIGEST, (draft_id,)).fetchone()
        return None if row is None else (DraftInfo(*row[: len(_INFO)]), row[len(_INFO)], row[len(_INFO) + 1])

    def _write(
        self, info: DraftInfo, digest: bytes, old: tuple[DraftInfo, bytes, bytes | None] | None
    ) -> None:
        new_seal = seal(info, digest)
        values = {**{name: getattr(info, name) for name in _INFO}, "seal": new_seal}
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        updates = ", ".join(f"{name} = excluded.{name}" for name in values if name != "id")
        self._connection.execute(
            f"INSERT INTO draft ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updates}",  # noqa: S608
            values,
        )
        self._drafts += old is None
        self._seals = combined(self._seals, new_seal, *(() if old is None else (old[1],)))
        self._changed = True

    def _add_version(self, draft_id: str, digest: bytes, content: bytes) -> None:
        """Add a version; what is saved within one sitting replaces the one before, older ones are thinned."""
        execute = self._connection.execute
        query = "SELECT sequence, begun_at, saved_at FROM version WHERE draft = ? ORDER BY sequence DESC"
        older = execute(query, (draft_id,)).fetchall()
        begun = self._stamp
        if older and timedelta() <= self._now - _moment(older[0][1], self._now) < SITTING:
            begun = older[0][1]
            execute(_DROP_VERSION, (draft_id, older.pop(0)[0]))
        execute(_ADD_VERSION, (draft_id, self._next, begun, self._stamp, digest, content))
        states = [(number, _moment(saved, self._now)) for number, _, saved in older]
        kept = worth_keeping([*states, (self._next, self._now)], self._now, NEWEST_VERSIONS)
        for number, _ in states:
            if number not in kept:
                execute(_DROP_VERSION, (draft_id, number))


def _moment(text: str, now: datetime) -> datetime:
    """Return the time of the text, or `now` where it gives none: an odd stamp must not stop a save."""
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return now
    return moment if moment.tzinfo is not None else now


def _project(row: tuple[Any, ...]) -> Project | None:
    """Return the project of a row with content, or None when anything in it is not what was saved."""
    info, (row_seal, digest, content) = DraftInfo(*row[: len(_INFO)]), row[len(_INFO) :]
    if not isinstance(digest, bytes) or seal(info, digest) != row_seal:
        return None
    return _decoded(info.id, digest, content)


def _decoded(draft_id: str, digest: object, content: object) -> Project | None:
    if not isinstance(content, bytes) or codec.digest(content) != digest:
        return None
    try:
        project = codec.decode(content)
    except codec.NotADraftError:
        return None
    return project if project.id == draft_id else None


def _checked(rows: Iterable[tuple[Any, ...]]) -> Loaded:
    projects: list[Project] = []
    bad: list[DamagedDraft] = []
    for row in rows:
        project = _project(row)
        if project is None:
            bad.append(damaged(str(row[0]), str(row[_INFO.index("project_name")])))
        else:
            projects.append(project)
    return Loaded(tuple(projects), tuple(bad))


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
