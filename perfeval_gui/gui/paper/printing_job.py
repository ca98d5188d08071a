"""The print dialog and the preview: what they print is what `gui/printing` paints everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QDialog, QWidget

from perfeval_gui.core.layout.paper import Sheet
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.printing import Page, paint_pages

Pages = Sequence[Page]
_ONE_SIDED = (QPrinter.DuplexMode.DuplexNone, QPrinter.DuplexMode.DuplexAuto)


def make_printer() -> QPrinter:
    """Return the default printer, named for the queue's list; paper and margins are set when painting."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("绩效自评表")
    return printer


def choose_and_print(parent: QWidget, pages: Pages, forms: int) -> str:
    """Let the clerk choose printer, copies and pages of the forms, print, and return what was sent (blank: cancelled).

    Raises UnwritableFileError where the printer takes none.
    """
    printer = make_printer()
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印 {forms} 张表" if forms > 1 else "打印")
    dialog.setMinMax(1, len(pages))
    dialog.setFromTo(1, len(pages))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=True)
    if ask(dialog) != QDialog.DialogCode.Accepted:
        return ""
    print_pages(printer, pages)
    copies = f"，每页 {printer.copyCount()} 份" if printer.copyCount() > 1 else ""
    return f"已送去打印 {len(pages_in_range(printer, pages))} 页{copies}。"


def print_pages(printer: QPrinter, pages: Pages) -> None:
    """Print pages on a printer as the print dialog was answered: its range of pages, its copies, both sides.

    Raises UnwritableFileError where the printer takes none.
    """
    printer.setFullPage(True)
    chosen = pages_in_range(printer, pages)
    if printer.duplex() not in _ONE_SIDED:
        chosen = on_own_leaves(chosen)
    paint_pages(printer, _copied(printer, chosen))


def pages_in_range(printer: QPrinter, pages: Pages) -> Pages:
    """Return the pages that the print dialog's range names; all where it names none."""
    first, last = printer.fromPage(), printer.toPage()
    return pages[first - 1 : last] if 0 < first <= last else pages


def on_own_leaves(pages: Pages) -> Pages:
    """Return the pages for both sides of the paper: a form begins on a leaf of its own, for it is signed alone."""
    leaves: list[Page] = []
    for page in pages:
        if page.opens and len(leaves) % 2:
            leaves.append(Page(leaves[-1].paper, Sheet(), opens=False))
        leaves.append(page)
    return leaves


def _copied(printer: QPrinter, pages: Pages) -> Pages:
    """Return the pages as often as asked for, where the printer does not make the copies itself."""
    count = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        return [page for _ in range(count) for page in pages]
    return [page for page in pages for _ in range(count)]


class Preview(QPrintPreviewDialog):
    """The preview of pages; its own print button prints what it shows."""

    def __init__(self, parent: QWidget, pages: Pages) -> None:
        self._printer = make_printer()  # Qt does not own it: without this reference it would be gone
        super().__init__(self._printer, parent)
        self.setWindowTitle("打印预览")
        self.resize(1000, 760)
        self.paintRequested.connect(lambda target: print_pages(target, pages))
