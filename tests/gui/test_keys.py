"""The key map of the design, and that every one of its keys does what it says."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidget

from perfeval_gui.gui.actions import COMMANDS
from perfeval_gui.gui.table.gutter import Gutter
from tests.gui.conftest import Clerk

# desktop.md 3.2, what a command does; Ctrl+± is taken by rows, as in Excel, whose zoom keys the zoom has.
KEY_MAP = {
    "undo": ["Ctrl+Z"],
    "redo": ["Ctrl+Y"],
    "cut": ["Ctrl+X"],
    "copy": ["Ctrl+C"],
    "paste": ["Ctrl+V"],
    "fill_down": ["Ctrl+D"],
    "fill_right": ["Ctrl+R"],
    "insert_today": ["Ctrl+;"],
    "copy_from_above": ["Ctrl+'"],
    "clear_cells": ["Del"],
    "find": ["Ctrl+F"],
    "find_and_replace": ["Ctrl+H"],
    "find_next": ["F3"],
    "check_all": ["F5"],
    "next_finding": ["F8"],
    "previous_finding": ["Shift+F8"],
    "fill_selection": ["Ctrl+Return"],
    "insert_row_below": ["Ctrl++", "Ctrl+="],
    "delete_row": ["Ctrl+-"],
    "move_row_up": ["Alt+Up"],
    "move_row_down": ["Alt+Down"],
    "save": ["Ctrl+S"],
    "print": ["Ctrl+P"],
    "export_docx": ["Ctrl+E"],
    "zoom_reset": ["Ctrl+0"],
    "zoom_in": ["Ctrl+Alt+="],
    "zoom_out": ["Ctrl+Alt+-"],
    "help": ["F1"],
    **{f"project_{n}": [f"Ctrl+{n}"] for n in range(1, 10)},
}
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def test_the_table_of_commands_has_every_key_of_the_design() -> None:
    keys = {command.name: command.shortcuts for command in COMMANDS}
    lacking = {name: wanted for name, wanted in KEY_MAP.items() if not set(wanted) <= set(keys.get(name, ()))}
    assert not lacking


def test_no_two_commands_share_a_key() -> None:
    keys = [QKeySequence(text).toString() for command in COMMANDS for text in command.shortcuts]
    assert "" not in keys
    assert len(keys) == len(set(keys))


def test_no_press_of_a_key_means_two_shortcuts() -> None:
    """A real keyboard types `+` with Shift and `=`: for Qt the press is `Ctrl++` and `Ctrl+Shift+=`, and it did neither."""
    named = [text for command in COMMANDS for text in command.shortcuts if "Shift+" in text]
    assert named
    assert not [text for text in named if not text.rsplit("+", 1)[-1].isalnum()]


def test_the_page_of_keys_lists_all_of_them(clerk: Clerk) -> None:
    clerk.run("key_map")
    page = clerk.window.findChild(QTreeWidget, "keyMap")
    listed = [page.topLevelItem(n) for n in range(page.topLevelItemCount())]
    lines = [group.child(n) for group in listed for n in range(group.childCount())]
    assert len(lines) >= sum(bool(command.shortcuts) for command in COMMANDS)
    assert all(line.text(0) and line.text(1) for line in lines)


@pytest.mark.parametrize(
    ("start", "key", "modifiers", "end"),
    [
        ("/indicators/0/name", Qt.Key.Key_Down, CONTROL, "/indicators/17/name"),
        ("/indicators/17/name", Qt.Key.Key_Up, CONTROL, "/indicators/0/name"),
        ("/indicators/0/name", Qt.Key.Key_Right, CONTROL, "/indicators/0/score"),
        ("/indicators/3/actual", Qt.Key.Key_Home, CONTROL, "/fiscal_year"),
        ("/indicators/3/actual", Qt.Key.Key_End, CONTROL, "/sign_off/phone"),
        (
            "/indicators/3/actual",
            Qt.Key.Key_End,
            Qt.KeyboardModifier.NoModifier,
            "/indicators/3/variance_note",
        ),
    ],
)
def test_the_cursor_jumps_as_in_spreadsheets(clerk: Clerk, start, key, modifiers, end) -> None:
    clerk.go(start)
    clerk.press(key, modifiers)
    form = clerk.window.form
    assert form.currentIndex() == clerk.index(end)
    assert form.selectedIndexes() == [clerk.index(end)]


@pytest.mark.parametrize(
    ("key", "modifiers", "count"),
    [(Qt.Key.Key_Down, SHIFT, 2), (Qt.Key.Key_Down, SHIFT | CONTROL, 18), (Qt.Key.Key_Right, SHIFT, 2)],
)
def test_shift_extends_the_selection_from_where_the_cursor_was(clerk: Clerk, key, modifiers, count) -> None:
    clerk.go("/indicators/4/weight")
    clerk.press(
        Qt.Key.Key_Return
    )  # moved by our own key: the selection begins here, not where it began before
    clerk.go("/indicators/0/weight")
    clerk.press(key, modifiers)
    assert len(clerk.window.form.selected_boxes()) == count


def test_ctrl_and_a_number_take_that_project_in_hand(clerk: Clerk) -> None:
    names = [item.form.project_name for item in clerk.editor.session.filing.projects.values()]
    QTest.keyClick(clerk.window.form, Qt.Key.Key_3, CONTROL)
    third = clerk.editor.desk.current
    assert third is not None
    listed = clerk.window.tree.model()
    assert third.form.project_name in names
    assert third.id == listed.project_ids(listed.index(-1, 0))[2]


def test_ctrl_with_a_number_beyond_the_last_project_does_nothing(clerk: Clerk) -> None:
    before = clerk.editor.desk.current
    QTest.keyClick(clerk.window.form, Qt.Key.Key_9, CONTROL)
    assert clerk.editor.desk.current is before


def gutter(clerk: Clerk) -> Gutter:
    found = clerk.window.form.verticalHeader()
    assert isinstance(found, Gutter)
    return found


def middle(clerk: Clerk, number: int) -> QPoint:
    """The middle of an indicator's number, counted from 0."""
    row = list(gutter(clerk).indicator_lines())[number]
    return QPoint(8, gutter(clerk).sectionViewportPosition(row) + gutter(clerk).sectionSize(row) // 2)


def drag(clerk: Clerk, number: int, place: QPoint) -> None:
    target = gutter(clerk).viewport()
    QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=middle(clerk, number))
    QTest.mouseMove(target, place - QPoint(0, 20))
    QTest.mouseMove(target, place)
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=place)


def test_a_row_is_dragged_to_another_place_in_one_step(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    names = [row.name for row in before.indicators]
    clerk.go("/indicators/0/name")
    clerk.window.form.scrollTo(clerk.index("/indicators/0/name"))
    drag(clerk, 0, middle(clerk, 2) + QPoint(0, 6))
    assert [row.name for row in clerk.chosen_form().indicators[:3]] == [names[1], names[2], names[0]]
    assert clerk.window.form.currentIndex() == clerk.index("/indicators/2/name")
    clerk.run("undo")
    assert clerk.chosen_form() == before


def test_a_click_on_the_number_selects_the_row_and_moves_nothing(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    QTest.mouseClick(gutter(clerk).viewport(), Qt.MouseButton.LeftButton, pos=middle(clerk, 1))
    assert clerk.chosen_form() is before
    fields = [box.cell.field for box in clerk.window.form.selected_boxes()]
    assert fields == ["name", "target", "actual", "weight", "score", "variance_note"]


def test_a_label_cannot_be_dragged(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    target = gutter(clerk).viewport()
    clerk.window.form.scrollToTop()
    QTest.mousePress(target, Qt.MouseButton.LeftButton, pos=QPoint(8, 5))
    QTest.mouseMove(target, middle(clerk, 1))
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, pos=middle(clerk, 1))
    assert clerk.chosen_form() is before


def test_the_window_opens_with_the_form_ready_for_typing(clerk: Clerk) -> None:
    clerk.window.activateWindow()
    clerk.qtbot.waitUntil(lambda: QApplication.focusWidget() is clerk.window.form, timeout=5000)


def test_after_selecting_with_shift_keys_act_where_the_selection_began(clerk: Clerk) -> None:
    clerk.go("/indicators/0/actual")
    clerk.press(Qt.Key.Key_Down, SHIFT | CONTROL)
    clerk.run("copy")
    clerk.press(Qt.Key.Key_Down)
    assert clerk.window.form.currentIndex() == clerk.index("/indicators/1/actual")
    assert clerk.window.form.selectedIndexes() == [clerk.index("/indicators/1/actual")]


def test_a_selection_goes_on_growing_and_shrinking_from_where_it_began(clerk: Clerk) -> None:
    clerk.go("/indicators/4/weight")
    counts = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        clerk.press(key, SHIFT)
        counts.append(len(clerk.window.form.selected_boxes()))
    assert counts == [2, 3, 2, 1, 2]
    assert clerk.window.form.active_index() == clerk.index("/indicators/4/weight")


def test_typing_over_a_selection_writes_where_it_began(clerk: Clerk) -> None:
    clerk.go("/indicators/2/actual")
    clerk.press(Qt.Key.Key_Down, SHIFT)
    before = clerk.text("/indicators/3/actual")
    clerk.type("5")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.text("/indicators/2/actual") == "5"
    assert clerk.text("/indicators/3/actual") == before


def test_a_drag_of_the_mouse_leaves_the_keys_where_it_began_and_a_click_where_it_was(clerk: Clerk) -> None:
    form = clerk.window.form
    first, last = clerk.index("/indicators/2/weight"), clerk.index("/indicators/5/weight")
    QTest.mousePress(form.viewport(), Qt.MouseButton.LeftButton, pos=form.visualRect(first).center())
    QTest.mouseMove(form.viewport(), form.visualRect(last).center())
    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(form.visualRect(last).center()),
        QPointF(form.viewport().mapToGlobal(form.visualRect(last).center())),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QCoreApplication.sendEvent(form.viewport(), moved)
    QTest.mouseRelease(form.viewport(), Qt.MouseButton.LeftButton, pos=form.visualRect(last).center())
    assert len(form.selected_boxes()) == 4
    assert form.active_index() == first
    clerk.press(Qt.Key.Key_Up)
    assert form.currentIndex() == clerk.index("/indicators/1/weight")
    clerk.press(Qt.Key.Key_Down, SHIFT)
    QTest.mouseClick(
        form.viewport(), Qt.MouseButton.LeftButton, pos=form.visualRect(form.currentIndex()).center()
    )
    clerk.press(Qt.Key.Key_Down)
    assert form.currentIndex() == clerk.index("/indicators/3/weight")


def test_undoing_an_inserted_row_leaves_the_cursor_where_the_row_was(clerk: Clerk) -> None:
    clerk.go("/indicators/3/name")
    clerk.run("insert_row_below")
    row = clerk.window.form.currentIndex().row()
    clerk.run("undo")
    assert clerk.window.form.currentIndex().row() == row
    assert clerk.window.form.current_cell is not None
    clerk.run("redo")
    clerk.go("/indicators/8/actual")
    clerk.run("undo")
    assert clerk.window.form.currentIndex() == clerk.index(
        "/indicators/7/actual"
    )  # the same cell, a row higher
