"""A file put in its place durably: whole and read back, or the old one as it was."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from perfeval_gui.durable import move, sync_folder, temporary_for
from perfeval_gui.errors import UnwritableFileError

_SHARING_VIOLATIONS = (5, 32, 33)  # Windows: access denied, in use, locked

_REASONS = {
    errno.ENOSPC: "磁盘已满。请清理出一些空间后重试，或另选一个位置",
    errno.EDQUOT: "磁盘配额已用完。请清理出一些空间后重试，或另选一个位置",
    errno.EFBIG: "磁盘已满或不接受这么大的文件。请另选一个位置",
    errno.EROFS: "这个位置是只读的。请另选一个可以写入的文件夹",
    errno.EACCES: "没有写入这个文件夹的权限。请另选一个文件夹",
    errno.EPERM: "没有写入这个文件夹的权限。请另选一个文件夹",
    errno.ENAMETOOLONG: "文件名或文件夹路径太长。请把文件夹改短，或另选一个位置",
    errno.ENOENT: "文件夹不存在，可能已被移走或U盘已拔出。请重新选择文件夹",
    errno.ENOTDIR: "所选位置不是文件夹。请重新选择文件夹",
    errno.EISDIR: "这里已有同名的文件夹。请换一个文件名或另选一个位置",
    errno.EIO: "磁盘读写出错，可能是U盘松动或损坏。请另选一个位置",
    errno.ENODEV: "磁盘读写出错，可能是U盘已拔出。请另选一个位置",
}


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` at `path` durably, or leave what was there as it was and raise UnwritableFileError.

    The data stand in a temporary file beside it, synced and read back, before they take the name.
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        _refuse_if_taken(target)
        temporary = temporary_for(target)
        try:
            _write_synced(temporary, data, _mode_of(target))
            if temporary.read_bytes() != data:
                raise unwritable(path, OSError(errno.EIO, "read back differs"))
            move(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def make_folder(folder: Path) -> None:
    """Make a folder with those above it where they are absent, durably, or raise UnwritableFileError."""
    if folder.is_dir():
        return
    absent = [item for item in (folder, *folder.parents) if not item.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for item in absent:
            sync_folder(item.parent)
    except OSError as error:
        if folder.exists():
            raise UnwritableFileError(
                f"“{folder.name}”是一个文件，不能当作文件夹使用。请换一个文件夹名称。"
            ) from error
        raise unwritable(folder, error) from error


def unwritable(path: Path, error: OSError) -> UnwritableFileError:
    """Return the error with a sentence for the clerk; nothing of it names a folder."""
    detail = f"{type(error).__name__} {error.errno}"
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return _in_use(path, detail)
    reason = _REASONS.get(error.errno or 0, "系统没有说明原因。请另选一个位置后重试")
    return UnwritableFileError(f"“{path.name}”没有写成：{reason}；原有文件没有改动。", detail=detail)


def _in_use(path: Path, detail: str, owner: str = "") -> UnwritableFileError:
    stale = f"如果确实已关闭，请删除旁边的“{owner}”再试；" if owner else ""
    return UnwritableFileError(
        f"“{path.name}”正在 WPS、Word 或其他程序中打开，没有写成。请在那里关闭它后重试，或换一个文件名；"
        f"{stale}原有文件没有改动。",
        detail=detail,
    )


def _refuse_if_taken(target: Path) -> None:
    try:
        found = target.stat()
    except OSError:
        return  # nothing there, or not to be seen: writing will say what is the matter
    if stat.S_ISDIR(found.st_mode):
        raise unwritable(target, IsADirectoryError(errno.EISDIR, "folder"))
    if not found.st_mode & 0o222:
        raise UnwritableFileError(
            f"“{target.name}”是只读文件，没有写成。请先取消它的只读属性，或换一个文件名；原有文件没有改动。"
        )
    for owner in _owner_files(target.name):
        if target.with_name(owner).exists():
            raise _in_use(target, "owner file", owner)


def _owner_files(name: str) -> tuple[str, ...]:
    # Word puts ~$ before a short name and over the first letters of a longer one; WPS and LibreOffice differ.
    return (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#")


def _mode_of(target: Path) -> int | None:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        return None


def _write_synced(temporary: Path, data: bytes, mode: int | None) -> None:
    temporary.unlink(missing_ok=True)  # from a process of the same number that was killed
    with temporary.open("xb") as file:
        file.write(data)
        file.flush()
        if mode is not None and os.name == "posix":
            os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
