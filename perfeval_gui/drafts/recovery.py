"""When the database is damaged or gone: the newest state is put together again from all that is still whole."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from perfeval_gui.drafts import companions, database, rows
from perfeval_gui.drafts.journal import Kept, groups_after, replay, replay_papers
from perfeval_gui.drafts.ledger import transaction
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.record import DamagedDraft, Verdict, damaged
from perfeval_gui.drafts.snapshots import opened, snapshots
from perfeval_gui.drafts.store import Clock, DraftStore, Version, local_time
from perfeval_gui.durable import move, remove_temporaries, set_aside
from perfeval_gui.errors import StoreError


@dataclass(frozen=True, slots=True)
class Opening:
    """What a start found: edits that only the journal had, by draft, and whether the database is whole."""

    recovered: Mapping[str, int]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Offer:
    """What a rebuilding would bring back: how many drafts, and the time of the newest."""

    drafts: int
    newest: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuilding did: where the damaged file is now, what is back, and what could not be brought back."""

    set_aside: Path | None
    drafts: int
    missing: tuple[DamagedDraft, ...]


@dataclass(slots=True)
class _Found:
    state: dict[str, Kept]
    versions: list[Version]
    sequence: int
    missing: tuple[DamagedDraft, ...]
    papers: dict[companions.Key, companions.Kept]


def prepare(folder: Path, lock: WriterLock, *, clock: Clock = local_time) -> Opening:
    """Make the data directory ready at a start: left-over temporary files, migration, journal, check.

    Raises StoreTooNewError and other StoreErrors where nothing can be opened; a StoreDamagedError and a
    verdict that is not good are what `offer` and `rebuild` are for.
    """
    remove_temporaries(folder, folder / "snapshots")
    with DraftStore.open(folder, lock=lock, clock=clock) as store:
        return Opening(store.recovered, store.verify())


def offer(folder: Path) -> Offer:
    """Return what `rebuild` would bring back."""
    state = _found(folder).state
    return Offer(len(state), max((item.saved_at for item in state.values()), default=""))


def rebuild(folder: Path, lock: WriterLock, *, clock: Clock = local_time) -> Rebuilt:
    """Put the newest state together from the damaged file, the newest whole snapshot and the journal.

    The damaged file is renamed and kept. The new database takes its place only once it is whole, checked
    and on disk. Raises StoreError; all is then as it was.
    """
    if not lock.acquire():
        raise StoreError("草稿正在另一个窗口中使用，现在不能恢复。请先关闭那个窗口。")
    found, now = _found(folder), clock()
    path = folder / database.NAME
    temporary = folder / f".~{database.NAME}.tmp-rebuilt"
    with database.reported():
        for left in (temporary, temporary.with_name(temporary.name + "-journal")):
            left.unlink(missing_ok=True)
        with contextlib.closing(database.connect(temporary, writing=True)) as connection:
            database.migrate(connection)
            _fill(connection, found, now)
            if not rows.verify(connection).is_good:
                raise StoreError("恢复出来的草稿没有通过检查，原有文件没有改动。请联系技术支持。")
        temporary.with_name(temporary.name + "-journal").unlink(missing_ok=True)
        aside = set_aside(path, now) if path.exists() else None
        hot = path.with_name(path.name + "-journal")
        if hot.exists() and aside is not None:
            move(hot, aside.with_name(aside.name + "-journal"))
        move(temporary, path)
    return Rebuilt(aside, len(found.state), found.missing)


def _fill(connection: sqlite3.Connection, found: _Found, now: datetime) -> None:
    with transaction(connection, now, found.sequence + 1) as ledger:
        for draft_id, kept in found.state.items():
            ledger.insert(draft_id, kept)
        there = {(draft_id, kept.sequence) for draft_id, kept in found.state.items()}
        for row in found.versions:
            if row[0] in found.state and (row[0], row[1]) not in there:
                ledger.add_version(row)
        ledger.restore_companions(found.papers)


def _found(folder: Path) -> _Found:
    """Return the newest whole text of each draft from snapshot, journal and damaged database together."""
    state: dict[str, Kept] = {}
    papers: dict[companions.Key, companions.Kept] = {}
    sequence = 0
    for item in snapshots(folder):
        connection = opened(item.path)
        if connection is not None:
            with contextlib.closing(connection):
                state = dict(rows.kept(connection))
                papers, _ = companions.kept(connection)
            sequence = item.sequence
            break
    groups = list(groups_after(folder, sequence))
    replay(state, groups)
    _, dropped = replay_papers(papers, groups)
    purged = {str(entry.get("id")) for group in groups for entry in group.entries if entry.get("purged")}
    numbers = [sequence, *(group.sequence for group in groups), *(kept.sequence for kept in state.values())]
    salvaged, versions, names, newer = _salvage(folder / database.NAME)
    papers |= {
        key: item for key, item in newer.items() if key not in dropped and _is_newer(item, papers.get(key))
    }
    for draft_id, kept in salvaged.items():
        numbers.append(kept.sequence)
        if draft_id not in state and draft_id in purged:
            continue
        if draft_id not in state or kept.sequence > state[draft_id].sequence:
            state[draft_id] = kept
    numbers += [row[1] for row in versions]
    missing = tuple(damaged(key, name) for key, name in names.items() if key not in state)
    return _Found(state, versions, max(numbers), missing, papers)


def _is_newer(item: companions.Kept, other: companions.Kept | None) -> bool:
    return other is None or item.saved_at >= other.saved_at


_Salvage = tuple[dict[str, Kept], list[Version], dict[str, str], Mapping[companions.Key, companions.Kept]]


def _salvage(path: Path) -> _Salvage:
    """Return what can still be read of a damaged database: drafts and versions that are whole, and all names.

    It is read from a copy in memory: SQLite must not write to the damaged file, which is kept as it is.
    """
    state: dict[str, Kept] = {}
    versions: list[Version] = []
    names: dict[str, str] = {}
    papers: dict[companions.Key, companions.Kept] = {}
    try:
        copy = sqlite3.connect(":memory:", isolation_level=None)
        copy.deserialize(path.read_bytes())
    except (OSError, sqlite3.Error, MemoryError):
        return state, versions, names, papers
    unreadable = (sqlite3.Error, ValueError, TypeError, OverflowError)
    with contextlib.closing(copy):
        with contextlib.suppress(*unreadable):
            for info in rows.infos(copy, "1"):
                names[str(info.id)] = str(info.project_name)
        with contextlib.suppress(*unreadable):
            state.update(rows.kept(copy))
        with contextlib.suppress(*unreadable):
            versions.extend(rows.versions(copy))
        with contextlib.suppress(*unreadable):
            papers, _ = companions.kept(copy)
    return state, versions, names, papers
