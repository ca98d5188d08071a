"""The least that any program must do: markup as joined strings in a zip, one pass of expat over a part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.parsers import expat
from xml.sax.saxutils import escape

from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.grid import Box, Grid

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument"/></Relationships>'
)


def string_docx(grids: Sequence[Grid]) -> bytes:
    """Return grids as a .docx of joined strings: one constant a cell, no styles, no measuring."""
    parts = [f'<w:document xmlns:w="{_WORD}"><w:body>']
    for grid in grids:
        parts.append("<w:tbl>")
        by_row: list[list[Box]] = [[] for _ in grid.kinds]
        for box in grid.boxes:
            for row in range(box.row, box.row + box.rows):
                by_row[row].append(box)
        for row, cells in enumerate(by_row):
            parts.append("<w:tr>")
            for box in sorted(cells, key=lambda item: item.column):
                merge = (
                    ""
                    if box.rows == 1
                    else '<w:vMerge w:val="restart"/>'
                    if box.row == row
                    else "<w:vMerge/>"
                )
                text = escape(box.text) if box.row == row else ""
                parts.append(
                    f'<w:tc><w:tcPr><w:gridSpan w:val="{box.columns}"/>{merge}</w:tcPr>'
                    f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
                )
            parts.append("</w:tr>")
        parts.append("</w:tbl><w:p/>")
    parts.append("</w:body></w:document>")
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", "".join(parts))
    return kept.getvalue()


def expat_docx(data: bytes) -> list[list[str]]:
    """Return the cells' texts of every table row, read in one pass."""
    rows: list[list[str]] = []
    texts: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name == "w:tr":
            rows.append([])
        elif name == "w:tc":
            texts.clear()

    def end(name: str) -> None:
        if name == "w:tc" and rows:
            rows[-1].append("".join(texts))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = texts.append
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parser.Parse(package.read("word/document.xml"), True)
    return rows


def expat_xlsx(data: bytes) -> int:
    """Return how many cells the sheets have, with shared texts resolved, read in one pass a part."""
    shared: list[str] = []
    count = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in sorted(package.namelist()):
            if name == "xl/sharedStrings.xml":
                _texts(package.read(name), "si", shared)
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                values: list[str] = []
                _texts(package.read(name), "c", values)
                count += len(values)
    return count


def _texts(part: bytes, element: str, into: list[str]) -> None:
    buffer: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name == element:
            buffer.clear()

    def end(name: str) -> None:
        if name == element:
            into.append("".join(buffer))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = buffer.append
    parser.Parse(part, True)


def naive_python_docx(projects: Sequence[Project], grids: Sequence[Grid]) -> bytes:
    """Return a .docx made the usual way: `table.cell` and `merge` for every box."""
    import docx

    document = docx.Document()
    for _project, grid in zip(projects, grids, strict=True):
        table = document.add_table(len(grid.kinds), len(grid.columns))
        for box in grid.boxes:
            cell = table.cell(box.row, box.column)
            if box.rows > 1 or box.columns > 1:
                cell = cell.merge(table.cell(box.row + box.rows - 1, box.column + box.columns - 1))
            cell.text = box.text
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def usual_openpyxl(grids: Sequence[Grid]) -> bytes:
    """Return a workbook made the usual way: one cell and one merge after another."""
    import openpyxl

    book = openpyxl.Workbook()
    for grid in grids:
        sheet = book.create_sheet()
        for box in grid.boxes:
            sheet.cell(box.row + 1, box.column + 1, box.text)
            if box.rows > 1 or box.columns > 1:
                sheet.merge_cells(
                    start_row=box.row + 1,
                    start_column=box.column + 1,
                    end_row=box.row + box.rows,
                    end_column=box.column + box.columns,
                )
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
