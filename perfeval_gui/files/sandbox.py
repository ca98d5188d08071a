"""Imports in a child process: a file that hangs or blows up costs one message, never the draft."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Self, TypeVar

from perfeval_gui.core.contract import NotAFormError, form_from_json
from perfeval_gui.core.recognise import Note
from perfeval_gui.errors import UnreadableFileError
from perfeval_gui.files.reading import ReadResult

T = TypeVar("T")

SECONDS = 10.0
_STEP = 0.05
_LONGEST_ANSWER = 64 * 1024 * 1024
_SEVERITIES = frozenset({"error", "warning", "hint"})
_HIDDEN_COMMAND = "--import-worker"


class ImportCancelledError(UnreadableFileError):
    """The clerk cancelled the import; nothing was taken over."""


class ImportWorker:
    """One child process, started at the first file and used for all that follow; close it at the end.

    Safe from one thread at a time.
    """

    def __init__(self, command: Sequence[str] | None = None, seconds: float = SECONDS) -> None:
        self._command = list(command) if command else worker_command()
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, path: Path, cancelled: Callable[[], bool] = lambda: False) -> ReadResult:
        """Return what the file holds, as `reading.read_file` does; raises UnreadableFileError.

        Raises ImportCancelledError soon after `cancelled` says yes. A file that takes longer than 10 s or
        more than 512 MiB ends the child; the next file gets a new one.
        """
        request = json.dumps({"path": os.path.abspath(path)}).encode("ascii") + b"\n"  # noqa: PTH100 - no link is followed
        return self._result(self._ask(request, path.name, cancelled), path.name, _validated)

    def read_tables(self, path: Path, cancelled: Callable[[], bool] = lambda: False) -> list[list[list[str]]]:
        """Return the tables of a file that is no form, as `reading.read_tables` does; raises as `read` does."""
        request = json.dumps({"tables": os.path.abspath(path)}).encode("ascii") + b"\n"  # noqa: PTH100 - no link is followed
        return self._result(self._ask(request, path.name, cancelled), path.name, _validated_tables)

    def read_bytes(self, data: bytes, name: str, cancelled: Callable[[], bool] = lambda: False) -> ReadResult:
        """Return what the bytes hold, such as HTML of the clipboard; raises as `read` does."""
        request = json.dumps({"name": name, "size": len(data)}).encode("ascii") + b"\n"
        return self._result(self._ask(request + data, name, cancelled), name, _validated)

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin:
            _close_quietly(child.stdin)
        try:
            child.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdout:
            _close_quietly(child.stdout)

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
        self.close()

    def _ask(self, request: bytes, name: str, cancelled: Callable[[], bool]) -> bytes:
        child = self._running()
        try:
            if child.stdin is None:
                raise BrokenPipeError
            child.stdin.write(request)
            child.stdin.flush()
        except OSError:
            self._kill()
            raise _failed(name) from None
        return self._wait(name, cancelled)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._answers = queue.Queue()
            self._child = _started(self._command)
            reader = threading.Thread(target=_collect, args=(self._child.stdout, self._answers), daemon=True)
            reader.start()
        return self._child

    def _wait(self, name: str, cancelled: Callable[[], bool]) -> bytes:
        deadline = time.monotonic() + self._seconds
        while True:
            try:
                return self._answers.get(timeout=_STEP)
            except queue.Empty:
                pass
            if cancelled():
                self._kill()
                raise ImportCancelledError(f"已取消导入“{name}”，没有改动任何内容。")
            if time.monotonic() > deadline:
                self._kill()
                sentence = f"“{name}”读了 {self._seconds:.0f} 秒还没有读完，已停止。请另存为新文件、只留自评表后再导入。"
                raise UnreadableFileError(sentence)

    def _result(self, line: bytes, name: str, validated: Callable[[dict[str, Any]], T]) -> T:
        if not line:
            self._kill()
            raise _failed(name)
        try:
            answer = json.loads(line)
            if "error" in answer:
                raise UnreadableFileError(str(answer["error"]), detail=str(answer.get("detail", "")))
            if "memory" in answer:
                self._kill()
                raise _failed(name)
            return validated(answer)
        except (ValueError, KeyError, TypeError, NotAFormError, RecursionError) as error:
            self._kill()
            raise _failed(name) from error


def worker_command() -> list[str]:
    """Return the command that starts this program as an import worker, from source and in a bundle alike."""
    if Path(sys.executable).stem.lower().startswith("python"):
        return [sys.executable, "-m", "perfeval_gui", _HIDDEN_COMMAND]
    return [sys.executable, _HIDDEN_COMMAND]


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    package = str(Path(__file__).resolve().parents[2])
    paths = [package, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )
    if sys.platform == "win32":
        from perfeval_gui.files.windows_job import bound_memory

        bound_memory(child)
    return child


def _collect(source: IO[bytes], answers: queue.Queue[bytes]) -> None:
    """Put each line into the queue; a blank says that the child has ended."""
    try:
        while line := source.readline(_LONGEST_ANSWER):
            answers.put(line)
    except (OSError, ValueError):
        pass  # the pipe was closed while we waited: the child is being ended
    answers.put(b"")


def _validated(answer: dict[str, Any]) -> ReadResult:
    """Return the child's answer as values; whatever is not of the contract's shape raises."""
    forms = tuple(form_from_json(form) for form in answer["forms"])
    profile_ids = tuple(map(str, answer["profile_ids"]))
    notes = []
    for form, where, severity, message, check in answer["notes"]:
        is_place = form is None or (isinstance(form, int) and 0 <= form < len(forms))
        if (
            not is_place
            or severity not in _SEVERITIES
            or not isinstance(where, str)
            or not isinstance(message, str)
        ):
            raise ValueError(severity)
        notes.append(Note(form, where, severity, message, str(check)))
    if len(profile_ids) != len(forms):
        raise ValueError(len(profile_ids))
    return ReadResult(forms, tuple(notes), profile_ids)


def _validated_tables(answer: dict[str, Any]) -> list[list[list[str]]]:
    return [[[str(text) for text in row] for row in rows] for rows in answer["tables"]]


def _failed(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"“{name}”太大或已损坏，读取中途停止了。请用 Word/WPS 另存一份、只留自评表后再导入。"
    )


def _close_quietly(pipe: IO[bytes]) -> None:
    with contextlib.suppress(OSError):  # the child has gone: nothing is left to flush to
        pipe.close()
