"""The grid as the window shows it: the page's table with title, note and sign-off as rows of cells."""

from __future__ import annotations

from dataclasses import replace

from perfeval_gui.core.form import HEAD, INDICATORS, SIGN_OFF, Cell, Project, read, row_index
from perfeval_gui.core.layout.grid import Box, Grid
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import Profile

# First column and number of columns of label and value (0: all that are left), by field of the sign-off line.
_SIGN_OFF_PLACES = (("preparer", 0, 1, 1, 2), ("filed_on", 3, 1, 4, 2), ("phone", 6, 1, 7, 0))


def screen_grid(project: Project, profile: Profile) -> Grid:
    """Return the project laid out for editing: every field of the form has a box, the year in the title's.

    Rows are: the heads, the table, the note, the sign-off fields, a reminder to sign by pen.
    """
    page = lay_out(project, profile)
    width = len(page.columns)
    above = len(page.head)
    heads = [Box(row, 0, 1, width, line.text, line.style) for row, line in enumerate(page.head)]
    heads[-1] = replace(heads[-1], cell=Cell(project.id, HEAD, "", "fiscal_year"))
    table = [replace(box, row=box.row + above) for box in page.boxes]
    below = above + len(page.kinds)
    return Grid(
        head=(),
        columns=page.columns,
        kinds=(*("head" for _ in heads), *page.kinds, "note", "sign_off", "signatory"),
        boxes=(*heads, *table, *_tail(project, profile, page, below, width)),
        tail=(),
    )


def _tail(project: Project, profile: Profile, page: Grid, row: int, width: int) -> list[Box]:
    boxes = [Box(row, 0, 1, width, page.tail[0].text, "note", Cell(project.id, HEAD, "", "note"))]
    for name, label_at, label_span, value_at, value_span in _SIGN_OFF_PLACES:
        cell = Cell(project.id, SIGN_OFF, "", name)
        span = value_span or width - value_at
        boxes.append(Box(row + 1, label_at, 1, label_span, profile.sign_off[name].rstrip("：:"), "label"))
        boxes.append(Box(row + 1, value_at, 1, span, read(project.form, cell).strip(), "value", cell))
    boxes.append(Box(row + 2, 0, 1, width, profile.sign_off["signatory"] + "（打印后手写）", "pen"))
    return boxes


def cells_of_box(project: Project, box: Box) -> tuple[Cell, ...]:
    """Return the cells that a text written into the box goes to: a merged 二级 label stands for all its rows."""
    cell = box.cell
    if cell is None:
        return ()
    if cell.block != INDICATORS or cell.field != "category" or box.rows == 1:
        return (cell,)
    first = row_index(project.form, INDICATORS, cell.row)
    rows = project.form.indicators[first : first + box.rows]
    return tuple(Cell(project.id, INDICATORS, row.id, cell.field) for row in rows)
