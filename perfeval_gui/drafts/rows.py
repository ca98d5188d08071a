"""Reading the tables: every row that comes out has been compared with its hashes."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from perfeval_gui.core.form import Project
from perfeval_gui.drafts import codec, companions
from perfeval_gui.drafts.journal import Kept
from perfeval_gui.drafts.record import (
    NO_SEALS,
    DamagedDraft,
    DraftInfo,
    Loaded,
    Verdict,
    combined,
    damaged,
    seal,
)
from perfeval_gui.errors import StoreDamagedError

INFO = DraftInfo._fields

_CHUNK = 500
_COLUMNS = ", ".join(f"draft.{name}" for name in INFO)
_NEWEST = "draft LEFT JOIN version ON version.draft = draft.id AND version.sequence = draft.sequence"
_CONTENT = f"SELECT {_COLUMNS}, draft.seal, version.digest, version.content FROM {_NEWEST}"  # noqa: S608
_DIGEST = f"SELECT {_COLUMNS}, draft.seal, version.digest FROM {_NEWEST} WHERE draft.id = ?"  # noqa: S608


class LedgerRow(NamedTuple):
    """The row that vouches for all others."""

    sequence: int
    drafts: int
    seals: bytes


class SealedRow(NamedTuple):
    """A draft's row as it stands; the digest is None when its newest version is missing."""

    info: DraftInfo
    seal: bytes
    digest: bytes | None


def ledger(connection: sqlite3.Connection) -> LedgerRow:
    """Return the ledger; raise StoreDamagedError when it is not one."""
    row = connection.execute("SELECT sequence, drafts, seals FROM ledger").fetchone()
    if row is None or [type(part) for part in row] != [int, int, bytes]:
        raise StoreDamagedError("草稿库已损坏，原文件不会删除。请从最近的完好副本恢复。", detail="ledger")
    return LedgerRow(*row)


def infos(connection: sqlite3.Connection, condition: str) -> tuple[DraftInfo, ...]:
    """Return what a list shows of the drafts that the SQL condition names."""
    query = f"SELECT {_COLUMNS} FROM draft WHERE {condition}"  # noqa: S608 - conditions of our own
    return tuple(map(DraftInfo._make, connection.execute(query)))


def find(connection: sqlite3.Connection, draft_id: str) -> SealedRow | None:
    """Return the draft's row, or None when there is none."""
    row = connection.execute(_DIGEST, (draft_id,)).fetchone()
    return None if row is None else SealedRow(DraftInfo(*row[:-2]), *row[-2:])


def load(connection: sqlite3.Connection, condition: str, *values: str) -> Loaded:
    """Return the drafts that the SQL condition names, by position."""
    query = f"{_CONTENT} WHERE {condition} ORDER BY draft.position, draft.id"
    return _checked(connection.execute(query, values))


def load_ids(connection: sqlite3.Connection, ids: Iterable[str]) -> Loaded:
    """Return the drafts with these ids in the order given."""
    wanted = list(ids)
    found = {row[0]: row for row in _rows_with(connection, wanted)}
    return _checked(found[key] for key in wanted if key in found)


def kept(connection: sqlite3.Connection, ids: Iterable[str] | None = None) -> Iterator[tuple[str, Kept]]:
    """Return id and text of the drafts, or all, whose rows are whole; SQLite's errors rise from it."""
    found = connection.execute(_CONTENT) if ids is None else _rows_with(connection, list(ids))
    for row in found:
        if _is_whole(row):
            info = DraftInfo(*row[: len(INFO)])
            yield info.id, Kept(row[-1], info.modified, info.sequence, info.deleted_at)


def versions(connection: sqlite3.Connection) -> Iterator[tuple[str, int, str, str, bytes, bytes]]:
    """Return all versions that are whole, as the table has them; SQLite's errors rise from it."""
    query = "SELECT draft, sequence, begun_at, saved_at, digest, content FROM version"
    for row in connection.execute(query):
        if isinstance(row[5], bytes) and codec.digest(codec.unpacked(row[5])) == row[4]:
            yield row


def workspace(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return what was remembered of the window; what cannot be read is left out."""
    found = {}
    for key, text in connection.execute("SELECT key, value FROM workspace").fetchall():
        with contextlib.suppress(ValueError, TypeError):
            found[key] = json.loads(text)
    return found


def verify(connection: sqlite3.Connection) -> Verdict:
    """Look at the whole database: SQLite's own check, the hash of every draft and paper, and that none is missing."""
    try:
        if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            return Verdict(structure="integrity")
        sequence, drafts, seals = ledger(connection)
        bad, seen = [], 0
        for row in connection.execute(_CONTENT):
            info = DraftInfo(*row[: len(INFO)])
            seen += 1
            if not _is_whole(row) or info.sequence > sequence:
                bad.append(damaged(info.id, info.project_name))
            seals = combined(seals, row[len(INFO)])
        _, spoilt_papers = companions.kept(connection)
        seals = combined(seals, *companions.digests(connection))
        workspace(connection)
    except (sqlite3.Error, StoreDamagedError, TypeError, ValueError, AttributeError) as error:
        return Verdict(structure=type(error).__name__)
    whole = seals == NO_SEALS and seen == drafts
    structure = "companion" if spoilt_papers else "" if whole or bad else "ledger"
    return Verdict(structure, tuple(bad))


def decoded(draft_id: object, digest: object, content: object) -> Project | None:
    """Return the project of a version's row, or None when it is not what was saved."""
    if not isinstance(content, bytes) or codec.digest(text := codec.unpacked(content)) != digest:
        return None
    try:
        project = codec.decode(text)
    except codec.NotADraftError:
        return None
    return project if project.id == draft_id else None


def _rows_with(connection: sqlite3.Connection, ids: list[str]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        yield from connection.execute(f"{_CONTENT} WHERE draft.id IN ({','.join('?' * len(part))})", part)


def _is_whole(row: tuple[Any, ...]) -> bool:
    """Return whether everything in a row with content is what was saved."""
    info, (row_seal, digest, content) = DraftInfo(*row[: len(INFO)]), row[len(INFO) :]
    if not isinstance(digest, bytes) or not isinstance(content, bytes):
        return False
    return seal(info, digest) == row_seal and codec.digest(content) == digest


def _project(row: tuple[Any, ...]) -> Project | None:
    """Return the project of a row with content, or None when anything in it is not what was saved."""
    return decoded(row[0], *row[-2:]) if _is_whole(row) else None


def _checked(rows: Iterable[tuple[Any, ...]]) -> Loaded:
    projects: list[Project] = []
    bad: list[DamagedDraft] = []
    for row in rows:
        project = _project(row)
        if project is None:
            bad.append(damaged(str(row[0]), str(row[INFO.index("project_name")])))
        else:
            projects.append(project)
    return Loaded(tuple(projects), tuple(bad))
