"""The one place where what went wrong is shown: work is saved first, then one sentence, never a traceback."""

from __future__ import annotations

import hashlib
import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QLoggingCategory,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget

from perfeval_gui.errors import PerfevalError

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

    from PySide6.QtWidgets import QMessageBox

_log = logging.getLogger("perfeval_gui")
_QUIET_SECONDS = 10.0
_SEPARATOR = re.compile(r"[\\/]")
_SAVED = "程序遇到问题，您的内容已保存，可以继续使用。"
_NOT_SAVED = "程序遇到问题，最近的修改还没有存下，屏幕上的内容都还在。请按 Ctrl+S 再存一次，或用“保管 → 另存到其他位置”。"
SAID_UNDER_A_LOCK = "qt.text.font.*=false\nqt.qpa.fonts=false"
"""Qt says these while it holds the lock of its fonts. A listener in Python waits for the interpreter, and the
thread that has the interpreter may be waiting for the fonts: both would wait for ever."""


def listen_to_qt(listener: Callable[[QtMsgType, QMessageLogContext, str], None]) -> None:
    """Have Qt's complaints brought to Python, but for those that could stop two threads."""
    QLoggingCategory.setFilterRules(SAID_UNDER_A_LOCK)
    qInstallMessageHandler(listener)


class Failures(QObject):
    """Takes every exception that nobody caught, from slots, virtual methods, timers and threads.

    `save` returns whether all is on disk; `details` is what the clerk may copy for whoever helps her.
    """

    _arrived = Signal(str)

    def __init__(
        self,
        save: Callable[[], bool],
        parent: Callable[[], QWidget | None],
        details: Callable[[], str] = str,
    ) -> None:
        super().__init__()
        self._save = save
        self._parent = parent
        self._details = details
        self._shown_at = -_QUIET_SECONDS
        self.box: QMessageBox | None = None
        self.count = 0
        self._arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the last resort for exceptions of the interpreter and its threads, and for Qt's complaints."""
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._caught(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = self._unraisable
        listen_to_qt(_note_what_qt_says)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)

    def _unraisable(self, args: UnraisableHookArgs) -> None:
        self._caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _caught(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            raise SystemExit(130)
        self.count += 1
        _log.error("%s", describe(kind, error, trace))
        self._arrived.emit(error.message if isinstance(error, PerfevalError) else "")

    def _show(self, sentence: str) -> None:
        """Save, then show the sentence, or for a blank one that something went wrong."""
        from PySide6.QtWidgets import QMessageBox

        try:
            is_saved = self._save()
        except Exception as error:  # noqa: BLE001 - nothing may escape from the last resort itself
            _log.error("%s", describe(type(error), error, error.__traceback__))
            is_saved = False
        now = time.monotonic()
        if now - self._shown_at < _QUIET_SECONDS:
            return
        self._shown_at = now
        words = sentence or (_SAVED if is_saved else _NOT_SAVED)
        self.box = QMessageBox(QMessageBox.Icon.Warning, "绩效自评表编辑器", words, parent=self._parent())
        self.box.addButton("继续", QMessageBox.ButtonRole.AcceptRole)
        if not sentence:
            copy = self.box.addButton("复制错误信息", QMessageBox.ButtonRole.ActionRole)
            copy.clicked.connect(lambda: QApplication.clipboard().setText(self._details()))
        self.box.setModal(False)
        self.box.show()


def describe(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
    """Return what may stand in a log: the type, our code's lines, a hash of the message; never its text.

    Messages of libraries quote cell texts, so they are not kept.
    """
    return f"{kind.__name__} {_digest(str(error))} {_places(traceback.extract_tb(trace))}"


def _note_what_qt_says(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """Log that Qt complained, and from which lines of ours; its words may quote what was typed."""
    if kind != QtMsgType.QtDebugMsg:
        frames = traceback.extract_stack()[:-1]
        _log.warning("Qt %s %s %s", kind.name, _digest(text), _places(frames))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def _places(frames: list[traceback.FrameSummary]) -> str:
    named = [f"{_SEPARATOR.split(frame.filename)[-1]}:{frame.lineno}" for frame in frames]
    return " < ".join(reversed(named[-6:]))
