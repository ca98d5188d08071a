"""Power cuts: record a program's disk calls once, then lay out the folder as it could be after a cut at any of them.

The disk believes nothing but a sync. A write is there for certain when an fsync of its file, begun after the
write ended, has returned; before that any part of it, in pieces of 512 bytes and in any order, may be there.
A name (made, renamed, removed) is certain after an fsync of its folder; before that the names of one folder
change in order, those of different folders in any order. With `lax` any fsync makes the names before it
certain, as ext4 does.

The program prints `ACK <n>` on standard output when it tells its user «saved». It must be one process (threads
are seen) and call only what stands in CALLS; the laid-out end is compared with the real folder, so a call that
is not modelled is found out. fsync is believed to be honest.
"""

import os
import random
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SECTOR = 512
CALLS = (
    "open,openat,creat,close,write,pwrite64,writev,pwritev,lseek,ftruncate,truncate,fallocate,fsync,fdatasync,"
    "rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,copy_file_range,"
    "sendfile,dup,dup2,dup3"
)
_REFUSED = {"writev", "pwritev", "fallocate", "truncate", "link", "linkat", "symlink", "symlinkat"}
_REFUSED |= {"copy_file_range", "sendfile", "dup", "dup2", "dup3"}
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_LINE = re.compile(r"(\d+)\s+(.*)")
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")


@dataclass(frozen=True)
class Data:
    """Bytes written to a file, or (data None) its length set."""

    when: int
    node: int
    offset: int
    data: bytes | None


@dataclass(frozen=True)
class Name:
    """A name in a folder that now means a node, or (node None) nothing."""

    when: int
    folder: str
    changes: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Sync:
    """A file or folder synced; what ended before `begun` is certain."""

    begun: int
    node: int = 0
    folder: str | None = None


@dataclass(frozen=True)
class Ack:
    """The user was told that step `number` is saved."""

    number: int


Op = Data | Name | Sync | Ack


def record(command: Sequence[str], folder: Path, log: Path, **options) -> list[Op]:
    """Run the command under strace on an empty folder and return its disk calls there."""
    assert not any(folder.iterdir())
    run = [
        "strace",
        "-f",
        "-xx",
        "-s",
        "8000000",
        "-e",
        "signal=none",
        "-e",
        "trace=" + CALLS,
        "-o",
        str(log),
    ]
    done = subprocess.run([*run, *command], stdout=subprocess.PIPE, check=False, **options)
    assert done.returncode == 0, f"the recorded program ended with {done.returncode}"
    ops = _Reader(folder).read(log)
    disk = Disk(lax=False)
    for op in ops:
        disk.step(op)
    laid = disk.everything()
    real = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    assert laid == real, (
        f"not modelled: {sorted(k for k in laid.keys() | real.keys() if laid.get(k) != real.get(k))}"
    )
    return ops


def replay(
    ops: Sequence[Op],
    check: Callable[[Path, int], str | None],
    place: Path,
    *,
    cuts: int,
    seed: int,
    lax: bool = False,
) -> list[str]:
    """Cut the power `cuts` times and return what the check said, with the call, where it was not None.

    The check is given the folder as it could lie on disk, and the last acknowledged number.
    """
    rnd, disk, done, bad = random.Random(seed), Disk(lax=lax), 0, []
    for number, point in enumerate(sorted(rnd.randrange(1, len(ops) + 1) for _ in range(cuts))):
        while done < point:
            disk.step(ops[done])
            done += 1
        folder = place / f"cut-{number}"
        folder.mkdir()
        for name, content in disk.after_cut(rnd).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        word = check(folder, disk.acknowledged)
        if word is not None:
            bad.append(f"call {point}: {word}")
        subprocess.run(["rm", "-rf", str(folder)], check=True)
    return bad


class _Reader:
    """Turns a trace into operations on nodes and names below one folder."""

    def __init__(self, folder: Path) -> None:
        self._root = os.fspath(folder)
        self._names: dict[str, int] = {}
        self._open: dict[int, tuple[int, str | None, bool]] = {}  # descriptor → node, folder, appending
        self._offset: dict[int, int] = {}
        self._size: defaultdict[int, int] = defaultdict(int)
        self._nodes = 0
        self._folders = {""}
        self._tail = b""

    def read(self, log: Path) -> list[Op]:
        ops: list[Op] = []
        for begun, ended, name, arguments, result in _calls(log):
            if result >= 0:
                ops.extend(self._op(begun, ended, name, arguments, result))
        return ops

    def _op(self, begun: int, ended: int, name: str, arguments: str, result: int) -> Iterator[Op]:
        paths = [self._inside(bytes.fromhex(text.replace("\\x", ""))) for text, _ in _TEXT.findall(arguments)]
        number = int(found.group()) if (found := re.match(r"\d+", arguments)) else -1
        node, folder, _ = self._open.get(number, (0, None, False))
        if name in ("open", "openat", "creat"):
            yield from self._opened(ended, paths[0], arguments, result)
        elif name == "close":
            self._open.pop(number, None)
        elif name in ("write", "pwrite64"):
            yield from self._written(ended, name, arguments, result)
        elif name in ("fsync", "fdatasync") and (node or folder is not None):
            yield Sync(begun, node, folder)
        elif name == "lseek" and node:
            self._offset[number] = result
        elif name == "ftruncate" and node:
            self._size[node] = int(arguments.rsplit(", ", 1)[1])
            yield Data(ended, node, self._size[node], None)
        elif any(path is not None for path in paths):
            yield self._named(ended, name, paths)
        else:
            assert name not in _REFUSED or not node, f"{name} is not modelled"

    def _named(self, ended: int, name: str, paths: list[str | None]) -> Name:
        if name.startswith("rename"):
            return self._renamed(ended, *paths)
        path = paths[0]
        if name in ("mkdir", "mkdirat"):
            self._folders.add(path)
            return Name(ended, _parent(path), ((path, 0),))
        assert name in ("unlink", "unlinkat", "rmdir"), f"{name} is not modelled"
        self._names.pop(path, None)
        return Name(ended, _parent(path), ((path, None),))

    def _opened(self, ended: int, path: str | None, arguments: str, result: int) -> Iterator[Op]:
        if path is None:
            self._open.pop(result, None)
            return
        if "O_DIRECTORY" in arguments or path in self._folders:  # SQLite opens folders without that flag
            self._open[result] = (0, path, False)
            return
        if path not in self._names:
            self._nodes += 1
            self._names[path] = self._nodes
            yield Name(ended, _parent(path), ((path, self._nodes),))
        node = self._names[path]
        self._open[result] = (node, None, "O_APPEND" in arguments)
        self._offset[result] = 0
        if "O_TRUNC" in arguments:
            self._size[node] = 0
            yield Data(ended, node, 0, None)

    def _written(self, ended: int, name: str, arguments: str, result: int) -> Iterator[Op]:
        number = int(arguments.split(",", 1)[0])
        text, cut = _TEXT.search(arguments).groups()
        assert cut is None, "a write was cut short in the trace"
        data = bytes.fromhex(text.replace("\\x", ""))[:result]
        node, _, appending = self._open.get(number, (0, None, False))
        if not node:
            if number == 1:
                lines = (self._tail + data).split(b"\n")
                self._tail = lines.pop()
                yield from (Ack(int(line[4:])) for line in lines if line.startswith(b"ACK "))
            return
        if name == "pwrite64":
            offset = int(arguments.rsplit(", ", 1)[1])
        else:
            offset = self._size[node] if appending else self._offset[number]
            self._offset[number] = offset + result
        self._size[node] = max(self._size[node], offset + result)
        yield Data(ended, node, offset, data)

    def _renamed(self, ended: int, old: str | None, new: str | None) -> Name:
        assert old is not None, "a file came from elsewhere: not modelled"
        assert new is not None, "a file went elsewhere: not modelled"
        assert _parent(old) == _parent(new), "a file changed folders: not modelled"
        self._names[new] = self._names.pop(old)
        return Name(ended, _parent(old), ((old, None), (new, self._names[new])))

    def _inside(self, path: bytes) -> str | None:
        text = os.path.normpath(os.fsdecode(path))
        if text == self._root:
            return ""
        return os.path.relpath(text, self._root) if text.startswith(self._root + "/") else None


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _calls(log: Path) -> Iterator[tuple[int, int, str, str, int]]:
    """Return the calls in the order of their ends: line of the beginning, line of the end, name, arguments, result."""
    waiting: dict[str, tuple[int, str]] = {}
    with log.open(encoding="ascii", errors="replace") as file:
        for number, line in enumerate(file):
            pid, rest = _LINE.match(line).groups()
            begun = number
            if rest.endswith("<unfinished ...>"):
                first = rest.removesuffix("<unfinished ...>").rstrip()
                waiting[pid] = (number, first)
                if first.startswith("close("):  # another thread's open may be given the number before it ends
                    yield number, number, "close", first.removeprefix("close("), 0
                continue
            if rest.startswith("<... "):
                begun, first = waiting.pop(pid)
                if first.startswith("close("):
                    continue
                rest = first + rest.split("resumed>", 1)[1]
            found = _CALL.match(rest)
            if found:
                yield begun, number, found[1], found[2], int(found[3])


class Disk:
    """What is certainly on the disk, and what is still on its way."""

    def __init__(self, *, lax: bool) -> None:
        self.acknowledged = 0
        self._lax = lax
        self._safe: defaultdict[int, bytearray] = defaultdict(bytearray)
        self._data: defaultdict[int, list[Data]] = defaultdict(list)
        self._safe_names: dict[str, int] = {}
        self._names: list[Name] = []

    def step(self, op: Op) -> None:
        """Take in one operation."""
        if isinstance(op, Ack):
            self.acknowledged = op.number
        elif isinstance(op, Data):
            self._data[op.node].append(op)
        elif isinstance(op, Name):
            self._names.append(op)
        else:
            self._synced(op)

    def _synced(self, op: Sync) -> None:
        if op.folder is None:
            waiting = self._data[op.node]
            while waiting and waiting[0].when < op.begun:
                _put(self._safe[op.node], waiting.pop(0))
        for item in list(self._names):
            if item.when < op.begun and (self._lax or item.folder == op.folder):
                _rename(self._safe_names, item)
                self._names.remove(item)

    def everything(self) -> dict[str, bytes]:
        """Return the files as the running system sees them."""
        names = dict(self._safe_names)
        for item in self._names:
            _rename(names, item)
        return {name: self._content(node, lambda: True) for name, node in names.items() if node}

    def after_cut(self, rnd: random.Random) -> dict[str, bytes]:
        """Return the files as they could be found after a power cut now."""
        names = dict(self._safe_names)
        folders = {item.folder for item in self._names}
        one_moment = rnd.random() < 0.5
        moment = rnd.choice((0, len(self._names), rnd.randint(0, len(self._names))))
        limits = {
            folder: moment
            if one_moment
            else rnd.choice((0, len(self._names), rnd.randint(0, len(self._names))))
            for folder in sorted(folders)
        }
        for index, item in enumerate(self._names):
            if index < limits[item.folder]:
                _rename(names, item)
        likely = rnd.choice((0.0, 0.5, 0.5, 0.9, 1.0))
        made: dict[int, bytes] = {}
        for name, node in sorted(names.items()):
            if node and _reachable(name, names):
                made.setdefault(node, self._content(node, lambda: rnd.random() < likely))
        return {name: made[node] for name, node in names.items() if node in made and _reachable(name, names)}

    def _content(self, node: int, arrives: Callable[[], bool]) -> bytes:
        buffer = bytearray(self._safe.get(node, b""))
        for op in self._data.get(node, ()):
            if op.data is None:
                if arrives():
                    _put(buffer, op)
                continue
            at = 0
            while at < len(op.data):
                length = min(SECTOR - (op.offset + at) % SECTOR, len(op.data) - at)
                if arrives():
                    _put(buffer, Data(0, node, op.offset + at, op.data[at : at + length]))
                at += length
        return bytes(buffer)


def _reachable(name: str, names: dict[str, int]) -> bool:
    parent = _parent(name)
    return not parent or (parent in names and _reachable(parent, names))


def _rename(names: dict[str, int], item: Name) -> None:
    for name, node in item.changes:
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _put(buffer: bytearray, op: Data) -> None:
    if op.data is None:
        del buffer[op.offset :]
        buffer.extend(bytes(op.offset - len(buffer)))
    else:
        buffer.extend(bytes(max(0, op.offset - len(buffer))))
        buffer[op.offset : op.offset + len(op.data)] = op.data
