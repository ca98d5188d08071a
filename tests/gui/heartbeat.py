"""How long the window's thread is held: the work between two turns of its event loop."""

import time

from PySide6.QtCore import QObject, QTimer


class Heartbeat(QObject):
    """Beats as often as the event loop lets it.

    `worked` is the processor time that the window's thread used between two beats: a busy machine does not
    lengthen it. `waited` is the same by the clock on the wall.
    """

    def __init__(self) -> None:
        super().__init__()
        self.worked: list[float] = []
        self.waited: list[float] = []
        self._last = (time.thread_time(), time.perf_counter())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(2)

    def _beat(self) -> None:
        now = (time.thread_time(), time.perf_counter())
        self.worked.append(now[0] - self._last[0])
        self.waited.append(now[1] - self._last[1])
        self._last = now

    def begin(self) -> None:
        """Forget what was measured so far."""
        self.worked, self.waited = [], []
        self._last = (time.thread_time(), time.perf_counter())

    def longest(self) -> float:
        """Return the longest piece of work so far, in seconds of the processor."""
        return max(self.worked, default=0.0)
