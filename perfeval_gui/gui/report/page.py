"""The report's page: every paragraph in a field of its own, what is to be written marked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.report import MISSING, Paragraph, Report
from perfeval_gui.gui import appearance
from perfeval_gui.gui.plain_text import PlainText
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.work_page import WorkPage

_HINT = (
    "草稿里的数都来自各张自评表；每一段都可以改，改过的段落不再随表变化。黄色处请补写。不要的段落清空即可。"
)


class _MissingMarks(QSyntaxHighlighter):
    """Shades what is still to be written."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme

    def highlightBlock(self, text: str) -> None:
        shaded = QTextCharFormat()
        shaded.setBackground(QColor(self._theme.warning_fill))
        shaded.setForeground(QColor(self._theme.text))
        for match in MISSING.finditer(text):
            start = len(text[: match.start()].encode("utf-16-le")) // 2  # Qt counts UTF-16 units
            self.setFormat(start, len(match[0].encode("utf-16-le")) // 2, shaded)


class ParagraphField(PlainText):
    """One paragraph, as high as its text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._marks = _MissingMarks(self.document(), theme)
        self.textChanged.connect(self.fit)

    def mark_anew(self) -> None:
        """Shade in the colours of the theme as it is now."""
        with QSignalBlocker(self):  # the text stays what it is
            self._marks.rehighlight()

    def fit(self) -> None:
        """Take the height of the text."""
        lines = max(1, round(self.document().size().height()))
        margins = 2 * round(self.document().documentMargin()) + 2 * self.frameWidth()
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + margins + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class _ParagraphBox(QWidget):
    """A paragraph with what is said of it: written by a person, overtaken by other figures."""

    edited = Signal(str, str)

    def __init__(self, theme: Theme, paragraph: Paragraph, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draft = paragraph.draft
        self._wear: Callable[[], None] = lambda: None
        self.key = paragraph.key
        self.field = ParagraphField(theme, self)
        self._bar = QFrame(self)
        self._bar.setFixedWidth(4)
        self.remark = QLabel(self)
        self.back = QToolButton(self)
        self.back.setText("换回草稿")
        self.back.setAutoRaise(True)
        self.back.clicked.connect(self.take_draft)
        below = QHBoxLayout()
        below.addWidget(self.remark, 1)
        below.addWidget(self.back)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(self.field)
        column.addLayout(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._bar)
        row.addLayout(column, 1)
        self.field.textChanged.connect(lambda: self.edited.emit(self.key, self.field.toPlainText()))

    def take_draft(self) -> None:
        """Put the text that the forms give in the place of what was written; the field can undo it."""
        cursor = self.field.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(self._draft)

    def show_paragraph(self, name: str, paragraph: Paragraph, *, is_stale: bool) -> None:
        """Show the paragraph as it stands; a text that is the same keeps its cursor."""
        self._draft = paragraph.draft
        self.field.setAccessibleName(name)
        if self.field.toPlainText() != paragraph.text:
            blocker = QSignalBlocker(self.field)
            self.field.setPlainText(paragraph.text)
            blocker.unblock()
            self.field.fit()
        words = "表里的数已经变了，请核对这一段。现在的草稿：" + paragraph.draft if is_stale else "改过"
        self.remark.setText(words if paragraph.is_edited else "")
        self.remark.setWordWrap(True)
        for part in (self.remark, self.back):
            part.setVisible(paragraph.is_edited)
        self._wear = lambda: self._tint(paragraph, is_stale=is_stale)
        self._wear()

    def wear_theme(self) -> None:
        """Take the colours of the theme as it is now; the text stays what it is."""
        self._wear()
        self.field.mark_anew()

    def _tint(self, paragraph: Paragraph, *, is_stale: bool) -> None:
        theme = self._theme
        self.remark.setStyleSheet(f"color: {theme.error if is_stale else theme.muted};")
        missing = theme.warning if paragraph.is_missing else theme.line
        colour = theme.error if is_stale else theme.accent if paragraph.is_edited else missing
        self._bar.setStyleSheet(f"background: {colour};")


class ReportPage(WorkPage):
    """Shows a report; what is typed comes out as key and text."""

    edited = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("reportPage", "绩效自评报告", parent)
        self._theme = theme
        self.offer_units("哪个部门或单位的报告")
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self.lay_out(self._area, _HINT)
        self._boxes: dict[str, _ParagraphBox] = {}

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for box in self._boxes.values():
                box.wear_theme()

    def show_report(self, report: Report) -> None:
        """Show the report; fields are built anew only where its paragraphs are others."""
        self.heading.setText(report.title)
        self.words.setText(_in_words(report))
        if [item.key for item in report.paragraphs] != list(self._boxes):
            self._build(report)
        for section in report.sections:
            for number, item in enumerate(section.paragraphs, 1):
                name = f"{section.heading} 第 {number} 段"
                self._boxes[item.key].show_paragraph(name, item, is_stale=item.key in report.stale)

    def _build(self, report: Report) -> None:
        sheet = QWidget(self)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 4, 12, 12)
        self._boxes = {}
        for section in report.sections:
            heading = QLabel(section.heading, sheet)
            appearance.set_tone(heading, "", "section")
            column.addWidget(heading)
            for item in section.paragraphs:
                box = self._boxes[item.key] = _ParagraphBox(self._theme, item, sheet)
                box.edited.connect(self.edited)
                column.addWidget(box)
        column.addStretch(1)
        self._area.setWidget(sheet)

    def field(self, key: str) -> ParagraphField:
        """Return the field of a paragraph."""
        return self._boxes[key].field

    def take_draft(self, key: str) -> None:
        """Put the draft of a paragraph in the place of what was written."""
        self._boxes[key].take_draft()

    def go_to_missing(self) -> bool:
        """Select the next place that is to be written and return whether there is one."""
        boxes = list(self._boxes.values())
        here = next((at for at, box in enumerate(boxes) if box.field.hasFocus()), -1)
        order = [*boxes[here:], *boxes[:here]] if here >= 0 else boxes
        for number, box in enumerate(order):
            start = box.field.textCursor().selectionEnd() if here >= 0 and number == 0 else 0
            text = box.field.toPlainText()
            match = MISSING.search(text, start)
            if match is not None:
                cursor = box.field.textCursor()
                cursor.setPosition(match.start())
                cursor.setPosition(match.end(), cursor.MoveMode.KeepAnchor)
                box.field.setTextCursor(cursor)
                box.field.setFocus()
                self._area.ensureWidgetVisible(box)
                return True
        return False


def _in_words(report: Report) -> str:
    edited = sum(item.is_edited for item in report.paragraphs)
    parts = [f"{report.sums.count} 个项目"]
    parts.append(f"还有 {report.missing} 处待填写" if report.missing else "没有待填写的地方了")
    if edited:
        parts.append(f"{edited} 段改过")
    if report.stale:
        parts.append(f"{len(report.stale)} 段改过之后表里的数变了，请核对")
    return "，".join(parts) + "。"
