"""One sheet of an exported workbook: the grid of a form with merges, widths, heights and print setup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_gui.core.layout.grid import Box, Grid, Line
from perfeval_gui.core.layout.pages import PageFit, SizeStep, row_heights
from perfeval_gui.core.layout.styles import LINE_STYLES, twips
from perfeval_gui.core.profile import PageRule
from perfeval_gui.core.text import clean
from perfeval_gui.errors import UnwritableFileError
from perfeval_gui.files.xlsx_styles import StyleTable, look_of_box, look_of_line
from perfeval_gui.files.xlsx_values import Content, number_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_SIGNS = ("=", "+", "-", "@")
_LONGEST_TEXT = 32767
_HIGHEST_ROW = 8180  # twips; Excel's rows end at 409 pt
_LINE_HEIGHT = Decimal("1.4")  # of the font size: spreadsheets set lines by the font, not by our steps
_WIDTH_UNIT = 120  # twips; a digit of 宋体 11, in which column widths are counted, is 8 pixels wide


class SharedTexts:
    """The texts of a workbook, each once, in the order of first use."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uses = 0

    def number(self, text: str) -> int:
        """Return the number by which cells refer to the text; raise UnwritableFileError when it is too long."""
        text = clean(text)
        if len(text.encode("utf-16-le")) > 2 * _LONGEST_TEXT:
            raise UnwritableFileError(
                f"没有导出 Excel：有一格超过 {_LONGEST_TEXT} 字，Excel 放不下。请缩短这一格，或改为导出 Word。"
            )
        self._uses += 1
        return self._numbers.setdefault(text, len(self._numbers))

    def xml(self) -> str:
        """Return the part without its XML declaration."""
        texts = "".join(f'<si><t xml:space="preserve">{_escaped(text)}</t></si>' for text in self._numbers)
        return f'<sst xmlns="{MAIN}" count="{self._uses}" uniqueCount="{len(self._numbers)}">{texts}</sst>'


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form placed on a sheet: its grid, font size, and where rows stand; numbers of rows count from 1.

    `starts` has one entry more than the grid has rows: a row too high for a sheet takes several.
    """

    grid: Grid
    size: Decimal
    one_page: bool
    footer: str
    starts: tuple[int, ...]
    heights: tuple[int, ...]

    @property
    def last_row(self) -> int:
        """The number of the last row that is used."""
        return len(self.heights)

    @property
    def last_column(self) -> str:
        """The letter of the last column that is used."""
        return letter(len(self.grid.columns) - 1)

    def rows_of(self, box: Box) -> range:
        """Return the sheet rows that the box covers."""
        return range(self.starts[box.row], self.starts[box.row + box.rows])

    def lines(self) -> Iterator[tuple[int, Line]]:
        """Yield the paragraphs above and below the table with their rows."""
        yield from enumerate(self.grid.head, 1)
        yield from enumerate(self.grid.tail, self.starts[-1])


def placed(grid: Grid, fitted: PageFit, page: PageRule, footer: str = "") -> Sheet:
    """Return where the rows of a form stand on a sheet, and how high they are in twips."""
    heights = [_line_height(line) for line in grid.head]
    starts = [len(heights) + 1]
    step = SizeStep(fitted.step.size, fitted.step.size * _LINE_HEIGHT)
    for height in row_heights(grid, page, step):
        count = -(-height // _HIGHEST_ROW)
        heights += [-(-height // count)] * count
        starts.append(len(heights) + 1)
    heights += [_line_height(line) for line in grid.tail]
    return Sheet(grid, fitted.step.size, fitted.is_one_page, footer, tuple(starts), tuple(heights))


def form_contents(sheet: Sheet, sums: Mapping[int, Sequence[Box]]) -> dict[int, Content]:
    """Return the numbers of a form by index of their box; `sums` says which boxes add up to which."""
    found = {}
    for index, box in enumerate(sheet.grid.boxes):
        number = number_of(box)
        if number is not None:
            terms = sums.get(index, ())
            formula = f"SUM({_references(sheet, terms)})" if terms else ""
            found[index] = replace(number, formula=formula)
    return found


def sheet_xml(
    sheet: Sheet,
    page: PageRule,
    contents: Mapping[int, Content],
    styles: StyleTable,
    texts: SharedTexts,
    frozen: int = 0,
) -> str:
    """Return the sheet's XML without its declaration; a box that `contents` does not name is text.

    The first `frozen` rows stay in sight when the others scroll.
    """
    used = f"A1:{sheet.last_column}{sheet.last_row}"
    rows = "".join(_rows(sheet, contents, styles, texts))
    return (
        f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="{used}"/>'
        f"<sheetViews>{_view(frozen)}</sheetViews>"
        f'<sheetFormatPr defaultRowHeight="13.5"/>{_columns(sheet.grid.columns)}'
        f"<sheetData>{rows}</sheetData>{_merges(sheet)}{_paper(page, one_page=sheet.one_page)}{_footer(sheet.footer)}"
        f'<ignoredErrors><ignoredError sqref="{used}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


def _view(frozen: int) -> str:
    if not frozen:
        return '<sheetView showGridLines="0" workbookViewId="0"/>'
    return (
        '<sheetView showGridLines="0" workbookViewId="0">'
        f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/></sheetView>'
    )


def _rows(
    sheet: Sheet, contents: Mapping[int, Content], styles: StyleTable, texts: SharedTexts
) -> Iterator[str]:
    cells: list[dict[int, str]] = [{} for _ in range(sheet.last_row + 1)]
    everything = range(len(sheet.grid.columns))
    for row, line in sheet.lines():
        style = styles.number(look_of_line(line.style))
        cells[row] = {column: _blank(row, column, style) for column in everything}
        cells[row][0] = _text_cell(row, 0, style, line.text, texts)
    for index, box in enumerate(sheet.grid.boxes):
        style, cell = _box_cell(sheet, box, contents.get(index), styles, texts)
        for row in sheet.rows_of(box):
            for column in range(box.column, box.column + box.columns):
                cells[row][column] = _blank(row, column, style)
        cells[sheet.rows_of(box)[0]][box.column] = cell
    for row, found in enumerate(cells[1:], 1):
        inner = "".join(found[column] for column in everything if column in found)
        yield f'<row r="{row}" ht="{sheet.heights[row - 1] / 20:g}" customHeight="1">{inner}</row>'


def _box_cell(
    sheet: Sheet, box: Box, content: Content | None, styles: StyleTable, texts: SharedTexts
) -> tuple[int, str]:
    row = sheet.rows_of(box)[0]
    look = look_of_box(box, str(sheet.size))
    if content is None:
        style = styles.number(look._replace(quoted=box.text.startswith(_FORMULA_SIGNS)))
        return style, _text_cell(row, box.column, style, box.text, texts)
    style = styles.number(look._replace(format=content.format, shrinks=True))
    formula = f"<f>{content.formula.translate(_ESCAPES)}</f>" if content.formula else ""
    if isinstance(content.value, str):
        kind, value = ' t="str"', _escaped(content.value)
    else:
        kind, value = "", f"{content.value.normalize():f}"
    return style, f'<c r="{letter(box.column)}{row}" s="{style}"{kind}>{formula}<v>{value}</v></c>'


def _references(sheet: Sheet, boxes: Sequence[Box]) -> str:
    runs: list[list[int]] = []
    column = ""
    found: list[str] = []
    for box in boxes:
        row, name = sheet.rows_of(box)[0], letter(box.column)
        if runs and name == column and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
            found.append(name)
        column = name
    return ",".join(
        f"{name}{first}:{name}{last}" if last > first else f"{name}{first}"
        for name, (first, last) in zip(found, runs, strict=True)
    )


def _text_cell(row: int, column: int, style: int, text: str, texts: SharedTexts) -> str:
    if not text:
        return _blank(row, column, style)
    return f'<c r="{letter(column)}{row}" s="{style}" t="s"><v>{texts.number(text)}</v></c>'


def _blank(row: int, column: int, style: int) -> str:
    return f'<c r="{letter(column)}{row}" s="{style}"/>'


def _columns(widths: Iterable[int]) -> str:
    columns = (
        f'<col min="{number}" max="{number}" width="{width / _WIDTH_UNIT:.3f}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    return f"<cols>{''.join(columns)}</cols>"


def _merges(sheet: Sheet) -> str:
    areas = [f"A{row}:{sheet.last_column}{row}" for row, _ in sheet.lines()]
    for box in sheet.grid.boxes:
        rows = sheet.rows_of(box)
        if len(rows) > 1 or box.columns > 1:
            areas.append(f"{letter(box.column)}{rows[0]}:{letter(box.column + box.columns - 1)}{rows[-1]}")
    listed = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f'<mergeCells count="{len(areas)}">{listed}</mergeCells>'


def _paper(page: PageRule, *, one_page: bool) -> str:
    sides = ("left", "right", "top", "bottom", "header", "footer")
    margins = " ".join(f'{side}="{page.margins[side] / 1440:.4f}"' for side in sides)
    turned = "landscape" if page.size[0] > page.size[1] else "portrait"
    return (
        f'<printOptions horizontalCentered="1"/><pageMargins {margins}/>'
        f'<pageSetup paperSize="9" orientation="{turned}" fitToWidth="1" fitToHeight="{int(one_page)}"/>'
    )


def _footer(text: str) -> str:
    if not text:
        return ""
    code = "&C&8 " + text.replace("&", "&&")
    return f"<headerFooter><oddFooter>{code.translate(_ESCAPES)}</oddFooter></headerFooter>"


def _line_height(line: Line) -> int:
    style = LINE_STYLES[line.style]
    return twips(style.before + style.line + style.after)


def letter(column: int) -> str:
    """Return the letter of one of the first 26 columns, counted from 0."""
    return chr(ord("A") + column)


def _escaped(text: str) -> str:
    return _LOOKS_ESCAPED.sub("_x005F_", text).translate(_ESCAPES)
