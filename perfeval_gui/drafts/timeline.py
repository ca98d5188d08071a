"""The way back: every kept state of a project, from the database and from the snapshots."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from perfeval_gui.core.form import Project
from perfeval_gui.drafts import database, rows
from perfeval_gui.drafts.snapshots import opened, snapshots
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import StoreDamagedError


@dataclass(frozen=True, slots=True)
class Moment:
    """A state of a project that can be looked at: its number, its time (ISO, local), and the snapshot it is in.

    `snapshot` is None for a version in the database itself.
    """

    sequence: int
    at: str
    snapshot: Path | None = None


def timeline(store: DraftStore, draft_id: str) -> tuple[Moment, ...]:
    """Return the states of a project that can be gone back to, the newest first, each once."""
    moments = {number: Moment(number, at) for number, at in store.versions(draft_id)}
    for moment in _in_snapshots(store.folder, draft_id):
        moments.setdefault(moment.sequence, moment)
    return tuple(sorted(moments.values(), key=lambda moment: moment.sequence, reverse=True))


def project_at(store: DraftStore, draft_id: str, moment: Moment) -> Project:
    """Return the project as it was. Raises StoreDamagedError when it is not whole, KeyError when it is gone."""
    if moment.snapshot is None:
        return store.version(draft_id, moment.sequence)
    connection = opened(moment.snapshot)
    if connection is None:
        raise StoreDamagedError("这个副本在磁盘上已损坏，不能打开。请选另一个时间。")
    with contextlib.closing(connection):
        found = rows.load_ids(connection, [draft_id]).projects
    if not found:
        raise KeyError(draft_id)
    return found[0]


def _in_snapshots(folder: Path, draft_id: str) -> Iterator[Moment]:
    """Return where the project stands in the snapshots; whether it is whole is seen when it is asked for."""
    for item in snapshots(folder):
        with (
            contextlib.suppress(sqlite3.Error, TypeError, ValueError),
            contextlib.closing(
                sqlite3.connect(database.uri(item.path.absolute(), "mode=ro&immutable=1"), uri=True)
            ) as connection,
        ):
            row = rows.find(connection, draft_id)
            if row is not None:
                yield Moment(row.info.sequence, row.info.modified, item.path)
