"""Printing and the preview: the same sheets on every printer as on screen and in the PDF."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QDialog, QWidget

from perfeval_gui.core.layout.paper import Sheet
from perfeval_gui.core.profile import PageRule
from perfeval_gui.gui.printing import TWIPS_PER_INCH, paint_sheet

Pages = Sequence[tuple[PageRule, Sheet]]


def make_printer(page: PageRule, name: str = "") -> QPrinter:
    """Return a printer (the default one for a blank name) set to the profile's paper, margins ours."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name:
        printer.setPrinterName(name)
    width, height = page.size
    paper = QPageSize(
        QSizeF(width / 20, height / 20), QPageSize.Unit.Point, "A4", QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    # One layout at once: set piece by piece, some print systems keep the driver's paper.
    layout = QPageLayout(paper, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    printer.setPageLayout(layout)
    printer.setFullPage(True)
    printer.setDocName("绩效自评表")
    return printer


def print_pages(printer: QPrinter, pages: Pages) -> int:
    """Print the pages that the printer's range asks for and return how many were printed (copies not counted)."""
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    chosen = pages[first - 1 : last]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        chosen = chosen[::-1]
    own_copies = printer.copyCount() if not printer.supportsMultipleCopies() else 1
    painter = QPainter()
    if not chosen or not painter.begin(printer):
        return 0
    fresh = True
    for _ in range(own_copies):
        for _rule, sheet in chosen:
            if not fresh:
                printer.newPage()
            fresh = False
            _paint(painter, printer, sheet)
    painter.end()
    return len(chosen)


def _paint(painter: QPainter, printer: QPrinter, sheet: Sheet) -> None:
    painter.save()
    scale = printer.resolution() / TWIPS_PER_INCH
    painter.scale(scale, scale)
    paint_sheet(painter, sheet)
    painter.restore()


def choose_and_print(parent: QWidget, pages: Pages, *, several_projects: bool) -> int:
    """Let the clerk choose printer, copies and pages, print, and return the number of pages printed."""
    printer = make_printer(pages[0][0])
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, len(pages))
    dialog.setFromTo(1, len(pages))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=True)
    if several_projects:
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCollateCopies, on=True)
    return print_pages(printer, pages) if dialog.exec() == QDialog.DialogCode.Accepted else 0


class Preview(QPrintPreviewDialog):
    """The preview of pages; its own print button prints what it shows."""

    def __init__(self, parent: QWidget, pages: Pages) -> None:
        self._printer = make_printer(
            pages[0][0]
        )  # Qt does not own it: without this reference it would be gone
        super().__init__(self._printer, parent)
        self.setWindowTitle("打印预览")
        self.resize(1000, 760)
        self.paintRequested.connect(lambda target: print_pages(target, pages))
