"""A form and its profile laid out as a grid: labels to the character, merges derived from the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from perfeval_gui.core.form import (
    DIMENSIONS,
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Form,
    Project,
)
from perfeval_gui.core.layout.grid import Box, Grid, Line
from perfeval_gui.core.profile import CellRule, Profile
from perfeval_gui.core.quantities import parse_points
from perfeval_gui.core.text import squeeze

_HEAD_GAP = "\u3000" * 4
_NAME_GAP = "\u3000" * 4
_FIELD_GAP = "\u3000" * 6


def lay_out(project: Project, profile: Profile) -> Grid:
    """Return the project's form as a grid: rows in source order, neighbouring equal labels merged."""
    form = project.form
    rows = _rows(project, profile)
    boxes = [box for index in range(len(rows)) for box in _boxes_of_row(rows, index)]
    return Grid(
        head=head_lines(form, profile),
        columns=profile.page.grid,
        kinds=tuple(row.kind for row in rows),
        boxes=tuple(boxes),
        tail=tail_lines(form, profile),
    )


def title_of(form: Form, profile: Profile) -> str:
    """Return the title line; a blank year leaves room to write it."""
    return profile.head[-1].replace("{fiscal_year}", form.fiscal_year.strip() or _HEAD_GAP)


def head_lines(form: Form, profile: Profile) -> tuple[Line, ...]:
    """Return the paragraphs above the table."""
    return (*(Line(text, "annex") for text in profile.head[:-1]), Line(title_of(form, profile), "title"))


def tail_lines(form: Form, profile: Profile) -> tuple[Line, ...]:
    """Return the note and the sign-off line; a blank field leaves room to write."""
    labels, signed = profile.sign_off, form.sign_off
    fields = (
        labels["preparer"] + (printed(signed.preparer) or _NAME_GAP),
        labels["filed_on"] + (printed(signed.filed_on) or _FIELD_GAP),
        labels["phone"] + (printed(signed.phone) or _FIELD_GAP),
        labels["signatory"],
    )
    note = printed(form.note) or profile.note
    return (Line(note, "note"), Line("\u3000".join(fields), "sign_off"))


def printed(text: str) -> str:
    """Return a value as it is printed: trimmed at both ends, a tab inside becomes one space."""
    return text.strip().replace("\t", " ")


def dimension_label(name: str, points: str, profile: Profile) -> str:
    """Return the printed label of a 一级指标: the profile's where name and points are its own."""
    name, points = printed(name), printed(points)
    rule = profile.dimension("".join(name.split()))
    if rule is not None and parse_points(points) == rule.points:
        return rule.label
    return f"{name}\n\n（{points}分）" if points else name


def category_label(name: str, profile: Profile) -> str:
    """Return the printed label of a 二级指标."""
    rule = profile.category("".join(name.split()))
    return rule.label if rule is not None else printed(name)


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    rules: tuple[CellRule, ...]
    texts: tuple[str, ...]
    cells: tuple[Cell | None, ...]
    groups: tuple[str, ...]  # an `auto` cell merges with the one above when their groups are equal


_Address = Callable[[str], tuple[str, Cell | None]]


def _rows(project: Project, profile: Profile) -> list[_Row]:
    form = project.form
    plain = partial(_plain_cell, project)
    rows = [_row(kind, profile, plain) for kind in ("name", "department", "funding_head")]
    rows += [
        _funding_row(profile, form.funding[index].source, partial(_row_cell, project, FUNDING, index))
        for index in range(len(form.funding))
    ]
    rows += [_row(kind, profile, plain) for kind in ("goal_head", "goal", "indicator_head")]
    rows += [
        _row("indicator", profile, partial(_indicator_cell, project, profile, index), _groups(form, index))
        for index in range(len(form.indicators))
    ]
    return [*rows, _row("total", profile, plain)]


def _row(kind: str, profile: Profile, address: _Address, groups: dict[str, str] | None = None) -> _Row:
    rules = profile.rows[kind]
    found = [address(rule.field) if rule.field else (rule.text, None) for rule in rules]
    return _Row(
        kind,
        rules,
        tuple(text for text, _ in found),
        tuple(cell for _, cell in found),
        tuple((groups or {}).get(rule.field, "") for rule in rules),
    )


def _funding_row(profile: Profile, source: str, address: _Address) -> _Row:
    row = _row("funding", profile, address)
    if not _is_centred(profile, source):
        return row
    return replace(
        row,
        rules=tuple(replace(rule, style="value") if rule.style == "source" else rule for rule in row.rules),
    )


def _is_centred(profile: Profile, source: str) -> bool:
    return any(rule.align == "center" and rule.source == squeeze(source) for rule in profile.funding)


def _plain_cell(project: Project, name: str) -> tuple[str, Cell | None]:
    block, _, field = name.rpartition(".")
    if block not in (HEAD, GOAL, TOTAL, SIGN_OFF):
        raise KeyError(name)
    record: object = getattr(project.form, block) if block else project.form
    return printed(getattr(record, field)), Cell(project.id, block, "", field)


def _row_cell(project: Project, block: str, index: int, name: str) -> tuple[str, Cell | None]:
    row = getattr(project.form, block)[index]
    return printed(getattr(row, name)), Cell(project.id, block, row.id, name)


def _indicator_cell(project: Project, profile: Profile, index: int, name: str) -> tuple[str, Cell | None]:
    form = project.form
    row = form.indicators[index]
    if name == "dimension":
        found = next((item for item in form.dimensions if item.name == row.dimension), None)
        if found is None:
            return dimension_label(row.dimension, "", profile), Cell(
                project.id, INDICATORS, row.id, "dimension"
            )
        label = dimension_label(found.name, found.points, profile)
        return label, Cell(project.id, DIMENSIONS, found.id, "points")
    if name == "category":
        return category_label(row.category, profile), Cell(project.id, INDICATORS, row.id, "category")
    return _row_cell(project, INDICATORS, index, name)


def _groups(form: Form, index: int) -> dict[str, str]:
    row = form.indicators[index]
    return {"dimension": row.dimension, "category": f"{row.dimension}\0{row.category}"}


def _boxes_of_row(rows: list[_Row], index: int) -> list[Box]:
    row = rows[index]
    return [
        Box(
            index,
            rule.column,
            _height(rows, index, place),
            rule.span,
            row.texts[place],
            rule.style,
            row.cells[place],
        )
        for place, rule in enumerate(row.rules)
        if not _is_continued(rows, index, place)
    ]


def _is_continued(rows: list[_Row], index: int, place: int) -> bool:
    row, rule = rows[index], rows[index].rules[place]
    if rule.merge == "continue":
        return True
    if rule.merge != "auto" or index == 0 or rows[index - 1].kind != row.kind:
        return False
    return rows[index - 1].groups[place] == row.groups[place]


def _height(rows: list[_Row], index: int, place: int) -> int:
    column = rows[index].rules[place].column
    height = 1
    for below in range(index + 1, len(rows)):
        at = next((n for n, rule in enumerate(rows[below].rules) if rule.column == column), None)
        if at is None or not _is_continued(rows, below, at) or not rows[index].rules[place].merge:
            break
        height += 1
    return height
