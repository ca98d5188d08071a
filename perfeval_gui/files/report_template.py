"""The report's template as it comes with the program: a Word file with fields, which a unit can change."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from perfeval_gui.core.report import HEADINGS
from perfeval_gui.errors import UnreadableFileError

_SONG, _HEI, _FANG, _TITLE = "宋体", "黑体", "仿宋_GB2312", "方正小标宋简体"
_LATIN = "Times New Roman"
_LINE = Pt(28)
_COLUMNS = (
    ("序号", "{{序号}}", 13),
    ("项目名称", "{{项目名称}}", 44),
    ("年初预算", "{{年初预算}}", 19),
    ("全年预算", "{{全年预算}}", 19),
    ("全年执行", "{{全年执行}}", 19),
    ("执行率", "{{执行率}}", 18),
    ("得分", "{{得分}}", 12),
    ("等级", "{{等级}}", 13),
)
_SUMS = (
    "",
    "合计",
    "{{年初预算合计}}",
    "{{全年预算合计}}",
    "{{全年执行合计}}",
    "{{合计执行率}}",
    "{{平均分}}",
    "",
)


def own_template(folder: Path) -> Path:
    """Return where a unit's own template stands in its data directory; it may not be there."""
    return folder / "templates" / "report.docx"


def template_of(folder: Path) -> bytes:
    """Return the unit's own template, else the one that comes with the program. Raises UnreadableFileError."""
    path = own_template(folder)
    return read_template(path) if path.exists() else default_template()


def read_template(path: Path) -> bytes:
    """Return the bytes of a template file; raises UnreadableFileError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            f"报告模板“{path.name}”读不出来。请检查文件是否还在、是否被其他程序占用。",
            detail=f"OSError {error.errno}",
        ) from error


def default_template() -> bytes:
    """Return the template: the usual page of official documents, all sections, the table of projects."""
    document = Document()
    _page(document)
    _styles(document)
    title = document.add_paragraph("{{标题}}", "Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for heading, field in HEADINGS:
        document.add_paragraph(heading, "Heading 1")
        document.add_paragraph(f"{{{{{field}}}}}")
        if field == "资金执行情况":
            _table(document)
            _picture(document)
    for text in ("", "{{单位}}（盖章）", "\u3000\u3000年\u3000\u3000月\u3000\u3000日"):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    document.core_properties.author = ""
    document.core_properties.title = ""
    document.core_properties.comments = ""


def _styles(document: Any) -> None:
    for name, font, size in (("Normal", _FANG, 16), ("Title", _TITLE, 22), ("Heading 1", _HEI, 16)):
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.name = Pt(size), False, _LATIN
        properties = style.element.get_or_add_rPr()
        _name_font(properties, font)
        for left in (*properties.findall(qn("w:color")), *style.element.findall(f".//{qn('w:pBdr')}")):
            left.getparent().remove(left)
        shape = style.paragraph_format
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing, shape.space_before, shape.space_after = _LINE, Pt(0), Pt(0)
        shape.first_line_indent = Pt(0) if name == "Title" else Pt(32)
    document.styles["Title"].paragraph_format.line_spacing = Pt(36)
    document.styles["Title"].paragraph_format.space_after = Pt(28)
    document.styles["Heading 1"].paragraph_format.keep_with_next = True


def _name_font(properties: Any, font: str) -> None:
    """Name the Chinese font; python-docx names only the Latin one, and a theme's font would win over both."""
    fonts = properties.get_or_add_rFonts()
    for key in [key for key in fonts.attrib if "heme" in key]:
        del fonts.attrib[key]
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks are Chinese here


def _table(document: Any) -> None:
    caption = document.add_paragraph("各项目资金与得分（金额单位：万元，合计行的得分为平均分）")
    caption.paragraph_format.first_line_indent = Pt(0)
    caption.paragraph_format.keep_with_next = True
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.runs[0].font.size = Pt(12)
    table = document.add_table(rows=3, cols=len(_COLUMNS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, (_, _, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = Mm(width)
    rows = ([head for head, _, _ in _COLUMNS], [field for _, field, _ in _COLUMNS], _SUMS)
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = Mm(_COLUMNS[place][2])
            _small(cell.paragraphs[0], text, centred=place != 1 or number == 0)
    head = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no word for a repeated head
    head.append(head.makeelement(qn("w:tblHeader"), {}))


def _small(paragraph: Any, text: str, *, centred: bool) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(10.5), _LATIN
    _name_font(run.element.get_or_add_rPr(), _SONG)
    shape = paragraph.paragraph_format
    shape.first_line_indent = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _picture(document: Any) -> None:
    picture = document.add_paragraph("{{执行率图}}")
    picture.paragraph_format.first_line_indent = Pt(0)
    picture.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    picture.paragraph_format.space_before = Pt(12)
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
