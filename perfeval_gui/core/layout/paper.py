"""The sheets of paper: every line of text and every frame of a form at its place, in twips from the top left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from perfeval_gui.core.layout.grid import Box, Grid, Line
from perfeval_gui.core.layout.lines import Measure, broken, em_width, narrowing
from perfeval_gui.core.layout.pages import PageFit, Slice, cell_margin, usable_width
from perfeval_gui.core.layout.styles import LEFT_CELLS, LINE_STYLES, TABLE_FONT, twips
from perfeval_gui.core.profile import PageRule

_BASELINE = 0.8  # of an exact line height stands above the baseline, in Word as in LibreOffice

MeasureOf = Callable[[str], Measure]


class PaperLine(NamedTuple):
    """A line of text: where it begins on its baseline, its font by name and its size in points.

    `stretch` is the width of its signs in hundredths of their own.
    """

    x: float
    baseline: float
    text: str
    font: str
    size: Decimal
    stretch: int = 100


class Frame(NamedTuple):
    """The bordered part of a box that stands on a page."""

    x: int
    y: int
    width: int
    height: int
    box: Box


@dataclass(slots=True)
class Sheet:
    """One page: what is written on it and which frames are drawn."""

    lines: list[PaperLine] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)


def estimated(_font: str) -> Measure:
    """Return the measure that needs no font."""
    return em_width


def sheets(
    grid: Grid, fitted: PageFit, page: PageRule, measure_of: MeasureOf = estimated, foot: str = ""
) -> list[Sheet]:
    """Return the pages of a form as they print, with a line at the foot of each where there is one."""
    made = []
    table = _Table(grid, fitted, page, measure_of(TABLE_FONT))
    for number, slices in enumerate(fitted.pages):
        sheet = Sheet()
        y = page.margins["top"]
        if number == 0:
            y = _add_lines(sheet, grid.head, y, page, measure_of)
        y = table.add(sheet, slices, y)
        if number == len(fitted.pages) - 1:
            _add_lines(sheet, grid.tail, y, page, measure_of)
        if foot:
            below = page.size[1] - page.margins["footer"] - twips(LINE_STYLES["footer"].line)
            _add_lines(sheet, (Line(foot, "footer"),), below, page, measure_of)
        made.append(sheet)
    return made


def _add_lines(sheet: Sheet, lines: Sequence[Line], y: int, page: PageRule, measure_of: MeasureOf) -> int:
    for line in lines:
        style = LINE_STYLES[line.style]
        measure, size = measure_of(style.font), float(style.size * 20)
        y += twips(style.before)
        for text in broken(line.text, usable_width(page) / size, measure):
            free = usable_width(page) - measure(text.rstrip(" ")) * size
            x = page.margins["left"] + (free / 2 if style.centred else 0)
            sheet.lines.append(PaperLine(x, y + _BASELINE * twips(style.line), text, style.font, style.size))
            y += twips(style.line)
        y += twips(style.after)
    return y


class _Table:
    """The table of a form, put onto its pages part by part."""

    def __init__(self, grid: Grid, fitted: PageFit, page: PageRule, measure: Measure) -> None:
        self._grid = grid
        self._rows = fitted.rows
        self._measure = measure
        self._size = fitted.step.size
        self._pixels = float(fitted.step.size * 20)
        self._line = twips(fitted.step.line)
        self._margin = cell_margin(page, fitted.step)
        self._beside = page.cell_left_right
        left = page.margins["left"] + (usable_width(page) - sum(grid.columns)) // 2
        self._edges = tuple(accumulate(grid.columns, initial=left))

    def add(self, sheet: Sheet, slices: Sequence[Slice], y: int) -> int:
        """Put the table's part of a page onto it and return where it ends."""
        tops: dict[int, tuple[int, Slice]] = {}
        for part in slices:
            tops[part.row] = (y, part)
            y += part.height
        for box in self._grid.boxes:
            if box.rows == 1:
                parts = [tops[box.row]] if box.row in tops else []
            else:
                parts = [tops[row] for row in range(box.row, box.row + box.rows) if row in tops]
            if parts:
                frame = self._frame(box, parts)
                sheet.frames.append(frame)
                if box.text:
                    last = parts[-1][1]
                    goes_on = len(parts) < box.rows or last.top + last.height < self._rows[last.row]
                    self._add_text(sheet, frame, parts[0][1], goes_on=goes_on)
        return y

    def _frame(self, box: Box, parts: Sequence[tuple[int, Slice]]) -> Frame:
        top, (last_top, last) = parts[0][0], parts[-1]
        x = self._edges[box.column]
        return Frame(x, top, self._edges[box.column + box.columns] - x, last_top + last.height - top, box)

    def _add_text(self, sheet: Sheet, frame: Frame, part: Slice, *, goes_on: bool) -> None:
        box, line, margin = frame.box, self._line, self._margin
        room = (frame.width - 2 * self._beside) / self._pixels
        stretch = narrowing(box.text, room)
        texts = broken(box.text, room, self._measure) if stretch == 100 else (box.text,)
        is_cut = part.height < self._rows[part.row]
        if is_cut and box.rows == 1:  # a row that goes on on the next page fills each from the top
            start = part.top // line
            texts = texts[start : start + (part.height - 2 * margin) // line]
        elif part.row != box.row or part.top:
            return  # a merged label stands where it begins
        # where the end of a page cuts a cell, its text begins at the top; what is left on the last is centred
        free = 0 if goes_on else max(0, frame.height - 2 * margin - len(texts) * line)
        baseline = frame.y + margin + free / 2 + _BASELINE * line
        stands_left = box.style in LEFT_CELLS
        for number, text in enumerate(texts):
            slack = (
                2 * self._beside
                if stands_left
                else frame.width - self._measure(text.rstrip(" ")) * self._pixels * stretch / 100
            )
            place = frame.x + slack / 2
            y = baseline + number * line
            sheet.lines.append(PaperLine(place, y, text, TABLE_FONT, self._size, stretch))
