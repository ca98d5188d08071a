"""A long day: thousands of saves by a clock that runs fast, with the size, memory and handles that they leave."""

import gc
import resource
import time
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from perfeval_gui.core.form import Project
from perfeval_gui.drafts import database, recovery, snapshots
from perfeval_gui.drafts.autosave import Autosave
from perfeval_gui.drafts.codec import encode
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.session import Session
from tests.crash.typist import state_of, steps

MIB = 1024 * 1024
SITTING = 50  # saves of one session


@dataclass
class LongDay:
    """What a long day left: bytes on disk, seconds of the next start, growth of memory and open handles."""

    saves: int
    database: int
    folder: int
    snapshots: int
    start: float
    growth: int
    handles: int
    is_right: bool


class VirtualClock:
    """A clock that moves as far as it is told."""

    def __init__(self) -> None:
        self.now = datetime(2025, 3, 4, 8, 30, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        return self.now


def long_day(folder: Path, saves: int, hours: float, seed: int = 1) -> LongDay:
    """Save `saves` times, spread over `hours` of the clock, and measure."""
    clock = VirtualClock()
    autosave = Autosave(folder, lambda saved: None, lambda error: None, clock=clock)
    autosave.start()
    projects: tuple[Project, ...] = ()
    done = early = handles = 0
    while done < saves:
        session = Session()  # a new one now and then: the growth of its history is not the store's
        session.load(projects)
        session.on_change(autosave.submit)
        for _, _ in zip(range(SITTING), steps(session, seed + done), strict=False):
            assert autosave.flush(60)
            clock.now += timedelta(hours=hours) / saves
        done += SITTING
        projects = tuple(session.filing.projects.values())
        if not early and done >= saves // 3:
            early, handles = _settled(autosave)
    later, handles_later = _settled(autosave)
    autosave.close()
    begun = time.perf_counter()
    lock = WriterLock(folder)
    lock.acquire()
    is_good = recovery.prepare(folder, lock).verdict.is_good
    lock.release()
    start = time.perf_counter() - begun
    with DraftStore.open(folder, read_only=True) as store:
        found = {project.id: encode(project) for project in store.load_all().projects}
    return LongDay(
        done,
        (folder / database.NAME).stat().st_size,
        sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        len(snapshots.snapshots(folder)),
        start,
        later - early,
        handles_later - handles,
        is_good and found == state_of(session.filing),
    )


def _settled(autosave: Autosave) -> tuple[int, int]:
    """Return memory and open handles once the writer thread has nothing to do and has no journal open."""
    autosave.call(lambda store: store.begin_new_journal()).result(60)
    gc.collect()
    resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    return resident, len(list(Path("/proc/self/fd").iterdir()))
