"""Several starts at once on one data directory: one writes, the others are told, whatever becomes of the one."""

import os
import signal
import time
from collections import Counter
from pathlib import Path

from perfeval_gui.drafts.inbox import Inbox
from perfeval_gui.drafts.intake import keep_imported, read_drafts
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import StoreInUseError
from tests.crash.typist import renamed
from tests.examples import example_project

WROTE, TOLD, BROKE = 0, 7, 9


def _start(folder: Path, moment: float, project_id: str) -> int:
    """Fork one start of the program: it writes if it may, else leaves its draft in the inbox."""
    child = os.fork()
    if child:
        return child
    status = BROKE
    try:
        while time.monotonic() < moment:
            pass
        project = renamed(example_project(1), project_id, id=project_id)
        try:
            with DraftStore.open(folder) as store:
                store.save({project_id: project})
                time.sleep(0.01)
            status = WROTE
        except StoreInUseError:
            Inbox(folder).leave(projects=[project])
            status = TOLD
    finally:
        os._exit(status)


def race(folder: Path, rounds: int, starts: int = 3) -> tuple[Counter[int], list[str]]:
    """Let several starts race `rounds` times; return how they ended and what was wrong."""
    ends: Counter[int] = Counter()
    bad: list[str] = []
    expected: set[str] = set()
    for number in range(rounds):
        moment = time.monotonic() + 0.01
        ids = [f"r{number}-{start}" for start in range(starts)]
        children = [_start(folder, moment, project_id) for project_id in ids]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        ends.update(codes)
        expected.update(ids)
        if set(codes) - {WROTE, TOLD} or WROTE not in codes:
            bad.append(f"round {number} ended {codes}")
        there = {draft.info.id for draft in read_drafts(folder)[0]}
        if there != expected:
            bad.append(f"round {number}: missing {sorted(expected - there)}")
    keep_imported(folder, [])
    with DraftStore.open(folder) as store:
        if {info.id for info in store.list()} != expected or not store.verify().is_good:
            bad.append("not all that was left in the inbox was taken in")
    return ends, bad


def held_by(folder: Path, number: signal.Signals) -> int:
    """Return a child that holds the drafts and has been sent the signal."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            store = DraftStore.open(folder)
            os.write(writing, b"x")
            while store.sequence >= 0:
                time.sleep(1)
        finally:
            os._exit(BROKE)
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    os.kill(child, number)
    return child
