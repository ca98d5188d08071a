"""Work in turns on the window's own thread, for pure functions that would hold it too long in one piece.

A thread would not do: every event of Qt asks for the interpreter, and beside a thread that computes each asks
for some milliseconds. A dialog opens with a hundred events; beside such a thread it took half a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

TURN_MS = 6
"""No step begins when a turn has taken this long; the longest step comes on top."""


class Turns(QObject):
    """Takes the steps of one job at a time, a few in each turn of the event loop, until all are done.

    A new job takes the place of one not finished; what is deleted with its parent takes no further step.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[Any] = iter(())
        self._results: list[Any] = []
        self._done: Callable[[list[Any]], None] | None = None
        self._going_on: Callable[[int], None] | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._take)

    def run(
        self,
        steps: Iterable[Any],
        done: Callable[[list[Any]], None],
        going_on: Callable[[int], None] | None = None,
    ) -> None:
        """Take the steps, beginning in a later turn; give their results, in order, to `done`.

        `going_on` is told after each turn how many steps are taken.
        """
        self._steps, self._results, self._done, self._going_on = iter(steps), [], done, going_on
        self._turn.start(0)

    def stop(self) -> None:
        """Take no further step and tell nobody."""
        self._turn.stop()

    def _take(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        for result in self._steps:
            self._results.append(result)
            if clock.elapsed() >= TURN_MS:
                self._turn.start(0)
                if self._going_on is not None:
                    self._going_on(len(self._results))
                return
        if self._done is not None:
            self._done(self._results)
