"""Commands on the table: rows, fills, blank and computed cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt

from perfeval_gui.core.edits import Batch, Edit, InsertRow, RemoveRow, SetCell
from perfeval_gui.core.form import INDICATORS, Cell, Indicator, Project, next_row_id, read, row_index
from perfeval_gui.core.layout import moves
from perfeval_gui.core.layout.grid import Box, Grid
from perfeval_gui.core.quantities import format_number, parse_points
from perfeval_gui.core.row_moves import categories_for, labels_of, moved_by, moved_to, regrouped, row_at
from perfeval_gui.core.scoring import unscored
from perfeval_gui.gui.table.form_view import FormView
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.gui.workspace import Workspace

_Step = Callable[[Grid, int, int, int], Box | None]


class TableCommands:
    """Edits of the form in hand; `tell` shows a sentence in the status line."""

    def __init__(
        self,
        desk: Workspace,
        model: GridModel,
        view: FormView,
        tell: Callable[[str], None],
        today: Callable[[], date],
    ) -> None:
        self._desk = desk
        self._model = model
        self._view = view
        self._tell = tell
        self._today = today
        view.clear_asked.connect(self.clear_cells)
        view.row_dropped.connect(self.drop_row)

    def _rows(self) -> list[str]:
        """Return the ids of the indicator rows that the selection touches, in the form's order."""
        project = self._desk.current
        if project is None:
            return []
        lines = {index.row() for index in self._view.selectedIndexes()} | {self._view.currentIndex().row()}
        boxes = self._model.grid.boxes
        found = {
            b.cell.row
            for b in boxes
            if b.cell and b.cell.block == INDICATORS and b.row in lines and b.rows == 1
        }
        return [row.id for row in project.form.indicators if row.id in found]

    def insert_row_below(self) -> None:
        """Put a blank indicator below the current one, under the same labels."""
        project = self._desk.current
        if project is None:
            return
        rows = self._rows()
        form = project.form
        at = row_index(form, INDICATORS, rows[-1]) + 1 if rows else len(form.indicators)
        above = form.indicators[at - 1] if at else Indicator()
        fresh = Indicator(above.dimension, above.category, id=next_row_id(form, INDICATORS))
        self._view.close_open_editor()
        self._desk.session.do(InsertRow(project.id, INDICATORS, at, fresh), "插入指标")
        self._view.go_to(Cell(project.id, INDICATORS, fresh.id, "name"))
        self._view.setFocus()

    def delete_row(self) -> None:
        """Take the selected indicators out."""
        project, rows = self._desk.current, self._rows()
        if project is None or not rows:
            self._tell("请先把光标放到要删除的指标行上。")
            return
        index = row_index(project.form, INDICATORS, rows[0])
        self._view.close_open_editor()
        label = "删除指标" if len(rows) == 1 else f"删除 {len(rows)} 行指标"
        self._desk.session.do(Batch(tuple(RemoveRow(project.id, INDICATORS, row) for row in rows)), label)
        left = self._desk.session.filing[project.id].form.indicators
        if left:
            self._view.go_to(Cell(project.id, INDICATORS, left[min(index, len(left) - 1)].id, "name"))
        self._tell(f"已{label}，按 Ctrl+Z 可以撤销。")

    def move_row_up(self) -> None:
        """Move the current indicator one row up."""
        self._move(-1)

    def move_row_down(self) -> None:
        """Move the current indicator one row down."""
        self._move(1)

    def _move(self, direction: int) -> None:
        project, rows = self._desk.current, self._rows()
        if project is None or len(rows) != 1:
            self._tell("请先把光标放到要移动的那一行指标上。")
            return
        edit = moved_by(project, rows[0], direction)
        if edit is None:
            self._tell("已经是第一行了。" if direction < 0 else "已经是最后一行了。")
        else:
            self._do_move(project, rows[0], edit)

    def drop_row(self, row_id: str, gap: int) -> None:
        """Put a dragged indicator into a gap among the others, as one step."""
        project = self._desk.current
        edit = moved_to(project, row_id, gap) if project is not None else None
        if project is not None and edit is not None:
            self._do_move(project, row_id, edit)

    def _do_move(self, project: Project, row_id: str, edit: Edit) -> None:
        here = self._view.current_cell
        field = here.field if here is not None and here.row == row_id else "name"
        before = row_at(project.form, row_id)
        self._view.close_open_editor()
        self._desk.session.do(edit, "移动指标")
        self._view.go_to(Cell(project.id, INDICATORS, row_id, field))
        after = row_at(self._desk.session.filing[project.id].form, row_id)
        if labels_of(before) != labels_of(after):
            self._tell(f"这一行已移入“{after.category or after.dimension}”。")

    def offer_categories(self) -> None:
        """Offer the 二级指标 that the chosen rows could stand under; a group keeps its other rows."""
        from PySide6.QtWidgets import QMenu

        project, rows = self._desk.current, self._rows()
        if project is None or not rows:
            self._tell("请先把光标放到要改二级指标的那一行上。")
            return
        menu = QMenu("改二级指标", self._view)
        menu.setObjectName("categoryMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        names = categories_for(project, self._desk.profile_of(project), rows)
        for number, name in enumerate(names, 1):
            choice = menu.addAction(f"&{number}　{name}" if number < 10 else name)
            choice.triggered.connect(lambda _checked=False, name=name: self.regroup(name))
        menu.addAction("&0　空着，自己填").triggered.connect(lambda: self.regroup(""))
        here = self._view.visualRect(self._view.currentIndex()).bottomLeft()
        menu.popup(self._view.viewport().mapToGlobal(here))

    def regroup(self, category: str) -> None:
        """Put the chosen rows under a 二级指标 (blank: one to be typed), as one step."""
        project, rows = self._desk.current, self._rows()
        edit = regrouped(project, rows, category) if project is not None else None
        if project is None or edit is None:
            self._tell(f"已经在“{category}”下面了。" if category else "这一行的二级指标已经空着。")
            return
        self._view.close_open_editor()
        self._desk.session.do(edit, "改二级指标")
        self._view.go_to(Cell(project.id, INDICATORS, rows[0], "name" if category else "category"))
        self._tell(f"已移到“{category}”下面，按 Ctrl+Z 可以撤销。" if category else "请填二级指标的名称。")

    def fill_computed(self) -> None:
        """Write what the sums say into the computed cells that are blank or were computed before and changed since."""
        ghosts, project = self._desk.ghosts(anew=True), self._desk.current
        open_rows = len(unscored(project.form)) if project is not None else 0
        wanted = {cell: text for cell, text in ghosts.items() if cell.block != "total" or not open_rows}
        wait = f"还有 {open_rows} 条指标没有得分，总分先不填。" if len(wanted) < len(ghosts) else ""
        if not wanted:
            self._tell(wait or "执行率、得分和总分都已经填写，没有要填的格。")
            return
        edits = tuple(SetCell(cell, text, origin="computed") for cell, text in wanted.items())
        self._desk.session.do(Batch(edits), "填入计算值")
        self._tell(f"已填入 {len(edits)} 个计算值，按 Ctrl+Z 可以撤销。{wait}")

    # Filling

    def fill_down(self) -> None:
        """Copy the top cell of the selection into those below it, column by column; of one row, the cells above."""
        self._fill(lambda box: box.column, lambda box: box.row, moves.in_column, "向下填充")

    def fill_right(self) -> None:
        """Copy the leftmost cell of the selection into those right of it, row by row; of one column, its left cells."""
        self._fill(lambda box: box.row, lambda box: box.column, moves.in_row, "向右填充")

    def _fill(
        self, line_of: Callable[[Box], int], place_of: Callable[[Box], int], before: _Step, label: str
    ) -> None:
        lines: dict[int, list[Box]] = {}
        for box in self._view.selected_boxes():
            if box.cell:
                lines.setdefault(line_of(box), []).append(box)
        runs = [sorted(boxes, key=place_of) for boxes in lines.values()]
        if all(len(run) == 1 for run in runs):
            if self._view.open_editor is not None:
                self._tell("正在输入，没有填充；请先按回车键完成输入。")
                return
            # As in spreadsheets: what stands before the selection is copied.
            grid = self._model.grid
            found = ((before(grid, box.row, box.column, -1), box) for (box,) in runs)
            runs = [[source, box] for source, box in found if source is not None]
        edits = [
            SetCell(box.cell, self._text(first.cell))
            for first, *others in runs
            for box in others
            if box.cell and first.cell
        ]
        if not edits:
            self._tell("这里没有可以填充的内容：请选中要填的单元格，上边或左边的内容会填进来。")
            return
        self._desk.session.do(Batch(tuple(edits)), label)
        self._tell(f"已填 {len(edits)} 格，按 Ctrl+Z 可以撤销。")

    def copy_from_above(self) -> None:
        """Take the text of the next cell above in the same column."""
        here, above = self._view.current_cell, self._view.cell_above()
        if here is None or above is None:
            self._tell("上面没有可以取用的单元格。")
            return
        self._desk.session.do(SetCell(here, self._text(above)), "取上一格的内容")

    def fill_selection(self) -> None:
        """Put the text of the current cell into all selected cells."""
        here, cells = self._view.current_cell, self._selected_cells()
        if here is not None and len(cells) > 1:
            text = self._text(here)
            self._desk.session.do(
                Batch(tuple(SetCell(cell, text) for cell in cells)), f"填充 {len(cells)} 格"
            )

    def insert_today(self) -> None:
        """Write today's date as the form writes dates."""
        here = self._view.current_cell
        if here is not None:
            today = self._today()
            self._view.close_open_editor()
            self._desk.session.do(
                SetCell(here, f"{today.year}年{today.month}月{today.day}日"), "填入今天的日期"
            )

    def statistics(self) -> str:
        """Return what the selected cells come to, as the status line says it; blank for less than two."""
        cells = self._selected_cells()
        numbers = [number for cell in cells if (number := parse_points(self._text(cell))) is not None]
        if len(cells) < 2:
            return ""
        said = f"选中 {len(cells)} 格"
        return said + (f"，合计 {format_number(sum(numbers, Decimal(0)))}" if numbers else "")

    def clear_cells(self) -> None:
        """Blank the selected cells."""
        cells = self._selected_cells()
        edits: tuple[Edit, ...] = tuple(SetCell(cell, "") for cell in cells if self._text(cell))
        if edits:
            self._desk.session.do(Batch(edits), "清空单元格" if len(edits) == 1 else f"清空 {len(edits)} 格")

    def _selected_cells(self) -> list[Cell]:
        return [box.cell for box in self._view.selected_boxes() if box.cell]

    def _text(self, cell: Cell) -> str:
        return read(self._desk.session.filing[cell.project].form, cell)
