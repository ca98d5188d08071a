"""`rollover`: last year's forms written out as this year's, with the years that were left in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perfeval_gui.cli.arguments import Request
from perfeval_gui.cli.console import Console
from perfeval_gui.cli.exporting import output_format, write
from perfeval_gui.cli.importing import note_remark, note_to_json
from perfeval_gui.cli.inputs import (
    Entry,
    FileNote,
    chosen_profile,
    gather,
    own_packs,
    report_doubts,
    with_profiles,
)
from perfeval_gui.core.contract import form_to_json
from perfeval_gui.core.new_year import rolled_over


def rollover(asked: Request, console: Console) -> None:
    """Write the forms as those of the given year; print the paths and what is to be looked at."""
    output = output_format(asked.format)
    chosen = chosen_profile(asked)
    intake = gather(asked, console)
    entries, profiles = with_profiles(intake.entries, chosen, console, own_packs(asked))
    positions = {entry.project.id: number for number, entry in enumerate(intake.entries)}
    rolled, notes = _rolled(entries, positions, asked)
    paths = []
    for path in write(rolled, profiles, asked, output, console):
        paths.append(path)
        if not asked.json:
            console.line(path)
    if asked.json:
        forms = [form_to_json(entry.project.form) for entry in rolled]
        listed = [note_to_json(item) for item in notes]
        console.json({"forms": forms, "notes": listed, "paths": paths})
    else:
        by_position = {positions[entry.project.id]: entry for entry in rolled}
        shown = [by_position.get(number, entry) for number, entry in enumerate(intake.entries)]
        for item in notes:
            console.remark(note_remark(item, shown))
    report_doubts(intake, console, ("warning",))


def _rolled(
    entries: Sequence[Entry], positions: dict[str, int], asked: Request
) -> tuple[list[Entry], list[FileNote]]:
    """Return the entries with the new year's forms, and a note for each left-over year."""
    rolled, notes = [], []
    for entry in entries:
        made = rolled_over(entry.project.form, asked.year, shift_years=asked.shift_years)
        rolled.append(replace(entry, project=replace(entry.project, form=made.form)))
        position = positions[entry.project.id]
        notes += [FileNote(entry.file, replace(note, form=position)) for note in made.notes]
    return rolled, notes


COMMANDS = {"rollover": rollover}
