"""Files that survive a power cut: private folders, whole replacement, and setting aside what is damaged."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import time
from datetime import datetime
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def private_folder(path: Path) -> Path:
    """Make the folder and its parents where they are missing, for the owner only and durably; return it.

    A folder that is already there keeps its mode: the person may have chosen it with `--data`.
    """
    missing = [path, *path.parents]
    missing = missing[: next((at for at, part in enumerate(missing) if part.exists()), len(missing))]
    for part in reversed(missing):
        part.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        sync_folder(part.parent)
    return path


def sync_folder(path: Path) -> None:
    """Make the names in the folder durable; without this a power cut can bring an old file back."""
    if sys.platform == "win32":
        return  # NTFS journals names by itself, and a folder cannot be opened for syncing
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems sync no folder
            raise
    finally:
        os.close(handle)


def touch_private(path: Path) -> None:
    """Make an empty file that only its owner can read, durably; leave one that is there as it is."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, for the owner only, and sync it; its name is not yet durable."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def temporary_for(path: Path) -> Path:
    """Return where a file is written before it gets its name; a long name is cut, as 255 bytes are the most."""
    mark = f".tmp-{os.getpid()}"
    kept = path.name.encode("utf-8", "surrogateescape")[: 250 - len(mark)].decode(errors="ignore")
    return path.with_name(f".~{kept}{mark}")


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file, whole or not at all, durably and for the owner only."""
    temporary = temporary_for(path)
    temporary.unlink(missing_ok=True)
    try:
        write_new(temporary, data)
        move(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def replace_shared_file(path: Path, data: bytes) -> None:
    """Put `data` at a place that the person chose, whole, read back and durably, with the usual mode of files."""
    temporary = temporary_for(path)
    temporary.unlink(missing_ok=True)
    try:
        write_new(temporary, data)
        if temporary.read_bytes() != data:
            raise OSError(errno.EIO, "read back differs")
        usual = os.umask(0)
        os.umask(usual)
        temporary.chmod(0o666 & ~usual)
        move(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_temporaries(*folders: Path) -> None:
    """Remove the halves of files that an earlier run did not live to finish; nobody else may be writing there."""
    for folder in folders:
        for path in folder.glob(".~*tmp-*"):
            with contextlib.suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def move(source: Path, target: Path) -> None:
    """Rename durably, over a file that may be there; a virus scanner is given a second to let go of it."""
    for attempt in range(10):
        try:
            source.replace(target)
            break
        except PermissionError:
            if sys.platform != "win32" or attempt == 9:
                raise
            time.sleep(0.1)
    sync_folder(target.parent)
    if source.parent != target.parent:
        sync_folder(source.parent)


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged file so that nothing reads or overwrites it any more; return its new path."""
    stem = f"{path.stem}-damaged-{now:%Y%m%d-%H%M%S}"
    names = (
        path.with_name(f"{stem}{number}{path.suffix}") for number in ("", *(f"-{n}" for n in range(2, 1000)))
    )
    target = next(name for name in names if not name.exists())
    move(path, target)
    return target
