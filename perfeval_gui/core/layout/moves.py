"""Where the cursor goes: from box to box of a grid, over fixed labels, as the keys of spreadsheets do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from perfeval_gui.core.layout.grid import Box, Grid


def in_reading_order(grid: Grid, row: int, column: int, direction: int) -> Box | None:
    """Return the next (1) or previous (-1) box that can be edited, line by line, or None at the end."""
    here = (row, column)
    boxes = sorted(_editable(grid), key=_place)
    ahead = [box for box in boxes if (_place(box) > here if direction > 0 else _place(box) < here)]
    if not ahead:
        return None
    return ahead[0] if direction > 0 else ahead[-1]


def in_column(grid: Grid, row: int, column: int, direction: int) -> Box | None:
    """Return the next box below (1) or above (-1) that can be edited, or None."""
    boxes = [box for box in _editable(grid) if _covers_column(box, column) and not _covers_row(box, row)]
    ahead = [box for box in boxes if (box.row > row) == (direction > 0)]
    return _nearest(ahead, lambda box: box.row, direction)


def in_row(grid: Grid, row: int, column: int, direction: int) -> Box | None:
    """Return the next box to the right (1) or left (-1) that can be edited, or None."""
    boxes = [box for box in _editable(grid) if _covers_row(box, row) and not _covers_column(box, column)]
    ahead = [box for box in boxes if (box.column > column) == (direction > 0)]
    return _nearest(ahead, lambda box: box.column, direction)


def at_end(grid: Grid, row: int, *, first: bool, whole: bool) -> Box | None:
    """Return the first or last box that can be edited, of the row or of the whole form."""
    boxes = [box for box in _editable(grid) if whole or _covers_row(box, row)]
    order = _place if whole else _place_in_row
    if not boxes:
        return None
    return min(boxes, key=order) if first else max(boxes, key=order)


def at_edge(grid: Grid, row: int, column: int, *, down: int = 0, right: int = 0) -> Box | None:
    """Return where Ctrl and an arrow lead: the last filled box in a run, else the next filled one, else the last.

    One of `down` and `right` is 1 or -1. A run ends with its kind of rows: indicators do not run into the total.
    """
    step = in_column if down else in_row
    direction = down or right
    here = next(
        (box for box in _editable(grid) if _covers_row(box, row) and _covers_column(box, column)), None
    )
    found = step(grid, row, column, direction)
    if found is None:
        return None
    kind = grid.kinds[row]

    def continues(box: Box) -> bool:
        return bool(box.text) and grid.kinds[box.row] == kind

    runs_on = here is not None and bool(here.text) and continues(found)
    while runs_on or not found.text:
        following = step(grid, *_front(found, row, column, down=bool(down)), direction)
        if following is None or (runs_on and not continues(following)):
            return found
        found = following
    return found


def _front(box: Box, row: int, column: int, *, down: bool) -> tuple[int, int]:
    """Return the place from which to go on: the box's line, the column or row that the cursor came along."""
    return (box.row, column) if down else (row, box.column)


def _editable(grid: Grid) -> list[Box]:
    return [box for box in grid.boxes if box.cell]


def _place(box: Box) -> tuple[int, int]:
    return box.row, box.column


def _place_in_row(box: Box) -> tuple[int, int]:
    return box.column, box.row


def _covers_row(box: Box, row: int) -> bool:
    return box.row <= row < box.row + box.rows


def _covers_column(box: Box, column: int) -> bool:
    return box.column <= column < box.column + box.columns


def _nearest(boxes: Sequence[Box], place: Callable[[Box], int], direction: int) -> Box | None:
    if not boxes:
        return None
    return min(boxes, key=place) if direction > 0 else max(boxes, key=place)
