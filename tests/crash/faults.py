"""The nth call that touches the disk fails: once, or from there on. Nothing is lost, and nothing wrong is said."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from perfeval_gui.drafts import database
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.recovery import prepare, rebuild
from perfeval_gui.errors import StoreDamagedError
from tests.crash.cuts import opened_state
from tests.crash.typist import foretold
from tests.examples import ROOT

STEPS = 4
SEED = 5
ON_ANY_PATH = ("pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "mkdir")
ON_OURS = ("openat", "write", "pread64", "lseek")  # these the interpreter needs as well, for other files
ERRORS = ("EIO", "ENOSPC", "EACCES")


@dataclass(frozen=True)
class Fault:
    """Which call fails how; `lasting` means from the nth on."""

    call: str
    number: int
    error: str
    lasting: bool


def outcome(fault: Fault, place: Path) -> tuple[bool, str | None]:
    """Return whether the fault happened at all, and what was wrong with what came of it."""
    folder = place / f"{fault.call}-{fault.number}-{fault.error}-{fault.lasting}"
    when = f"{fault.number}{'+' if fault.lasting else ''}"
    inject = f"inject={fault.call}:error={fault.error}:when={when}"
    log = folder.with_suffix(".log")
    command = [
        "strace",
        "-f",
        "-o",
        str(log),
        "-e",
        f"trace={fault.call}",
        "-e",
        inject,
        *_paths(fault, folder),
    ]
    command += [sys.executable, "-m", "tests.crash.faulty", str(folder), str(SEED), str(STEPS)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120
    )
    return "(INJECTED)" in log.read_text(errors="replace"), judged(fault, folder, done)


def every_fault(
    place: Path, *, errors: tuple[str, ...] = ERRORS, stride: int = 1
) -> Iterator[tuple[Fault, str | None]]:
    """Try the 1st, 2nd, 3rd … call of each kind until none is left to fail, and yield each with its judgement."""
    for call in (*ON_ANY_PATH, *ON_OURS):
        for error in errors:
            for lasting in (False, True):
                number, happened = 1, True
                while happened:
                    fault = Fault(call, number, error, lasting)
                    happened, word = outcome(fault, place)
                    if happened:
                        yield fault, word
                    number += stride


def _paths(fault: Fault, folder: Path) -> list[str]:
    if fault.call in ON_ANY_PATH:
        return []
    name = database.NAME
    ours = [folder / name, folder / f"{name}-journal", folder / "drafts.lock", folder / "journal"]
    ours += [folder / "journal" / f"journal-{number:012d}-0000.jsonl" for number in range(1, STEPS + 2)]
    return [part for path in (folder, *ours) for part in ("-P", str(path))]


def judged(fault: Fault, folder: Path, done: subprocess.CompletedProcess[str]) -> str | None:
    """Return what was wrong with what the program said, compared with what is on disk, or None."""
    lines = done.stdout.splitlines()
    if done.returncode or done.stderr.strip():
        return f"ended with {done.returncode}: {done.stderr.strip()[-300:]}"
    if any(line.startswith("LOST") for line in lines):
        return "the refused step was not complete in memory"
    if any(not re.match(r"FAIL [\u4e00-\u9fff“]", line) for line in lines if line.startswith("FAIL")):
        return "a failure without a Chinese sentence"
    acked = max((int(line[4:]) for line in lines if line.startswith("ACK ")), default=0)
    if not fault.lasting and acked < STEPS:
        return f"the retry did not work: {lines}"
    states = foretold((), SEED, STEPS)
    if acked == 0 and not folder.exists():
        return None
    found = _after(folder)
    return None if found in states[acked : acked + 2] else "«saved» was wrong"


def _after(folder: Path) -> object:
    """Return the state once the disk is well again; a database that is found damaged is rebuilt first."""
    lock = WriterLock(folder)
    lock.acquire()
    try:
        is_good = prepare(folder, lock).verdict.is_good
    except StoreDamagedError:
        is_good = False
    if not is_good:
        rebuild(folder, lock)
    lock.release()
    return opened_state(folder)
