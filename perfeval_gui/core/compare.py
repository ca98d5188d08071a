"""Two states of a form side by side: which cells and rows differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from perfeval_gui.core.fields import FIELDS
from perfeval_gui.core.form import ROW_BLOCKS, Form, Row, rows_of


class Kind(Enum):
    """How a place differs."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs. `field` is blank for a whole row, whose texts are then given joined by blanks."""

    kind: Kind
    block: str
    row: str
    field: str
    before: str
    after: str


def compare(before: Form, after: Form) -> tuple[Difference, ...]:
    """Return what differs, in the order of the form; rows are matched by their ids."""
    found: list[Difference] = []
    blocks = dict.fromkeys(item.block for item in FIELDS)
    for block in blocks:
        if block in ROW_BLOCKS:
            found.extend(_rows(before, after, block))
        else:
            found.extend(_texts(_record(before, block), _record(after, block), block, ""))
    return tuple(found)


def row_text(row: Row) -> str:
    """Return what stands in a row, for reading."""
    return " ".join(text for name in _names(row) if (text := getattr(row, name)))


def _names(row: Row) -> list[str]:
    return [name for name in type(row).__dataclass_fields__ if name != "id"]


def _record(form: Form, block: str) -> Any:
    return getattr(form, block) if block else form


def _texts(before: Any, after: Any, block: str, row: str) -> Iterator[Difference]:
    for item in FIELDS:
        if item.block == block:
            old, new = getattr(before, item.name), getattr(after, item.name)
            if old != new:
                yield Difference(Kind.CHANGED, block, row, item.name, old, new)


def _rows(before: Form, after: Form, block: str) -> Iterator[Difference]:
    old = {row.id: row for row in rows_of(before, block)}
    new = {row.id: row for row in rows_of(after, block)}
    for row_id, row in old.items():
        if row_id not in new:
            yield Difference(Kind.REMOVED, block, row_id, "", row_text(row), "")
    stayed = _in_place([key for key in old if key in new], [key for key in new if key in old])
    for row_id, row in new.items():
        if row_id not in old:
            yield Difference(Kind.ADDED, block, row_id, "", "", row_text(row))
            continue
        if row_id not in stayed:
            yield Difference(Kind.MOVED, block, row_id, "", row_text(old[row_id]), row_text(row))
        if row is not old[row_id]:  # after an edit nearly all rows are the very same
            yield from _texts(old[row_id], row, block, row_id)


def _in_place(old: list[str], new: list[str]) -> set[str]:
    """Return the rows that kept their order; the others are the ones that were moved."""
    if old == new:
        return set(old)
    from difflib import SequenceMatcher  # rows seldom move, and every start would load it

    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    return {key for match in matcher.get_matching_blocks() for key in old[match.a : match.a + match.size]}
