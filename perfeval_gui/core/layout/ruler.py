"""一页表尺: how full the page is, which row pushes the sign-off over, and what each safe squeeze would gain."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import Cell
from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.layout.lines import Measure, broken, em_width
from perfeval_gui.core.layout.pages import PageFit, SizeStep, fit, row_heights, set_at, text_width
from perfeval_gui.core.profile import PageRule

_SHORT_LINE = 4  # so few characters on a last line can often be spared


@dataclass(frozen=True, slots=True)
class Squeeze:
    """A way to make the form lower: what to do, the gain in points, and the cell to change, if one."""

    label: str
    gain_pt: float
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Ruler:
    """How a form stands on its page.

    `filled` is the share of a page that it takes at the largest size (1 is full, more is too much); `over_row`
    is the row of the grid that pushes the sign-off over at that size, None where it fits. `fitted` is the
    form as it is exported. `sizes` tells what smaller letters gain against the largest, `texts` what can be
    shortened at the size exported, the greatest gain first.
    """

    fitted: PageFit
    filled: float
    over_row: int | None
    over_cell: Cell | None
    sizes: tuple[Squeeze, ...]
    texts: tuple[Squeeze, ...]

    @property
    def sentence(self) -> str:
        """What the clerk reads beside the grid and before exporting."""
        size = f"{self.fitted.step.size.normalize():f}"
        if not self.fitted.is_one_page:
            return f"一页放不下：按 {size} 磅字排成 {len(self.fitted.pages)} 页，总分与签字在同一页。"
        share = f"已用 {self.fitted.height / self.fitted.limit:.0%}"
        if self.over_row is None:
            return f"一页，{size} 磅字，{share}。"
        return f"一页，字号缩到 {size} 磅，{share}。"


def page_ruler(grid: Grid, page: PageRule, measure: Measure = em_width) -> Ruler:
    """Return the ruler of a form by the same measure that chooses its size on export."""
    fitted = fit(grid, page, measure)
    largest = set_at(grid, page, SizeStep(*page.size_steps[0]), measure)
    over_row = _row_over(largest)
    return Ruler(
        fitted=fitted,
        filled=largest.height / largest.limit,
        over_row=over_row,
        over_cell=None if over_row is None else _cell_of_row(grid, over_row),
        sizes=tuple(_sizes(grid, page, largest, measure)),
        texts=tuple(sorted(_texts(grid, page, fitted, measure), key=lambda found: -found.gain_pt)),
    )


def _row_over(largest: PageFit) -> int | None:
    height = largest.head + largest.tail
    for row, high in enumerate(largest.rows):
        height += high
        if height > largest.limit:
            return row
    return None


def _cell_of_row(grid: Grid, row: int) -> Cell | None:
    """Return the cell that makes the row as high as it is: the one with the longest text."""
    boxes = [box for box in grid.boxes if box.row == row and box.rows == 1 and box.cell]
    return max(boxes, key=lambda box: len(box.text) / box.columns).cell if boxes else None


def _sizes(grid: Grid, page: PageRule, largest: PageFit, measure: Measure) -> Iterator[Squeeze]:
    for size, line in page.size_steps[1:]:
        lower = set_at(grid, page, SizeStep(size, line), measure)
        label = f"字号 {_plain(size)} 磅、行距 {_plain(line)} 磅"
        yield Squeeze(
            label + ("" if lower.height > lower.limit else "（一页放得下）"),
            (largest.height - lower.height) / 20,
        )


def _texts(grid: Grid, page: PageRule, fitted: PageFit, measure: Measure) -> Iterator[Squeeze]:
    step = fitted.step
    width = functools.cache(functools.partial(text_width, grid.columns, page, step.size))
    for index, box in enumerate(grid.boxes):
        if box.cell is None or box.rows > 1 or box.style == "label":
            continue
        lines = broken(box.text, width(box.column, box.columns), measure)
        spared = _spared_line(lines)
        if spared is None:
            continue
        text = "\n".join(lines[:spared] + lines[spared + 1 :])
        boxes = (*grid.boxes[:index], replace(box, text=text), *grid.boxes[index + 1 :])
        lower = row_heights(replace(grid, boxes=boxes), page, step, measure)
        if gain := sum(fitted.rows) - sum(lower):
            yield Squeeze(_advice(label_of(box.cell), lines[spared].strip()), gain / 20, box.cell)


def _spared_line(lines: tuple[str, ...]) -> int | None:
    lengths = {number: len(line.strip()) for number, line in enumerate(lines) if number}
    shortest = min(lengths, key=lambda number: lengths[number], default=None)
    return shortest if shortest is not None and lengths[shortest] <= _SHORT_LINE else None


def _advice(name: str, line: str) -> str:
    if not line:
        return f"“{name}”里有空行，去掉可省一行"
    return f"“{name}”有一行只剩 {len(line)} 个字，少写 {len(line)} 个字可省一行"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
