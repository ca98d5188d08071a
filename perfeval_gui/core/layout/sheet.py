"""A form and its profile laid out as a grid: labels to the character, merges derived from the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from perfeval_gui.core.form import (
    DIMENSIONS,
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    SIGN_OFF,
    TOTAL,
    WAN,
    Cell,
    Form,
    Indicator,
    Project,
    Row,
    is_in_wan,
)
from perfeval_gui.core.layout.grid import Box, Grid, Line
from perfeval_gui.core.profile import CellRule, Profile
from perfeval_gui.core.quantities import parse_points
from perfeval_gui.core.text import squeeze

_HEAD_GAP = "\u3000" * 4
_NAME_GAP = "\u3000" * 4
_FIELD_GAP = "\u3000" * 6
_CONTINUING = ("auto", "continue")


def lay_out(project: Project, profile: Profile) -> Grid:
    """Return the project's form as a grid: rows in source order, neighbouring equal labels merged."""
    form = project.form
    rows = list(_rows(project, profile))
    return Grid(
        head=head_lines(form, profile),
        columns=profile.page.grid,
        kinds=tuple(row.kind for row in rows),
        boxes=tuple(_boxes(rows)),
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


class _Printed(NamedTuple):
    """A cell of a printed row; `auto` cells of equal groups merge with the one above."""

    rule: CellRule
    text: str
    cell: Cell | None
    group: str = ""


class _Row(NamedTuple):
    kind: str
    cells: list[_Printed]


_Value = Callable[[str], tuple[str, Cell | None]]
_Label = tuple[str, Cell]


def _rows(project: Project, profile: Profile) -> Iterator[_Row]:
    plain = partial(_plain_value, project)
    for kind in ("name", "department"):
        yield _row(profile, kind, plain)
    yield _funding_head(_row(profile, "funding_head", plain), project.form.funding_unit)
    yield from _funding_rows(project, profile)
    for kind in ("goal_head", "goal", "indicator_head"):
        yield _row(profile, kind, plain)
    yield from _indicator_rows(project, profile)
    yield _row(profile, "total", plain)


def _row(profile: Profile, kind: str, value: _Value) -> _Row:
    return _Row(kind, [_Printed(rule, *_text_and_cell(rule, value)) for rule in profile.rows[kind]])


def _funding_head(row: _Row, unit: str) -> _Row:
    """Return the head of the money with the unit that the amounts are in: 120 in 元 must not stand under 万元."""
    if is_in_wan(unit):
        return row
    return row._replace(
        cells=[cell._replace(text=cell.text.replace(WAN, printed(unit))) for cell in row.cells]
    )


def _text_and_cell(rule: CellRule, value: _Value) -> tuple[str, Cell | None]:
    field = rule.field
    return value(field) if field else (rule.text, None)


def _plain_value(project: Project, name: str) -> tuple[str, Cell | None]:
    block, _, field = name.rpartition(".")
    if block not in (HEAD, GOAL, TOTAL, SIGN_OFF):
        raise KeyError(name)
    record: object = getattr(project.form, block) if block else project.form
    return printed(getattr(record, field)), Cell(project.id, block, "", field)


def _funding_rows(project: Project, profile: Profile) -> Iterator[_Row]:
    usual = [(rule, rule.field) for rule in profile.rows["funding"]]
    centred = [
        (replace(rule, style="value") if rule.style == "source" else rule, name) for rule, name in usual
    ]
    in_the_middle = {rule.source for rule in profile.funding if rule.align == "center"}
    for row in project.form.funding:
        rules = centred if squeeze(row.source) in in_the_middle else usual
        yield _Row("funding", [_row_value(project, FUNDING, row, rule, name) for rule, name in rules])


def _indicator_rows(project: Project, profile: Profile) -> Iterator[_Row]:
    form = project.form
    rules = [(rule, rule.field) for rule in profile.rows["indicator"]]
    sections = {
        item.name: (
            dimension_label(item.name, item.points, profile),
            Cell(project.id, DIMENSIONS, item.id, "points"),
        )
        for item in reversed(form.dimensions)
    }
    categories = {name: category_label(name, profile) for name in {row.category for row in form.indicators}}
    for row in form.indicators:
        cells = []
        for rule, name in rules:
            if name == "dimension":
                label = sections.get(row.dimension) or _bare_label(project, row, profile)
                cells.append(_Printed(rule, *label, row.dimension))
            elif name == "category":
                cell = Cell(project.id, INDICATORS, row.id, name)
                cells.append(
                    _Printed(rule, categories[row.category], cell, f"{row.dimension}\0{row.category}")
                )
            else:
                cells.append(_row_value(project, INDICATORS, row, rule, name))
        yield _Row("indicator", cells)


def _bare_label(project: Project, row: Indicator, profile: Profile) -> _Label:
    return dimension_label(row.dimension, "", profile), Cell(project.id, INDICATORS, row.id, "dimension")


def _row_value(project: Project, block: str, row: Row, rule: CellRule, name: str) -> _Printed:
    if not name:
        return _Printed(rule, rule.text, None)
    return _Printed(rule, printed(getattr(row, name)), Cell(project.id, block, row.id, name))


def _boxes(rows: list[_Row]) -> Iterator[Box]:
    started: list[tuple[int, str, _Printed]] = []
    heights: list[int] = []
    open_at: dict[int, int] = {}  # column: which started box a cell below may continue
    for index, (kind, cells) in enumerate(rows):
        for item in cells:
            merge, column = item.rule.merge, item.rule.column
            above = open_at.get(column)
            if merge in _CONTINUING and above is not None and started[above][0] + heights[above] == index:
                _, kind_above, start = started[above]
                if merge == "continue" or (kind_above == kind and start.group == item.group):
                    heights[above] += 1
                    continue
            if merge:
                open_at[column] = len(started)
            started.append((index, kind, item))
            heights.append(1)
    for (index, _, (rule, text, cell, _)), height in zip(started, heights, strict=True):
        yield Box(index, rule.column, height, rule.span, text, rule.style, cell, bool(rule.merge))
