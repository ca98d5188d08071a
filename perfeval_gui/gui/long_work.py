"""Long work that the clerk sees and can stop: after a second the notice bar says how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from perfeval_gui.core.progress import Progress
from perfeval_gui.errors import PerfevalError, StoppedError
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.notice_bar import NoticeBar

QUIET_MS = 1000
"""Work that ends within this time shows nothing on its way."""


class LongWork(QObject):
    """Runs jobs in the background, one after the other; each is told by what it is shown as, such as 正在导出."""

    def __init__(self, background: Background, notices: NoticeBar) -> None:
        super().__init__()
        self._background = background
        self._notices = notices
        self._jobs: list[_Job] = []

    @property
    def under_way(self) -> str:
        """What is being done and how far it is, such as `正在导出：40%`; blank where nothing is."""
        return next((job.how_far for job in self._jobs if not job.over.is_set()), "")

    def ends_within(self, seconds: float) -> bool:
        """Wait so long at most and return whether all work has ended; what came of it is told later."""
        until = time.monotonic() + seconds
        return all(job.over.wait(max(0.0, until - time.monotonic())) for job in self._jobs)

    def stop(self) -> None:
        """Stop all work where it next says how far it is."""
        for job in self._jobs:
            job.stop()

    def run(
        self,
        label: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        refused: Callable[[PerfevalError], None],
    ) -> None:
        """Run `work` in the thread, then `done` or `refused` in the window's; stopped work is a StoppedError."""
        self._notices.hide()  # what was said of the job before must not be taken for this one's outcome
        job = _Job(label, self._notices)
        self._jobs.append(job)

        def watched() -> Any:
            try:
                return work(job.tell)
            finally:
                job.over.set()

        def finished(outcome: Any) -> None:
            self._end(job)
            done(outcome)

        def failed(error: PerfevalError) -> None:
            self._end(job)
            refused(error)

        self._background.run(watched, finished, failed)

    def _end(self, job: _Job) -> None:
        self._jobs.remove(job)
        job.end()


class _Job(QObject):
    """One job: its place in the notice bar, with which it goes, and the wish to stop it."""

    _told = Signal(int, int)

    def __init__(self, label: str, notices: NoticeBar) -> None:
        super().__init__(notices)
        self._label = label
        self._notices = notices
        self._stop = threading.Event()
        self.over = threading.Event()
        self._place = (0, 0)
        self._said = ""
        self._told.connect(self._go_on)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._show)
        self._quiet.start()

    def tell(self, done: int, of: int) -> None:
        """Take note of how far it is; called in the thread. Raises StoppedError when the clerk wants no more."""
        if self._stop.is_set():
            raise StoppedError
        self._told.emit(done, of)

    def end(self) -> None:
        """It is over: show nothing any more."""
        self._quiet.stop()
        self._told.disconnect(self._go_on)
        self.deleteLater()

    def _show(self) -> None:
        self._said = self._words()
        self._notices.say(self._said, [("停止", self._ask_to_stop)])

    def stop(self) -> None:
        """Let it end where it next says how far it is."""
        self._stop.set()

    def _ask_to_stop(self) -> None:
        self.stop()
        self._notices.say(f"{self._label}：正在停下……")

    def _go_on(self, done: int, of: int) -> None:
        self._place = (done, of)
        if self._said and self._notices.text == self._said:  # something else may have been said meanwhile
            self._said = self._words()
            self._notices.go_on(self._said)

    @property
    def how_far(self) -> str:
        """What it is and how far, as far as that has been told."""
        done, of = self._place
        return f"{self._label}：{done * 100 // of}%" if of else self._label

    def _words(self) -> str:
        return f"{self.how_far}。可以接着做别的。"
