"""照抄提醒: rows whose actual value repeats the target, and those that a person has confirmed (确为此数)."""

from __future__ import annotations

from perfeval_gui.core.checks.reading import RowReading
from perfeval_gui.core.form import Project, Waiver
from perfeval_gui.core.measures import comparable
from perfeval_gui.core.quantities import narrow
from perfeval_gui.core.text import squeeze

COPIES = "C09"
"""The check that speaks of copied values; confirmations are kept under its id."""
CONFIRMED = "确为此数"


def is_copy(row: RowReading) -> bool:
    """Return whether the actual value repeats the target, as text or as figure."""
    if squeeze(narrow(row.row.target)) == squeeze(narrow(row.row.actual)):
        return True
    pair = comparable(row.target, row.actual)
    return pair is not None and pair[0] == pair[1] and row.target.upper is None


def confirmation(row: RowReading) -> Waiver:
    """Return what is kept when a person says that the row's actual value is the true figure."""
    return Waiver(COPIES, row.cell_of("actual"), CONFIRMED, f"actual={squeeze(row.row.actual)}")


def is_confirmed(row: RowReading, project: Project) -> bool:
    """Return whether a person has confirmed the row's present actual value; another value asks again."""
    return confirmation(row) in project.waivers
