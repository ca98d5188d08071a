"""Signs from the palette and while typing, tidying with a list before and after."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from perfeval_gui.gui.dialogs.change_list import ChangeListDialog
from perfeval_gui.gui.symbols_bar import SymbolsBar
from tests.gui.conftest import Clerk, OpenWindow

TARGET, NAME = "/indicators/0/target", "/indicators/0/name"


def editor_text(clerk: Clerk) -> str:
    assert clerk.window.form.open_editor is not None
    return clerk.window.form.open_editor.toPlainText()


def button(clerk: Clerk, sign: str) -> QToolButton:
    bar = clerk.window.findChild(SymbolsBar)
    if not bar.isVisible():
        clerk.run("symbols_shown")
    return next(found for found in bar.findChildren(QToolButton) if found.text() == sign)


def test_the_palette_is_shown_when_asked_for_and_remembered(clerk: Clerk, open_window: OpenWindow) -> None:
    assert not clerk.window.findChild(SymbolsBar).isVisible()
    clerk.run("symbols_shown")
    assert clerk.window.findChild(SymbolsBar).isVisible()
    assert clerk.editor.actions["symbols_shown"].isChecked()
    folder = clerk.editor.library.folder
    clerk.window.close()
    again = open_window(folder=folder)
    assert again.window.findChild(SymbolsBar).isVisible()


def test_a_sign_goes_where_the_caret_is_and_the_editor_stays_open(clerk: Clerk) -> None:
    clerk.go(TARGET)
    clerk.type("12")
    clerk.press(Qt.Key.Key_Home)
    button(clerk, "≥").click()
    assert editor_text(clerk) == "≥12"
    clerk.press(Qt.Key.Key_Return)
    assert clerk.chosen_form().indicators[0].target == "≥12"


def test_a_sign_opens_the_cell_behind_its_text(clerk: Clerk) -> None:
    clerk.go("/indicators/0/actual")
    button(clerk, "次").click()
    assert editor_text(clerk) == "≥12个次"


def test_a_sign_comes_after_what_is_being_composed(clerk: Clerk) -> None:
    clerk.go(TARGET)
    clerk.type("培")
    QCoreApplication.sendEvent(clerk.window.form.open_editor, QInputMethodEvent("xun", []))
    button(clerk, "次").click()
    assert editor_text(clerk) == "培次"


@pytest.mark.qt_log_ignore(
    "This plugin does not support grabbing the keyboard", extend=True
)  # a popup, offscreen
def test_every_sign_can_be_picked_by_one_key(clerk: Clerk) -> None:
    clerk.go(TARGET)
    clerk.run("insert_symbol")
    menu = clerk.window.findChild(QMenu, "symbolsMenu")
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert editor_text(clerk).endswith("≤")


def test_greater_and_equal_become_one_sign_and_ctrl_z_gives_them_back(clerk: Clerk) -> None:
    clerk.go(TARGET)
    clerk.type(">=5")
    assert editor_text(clerk) == "≥5"
    clerk.press(Qt.Key.Key_Backspace)
    editor = clerk.window.form.open_editor
    while editor.document().isUndoAvailable() and editor.toPlainText() != ">=":
        clerk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor_text(clerk) == ">="
    clerk.type("5")
    assert editor_text(clerk) == ">=5"


def test_signs_from_a_chinese_input_method_become_one_sign_too(clerk: Clerk) -> None:
    clerk.go(TARGET)
    clerk.type("》")
    event = QInputMethodEvent()
    event.setCommitString("=")
    QCoreApplication.sendEvent(clerk.window.form.open_editor, event)
    assert editor_text(clerk) == "≥"


def test_names_keep_what_was_typed(clerk: Clerk) -> None:
    clerk.go(NAME)
    clerk.type("<=5")
    assert editor_text(clerk) == "<=5"


def test_the_aid_can_be_switched_off(clerk: Clerk) -> None:
    clerk.run("symbols_while_typing")
    clerk.go(TARGET)
    clerk.type("<=5")
    assert editor_text(clerk) == "<=5"


def test_tidying_is_listed_first_and_is_one_step(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    seen: list[int] = []

    def agree() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ChangeListDialog):
            QTimer.singleShot(20, agree)
            return
        seen.append(len(dialog.chosen()))
        dialog.accept()

    QTimer.singleShot(20, agree)
    clerk.window.tree.point_at(clerk.editor.desk.current.id)
    clerk.run("tidy")
    clerk.qtbot.waitUntil(lambda: clerk.chosen_form() != before, timeout=10000)
    assert seen == [16]
    assert clerk.chosen_form().indicators[0].name == "举办专题培训班"
    clerk.run("undo")
    assert clerk.chosen_form() == before


def test_a_row_removed_while_tidying_looks_is_not_listed(clerk: Clerk) -> None:
    """The looking goes on beside the work; its list met a row that was gone and nothing opened."""
    rows = len(clerk.chosen_form().indicators)
    listed: list[tuple[str, str]] = []

    def read_the_list() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ChangeListDialog):
            QTimer.singleShot(20, read_the_list)
            return
        listed.extend((item.cell.project, item.cell.row) for item in dialog.chosen())
        dialog.reject()

    QTimer.singleShot(20, read_the_list)
    clerk.window.tree.point_at(clerk.editor.desk.current.id)
    first = clerk.chosen_form().indicators[0].id
    clerk.run("tidy")
    clerk.go(NAME)
    clerk.run("delete_row")
    assert len(clerk.chosen_form().indicators) == rows - 1
    clerk.qtbot.waitUntil(lambda: bool(listed), timeout=10000)
    assert {project for project, _ in listed} == {clerk.editor.desk.current.id}
    assert first not in {row for _, row in listed}


def test_blank_scores_are_listed_by_what_was_reached_and_filled_when_agreed(clerk: Clerk) -> None:
    for row in (0, 1):
        clerk.go(f"/indicators/{row}/score")
        clerk.press(Qt.Key.Key_Delete)
    clerk.go("/indicators/0/actual")
    clerk.type("10")
    clerk.press(Qt.Key.Key_Return)
    listed: list[tuple[str, str]] = []

    def agree() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ChangeListDialog)
        listed.extend((item.cell.row, item.after) for item in dialog.chosen())
        dialog.accept()

    QTimer.singleShot(0, agree)
    clerk.window.tree.point_at(clerk.editor.desk.current.id)
    clerk.run("fill_scores")
    first = clerk.chosen_form().indicators[0]
    assert (first.id, "8.33") in listed
    assert first.score == "8.33"
    clerk.run("undo")
    assert clerk.chosen_form().indicators[0].score == ""
