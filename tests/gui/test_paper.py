"""The page beside the form, and printing: the same page from every door."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from perfeval_gui.core.form import Cell, cell_at
from perfeval_gui.gui.paper.paper_view import PaperView
from perfeval_gui.gui.paper.printing_job import make_printer, print_pages
from perfeval_gui.gui.paper_fonts import measure_of, paper_font
from perfeval_gui.gui.themes import LIGHT
from perfeval_gui.resources import profile
from tests.examples import example_project
from tests.gui.conftest import Clerk


def show_paper(clerk: Clerk) -> None:
    clerk.run("show_paper")
    clerk.qtbot.waitUntil(lambda: clerk.window.paper.page_count == 1, timeout=8000)


def place_of(clerk: Clerk, cell: Cell) -> QPoint:
    """Return a point of the paper view inside a printed cell."""
    view = clerk.window.paper
    size = view.viewport().size()
    points = (QPoint(x, y) for y in range(0, size.height(), 3) for x in range(0, size.width(), 3))
    return next(p for p in points if (frame := view.frame_at(p)) is not None and frame.box.cell == cell)


def printed_text(clerk: Clerk) -> str:
    return "".join(line.text for sheet in clerk.window.paper.sheets for line in sheet.lines)


def test_the_paper_follows_what_is_typed(clerk: Clerk) -> None:
    show_paper(clerk)
    clerk.go("/project_name")
    clerk.type("新的名称")
    clerk.qtbot.waitUntil(lambda: "新的名称" in printed_text(clerk), timeout=8000)
    assert clerk.window.form.open_editor is not None


def test_a_click_on_paper_edits_that_cell_in_the_form(clerk: Clerk) -> None:
    show_paper(clerk)
    project = clerk.editor.desk.current
    assert project is not None
    cell = Cell(project.id, "", "", "project_name")
    QTest.mouseClick(clerk.window.paper.viewport(), Qt.MouseButton.LeftButton, pos=place_of(clerk, cell))
    assert clerk.window.form.current_cell == cell
    assert clerk.window.form.open_editor is not None


def test_nothing_is_laid_out_while_the_paper_is_hidden(clerk: Clerk) -> None:
    clerk.go("/project_name")
    clerk.type("甲")
    clerk.qtbot.wait(200)
    assert clerk.window.paper.page_count == 0


def test_seven_forms_print_as_seven_pages_and_a_range_as_its_pages(clerk: Clerk, tmp_path) -> None:
    clerk.window.tree.selectAll()
    pages = clerk.editor.paper.pages()
    assert len(pages) == 7
    for first, last, count in ((0, 0, 7), (2, 4, 3)):
        printer = make_printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / f"{count}.pdf"))
        printer.setFromTo(first, last)
        print_pages(printer, pages)
        assert (tmp_path / f"{count}.pdf").read_bytes().count(b"/Type /Page\n") == count


def test_the_ruler_says_how_full_the_page_is_and_leads_to_the_cell_that_is_too_long(clerk: Clerk) -> None:
    ruler = clerk.window.ruler
    clerk.qtbot.waitUntil(lambda: "8 磅" in ruler.sentence, timeout=8000)
    menu = ruler.menu()
    assert menu is not None
    lines = [line for line in menu.actions() if line.isEnabled() and "省" in line.text()]
    assert lines
    before = clerk.window.form.current_cell
    lines[0].trigger()
    assert clerk.window.form.current_cell != before


def test_the_ruler_names_the_rows_and_where_the_page_ends(clerk: Clerk) -> None:
    ruler = clerk.window.ruler
    clerk.qtbot.waitUntil(lambda: ruler.sentence != "", timeout=8000)
    rows = {ruler.row_at(y) for y in range(ruler.height())} - {None}
    assert rows == set(range(29))
    said = ruler.words_at(ruler.height() // 2)
    assert "这一段是“" in said
    assert "粗线是页底：用 10.5 磅字，从“" in said


def test_zooming_keeps_the_place_under_the_mouse_and_says_how_large_the_page_is(clerk: Clerk) -> None:
    show_paper(clerk)
    project = clerk.editor.desk.current
    assert project is not None
    view = clerk.window.paper
    place = place_of(clerk, Cell(project.id, "goal", "", "achieved")) + QPoint(
        6, 6
    )  # inside, not on its edge
    before = view.percent
    view.set_zoom(4.0, QPointF(place))
    frame = view.frame_at(place)
    assert frame is not None
    assert frame.box.cell == Cell(project.id, "goal", "", "achieved")
    assert view.percent == pytest.approx(4 * before, abs=2)
    assert f"{view.percent}%" in {label.text() for label in clerk.window.paper_panel.findChildren(QLabel)}
    view.fit_page()
    assert view.verticalScrollBar().maximum() < 40


def test_a_large_page_follows_the_cursor_of_the_form(clerk: Clerk) -> None:
    show_paper(clerk)
    view = clerk.window.paper
    view.set_zoom(4.0)
    for where in ("/total/score", "/project_name"):
        clerk.go(where)
        project = clerk.editor.desk.current
        assert project is not None
        assert place_of(clerk, cell_at(project, where))


def test_no_font_is_measured_in_two_threads() -> None:
    here = (measure_of("宋体"), paper_font("宋体", 12))
    with ThreadPoolExecutor(1) as pool:
        there = pool.submit(lambda: (measure_of("宋体"), paper_font("宋体", 12))).result()
    assert measure_of("宋体") is here[0]
    assert here[0] is not there[0]
    assert here[1] is not there[1]
    assert here[0]("指标") == there[0]("指标")


def test_the_page_finds_its_size_at_every_size_of_its_frame(qtbot: QtBot) -> None:
    """At some it shrank to make room for a scroll bar, needed none then, and grew again: the window hung."""

    class Counted(PaperView):
        resizes = 0

        def resizeEvent(self, event: QResizeEvent) -> None:
            self.resizes += 1
            if self.resizes > 20:
                self.hide()  # else Qt never comes back
            super().resizeEvent(event)

    view = Counted(LIGHT)
    qtbot.addWidget(view)
    view.show()
    view.show_project(example_project(1), profile())
    qtbot.waitUntil(lambda: bool(view.sheets))
    for zoom in (0.87, 1, 1.05):
        view.set_zoom(zoom)
        for height in range(300, 400):
            view.resizes = 0
            view.resize(242, height)
            QCoreApplication.processEvents()
            assert view.resizes <= 4, (zoom, height)
