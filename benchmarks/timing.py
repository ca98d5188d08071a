"""Contenders timed in turn, so that a busy moment of the machine meets all of them alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """Medians in milliseconds by contender; the first is the limit. `unmeasured` names peers that this program does not run."""

    item: str
    medians: Mapping[str, float]
    goal: str
    unmeasured: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Return the rows of a table: contender, ratio to the limit, milliseconds."""
        base = next(iter(self.medians.values()))
        rows = [
            f"| {self.item} | {name} | {took / base:.2f} | {took:.2f} |"
            for name, took in self.medians.items()
        ]
        goal = f"| {self.item} | *goal* | {self.goal} | |"
        return [*rows, goal, *(f"| {self.item} | {name} | not measured | |" for name in self.unmeasured)]


def side_by_side(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median milliseconds of each, after one round that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, run in contenders.items():
            began = time.perf_counter()
            run()
            if number:
                taken[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}
