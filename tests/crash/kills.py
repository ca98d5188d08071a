"""Kill -9 at random moments: after each kill the drafts are those of the last acknowledged step, or one later."""

import os
import random
import signal
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path

from perfeval_gui.core.form import Filing, Project
from perfeval_gui.drafts.store import DraftStore
from tests.crash.typist import Papers, foretold, state_of, type_away

Left = tuple[tuple[Project, ...], Papers]
_STEP = struct.Struct("I")


@dataclass
class Tally:
    """What the kills showed."""

    kills: int = 0
    acknowledged: int = 0
    ahead: int = 0
    hot_journals: int = 0
    bad: list[str] = field(default_factory=list)


def kill_often(folder: Path, kills: int, seed: int, *, recovery_kills: int = 0) -> Tally:
    """Kill a typing child `kills` times on one data directory, without any repair in between.

    With `recovery_kills` each restart is itself killed up to that many times shortly after opening.
    """
    rnd, tally = random.Random(seed), Tally()
    while tally.kills < kills and not tally.bad:
        before, papers = _load(folder, tally)
        child_seed = rnd.randrange(2**32)
        left = (before, papers)
        last = _one_life(folder, left, child_seed, rnd.uniform(0.0, 0.03), steps=rnd.randint(0, 12))
        tally.kills += 1
        tally.acknowledged += last
        journal = folder / "drafts.sqlite3-journal"
        tally.hot_journals += journal.exists() and journal.stat().st_size > 0
        for _ in range(rnd.randint(0, recovery_kills)):
            _one_life(folder, None, 0, rnd.uniform(0.0, 0.05))
            tally.kills += 1
        after, papers_after = _load(folder, tally)
        found = state_of(Filing({project.id: project for project in after}), papers_after)
        states = foretold(before, child_seed, last + 1, papers)
        if found == states[last + 1]:
            tally.ahead += 1
        elif found != states[last]:
            tally.bad.append(f"kill {tally.kills}: the state is neither step {last} nor {last + 1}")
    return tally


def _load(folder: Path, tally: Tally) -> Left:
    with DraftStore.open(folder) as store:
        verdict = store.verify()
        if not verdict.is_good:
            tally.bad.append(f"kill {tally.kills}: {verdict}")
        papers = {key: item.value for key, item in store.papers()[0].items()}
        return store.load_all().projects, papers


def _one_life(folder: Path, left: Left | None, seed: int, seconds: float, *, steps: int = 0) -> int:
    """Run one child, kill it so long after that many acknowledged steps, and return the last one acknowledged.

    Steps and not only seconds: on a busy machine a child may need a second to begin. Without anything left before the child
    only opens the store, again and again.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            while left is None:
                DraftStore.open(folder).close()
            projects, papers = left
            type_away(folder, projects, seed, lambda step: os.write(writing, _STEP.pack(step)), papers=papers)
        finally:
            os._exit(3)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read(_STEP.size * steps)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        data += pipe.read()
    return _STEP.unpack(data[-_STEP.size :])[0] if data else 0
