"""Many packages at once: read in a thread, taken in by turns of the event loop, one step to undo."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from perfeval_gui.core.edits import AddProject, Batch, Edit
from perfeval_gui.core.form import Project
from perfeval_gui.core.state import is_locked
from perfeval_gui.core.text import squeeze
from perfeval_gui.drafts.package import Arrival, as_new, merged_into, read_package, taken_back
from perfeval_gui.errors import PerfevalError, UnreadableFileError
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.library import Library
from perfeval_gui.session import Session

_AT_A_TIME = 8
"""So many projects are compared in one turn of the event loop: a frame is never missed for it."""
_TOGETHER = 150
"""So many projects join the tree at once: each time it is built anew."""
_LABEL = "汇总各单位交换包"


@dataclass
class Tally:
    """What has come of the packages so far."""

    packages: int = 0
    added: int = 0
    merged: int = 0
    same: int = 0
    refused: list[str] = field(default_factory=list)
    """The sentence for each package that could not be read."""
    undecided: list[str] = field(default_factory=list)
    """Projects changed on both sides in the same place, locked here or deleted meanwhile; they stay as they are."""
    twins: list[str] = field(default_factory=list)
    """New projects of which there is one of the same year, unit and name already."""
    years: dict[str, int] = field(default_factory=dict)
    """How many projects came for each year."""


class MergeRun(QObject):
    """Takes the projects of packages in; signals reach the window's thread, `finished` is the last one."""

    progressed = Signal(int)
    """So many packages are done."""
    finished = Signal(object)
    """All is taken in, or the clerk stopped it; holds the `Tally`."""
    _read = Signal(object, object)

    def __init__(self, session: Session, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._library = library
        self._stop = threading.Event()
        self._room = threading.Semaphore(4)  # so many packages may wait to be taken in: memory stays small
        self._background = Background()
        self._waiting: list[Arrival | None] = []
        self._coming: dict[str, tuple[Arrival, AddProject]] = {}
        self._merging: dict[str, tuple[Project, Arrival, Batch]] = {}
        self._position = library.next_position()
        self._names = set(library.names())
        self._all_read = False
        self.tally = Tally()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._take_some)
        self._read.connect(self._receive)

    def start(self, paths: Sequence[Path]) -> None:
        """Begin to read in the background."""
        self._session.close_step()
        self._background.run(lambda: self._read_all(paths), lambda _: self._done_reading(), _rise)

    def stop(self) -> None:
        """Stop soon; what was taken in so far stays, and can be undone."""
        self._stop.set()
        self._room.release()

    def close(self) -> None:
        """Stop and wait for the thread."""
        self.stop()
        self._turn.stop()
        self._background.close()

    def _read_all(self, paths: Sequence[Path]) -> None:
        """Runs in the thread."""
        for path in paths:
            self._room.acquire()
            if self._stop.is_set():
                return
            try:
                self._read.emit(read_package(path), "")
            except UnreadableFileError as error:
                self._read.emit((), error.message)

    def _receive(self, arrivals: Sequence[Arrival], refusal: str) -> None:
        if refusal:
            self.tally.refused.append(refusal)
        self._waiting += [*arrivals, None]  # None: a package ends here
        self._turn.start(0)

    def _done_reading(self) -> None:
        self._all_read = True
        self._turn.start(0)

    def _take_some(self) -> None:
        part, self._waiting = self._waiting[:_AT_A_TIME], self._waiting[_AT_A_TIME:]
        self._library.load({item.project.id for item in part if item is not None} - self._coming.keys())
        for item in part:
            if item is None:
                self.tally.packages += 1
                self._room.release()
                self.progressed.emit(self.tally.packages)
            else:
                self._take(item)
        if len(self._coming) + len(self._merging) >= _TOGETHER or (not self._waiting and self._all_read):
            self._apply()
        if self._waiting:
            self._turn.start(0)
        elif self._all_read:
            self._session.close_step()
            self.finished.emit(self.tally)

    def _take(self, arrival: Arrival) -> None:
        project = arrival.project
        year = squeeze(project.form.fiscal_year)
        self.tally.years[year] = self.tally.years.get(year, 0) + 1
        if project.id in self._coming or project.id in self._merging:
            self._apply()  # the same project in an earlier package of this very run
        mine = self._session.filing.projects.get(project.id)
        if mine is None:
            self._add(arrival)
        else:
            self._merge(mine, arrival)

    def _merge(self, mine: Project, arrival: Arrival) -> None:
        outcome = merged_into(mine, arrival)
        changes = taken_back(mine, arrival, outcome.form)
        if outcome.conflicts or (outcome.form != mine.form and is_locked(mine.state)):
            self.tally.undecided.append(" ".join(mine.form.project_name.split()))
        elif changes:
            self._merging[mine.id] = (mine, arrival, Batch(changes))
        else:
            self.tally.same += 1

    def _add(self, arrival: Arrival) -> None:
        form = arrival.project.form
        name = (squeeze(form.fiscal_year), squeeze(form.implementing_unit), squeeze(form.project_name))
        if name in self._names:
            self.tally.twins.append(" ".join(form.project_name.split()))
        self._names.add(name)
        edit = AddProject(replace(as_new(arrival), position=self._position))
        self._position += 1
        self._coming[arrival.project.id] = (arrival, edit)

    def _apply(self) -> None:
        self._session.settle()  # what is being typed is compared too
        self._compare_anew()
        edits: list[Edit] = [edit for _arrival, edit in self._coming.values()]
        edits += [edit for _mine, _arrival, edit in self._merging.values()]
        self.tally.added += len(self._coming)
        self.tally.merged += len(self._merging)
        self._coming.clear()
        self._merging.clear()
        if edits:
            self._session.do(Batch(tuple(edits)), _LABEL, merge_key=("packages", id(self)))

    def _compare_anew(self) -> None:
        """Compare again what the clerk has changed since it was compared: she goes on working meanwhile."""
        projects = self._session.filing.projects
        for key, (arrival, _new) in list(self._coming.items()):
            if key in projects:
                del self._coming[key]
                self._merge(projects[key], arrival)
        for key, (compared, arrival, _changes) in list(self._merging.items()):
            mine = projects.get(key)
            if mine is compared:
                continue
            del self._merging[key]
            if mine is not None:
                self._merge(mine, arrival)
            else:
                self.tally.undecided.append(" ".join(compared.form.project_name.split()))


def in_words(tally: Tally) -> str:
    """Return what came of it as sentences."""
    counts = ((tally.added, "新增"), (tally.merged, "合并"), (tally.same, "没有变化的"))
    said = "，".join(f"{word} {count} 个项目" for count, word in counts if count) or "没有项目"
    parts = [f"读了 {tally.packages} 个交换包：{said}。"]
    if tally.undecided:
        names = _some(tally.undecided)
        parts.append(f"{names}两边都改过、已锁定或刚被删除，没有动；请用“收回交换包”逐个决定。")
    if tally.twins:
        parts.append(f"{_some(tally.twins)}与已有的项目同单位同名，请核对是否重复。")
    if tally.refused:
        parts.append(f"有 {len(tally.refused)} 个没有读成：{tally.refused[0]}")
    if tally.added or tally.merged:
        parts.append("按 Ctrl+Z 可以一次撤销。")
    return "".join(parts)


def _some(names: Sequence[str]) -> str:
    listed = "、".join(f"“{name}”" for name in names[:3])
    return f"{listed}等 {len(names)} 个项目" if len(names) > 3 else listed


def _rise(error: PerfevalError) -> None:
    raise error
