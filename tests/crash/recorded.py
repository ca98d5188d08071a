"""The programs whose disk calls are recorded: `python -m tests.crash.recorded WHAT FOLDER SEED STEPS`."""

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from perfeval_gui import settings
from perfeval_gui.drafts import database, recovery
from perfeval_gui.drafts import store as store_module
from perfeval_gui.drafts.journal import Journal
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.package import write_package
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.files.export import export
from perfeval_gui.resources import profile
from tests.crash.typist import renamed, type_away
from tests.examples import example_project


class FastClock:
    """Twenty minutes from one look to the next, so that snapshots and thinning happen within a short record."""

    def __init__(self) -> None:
        self._now = datetime(2025, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        self._now += timedelta(minutes=20)
        return self._now


def acknowledge(number: int) -> None:
    os.write(1, b"ACK %d\n" % number)


def store(folder: Path, seed: int, steps: int) -> None:
    type_away(folder, (), seed, acknowledge, limit=steps, clock=FastClock())


def careless(folder: Path, seed: int, steps: int) -> None:
    """The same store without its care, to show that the cuts tell the difference."""
    connect = database.connect

    def without_sync(path: Path, *, writing: bool) -> sqlite3.Connection:
        connection = connect(path, writing=writing)
        connection.execute("PRAGMA synchronous=OFF")
        return connection

    database.connect = without_sync
    Journal.append = lambda *_: None  # type: ignore[method-assign]
    store(folder, seed, steps)


def rebuilding(folder: Path, seed: int, steps: int) -> None:
    """Spoil the database for good, then put it together again."""
    type_away(folder, (), seed, lambda _: None, limit=steps, clock=FastClock())
    with (folder / database.NAME).open("rb+") as file:
        file.write(bytes(3000))
        os.fsync(file.fileno())
    acknowledge(1)
    lock = WriterLock(folder)
    recovery.rebuild(folder, lock)
    lock.release()
    acknowledge(2)


def migrating(folder: Path, seed: int, steps: int) -> None:
    """Bring a database to a newer format."""
    type_away(folder, (), seed, lambda _: None, limit=steps)
    acknowledge(1)
    with a_newer_format():
        DraftStore.open(folder).close()
    acknowledge(2)


@contextlib.contextmanager
def a_newer_format() -> Iterator[None]:
    """Let the program know one more database format than it does."""

    def add_colour(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE draft ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
        connection.execute("UPDATE draft SET colour = project_name")

    before, newest = database.STEPS, database.NEWEST
    database.STEPS, database.NEWEST, store_module.NEWEST_FORMAT = (
        (*before, add_colour),
        newest + 1,
        newest + 1,
    )
    try:
        yield
    finally:
        database.STEPS, database.NEWEST, store_module.NEWEST_FORMAT = before, newest, newest


def exporting(folder: Path, seed: int, steps: int) -> None:
    for number in range(1, steps + 1):
        project = renamed(example_project(seed % 7 + 1), "同一个名字", note=f"备注：第{number}稿")
        for outcome in export(
            [project], folder / "导出", "docx", profile_of=lambda _: profile(), overwrite=True
        ):
            assert outcome.path is not None
        acknowledge(number)


def package(folder: Path, seed: int, steps: int) -> None:
    for number in range(1, steps + 1):
        write_package(
            [renamed(example_project(seed % 7 + 1), "名字", note=f"备注：第{number}稿")], folder / "带走.zip"
        )
        acknowledge(number)


def preferences(folder: Path, seed: int, steps: int) -> None:
    for number in range(1, steps + 1):
        settings.save(folder / "数据", settings.Settings(zoom=number))
        acknowledge(number)


def inbox(folder: Path, seed: int, steps: int) -> None:
    """Drafts handed to an open window: what `import --save` prints must be on disk."""
    from perfeval_gui.drafts.inbox import Inbox

    DraftStore.open(folder).close()
    for number in range(1, steps + 1):
        Inbox(folder).leave(projects=[renamed(example_project(1), f"第{number}稿", id=f"p{number}")])
        acknowledge(number)


PROGRAMS = {
    "store": store,
    "careless": careless,
    "rebuilding": rebuilding,
    "migrating": migrating,
    "export": exporting,
    "package": package,
    "settings": preferences,
    "inbox": inbox,
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
