"""Makes example files from rows of text: the same table as Word, web page, workbook and plain-text dump."""

import io
import zipfile
from collections.abc import Callable, Sequence
from html import escape

import openpyxl

UP = "^"  # a cell merged with the one above

Cell = str | tuple[str, int]
Row = Sequence[Cell]
Table = Sequence[Row]
Block = str | Table

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def split(cell: Cell) -> tuple[str, int]:
    """Return (text, columns) of a cell."""
    return (cell, 1) if isinstance(cell, str) else cell


def grid(table: Table) -> list[list[tuple[str, int, int, bool]]]:
    """Return for each row its cells as (text, column, columns, continued)."""
    rows = []
    for row in table:
        column, cells = 0, []
        for cell in row:
            text, span = split(cell)
            cells.append(("" if text == UP else text, column, span, text == UP))
            column += span
        rows.append(cells)
    return rows


def height(rows: list[list[tuple[str, int, int, bool]]], row: int, column: int) -> int:
    """Return over how many rows a cell reaches."""
    below = row + 1
    while below < len(rows) and any(c == column and up for _, c, _, up in rows[below]):
        below += 1
    return below - row


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def word_paragraphs(text: str) -> str:
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' if line else "<w:p/>"
        for line in text.split("\n")
    )
    return lines.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')


def word_table(table: Table) -> str:
    rows = grid(table)
    parts = ["<w:tbl><w:tblPr/>"]
    for number, row in enumerate(rows):
        parts.append("<w:tr>")
        for text, column, span, continued in row:
            merge = '<w:vMerge w:val="restart"/>' if height(rows, number, column) > 1 else ""
            merge = "<w:vMerge/>" if continued else merge
            width = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            parts.append(f"<w:tc><w:tcPr>{width}{merge}</w:tcPr>{word_paragraphs(text)}</w:tc>")
        parts.append("</w:tr>")
    return "".join(parts) + "</w:tbl>"


def word_body(blocks: Sequence[Block]) -> str:
    return "".join(
        word_paragraphs(block) if isinstance(block, str) else word_table(block) for block in blocks
    )


def word_document(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'


def docx_of(body: str, **parts: str | bytes) -> bytes:
    """Return a .docx with this body; `parts` replace or add members of the package."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": word_document(body),
    }
    return zipped({**members, **parts})


def docx(blocks: Sequence[Block]) -> bytes:
    return docx_of(word_body(blocks))


def html(blocks: Sequence[Block]) -> bytes:
    parts = ['<html><head><meta charset="utf-8"></head><body>']
    for block in blocks:
        if isinstance(block, str):
            parts += [f"<p>{escape(line)}</p>" for line in block.split("\n")]
            continue
        rows = grid(block)
        parts.append("<table>")
        for number, row in enumerate(rows):
            cells = [
                f'<td colspan="{span}" rowspan="{height(rows, number, column)}">'
                + escape(text).replace("\n", "<br>")
                + "</td>"
                for text, column, span, continued in row
                if not continued
            ]
            parts.append(f"<tr>{''.join(cells)}</tr>")
        parts.append("</table>")
    return "".join([*parts, "</body></html>"]).encode()


def xlsx(blocks: Sequence[Block], *, merged: bool = True) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    top = 1
    for block in blocks:
        if isinstance(block, str):
            for line in block.split("\n"):
                sheet.cell(top, 1, line)
                if merged:
                    sheet.merge_cells(start_row=top, start_column=1, end_row=top, end_column=9)
                top += 1
            continue
        rows = grid(block)
        for number, row in enumerate(rows):
            for text, column, span, continued in row:
                if continued:
                    continue
                cell = sheet.cell(top + number, column + 1, text)
                cell.data_type = "s"
                high = height(rows, number, column)
                if merged and (span > 1 or high > 1):
                    sheet.merge_cells(
                        start_row=top + number,
                        start_column=column + 1,
                        end_row=top + number + high - 1,
                        end_column=column + span,
                    )
        top += len(rows)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def unmerged_xlsx(blocks: Sequence[Block]) -> bytes:
    return xlsx(blocks, merged=False)


def dump(blocks: Sequence[Block]) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(block + "\n")
            continue
        for row in grid(block):
            parts += [f"\t{text}\n" for text, *_ in row]
            parts.append("\n")
        parts.append("\n")
    return "".join(parts).encode()


def rtf(blocks: Sequence[Block]) -> bytes:
    def spelt(text: str) -> str:
        units = text.encode("utf-16-le")
        words = [int.from_bytes(units[place : place + 2], "little") for place in range(0, len(units), 2)]
        return "".join(
            chr(word) if 32 <= word < 127 and chr(word) not in "\\{}" else
            "\\line " if word == 10 else "\\tab " if word == 9 else f"\\u{word if word < 32768 else word - 65536}?"
            for word in words
        )  # fmt: skip

    parts = ["{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}\n"]
    for block in blocks:
        if isinstance(block, str):
            parts += [f"\\pard {spelt(line)}\\par\n" for line in block.split("\n")]
            continue
        rows = grid(block)
        for number, row in enumerate(rows):
            parts.append("\\trowd")
            for _, column, span, continued in row:
                begins = height(rows, number, column) > 1 and not continued
                parts.append("\\clvmrg" if continued else "\\clvmgf" if begins else "")
                parts.append(f"\\cellx{(column + span) * 1000}")
            parts += [f"\\pard\\intbl {spelt(text)}\\cell\n" for text, *_ in row]
            parts.append("\\row\n")
    return ("".join(parts) + "}").encode("ascii")


CONTAINERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "docx": docx,
    "html": html,
    "xlsx": xlsx,
    "unmerged xlsx": unmerged_xlsx,
    "dump": dump,
    "rtf": rtf,
}
