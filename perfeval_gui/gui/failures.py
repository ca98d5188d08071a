"""The one place where what went wrong is shown: work is saved first, then one sentence, never a traceback."""

from __future__ import annotations

import hashlib
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from perfeval_gui.errors import PerfevalError

_log = logging.getLogger("perfeval_gui")
_QUIET_SECONDS = 10.0


class Failures(QObject):
    """Takes every exception that nobody caught, from slots, virtual methods, timers and threads."""

    _arrived = Signal(str)

    def __init__(self, save: Callable[[], object], parent: Callable[[], QWidget | None]) -> None:
        super().__init__()
        self._save = save
        self._parent = parent
        self._shown_at = -_QUIET_SECONDS
        self._box: QMessageBox | None = None
        self.count = 0
        self._arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the last resort for exceptions of the interpreter and its threads."""
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._caught(args.exc_type, args.exc_value, args.exc_traceback)

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _caught(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            raise SystemExit(130)
        self.count += 1
        _log.error("%s", describe(kind, error, trace))
        sentence = (
            error.message
            if isinstance(error, PerfevalError)
            else "程序遇到问题，您的内容已保存，可以继续使用。"
        )
        self._arrived.emit(sentence)

    def _show(self, sentence: str) -> None:
        self._save()
        now = time.monotonic()
        if now - self._shown_at < _QUIET_SECONDS:
            return
        self._shown_at = now
        self._box = QMessageBox(QMessageBox.Icon.Warning, "绩效自评表编辑器", sentence, parent=self._parent())
        self._box.setModal(False)
        self._box.show()


def describe(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
    """Return what may stand in a log: the type, our code's lines, a hash of the message; never its text.

    Messages of libraries quote cell texts, so they are not kept.
    """
    digest = hashlib.sha256(str(error).encode("utf-8", "replace")).hexdigest()[:12]
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
    return f"{kind.__name__} {digest} {' < '.join(reversed(places[-6:]))}"
