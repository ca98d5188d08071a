"""Everything in one file: the backup on another drive, and the 移交 to a successor's computer."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from perfeval_gui import __version__
from perfeval_gui.core.form import Project
from perfeval_gui.core.progress import Progress, unwatched
from perfeval_gui.drafts import codec, companions, database, rows
from perfeval_gui.drafts.journal import Kept
from perfeval_gui.drafts.store import DraftStore, Version
from perfeval_gui.durable import move, private_folder
from perfeval_gui.errors import StoreError, UnreadableFileError, UnwritableFileError

FORMAT = 1
LARGEST_UNPACKED = 4 * 1024**3

_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 16 * 1024 * 1024
_LARGEST_OTHERS = 256 * 1024 * 1024
"""All files but the database together: settings, rule packs and templates, which are read into memory."""
_DATABASE = database.NAME
_NOT_TAKEN = re.compile(r"drafts\.|\.~|inbox/|journal/|snapshots/|logs?/|print/|.*-damaged-|.*\.lock$")
_NAME = re.compile(r"(?!/)(?!.*(^|/)\.\.?(/|$))[^\\:*?\"<>|\x00-\x1f]{1,200}")
_CHUNK = 1024 * 1024
_UNREADABLE = (
    ArithmeticError,
    EOFError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    sqlite3.Error,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a checked backup holds: when it was made, its projects, other files by name, papers beside the forms.

    `drafts` has the projects as they were stored, those in the recycle bin too, and `versions` their time line.
    """

    made_at: str
    projects: tuple[Project, ...]
    others: Mapping[str, bytes]
    drafts: Mapping[str, Kept] = field(default_factory=dict)
    versions: tuple[Version, ...] = ()
    papers: Mapping[companions.Key, companions.Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What restoring would do: projects that are not there yet, and those there in another state.

    A project of the second kind comes as a copy under a new id, so that nothing is overwritten.
    """

    new: tuple[Project, ...]
    copies: tuple[Project, ...]
    same: int


def backup_name(now: datetime) -> str:
    """Return the name of a day's backup: later ones of the day take its place."""
    return f"绩效自评备份-{now:%Y%m%d}.zip"


def write_backup(store: DraftStore, path: Path, now: datetime, progress: Progress = unwatched) -> Path:
    """Write everything that is kept to one file, read it back, and only then give it its name; return the path.

    Raises UnwritableFileError; a backup that was there is untouched then, and when `progress` stops the work.
    """
    temporary = path.with_name(f".~{path.name}.tmp-{os.getpid()}")
    copy = private_folder(store.folder) / f".~backup.sqlite3.tmp-{os.getpid()}"
    try:
        with contextlib.ExitStack() as undo:
            undo.callback(_remove, temporary)
            undo.callback(_remove, copy)
            _remove(copy)
            store.copy_to(copy)
            members = {_DATABASE: copy, **dict(_others(store.folder))}
            size = sum(member.stat().st_size for member in members.values())
            _pack(members, temporary, now, _counted(progress, 3 * size))
            read_backup(temporary, store.folder, lambda done, _of: progress(2 * size + done, 3 * size))
            progress(3 * size, 3 * size)  # the last place to stop
            move(temporary, path)
    except (OSError, UnreadableFileError) as error:
        raise UnwritableFileError(
            f"备份“{path.name}”没有做成，原有的备份没有改动。请检查备份盘是否还在、空间是否足够。",
            detail=type(error).__name__,
        ) from error
    return path


def read_backup(path: Path, folder: Path, progress: Progress = unwatched) -> Contents:
    """Return what a backup holds once every hash in it has been checked; raise UnreadableFileError if not.

    The database is unpacked into the data directory for the while, not into the shared temporary folder.
    """
    try:
        with (
            zipfile.ZipFile(path) as archive,
            tempfile.TemporaryDirectory(prefix=".~backup.tmp-", dir=private_folder(folder)) as place,
        ):
            manifest = _manifest(archive)
            database_file = Path(place) / _DATABASE
            others: dict[str, bytes] = {}
            more = _counted(progress, sum(entry.file_size for entry in archive.infolist()))
            for name, expected in manifest["members"].items():
                target = database_file if name == _DATABASE else Path(place) / "other"
                if _unpack(archive, name, target, more) != expected:
                    raise ValueError(name)
                if name != _DATABASE:
                    others[name] = target.read_bytes()
            return _contents(str(manifest.get("made_at", "")), database_file, others)
    except codec.NewerFormatError as error:
        raise UnreadableFileError(
            f"备份“{path.name}”是用更新版本的程序做的，没有改动任何内容。请安装新版本后再打开。"
        ) from error
    except (*_UNREADABLE, OSError, StoreError) as error:
        raise UnreadableFileError(
            f"“{path.name}”不是完整的备份，没有恢复任何内容。请重新复制一份，或选另一天的备份。",
            detail=type(error).__name__,
        ) from error


def plan(contents: Contents, stored: Mapping[str, Project], new_id: Callable[[], str]) -> Plan:
    """Return what restoring the backup into these projects would add; nothing is changed by it."""
    new, copies, same = [], [], 0
    for project in contents.projects:
        mine = stored.get(project.id)
        if mine is None:
            new.append(project)
        elif mine == project or codec.encode(mine) == codec.encode(project):
            same += 1
        else:
            copies.append(replace(project, id=new_id(), waivers=()))
    return Plan(tuple(new), tuple(copies), same)


def _counted(progress: Progress, of: int) -> Callable[[int], None]:
    """Return a function that is told of further bytes and passes on how far it is."""
    done = 0

    def more(count: int) -> None:
        nonlocal done
        done += count
        progress(done, of)

    return more


def _pack(members: Mapping[str, Path], target: Path, now: datetime, more: Callable[[int], None]) -> None:
    hashes = {name: _hash(path, more) for name, path in members.items()}
    manifest = {
        "format": FORMAT,
        "program": __version__,
        "made_at": now.isoformat(timespec="seconds"),
        "members": hashes,
    }
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(target, flags, 0o600), "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, codec.canonical(manifest))
            for name, path in members.items():
                _add(archive, path, name, more)
        file.flush()
        os.fsync(file.fileno())


def _add(archive: zipfile.ZipFile, path: Path, name: str, more: Callable[[int], None]) -> None:
    entry = zipfile.ZipInfo.from_file(path, name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as file, archive.open(entry, "w") as member:
        while piece := file.read(_CHUNK):
            member.write(piece)
            more(len(piece))


def _others(folder: Path) -> Iterator[tuple[str, Path]]:
    """Return the data directory's other files: settings, rule packs, phrases; nothing that is ours to rebuild."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not _NOT_TAKEN.match(name) and _NAME.fullmatch(name):
            yield name, path


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or not all(map(_NAME.fullmatch, names)):
        raise ValueError("names")
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise ValueError("size")
    if sum(entry.file_size for entry in entries if entry.filename != _DATABASE) > _LARGEST_OTHERS:
        raise ValueError("others")
    if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:  # it is read into memory whole
        raise ValueError("manifest")
    manifest = json.loads(archive.read(_MANIFEST))
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise TypeError("manifest")
    if manifest["format"] > FORMAT:
        raise codec.NewerFormatError("/format")
    if set(manifest["members"]) != set(names) - {_MANIFEST} or _DATABASE not in names:
        raise ValueError("members")
    return manifest


def _unpack(archive: zipfile.ZipFile, name: str, target: Path, more: Callable[[int], None]) -> str:
    """Write a member to a file and return its SHA-256; no more is unpacked than the member says it holds."""
    left = archive.getinfo(name).file_size
    digest = hashlib.sha256()
    with archive.open(name) as member, target.open("wb") as file:
        while piece := member.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                raise ValueError("size")
            digest.update(piece)
            file.write(piece)
            more(len(piece))
    return digest.hexdigest()


def _contents(made_at: str, path: Path, others: Mapping[str, bytes]) -> Contents:
    database.check_header(path)
    connection = sqlite3.connect(database.uri(path.absolute(), "mode=rw"), uri=True, isolation_level=None)
    with contextlib.closing(connection):
        database.migrate(connection)
        if not rows.verify(connection).is_good:
            raise ValueError("database")
        papers, _ = companions.kept(connection)
        return Contents(
            made_at,
            rows.load(connection, "draft.deleted_at IS NULL").projects,
            others,
            dict(rows.kept(connection)),
            tuple(rows.versions(connection)),
            {key: item.value for key, item in papers.items()},
        )


def _hash(path: Path, more: Callable[[int], None]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
            more(len(piece))
    return digest.hexdigest()


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
