"""Typing into the form: what Excel and WPS users expect, and that no character is ever lost."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog

from perfeval_gui.gui.actions import COMMANDS
from tests.gui.conftest import Clerk, OpenWindow

ACTUAL = "/indicators/0/actual"


def commit_by_input_method(target: object, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(target, event)


def test_typing_replaces_the_cell_and_enter_goes_down(clerk: Clerk) -> None:
    clerk.go(ACTUAL)
    clerk.type("15个")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.chosen_form().indicators[0].actual == "15个"
    assert clerk.window.form.open_editor is None
    assert clerk.window.form.currentIndex() == clerk.index("/indicators/1/actual")


def test_tab_goes_to_the_next_cell_and_leaves_it_closed(clerk: Clerk) -> None:
    clerk.go("/indicators/0/weight")
    clerk.type("9")
    clerk.press(Qt.Key.Key_Tab)
    assert clerk.window.form.open_editor is None
    assert clerk.window.form.currentIndex() == clerk.index("/indicators/0/score")
    clerk.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert clerk.window.form.currentIndex() == clerk.index("/indicators/0/weight")


def test_enter_on_a_closed_cell_goes_down_over_fixed_labels(clerk: Clerk) -> None:
    clerk.go("/supervising_department")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.window.form.currentIndex() == clerk.index("/funding/0/source")


def test_alt_enter_breaks_the_line(clerk: Clerk) -> None:
    clerk.go(ACTUAL)
    clerk.type("15个")
    clerk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    clerk.type("3期")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.chosen_form().indicators[0].actual == "15个\n3期"


def test_escape_takes_the_typing_back_without_leaving_a_step(clerk: Clerk) -> None:
    clerk.go(ACTUAL)
    before = clerk.chosen_form()
    step = clerk.editor.actions["undo"].text()
    clerk.type("99")
    clerk.qtbot.wait(200)  # the text has reached the form meanwhile
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.chosen_form() == before
    assert clerk.editor.actions["undo"].text() == step


def test_f2_edits_behind_the_old_text(clerk: Clerk) -> None:
    clerk.go("/project_name")
    old = clerk.text("/project_name")
    clerk.press(Qt.Key.Key_F2)
    clerk.type("二期")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.chosen_form().project_name == old + "二期"


def test_sums_follow_while_the_editor_is_still_open(clerk: Clerk) -> None:
    assert "产出指标 60/50" in clerk.totals()
    clerk.go("/indicators/0/weight")
    clerk.type("0")
    clerk.qtbot.waitUntil(lambda: "产出指标 50/50" in clerk.totals(), timeout=8000)
    assert clerk.window.form.open_editor is not None


def test_a_word_typed_is_one_step_of_undo(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    clerk.go(ACTUAL)
    clerk.type("1")
    clerk.qtbot.wait(200)
    clerk.type("5个")
    clerk.press(Qt.Key.Key_Return)
    clerk.run("undo")
    assert clerk.chosen_form() == before
    clerk.run("redo")
    assert clerk.chosen_form().indicators[0].actual == "15个"


def test_text_committed_without_composing_is_not_lost(clerk: Clerk) -> None:
    clerk.go(ACTUAL)
    commit_by_input_method(clerk.window.form, "≥")
    clerk.type("12")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.chosen_form().indicators[0].actual == "≥12"


def test_what_is_being_composed_never_reaches_the_form(clerk: Clerk) -> None:
    clerk.go(ACTUAL)
    clerk.type("1")
    editor = clerk.window.form.open_editor
    QCoreApplication.sendEvent(editor, QInputMethodEvent("pei'xun", []))
    clerk.run("save")
    assert clerk.chosen_form().indicators[0].actual == "1"
    commit_by_input_method(editor, "培训")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.chosen_form().indicators[0].actual == "1培训"


UNDOES_ITS_OWN = ("delete_project", "clear_cells", "insert_today", "copy_from_above")
"""Commands that work on the very cell: one step back stands what was typed."""


@pytest.fixture
def refusing(qtbot):
    """Say no to every dialog and menu that comes up and waits; hold their titles."""
    seen: list[str] = []

    def refuse() -> None:
        waiting = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if waiting is not None:
            seen.append(waiting.windowTitle() or type(waiting).__name__)
            waiting.reject() if isinstance(waiting, QDialog) else waiting.close()

    timer = QTimer()
    timer.timeout.connect(refuse)
    timer.start(20)
    yield seen
    timer.stop()


@pytest.mark.qt_log_ignore(
    "This plugin does not support (grabbing the keyboard|QPlatformServices)", extend=True
)
def test_every_command_uses_the_text_in_the_open_editor(clerk: Clerk, refusing: list[str]) -> None:
    project = clerk.editor.desk.current.id
    wrong = []
    for name in sorted(
        (c.name for c in COMMANDS), key=lambda name: name == "quit"
    ):  # which closes the window
        QGuiApplication.clipboard().setText("")
        clerk.editor.stage.show_project(project)
        clerk.window.show_form(visible=True)  # a page of the year may stand in its place
        if name == "redo":
            clerk.run("fill_computed")
            clerk.run("undo")
        clerk.go("/goal/achieved")
        clerk.press(Qt.Key.Key_F2)
        clerk.window.form.open_editor.setPlainText(f"全部完成 {name}")
        assert clerk.text("/goal/achieved") != f"全部完成 {name}"  # only the editor knows
        clerk.run(name)
        session = clerk.editor.session
        if name in UNDOES_ITS_OWN:
            session.undo()
        elif name == "undo":
            session.redo()
        if session.filing[project].form.goal.achieved != f"全部完成 {name}":
            wrong.append(name)
        clerk.qtbot.wait(25)  # whatever still comes up is refused
        clerk.window.form.close_open_editor()
        if name in ("mark_signed", "mark_filed"):
            clerk.run("mark_draft")
    assert wrong == []
    assert len(refusing) > 10


def test_leaving_takes_the_text_of_the_open_editor_along(clerk: Clerk, open_window: OpenWindow) -> None:
    clerk.go("/goal/achieved")
    clerk.press(Qt.Key.Key_F2)
    clerk.window.form.open_editor.setPlainText("全部完成")
    project, folder = clerk.editor.desk.current.id, clerk.editor.library.folder
    clerk.run("quit")
    again = open_window(folder=folder)
    again.editor.stage.show_project(project)
    assert again.chosen_form().goal.achieved == "全部完成"
