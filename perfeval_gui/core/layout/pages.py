"""The page: which font size lets a form stand on one page, and where it breaks when none does."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from perfeval_gui.core.layout.grid import Box, Grid, Line
from perfeval_gui.core.layout.lines import Measure, broken, em_width, narrowing
from perfeval_gui.core.layout.styles import LINE_STYLES, twips
from perfeval_gui.core.profile import PageRule
from perfeval_gui.core.values import dataclass

BORDER = 10
_SMALL_SIZE = Decimal(9)
_AIR = 80  # an ordinary row is 4 pt higher than its line
_RESERVE = 240  # fonts differ between machines: 12 pt of the page stay free


class SizeStep(NamedTuple):
    """A step of the size ladder: font size and exact line height in points."""

    size: Decimal
    line: Decimal


class Slice(NamedTuple):
    """The part of a row that stands on a page: the row, where the part starts in it, its height in twips."""

    row: int
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class PageFit:
    """A grid on paper: the step, the heights in twips, and what of the table stands on each page.

    `height` is that of the form with head and tail, `limit` what one page takes with 12 pt left free.
    """

    step: SizeStep
    height: int
    limit: int
    head: int
    tail: int
    rows: tuple[int, ...]
    splittable: tuple[bool, ...]
    pages: tuple[tuple[Slice, ...], ...]

    @property
    def is_one_page(self) -> bool:
        """Whether the form stands on one page with its sign-off."""
        return len(self.pages) == 1

    @property
    def height_pt(self) -> float:
        """The height of the form in points."""
        return self.height / 20

    @property
    def limit_pt(self) -> float:
        """The height that one page takes, in points."""
        return self.limit / 20


def fit(grid: Grid, page: PageRule, measure: Measure = em_width) -> PageFit:
    """Return the form on one page at the first size that fits, else on several pages by the two-page step."""
    *_, fitted = attempts(grid, page, measure)
    return fitted


def attempts(grid: Grid, page: PageRule, measure: Measure = em_width) -> Iterator[PageFit]:
    """Yield the form at one size after another; the last is the one that fits, or the two-page step."""
    for pair in page.size_steps:
        fitted = set_at(grid, page, SizeStep(*pair), measure)
        yield fitted
        if fitted.is_one_page:
            return
    yield set_at(grid, page, SizeStep(*page.two_page_step), measure)


def printed_fit(grid: Grid, page: PageRule, measure: Measure) -> PageFit:
    """Return the form at the size that every export takes, with the rows as high as a real font makes them.

    Nothing is left free: this is what Word does with the exported file, not what it might do.
    """
    return set_at(grid, page, fit(grid, page).step, measure, reserve=0)


def set_at(grid: Grid, page: PageRule, step: SizeStep, measure: Measure, reserve: int = _RESERVE) -> PageFit:
    """Return the form set at one size; `reserve` twips of each page are left free."""
    limit = usable_height(page) - reserve
    head, tail = _lines_height(grid.head, page, measure), _lines_height(grid.tail, page, measure)
    rows = row_heights(grid, page, step, measure, least_border=BORDER if reserve else 0)
    splittable = tuple(height > usable_height(page) // 2 for height in rows)
    height = head + sum(rows) + tail
    if height <= limit:
        pages: tuple[tuple[Slice, ...], ...] = (tuple(Slice(row, 0, high) for row, high in enumerate(rows)),)
    else:
        room = _Room(limit - head, limit, tail, twips(step.line), cell_margin(page, step))
        pages = _paged(rows, splittable, room)
    return PageFit(step, height, limit, head, tail, rows, splittable, pages)


def usable_height(page: PageRule) -> int:
    """Return the height between the margins in twips."""
    return page.size[1] - page.margins["top"] - page.margins["bottom"]


def usable_width(page: PageRule) -> int:
    """Return the width between the margins in twips."""
    return page.size[0] - page.margins["left"] - page.margins["right"]


def cell_margin(page: PageRule, step: SizeStep) -> int:
    """Return the margin above and below a cell's text in twips."""
    return page.cell_top_bottom if step.size >= _SMALL_SIZE else page.cell_top_bottom_small


def least_height(page: PageRule, step: SizeStep) -> int:
    """Return the height that a row of one line has, in twips."""
    air = _AIR if step.size >= _SMALL_SIZE else 0
    return twips(step.line) + 2 * cell_margin(page, step) + air


def text_width(columns: Sequence[int], page: PageRule, size: Decimal, column: int, span: int) -> float:
    """Return the width that a box has for its text, in em of the size."""
    return (sum(columns[column : column + span]) - 2 * page.cell_left_right) / float(size * 20)


def row_heights(
    grid: Grid, page: PageRule, step: SizeStep, measure: Measure = em_width, *, least_border: int = BORDER
) -> tuple[int, ...]:
    """Return the height of every row in twips, its border included.

    The height that a row has at least takes in its border on paper; the estimate counts it on top.
    """
    heights, merged = needed_heights(grid, page, step, measure, least_border=least_border)
    for needed, box in sorted(merged, key=lambda item: item[1].rows):
        missing = needed - sum(heights[box.row : box.row + box.rows])
        heights[box.row + box.rows - 1] += max(0, missing)
    return tuple(heights)


def needed_heights(
    grid: Grid, page: PageRule, step: SizeStep, measure: Measure = em_width, *, least_border: int = BORDER
) -> tuple[list[int], list[tuple[int, Box]]]:
    """Return the heights that rows need by their own cells, and those that merged labels need in all."""
    line, margins = twips(step.line), 2 * cell_margin(page, step)
    width = functools.cache(functools.partial(text_width, grid.columns, page, step.size))
    one_line = max(least_height(page, step) + least_border, line + margins + BORDER)
    heights = [one_line] * len(grid.kinds)
    merged: list[tuple[int, Box]] = []
    for box in grid.boxes:
        text = box.text
        room = width(box.column, box.columns)
        if (len(text) <= room and "\n" not in text) or narrowing(text, room) < 100:
            continue  # one line, whatever the characters
        needed = len(broken(text, room, measure)) * line + margins + BORDER
        if box.rows > 1:
            merged.append((needed, box))
        elif needed > heights[box.row]:
            heights[box.row] = needed
    return heights, merged


def _lines_height(lines: Iterable[Line], page: PageRule, measure: Measure) -> int:
    total = 0
    for line in lines:
        style = LINE_STYLES[line.style]
        count = len(broken(line.text, usable_width(page) / float(style.size * 20), measure))
        total += twips(style.before + count * style.line + style.after)
    return total


class _Room(NamedTuple):
    first: int
    other: int
    tail: int
    line: int
    margin: int


def chain_start(splittable: Sequence[bool]) -> int:
    """Return the first of the last rows that stay with the sign-off: the last indicator, or 总分."""
    last = len(splittable) - 1
    return last - 1 if last > 0 and not splittable[last - 1] else last


def _paged(rows: tuple[int, ...], splittable: tuple[bool, ...], room: _Room) -> tuple[tuple[Slice, ...], ...]:
    pages: list[list[Slice]] = [[]]
    left = room.first
    chain = chain_start(splittable)
    for row, height in enumerate(rows):
        together = sum(rows[chain:]) + room.tail if row == chain else height
        if together <= left or row > chain:
            pages[-1].append(Slice(row, 0, height))
            left -= height
        elif splittable[row]:
            left = _split(pages, row, height, left, room)
        else:
            pages.append([Slice(row, 0, height)])
            left = room.other - height
    return tuple(tuple(page) for page in pages if page)


def _split(pages: list[list[Slice]], row: int, height: int, left: int, room: _Room) -> int:
    top = 0
    while height - top > left:
        part = max(0, left - 2 * room.margin) // room.line * room.line + 2 * room.margin
        if part > 2 * room.margin:
            pages[-1].append(Slice(row, top, part))
            top += part - 2 * room.margin
        pages.append([])
        left = room.other
    pages[-1].append(Slice(row, top, height - top))
    return left - (height - top)
