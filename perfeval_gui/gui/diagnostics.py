"""What a clerk can give to whoever helps her: versions, sizes and the log, and no text of any form."""

from __future__ import annotations

import contextlib
import platform
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from perfeval_gui import __version__
from perfeval_gui.drafts import database, journal, snapshots
from perfeval_gui.drafts.place import warning_for

_MIB = 1024 * 1024


def diagnostics(folder: Path, drafts: int, log: Iterable[str]) -> str:
    """Return the report on this program, this PC and the data directory, whose name is not in it."""
    return "\n".join([*_program(), *_data(folder, drafts), "", "最近的记录：", *(list(log) or ["（没有）"])])


def _program() -> Iterator[str]:
    yield f"绩效自评表编辑器 {__version__}"
    yield f"Python {platform.python_version()}，Qt {qVersion()}，SQLite {sqlite3.sqlite_version}"
    yield f"系统：{platform.system()} {platform.release()} {platform.machine()}，{QGuiApplication.platformName()}"
    for screen in QGuiApplication.screens():
        size = screen.size()
        yield f"屏幕：{size.width()}×{size.height()}，缩放 {screen.devicePixelRatio():g}，{screen.logicalDotsPerInch():.0f} 点"


def _data(folder: Path, drafts: int) -> Iterator[str]:
    yield f"项目：{drafts} 个，草稿库 {_size(folder / database.NAME)}，副本 {len(snapshots.snapshots(folder))} 个"
    yield f"修改记录：{sum(1 for _ in journal.files(folder / journal.NAME))} 个文件"
    set_aside = sum(1 for _ in folder.glob("*-damaged-*"))
    if set_aside:
        yield f"改名保留的损坏文件：{set_aside} 个"
    with contextlib.suppress(OSError):
        yield f"磁盘剩余：{shutil.disk_usage(folder).free // _MIB} MiB"
    if warning := warning_for(folder):
        yield warning


def _size(path: Path) -> str:
    try:
        return f"{path.stat().st_size / _MIB:.1f} MiB"
    except OSError:
        return "读不到"
