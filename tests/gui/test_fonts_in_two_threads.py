"""Typing goes on while another thread lays out a PDF: Qt's fonts are one lock, Python's interpreter is the other."""

import subprocess
import sys

from PySide6.QtCore import QLoggingCategory
from PySide6.QtWidgets import QApplication

from perfeval_gui.gui.failures import Failures

PROGRAM = """
import random, threading, time
from PySide6.QtCore import QBuffer, QIODevice, QPointF
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from perfeval_gui.gui.failures import Failures
from perfeval_gui.gui.paper_fonts import paper_font

application = QApplication([])
failures = Failures(lambda: True, lambda: None)
failures.install()
typed_in = QPlainTextEdit()
typed_in.resize(200, 100)
typed_in.show()
end = time.monotonic() + 3
chance = random.Random(1)

def rare():
    return "项目" + chr(chance.randrange(0x100, 0xD7FF))

def export():
    while time.monotonic() < end:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        painter = QPainter(writer)
        for row in range(60):
            painter.setFont(paper_font("宋体", 240.0))
            painter.drawText(QPointF(100, 200 * row), rare())
        painter.end()

exporting = threading.Thread(target=export)
exporting.start()
while time.monotonic() < end:
    typed_in.insertPlainText(rare())
    if len(typed_in.toPlainText()) > 60:
        typed_in.clear()
    application.processEvents()
exporting.join()
print("both went on")
"""


def test_typing_rare_characters_while_a_pdf_is_made_does_not_stop_the_window() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=45, check=True
    )
    assert ended.stdout.strip() == "both went on"


def test_what_qt_says_while_it_holds_its_fonts_is_not_brought_to_python(qapp: QApplication) -> None:
    QLoggingCategory.setFilterRules(
        ""
    )  # the tests listen to Qt as well, and so has conftest.py the same rule
    failures = Failures(lambda: True, lambda: None)
    failures.install()
    try:
        said = [
            name
            for name in ("qt.text.font.db", "qt.text.font.match", "qt.qpa.fonts")
            if QLoggingCategory(name).isWarningEnabled() or QLoggingCategory(name).isInfoEnabled()
        ]
        assert not said
        assert QLoggingCategory("qt.text.layout").isWarningEnabled()
    finally:
        failures.uninstall()
