"""录入清单: a form's texts in the order in which a web system asks for them, to be typed in there by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfeval_gui.core.fields import cells_of
from perfeval_gui.core.form import EXTRA, FUNDING, HEAD, INDICATORS, Cell, Form, Project, read, row_index
from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.layout.listing import Column, Section, listing
from perfeval_gui.core.measures import Measure, ValueKind, read_measure
from perfeval_gui.core.proof import place_name
from perfeval_gui.core.quantities import narrow
from perfeval_gui.core.text import squeeze

_NOT_ASKED_FOR = frozenset(
    {(HEAD, "note"), (HEAD, "funding_unit"), (FUNDING, "source"), (FUNDING, "weight"), (EXTRA, "label")}
)
_WITH_PARTS = frozenset({"target", "actual"})
_COLUMNS = (
    Column("序号", 700, left=False),
    Column("位置", 3366),
    Column("录入内容", 5500),
    Column("已录", 900, left=False),
)
_SIGNED_BY = "录入人：\u3000\u3000\u3000\u3000\u3000\u3000录入日期："


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to type: where it stands, for people, the text, and the cell that it comes from."""

    place: str
    text: str
    cell: Cell


def entries(project: Project, *, in_parts: bool = False, with_blanks: bool = False) -> tuple[Entry, ...]:
    """Return what is to be typed, in reading order; the names of an indicator's sections come before its own.

    With `in_parts` a value such as ≥12个 is three things (性质, 数值, 单位), as the systems ask for it; what does
    not read as exactly these stays whole.
    """
    found: list[Entry] = []
    for cell in cells_of(project):
        if (cell.block, cell.field) in _NOT_ASKED_FOR or cell.block == EXTRA:
            continue
        found += _entries_of(project.form, cell, in_parts=in_parts)
    return tuple(item for item in found if with_blanks or item.text)


def entry_sheet(project: Project, items: Sequence[Entry]) -> Grid:
    """Return the list on paper, with a box to tick for each line."""
    rows = [(str(number), item.place, item.text, "□") for number, item in enumerate(items, 1)]
    name = project.form.project_name.strip() or "未命名项目"
    return listing(f"录入清单　{name}", _COLUMNS, [Section("", rows)], (_SIGNED_BY,))


def _entries_of(form: Form, cell: Cell, *, in_parts: bool) -> Iterator[Entry]:
    place, text = place_name(form, cell), read(form, cell).strip()
    if cell.block == INDICATORS and cell.field == "name":
        row = form.indicators[row_index(form, INDICATORS, cell.row)]
        number = place.partition(" · ")[0]
        yield Entry(f"{number} · 一级指标", squeeze(row.dimension), cell)
        yield Entry(f"{number} · 二级指标", squeeze(row.category), cell)
    parts = _parts(text) if in_parts and cell.field in _WITH_PARTS else ()
    if not parts:
        yield Entry(place, text, cell)
    for name, part in parts:
        yield Entry(f"{place}（{name}）", part, cell)


def _parts(text: str) -> tuple[tuple[str, str], ...]:
    """Return comparator, figure and unit of a value that is nothing else, as they are written; else nothing."""
    measure = read_measure(text)
    if measure.kind is not ValueKind.NUMBER or measure.prefix or measure.tail or not measure.unit:
        return ()
    figure = _figure_between(text, measure)
    if not figure:
        return ()
    parts = (("性质", measure.comparator), ("数值", figure), ("单位", measure.unit))
    return parts if measure.comparator else parts[1:]


def _figure_between(text: str, measure: Measure) -> str:
    """Return what stands between sign and unit, where that is all there is; else a blank."""
    plain = narrow(text).strip()
    if not plain.startswith(measure.spelling) or not plain.endswith(measure.unit):
        return ""
    figure = plain[len(measure.spelling) : len(plain) - len(measure.unit)].strip()
    return figure if all(sign.isdigit() or sign in ".,-" for sign in figure) else ""
