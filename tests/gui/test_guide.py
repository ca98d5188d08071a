"""十分钟上手: fits one sheet of paper, and every key it names does what it says there."""

import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QDialog, QTextBrowser

from perfeval_gui.gui.actions import COMMANDS
from perfeval_gui.gui.dialogs.guide import guide_text, paper, print_guide
from tests.gui.conftest import Clerk

IN_THE_CELL = {"Enter", "Tab", "F2", "Alt+Enter"}  # the table's own keys: tests/gui/test_typing.py


def test_it_is_one_sheet_of_paper(clerk: Clerk, tmp_path: Path, require_tool: Callable[..., str]) -> None:
    clerk.run("theme_dark")
    path = tmp_path / "上手.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageLayout(paper())
    assert print_guide(writer) == 1
    del writer
    done = subprocess.run(
        [require_tool("pdftotext"), "-layout", str(path), "-"], capture_output=True, check=True
    )
    said = unicodedata.normalize("NFKC", done.stdout.decode())  # a PDF may name look-alikes of 十 or 手
    assert said.count("\f") == 1
    assert "导入去年的表" in said
    assert "界面大小" in said


def test_every_key_in_it_is_a_key_of_the_program() -> None:
    named = set(
        re.findall(
            r"(?:Ctrl|Alt|Shift)\+(?:Shift\+)?(?:Enter|F?\d|[A-Z;+\-↑↓])|\bF\d\b|\bEnter\b|\bTab\b",
            guide_text(),
        )
    )
    known = {
        keys.replace("Up", "↑").replace("Down", "↓").replace("Return", "Enter")
        for c in COMMANDS
        for keys in c.shortcuts
    }
    assert "Ctrl+R" in named
    assert "Alt+↑" in named
    assert named - known - IN_THE_CELL == set()


def test_it_is_read_from_the_help_menu(clerk: Clerk) -> None:
    clerk.run("guide")
    shown = clerk.window.findChild(QDialog, "guide")
    assert shown.isVisible()
    assert "十分钟上手" in shown.findChild(QTextBrowser).toPlainText()
