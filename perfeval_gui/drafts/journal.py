"""The second leg: every save is first written as lines to a file, from which drafts can be rebuilt."""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from perfeval_gui.core.values import dataclass
from perfeval_gui.drafts import companions
from perfeval_gui.drafts.codec import canonical, digest
from perfeval_gui.drafts.delta import difference, patched
from perfeval_gui.durable import PRIVATE_FILE, private_folder, replace_file, sync_folder

NAME = "journal"

_WHOLE_EVERY = 50  # a draft's line holds its whole text at least this often: one bad line costs little
_REMEMBERED = 64  # drafts whose last text is kept in memory to tell the difference


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as a store holds it: its text, when and with which sequence number it was saved, and deleted."""

    content: bytes
    saved_at: str
    sequence: int
    deleted_at: str | None = None


@dataclass(frozen=True, slots=True)
class Put:
    """Keep this text as the draft's newest, and take the draft out of the recycle bin."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """Send the draft to the recycle bin or take it out."""

    deleted: bool


@dataclass(frozen=True, slots=True)
class Purge:
    """Delete the draft for good."""


Operation = Put | Mark | Purge
Papers = Mapping[companions.Key, companions.Value | None]


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one save: its sequence number, its time, and what was done to which draft."""

    sequence: int
    at: str
    entries: tuple[Mapping[str, Any], ...]


class Journal:
    """The journal's writing end. A file is begun with the first line after opening and after `rotate`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / NAME
        self._handle = -1
        self._last: OrderedDict[str | companions.Key, tuple[bytes, int]] = OrderedDict()

    def append(
        self, sequence: int, at: str, operations: Mapping[str, Operation], papers: Papers | None = None
    ) -> None:
        """Write the lines of one save; they are on disk when this returns. Raises OSError.

        After an error the next lines go to a new file and hold whole texts, so a half line harms nothing.
        """
        entries = [self._entry(key, item) for key, item in operations.items()]
        entries += [self._paper(key, value) for key, value in (papers or {}).items()]
        if not entries:
            return
        lines = [_line(sequence, index, len(entries), at, entry) for index, entry in enumerate(entries)]
        try:
            if self._handle < 0:
                self._handle = self._begin(sequence)
            _write_all(self._handle, b"".join(lines))
            os.fsync(self._handle)
        except OSError:
            self.rotate()
            raise

    def rotate(self) -> None:
        """Begin a new file with the next line."""
        self._last.clear()
        if self._handle >= 0:
            handle, self._handle = self._handle, -1
            with contextlib.suppress(OSError):
                os.close(handle)

    def forget(self, ids: Iterable[str]) -> None:
        """Take the texts of these drafts out of all files, for a deletion that deletes."""
        self.rotate()
        doomed = set(ids)
        for path in files(self.folder):
            groups = [_without(group, doomed) for group in _read(path, 0)]
            lines = [
                _line(group.sequence, index, len(group.entries), group.at, entry)
                for group in groups
                for index, entry in enumerate(group.entries)
            ]
            replace_file(path, b"".join(lines))

    def _begin(self, sequence: int) -> int:
        private_folder(self.folder)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        taken = {path.name for path in files(self.folder)}
        names = (f"journal-{sequence:012d}-{number:04d}.jsonl" for number in range(10000))
        handle = os.open(self.folder / next(name for name in names if name not in taken), flags, PRIVATE_FILE)
        sync_folder(self.folder)
        return handle

    def _entry(self, draft_id: str, operation: Operation) -> dict[str, Any]:
        if isinstance(operation, Mark):
            return {"id": draft_id, "deleted": operation.deleted}
        if isinstance(operation, Purge):
            self._last.pop(draft_id, None)
            return {"id": draft_id, "purged": True}
        return {"id": draft_id, **self._text(draft_id, operation.content, "whole")}

    def _paper(self, key: companions.Key, value: companions.Value | None) -> dict[str, Any]:
        """Return a paper's line; its words are others than a draft's, so that no older program takes it for one."""
        if value is None:
            self._last.pop(key, None)
            return {"paper": list(key), "dropped": True}
        return {"paper": list(key), **self._text(key, canonical(value), "text")}

    def _text(self, key: str | companions.Key, content: bytes, whole_is: str) -> dict[str, Any]:
        """Return the whole text under this name, or what differs from the one before."""
        old, count = self._last.pop(key, (b"", _WHOLE_EVERY))
        whole = count >= _WHOLE_EVERY
        self._last[key] = (content, 1 if whole else count + 1)
        if len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
        if whole:
            return {whole_is: json.loads(content)}
        return {
            "from": digest(old).hex(),
            "to": digest(content).hex(),
            "set": difference(json.loads(old), json.loads(content)),
        }


def files(folder: Path) -> list[Path]:
    """Return the journal's files in the order of writing."""
    return sorted(folder.glob("journal-*.jsonl"))


def first_sequence(path: Path) -> int:
    """Return the sequence number of the file's first line, from its name."""
    part = path.name.split("-")[1]
    return int(part) if part.isdigit() else 0


def prune(folder: Path, sequence: int) -> None:
    """Remove the files of a data directory's journal that hold nothing after this sequence number."""
    for path, following in pairwise(files(folder / NAME)):
        if first_sequence(following) <= sequence:
            path.unlink(missing_ok=True)


def groups_after(folder: Path, sequence: int) -> Iterator[Group]:
    """Return the whole groups with a later sequence number, in the order of writing; bad lines are passed over."""
    paths = files(folder / NAME)
    for index, path in enumerate(paths):
        if index + 1 == len(paths) or first_sequence(paths[index + 1]) > sequence:
            yield from _read(path, sequence)


def replay(state: MutableMapping[str, Kept], groups: Iterable[Group]) -> dict[str, int]:
    """Bring the drafts by id up to date and return how many edits each of them got.

    An edit whose starting point is not there, because lines before it are lost, is passed over.
    """
    counts: dict[str, int] = {}
    for group in groups:
        for entry in group.entries:
            if "paper" in entry:
                continue
            draft_id = str(entry.get("id"))
            after = _applied(state.get(draft_id), entry, group)
            if after is None and entry.get("purged"):
                state.pop(draft_id, None)
            elif after is not None and after != state.get(draft_id):
                state[draft_id] = after
                counts[draft_id] = counts.get(draft_id, 0) + 1
    return counts


def _applied(before: Kept | None, entry: Mapping[str, Any], group: Group) -> Kept | None:
    if "whole" in entry:
        content = canonical(entry["whole"])
        if before is not None and before.content == content:
            return replace(before, deleted_at=None)
        return Kept(content, group.at, group.sequence)
    if before is None:
        return None
    if isinstance(entry.get("deleted"), bool):
        return replace(before, deleted_at=group.at if entry["deleted"] else None)
    changed = _changed(before.content, entry)
    return None if changed is None else Kept(changed, group.at, group.sequence)


def replay_papers(
    state: MutableMapping[companions.Key, companions.Kept], groups: Iterable[Group]
) -> tuple[int, set[companions.Key]]:
    """Bring the papers up to date; return how many edits they got, and which were dropped and did not come back.

    An edit whose starting point is not there is passed over.
    """
    edits, dropped = 0, set[companions.Key]()
    for group in groups:
        for entry in group.entries:
            key = _key(entry.get("paper"))
            if key is None:
                continue
            if entry.get("dropped"):
                dropped.add(key)
                edits += state.pop(key, None) is not None
                continue
            before = state.get(key)
            old = before.content if before else b""
            content = canonical(entry["text"]) if "text" in entry else _changed(old, entry)
            if content is not None and (before is None or before.content != content):
                state[key] = companions.Kept(content, group.at)
                edits += 1
            dropped.discard(key)
    return edits, dropped


def _key(names: object) -> companions.Key | None:
    whole = isinstance(names, list) and len(names) == len(companions.Key._fields)
    return companions.Key(*map(str, names)) if whole else None  # type: ignore[call-overload]


def _changed(before: bytes, entry: Mapping[str, Any]) -> bytes | None:
    """Return the text with the entry's changes, or None where it is not the one that they were made to."""
    if entry.get("from") != digest(before).hex():
        return None
    try:
        content = canonical(patched(json.loads(before), entry["set"]))
    except (LookupError, TypeError, ValueError, AttributeError):
        return None
    return content if digest(content).hex() == entry.get("to") else None


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _line(sequence: int, index: int, count: int, at: str, entry: Mapping[str, Any]) -> bytes:
    body = b"%d %d %d %s" % (sequence, index, count, canonical({**entry, "at": at}))
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _read(path: Path, sequence: int) -> Iterator[Group]:
    """Return the whole groups of a file whose sequence number is later than the one given."""
    waiting: list[Mapping[str, Any]] = []
    expected = (0, 0)
    with path.open("rb") as file:
        for line in file:
            parsed = _parsed(line, sequence)
            if parsed is None:
                waiting = []
                continue
            number, index, count, entry = parsed
            if index == 0:
                waiting, expected = [], (number, count)
            if index != len(waiting) or (number, count) != expected:
                waiting = []
                continue
            waiting.append(entry)
            if len(waiting) == count:
                yield Group(number, str(entry.get("at", "")), tuple(waiting))
                waiting = []


def _parsed(line: bytes, sequence: int) -> tuple[int, int, int, Mapping[str, Any]] | None:
    crc, _, body = line.rstrip(b"\n").partition(b" ")
    parts = body.split(b" ", 3)
    try:
        if int(crc, 16) != zlib.crc32(body) or len(parts) != 4 or int(parts[0]) <= sequence:
            return None
        return int(parts[0]), int(parts[1]), int(parts[2]), json.loads(parts[3])
    except ValueError:
        return None


def _without(group: Group, doomed: set[str]) -> Group:
    """Return the group with the texts of some drafts left out; that they are gone is said in their place."""
    entries = tuple(
        {"id": entry["id"], "purged": True} if entry.get("id") in doomed else entry for entry in group.entries
    )
    return replace(group, entries=entries)
