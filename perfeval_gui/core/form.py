"""The form as a tree of frozen values: every cell is the text that was typed, nothing is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from perfeval_gui.core.values import dataclass

FUNDING = "funding"
GOAL = "goal"
DIMENSIONS = "dimensions"
INDICATORS = "indicators"
TOTAL = "total"
SIGN_OFF = "sign_off"
EXTRA = "extra"
HEAD = ""
WAN = "万元"
ROW_BLOCKS = (FUNDING, DIMENSIONS, INDICATORS, EXTRA)
_BLOCKS = (*ROW_BLOCKS, GOAL, TOTAL, SIGN_OFF)


@dataclass(frozen=True, slots=True)
class FundingRow:
    """One row of 项目资金: the printed label and six cells."""

    source: str = ""
    initial_budget: str = ""
    revised_budget: str = ""
    outturn: str = ""
    weight: str = ""
    execution_rate: str = ""
    score: str = ""
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Goal:
    """年度总体目标: what was planned and what was reached."""

    expected: str = ""
    achieved: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A 一级指标 as printed: its name without points, and the points of the label (may be blank)."""

    name: str = ""
    points: str = ""
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One 三级指标 row with the labels it stands under."""

    dimension: str = ""
    category: str = ""
    name: str = ""
    target: str = ""
    actual: str = ""
    weight: str = ""
    score: str = ""
    variance_note: str = ""
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Total:
    """The 总分 row."""

    weight: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """The line under the table, without its labels; the signature itself is left to the pen."""

    preparer: str = ""
    filed_on: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """Something the imported form had and ours has not; `after` is a JSON pointer or blank."""

    after: str = ""
    label: str = ""
    text: str = ""
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Form:
    """One 项目支出绩效自评表. Two forms are equal when their texts are; row ids take no part.

    `funding_unit` is blank for 万元, else the unit printed in the funding label.
    """

    fiscal_year: str = ""
    project_name: str = ""
    supervising_department: str = ""
    implementing_unit: str = ""
    funding: tuple[FundingRow, ...] = ()
    goal: Goal = Goal()
    dimensions: tuple[Dimension, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    total: Total = Total()
    note: str = ""
    sign_off: SignOff = SignOff()
    funding_unit: str = ""
    extra: tuple[Extra, ...] = ()


Row = FundingRow | Dimension | Indicator | Extra


@dataclass(frozen=True, slots=True)
class Cell:
    """The address of one text: a project, a block of its form, a row id (blank where none) and a field.

    Row ids are permanent, so an address survives insertions, sorting and undo. A blank `field` means the
    block or form as a whole.
    """

    project: str
    block: str
    row: str
    field: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that a person has looked at and accepted, with the written reason (已阅)."""

    check: str
    cell: Cell
    reason: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class ReviewMark:
    """What the department's reviewer wrote to a scored row, as typed: 复核分 and 审核意见.

    The total's block with a blank row means the form as a whole.
    """

    block: str
    row: str
    score: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A draft: one form with what the program keeps beside it. `id` is permanent, `position` orders the tree.

    `origins` tells where a cell's text came from (see `core/origins`), keyed by (block, row, field);
    absent means typed. `previous` is last year's form, when this one was rolled over from it.
    """

    id: str
    form: Form
    position: int = 0
    profile: str = "annex3-2024"
    state: str = "draft"
    waivers: tuple[Waiver, ...] = ()
    review: tuple[ReviewMark, ...] = ()
    previous: Form | None = None
    origins: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filing:
    """The projects that are open, by id, in tree order. Never changed in place."""

    projects: Mapping[str, Project] = field(default_factory=dict)

    def __getitem__(self, project_id: str) -> Project:
        """Return the project, or raise KeyError."""
        return self.projects[project_id]

    def __contains__(self, project_id: object) -> bool:
        """Return whether the project is open."""
        return project_id in self.projects


def is_in_wan(funding_unit: str) -> bool:
    """Return whether amounts with this unit in their label are in 万元 (a blank unit means 万元)."""
    return "".join(funding_unit.split()) in ("", WAN)


def rows_of(form: Form, block: str) -> tuple[Row, ...]:
    """Return the rows of a row block (funding, dimensions, indicators, extra)."""
    rows: tuple[Row, ...] = getattr(form, block)
    return rows


def row_index(form: Form, block: str, row_id: str) -> int:
    """Return the position of the row, or raise KeyError when it is no longer there."""
    for index, row in enumerate(rows_of(form, block)):
        if row.id == row_id:
            return index
    raise KeyError((block, row_id))


def read(form: Form, cell: Cell) -> str:
    """Return the text of the cell, or raise KeyError when the row is no longer there."""
    if cell.block in ROW_BLOCKS:
        record: Any = rows_of(form, cell.block)[row_index(form, cell.block, cell.row)]
    else:
        record = getattr(form, cell.block) if cell.block else form
    text: str = getattr(record, cell.field)
    return text


def write(form: Form, cell: Cell, text: str) -> Form:
    """Return the form with `text` in the cell; the same object when nothing changes."""
    if read(form, cell) == text:
        return form
    change: dict[str, Any] = {cell.field: text}
    if cell.block in ROW_BLOCKS:
        index = row_index(form, cell.block, cell.row)
        rows: Any = rows_of(form, cell.block)
        changed: Any = (*rows[:index], replace(rows[index], **change), *rows[index + 1 :])
    elif cell.block:
        changed = replace(getattr(form, cell.block), **change)
    else:
        return replace(form, **change)
    return replace(form, **{cell.block: changed})


def pointer(form: Form, cell: Cell) -> str:
    """Return the JSON pointer of the cell in the contract's form, such as `/indicators/3/actual`.

    Raises KeyError when the row is no longer there.
    """
    parts: list[str] = [cell.block] if cell.block else []
    if cell.row:
        parts.append(str(row_index(form, cell.block, cell.row)))
    if cell.field:
        parts.append(cell.field)
    return "".join("/" + part for part in parts)


def cell_at(project: Project, where: str) -> Cell:
    """Return the address that a JSON pointer names; raise KeyError when it names nothing of the form."""
    root, *parts = where.split("/")
    block = parts.pop(0) if parts and parts[0] in _BLOCKS else HEAD
    record: object = getattr(project.form, block) if block else project.form
    row = ""
    if block in ROW_BLOCKS and parts:
        found = _row_at(project.form, block, parts.pop(0))
        record, row = found, found.id
    field_name = "/".join(parts)
    is_text = isinstance(getattr(record, field_name, None), str) and field_name != "id"
    if root or (field_name and not is_text):
        raise KeyError(where)
    return Cell(project.id, block, row, field_name)


def _row_at(form: Form, block: str, number: str) -> Row:
    rows = rows_of(form, block)
    if not (number.isascii() and number.isdigit() and int(number) < len(rows)):
        raise KeyError(number)
    return rows[int(number)]


def with_row_ids(form: Form) -> Form:
    """Return the form with an id in every row that has none; ids already there are kept.

    New ids are `<letter><number>`, unique within their block, so the function needs no randomness.
    """
    changes: dict[str, Any] = {}
    for block in ROW_BLOCKS:
        rows = rows_of(form, block)
        if all(row.id for row in rows):
            continue
        taken = {row.id for row in rows}
        fresh = (f"{block[0]}{number}" for number in range(1, len(rows) * 2 + len(taken) + 2))
        free = (name for name in fresh if name not in taken)
        changes[block] = tuple(row if row.id else replace(row, id=next(free)) for row in rows)
    return replace(form, **changes) if changes else form


def next_row_id(form: Form, block: str) -> str:
    """Return an id that no row of the block has."""
    taken = {row.id for row in rows_of(form, block)}
    number = len(taken) + 1
    while f"{block[0]}{number}" in taken:
        number += 1
    return f"{block[0]}{number}"
