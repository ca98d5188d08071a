"""A window on a data directory of its own, driven as a clerk drives it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLoggingCategory, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfeval_gui.app import build
from perfeval_gui.core.form import Form, cell_at
from perfeval_gui.gui.editor import Editor
from perfeval_gui.gui.failures import SAID_UNDER_A_LOCK
from perfeval_gui.gui.leaving import let_go_of_the_clipboard
from perfeval_gui.gui.main_window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # as ./test does; without a display Qt aborts
QLoggingCategory.setFilterRules(SAID_UNDER_A_LOCK)  # pytest-qt listens to Qt in Python, as the program does
FORMS = Path(__file__).resolve().parents[1] / "data" / "2024-forms.expected.json"
OpenWindow = Callable[..., "Clerk"]


class Clerk:
    """What a clerk can do and see, in few words."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        assert isinstance(window.editor, Editor)
        self.editor = window.editor

    def chosen_form(self) -> Form:
        project = self.editor.desk.current
        assert project is not None
        return project.form

    def index(self, where: str) -> QModelIndex:
        project = self.editor.desk.current
        assert project is not None
        return self.editor.grid.index_of(cell_at(project, where))

    def go(self, where: str) -> None:
        index = self.index(where)
        assert index.isValid(), where
        self.window.form.make_current(index)
        self.window.form.setFocus()

    def text(self, where: str) -> str:
        return str(self.index(where).data(Qt.ItemDataRole.EditRole))

    def type(self, text: str) -> None:
        """Type into whatever is open, else into the form, as keys arrive from a keyboard."""
        for sign in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                target = self.window.form.open_editor or self.window.form
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)  # QTest knows ASCII only
                QCoreApplication.sendEvent(target, event)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.form.open_editor or self.window.form, key, modifier)

    def run(self, name: str) -> None:
        self.editor.actions[name].trigger()

    def totals(self) -> str:
        return str(self.window.totals.accessibleName())


@pytest.fixture
def open_window(tmp_path: Path, qtbot: QtBot) -> Iterator[OpenWindow]:
    """Return a function that opens a window on this test's data directory, with files to import."""
    opened: list[MainWindow] = []

    def open_it(*files: Path, folder: Path | None = None) -> Clerk:
        window = build(["--data", str(folder or tmp_path / "data"), *map(str, files)])
        opened.append(window)
        qtbot.waitExposed(window)
        return Clerk(window, qtbot)

    yield open_it
    for window in opened:
        window.close()
        window.deleteLater()
    qtbot.wait(1)
    let_go_of_the_clipboard()


@pytest.fixture
def clerk(open_window: OpenWindow) -> Clerk:
    """Return a clerk before the seven example forms."""
    return open_window(FORMS)
