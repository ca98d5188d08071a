"""Repairs that checks offer: one text into one cell, or a few cells at once."""

from __future__ import annotations

from perfeval_gui.core.checks.rule import Fix
from perfeval_gui.core.edits import Batch, SetCell
from perfeval_gui.core.form import Cell


def put(cell: Cell, text: str) -> Fix:
    """Return the repair that writes the text into the cell."""
    return Fix(SetCell(cell, text, "repaired"), text)


def put_all(cells: tuple[Cell, ...], text: str) -> Fix:
    """Return the repair that writes the same text into several cells in one step."""
    return Fix(Batch(tuple(SetCell(cell, text, "repaired") for cell in cells)), text)
