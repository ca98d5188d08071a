"""One writer a data directory: a lock of the operating system on a side file, which dies with its holder."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from perfeval_gui.durable import private_folder, touch_private

NAME = "drafts.lock"


class WriterLock:
    """The right to write in a data directory, held until `release` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._handle = -1

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle >= 0

    def acquire(self, timeout: float = 0.0) -> bool:
        """Take the lock and return True, or False when another process still has it after `timeout` seconds.

        Raises OSError when the folder cannot be written to.
        """
        if self.held:
            return True
        private_folder(self._path.parent)
        touch_private(self._path)
        handle = os.open(self._path, os.O_RDWR)
        end = time.monotonic() + timeout
        while not _lock(handle):
            if time.monotonic() >= end:
                os.close(handle)
                return False
            time.sleep(0.05)
        self._handle = handle
        return True

    def release(self) -> None:
        """Give the lock back; the side file stays, for removing it would let two in at once."""
        if self.held:
            os.close(self._handle)
            self._handle = -1


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
