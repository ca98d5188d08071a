"""The contract's roll-over: last year's form as this year's, with every left-over year listed or moved on."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval_gui.core.form import Form, Project, pointer, write
from perfeval_gui.core.leftovers import leftover_years
from perfeval_gui.core.recognise.raw import Note
from perfeval_gui.core.rollover import Clearing, next_project

_USUAL = Clearing()


@dataclass(frozen=True, slots=True)
class RolledOver:
    """The new year's form, and a note for each left-over year; a note's `form` is always 0."""

    form: Form
    notes: tuple[Note, ...]


def rolled_over(
    form: Form, year: str, *, shift_years: bool = False, clearing: Clearing = _USUAL
) -> RolledOver:
    """Return the form as that of the year; with `shift_years` its dates and deadlines of last year move on.

    A year that may be meant as it stands (an earlier fact, several years' plan) is listed and never moved.
    """
    project = next_project(Project(id="", form=form), "", 0, year, clearing)
    fresh = project.form
    notes: list[Note] = []
    moved = fresh
    for found in leftover_years(project):
        before, after = f"“{_short(found.before)}”", f"“{_short(found.after)}”"
        if shift_years and found.ticked:
            moved = write(moved, found.cell, found.after)
            message = f"{before}里的年份已改为{after}，请核对。"
        else:
            message = f"{before}里还有以前的年份（{found.reason}），没有改动；可改为{after}。"
        notes.append(Note(0, pointer(fresh, found.cell), "warning", message))
    return RolledOver(moved, tuple(notes))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
