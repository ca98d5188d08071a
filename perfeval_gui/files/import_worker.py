"""The child process that reads foreign files: bounded in memory, at low priority, talking plain JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from perfeval_gui.core.contract import form_to_json
from perfeval_gui.errors import UnreadableFileError
from perfeval_gui.files.reading import ReadResult, read_bytes, read_file, read_tables

MEMORY = 512 * 1024 * 1024
HIDDEN_COMMAND = "--import-worker"


def serve() -> int:
    """Answer requests on standard input until it ends; return the exit status.

    A request is a line of JSON, `{"path": …}`, `{"tables": path}` or `{"name": …, "size": n}` with n bytes behind it; the answer
    is one line of JSON. Nothing else may reach standard output: libraries print there.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit()
    requests = sys.stdin.buffer
    while line := requests.readline():
        answer = json.dumps(_answer(json.loads(line), requests), ensure_ascii=True)
        answers.write(answer.encode("ascii") + b"\n")
        answers.flush()
    return 0


def _answer(request: dict[str, Any], requests: BinaryIO) -> dict[str, Any]:
    try:
        if "tables" in request:
            return {"tables": read_tables(Path(request["tables"]))}
        if "path" in request:
            return _as_json(read_file(Path(request["path"])))
        return _as_json(read_bytes(requests.read(int(request["size"])), str(request["name"])))
    except UnreadableFileError as error:
        return {"error": error.message, "detail": error.detail}
    except MemoryError:
        return {"memory": True}


def _as_json(result: ReadResult) -> dict[str, Any]:
    return {
        "forms": [form_to_json(form) for form in result.forms],
        "profile_ids": list(result.profile_ids),
        "notes": [[note.form, note.where, note.severity, note.message, note.check] for note in result.notes],
    }


def _limit() -> None:
    """Bound the memory and step back behind the window; on Windows the parent's job object does it."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(10)
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(serve())
