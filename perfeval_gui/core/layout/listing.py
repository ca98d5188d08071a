"""A printed list: a title, a head row and sections of rows, as a grid that every painter can draw.

On several pages the head row stands on each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfeval_gui.core.layout.grid import Box, Grid, Line
from perfeval_gui.core.layout.pages import PageFit, usable_height
from perfeval_gui.core.profile import PageRule


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
                Box(len(kinds), at, 1, 1, text.replace("\t", " "), "prose" if column.left else "value")
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


def pages_of(grid: Grid, fitted: PageFit, page: PageRule) -> list[Grid]:
    """Return a list that takes several pages as a grid a page: the title on the first, the tail on the last."""
    if fitted.is_one_page:
        return [grid]
    room = usable_height(page) - fitted.rows[0]
    parts: list[list[int]] = [[]]
    left = room - fitted.head
    for row, height in enumerate(fitted.rows[1:], 1):
        if height > left and parts[-1]:
            parts.append([])
            left = room
        parts[-1].append(row)
        left -= height
    if fitted.tail > left and len(parts[-1]) > 1:
        parts.append([parts[-1].pop()])
    boxes: list[list[Box]] = [[] for _ in grid.kinds]
    for box in grid.boxes:
        boxes[box.row].append(box)
    pages = []
    for rows in parts:
        shown = [0, *rows]
        pages.append(
            replace(
                grid,
                head=grid.head if rows is parts[0] else (),
                kinds=tuple(grid.kinds[row] for row in shown),
                boxes=tuple(replace(box, row=at) for at, row in enumerate(shown) for box in boxes[row]),
                tail=grid.tail if rows is parts[-1] else (),
            )
        )
    return pages
