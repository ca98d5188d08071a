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
    "WHERE digest IS NOT excluded.digest"
)
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
        if isinstance(content, bytes) and digest(content) == stored and _is_object(content):
            found[key] = Kept(content, str(saved_at))
        else:
            damaged.append(key)
    return found, tuple(damaged)


def put(connection: sqlite3.Connection, papers: Mapping[Key, Value | None], saved_at: str) -> bool:
    """Keep the papers, None drops one; return whether anything differs from what was stored."""
    before = connection.total_changes
    for key, value in papers.items():
        if value is None:
            connection.execute(_DROP, key)
        else:
            content = canonical(value)
            connection.execute(_PUT, (*key, saved_at, digest(content), content))
    return connection.total_changes > before


def restore(connection: sqlite3.Connection, papers: Iterable[tuple[Key, Kept]]) -> None:
    """Put papers in as they were, with their own times."""
    connection.executemany(
        _PUT, [(*key, item.saved_at, digest(item.content), item.content) for key, item in papers]
    )


def figures(papers: Mapping[Key, Value]) -> tuple[DepartmentFigures, ...]:
    """Return what the papers say of 附件1, for the checks."""
    annexes = [(key, value) for key, value in papers.items() if key.kind == ANNEX1]
    if not annexes:
        return ()
    from perfeval_gui.core.annex1 import annex1_from_json, figures_of

    found = ((key, annex1_from_json(value)) for key, value in annexes)
    return tuple(figures_of(annex, key.fiscal_year, key.unit) for key, annex in found if not annex.is_empty)


def _is_object(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content), dict)
    except ValueError:
        return False
