"""系统搬运助手: one text after another on the clipboard, and all of them on paper."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from perfeval_gui.gui.commands.entry import EntryCommands
from perfeval_gui.gui.dialogs.entry_steps import EntrySteps
from tests.gui.conftest import Clerk


def steps_of(clerk: Clerk) -> EntrySteps:
    clerk.run("enter_online")
    found = clerk.window.findChild(EntrySteps)
    assert found is not None
    return found


def test_each_step_puts_the_next_text_on_the_clipboard(clerk: Clerk) -> None:
    steps = steps_of(clerk)
    copied = [QGuiApplication.clipboard().text()]
    for _ in range(3):
        QTest.keyClick(steps, Qt.Key.Key_Return)
        copied.append(QGuiApplication.clipboard().text())
    form = clerk.chosen_form()
    assert copied == [
        form.fiscal_year,
        form.project_name,
        form.supervising_department,
        form.implementing_unit,
    ]
    QTest.keyClick(steps, Qt.Key.Key_PageUp)
    assert QGuiApplication.clipboard().text() == form.supervising_department


def test_the_form_shows_the_cell_in_hand_and_nothing_is_changed(clerk: Clerk) -> None:
    before = clerk.editor.session.filing
    steps = steps_of(clerk)
    for _ in range(4):
        steps.step(1)
    assert steps.current is not None
    assert clerk.window.form.current_cell == steps.current.cell
    assert clerk.editor.session.filing is before


def test_the_last_step_says_so_and_goes_no_further(clerk: Clerk) -> None:
    steps = steps_of(clerk)
    last = None
    while steps.current is not last:
        last = steps.current
        steps.step(1)
    assert last is not None
    assert last.place == "联系电话"


def test_the_list_goes_to_paper_as_it_is_shown(clerk: Clerk) -> None:
    steps = steps_of(clerk)
    asked: list[list] = []
    steps.print_asked.disconnect()
    steps.print_asked.connect(asked.append)
    clerk.qtbot.mouseClick(steps.paper_button, Qt.MouseButton.LeftButton)
    project = clerk.editor.desk.current
    assert project is not None
    commands = EntryCommands(clerk.editor.desk, clerk.window, clerk.editor.packs.default)
    pages = commands.pages(project, asked[0])
    assert len(asked[0]) > 100
    assert 3 <= len(pages) <= 6
