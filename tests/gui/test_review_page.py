"""复核 in the window: typed beside the form, undone, kept, and sent back in a package."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from perfeval_gui.core.edits import ChangeProject
from perfeval_gui.core.form import ReviewMark
from perfeval_gui.core.state import SIGNED
from perfeval_gui.drafts.package import read_package, write_package
from perfeval_gui.gui.review.page import ReviewPage
from perfeval_gui.gui.review.table_model import REMARK, SCORE
from tests.gui.conftest import Clerk


def page_of(clerk: Clerk) -> ReviewPage:
    clerk.run("review_scores")
    page = clerk.window.findChild(ReviewPage)
    assert page is not None
    return page


def test_a_second_score_is_typed_into_a_signed_form_and_can_be_undone(clerk: Clerk) -> None:
    desk = clerk.editor.desk
    project = desk.current
    assert project is not None
    desk.session.do(ChangeProject(project.id, {"state": SIGNED}), "标记")
    page = page_of(clerk)
    page.table.setCurrentIndex(page.model.index(1, SCORE))
    QTest.keyClicks(page.table, "8")
    editor = page.table.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Return)
    clerk.qtbot.waitUntil(lambda: bool(desk.session.filing[project.id].review), timeout=5000)
    assert "已复核 1／19 行" in page.words.text()
    clerk.qtbot.waitUntil(lambda: page.table.currentIndex().row() == 2, timeout=5000)
    assert desk.session.filing[project.id].form is project.form
    clerk.run("undo")
    assert not desk.session.filing[project.id].review


def test_a_doubtful_score_is_said_in_words_and_delete_empties_it(clerk: Clerk) -> None:
    page = page_of(clerk)
    page.model.setData(page.model.index(1, SCORE), "12")
    assert page.doubts.text() == "第 2 行复核分 12 不在 0 到 10 分之间"
    page.table.setCurrentIndex(page.model.index(1, SCORE))
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert not page.doubts.isVisible()


def test_the_form_as_a_whole_has_a_remark_and_no_score(clerk: Clerk) -> None:
    page = page_of(clerk)
    last = page.model.rowCount() - 1
    assert not page.model.can_type(page.model.index(last, SCORE))
    assert page.model.can_type(page.model.index(last, REMARK))


def test_the_review_leaves_with_the_form_in_sight_again(clerk: Clerk) -> None:
    page_of(clerk)
    assert clerk.editor.unit.review.is_shown
    clerk.run("review_scores")
    assert not clerk.editor.unit.review.is_shown
    assert clerk.window.form.isVisible()


def test_a_review_comes_back_in_a_package_and_the_form_stays(clerk: Clerk, tmp_path: Path) -> None:
    project = clerk.editor.desk.current
    assert project is not None
    row = project.form.indicators[0].id
    sent = replace(project, review=(ReviewMark("indicators", row, "8", "证明材料不全"),))
    write_package([sent], tmp_path / "review.zip")
    clerk.editor.safekeeping.take_in(read_package(tmp_path / "review.zip"))
    after = clerk.editor.session.filing[project.id]
    assert after.review == sent.review
    assert after.form is project.form
    assert "1 个带有复核意见" in clerk.window.notices.text


def test_the_sheet_goes_to_paper(clerk: Clerk) -> None:
    page = page_of(clerk)
    page.model.setData(page.model.index(1, REMARK), "证明材料不全")
    project = clerk.editor.desk.current
    assert project is not None
    assert len(clerk.editor.unit.review.pages(project)) == 1
