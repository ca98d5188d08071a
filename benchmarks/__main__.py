"""Run the benchmarks and print their ratios as one table; `--quick` takes seconds, `--peers` runs other programs too."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import PySide6

from benchmarks import batches, checks, documents, drafts, memory, paper, samples, window
from benchmarks.timing import HEAD, Row, Took


def main() -> None:
    """Print the machine, then a row for each contender, item by item as they are measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument(
        "items", nargs="*", help="some of: " + " ".join(_items(1, 1, quick=True, peers=False))
    )
    parser.add_argument("--quick", action="store_true", help="shows that all of it runs, measures little")
    parser.add_argument(
        "--peers", action="store_true", help="with other programs, installed into .peers when first asked for"
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--bundle", type=Path, help="only the start-up of a Linux bundle's folder")
    wanted = parser.parse_args()
    quick = wanted.quick
    print(f"{platform.platform()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(f"Python {platform.python_version()}, PySide6 {PySide6.__version__}\n\n{HEAD}")
    if wanted.bundle:
        for row in window.start_up(1 if quick else wanted.rounds, bundle=wanted.bundle.resolve()):
            print(row.line())
        return
    items = _items(1 if quick else wanted.rounds, 3 if quick else 100, quick=quick, peers=wanted.peers)
    for name, measure in items.items():
        if not wanted.items or name in wanted.items:
            for row in measure():
                print(row.line(), flush=True)
    sys.stdout.flush()
    os._exit(0)  # windows and applications of several items: nothing is left that must be ended in order


def _items(
    rounds: int, keys: int, *, quick: bool, peers: bool
) -> dict[str, Callable[[], list[Row] | Iterator[Row]]]:
    return {
        "documents": lambda: documents.documents(rounds, with_peers=peers),
        "start": lambda: window.start_up(rounds, with_peers=peers),
        "keys": lambda: _keys((20,) if quick else (20, 200, 2000), keys),
        "checks": lambda: _checks(3 if quick else 40),
        "batches": lambda: batches.batches(14 if quick else 1000),
        "drafts": lambda: drafts.drafts(300 if quick else 10_000, rounds),
        "memory": lambda: _memory((20,) if quick else (20, 200, 2000), 300 if quick else 10_000),
        "paper": lambda: paper.pdfs(rounds, 7 if quick else 70),
    }


def _checks(rounds: int) -> Iterator[Row]:
    for rows, goal in ((20, "≤ 10 ms"), (200, "≤ 50 ms")):
        fresh, worst, again = checks.full_checks(samples.FORMS, rows, rounds)
        item = f"full check, {rows} rows"
        for name, took in (("new texts", fresh), ("the worst of them", worst), ("one cell changed", again)):
            yield Row(item, name, 0, Took(took / 1000, took / 1000), goal if took is not again else "")


def _memory(sizes: tuple[int, ...], number: int) -> Iterator[Row]:
    yield from memory.long_forms(sizes)
    yield from memory.list_memory(number)


def _keys(sizes: tuple[int, ...], keys: int) -> Iterator[Row]:
    for rows in sizes:
        yield from window.keystrokes(rows, min(keys, 30) if rows > 200 else keys)


if __name__ == "__main__":
    main()
