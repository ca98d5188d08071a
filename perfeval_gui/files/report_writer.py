"""The 绩效自评报告 as Word: a template's fields filled in, and nothing else of it touched."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import LxmlError

from perfeval_gui.core.report import Report, fields_of, row_fields_of
from perfeval_gui.errors import UnreadableFileError
from perfeval_gui.files.package import package, part

LARGEST = 20 * 1024 * 1024
CHART = "执行率图"
_FIELD = re.compile(r"\{\{\s*([^{}\s]{1,20})\s*\}\}")
_MISSING = re.compile("(【待填写：[^】]*】)")
_CHART_WIDTH = Mm(145)
_UNREADABLE = (
    OpcError,
    LxmlError,
    zipfile.BadZipFile,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A report as a Word file, and the fields of the template that nobody knows; they stay as they are."""

    data: bytes
    unknown: tuple[str, ...] = ()


def fill_report(report: Report, template: bytes, picture: bytes | None = None) -> Filled:
    """Return the template filled in; `picture` is the chart as a PNG, without one its paragraph goes.

    The same report and template give the same bytes. Raises UnreadableFileError where the template is no
    Word file that can be opened.
    """
    try:
        if len(template) > LARGEST:
            raise ValueError("size")
        document = Document(io.BytesIO(template))
        unknown = _Filling(report, picture).fill(document)
        buffer = io.BytesIO()
        document.save(buffer)
        return Filled(_steady(buffer.getvalue()), unknown)
    except _UNREADABLE as error:
        raise UnreadableFileError(
            "报告模板打不开，可能不是 Word 2007 以后的 .docx 文件。请用 Word/WPS 另存为 .docx，或恢复默认模板。",
            detail=type(error).__name__,
        ) from error


class _Filling:
    """Fills one document: rows of projects, then lines, whole sections and the chart."""

    def __init__(self, report: Report, picture: bytes | None) -> None:
        self._report = report
        self._picture = picture
        self._sections = {
            section.field: [
                line for item in section.paragraphs for line in item.text.split("\n") if line.strip()
            ]
            for section in report.sections
        }
        joined = {name: "".join(lines) for name, lines in self._sections.items()}
        self._known = {**joined, **fields_of(report), CHART: ""}
        self._unknown: dict[str, None] = {}

    def fill(self, document: Any) -> tuple[str, ...]:
        for body in _bodies(document):
            for row in list(body.iter(qn("w:tr"))):
                self._repeat(row)
            for element in list(body.iter(qn("w:p"))):
                self._paragraph(Paragraph(element, document))
        return tuple(self._unknown)

    def _repeat(self, row: Any) -> None:
        """A row with fields of a project stands there once for each project."""
        rows = [row_fields_of(number, item) for number, item in enumerate(self._report.rows, 1)]
        names = set(_FIELD.findall("".join(node.text or "" for node in row.iter(qn("w:t")))))
        if not rows or not names & rows[0].keys():
            return
        for texts in rows:
            copied = copy.deepcopy(row)
            row.addprevious(copied)
            for element in copied.iter(qn("w:p")):
                _put(_alone(element), texts)
        row.getparent().remove(row)

    def _paragraph(self, paragraph: Paragraph) -> None:
        names = _FIELD.findall(paragraph.text)
        only = names[0] if _FIELD.fullmatch(paragraph.text.strip()) else ""
        if only in self._sections:
            self._section(paragraph, self._sections[only])
        elif only == CHART:
            self._chart(paragraph)
        elif names:
            _put(paragraph, self._known)
            self._unknown.update(dict.fromkeys(name for name in names if name not in self._known))

    def _section(self, paragraph: Paragraph, lines: Sequence[str]) -> None:
        """The paragraph stands there once for each line of the section, as it looks."""
        for line in lines:
            copied = copy.deepcopy(paragraph._p)  # noqa: SLF001 - python-docx cannot copy a paragraph
            paragraph._p.addprevious(copied)  # noqa: SLF001
            fresh = _alone(copied)
            _set_text(fresh, line)
            _mark_missing(fresh)
        _remove(paragraph._p)  # noqa: SLF001

    def _chart(self, paragraph: Paragraph) -> None:
        if self._picture is None:
            _remove(paragraph._p)  # noqa: SLF001
            return
        _set_text(paragraph, "")
        paragraph.runs[0].add_picture(io.BytesIO(self._picture), width=_CHART_WIDTH)


def _bodies(document: Any) -> Iterator[Any]:
    yield document.element.body
    for section in document.sections:
        for name in ("header", "footer", "first_page_header", "first_page_footer"):
            place = getattr(section, name)
            if not place.is_linked_to_previous:
                yield place._element  # noqa: SLF001 - tables in a header too


def _alone(element: Any) -> Paragraph:
    """Return the paragraph of an element; what it stands in is needed only for styles and pictures."""
    parent: Any = None
    return Paragraph(element, parent)


def _remove(element: Any) -> None:
    element.getparent().remove(element)


def _put(paragraph: Paragraph, texts: Mapping[str, str]) -> None:
    """Put texts in the place of fields, also where Word has cut a field into several runs."""
    runs = paragraph.runs
    whole = "".join(run.text for run in runs)
    for match in reversed(list(_FIELD.finditer(whole))):  # from the end: the places before stay right
        if match[1] in texts:
            _put_one(runs, match.span(), texts[match[1]])
    _mark_missing(paragraph)


def _put_one(runs: Sequence[Run], span: tuple[int, int], text: str) -> None:
    at = 0
    for run in runs:
        old = run.text
        start, end = max(span[0] - at, 0), min(span[1] - at, len(old))
        at += len(old)
        if start < end:
            run.text, text = old[:start] + text + old[end:], ""


def _set_text(paragraph: Paragraph, text: str) -> None:
    runs = paragraph.runs or [paragraph.add_run()]
    runs[0].text = text
    for run in runs[1:]:
        _remove(run.element)


def _mark_missing(paragraph: Paragraph) -> None:
    """Shade what is still to be written, so that no one signs it unseen."""
    for run in paragraph.runs:
        parts = [text for text in _MISSING.split(run.text) if text]
        if not any(map(_MISSING.fullmatch, parts)):
            continue
        for text in parts:
            copied = copy.deepcopy(run.element)
            run.element.addprevious(copied)
            piece = Run(copied, paragraph)
            piece.text = text
            if _MISSING.fullmatch(text):
                piece.font.highlight_color = WD_COLOR_INDEX.YELLOW
        _remove(run.element)


def _steady(data: bytes) -> bytes:
    """Return the package without the times that python-docx writes into it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return package(part(name, archive.read(name)) for name in archive.namelist())
