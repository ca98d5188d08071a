"""一页表尺: how full the page is, which row pushes the sign-off over, and what each safe squeeze would gain."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import INDICATORS, Cell
from perfeval_gui.core.layout.grid import Box, Grid
from perfeval_gui.core.layout.lines import Measure, broken, em_width
from perfeval_gui.core.layout.pages import (
    BORDER,
    PageFit,
    SizeStep,
    attempts,
    cell_margin,
    needed_heights,
    set_at,
    text_width,
)
from perfeval_gui.core.layout.styles import twips
from perfeval_gui.core.profile import PageRule
from perfeval_gui.core.values import dataclass

_NAMING = ("prose", "source", "label", "value")
"""What tells rows apart: the texts of goals, indicators and notes, then sources of money, then labels."""
_LONGEST_NAME = 16
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

    `largest` is the form at the largest size; `over_row` is the row of the grid that pushes the sign-off over
    at that size, None where it fits, and `over_name` says which it is. `fitted` is the form as it is exported.
    `sizes` tells what smaller letters gain against the largest, `texts` what can be shortened at the size
    exported, the greatest gain first. `names` has a name for every row.
    """

    fitted: PageFit
    largest: PageFit
    names: tuple[str, ...]
    over_row: int | None
    over_cell: Cell | None
    sizes: tuple[Squeeze, ...]
    texts: tuple[Squeeze, ...]

    @property
    def filled(self) -> float:
        """The share of a page that the form takes at the largest size: 1 is full, more is too much."""
        return self.largest.height / self.largest.limit

    @property
    def over_name(self) -> str:
        """The name of the row that pushes the sign-off over at the largest size, blank where it fits."""
        return "" if self.over_row is None else self.names[self.over_row]

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
    *_, ruler = ruler_steps(grid, page, measure)
    if ruler is None:
        raise AssertionError
    return ruler


def ruler_steps(grid: Grid, page: PageRule, measure: Measure = em_width) -> Iterator[Ruler | None]:
    """Yield None after each step of the work and the ruler at last, so that a long form does not hold the window."""
    tried = []
    for attempt in attempts(grid, page, measure):
        tried.append(attempt)
        yield None
    largest, fitted = tried[0], tried[-1]
    over_row = _row_over(largest)
    sizes = []
    for squeeze in _sizes(grid, page, largest, measure):
        sizes.append(squeeze)
        yield None
    names = row_names(grid)
    yield None
    texts = []
    for found in _texts(grid, page, fitted, names, measure):
        if found is None:
            yield None
        else:
            texts.append(found)
    yield Ruler(
        fitted=fitted,
        largest=largest,
        names=names,
        over_row=over_row,
        over_cell=None if over_row is None else _cell_of_row(grid, over_row),
        sizes=tuple(sizes),
        texts=tuple(sorted(texts, key=lambda found: -found.gain_pt)),
    )


def _row_over(largest: PageFit) -> int | None:
    height = largest.head + largest.tail
    for row, high in enumerate(largest.rows):
        height += high
        if height > largest.limit:
            return row
    return None


def row_names(grid: Grid) -> tuple[str, ...]:
    """Return a short name for every row: the text by which a reader tells it from the others."""
    texts: list[dict[str, str]] = [{} for _ in grid.kinds]
    for box in grid.boxes:
        if box.rows == 1:
            texts[box.row].setdefault(box.style, "".join(box.text.split()))
    return tuple(
        _shortened(next((found[style] for style in _NAMING if found.get(style)), "")) or "空行"
        for found in texts
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"


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


def _texts(
    grid: Grid, page: PageRule, fitted: PageFit, names: Sequence[str], measure: Measure
) -> Iterator[Squeeze | None]:
    """Yield what can be shortened, and None between the parts of the work."""
    step = fitted.step
    line, frame = twips(step.line), 2 * cell_margin(page, step) + BORDER
    width = functools.cache(functools.partial(text_width, grid.columns, page, step.size))
    needed, merged = needed_heights(grid, page, step, measure)
    yield None
    least = min(needed)
    counts: dict[int, list[tuple[int, Box, tuple[str, ...]]]] = {}
    for box in grid.boxes:
        if box.rows == 1 and needed[box.row] > least:  # in a row of one line there is none to spare
            lines = broken(box.text, width(box.column, box.columns), measure)
            counts.setdefault(box.row, []).append((len(lines), box, lines))
    yield None
    slack = _slack(fitted, merged)
    for row, found in counts.items():
        found.sort(key=lambda item: -item[0])
        (most, box, lines), others = found[0], found[1:]
        spared = _spared_line(lines)
        if (
            spared is None
            or box.cell is None
            or box.style == "label"
            or any(count == most for count, *_ in others)
        ):
            continue
        gain = min(needed[row] - max(least, (most - 1) * line + frame), slack.get(row, needed[row]))
        if gain > 0:
            which = f"（{names[row]}）" if box.cell.block == INDICATORS else ""
            yield Squeeze(
                _advice(f"“{label_of(box.cell)}”{which}", lines[spared].strip()), gain / 20, box.cell
            )


def _slack(fitted: PageFit, merged: Iterable[tuple[int, Box]]) -> dict[int, int]:
    """Return how much lower each row can become before a merged label beside it needs the height."""
    slack: dict[int, int] = {}
    for height, box in merged:
        rows = range(box.row, box.row + box.rows)
        spare = sum(fitted.rows[row] for row in rows) - height
        for row in rows:
            slack[row] = min(spare, slack.get(row, spare))
    return slack


def _spared_line(lines: tuple[str, ...]) -> int | None:
    lengths = {number: len(line.strip()) for number, line in enumerate(lines) if number}
    shortest = min(lengths, key=lambda number: lengths[number], default=None)
    return shortest if shortest is not None and lengths[shortest] <= _SHORT_LINE else None


def _advice(name: str, line: str) -> str:
    if not line:
        return f"{name}里有空行，去掉可省一行"
    return f"{name}有一行只剩 {len(line)} 个字，少写 {len(line)} 个字可省一行"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
