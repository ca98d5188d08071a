"""Requests that another start of the program leaves for the one that holds the lock."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from perfeval_gui.core.form import Project
from perfeval_gui.core.values import dataclass
from perfeval_gui.drafts.codec import NotADraftError, canonical, from_json, to_json
from perfeval_gui.drafts.database import reported
from perfeval_gui.durable import private_folder, replace_file

NAME = "inbox"
LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What a second start asks for: files to import, drafts to keep, or just to come to the front (neither).

    `path` is the request's own file; `Inbox.done` removes it once the request is fulfilled.
    """

    path: Path
    files: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()


class Inbox:
    """The folder of requests in a data directory; a request is one file, put there whole and durably."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / NAME

    def prepare(self) -> Path:
        """Make the folder where it is missing, so that it can be watched, and return it."""
        with reported():
            return private_folder(self.folder)

    def leave(self, *, files: Iterable[Path] = (), projects: Iterable[Project] = ()) -> Path:
        """Put a request there and return its file, which is on disk then. Raises StoreError."""
        request: dict[str, Any] = {
            "files": [str(path.absolute()) for path in files],
            "projects": [to_json(project) for project in projects],
        }
        name = f"{time.time_ns():020d}-{os.getpid()}.json"
        with reported():
            path = self.prepare() / name
            replace_file(path, canonical(request))
        return path

    def requests(self) -> tuple[Request, ...]:
        """Return what is waiting, the oldest first; a file that is no request is passed over and stays."""
        try:
            paths = sorted(path for path in self.folder.iterdir() if path.suffix == ".json")
        except OSError:
            return ()
        found = (self._read(path) for path in paths if not path.name.startswith("."))
        return tuple(request for request in found if request is not None)

    def done(self, request: Request) -> None:
        """Remove a request that has been fulfilled."""
        with reported():
            request.path.unlink(missing_ok=True)

    def _read(self, path: Path) -> Request | None:
        try:
            if path.stat().st_size > LARGEST:
                return None
            value = json.loads(path.read_text(encoding="utf-8"))
            files, projects = value["files"], value["projects"]
            if not isinstance(files, list) or not all(isinstance(name, str) for name in files):
                return None
            return Request(path, tuple(files), tuple(from_json(item) for item in projects))
        except (OSError, ValueError, KeyError, TypeError, RecursionError, NotADraftError):
            return None
