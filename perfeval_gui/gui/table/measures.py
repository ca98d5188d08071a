"""Widths and heights of the grid on screen: columns keep the paper's proportions, rows fit their texts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from perfeval_gui.core.layout.grid import Box, Grid
from perfeval_gui.gui import appearance

MARGIN = 5
"""Pixels between a text and the border of its cell."""
_LEFT = frozenset({"prose", "source", "note", "annex", "pen"})
_SIZES = {"title": 1.55, "annex": 1.25, "pen": 0.9, "beside": 0.82}
_PLAIN = re.compile(r"[0-9A-Za-z.%\u4e00-\u9fff，。、；：（）]+")
"""Letters that a font for Chinese has itself; one from another font may be higher."""
_FAMILIES = {"title": appearance.TITLE, "annex": appearance.HEI}


class Typography:
    """The fonts of the grid at one zoom; `points` is the size of table text in points."""

    def __init__(self, points: float) -> None:
        self.points = points
        self._fonts: dict[str, QFont] = {}
        self._metrics: dict[str, QFontMetrics] = {}
        self._em: dict[str, int] = {}
        self._lines: dict[str, int] = {}

    def font(self, style: str) -> QFont:
        """Return the font of a box style."""
        key = style if style in _SIZES else ""
        if key not in self._fonts:
            size = self.points * _SIZES.get(key, 1.0)
            self._fonts[key] = appearance.font(_FAMILIES.get(key, appearance.SONG), size)
        return self._fonts[key]

    def flags(self, box: Box) -> Qt.AlignmentFlag:
        """Return how a box's text stands in its cell."""
        side = Qt.AlignmentFlag.AlignLeft if self.is_left(box) else Qt.AlignmentFlag.AlignHCenter
        return side | Qt.AlignmentFlag.AlignVCenter

    def is_left(self, box: Box) -> bool:
        """Return whether a box's text begins at the left of its cell instead of standing in the middle."""
        return box.style in _LEFT and box.text != "年度资金总额"

    def height(self, box: Box, width: int) -> int:
        """Return the pixels that a box's text needs in a cell of that width."""
        metrics = self._metrics.get(box.style)
        if metrics is None:
            metrics = self._metrics[box.style] = QFontMetrics(self.font(box.style))
            self._em[box.style] = metrics.horizontalAdvance("国") + 1  # a fraction is cut off
        text = box.text or "空"
        if len(text) * self._em[box.style] <= width - 2 * MARGIN and _PLAIN.fullmatch(text):
            lines = self._line(box.style, metrics)
        else:
            lines = _wrapped(metrics, text, width)
        air = metrics.height() // 3 if box.style in ("title", "annex", "note") else 0
        return max(lines, metrics.height()) + 2 * MARGIN + air

    def _line(self, style: str, metrics: QFontMetrics) -> int:
        """Return the height of a text that is one line whatever its letters: most are, and to wrap each takes time."""
        found = self._lines.get(style)
        if found is None:
            found = self._lines[style] = _wrapped(metrics, "空", 1_000)
        return found


def _wrapped(metrics: QFontMetrics, text: str, width: int) -> int:
    room = QRect(0, 0, max(1, width - 2 * MARGIN), 1_000_000)
    return metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height()


def column_widths(grid: Grid, available: int, least: int) -> list[int]:
    """Return column widths in pixels that fill the available width, or `least` where that is more."""
    total = max(available, least)
    whole = sum(grid.columns)
    edges = [round(total * sum(grid.columns[:count]) / whole) for count in range(len(grid.columns) + 1)]
    return [right - left for left, right in itertools.pairwise(edges)]


def row_heights(grid: Grid, widths: list[int], height: Callable[[Box, int], int]) -> list[int]:
    """Return the height of each row, merged labels lending what they lack to the last of theirs."""
    heights = [0] * len(grid.kinds)
    tall: list[tuple[Box, int]] = []
    for box in grid.boxes:
        need = height(box, _width(box, widths))
        if box.rows == 1:
            heights[box.row] = max(heights[box.row], need)
        else:
            tall.append((box, need))
    for box, need in sorted(tall, key=lambda item: item[0].rows):
        last = box.row + box.rows - 1
        heights[last] += max(0, need - sum(heights[box.row : last + 1]))
    return heights


def row_height(
    boxes: Iterable[Box],
    row: int,
    widths: list[int],
    height: Callable[[Box, int], int],
    height_of: Callable[[int], int],
) -> int:
    """Return the height that one row needs for the boxes across it; `height_of` gives those of the rows above it."""
    own, tall = 0, []
    for box in boxes:
        if box.rows == 1:
            own = max(own, height(box, _width(box, widths)))
        elif row == box.row + box.rows - 1:
            tall.append(box)
    for box in tall:
        own = max(own, height(box, _width(box, widths)) - sum(map(height_of, range(box.row, row))))
    return own


def _width(box: Box, widths: list[int]) -> int:
    return sum(widths[box.column : box.column + box.columns])
