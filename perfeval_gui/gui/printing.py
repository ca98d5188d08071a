"""A form on paper: one painter for preview, printer and PDF, which all print the same."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QGuiApplication,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.footer import FooterOf, no_footer
from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.layout.listing import pages_of
from perfeval_gui.core.layout.pages import printed_fit, set_at
from perfeval_gui.core.layout.paper import Sheet, sheets
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.layout.styles import TABLE_FONT
from perfeval_gui.core.profile import PageRule, Profile
from perfeval_gui.core.progress import Progress, unwatched
from perfeval_gui.core.proof import overview, proof_on_one_page
from perfeval_gui.errors import UnwritableFileError
from perfeval_gui.files.export import Format, paged_format
from perfeval_gui.files.pdf_tidy import tidied
from perfeval_gui.gui.paper_fonts import meanings, measure_of, paper_font

ProfileOf = Callable[[Project], Profile]
Found = Mapping[str, Sequence[Finding]]
"""The findings of each project, by its id."""


class Page(NamedTuple):
    """A page with its paper; `opens` says that a form or list begins on it."""

    paper: PageRule
    sheet: Sheet
    opens: bool = True


TWIPS_PER_INCH = 1440
_BORDER = 10


def paper_sheets(project: Project, profile: Profile, foot: str = "") -> list[Sheet]:
    """Return the pages of a project as this machine's fonts print them."""
    grid = lay_out(project, profile)
    fitted = printed_fit(grid, profile.page, measure_of(TABLE_FONT))
    return sheets(grid, fitted, profile.page, measure_of, foot)


def paint_sheet(painter: QPainter, sheet: Sheet) -> None:
    """Draw a page; the painter's unit is the twip and its origin the corner of the paper."""
    painter.setPen(QPen(painter.pen().color(), _BORDER))
    for frame in sheet.frames:
        painter.drawRect(QRectF(frame.x, frame.y, frame.width, frame.height))
    for line in sheet.lines:
        painter.setFont(paper_font(line.font, float(line.size * 20)))
        if line.stretch == 100:
            painter.drawText(QPointF(line.x, line.baseline), line.text)
        else:
            painter.save()
            painter.translate(line.x, line.baseline)
            painter.scale(line.stretch / 100, 1)
            painter.drawText(QPointF(0, 0), line.text)
            painter.restore()


def form_pages(
    projects: Sequence[Project],
    profile_of: ProfileOf,
    footer_of: FooterOf = no_footer,
    progress: Progress = unwatched,
) -> list[Page]:
    """Return the pages of all forms in their order, each with its paper."""
    pages: list[Page] = []
    for number, project in enumerate(projects, 1):
        profile = profile_of(project)
        pages += _following(profile.page, paper_sheets(project, profile, footer_of(project)))
        progress(number, len(projects))
    return pages


def _following(paper: PageRule, made: Iterable[Sheet]) -> list[Page]:
    return [Page(paper, sheet, opens=number == 0) for number, sheet in enumerate(made)]


def paint_pages(device: QPagedPaintDevice, pages: Sequence[Page]) -> None:
    """Print pages onto a PDF writer or printer; raise UnwritableFileError where it takes none.

    The device is given the paper of each page and the whole of it: the margins are ours.
    """
    _set_paper(device, pages[0].paper)
    painter = QPainter()
    if not painter.begin(device):
        raise UnwritableFileError(
            "打印机没有响应，没有打印。请检查打印机是否开机、连好，或换一台打印机后重试。"
        )
    for number, page in enumerate(pages):
        if number:
            if page.paper != pages[number - 1].paper:
                _set_paper(device, page.paper)
            if not device.newPage():
                painter.end()
                raise UnwritableFileError("打印中断，后面的页没有打印。请检查打印机后重新打印未完成的页。")
        painter.save()
        painter.scale(device.logicalDpiX() / TWIPS_PER_INCH, device.logicalDpiY() / TWIPS_PER_INCH)
        paint_sheet(painter, page.sheet)
        painter.restore()
    painter.end()


def pdf_bytes(
    projects: Sequence[Project],
    profile_of: ProfileOf,
    footer_of: FooterOf = no_footer,
    progress: Progress = unwatched,
) -> bytes:
    """Return a PDF of the forms, fonts embedded and text searchable; the same forms give the same bytes."""
    _ensure_application()
    title = projects[0].form.project_name if len(projects) == 1 else ""
    return pdf_of(form_pages(projects, profile_of, footer_of, progress), title)


def pdf_of(pages: Sequence[Page], title: str = "") -> bytes:
    """Return the PDF of pages that are laid out already."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(TWIPS_PER_INCH)
    paint_pages(writer, pages)
    lines = (line for page in pages for line in page.sheet.lines)
    return tidied(bytes(buffer.data().data()), meanings(lines), title)


def proof_pages(
    projects: Sequence[Project], profile_of: ProfileOf, found: Found, progress: Progress = unwatched
) -> list[Page]:
    """Return the 校对单 of each project, one after the other."""
    pages: list[Page] = []
    for number, project in enumerate(projects, 1):
        paper = profile_of(project).page
        pages += list_pages(proof_on_one_page(project, found[project.id], paper), paper)
        progress(number, len(projects))
    return pages


def proof_pdf(
    projects: Sequence[Project], profile_of: ProfileOf, found: Found, progress: Progress = unwatched
) -> bytes:
    """Return the 校对单 of all projects as one PDF."""
    _ensure_application()
    title = f"校对单 {projects[0].form.project_name}" if len(projects) == 1 else "校对单"
    return pdf_of(proof_pages(projects, profile_of, found, progress), title)


def leader_pdf(
    projects: Sequence[Project],
    profile_of: ProfileOf,
    findings: Sequence[Finding],
    progress: Progress = unwatched,
) -> bytes:
    """Return the 领导只读件: the list of projects, then each form followed by its 校对单."""
    _ensure_application()
    pages = list_pages(overview(projects, profile_of, findings), profile_of(projects[0]).page)
    for number, project in enumerate(projects, 1):
        own = [item for item in findings if item.cell.project == project.id]
        pages += form_pages([project], profile_of)
        pages += proof_pages([project], profile_of, {project.id: own})
        progress(number, len(projects))
    return pdf_of(pages)


def list_pages(grid: Grid, page: PageRule) -> list[Page]:
    """Return the pages of a printed list, each with its paper; the head row stands on all of them."""
    measure = measure_of(TABLE_FONT)
    fitted = printed_fit(grid, page, measure)
    return _following(
        page,
        (
            sheet
            for part in pages_of(grid, fitted, page)
            for sheet in sheets(part, set_at(part, page, fitted.step, measure, reserve=0), page, measure_of)
        ),
    )


def _set_paper(device: QPagedPaintDevice, page: PageRule) -> None:
    width, height = page.size
    turned = width > height
    upright = QSizeF(min(page.size) / 20, max(page.size) / 20)
    device.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    device.setPageOrientation(
        QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait
    )
    device.setPageMargins(QMarginsF(0, 0, 0, 0))


def pdf_format(footer_of: FooterOf = no_footer) -> Format:
    """Return PDF as a format of the export, with these lines at the foot of the pages."""
    return paged_format("pdf", pdf_bytes, footer_of)


PDF = pdf_format()


def _ensure_application() -> None:
    # Fonts need Qt's gui application, not its widgets; in the window it is there already.
    if not isinstance(QGuiApplication.instance(), QGuiApplication):
        _own_application()


@functools.cache
def _own_application() -> QGuiApplication:
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not has_display:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication([])
