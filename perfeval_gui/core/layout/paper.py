"""The sheets of paper: every line of text and every frame of a form at its place, in twips from the top left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfeval_gui.core.layout.grid import Box, Grid, Line
from perfeval_gui.core.layout.lines import Measure, broken, em_width
from perfeval_gui.core.layout.pages import PageFit, Slice, cell_margin, text_width, usable_width
from perfeval_gui.core.layout.styles import LEFT_CELLS, LINE_STYLES, TABLE_FONT, twips
from perfeval_gui.core.profile import PageRule

_BASELINE = 0.8  # of an exact line height stands above the baseline, in Word as in LibreOffice

MeasureOf = Callable[[str], Measure]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of text: where it begins on its baseline, its font by name and its size in points."""

    x: float
    baseline: float
    text: str
    font: str
    size: Decimal


@dataclass(frozen=True, slots=True)
class Frame:
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
    for number, slices in enumerate(fitted.pages):
        sheet = Sheet()
        y = page.margins["top"]
        if number == 0:
            y = _add_lines(sheet, grid.head, y, page, measure_of)
        y = _Table(grid, fitted, page, measure_of(TABLE_FONT)).add(sheet, slices, y)
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


@dataclass(frozen=True, slots=True)
class _Table:
    grid: Grid
    fitted: PageFit
    page: PageRule
    measure: Measure

    def add(self, sheet: Sheet, slices: Sequence[Slice], y: int) -> int:
        """Put the table's part of a page onto it and return where it ends."""
        tops = {}
        for part in slices:
            tops[part.row] = (y, part)
            y += part.height
        for box in self.grid.boxes:
            rows = [row for row in range(box.row, box.row + box.rows) if row in tops]
            if rows:
                self._add_box(sheet, box, [tops[row] for row in rows])
        return y

    def _add_box(self, sheet: Sheet, box: Box, parts: Sequence[tuple[int, Slice]]) -> None:
        (top, first), (last_top, last) = parts[0], parts[-1]
        left = self.page.margins["left"] + (usable_width(self.page) - sum(self.grid.columns)) // 2
        x = left + sum(self.grid.columns[: box.column])
        width = sum(self.grid.columns[box.column : box.column + box.columns])
        frame = Frame(x, top, width, last_top + last.height - top, box)
        sheet.frames.append(frame)
        if box.text:
            sheet.lines.extend(self._lines(frame, box, first))

    def _lines(self, frame: Frame, box: Box, part: Slice) -> Iterator[PaperLine]:
        step = self.fitted.step
        line, size = twips(step.line), float(step.size * 20)
        room = text_width(self.grid.columns, self.page, step.size, box.column, box.columns)
        texts = broken(box.text, room, self.measure)
        margin = cell_margin(self.page, step)
        is_cut = part.height < self.fitted.rows[part.row]
        if is_cut and box.rows == 1:  # a row that goes on on the next page fills each from the top
            start = part.top // line
            texts = texts[start : start + (part.height - 2 * margin) // line]
        elif part.row != box.row or part.top:
            return  # a merged label stands where it begins
        free = 0 if is_cut else max(0, frame.height - 2 * margin - len(texts) * line)
        y = frame.y + margin + free / 2
        for number, text in enumerate(texts):
            slack = frame.width - self.measure(text.rstrip(" ")) * size
            x = frame.x + (self.page.cell_left_right if box.style in LEFT_CELLS else slack / 2)
            yield PaperLine(x, y + (number + _BASELINE) * line, text, TABLE_FONT, step.size)
