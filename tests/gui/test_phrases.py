"""The phrase library below the editor: helpful, and never in the way."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest

from perfeval_gui.gui.phrases.initials import initials
from perfeval_gui.gui.phrases.offering import PAUSE_MS
from perfeval_gui.gui.phrases.popup import PhrasePopup
from tests.gui.conftest import Clerk

NAME = "/indicators/1/name"


@pytest.fixture
def ready(clerk: Clerk) -> Clerk:
    """A clerk whose seven forms are on disk and in the phrase library."""
    clerk.run("save")
    clerk.go(NAME)
    clerk.press(Qt.Key.Key_F2)
    clerk.qtbot.waitUntil(lambda: len(clerk.editor.offering._library.book) > 0, timeout=10000)
    clerk.press(Qt.Key.Key_Escape)
    return clerk


def popup(clerk: Clerk) -> PhrasePopup:
    found = clerk.window.findChild(PhrasePopup)
    assert found is not None
    return found


def type_and_wait(clerk: Clerk, text: str) -> None:
    clerk.window.activateWindow()
    clerk.type(text)
    clerk.qtbot.wait(PAUSE_MS + 60)


def test_initials_are_those_of_all_readings() -> None:
    assert set("cz") <= set(initials("重"))
    assert initials("A") == "a"
    assert initials("≥") == ""


def test_phrases_appear_below_the_editor_while_typing(ready: Clerk) -> None:
    ready.go(NAME)
    type_and_wait(ready, "ztpx")
    assert popup(ready).isVisible()
    assert popup(ready).list.item(0).text() == "举办专题培训班"


def test_enter_keeps_what_was_typed_unless_the_clerk_moved_into_the_list(ready: Clerk) -> None:
    ready.go(NAME)
    type_and_wait(ready, "培训")
    assert popup(ready).isVisible()
    ready.press(Qt.Key.Key_Return)
    assert ready.chosen_form().indicators[1].name == "培训"
    assert not popup(ready).isVisible()


def test_down_and_enter_take_the_phrase_and_undo_is_one_step(ready: Clerk) -> None:
    before = ready.chosen_form()
    ready.go(NAME)
    type_and_wait(ready, "zt")
    ready.press(Qt.Key.Key_Down)
    ready.press(Qt.Key.Key_Return)
    assert ready.window.form.open_editor is not None, "the phrase is there, and can be gone on with"
    ready.press(Qt.Key.Key_Return)
    assert ready.chosen_form().indicators[1].name == "举办专题培训班"
    ready.run("undo")
    assert ready.chosen_form() == before


def test_up_leaves_the_list_again(ready: Clerk) -> None:
    ready.go(NAME)
    type_and_wait(ready, "培训")
    ready.press(Qt.Key.Key_Down)
    ready.press(Qt.Key.Key_Up)
    ready.press(Qt.Key.Key_Tab)
    assert ready.chosen_form().indicators[1].name == "培训"


def test_escape_closes_an_entered_list_first_and_then_the_editor(ready: Clerk) -> None:
    before = ready.chosen_form()
    ready.go(NAME)
    type_and_wait(ready, "培训")
    ready.press(Qt.Key.Key_Down)
    ready.press(Qt.Key.Key_Escape)
    assert ready.window.form.open_editor is not None
    ready.press(Qt.Key.Key_Escape)
    assert ready.window.form.open_editor is None
    assert ready.chosen_form() == before


def test_the_list_stays_away_during_a_composition(ready: Clerk) -> None:
    ready.go(NAME)
    type_and_wait(ready, "培训")
    QCoreApplication.sendEvent(ready.window.form.open_editor, QInputMethodEvent("ban", []))
    assert not popup(ready).isVisible()
    ready.qtbot.wait(PAUSE_MS + 60)
    assert not popup(ready).isVisible()


def test_alt_and_down_show_the_list_and_move_no_row(ready: Clerk) -> None:
    names = [row.name for row in ready.chosen_form().indicators]
    ready.go(NAME)
    ready.press(Qt.Key.Key_F2)
    QTest.keyClick(ready.window.form.open_editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert popup(ready).is_entered
    assert [row.name for row in ready.chosen_form().indicators] == names


def test_the_command_opens_the_cell_and_the_list(ready: Clerk) -> None:
    ready.go("/indicators/0/target")
    ready.window.form.edit_current()
    ready.window.form.open_editor.clear()
    ready.run("offer_phrases")
    assert popup(ready).is_entered


def test_phrases_are_not_offered_when_switched_off(ready: Clerk) -> None:
    ready.run("phrases_while_typing")
    ready.go(NAME)
    type_and_wait(ready, "培训")
    assert not popup(ready).isVisible()


def test_the_library_can_be_emptied_and_says_so(ready: Clerk) -> None:
    ready.run("empty_phrases")
    assert "已清空" in ready.window.notices.text
    ready.go(NAME)
    type_and_wait(ready, "培训")
    assert not popup(ready).isVisible()


def test_an_emptied_library_stays_empty_after_a_new_start(
    ready: Clerk, open_window: Callable[..., Clerk]
) -> None:
    ready.run("empty_phrases")
    folder = ready.editor.library.folder
    ready.window.close()
    again = open_window(folder=folder)
    again.go(NAME)
    again.press(Qt.Key.Key_F2)
    again.qtbot.waitUntil(lambda: not again.editor.offering._library._is_busy, timeout=10000)
    assert len(again.editor.offering._library.book) == 0
