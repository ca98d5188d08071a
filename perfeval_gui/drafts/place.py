"""Is the data directory on a disk that a database may trust? A share or a stick gets a warning."""

from __future__ import annotations

import re
import sys
from pathlib import Path, PurePosixPath

_SHARES = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.gvfsd-fuse", "davfs"}
)
_STICKS = frozenset({"vfat", "exfat", "msdos", "fuse.exfat"})
_MOUNTS = Path("/proc/self/mounts")
_ESCAPE = re.compile(r"\\([0-7]{3})")  # blanks and tabs in a mount's name
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4

ON_A_SHARE = "草稿放在网络共享文件夹里，断网或多人同时打开时可能损坏。请改放在本机磁盘上，再用“备份”把副本存到共享文件夹。"
ON_A_STICK = "草稿放在U盘等可移动磁盘上，拔出或断电时容易损坏。请先正常退出本程序再拔出，并另存一份备份。"


def warning_for(folder: Path) -> str:
    """Return a sentence about where the data directory is, or a blank where it is on a local disk."""
    if sys.platform == "win32":
        return _windows_warning(folder)
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return warning_for_type(file_system(mounts, str(folder.resolve())))


def file_system(mounts: str, folder: str) -> str:
    """Return the type of the file system that the folder is on, by the text of /proc/mounts; blank if unknown."""
    best, found = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        place = PurePosixPath(_ESCAPE.sub(lambda escape: chr(int(escape[1], 8)), parts[1]))
        depth = len(place.parts)
        if PurePosixPath(folder).is_relative_to(place) and depth >= best:
            best, found = depth, parts[2]
    return found


def warning_for_type(kind: str) -> str:
    """Return the sentence for a type of file system."""
    if kind in _SHARES:
        return ON_A_SHARE
    return ON_A_STICK if kind in _STICKS else ""


def _windows_warning(folder: Path) -> str:
    drive = folder.absolute().anchor
    if drive.startswith("\\\\"):
        return ON_A_SHARE
    import ctypes

    kind = ctypes.windll.kernel32.GetDriveTypeW(drive)  # type: ignore[attr-defined, unused-ignore]
    return {_DRIVE_REMOTE: ON_A_SHARE, _DRIVE_REMOVABLE: ON_A_STICK}.get(kind, "")
