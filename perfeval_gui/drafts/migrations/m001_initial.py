"""The first format: an index of drafts, their versions, a ledger that vouches for them, the workspace."""

from __future__ import annotations

import sqlite3

_TABLES = (
    # What a list of drafts shows, without the texts: ten thousand of these are read at a glance.
    # `seal` is a hash over the row and its newest version, so that no flipped bit goes unseen.
    """
    CREATE TABLE draft (
        id TEXT PRIMARY KEY NOT NULL,
        fiscal_year TEXT NOT NULL,
        implementing_unit TEXT NOT NULL,
        project_name TEXT NOT NULL,
        position INTEGER NOT NULL,
        state TEXT NOT NULL,
        profile TEXT NOT NULL,
        modified TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        deleted_at TEXT,
        seal BLOB NOT NULL,
        errors INTEGER,
        warnings INTEGER
    ) WITHOUT ROWID
    """,
    # Each kept state of a draft as canonical JSON; the newest of a draft is the draft.
    """
    CREATE TABLE version (
        draft TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
        sequence INTEGER NOT NULL,
        begun_at TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        digest BLOB NOT NULL,
        content BLOB NOT NULL,
        UNIQUE (draft, sequence)
    )
    """,
    # One row: how many commits there were, how many drafts there are, and all their seals combined by XOR.
    """
    CREATE TABLE ledger (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        sequence INTEGER NOT NULL,
        drafts INTEGER NOT NULL,
        seals BLOB NOT NULL
    )
    """,
    "INSERT INTO ledger VALUES (1, 0, 0, zeroblob(32))",
    # How the window was left.
    "CREATE TABLE workspace (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID",
)


def migrate(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database."""
    for statement in _TABLES:
        connection.execute(statement)
