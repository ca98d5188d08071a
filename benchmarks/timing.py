"""Contenders timed in turn, so that a busy moment of the machine meets all of them alike."""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Took(NamedTuple):
    """What one run took, in seconds: by the clock, and of a processor (the one that a busy machine spoils less)."""

    clock: float
    processor: float


Contender = Callable[[], Took]


def timed(run: Callable[[], object]) -> Contender:
    """Return a contender that runs in this process; only this thread's time counts."""

    def measured() -> Took:
        clock, processor = time.perf_counter(), time.thread_time()
        run()
        return Took(time.perf_counter() - clock, time.thread_time() - processor)

    return measured


def spawned(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Contender:
    """Return a contender that is a whole process with its children."""

    def measured() -> Took:
        clock, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=600)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Took(time.perf_counter() - clock, used)

    return measured


@dataclass(frozen=True, slots=True)
class Row:
    """One contender's median, and how it stands to the first of its item."""

    item: str
    name: str
    ratio: float
    took: Took
    goal: str = ""

    def line(self) -> str:
        """Return the row of the table."""
        clock, processor = self.took.clock * 1000, self.took.processor * 1000
        return (
            f"| {self.item} | {self.name} | {self.ratio:.2f} | {processor:.2f} | {clock:.2f} | {self.goal} |"
        )


HEAD = "| item | contender | × the first | ms of a processor | ms by the clock | goal |\n|---|---|---:|---:|---:|---|"


def side_by_side(
    item: str, contenders: Mapping[str, Contender], rounds: int, goals: Mapping[str, str] | None = None
) -> list[Row]:
    """Return the medians of all contenders, after one round that is not counted; the first is the measure."""
    taken: dict[str, list[Took]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, run in contenders.items():
            took = run()
            if number or rounds == 1:
                taken[name].append(took)
    medians = {
        name: Took(*(statistics.median(column) for column in zip(*runs, strict=True)))
        for name, runs in taken.items()
    }
    base = next(iter(medians.values())).processor or 1e-9
    return [
        Row(item, name, took.processor / base, took, (goals or {}).get(name, ""))
        for name, took in medians.items()
    ]
