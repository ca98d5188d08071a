"""The full counts of the crash tests: `python -m tests.crash.full [kills cuts exports faults spoil races day] [--scale 1.0]`."""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.crash.cuts import cut_often, recorded
from tests.crash.endurance import MIB, long_day
from tests.crash.faults import every_fault
from tests.crash.kills import kill_often
from tests.crash.races import race
from tests.crash.spoil import spoil_often

SEEDS = (1, 2, 3, 4, 5)


def kills(place: Path, scale: float) -> Iterator[str]:
    for name, recovery_kills in (("kill -9", 0), ("kill -9, restarts killed too", 5)):
        tally = kill_often(place / name, int(1000 * scale), seed=20, recovery_kills=recovery_kills)
        yield (
            f"{name}: {tally.kills} kills, {tally.acknowledged} acknowledged steps, {tally.hot_journals} hot journals, "
            f"{tally.ahead} times one step further than acknowledged, {len(tally.bad)} bad {tally.bad[:3]}"
        )


def _cuts(place: Path, names: tuple[str, ...], count: int) -> Iterator[str]:
    for name in names:
        bad, calls, done = Counter[str](), 0, 0
        for seed in SEEDS:
            ops = recorded(name, seed, place)
            calls += len(ops)
            for lax in (False, True):
                found = cut_often(name, seed, place, cuts=count // len(SEEDS) // 2, lax=lax, ops=ops)
                bad.update(word.split(": ", 1)[1] for word in found)
                done += count // len(SEEDS) // 2
        yield f"power cut, {name}: {done} cuts over {calls} calls, {len(SEEDS)} seeds, strict and lax, {bad.total()} bad {dict(bad)}"


def cuts(place: Path, scale: float) -> Iterator[str]:
    yield from _cuts(place, ("store", "rebuild"), int(5000 * scale))
    yield from _cuts(place, ("rebuilding", "migrating"), int(1000 * scale))
    yield from _cuts(place, ("careless",), int(500 * scale))


def exports(place: Path, scale: float) -> Iterator[str]:
    yield from _cuts(place, ("export", "package"), int(5000 * scale))
    yield from _cuts(place, ("settings", "inbox"), int(2000 * scale))


def faults(place: Path, scale: float) -> Iterator[str]:
    tried, bad = Counter[str](), []
    for fault, word in every_fault(place, stride=max(1, round(1 / scale))):
        tried[fault.error] += 1
        if word:
            bad.append((fault, word))
    yield f"nth call fails, once and lasting: {tried.total()} faults {dict(tried)}, {len(bad)} bad {bad[:3]}"


def spoil(place: Path, scale: float) -> Iterator[str]:
    tally = spoil_often(
        place, 6, bits=int(1000 * scale), pages=int(300 * scale), cuts=int(300 * scale), zeros=int(50 * scale)
    )
    yield (
        f"spoilt database: {dict(tally.kinds)}; {tally.found} seen at the start and rebuilt without loss, "
        f"{tally.harmless} without effect on any text, {len(tally.bad)} bad {tally.bad[:3]}"
    )


def races(place: Path, scale: float) -> Iterator[str]:
    ends, bad = race(place / "race", int(200 * scale))
    yield f"starts at once: {int(200 * scale)} rounds of 3, ended {dict(ends)}, {len(bad)} bad {bad[:3]}"


def day(place: Path, scale: float) -> Iterator[str]:
    found = long_day(place / "day", int(14400 * scale), hours=8)
    yield (
        f"long day: {found.saves} saves in 8 h of the clock; database {found.database / MIB:.1f} MiB, data directory "
        f"{found.folder / MIB:.1f} MiB, {found.snapshots} snapshots, next start {found.start:.2f} s, memory "
        f"{found.growth / MIB:+.1f} MiB, handles {found.handles:+d}, right: {found.is_right}"
    )


PARTS: dict[str, Callable[[Path, float], Iterator[str]]] = {
    part.__name__: part for part in (kills, cuts, exports, faults, spoil, races, day)
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full counts")
    asked = parser.parse_args()
    for name in asked.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="perfeval-crash-") as place:
            begun = time.perf_counter()
            for line in PARTS[name](Path(place), asked.scale):
                print(f"{line} ({time.perf_counter() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
