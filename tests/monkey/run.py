"""One monkey in one process: does events to a window, watches, and says what broke."""

import argparse
import faulthandler
import gc
import json
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtWidgets import QApplication

from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.failures import listen_to_qt
from perfeval_gui.gui.leaving import let_go_of_the_clipboard
from tests.examples import ROOT
from tests.monkey import invariants
from tests.monkey.events import Event, events, from_text
from tests.monkey.hands import Monkey

EVERY = 100
SAVED_EVERY = 2_000
HANGING = 120.0
_PLATFORM = (
    "This plugin does not support",
    "Mouse event occurs outside target window",
    'Mouse event "',
    "QPageSetupDialog: Cannot be used on non-native printers",
    "QTextCursor::setPosition: Position",
)
"""What QTest says of itself, and what a machine says that has no printers; and Qt of
a label whose text changes between two clicks on it."""


@dataclass
class Report:
    """What came of a run: so many events in so many doings, of these kinds. `slow` is the longest work of the window's thread for one event, in seconds."""

    events: int = 0
    doings: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    refusals: int = 0
    slow: float = 0.0
    slowest: str = ""
    over_a_second: int = 0
    bad: list[str] = field(default_factory=list)


class Watch:
    """Catches exceptions and Qt's messages; a sentence for the clerk is a refusal, all else is bad."""

    def __init__(self) -> None:
        self.bad: list[str] = []
        self.refusals = 0
        sys.excepthook = self._raised
        sys.unraisablehook = self._unraisable
        listen_to_qt(self._said)

    def _raised(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, PerfevalError):
            self.refusals += 1
            return
        self.bad.append(f"{kind.__name__}: {str(error)[:120]} at {_places(traceback.extract_tb(trace))}")

    def _unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        self._raised(args.exc_type, args.exc_value, args.exc_traceback)
        self.bad[-1:] = [f"{word} in {args.object!r:.300}" for word in self.bad[-1:]]

    def _said(self, kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not text.startswith(_PLATFORM):
            self.bad.append(f"Qt says: {text[:200]} at {_places(traceback.extract_stack()[:-1])}")


def _places(frames: traceback.StackSummary | list[traceback.FrameSummary]) -> str:
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    return " < ".join(reversed(places[-6:]))


def play(listed: Sequence[Event], place: Path) -> Report:
    """Do the events to a fresh window and return what came of it; it ends at the first thing that is bad."""
    QApplication.instance() or QApplication([])
    samples = ROOT / "tests" / "data"
    files = [samples / "2024-forms.expected.json", *sorted((samples / "import").glob("*.docx"))[:2]]
    broken = place / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    watch, report = Watch(), Report()
    monkey = Monkey(place, [*files, broken])
    for number, event in enumerate(listed, start=1):
        if number % EVERY == 1:
            faulthandler.dump_traceback_later(HANGING, exit=True)
        begun = time.thread_time()
        try:
            monkey.do(event)
        except Exception as error:  # noqa: BLE001 - whatever escapes is what the monkey is for
            watch._raised(type(error), error, error.__traceback__)
        spent = time.thread_time() - begun
        report.over_a_second += spent > 1
        if spent > report.slow:
            report.slow, report.slowest = spent, f"{event.kind} {event.number}"
        report.events += event.size
        report.doings = number
        if number % EVERY == 0:
            watch.bad += [f"broken: {word}" for word in invariants.broken(monkey.editor)]
        if number % SAVED_EVERY == 0:
            watch.bad += [f"lost: {word}" for word in invariants.lost(monkey.editor)]
            watch.bad += [f"undo: {word}" for word in invariants.undone(monkey.editor)]
        if watch.bad:
            break
    monkey.close()
    let_go_of_the_clipboard()
    faulthandler.cancel_dump_traceback_later()
    gc.collect()
    report.kinds = dict(Counter(event.kind for event in listed[: report.doings]))
    report.refusals, report.bad = watch.refusals, watch.bad[:10]
    return report


def main() -> None:
    """Play a seed, or a kept list of events, and print the report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--list", type=Path, help="a kept list of events instead of a seed")
    asked = parser.parse_args()
    listed = (
        from_text(asked.list.read_text(encoding="utf-8")) if asked.list else events(asked.seed, asked.events)
    )
    with tempfile.TemporaryDirectory(prefix="perfeval-monkey-") as place:
        report = play(listed, Path(place))
    print(json.dumps(asdict(report), ensure_ascii=False))


if __name__ == "__main__":
    main()
