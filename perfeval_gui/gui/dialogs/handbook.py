"""使用手册: all chapters to read beside the form, to search and to print; the last one is every check."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QPagedPaintDevice,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.checks.chapter import checks_text
from perfeval_gui.gui import appearance
from perfeval_gui.resources import resource

_CHAPTER = 2
_CHECKS = "16 全部检查项"
_PICTURE_PX = 620
_POINTS = 10.5


class Handbook(QDialog):
    """Stays open beside the form."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("使用手册")
        self.setObjectName("handbook")
        self.resize(960, 700)
        self.text = QTextBrowser(self)
        self.text.setAccessibleName("手册正文")
        self.text.setOpenLinks(False)
        fill(self.text.document())
        self.chapters = QListWidget(self)
        self.chapters.setAccessibleName("目录")
        self._blocks = chapters_of(self.text.document())
        self.chapters.addItems([block.text() for block in self._blocks])
        self.chapters.currentRowChanged.connect(self._show_chapter)
        self._wanted = QLineEdit(self)
        self._wanted.setPlaceholderText("在手册里查找，按回车到下一处")
        self._wanted.setAccessibleName("查找")
        self._wanted.setClearButtonEnabled(True)
        self._wanted.returnPressed.connect(self.find_next)
        self._said = QLabel(self)
        self._arrange()

    def _arrange(self) -> None:
        printing, close = QPushButton("打印…", self), QPushButton("关闭", self)
        for button in (printing, close):
            button.setAutoDefault(False)
        printing.clicked.connect(self._print)
        close.clicked.connect(self.close)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.chapters)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([260, 700])
        row = QHBoxLayout()
        row.addWidget(self._wanted, 1)
        row.addWidget(self._said)
        row.addWidget(printing)
        row.addWidget(close)
        whole = QVBoxLayout(self)
        whole.addWidget(split, 1)
        whole.addLayout(row)

    def _show_chapter(self, row: int) -> None:
        if 0 <= row < len(self._blocks):
            self.text.setTextCursor(QTextCursor(self._blocks[row]))
            place = self.text.document().documentLayout().blockBoundingRect(self._blocks[row])
            self.text.verticalScrollBar().setValue(int(place.top()))

    def find_next(self) -> None:
        """Go to the next place of the text that is looked for, from the top again after the last."""
        words = self._wanted.text().strip()
        if not words:
            return
        found = self.text.find(words)
        if not found:
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            found = self.text.find(words)
        self._said.setText("" if found else "没有找到")

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            print_handbook(printer)


def fill(document: QTextDocument) -> None:
    """Put the handbook into a document, its pictures no wider than a page."""
    pictures = QUrl.fromLocalFile(str(resource("help", "pictures"))).toString(
        QUrl.ComponentFormattingOption.FullyEncoded
    )
    document.setDefaultFont(appearance.font(appearance.WINDOW, _POINTS))
    document.setMarkdown(handbook_text().replace("](pictures/", f"]({pictures}/"))
    _fit_pictures(document)


def handbook_text() -> str:
    """Return the handbook as Markdown, with a chapter of all checks at its end."""
    written = resource("help", "handbook.md").read_text(encoding="utf-8")
    return "\n".join([written, f"## {_CHECKS}", "", *checks_text(level=3)]) + "\n"


def chapters_of(document: QTextDocument) -> list[QTextBlock]:
    """Return the headings of the chapters, in order."""
    found = []
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() == _CHAPTER:
            found.append(block)
        block = block.next()
    return found


def print_handbook(device: QPagedPaintDevice) -> None:
    """Print the handbook, black on white in every theme, with page numbers."""
    document = QTextDocument()
    document.setDefaultStyleSheet("body { color: #000000; }")
    fill(document)
    document.print_(device)


def _fit_pictures(document: QTextDocument) -> None:
    places: list[int] = []
    block = document.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            if parts.fragment().charFormat().isImageFormat():
                places.append(parts.fragment().position())
            parts += 1
        block = block.next()
    for place in places:
        cursor = QTextCursor(document)
        cursor.setPosition(place)
        cursor.setPosition(place + 1, QTextCursor.MoveMode.KeepAnchor)
        picture: QTextImageFormat = cursor.charFormat().toImageFormat()
        picture.setWidth(_PICTURE_PX)
        cursor.setCharFormat(picture)
