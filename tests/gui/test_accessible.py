"""For those who hear the window instead of seeing it: everything has a name, everything is reached by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from perfeval_gui.gui.actions import COMMANDS
from perfeval_gui.gui.paper.paper_view import PaperView
from perfeval_gui.gui.paper.ruler_bar import RulerBar
from tests.gui.conftest import Clerk, OpenWindow

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextBrowser,
    PaperView, RulerBar,
)  # fmt: skip
DIALOGS = (
    "find", "help", "key_map", "guide", "score_card", "rules_overview", "goal_match", "new_from_template", "roll_over",
    "scan_leftovers",
)  # fmt: skip


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def nameless(window: QWidget) -> list[str]:
    """Return the controls of a window that a screen reader could only call by their kind."""
    found = []
    for widget in window.findChildren(QWidget):
        inside = widget.parentWidget()
        if (
            not isinstance(widget, CONTROLS)
            or widget.window() is not window
            or not widget.isVisibleTo(window)
        ):
            continue
        if isinstance(inside, QAbstractSpinBox | QComboBox | QAbstractItemView | QLineEdit):
            continue  # a part of a control, which speaks for it
        if not spoken(widget).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(inside).__name__}")
    return found


def test_everything_in_the_window_has_a_name(clerk: Clerk) -> None:
    clerk.run("symbols_shown")
    clerk.run("show_origins")
    assert nameless(clerk.window) == []
    clerk.run("show_paper")
    assert nameless(clerk.window) == []
    clerk.run("show_overview")
    assert nameless(clerk.window) == []


def test_everything_on_the_first_page_has_a_name(open_window: OpenWindow) -> None:
    assert nameless(open_window().window) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_everything_in_a_window_over_the_form_has_a_name(clerk: Clerk, name: str) -> None:
    clerk.go("/indicators/0/score")
    clerk.run(name)
    shown = [dialog for dialog in clerk.window.findChildren(QDialog) if dialog.isVisible()]
    assert len(shown) == 1
    assert shown[0].windowTitle()
    assert nameless(shown[0]) == []
    shown[0].close()


def test_every_command_says_in_words_what_it_does(clerk: Clerk) -> None:
    actions = [clerk.editor.actions[command.name] for command in COMMANDS]
    assert [action.objectName() for action in actions if not action.text() or not action.statusTip()] == []


def test_every_command_is_reached_by_keys_through_a_menu(clerk: Clerk) -> None:
    assert all(
        "&" in action.text() for action in clerk.window.menuBar().actions()
    )  # Alt and a letter open it
    menus = clerk.window.menuBar().findChildren(QMenu)
    reached = {action.objectName() for menu in menus for action in menu.actions()}
    assert {command.name for command in COMMANDS} - reached == set()


def test_tab_leads_through_the_findings_and_back_to_the_form(clerk: Clerk) -> None:
    clerk.window.activateWindow()
    clerk.qtbot.waitUntil(clerk.window.isActiveWindow)
    clerk.qtbot.waitUntil(lambda: bool(clerk.window.findings.listed), timeout=20_000)
    clerk.window.findings.filters.findChild(QToolButton).setFocus()
    seen = set()
    for _ in range(40):
        clerk.window.focusNextChild()
        seen.add(clerk.window.focusWidget())
    for part in (clerk.window.tree, clerk.window.form, clerk.window.findings.view, clerk.window.ruler):
        assert part in seen, part.objectName()


def test_the_keys_of_the_panes_lead_there(clerk: Clerk) -> None:
    clerk.qtbot.waitUntil(lambda: bool(clerk.window.findings.listed), timeout=20_000)
    for name, part in (
        ("go_to_tree", clerk.window.tree),
        ("go_to_side", clerk.window.findings.view),
        ("go_to_form", clerk.window.form),
    ):
        clerk.run(name)
        assert clerk.window.focusWidget() is part


def test_a_cell_says_its_label_its_text_and_what_was_found(clerk: Clerk) -> None:
    clerk.qtbot.waitUntil(lambda: bool(clerk.window.findings.listed), timeout=20_000)
    index = clerk.index("/project_name")
    assert "项目" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "组织部专项工作经费" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "警告" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_a_mark_in_the_tree_is_said_in_words(clerk: Clerk) -> None:
    clerk.run("check_all")
    leaf = clerk.window.tree.currentIndex()
    clerk.qtbot.waitUntil(
        lambda: (
            "错误" in str(clerk.window.tree.currentIndex().data(Qt.ItemDataRole.AccessibleDescriptionRole))
        ),
        timeout=20_000,
    )
    assert leaf.isValid()
