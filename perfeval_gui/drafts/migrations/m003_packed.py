"""The third format: older versions may be packed, the journal holds the papers too, and the ledger vouches for them.

Versions that are there stay as they are; one is packed when a newer one follows it. Older programs would take it for
damaged: by the number they see that they must leave these drafts alone.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3

_ALL = "SELECT kind, fiscal_year, unit, saved_at, digest, content FROM companion"
_SEAL = "UPDATE companion SET digest = ? WHERE kind = ? AND fiscal_year = ? AND unit = ?"


def migrate(connection: sqlite3.Connection) -> None:
    """Hash each whole paper with its name and time, and let the ledger vouch for all of them."""
    (seals,) = connection.execute("SELECT seals FROM ledger").fetchone()
    total = int.from_bytes(seals, "big")
    for kind, year, unit, saved_at, digest, content in connection.execute(_ALL).fetchall():
        if hashlib.sha256(content).digest() == digest:
            words = json.dumps(
                [kind, year, unit, saved_at], ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            digest = hashlib.sha256(words.encode() + content).digest()  # noqa: PLW2901 - the row's, made anew
            connection.execute(_SEAL, (digest, kind, year, unit))
        total ^= int.from_bytes(digest, "big")
    connection.execute("UPDATE ledger SET seals = ?", (total.to_bytes(32, "big"),))
