"""What an import has found, as values: forms with their notes, and the year that they could be the template of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.core.form import Cell, Form, Project, cell_at
from perfeval_gui.core.recognise.raw import Note
from perfeval_gui.gui.importing.run import FileRead

_NEW_SEASON = 9
"""From September on a clerk looks ahead to the year that runs."""


@dataclass(frozen=True, slots=True)
class FoundForm:
    """One form of a file, with the notes that concern it. `is_copy`: the same form was found before."""

    form: Form
    profile_id: str
    file: str
    notes: tuple[Note, ...]
    is_copy: bool = False

    @property
    def doubts(self) -> int:
        """How many notes ask to be looked at; hints do not."""
        return sum(note.severity != Severity.HINT.value for note in self.notes)


def forms_of(outcome: FileRead, seen: set[str]) -> Iterator[FoundForm]:
    """Yield the forms of a file; `seen` holds the texts of those found before and takes these in."""
    if outcome.result is None:
        return
    result = outcome.result
    together = zip(result.forms, result.profile_ids, outcome.texts, strict=True)
    for number, (form, profile_id, text) in enumerate(together):
        notes = tuple(note for note in result.notes if note.form == number)
        yield FoundForm(form, profile_id, outcome.path.name, notes, text in seen)
        seen.add(text)


def file_notes(outcome: FileRead) -> tuple[Note, ...]:
    """Return the notes of a file that concern none of its forms."""
    notes = outcome.result.notes if outcome.result else ()
    return tuple(note for note in notes if note.form is None)


def place_of_note(note: Note, project: Project) -> Cell | None:
    """Return the cell that a note of the project's form speaks of, or None when it is the form as a whole."""
    try:
        cell = cell_at(project, note.where)
    except KeyError:
        return None
    return cell if cell.field else None


def as_findings(notes: Iterable[Note], project: Project) -> dict[Cell, list[Finding]]:
    """Return the notes by the cell that they concern, the gravest first, so that the grid can mark them."""
    found: dict[Cell, list[Finding]] = {}
    for note in notes:
        cell = place_of_note(note, project)
        if cell is not None:
            finding = Finding("", Severity(note.severity), cell, note.message, "")
            found.setdefault(cell, []).append(finding)
    return {cell: sorted(items, key=lambda item: item.severity.rank) for cell, items in found.items()}


def next_year(forms: Iterable[Form]) -> int | None:
    """Return the year after the latest of the forms, or None when none of them says its year."""
    years = [int(year) for form in forms if (year := form.fiscal_year.strip()).isdecimal()]
    return max(years) + 1 if years else None


def are_last_years(forms: Iterable[Form], today: date) -> bool:
    """Return whether the forms are older than the year that is being filled in at this time of the year."""
    following = next_year(forms)
    due = today.year if today.month >= _NEW_SEASON else today.year - 1
    return following is not None and following <= due
