"""Forms as a .docx: `document.xml` joined from constant strings, exact to the twip."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.footer import FooterOf, no_footer
from perfeval_gui.core.layout.grid import Box, Grid, Line
from perfeval_gui.core.layout.lines import narrowing
from perfeval_gui.core.layout.pages import PageFit, cell_margin, chain_start, fit, least_height
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.layout.styles import LEFT_CELLS, LINE_STYLES, TABLE_FONT, LineStyle, twips
from perfeval_gui.core.profile import PageRule, Profile
from perfeval_gui.core.progress import Progress, unwatched
from perfeval_gui.core.text import clean, is_clean
from perfeval_gui.files.docx_skeleton import FIRST_FOOTER, R, W, parts_after_document, parts_before_document
from perfeval_gui.files.package import package, part_of_pieces

ProfileOf = Callable[[Project], Profile]

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_OPEN = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
)
_LEVEL = 3  # markup repeats itself: a higher level takes twice the time for a tenth of the size
_PARAGRAPH_END = "</w:t></w:r></w:p>"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def docx_bytes(
    projects: Sequence[Project],
    profile_of: ProfileOf,
    footer_of: FooterOf = no_footer,
    progress: Progress = unwatched,
) -> bytes:
    """Return one .docx with all the forms, each from a new page; the same forms give the same bytes.

    `footer_of` gives a line for the foot of a form's pages, blank for none.
    """
    written = [clean(footer_of(project)) for project in projects]
    footers = {
        text: f"rId{FIRST_FOOTER + number}"
        for number, text in enumerate(dict.fromkeys(filter(None, written)))
    }
    marks = [footers.get(text, "") for text in written]
    pieces = (piece.encode() for piece in _document_xml(projects, profile_of, marks, progress))
    document = part_of_pieces("word/document.xml", pieces, _LEVEL)
    texts = tuple(_footer_xml(text) for text in footers)
    return package((*parts_before_document(len(texts)), document, *parts_after_document(texts)))


def document_xml(projects: Sequence[Project], profile_of: ProfileOf) -> str:
    """Return the text of `word/document.xml` without footers."""
    return "".join(_document_xml(projects, profile_of, [""] * len(projects)))


def _document_xml(
    projects: Sequence[Project],
    profile_of: ProfileOf,
    footers: Sequence[str],
    progress: Progress = unwatched,
) -> Iterator[str]:
    yield _OPEN
    profiles = [profile_of(project) for project in projects]
    sections = [_section(profile.page, mark) for profile, mark in zip(profiles, footers, strict=True)]
    for index, (project, profile) in enumerate(zip(projects, profiles, strict=True)):
        same_before = index > 0 and sections[index - 1] == sections[index]
        same_after = index + 1 == len(projects) or sections[index + 1] == sections[index]
        section = "" if same_after else sections[index]
        yield "".join(_form(lay_out(project, profile), profile.page, section, new_page=same_before))
        progress(index + 1, len(projects))
    yield f"{sections[-1] if sections else ''}</w:body></w:document>"


def _footer_xml(text: str) -> str:
    style = LINE_STYLES["footer"]
    opening, _ = _paragraph("", _spacing(style), _run(style.font, int(style.size * 2)))
    return f'<w:ftr xmlns:w="{W}" xmlns:r="{R}">{opening}{_escaped(text)}{_PARAGRAPH_END}</w:ftr>'


def _form(grid: Grid, page: PageRule, section: str, *, new_page: bool) -> list[str]:
    fitted = fit(grid, page)
    grid = _safe(grid)
    head = [_line(line, keep=True, new_page=new_page and index == 0) for index, line in enumerate(grid.head)]
    last = len(grid.tail) - 1
    tail = [
        _line(line, keep=index < last, section=section if index == last else "")
        for index, line in enumerate(grid.tail)
    ]
    return [*head, *_table(grid, page, fitted), *tail]


def _line(line: Line, *, keep: bool, new_page: bool = False, section: str = "") -> str:
    opening, empty = _line_markup(line.style, keep, new_page, section)
    return opening + line.text + _PARAGRAPH_END if line.text else empty


@functools.lru_cache(maxsize=256)
def _line_markup(name: str, keep: bool, new_page: bool, section: str) -> tuple[str, str]:  # noqa: FBT001
    style = LINE_STYLES[name]
    flow = ("<w:keepNext/>" if keep else "") + ("<w:pageBreakBefore/>" if new_page else "")
    return _paragraph(flow, _spacing(style), _run(style.font, int(style.size * 2)), section)


def _spacing(style: LineStyle) -> str:
    return (
        f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}" '
        f'w:line="{twips(style.line)}" w:lineRule="exact"/>'
        f'<w:jc w:val="{"center" if style.centred else "left"}"/>'
    )


def _run(font: str, half_points: int, stretch: int = 100) -> str:
    slots = " ".join(f'w:{slot}="{font}"' for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
    scale = "" if stretch == 100 else f'<w:w w:val="{stretch}"/>'
    return (
        f'<w:rPr><w:rFonts w:hint="eastAsia" {slots}/>{scale}'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    )


def _paragraph(flow: str, spacing: str, run: str, section: str = "") -> tuple[str, str]:
    properties = (
        f'<w:p><w:pPr>{flow}<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f'<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>{spacing}{run}{section}</w:pPr>'
    )
    return f'{properties}<w:r>{run}<w:t xml:space="preserve">', properties + "</w:p>"


def _safe(grid: Grid) -> Grid:
    """Return the grid with texts that may stand in XML; nearly always the grid itself."""
    text = "".join([*(line.text for line in (*grid.head, *grid.tail)), *(box.text for box in grid.boxes)])
    if is_clean(text) and not any(sign in text for sign in "&<>"):
        return grid
    lines = [
        tuple(replace(line, text=_escaped(line.text)) for line in part) for part in (grid.head, grid.tail)
    ]
    boxes = tuple(replace(box, text=_escaped(box.text)) for box in grid.boxes)
    return replace(grid, head=lines[0], boxes=boxes, tail=lines[1])


def _escaped(text: str) -> str:
    return clean(text).translate(_ESCAPES)


class _CellMarkup:
    """The constant strings of one table's cells, made when first needed."""

    def __init__(self, columns: tuple[int, ...], half_points: int, line: int, beside: int) -> None:
        self._columns = columns
        self._half_points = half_points
        self._beside = beside
        self._line = line
        self.opening = functools.cache(self._opening)
        self.paragraph = functools.cache(self._paragraph)

    def _opening(self, column: int, columns: int, merge: str) -> str:
        width = sum(self._columns[column : column + columns])
        span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
        down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{down}'
            '<w:vAlign w:val="center"/></w:tcPr>'
        )

    def _paragraph(self, left: bool, keep: bool, stretch: int = 100) -> tuple[str, str]:  # noqa: FBT001
        spacing = (
            f'<w:spacing w:before="0" w:after="0" w:line="{self._line}" w:lineRule="exact"/>'
            f'<w:jc w:val="{"left" if left else "center"}"/>'
        )
        return _paragraph(
            "<w:keepNext/>" if keep else "", spacing, _run(TABLE_FONT, self._half_points, stretch)
        )

    def cell(self, box: Box, *, keep: bool) -> str:
        """Return the cell of a box."""
        opening = self.opening(box.column, box.columns, "restart" if box.mergeable else "")
        text, left = box.text, box.style in LEFT_CELLS
        stretch = 100
        if (
            text and text[-1] in "0123456789%" and len(text) > 3
        ):  # what may break is a number of four signs or more
            width = sum(self._columns[box.column : box.column + box.columns]) - 2 * self._beside
            stretch = narrowing(text, width / (self._half_points * 10))
        filled, empty = self.paragraph(left, keep) if stretch == 100 else self.paragraph(left, keep, stretch)
        if not text:
            return opening + empty + "</w:tc>"
        if "\n" not in text:
            return opening + filled + text + _PARAGRAPH_END + "</w:tc>"
        lines = [filled + line + _PARAGRAPH_END if line else empty for line in text.split("\n")]
        return opening + "".join(lines) + "</w:tc>"

    def continued(self, box: Box, *, keep: bool) -> str:
        """Return the empty cell of a further row that a box covers."""
        return self.opening(box.column, box.columns, "continue") + self.paragraph(False, keep)[1] + "</w:tc>"


@functools.lru_cache(maxsize=64)
def _cell_markup(columns: tuple[int, ...], half_points: int, line: int, beside: int) -> _CellMarkup:
    return _CellMarkup(columns, half_points, line, beside)


def _table(grid: Grid, page: PageRule, fitted: PageFit) -> list[str]:
    step = fitted.step
    markup = _cell_markup(grid.columns, int(step.size * 2), twips(step.line), page.cell_left_right)
    least = least_height(page, step)
    chain = chain_start(fitted.splittable)
    cells: list[list[tuple[int, str]]] = [[] for _ in grid.kinds]
    for box in grid.boxes:
        cells[box.row].append((box.column, markup.cell(box, keep=box.row >= chain)))
        for row in range(box.row + 1, box.row + box.rows):
            cells[row].append((box.column, markup.continued(box, keep=row >= chain)))
    pieces = [_table_opening(grid.columns, page, cell_margin(page, step))]
    for row, items in enumerate(cells):
        pieces.append(_row_opening(least, fitted.splittable[row]))
        pieces += [text for _, text in sorted(items)]
        pieces.append("</w:tr>")
    return [*pieces, "</w:tbl>"]


def _row_opening(least: int, splittable: bool) -> str:  # noqa: FBT001
    whole = "" if splittable else "<w:cantSplit/>"
    return (
        f'<w:tr><w:trPr>{whole}<w:trHeight w:val="{least}" w:hRule="atLeast"/><w:jc w:val="center"/></w:trPr>'
    )


def _table_opening(columns: tuple[int, ...], page: PageRule, margin: int) -> str:
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    beside = page.cell_left_right
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{margin}" w:type="dxa"/><w:left w:w="{beside}" w:type="dxa"/>'
        f'<w:bottom w:w="{margin}" w:type="dxa"/><w:right w:w="{beside}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _section(page: PageRule, footer: str) -> str:
    width, height = page.size
    foot = f'<w:footerReference w:type="default" r:id="{footer}"/>' if footer else ""
    turned = ' w:orient="landscape"' if width > height else ""
    margins = " ".join(
        f'w:{side}="{page.margins[side]}"' for side in ("top", "right", "bottom", "left", "header", "footer")
    )
    return (
        f'<w:sectPr>{foot}<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar {margins} w:gutter="0"/>'
        '<w:cols w:space="425"/></w:sectPr>'
    )
