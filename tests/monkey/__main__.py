"""The full count: `python -m tests.monkey [--seeds 50] [--events 20000]`; a failing list is shortened and kept."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.examples import ROOT
from tests.monkey.events import Event, events, to_text

_SHORTENING_SECONDS = 600.0


def played(arguments: Sequence[str], seconds: float = 7200) -> dict[str, Any]:
    """Let a monkey play in a process of its own and return its report; a dead process is a bad report."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    environment["CUPS_SERVER"] = "/nonexistent/no-printer.sock"  # the monkey printed on the office's printer
    try:
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-m", "tests.monkey.run", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"events": 0, "bad": ["it did not end"]}
    if done.returncode:
        return {"events": 0, "bad": [f"the process ended with {done.returncode}: {done.stderr[-4000:]}"]}
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def replayed(listed: Sequence[Event]) -> dict[str, Any]:
    """Let a monkey play a given list of events."""
    with tempfile.TemporaryDirectory(prefix="perfeval-list-") as place:
        path = Path(place) / "events.json"
        path.write_text(to_text(listed), encoding="utf-8")
        return played(["--list", str(path)])


def shortened(listed: Sequence[Event], fails: Callable[[Sequence[Event]], bool], until: float) -> list[Event]:
    """Return a shorter list that fails too, found by leaving out ever smaller parts until the time is over."""
    kept = list(listed)
    size = max(1, len(kept) // 2)
    while size and time.monotonic() < until:
        start, left_out = 0, False
        while start < len(kept) and time.monotonic() < until:
            shorter = kept[:start] + kept[start + size :]
            if shorter and fails(shorter):
                kept, left_out = shorter, True
            else:
                start += size
        if not left_out or size > 1:
            size //= 2
    return kept


def keep(seed: int, listed: Sequence[Event], report: dict[str, Any], folder: Path) -> None:
    """Shorten a failing list and write it, with what it breaks, to a file for `tests.monkey.run --list`."""
    word = report["bad"][0][:40]
    begun = list(listed[: report.get("doings") or len(listed)])
    until = time.monotonic() + _SHORTENING_SECONDS
    short = shortened(begun, lambda part: any(word in bad for bad in replayed(part)["bad"]), until)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"seed-{seed}.json"
    path.write_text(to_text(short), encoding="utf-8")
    print(f"seed {seed}: {len(begun)} events shortened to {len(short)}, kept in {path}", flush=True)


def summed(reports: Iterable[dict[str, Any]]) -> str:
    """Return one line about all reports."""
    listed = list(reports)
    kinds = Counter[str]()
    for report in listed:
        kinds.update(report.get("kinds", {}))
    slowest = max(listed, key=lambda report: report.get("slow", 0.0), default={})
    return (
        f"{len(listed)} seeds, {sum(report['events'] for report in listed):,} events in "
        f"{sum(report.get('doings', 0) for report in listed):,} doings {dict(kinds)}, "
        f"{sum(report.get('refusals', 0) for report in listed)} refusals with a sentence, "
        f"{sum(report.get('over_a_second', 0) for report in listed)} events over 1 s of work, the longest "
        f"{slowest.get('slow', 0.0):.2f} s ({slowest.get('slowest', '')}), "
        f"{sum(bool(report['bad']) for report in listed)} seeds bad"
    )


def main() -> None:
    """Play many seeds and print one line for each and one for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--at-once", type=int, default=1, help="monkeys at the same time")
    parser.add_argument("--keep", type=Path, help="a folder for the failing lists, shortened")
    asked = parser.parse_args()

    def play(seed: int) -> dict[str, Any]:
        report = played(["--seed", str(seed), "--events", str(asked.events)])
        print(f"seed {seed}: {report['events']} events, {report['bad'][:2] or 'good'}", flush=True)
        return report

    seeds = range(asked.first, asked.first + asked.seeds)
    with ThreadPoolExecutor(asked.at_once) as pool:
        reports = dict(zip(seeds, pool.map(play, seeds), strict=True))
    print(summed(reports.values()), flush=True)
    failing = {seed: report for seed, report in reports.items() if report["bad"]}
    if asked.keep:
        for seed, report in failing.items():
            keep(seed, events(seed, asked.events), report, asked.keep)
    sys.exit(bool(failing))


if __name__ == "__main__":
    main()
