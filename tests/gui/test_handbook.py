"""使用手册: in the program, with pictures, true to the menus, and printable."""

import re
from pathlib import Path

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPageSize, QPdfWriter, QTextDocument

from perfeval_gui.core.checks.catalogue import CATALOGUE
from perfeval_gui.gui.actions import COMMANDS
from perfeval_gui.gui.dialogs.handbook import Handbook, chapters_of, fill, handbook_text, print_handbook
from perfeval_gui.resources import resource
from tests.gui.conftest import Clerk


def test_the_handbook_opens_at_its_chapters_and_is_searched(clerk: Clerk) -> None:
    clerk.run("handbook")
    book = clerk.window.findChild(Handbook)
    assert book is not None
    assert book.chapters.count() == 16
    book.chapters.setCurrentRow(4)
    assert book.text.textCursor().block().text() == "5 检查"
    book._wanted.setText("移交")
    book.find_next()
    assert book.text.textCursor().selectedText() == "移交"


def test_every_command_that_the_handbook_names_stands_in_that_menu() -> None:
    menus = {(command.menu.split("(")[0], command.text.rstrip("…")) for command in COMMANDS}
    written = resource("help", "handbook.md").read_text(encoding="utf-8")
    named = re.findall(r"“(文件|编辑|表格|检查|保管|查看|帮助)—([^”]+)”", written)
    assert len(named) > 15
    assert [place for place in named if place not in menus] == []


def test_every_picture_of_the_handbook_is_there_and_none_is_left_over() -> None:
    named = re.findall(r"!\[[^\]]+\]\(pictures/([a-z0-9-]+\.png)\)", handbook_text())
    there = {path.name for path in resource("help", "pictures").glob("*.png")}
    assert set(named) == there
    assert all(not QImage(str(resource("help", "pictures", name))).isNull() for name in named)


def test_every_check_is_explained() -> None:
    text = handbook_text()
    assert all(f"### {check.id} {check.title}" in text for check in CATALOGUE)


def test_the_handbook_prints_with_pictures_that_fit_the_page(clerk: Clerk, tmp_path: Path) -> None:
    document = QTextDocument()
    fill(document)
    document.setPageSize(QSizeF(794, 1123))
    assert document.idealWidth() <= 794
    assert len(chapters_of(document)) == 16
    writer = QPdfWriter(str(tmp_path / "handbook.pdf"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    print_handbook(writer)
    assert (tmp_path / "handbook.pdf").read_bytes().count(b"/Subtype /Image") >= 13
