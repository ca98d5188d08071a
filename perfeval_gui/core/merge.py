"""What two people made of the same form, put together row by row; where both changed one cell, both are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from perfeval_gui.core.compare import row_text
from perfeval_gui.core.fields import FIELDS
from perfeval_gui.core.form import (
    GOAL,
    HEAD,
    ROW_BLOCKS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Form,
    Indicator,
    Row,
    rows_of,
    write,
)
from perfeval_gui.core.likeness import likeness

_SAME_NAME = 0.25
"""How alike two names of an indicator are at least when one was made of the other."""
_CONTENT = ("target", "actual", "weight", "variance_note")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both changed differently. Mine stands in the merged form until a person chooses.

    A blank `field` means the whole row: one of the two removed it and the other changed it. The row then
    stays, and the side that removed it is blank.
    """

    block: str
    row: str
    field: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The form with the changes of both, and what a person must look at."""

    form: Form
    conflicts: tuple[Conflict, ...]


def merge(base: Form, mine: Form, theirs: Form) -> Merged:
    """Return both sides' changes since `base` put together; nothing that either typed is left out unseen."""
    conflicts: list[Conflict] = []
    changes: dict[str, Any] = {}
    for block in (GOAL, TOTAL, SIGN_OFF):
        old, ours, other = (getattr(form, block) for form in (base, mine, theirs))
        changes[block] = _merged_record(old, ours, other, (block, ""), conflicts)
    for block in ROW_BLOCKS:
        changes[block] = _Rows(base, mine, theirs, block).merged(conflicts)
    head = _merged_record(base, mine, theirs, (HEAD, ""), conflicts)
    return Merged(replace(head, **changes), tuple(conflicts))


def _merged_record(
    base: Any, mine: Any, theirs: Any, place: tuple[str, str], conflicts: list[Conflict]
) -> Any:
    """Return `mine` with the texts that only the other side changed."""
    taken: dict[str, str] = {}
    for item in FIELDS:
        if item.block != place[0]:
            continue
        old, ours, other = (getattr(record, item.name) for record in (base, mine, theirs))
        if other in (old, ours):
            continue
        if ours == old:
            taken[item.name] = other
        else:
            conflicts.append(Conflict(*place, item.name, old, ours, other))
    return replace(mine, **taken) if taken else mine


def decided(merged: Merged, theirs: Collection[Conflict]) -> Form:
    """Return the merged form with each conflict as it was chosen: the other's side for `theirs`, else mine.

    A row whose chosen side had removed it goes.
    """
    form = merged.form
    for conflict in merged.conflicts:
        chosen = conflict.theirs if conflict in theirs else conflict.mine
        if conflict.field:
            form = write(form, Cell("", conflict.block, conflict.row, conflict.field), chosen)
        elif not chosen:
            rows = tuple(row for row in rows_of(form, conflict.block) if row.id != conflict.row)
            changed: dict[str, Any] = {conflict.block: rows}
            form = replace(form, **changed)
    return form


class _Rows:
    """One block of rows as three people know it: by id, in their order."""

    def __init__(self, base: Form, mine: Form, theirs: Form, block: str) -> None:
        self._block = block
        self._base = {row.id: row for row in rows_of(base, block)}
        self._mine = {row.id: row for row in rows_of(mine, block)}
        self._theirs = self._without_clashes({row.id: row for row in rows_of(theirs, block)})
        self._part_exchanged_rows()

    def merged(self, conflicts: list[Conflict]) -> tuple[Row, ...]:
        """Return the rows of both in one order."""
        rows = dict(self._chosen(conflicts))
        common = [key for key in self._base if key in self._mine and key in self._theirs]
        i_moved = [key for key in self._mine if key in common] != common
        first, second = (self._mine, self._theirs) if i_moved else (self._theirs, self._mine)
        return tuple(rows[key] for key in _one_order(list(first), list(second), rows))

    def _chosen(self, conflicts: list[Conflict]) -> Iterator[tuple[str, Row]]:
        for key in dict.fromkeys((*self._mine, *self._theirs)):
            base, mine, theirs = self._base.get(key), self._mine.get(key), self._theirs.get(key)
            if mine is not None and theirs is not None:
                yield key, _merged_record(base or mine, mine, theirs, (self._block, key), conflicts)
                continue
            left = mine if mine is not None else theirs
            if left is None or left == base:
                continue  # one removed it and the other had not touched it
            if base is not None:
                texts = [row_text(row) if row is not None else "" for row in (base, mine, theirs)]
                conflicts.append(Conflict(self._block, key, "", *texts))
            yield key, left

    def _without_clashes(self, theirs: Mapping[str, Row]) -> dict[str, Row]:
        """Return their rows with other ids for new rows whose ids mine has given to other new rows."""
        taken = {*self._base, *self._mine, *theirs}
        result: dict[str, Row] = {}
        for key, row in theirs.items():
            if key in self._mine and key not in self._base and self._mine[key] != row:
                fresh = self._fresh_id(taken)
                result[fresh] = replace(row, id=fresh)
            else:
                result[key] = row
        return result

    def _part_exchanged_rows(self) -> None:
        """Keep two rows apart that share the id of a row of the base, because one side put another row there.

        The id of a removed last row is given to the next new one. Cell by cell the two rows would become
        one, with the texts of both. Theirs gets an id of its own; the base goes with the side that kept it.
        """
        taken = {*self._base, *self._mine, *self._theirs}
        parted: dict[str, Row] = {}
        for key, theirs in self._theirs.items():
            base, mine = self._base.get(key), self._mine.get(key)
            if base is None or mine is None or len({base, mine, theirs}) < 3:
                parted[key] = theirs
                continue
            is_mine_new, is_theirs_new = _is_another(base, mine), _is_another(base, theirs)
            if not (is_mine_new or is_theirs_new):
                parted[key] = theirs
                continue
            fresh = self._fresh_id(taken)
            parted[fresh] = replace(theirs, id=fresh)
            if is_mine_new:
                self._base[fresh] = self._base.pop(key)
        self._theirs = parted

    def _fresh_id(self, taken: set[str]) -> str:
        """Return an id of the block that is not taken, and take it."""
        number = len(taken) + 1
        while (fresh := f"{self._block[0]}{number}") in taken:
            number += 1
        taken.add(fresh)
        return fresh


def _is_another(base: Row, row: Row) -> bool:
    """Return whether a row is hardly what became of `base`: a name was written anew, or all was."""
    if not isinstance(base, Indicator) or not isinstance(row, Indicator):
        return False
    if row.name == base.name or not base.name.strip():
        return False
    if row.name.strip() and likeness(base.name, row.name) < _SAME_NAME:
        return True
    stayed = [getattr(row, name) == text for name in _CONTENT if (text := getattr(base, name))]
    return not any(stayed) and bool(stayed or not row.name.strip())


def _one_order(first: list[str], second: list[str], rows: Mapping[str, Row]) -> list[str]:
    """Return the keys of `rows` in the first order; what only the second has follows its neighbour there."""
    order = [key for key in first if key in rows]
    previous = ""
    for key in second:
        if key not in rows:
            continue
        if key not in order:
            order.insert(order.index(previous) + 1 if previous else 0, key)
        previous = key
    return order
