"""What the monkey found, as a clerk could meet it; a word of Qt's fails a test like an exception."""

import time
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from perfeval_gui.gui.background import Background
from perfeval_gui.gui.dialogs.score_card import ScoreCardWindow
from tests.gui.conftest import Clerk


def composed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event


def test_f2_and_an_input_method_do_nothing_where_nothing_may_be_changed(clerk: Clerk) -> None:
    clerk.window.form.make_current(clerk.editor.grid.index(0, 0))
    clerk.press(Qt.Key.Key_F2)
    clerk.run("mark_signed")
    clerk.go("/goal/achieved")
    before = clerk.chosen_form()
    clerk.press(Qt.Key.Key_F2)
    QCoreApplication.sendEvent(clerk.window.form, composed("≥"))
    assert clerk.window.form.open_editor is None
    assert clerk.chosen_form() == before


def test_leaving_a_label_that_changes_the_merges_is_quiet(clerk: Clerk) -> None:
    clerk.go("/indicators/0/category")
    clerk.press(Qt.Key.Key_F2)
    clerk.type("质量指标")
    clerk.press(Qt.Key.Key_Tab)
    clerk.qtbot.wait(50)
    assert clerk.window.form.open_editor is None
    assert "质量指标" in clerk.chosen_form().indicators[0].category


def test_what_a_thread_finishes_after_the_end_is_told_to_nobody(qtbot: QtBot) -> None:
    background = Background()
    told: list[object] = []
    background.run(lambda: time.sleep(0.05), told.append, told.append)
    background.close()
    background.run(lambda: 1, told.append, told.append)
    qtbot.wait(50)
    assert told == []


def test_what_is_finished_at_once_comes_back_after_the_asking_all_the_same(qtbot: QtBot) -> None:
    background = Background()
    finished: Future[int] = Future()
    finished.set_result(1)
    told: list[object] = []
    background.follow(finished, told.append, told.append)
    assert told == []
    qtbot.waitUntil(lambda: told == [1])
    background.close()


def test_a_clipboard_that_holds_nothing_is_said(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.go("/goal/achieved")
    before = clerk.chosen_form()

    class Empty:
        def mimeData(self) -> None:
            return None

    with monkeypatch.context() as patched:  # the window itself needs the clipboard when it closes
        patched.setattr(QGuiApplication, "clipboard", Empty)
        clerk.run("paste")
    assert "剪贴板里没有文字" in clerk.window.statusBar().currentMessage()
    assert clerk.chosen_form() == before


def test_a_score_card_whose_row_has_gone_asks_for_nothing(clerk: Clerk) -> None:
    card = ScoreCardWindow(clerk.window)
    asked: list[object] = []
    card.reason_asked.connect(asked.append)
    card.score_asked.connect(asked.append)
    card.show_card(None, "")
    card.reason_button.click()
    card.score_button.click()
    assert asked == []


def test_a_click_on_a_project_that_is_gone_since_the_tree_was_drawn_opens_nothing(clerk: Clerk) -> None:
    before = clerk.editor.desk.current
    clerk.window.tree.project_chosen.emit("0123456789abcdef")
    clerk.editor.stage.show_project("0123456789abcdef")
    assert clerk.editor.desk.current is before


@pytest.mark.parametrize("place", ["form", "findings", "ruler"])
def test_a_menu_opens_without_waiting_for_its_end_and_is_gone_when_closed(clerk: Clerk, place: str) -> None:
    """Waiting for it, whatever came meanwhile happened in the middle of the mouse press that opened it."""
    window = clerk.window
    clerk.qtbot.waitUntil(lambda: window.ruler.sentence != "" and window.findings.view.model().rowCount() > 0)
    if place == "ruler":
        QTest.mouseClick(window.ruler, Qt.MouseButton.LeftButton)
    else:
        view = window.form if place == "form" else window.findings.view
        middle = view.visualRect(view.model().index(0, 0)).center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, view.viewport().mapToGlobal(middle))
        QCoreApplication.sendEvent(view.viewport(), asked)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()
    menu.close()
    clerk.qtbot.waitUntil(lambda: not isValid(menu))
