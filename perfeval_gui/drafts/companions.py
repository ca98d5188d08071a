"""What a unit hands in beside its forms, kept in the same database and commits as the drafts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from perfeval_gui.core.values import dataclass
from perfeval_gui.drafts.codec import canonical, digest

if TYPE_CHECKING:
    from perfeval_gui.core.checks.reading import DepartmentFigures

ANNEX1, REPORT = "annex1", "report"

_ALL = "SELECT kind, fiscal_year, unit, saved_at, digest, content FROM companion"
_PUT = (
    "INSERT INTO companion (kind, fiscal_year, unit, saved_at, digest, content) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (kind, fiscal_year, unit) DO UPDATE SET "
    "saved_at = excluded.saved_at, digest = excluded.digest, content = excluded.content "
    "WHERE content IS NOT excluded.content"
)
_DIGEST = "SELECT digest FROM companion WHERE kind = ? AND fiscal_year = ? AND unit = ?"
_DROP = "DELETE FROM companion WHERE kind = ? AND fiscal_year = ? AND unit = ?"


class Key(NamedTuple):
    """Which paper: its kind (附件1 figures or report texts), the year and the unit, as they stand in the forms."""

    kind: str
    fiscal_year: str
    unit: str


Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper as it is stored: its canonical JSON and when it was saved (ISO, local)."""

    content: bytes
    saved_at: str

    @property
    def value(self) -> Value:
        """The JSON object."""
        found: Value = json.loads(self.content)
        return found


def kept(connection: sqlite3.Connection) -> tuple[dict[Key, Kept], tuple[Key, ...]]:
    """Return the papers that are whole, and the keys of those that are not what was saved."""
    found: dict[Key, Kept] = {}
    damaged = []
    for kind, year, unit, saved_at, stored, content in connection.execute(_ALL):
        key = Key(str(kind), str(year), str(unit))
        if (
            isinstance(content, bytes)
            and _digest(key, str(saved_at), content) == stored
            and _is_object(content)
        ):
            found[key] = Kept(content, str(saved_at))
        else:
            damaged.append(key)
    return found, tuple(damaged)


def put(connection: sqlite3.Connection, papers: Mapping[Key, Value | None], saved_at: str) -> None:
    """Keep the papers, None drops one; one that is there just so keeps its time."""
    for key, value in papers.items():
        if value is None:
            connection.execute(_DROP, key)
        else:
            content = canonical(value)
            connection.execute(_PUT, (*key, saved_at, _digest(key, saved_at, content), content))


def restore(connection: sqlite3.Connection, papers: Iterable[tuple[Key, Kept]]) -> None:
    """Put papers in as they were, with their own times."""
    connection.executemany(
        _PUT,
        [
            (*key, item.saved_at, _digest(key, item.saved_at, item.content), item.content)
            for key, item in papers
        ],
    )


def drop(connection: sqlite3.Connection, keys: Iterable[Key]) -> None:
    """Take papers out."""
    connection.executemany(_DROP, list(keys))


def figures(papers: Mapping[Key, Value]) -> tuple[DepartmentFigures, ...]:
    """Return what the papers say of 附件1, for the checks."""
    annexes = [(key, value) for key, value in papers.items() if key.kind == ANNEX1]
    if not annexes:
        return ()
    from perfeval_gui.core.annex1 import annex1_from_json, figures_of

    found = ((key, annex1_from_json(value)) for key, value in annexes)
    return tuple(figures_of(annex, key.fiscal_year, key.unit) for key, annex in found if not annex.is_empty)


def digests(connection: sqlite3.Connection, keys: Iterable[Key] | None = None) -> list[bytes]:
    """Return the stored hashes of these papers, or of all, for the ledger that vouches for them."""
    if keys is None:
        found = connection.execute("SELECT digest FROM companion").fetchall()
    else:
        found = [row for key in keys for row in connection.execute(_DIGEST, key)]
    return [row[0] for row in found]


def _digest(key: Key, saved_at: str, content: bytes) -> bytes:
    """Return the hash over all that a paper's row says."""
    return digest(canonical([*key, saved_at]) + content)


def _is_object(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content), dict)
    except ValueError:
        return False
