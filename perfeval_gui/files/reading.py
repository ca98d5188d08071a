"""The door of the importer: a file's bytes become forms with notes, or one Chinese sentence says why not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from perfeval_gui.core.form import Form
from perfeval_gui.core.recognise import Note


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What one file holds: its forms in document order, the notes, and the profile id that fits each form.

    A note's `form` is an index into `forms`, or None when it concerns none of them.
    """

    forms: tuple[Form, ...] = ()
    notes: tuple[Note, ...] = ()
    profile_ids: tuple[str, ...] = ()


def read_file(path: Path) -> ReadResult:
    """Return what the file holds; a readable file without a form gives no forms and one warning.

    The file is opened read-only, copied into memory once and closed at once. Raises UnreadableFileError
    with one Chinese sentence: the file's name, what is wrong, what to do.
    """
    return read_bytes(path.read_bytes(), path.name)


def read_bytes(data: bytes, name: str) -> ReadResult:
    """Return what the bytes hold (a file's, or HTML of the clipboard); `name` is only for the sentences.

    The container is told by content, never by the name. Raises UnreadableFileError.
    """
    _ = (data, name)
    return ReadResult(notes=(Note(None, "", "warning", "没有找到绩效自评表。"),))
