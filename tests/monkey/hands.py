"""The monkey's hands: each event is done to the window as a keyboard, a mouse or the system would do it."""

import random
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from perfeval_gui.app import build
from perfeval_gui.drafts.inbox import Inbox
from perfeval_gui.gui.editor import Editor
from perfeval_gui.gui.main_window import MainWindow
from tests.examples import example_project
from tests.monkey.events import TEXTS, Event

TURN = 8
"""One event in so many is followed by a turn of the event loop: a busy window takes several before it paints."""
_LONG = 5_000
"""Looks, of 4 ms each, after which what is waited for is written down: soon the process is stopped as hanging."""
MOST_PROJECTS = 24
MOST_WINDOWS = 4
_NOT_RUN = frozenset({"quit"})
_UPSETS = (
    QEvent.Type.LanguageChange,
    QEvent.Type.FontChange,
    QEvent.Type.PaletteChange,
    QEvent.Type.StyleChange,
    QEvent.Type.DevicePixelRatioChange,
    QEvent.Type.LocaleChange,
    QEvent.Type.WindowDeactivate,
)


class Monkey:
    """One window on one data directory, and what can be done to it."""

    def __init__(self, place: Path, files: Sequence[Path]) -> None:
        self._place = place
        self._files = list(files)
        self._number = 0
        self._answers = Answers()
        answer_file_dialogs(place, self._files)
        self.window = self._open(self._files[:1])

    @property
    def editor(self) -> Editor:
        """The window's parts."""
        assert isinstance(self.window.editor, Editor)
        return self.window.editor

    @property
    def folder(self) -> Path:
        """The data directory in use."""
        return self._place / f"data-{self._number}"

    def _open(self, files: Sequence[Path] = ()) -> MainWindow:
        return build(["--data", str(self.folder), *map(str, files)])

    def close(self) -> None:
        """Close the window with all that stands before it."""
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible():
                other.close()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def do(self, event: Event) -> None:
        """Do one event, answer whatever it opens, and let the window take it in."""
        self._answers.begin(event)
        try:
            getattr(self, f"_{event.kind}")(event)
        except RuntimeError as error:  # what the mouse or the keys were to meet has just been deleted
            if "already deleted" not in str(error) or not _is_ours(error):
                raise
        # An event loop would delete what is to be deleted before it takes the next key.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if event.number % TURN == 0:
            QApplication.processEvents()
        if not self.window.isVisible():
            self._reopen(event)

    # What stands where

    def _target(self, event: Event) -> QWidget:
        """Return one of the windows that stand open, mostly the main window."""
        shown = [
            widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.isWindow()
        ]
        kept = shown[:MOST_WINDOWS]
        for extra in shown[MOST_WINDOWS:]:
            if extra is not self.window:
                extra.close()
        chosen = kept[event.number % len(kept)] if kept and event.number % 3 == 0 else self.window
        return chosen if isValid(chosen) else self.window

    def _place_in(self, event: Event) -> tuple[QWidget, QPoint]:
        window = self._target(event)
        point = QPoint(int(event.x * window.width()), int(event.y * window.height()))
        child = window.childAt(point)
        widget = child if child is not None and isValid(child) else window
        return widget, widget.mapFrom(window, point)

    def _focused(self) -> QWidget:
        focused = QApplication.focusWidget()
        alive = focused if focused is not None and isValid(focused) else None
        return self.window.form.open_editor or alive or self.window.form

    # Events

    def _text(self, event: Event) -> None:
        for sign in event.text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)
                QCoreApplication.sendEvent(self._focused(), key)

    def _key(self, event: Event) -> None:
        modifiers, name = event.text.rsplit(" ", 1)
        pressed = Qt.KeyboardModifier.NoModifier
        for word, modifier in (
            ("ctrl", Qt.KeyboardModifier.ControlModifier),
            ("shift", Qt.KeyboardModifier.ShiftModifier),
            ("alt", Qt.KeyboardModifier.AltModifier),
        ):
            if word in modifiers.split("+"):
                pressed |= modifier
        QTest.keyClick(self._focused(), getattr(Qt.Key, f"Key_{name}"), pressed)

    def _click(self, event: Event) -> None:
        widget, point = self._place_in(event)
        held = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier)[event.number % 7 == 0]
        _mouse(widget, ("press", "release"), [point], held)

    def _double_click(self, event: Event) -> None:
        widget, point = self._place_in(event)
        _mouse(widget, ("press", "release", "double", "release"), [point])

    def _drag(self, event: Event) -> None:
        widget, point = self._place_in(event)
        way = [point + QPoint(7 * step, (event.number % 41 - 20) * step) for step in range(5)]
        _mouse(widget, ("press", "move", "move", "move", "release"), way)

    def _wheel(self, event: Event) -> None:
        widget, point = self._place_in(event)
        turn = QPoint(0, 120 if event.number % 2 else -120)
        held = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier)[event.number % 9 == 0]
        wheel = QWheelEvent(
            QPointF(point),
            QPointF(widget.mapToGlobal(point)),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QCoreApplication.sendEvent(widget, wheel)

    def _menu(self, event: Event) -> None:
        widget, point = self._place_in(event)
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, widget.mapToGlobal(point))
        QCoreApplication.sendEvent(widget, asked)

    def _command(self, event: Event) -> None:
        names = sorted(self.editor.actions.keys() - _NOT_RUN)
        self.editor.actions[names[event.number % len(names)]].trigger()

    def _undo(self, event: Event) -> None:
        self.editor.actions["undo"].trigger()

    def _redo(self, event: Event) -> None:
        self.editor.actions["redo"].trigger()

    def _preedit(self, event: Event) -> None:
        target = self._focused()
        for length in range(1, len(event.text) + 1):
            QCoreApplication.sendEvent(target, QInputMethodEvent(event.text[:length], []))
        end = QInputMethodEvent()
        if event.number % 4:
            end.setCommitString(event.text)
        QCoreApplication.sendEvent(target, end)

    def _paste(self, event: Event) -> None:
        QApplication.clipboard().setText(event.text)
        self.editor.actions["paste"].trigger()

    def _paste_large(self, event: Event) -> None:
        self._paste(replace(event, text=TEXTS[-1] * 50_000))

    def _project(self, event: Event) -> None:
        ids = sorted(self.editor.session.filing.projects)
        if ids:
            self.editor.stage.show_project(ids[event.number % len(ids)])

    def _cell(self, event: Event) -> None:
        cells = [box.cell for box in self.editor.grid.grid.boxes if box.cell]
        if cells:
            self.window.form.go_to(cells[event.number % len(cells)])
            self.window.form.setFocus()

    def _resize(self, event: Event) -> None:
        sizes = ((1, 1), (640, 480), (1366, 768), (1024, 600), (1920, 1080))
        self.window.resize(*sizes[event.number % len(sizes)])

    def _upset(self, event: Event) -> None:
        QCoreApplication.sendEvent(self.window, QEvent(_UPSETS[event.number % len(_UPSETS)]))
        if event.number % 5 == 0:
            self.editor.keeper.save_now()

    def _drop(self, event: Event) -> None:
        self.window.files_dropped.emit([str(self._files[event.number % len(self._files)])])

    def _hand_over(self, event: Event) -> None:
        if event.number % 2:
            fresh = replace(example_project(1 + event.number % 7), id=f"inbox{event.number}")
            Inbox(self.folder).leave(projects=[fresh])
        else:
            Inbox(self.folder).leave(files=[self._files[event.number % len(self._files)]])

    def _reopen(self, event: Event) -> None:
        is_full = len(self.editor.library.ids()) > MOST_PROJECTS
        self.close()
        if is_full:
            shutil.rmtree(self.folder)
            self._number += 1
        self.window = self._open(self._files[:1] if is_full else ())


def _mouse(
    widget: QWidget,
    steps: Sequence[str],
    way: Sequence[QPoint],
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Send mouse events one after another for as long as there is somebody to get them."""
    kinds = {
        "press": QEvent.Type.MouseButtonPress,
        "release": QEvent.Type.MouseButtonRelease,
        "double": QEvent.Type.MouseButtonDblClick,
        "move": QEvent.Type.MouseMove,
    }
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for number, step in enumerate(steps):
        if not isValid(widget) or not widget.isVisible():
            return
        point = way[min(number, len(way) - 1)]
        cause = none if step == "move" else left
        down = none if step == "release" else left
        place = QPointF(widget.mapToGlobal(point))
        QCoreApplication.sendEvent(widget, QMouseEvent(kinds[step], QPointF(point), place, cause, down, held))


def _is_ours(error: BaseException) -> bool:
    """Return whether it was raised in this file itself, and not in what was called."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename == __file__


def _if_alive(widget: QWidget, act: Callable[[], object]) -> None:
    if isValid(widget):  # else Qt deleted it meanwhile
        act()


class Answers(QObject):
    """Answers what waits for an answer, at random: a dialog gets a few keys and clicks and is then put away."""

    def __init__(self) -> None:
        super().__init__()
        self._random = random.Random(0)
        self._looks = self._turns = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(4)

    def begin(self, event: Event) -> None:
        """Answer as this event says from now on."""
        self._random = random.Random(event.number)
        self._looks = self._turns = 0

    def _look(self) -> None:
        waiting = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        self._turns += 1
        if self._turns == _LONG:
            print(f"waiting long for {waiting}, looked at {self._looks} times:", file=sys.stderr)
            for widget in QApplication.topLevelWidgets():
                print(f"  {widget} {widget.isVisible()=} {widget.isEnabled()=}", file=sys.stderr)
        if waiting is None:
            return
        self._looks += 1
        if self._looks > 8:
            QTimer.singleShot(0, lambda: _if_alive(waiting, lambda: _put_away(waiting)))
        elif isinstance(waiting, QDialog) and self._random.random() < 0.5:
            self._press_a_button(waiting)
        else:
            self._press_a_key(waiting)

    def _press_a_button(self, dialog: QDialog) -> None:
        buttons = [
            button
            for button in dialog.findChildren(QAbstractButton)
            if button.isVisible() and button.isEnabled()
        ]
        if buttons:
            button = self._random.choice(buttons)
            QTimer.singleShot(0, lambda: _if_alive(button, button.click))

    def _press_a_key(self, waiting: QWidget) -> None:
        target = waiting.focusWidget() or waiting
        name = self._random.choice(("Down", "Down", "Up", "Tab", "Return", "Escape", "Space", "5"))
        key = getattr(Qt.Key, f"Key_{name}")
        QTimer.singleShot(0, lambda: _if_alive(target, lambda: QTest.keyClick(target, key)))


def _put_away(waiting: QWidget) -> None:
    if isinstance(waiting, QDialog):
        waiting.reject()
    waiting.close()


def answer_file_dialogs(place: Path, files: Sequence[Path]) -> None:
    """Let the system's dialogs choose at once, also nothing: the monkey cannot reach them on every system."""
    chooser = random.Random(1)
    out = place / "out"
    out.mkdir(exist_ok=True)

    def some(*choices: str) -> str:
        return chooser.choice(("", *choices))

    def existing(*_args: object, **_more: object) -> str:
        return some(str(out), str(place / "missing"))

    def one(*_args: object, **_more: object) -> tuple[str, str]:
        return some(*map(str, files)), ""

    def several(*_args: object, **_more: object) -> tuple[list[str], str]:
        return [name for name in (some(*map(str, files)),) if name], ""

    def target(*_args: object, **_more: object) -> tuple[str, str]:
        return some(str(out / "目标.zip"), str(out / "目标.xlsx"), str(place / "missing" / "x.zip")), ""

    QFileDialog.getExistingDirectory = existing  # type: ignore[method-assign, assignment]
    QFileDialog.getOpenFileName = one  # type: ignore[method-assign, assignment]
    QFileDialog.getOpenFileNames = several  # type: ignore[method-assign, assignment]
    QFileDialog.getSaveFileName = target  # type: ignore[method-assign, assignment]
    QDesktopServices.openUrl = lambda *_: True  # type: ignore[method-assign, assignment]
