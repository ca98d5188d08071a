"""One writing transaction: the rows it changes and the one row that vouches for all of them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from perfeval_gui.drafts import codec, companions, database, rows
from perfeval_gui.drafts.journal import Kept, Mark, Operation, Put
from perfeval_gui.drafts.record import DraftInfo, combined, info_of, seal
from perfeval_gui.drafts.thinning import worth_keeping

NEWEST_VERSIONS = 20
SITTING = timedelta(minutes=2)  # what is saved within it is one version

_ADD_VERSION = (
    "INSERT INTO version (draft, sequence, begun_at, saved_at, digest, content) VALUES (?, ?, ?, ?, ?, ?)"
)
_PACK_VERSION = "UPDATE version SET content = ? WHERE draft = ? AND sequence = ?"
_ONE_VERSION = "SELECT content FROM version WHERE draft = ? AND sequence = ?"
_DROP_VERSION = "DELETE FROM version WHERE draft = ? AND sequence = ?"
_VERSIONS = "SELECT sequence, begun_at, saved_at FROM version WHERE draft = ? ORDER BY sequence DESC"
_REMEMBER = (
    "INSERT INTO workspace VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
    "WHERE value IS NOT excluded.value"
)
_COUNT = (
    "UPDATE draft SET errors = ?1, warnings = ?2 WHERE id = ?3 AND (errors IS NOT ?1 OR warnings IS NOT ?2)"
)


class Ledger:
    """The changes of one transaction; see `transaction`."""

    def __init__(self, connection: sqlite3.Connection, now: datetime) -> None:
        self._connection = connection
        self.sequence, self._drafts, self._seals = rows.ledger(connection)
        self._now = now
        self._stamp = now.isoformat(timespec="seconds")
        self._changed = False

    def apply(self, operations: Mapping[str, Operation]) -> None:
        """Do what the journal was told."""
        for draft_id, operation in operations.items():
            if isinstance(operation, Put):
                self.put(draft_id, operation.content)
            elif isinstance(operation, Mark):
                self.mark(draft_id, self._stamp if operation.deleted else None)
            else:
                self.purge(draft_id)

    def put(self, draft_id: str, content: bytes) -> None:
        """Make this the draft's newest version, and take it out of the recycle bin."""
        digest = codec.digest(content)
        old = rows.find(self._connection, draft_id)
        if old is not None and old.digest == digest:
            self.mark(draft_id, None)
            return
        info = info_of(codec.decode(content), self._stamp, self.sequence + 1)
        if old is not None:
            info = info._replace(errors=old.info.errors, warnings=old.info.warnings)
        self._write(info, digest, old)
        self._add_version(draft_id, digest, content)

    def insert(self, draft_id: str, kept: Kept) -> None:
        """Put a rebuilt draft in as it was, with its own number and times."""
        digest = codec.digest(kept.content)
        info = info_of(codec.decode(kept.content), kept.saved_at, kept.sequence)
        info = info._replace(deleted_at=kept.deleted_at)
        self._write(info, digest, None)
        self.add_version((draft_id, kept.sequence, kept.saved_at, kept.saved_at, digest, kept.content))
        self.sequence = max(self.sequence, kept.sequence)

    def add_version(self, row: tuple[str, int, str, str, bytes, bytes]) -> None:
        """Put in a version as it was."""
        self._connection.execute(_ADD_VERSION, row)

    def mark(self, draft_id: str, deleted_at: str | None) -> None:
        """Put a draft into the recycle bin or take it out; a draft that is not there is left alone."""
        old = rows.find(self._connection, draft_id)
        if old is None or old.digest is None or (old.info.deleted_at is None) == (deleted_at is None):
            return
        self._write(old.info._replace(deleted_at=deleted_at), old.digest, old)

    def purge(self, draft_id: str) -> None:
        """Delete a draft with all its versions."""
        old = rows.find(self._connection, draft_id)
        if old is None:
            return
        self._connection.execute("DELETE FROM draft WHERE id = ?", (draft_id,))
        self._drafts -= 1
        self._seals = combined(self._seals, old.seal)
        self._changed = True

    def remember(self, values: Mapping[str, Any]) -> None:
        """Keep how the window was left."""
        texts = [(name, json.dumps(value, sort_keys=True)) for name, value in values.items()]
        self._connection.executemany(_REMEMBER, texts)

    def keep_companions(self, papers: Mapping[companions.Key, companions.Value | None]) -> None:
        """Keep what a unit hands in beside its forms; None drops it."""
        with self._vouching(papers):
            companions.put(self._connection, papers, self._stamp)

    def restore_companions(
        self, papers: Mapping[companions.Key, companions.Kept], dropped: Iterable[companions.Key] = ()
    ) -> None:
        """Put papers in as they were, with their own times, and take the dropped ones out."""
        with self._vouching([*papers, *dropped]):
            companions.restore(self._connection, papers.items())
            companions.drop(self._connection, dropped)

    def count(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Keep how many errors and warnings each draft has."""
        self._connection.executemany(_COUNT, [(*numbers, key) for key, numbers in counts.items()])

    def forget_old_versions(self) -> None:
        """Leave of each draft its newest version only."""
        self._connection.execute(
            "DELETE FROM version WHERE sequence IS NOT (SELECT sequence FROM draft WHERE id = version.draft)"
        )

    def settle(self, sequence: int | None = None) -> None:
        """Write the ledger row when a draft has changed or a number is given; else the number is the next."""
        if self._changed or (sequence or 0) > self.sequence:
            self.sequence = self.sequence + 1 if sequence is None else sequence
            self._connection.execute(
                "UPDATE ledger SET sequence = ?, drafts = ?, seals = ?",
                (self.sequence, self._drafts, self._seals),
            )

    def _write(self, info: DraftInfo, digest: bytes, old: rows.SealedRow | None) -> None:
        new_seal = seal(info, digest)
        values = {**{name: getattr(info, name) for name in rows.INFO}, "seal": new_seal}
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        updates = ", ".join(f"{name} = excluded.{name}" for name in values if name != "id")
        self._connection.execute(
            f"INSERT INTO draft ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updates}",  # noqa: S608
            values,
        )
        self._drafts += old is None
        self._seals = combined(self._seals, new_seal, *(() if old is None else (old.seal,)))
        self._changed = True

    def _add_version(self, draft_id: str, digest: bytes, content: bytes) -> None:
        """Add a version; what is saved within one sitting replaces the one before, older ones are thinned."""
        older = self._connection.execute(_VERSIONS, (draft_id,)).fetchall()
        number, begun = self.sequence + 1, self._stamp
        if older and timedelta() <= self._now - _moment(older[0][1], self._now) < SITTING:
            begun = older[0][1]
            self._connection.execute(_DROP_VERSION, (draft_id, older.pop(0)[0]))
        elif older:
            self._pack(draft_id, older[0][0])
        self.add_version((draft_id, number, begun, self._stamp, digest, content))
        states = [(number, self._now), *((old, _moment(saved, self._now)) for old, _, saved in older)]
        keep = worth_keeping(states, self._now, NEWEST_VERSIONS)
        gone = [(draft_id, old) for old, _ in states if old not in keep]
        self._connection.executemany(_DROP_VERSION, gone)

    @contextlib.contextmanager
    def _vouching(self, keys: Iterable[companions.Key]) -> Iterator[None]:
        """Take over into the seals what changes in these papers."""
        before = companions.digests(self._connection, keys)
        yield
        after = companions.digests(self._connection, keys)
        if after != before:
            self._seals = combined(self._seals, *before, *after)
            self._changed = True

    def _pack(self, draft_id: str, sequence: int) -> None:
        """Keep a version that is the newest no more in little room; the newest is read at every start."""
        row = self._connection.execute(_ONE_VERSION, (draft_id, sequence)).fetchone()
        if row is not None and isinstance(row[0], bytes) and row[0].startswith(b"{"):
            self._connection.execute(_PACK_VERSION, (codec.packed(row[0]), draft_id, sequence))


@contextlib.contextmanager
def transaction(
    connection: sqlite3.Connection, now: datetime, sequence: int | None = None
) -> Iterator[Ledger]:
    """Begin, and commit when all went well; a transaction that changed nothing is not written.

    `sequence` is the number of the commit, where it is not to be the next one.
    """
    with database.reported():
        connection.execute("BEGIN IMMEDIATE")
        try:
            before = connection.total_changes
            ledger = Ledger(connection, now)
            yield ledger
            ledger.settle(sequence)
            connection.execute("COMMIT" if connection.total_changes > before else "ROLLBACK")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _moment(text: str, now: datetime) -> datetime:
    """Return the time of the text, or `now` where it gives none: an odd stamp must not stop a save."""
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return now
    return moment if moment.tzinfo is not None else now
