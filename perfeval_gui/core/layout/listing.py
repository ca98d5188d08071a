"""A printed list: a title, a head row and sections of rows, as a grid that every painter can draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_gui.core.layout.grid import Box, Grid, Line


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its head, its width in twips, and whether its texts stand left."""

    head: str
    width: int
    left: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading that goes across the list; without a heading only the rows."""

    heading: str
    rows: Sequence[Sequence[str]]


def listing(title: str, columns: Sequence[Column], sections: Sequence[Section], tail: Sequence[str]) -> Grid:
    """Return the list as a grid; an empty section says 无. `tail` are lines below, such as for a signature."""
    kinds: list[str] = ["head"]
    boxes = [Box(0, at, 1, 1, column.head, "label") for at, column in enumerate(columns)]
    for section in sections:
        if section.heading:
            boxes.append(Box(len(kinds), 0, 1, len(columns), section.heading, "prose"))
            kinds.append("section")
        for row in section.rows or [("无", *("" for _ in columns[1:]))]:
            boxes += [
                Box(len(kinds), at, 1, 1, text, "prose" if column.left else "value")
                for at, (column, text) in enumerate(zip(columns, row, strict=True))
            ]
            kinds.append("row")
    return Grid(
        head=(Line(title, "title"),),
        columns=tuple(column.width for column in columns),
        kinds=tuple(kinds),
        boxes=tuple(boxes),
        tail=tuple(Line(text, "sign_off") for text in tail),
    )
