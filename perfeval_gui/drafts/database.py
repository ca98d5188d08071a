"""Opening the drafts' database in the durable mode, and turning SQLite's errors into sentences."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path, PurePath

from perfeval_gui.drafts.migrations import NEWEST, STEPS
from perfeval_gui.durable import touch_private
from perfeval_gui.errors import (
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreInUseError,
    StoreReadOnlyError,
    StoreTooNewError,
)

NAME = "drafts.sqlite3"
PRINT_FOLDER = "print"  # beside it: forms on their way to the office program, removed at the next start
APPLICATION_ID = 0x4A584450  # "JXDP"
BUSY_SECONDS = 5.0

_HEADER = 100
_MAGIC = b"SQLite format 3\0"
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_VERSION_AT, _APPLICATION_AT = 60, 68

_STILL_HERE = "屏幕上的内容都还在，程序会自动重试。"
_DAMAGED = "草稿库已损坏，原文件不会删除。请从最近的完好副本恢复。"
_SENTENCES: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (StoreInUseError, f"草稿库正被其他程序占用，暂时存不进去。{_STILL_HERE}"),
    sqlite3.SQLITE_LOCKED: (StoreInUseError, f"草稿库正被其他程序占用，暂时存不进去。{_STILL_HERE}"),
    sqlite3.SQLITE_FULL: (
        StoreFullError,
        f"磁盘已满，暂时存不进去。{_STILL_HERE}请清理磁盘，或保存到其他位置。",
    ),
    sqlite3.SQLITE_READONLY: (
        StoreReadOnlyError,
        "草稿文件夹是只读的，改动存不进去。请检查文件夹权限，或保存到其他位置。",
    ),
    sqlite3.SQLITE_PERM: (
        StoreReadOnlyError,
        "没有权限写草稿文件夹，改动存不进去。请检查文件夹权限，或保存到其他位置。",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        StoreError,
        "草稿库打不开。请检查草稿所在的磁盘是否还在、是否有权限；屏幕上的内容都还在。",
    ),
    sqlite3.SQLITE_CORRUPT: (StoreDamagedError, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (StoreDamagedError, _DAMAGED),
}
_OTHER = f"磁盘读写出错，草稿暂时存不进去。{_STILL_HERE}请检查磁盘，或保存到其他位置。"


def error_for(error: sqlite3.Error | OSError) -> StoreError:
    """Return the store's error, with its sentence, for what SQLite or the system reported."""
    if isinstance(error, OSError):
        code = {28: sqlite3.SQLITE_FULL, 27: sqlite3.SQLITE_FULL, 122: sqlite3.SQLITE_FULL}.get(
            error.errno or 0, 0
        )
        code = code or {1: sqlite3.SQLITE_PERM, 13: sqlite3.SQLITE_PERM, 30: sqlite3.SQLITE_READONLY}.get(
            error.errno or 0, 0
        )
        detail = f"OSError {error.errno}"
    else:
        extended = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        code, detail = extended & 0xFF, f"{type(error).__name__} {extended}"
        if isinstance(error, sqlite3.DatabaseError) and code == sqlite3.SQLITE_ERROR:
            code = sqlite3.SQLITE_CORRUPT  # a schema that is not ours any more: «no such table», «malformed»
    kind, sentence = _SENTENCES.get(code, (StoreError, _OTHER))
    return kind(sentence, detail=detail)


@contextlib.contextmanager
def reported() -> Iterator[None]:
    """Raise StoreError with a sentence where SQLite or the file system raises an error of its own."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise error_for(error) from error


def check_header(path: Path) -> None:
    """Read the first bytes only and raise StoreTooNewError or StoreDamagedError where they are not ours.

    SQLite itself is not asked: opening could already roll a journal back and so change a newer file.
    """
    with reported(), path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        return
    version = int.from_bytes(header[_VERSION_AT : _VERSION_AT + 4], "big")
    application = int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big")
    if len(header) < _HEADER or not header.startswith(_MAGIC) or application not in (0, APPLICATION_ID):
        raise StoreDamagedError(_DAMAGED, detail="header")
    if version > NEWEST:
        raise StoreTooNewError(
            f"草稿是用更新版本的程序写的（草稿格式 {version}，本程序只到 {NEWEST}），"
            "没有改动任何内容。请安装新版本后再打开。"
        )


def uri(path: PurePath, options: str) -> str:
    """Return the absolute path as SQLite wants it; a share's name goes into the path, not before it."""
    text = path.as_uri()
    if not text.startswith("file:///"):
        text = text.replace("file://", "file:////", 1)
    return f"{text}?{options}"


def is_half_written(path: Path) -> bool:
    """Return whether a crash has left a rollback journal, so that the first bytes may be half of two states."""
    try:
        with path.with_name(path.name + "-journal").open("rb") as file:
            return file.read(len(_JOURNAL_MAGIC)) == _JOURNAL_MAGIC
    except OSError:
        return False


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """Return a connection in the durable mode; one that only reads refuses every change.

    A reader opens the file for writing all the same where it may: after a crash it is SQLite that must
    first roll back what had been half written. Raises StoreTooNewError and StoreDamagedError.
    """
    if writing:
        touch_private(path)
    try:
        check_header(path)
    except StoreDamagedError:
        if not is_half_written(path):
            raise
    connection = sqlite3.connect(
        uri(path.absolute(), "mode=rw"), uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    try:
        for pragma in (
            "mmap_size=0",
            "trusted_schema=OFF",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            *(
                ("journal_mode=TRUNCATE", "synchronous=FULL", "secure_delete=ON")
                if writing
                else ("query_only=ON",)
            ),
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        version_of(connection)  # the first look at the file: now SQLite has rolled back what was half written
        check_header(path)
    except BaseException:
        connection.close()
        raise
    return connection


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """Write the database as it is now to a new file, for its owner only; the file is not yet synced."""
    touch_private(path)
    only_reads = bool(connection.execute("PRAGMA query_only").fetchone()[0])
    connection.execute("PRAGMA query_only=OFF")  # SQLite counts writing another file as writing
    try:
        connection.execute("VACUUM INTO ?", (str(path),))
    finally:
        connection.execute(f"PRAGMA query_only={int(only_reads)}")


def version_of(connection: sqlite3.Connection) -> int:
    """Return the number of the database's format; 0 when it is empty."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to the newest format in one transaction: whole or not at all."""
    if version_of(connection) == NEWEST:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version_of(connection), NEWEST):
            STEPS[number](connection)
            connection.execute(f"PRAGMA user_version={number + 1}")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
