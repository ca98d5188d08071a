"""Runs in the peers' own Python: writes and reads one form with the usual libraries, one name a line."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlsxwriter
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from openpyxl.styles import Alignment, Border, Font, Side
from python_calamine import CalamineWorkbook


class Work:
    """The folder that the benchmark prepared: `grid.json`, `form.json`, `form.docx`, `form.xlsx`."""

    def __init__(self, folder: Path) -> None:
        self.grid: dict[str, Any] = json.loads((folder / "grid.json").read_text(encoding="utf-8"))
        self.form: dict[str, Any] = json.loads((folder / "form.json").read_text(encoding="utf-8"))
        self.docx = (folder / "form.docx").read_bytes()
        self.xlsx = (folder / "form.xlsx").read_bytes()
        self.template = folder / "template.docx"
        _make_template(self.form, self.template)
        self.runs: dict[str, Callable[[], object]] = {
            "docx cells": self.docx_cells,
            "docx cached": self.docx_cached,
            "docxtpl": self.docxtpl,
            "read row.cells": self.read_row_cells,
            "openpyxl": self.openpyxl,
            "xlsxwriter": self.xlsxwriter,
            "read openpyxl": self.read_openpyxl,
            "read calamine": self.read_calamine,
        }

    def docx_cells(self) -> None:
        """Write with `table.cell` and `merge` for every box."""
        document = docx.Document()
        table = document.add_table(self.grid["rows"], self.grid["columns"])
        for row, column, rows, columns, text in self.grid["boxes"]:
            cell = table.cell(row, column)
            if rows > 1 or columns > 1:
                cell = cell.merge(table.cell(row + rows - 1, column + columns - 1))
            cell.text = text
        document.save(io.BytesIO())

    def docx_cached(self) -> None:
        """Write with the cells fetched once, which is what people do who have met the slowness."""
        document = docx.Document()
        table = document.add_table(self.grid["rows"], self.grid["columns"])
        cells, width = table._cells, self.grid["columns"]  # noqa: SLF001 - the usual advice
        for row, column, rows, columns, text in self.grid["boxes"]:
            cell = cells[row * width + column]
            if rows > 1 or columns > 1:
                cell = cell.merge(cells[(row + rows - 1) * width + column + columns - 1])
            cell.text = text
        document.save(io.BytesIO())

    def docxtpl(self) -> None:
        """Fill a template with row loops; it merges no labels, so it does a little less."""
        template = DocxTemplate(self.template)
        template.render(self.form, autoescape=True)
        template.save(io.BytesIO())

    def read_row_cells(self) -> None:
        """Read all texts with python-docx, row by row."""
        document = docx.Document(io.BytesIO(self.docx))
        for table in document.tables:
            for row in table.rows:
                for cell in row.cells:
                    _ = cell.text

    def openpyxl(self) -> None:
        """Write cell by cell with one shared font, border and alignment, merges and widths."""
        book = openpyxl.Workbook()
        sheet = book.active
        side = Side(style="thin")
        look = (
            Font("宋体", 9),
            Border(side, side, side, side),
            Alignment("center", "center", wrap_text=True),
        )
        for row, column, rows, columns, text in self.grid["boxes"]:
            cell = sheet.cell(row + 1, column + 1, text)
            cell.font, cell.border, cell.alignment = look
            if rows > 1 or columns > 1:
                sheet.merge_cells(
                    start_row=row + 1,
                    start_column=column + 1,
                    end_row=row + rows,
                    end_column=column + columns,
                )
        for column in range(1, self.grid["columns"] + 1):
            sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = 11
        book.save(io.BytesIO())

    def xlsxwriter(self) -> None:
        """Write with xlsxwriter, the same looks."""
        book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
        sheet = book.add_worksheet()
        look = book.add_format(
            {"font_name": "宋体", "font_size": 9, "border": 1, "text_wrap": True, "align": "center"}
        )
        for row, column, rows, columns, text in self.grid["boxes"]:
            if rows > 1 or columns > 1:
                sheet.merge_range(row, column, row + rows - 1, column + columns - 1, text, look)
            else:
                sheet.write_string(row, column, text, look)
        sheet.set_column(0, self.grid["columns"] - 1, 11)
        book.close()

    def read_openpyxl(self) -> None:
        """Read values and merges with openpyxl."""
        for sheet in openpyxl.load_workbook(io.BytesIO(self.xlsx)):
            _ = [[cell.value for cell in row] for row in sheet.iter_rows()], sheet.merged_cells.ranges

    def read_calamine(self) -> None:
        """Read values and merges with calamine (Rust)."""
        book = CalamineWorkbook.from_filelike(io.BytesIO(self.xlsx))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            _ = sheet.to_python(), sheet.merged_cell_ranges


def _make_template(form: dict[str, Any], path: Path) -> None:
    """Make the template of docxtpl: heads, a loop over the funding rows, one over the indicators."""
    document = docx.Document()
    document.add_paragraph("{{ fiscal_year }}年度项目支出绩效自评表")
    table = document.add_table(0, 8)

    def row(*texts: str) -> None:
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=False):
            cell.text = text

    row("项目支出名称", "{{ project_name }}")
    row("主管部门", "{{ supervising_department }}", "实施单位", "{{ implementing_unit }}")
    for name in ("funding", "indicators"):
        row(f"{{%tr for row in {name} %}}")
        row(*(f"{{{{ row.{key} }}}}" for key in form[name][0]))
        row("{%tr endfor %}")
    row("预期目标", "{{ goal.expected }}", "实际完成情况", "{{ goal.achieved }}")
    document.add_paragraph("{{ note }}")
    table._tbl.find(qn("w:tblPr"))  # noqa: SLF001 - the default style prints borders
    document.save(str(path))


def main() -> None:
    """Run what is named on standard input; answer `[seconds by the clock, seconds of the processor]`."""
    work = Work(Path(sys.argv[1]))
    for line in sys.stdin:
        run = work.runs[line.strip()]
        clock, processor = time.perf_counter(), time.thread_time()
        run()
        print(json.dumps([time.perf_counter() - clock, time.thread_time() - processor]), flush=True)


if __name__ == "__main__":
    main()
