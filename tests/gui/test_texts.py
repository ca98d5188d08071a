"""Find, replace and the same header for several forms: all listed before, all one step."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from perfeval_gui.core.form import SIGN_OFF
from perfeval_gui.gui.dialogs import find_replace
from perfeval_gui.gui.dialogs.change_list import ChangeListDialog
from perfeval_gui.gui.dialogs.find_replace import FindDialog
from perfeval_gui.gui.roles import POINTER
from tests.gui.conftest import Clerk


def agree() -> None:
    """Press 修改所选 in the list that comes up."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChangeListDialog)
    dialog.accept()


def finder(clerk: Clerk) -> FindDialog:
    found = clerk.window.findChild(FindDialog)
    assert found is not None
    return found


def test_every_cell_with_the_text_is_listed_and_f3_goes_through_them(clerk: Clerk) -> None:
    clerk.run("find")
    finder(clerk).needle.setText("5-10年")
    assert finder(clerk).hits.count() == 4
    clerk.run("find_next")
    first = clerk.window.form.currentIndex().data(POINTER)
    clerk.run("find_next")
    assert (first, clerk.window.form.currentIndex().data(POINTER)) == (
        "/indicators/15/target",
        "/indicators/15/actual",
    )


def test_replacing_over_all_forms_is_listed_first_and_is_one_step(clerk: Clerk) -> None:
    before = clerk.editor.session.filing
    QTimer.singleShot(0, agree)
    clerk.editor.texts.replace("5-10年", "长期", "all", False)
    texts = [row.actual for p in clerk.editor.session.filing.projects.values() for row in p.form.indicators]
    assert "5-10年" not in texts
    assert texts.count("长期") == 9
    clerk.run("undo")
    assert clerk.editor.session.filing.projects == before.projects


def test_nothing_is_replaced_when_the_list_is_not_agreed_to(clerk: Clerk) -> None:
    before = clerk.editor.session.filing
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().reject())
    clerk.editor.texts.replace("5-10年", "长期", "all", False)
    assert clerk.editor.session.filing is before


def test_the_same_date_goes_into_all_forms_of_the_unit(clerk: Clerk) -> None:
    QTimer.singleShot(0, agree)
    projects = clerk.editor.texts.projects_of("unit")
    assert len(projects) == 6
    clerk.editor.texts.share(projects, {(SIGN_OFF, "filed_on"): "2025年8月19日"})
    dates = {p.form.sign_off.filed_on for p in clerk.editor.texts.projects_of("unit")}
    assert dates == {"2025年8月19日"}
    assert clerk.chosen_form().sign_off.preparer == "张三"


def test_arrows_in_the_list_or_in_the_field_show_the_cell_at_once(clerk: Clerk) -> None:
    clerk.run("find")
    dialog = finder(clerk)
    dialog.needle.setText("5-10年")
    seen = []
    for field, key in (
        (dialog.needle, Qt.Key.Key_Down),
        (dialog.hits, Qt.Key.Key_Down),
        (dialog.needle, Qt.Key.Key_Down),
        (dialog.hits, Qt.Key.Key_Up),
    ):
        QTest.keyClick(field, key)
        seen.append(clerk.window.form.currentIndex().data(POINTER))
    assert seen[0] == "/indicators/15/target"
    assert len(set(seen)) == 3
    assert seen[3] == seen[1]


def test_the_hit_in_hand_stays_in_hand_while_more_is_typed(clerk: Clerk) -> None:
    clerk.run("find")
    dialog = finder(clerk)
    dialog.needle.setText("5-10")
    clerk.run("find_next")
    clerk.run("find_next")
    here = clerk.window.form.currentIndex().data(POINTER)
    dialog.needle.setText("5-10年")
    assert dialog.hits.currentRow() == 1
    assert clerk.window.form.currentIndex().data(POINTER) == here


def test_a_finder_that_shows_no_hit_says_what_to_do(clerk: Clerk) -> None:
    clerk.run("find")
    dialog = finder(clerk)
    dialog.needle.clear()
    for text, said in (("", "输入要找的文字"), ("哪里也没有这句话", "没有找到"), ("5-10年", "")):
        dialog.needle.setText(text)
        shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
        assert any(said in words for words in shown)
        assert dialog.replace.isEnabled() is dialog.hits.isVisible() is (said == "")
    assert any("找到 4 个单元格" in words for words in shown)


def test_many_forms_are_searched_when_the_typing_pauses_and_f3_does_not_wait(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_replace, "_AT_ONCE", 3)
    clerk.run("find")
    dialog = finder(clerk)
    dialog.scope.setCurrentIndex(2)
    dialog.needle.setText("5-10年")
    assert dialog.hits.count() == 0
    clerk.run("find_next")
    assert dialog.hits.count() == 16
    dialog.needle.setText("培训")
    clerk.qtbot.waitUntil(lambda: dialog.hits.count() != 16, timeout=1000)
