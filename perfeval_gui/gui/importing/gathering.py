"""Which files are meant by what was chosen or dropped: a folder stands for all that could hold a form in it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset(
    ".docx .docm .dotx .doc .dot .wps .wpt .rtf .odt .fodt .xlsx .xlsm .xltx .xls .et .ett .ods .fods "
    ".htm .html .mht .mhtml .xml .txt .json .pdf".split()
)
"""What is looked at in a folder. PDF is among them so that it is refused with a sentence, not passed over."""
MOST_FILES = 5_000
DEEPEST = 16
"""Folders below the dropped one."""
_NUMBERS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to read, how many others were passed over, and whether there were too many."""

    files: tuple[Path, ...]
    passed_over: int = 0
    cut: bool = False


def gather(paths: Iterable[Path], stopped: Callable[[], bool] = lambda: False) -> Gathered:
    """Return the files that the paths stand for, each once; files named directly are taken as they are.

    In folders only files of a known kind count, no hidden ones and no `~$` owner files; links to folders
    are not followed. Looks no further once `stopped` says yes.
    """
    found: dict[Path, None] = {}
    passed_over, cut = 0, False
    for path in paths:
        for file in _files_below(path) if path.is_dir() else (path,):
            if stopped() or len(found) >= MOST_FILES:
                cut = cut or not stopped()
                return Gathered(tuple(found), passed_over, cut)
            if file == path or file.suffix.lower() in SUFFIXES:
                found[file] = None
            else:
                passed_over += 1
    return Gathered(tuple(found), passed_over, cut)


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the visible files of a folder and of those below it, in the order that people count in."""
    pending = [(folder, 0)]
    while pending:
        here, depth = pending.pop()
        try:
            with os.scandir(here) as entries:
                visible = sorted((item for item in entries if not _is_hidden(item)), key=_as_counted)
        except OSError:  # a folder that may not be looked into holds nothing for us
            continue
        folders = [item for item in visible if item.is_dir(follow_symlinks=False)]
        if depth < DEEPEST:
            pending += [(Path(item.path), depth + 1) for item in reversed(folders)]
        yield from (Path(item.path) for item in visible if not item.is_dir())


def _is_hidden(item: os.DirEntry[str]) -> bool:
    if item.name.startswith((".", "~$", "$")):
        return True
    attributes = getattr(item.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def _as_counted(item: os.DirEntry[str]) -> list[tuple[int, str]]:
    """Sort `表2` before `表10`."""
    parts = _NUMBERS.split(item.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts if part]
