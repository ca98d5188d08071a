"""The print dialog and the preview: what they print is what `gui/printing` paints everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QDialog, QWidget

from perfeval_gui.gui.printing import Page, print_pages

Pages = Sequence[Page]


def make_printer() -> QPrinter:
    """Return the default printer, named for the queue's list; paper and margins are set when painting."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("绩效自评表")
    return printer


def choose_and_print(parent: QWidget, pages: Pages) -> int:
    """Let the clerk choose printer, copies and pages, print, and return the number of pages sent (0: cancelled).

    Raises UnwritableFileError where the printer takes none.
    """
    printer = make_printer()
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, len(pages))
    dialog.setFromTo(1, len(pages))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=True)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return 0
    print_pages(printer, pages)
    first, last = printer.fromPage(), printer.toPage()
    return last - first + 1 if 0 < first <= last else len(pages)


class Preview(QPrintPreviewDialog):
    """The preview of pages; its own print button prints what it shows."""

    def __init__(self, parent: QWidget, pages: Pages) -> None:
        self._printer = make_printer()  # Qt does not own it: without this reference it would be gone
        super().__init__(self._printer, parent)
        self.setWindowTitle("打印预览")
        self.resize(1000, 760)
        self.paintRequested.connect(lambda target: print_pages(target, pages))
