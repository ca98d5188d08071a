"""十分钟上手: one sheet of A4 to read on screen or on paper."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QSizeF, Qt
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from perfeval_gui.gui import appearance
from perfeval_gui.resources import resource

_MARGIN_MM = 16
_POINTS = 11.5


class Guide(QDialog):
    """Stays open beside the form."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("十分钟上手")
        self.setObjectName("guide")
        self.resize(680, 640)
        text = QTextBrowser(self)
        text.setAccessibleName("十分钟上手")
        text.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )  # the table's edge asks for one
        text.document().setDocumentMargin(14)
        text.setHtml(guide_text())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        printing = QPushButton("打印…", self)
        printing.setToolTip("打印成一张 A4 纸")
        printing.clicked.connect(self._print)
        buttons.addButton(printing, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(text)
        whole.addWidget(buttons)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(paper())
        if QPrintDialog(printer, self).exec():
            printer.setPageLayout(paper())  # a driver's own paper would break the page elsewhere
            print_guide(printer)


def print_guide(device: QPagedPaintDevice) -> int:
    """Print the guide, black on white in every theme, and return the number of its pages."""
    document = QTextDocument()
    document.setDefaultFont(appearance.font(appearance.WINDOW, _POINTS))
    document.setDefaultStyleSheet("body, h2, h3, p, td { color: #000000; }")
    document.setHtml(guide_text())
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    document.setPageSize(QSizeF(device.width(), device.height()))
    pages = document.pageCount()
    document.print_(device)
    return pages


def guide_text() -> str:
    """Return the guide as HTML."""
    return resource("help", "guide.html").read_text(encoding="utf-8")


def paper() -> QPageLayout:
    """Return the paper that the guide is made for."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        margins,
        QPageLayout.Unit.Millimeter,
    )
