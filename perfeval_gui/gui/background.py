"""Long work off the window's thread: one job at a time, its outcome comes back to the window."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from perfeval_gui.errors import PerfevalError


class Background(QObject):
    """Runs functions on frozen values in a thread; a `PerfevalError` is an outcome, all else is a failure."""

    _finished = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        # Work that is done before anybody could ask for it comes back later all the same, not within `run`.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._is_closed = False

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        refused: Callable[[PerfevalError], None],
    ) -> None:
        """Run `work` in the thread, then `done` with its result or `refused` with its error in the window's."""
        if not self._is_closed:
            self.follow(self._pool.submit(work), done, refused)

    def follow(
        self, future: Future[Any], done: Callable[[Any], None], refused: Callable[[PerfevalError], None]
    ) -> None:
        """Bring what comes of another thread's work to the window's, as for `run`."""

        def deliver(finished: Future[Any]) -> None:
            self._finished.emit(finished, (done, refused))

        future.add_done_callback(deliver)

    def _deliver(self, future: Future[Any], receivers: tuple[Any, Any]) -> None:
        if self._is_closed:  # the window that would be told is gone
            return
        done, refused = receivers
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, PerfevalError):
            refused(error)
        else:
            raise error

    def close(self) -> None:
        """Wait for the work in hand and end the thread; what comes of it is told to nobody any more."""
        self._is_closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)
