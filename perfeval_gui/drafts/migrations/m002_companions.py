"""The second format: what a unit hands in beside its forms (附件1 figures, report texts) has a table."""

from __future__ import annotations

import sqlite3

# One row a paper, as canonical JSON with its hash; kind, year and unit name it.
_TABLE = """
    CREATE TABLE companion (
        kind TEXT NOT NULL,
        fiscal_year TEXT NOT NULL,
        unit TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        digest BLOB NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (kind, fiscal_year, unit)
    ) WITHOUT ROWID
    """


def migrate(connection: sqlite3.Connection) -> None:
    """Add the table."""
    connection.execute(_TABLE)
