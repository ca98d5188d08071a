""".xls and .et workbooks (BIFF) through xlrd: values as displayed, merges, hidden sheets."""

from __future__ import annotations

import io
import struct
from typing import Any

from perfeval_gui.core.recognise.raw import RawDocument, RawRemark, RawTable
from perfeval_gui.files import bounds
from perfeval_gui.files.bounds import CellCounter
from perfeval_gui.files.number_format import GENERAL, displayed
from perfeval_gui.files.sheet_grid import Sheet

# What xlrd raises on damaged files: it checks little and trips over its own structures.
_DAMAGE = (
    struct.error, IndexError, KeyError, AssertionError, ValueError, OverflowError, TypeError, AttributeError,
    NotImplementedError, ZeroDivisionError, EOFError,
)  # fmt: skip


def read_xls(data: bytes) -> RawDocument:
    """Return a table for each sheet, in the workbook's order; raises FileProblem."""
    import xlrd  # type: ignore[import-untyped]
    from xlrd.compdoc import CompDocError  # type: ignore[import-untyped]

    try:
        # ragged rows: one cell far away must not make a million blank ones; xlrd prints, so it gets a log
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        return _document(book)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise bounds.encrypted() from error
        raise bounds.damaged(type(error).__name__) from error
    except (CompDocError, *_DAMAGE) as error:
        raise bounds.damaged(type(error).__name__) from error


def _document(book: Any) -> RawDocument:
    counter = CellCounter()
    tables: list[RawTable] = []
    remarks: list[RawRemark] = []
    for number in range(min(book.nsheets, bounds.SHEETS)):
        source = book.sheet_by_index(number)
        counter.table(1)
        if source.visibility:
            remarks.append(RawRemark(f"“{source.name}”是隐藏的工作表，也已读取。"))
        table, found = _sheet(book, source, counter)
        tables.append(table)
        remarks += found
    return RawDocument(tuple(tables), (), tuple(remarks))


def _sheet(book: Any, source: Any, counter: CellCounter) -> tuple[RawTable, list[RawRemark]]:
    sheet = Sheet(str(source.name), counter)
    sheet.beyond = source.nrows > bounds.SHEET_ROWS
    for row in range(min(source.nrows, bounds.SHEET_ROWS)):
        for column in range(source.row_len(row)):
            sheet.put(row, column, _text(book, source, row, column, sheet))
    for top, bottom, left, right in source.merged_cells:  # ends are one behind
        sheet.merge((top, left, bottom - 1, right - 1))
    return sheet.finished()


def _text(book: Any, source: Any, row: int, column: int, sheet: Sheet) -> str:
    from xlrd import biffh

    kind, value = source.cell_type(row, column), source.cell_value(row, column)
    if kind == biffh.XL_CELL_TEXT:
        return str(value)
    if kind in (biffh.XL_CELL_NUMBER, biffh.XL_CELL_DATE):
        return displayed(float(value), _format(book, source, row, column), from_1904=bool(book.datemode))
    if kind == biffh.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == biffh.XL_CELL_ERROR:
        text = str(biffh.error_text_from_code.get(value, "#N/A"))
        sheet.doubt(row, column, f"是错误值“{text}”。")
        return text
    return ""


def _format(book: Any, source: Any, row: int, column: int) -> str:
    index = source.cell_xf_index(row, column)
    if not 0 <= index < len(book.xf_list):
        return GENERAL
    found = book.format_map.get(book.xf_list[index].format_key)
    return str(found.format_str) if found and found.format_str else GENERAL
