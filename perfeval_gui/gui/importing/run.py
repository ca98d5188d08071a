"""One import under way: files are gathered and read in a thread by the child process, one outcome after another."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from perfeval_gui.core.contract import form_to_json
from perfeval_gui.core.form import Form
from perfeval_gui.core.text import squeeze
from perfeval_gui.errors import UnreadableFileError
from perfeval_gui.files.reading import ReadResult
from perfeval_gui.files.sandbox import ImportCancelledError, ImportWorker
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.importing.gathering import gather


@dataclass(frozen=True, slots=True)
class FileRead:
    """What came of one file: its result, or the sentence that says why there is none.

    `texts` holds each form's whole text without white space, by which copies of it are known.
    """

    path: Path
    result: ReadResult | None = None
    refusal: str = ""
    texts: tuple[str, ...] = ()


def read_files(paths: Sequence[Path]) -> list[FileRead]:
    """Read the files one after another; one that cannot be read does not keep the others back."""
    never = threading.Event()
    with ImportWorker() as worker:
        outcomes = [_read(worker, path, never) for path in paths]
    return [outcome for outcome in outcomes if outcome is not None]


class ImportRun(QObject):
    """Reads what the paths stand for. Signals reach the window's thread; `finished` is the last one."""

    gathered = Signal(object)
    """The files are known; holds `Gathered`."""
    file_read = Signal(object)
    """One file is done; holds `FileRead`."""
    finished = Signal()
    failed = Signal(object)
    """Reading cannot go on; holds the `PerfevalError`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._background = Background()

    def start(self, paths: Sequence[Path]) -> None:
        """Begin to read in the background."""
        self._background.run(lambda: self._work(paths), lambda _: self.finished.emit(), self.failed.emit)

    @property
    def is_cancelled(self) -> bool:
        """Whether the clerk cancelled."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Stop soon, in the middle of a file too; what was read so far stays."""
        self._stop.set()

    def close(self) -> None:
        """Stop and wait for the thread, which takes a moment when a file is being read."""
        self._stop.set()
        self._background.close()

    def _work(self, paths: Sequence[Path]) -> None:
        gathered = gather(paths, self._stop.is_set)
        self.gathered.emit(gathered)
        with ImportWorker() as worker:
            for path in gathered.files:
                if self._stop.is_set():
                    return
                outcome = _read(worker, path, self._stop)
                if outcome is not None:
                    self.file_read.emit(outcome)


def _read(worker: ImportWorker, path: Path, stop: threading.Event) -> FileRead | None:
    """Return what came of the file, or None when it was cancelled."""
    try:
        result = worker.read(path, stop.is_set)
    except ImportCancelledError:
        return None
    except UnreadableFileError as error:
        return FileRead(path, refusal=error.message)
    return FileRead(path, result, texts=tuple(map(_text_of, result.forms)))


def _text_of(form: Form) -> str:
    """Return what two programs' files of the same form have in common: they differ in white space only."""
    return squeeze("\n".join(_leaves(form_to_json(form))))


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
