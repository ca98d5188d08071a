"""Copies of the database beside it: made whole, checked, and only then given their names."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from perfeval_gui.core.values import dataclass
from perfeval_gui.drafts import database, rows
from perfeval_gui.drafts.ledger import transaction
from perfeval_gui.drafts.record import Verdict
from perfeval_gui.drafts.thinning import worth_keeping
from perfeval_gui.durable import move, private_folder
from perfeval_gui.errors import StoreError

NAME = "snapshots"
EVERY = timedelta(hours=1)
NEWEST = 10  # stay whatever the clock says
LARGEST = 2 * 1024**3  # bytes of all snapshots together; beyond that the oldest go

_STAMP = "%Y%m%dT%H%M%S%z"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A checked copy: the number of the last commit in it and when it was made."""

    path: Path
    sequence: int
    at: datetime


def snapshots(folder: Path) -> tuple[Snapshot, ...]:
    """Return the snapshots of a data directory, the newest by sequence number first."""
    found = (_from_name(path) for path in (folder / NAME).glob("drafts-*.sqlite3"))
    return tuple(sorted((item for item in found if item), key=lambda item: item.sequence, reverse=True))


def are_there(folder: Path) -> bool:
    """Return whether there is any snapshot."""
    return bool(snapshots(folder))


def is_due(folder: Path, sequence: int, now: datetime) -> bool:
    """Return whether an hour has passed since the last snapshot and something has been saved since."""
    newest = next(iter(snapshots(folder)), None)
    return sequence > 0 and (newest is None or (newest.sequence < sequence and abs(now - newest.at) >= EVERY))


def temporary_path(folder: Path) -> Path:
    """Return where a copy is made before it is checked."""
    return private_folder(folder / NAME) / f".~drafts.sqlite3.tmp-{os.getpid()}"


def finish(temporary: Path, folder: Path, now: datetime) -> Snapshot:
    """Check a copy, strip it of older versions, make it durable and give it its name.

    Raises StoreError and removes the copy when it is not whole.
    """
    with database.reported(), contextlib.ExitStack() as undo:
        undo.callback(temporary.unlink, missing_ok=True)
        connection = _opened(temporary)
        undo.callback(connection.close)
        connection.execute("PRAGMA secure_delete=ON").fetchall()
        with transaction(connection, now) as ledger:
            ledger.forget_old_versions()
        connection.execute("VACUUM")
        verdict = rows.verify(connection)
        if not verdict.is_good:
            raise StoreError("刚做的草稿副本没有通过检查，已丢弃；草稿本身请用“检查草稿库”查看。")
        sequence = rows.ledger(connection).sequence
        connection.close()
        _sync(temporary)
        target = folder / NAME / f"drafts-{sequence:012d}-{now.strftime(_STAMP)}.sqlite3"
        move(temporary, target)
        return Snapshot(target, sequence, now)


def thin(folder: Path, now: datetime) -> tuple[Snapshot, ...]:
    """Remove the snapshots that are not worth keeping and return the others, the newest first."""
    found = snapshots(folder)
    keep = worth_keeping([(item.sequence, item.at) for item in found], now, NEWEST)
    kept: list[Snapshot] = []
    total = 0
    for item in found:
        total += item.path.stat().st_size
        if item.sequence in keep and (total <= LARGEST or len(kept) < 3):
            kept.append(item)
        else:
            item.path.unlink(missing_ok=True)
    return tuple(kept)


def opened(snapshot: Path) -> sqlite3.Connection | None:
    """Return a connection to a copy in memory of a snapshot that is whole, else None; the file is not touched."""
    try:
        database.check_header(snapshot)
        source = sqlite3.connect(database.uri(snapshot.absolute(), "mode=ro&immutable=1"), uri=True)
        copy = sqlite3.connect(":memory:", isolation_level=None)
        try:
            source.backup(copy)
        finally:
            source.close()
        database.migrate(copy)
        return copy if rows.verify(copy).is_good else None
    except (sqlite3.Error, OSError, StoreError):
        return None


def verdict_on(snapshot: Path) -> Verdict:
    """Return what checking a snapshot finds."""
    connection = opened(snapshot)
    if connection is None:
        return Verdict(structure="snapshot")
    connection.close()
    return Verdict()


def forget(folder: Path, ids: Iterable[str], now: datetime) -> None:
    """Delete drafts out of all snapshots and the copies before migrations; each is replaced by a checked copy without them.

    A damaged snapshot stays as it is, for nobody can say what is in it; StoreError then tells so at the end.
    """
    doomed = tuple(ids)
    stubborn = 0
    for item in snapshots(folder):
        if _has_any(item.path, doomed):
            try:
                _forget_in(item, folder, doomed, now)
            except (sqlite3.Error, StoreError):
                stubborn += 1
    for path in (folder / NAME).glob("before-format-*.sqlite3"):
        if _has_any(path, doomed):
            try:
                _forget_before_migration(path, doomed, now)
            except (sqlite3.Error, StoreError):
                stubborn += 1
    if stubborn:
        raise StoreError(
            f"草稿库里已彻底删除，但有 {stubborn} 个旧副本已损坏，无法从中删除。"
            "请在数据文件夹的 snapshots 中手工删除它们。"
        )


def _forget_in(item: Snapshot, folder: Path, doomed: tuple[str, ...], now: datetime) -> None:
    temporary = temporary_path(folder)
    temporary.unlink(missing_ok=True)
    connection = sqlite3.connect(database.uri(item.path.absolute(), "mode=ro&immutable=1"), uri=True)
    with contextlib.ExitStack() as undo:
        undo.callback(temporary.unlink, missing_ok=True)
        with contextlib.closing(connection):
            database.copy(connection, temporary)
        with contextlib.closing(_opened(temporary)) as copy:
            database.migrate(copy)
            _purge(copy, doomed, now, item.sequence)
        finish(temporary, folder, item.at)


def _forget_before_migration(path: Path, doomed: tuple[str, ...], now: datetime) -> None:
    """Delete drafts out of a copy that was made before a migration; it stays in its own format."""
    temporary = temporary_path(path.parent.parent)
    temporary.unlink(missing_ok=True)
    connection = sqlite3.connect(database.uri(path.absolute(), "mode=ro&immutable=1"), uri=True)
    with contextlib.ExitStack() as undo:
        undo.callback(temporary.unlink, missing_ok=True)
        with contextlib.closing(connection):
            database.copy(connection, temporary)
        with contextlib.closing(_opened(temporary)) as copy:
            _purge(copy, doomed, now, None)
            copy.execute("VACUUM")
        _sync(temporary)
        move(temporary, path)


def _purge(copy: sqlite3.Connection, doomed: tuple[str, ...], now: datetime, sequence: int | None) -> None:
    copy.execute("PRAGMA secure_delete=ON").fetchall()
    with transaction(copy, now, sequence) as ledger:
        for draft_id in doomed:
            ledger.purge(draft_id)


def _has_any(path: Path, ids: tuple[str, ...]) -> bool:
    """Return whether one of the drafts is in a snapshot; True also where that cannot be told."""
    connection = sqlite3.connect(database.uri(path.absolute(), "mode=ro&immutable=1"), uri=True)
    with contextlib.closing(connection):
        try:
            return any(rows.find(connection, draft_id) for draft_id in ids)
        except (sqlite3.Error, TypeError):
            return True


def before_migration(connection: sqlite3.Connection, folder: Path) -> None:
    """Keep a copy of a database in an older format, durably, before it is changed. Raises StoreError."""
    path = private_folder(folder / NAME) / f"before-format-{database.version_of(connection) + 1}.sqlite3"
    if path.exists():
        return
    temporary = temporary_path(folder)
    temporary.unlink(missing_ok=True)
    with database.reported():
        database.copy(connection, temporary)
        _sync(temporary)
        move(temporary, path)


def _opened(path: Path) -> sqlite3.Connection:
    """Open a copy that nobody else knows; it needs no journal, for a copy that is not whole is thrown away."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "temp_store=MEMORY", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _from_name(path: Path) -> Snapshot | None:
    parts = path.stem.split("-", 2)
    try:
        return Snapshot(path, int(parts[1]), datetime.strptime(parts[2], _STAMP))  # noqa: DTZ007 - %z is in it
    except (ValueError, IndexError):
        return None
