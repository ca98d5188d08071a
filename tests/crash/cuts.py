"""What must be found after a power cut: everything that was called saved, and nothing half there."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from perfeval_gui import settings
from perfeval_gui.drafts import database, recovery
from perfeval_gui.drafts.intake import read_drafts
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.package import read_package
from perfeval_gui.drafts.snapshots import verdict_on
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import StoreError, UnreadableFileError
from perfeval_gui.files.reading import read_file
from tests.crash.powercut import Op, record, replay
from tests.crash.recorded import PROGRAMS, a_newer_format
from tests.crash.typist import State, foretold, stored_state
from tests.examples import ROOT

Check = Callable[[Path, int], str | None]


@dataclass(frozen=True)
class Trial:
    """One program to be cut: its name, how many steps are recorded, and what makes the check for a seed."""

    program: str
    steps: int
    check_for: Callable[[int, int], Check]


def opened_state(folder: Path) -> State:
    """Return the drafts after an ordinary start; the database must be whole without any rebuilding."""
    lock = WriterLock(folder)
    assert lock.acquire()
    try:
        if not recovery.prepare(folder, lock).verdict.is_good:
            raise StoreError("verdict")
    finally:
        lock.release()
    with DraftStore.open(folder, read_only=True) as store:
        return stored_state(store)


def _in_step(found: State, states: list[State], acked: int) -> str | None:
    if found in states[acked : acked + 2]:
        return None
    return "lost" if found in states else "spoilt"


def store_check(seed: int, steps: int) -> Check:
    states = foretold((), seed, steps)

    def check(folder: Path, acked: int) -> str | None:
        try:
            return _in_step(opened_state(folder), states, acked)
        except StoreError as error:
            return type(error).__name__

    return check


def rebuild_check(seed: int, steps: int) -> Check:
    """The second leg alone: the database is gone, snapshot and journal must give what was called saved."""
    states = foretold((), seed, steps)

    def check(folder: Path, acked: int) -> str | None:
        (folder / database.NAME).unlink(missing_ok=True)
        (folder / (database.NAME + "-journal")).unlink(missing_ok=True)
        lock = WriterLock(folder)
        try:
            recovery.rebuild(folder, lock)
        finally:
            lock.release()
        return _in_step(opened_state(folder), states, acked)

    return check


def rebuilding_check(seed: int, steps: int) -> Check:
    """A power cut while rebuilding leaves all that is needed to rebuild once more."""
    state = foretold((), seed, steps)[-1]

    def check(folder: Path, acked: int) -> str | None:
        if acked == 0:
            return None
        try:
            found = opened_state(folder)
        except StoreError:
            lock = WriterLock(folder)
            recovery.rebuild(folder, lock)
            lock.release()
            found = opened_state(folder)
        return None if found == state else "lost"

    return check


def migrating_check(seed: int, steps: int) -> Check:
    """After a power cut while migrating the database is old or new, and whole; once changed, a copy is there."""
    state = foretold((), seed, steps)[-1]

    def check(folder: Path, acked: int) -> str | None:
        if acked == 0:
            return None
        with a_newer_format():
            if (
                database.version_of(database.connect(folder / database.NAME, writing=False))
                == database.NEWEST
            ):
                copies = list((folder / "snapshots").glob(f"before-format-{database.NEWEST}.sqlite3"))
                if [verdict_on(copy).is_good for copy in copies] != [True]:
                    return "no copy"
            try:
                return None if opened_state(folder) == state else "lost"
            except StoreError as error:
                return type(error).__name__

    return check


def _note_number(note: str) -> int:
    return int(note.removeprefix("备注：第").removesuffix("稿"))


def _late(number: int, acked: int) -> str | None:
    return None if acked <= number <= acked + 1 else "older than saved"


def export_check(seed: int, steps: int) -> Check:
    def check(folder: Path, acked: int) -> str | None:
        found = sorted((folder / "导出").glob("[!.]*"))
        if not found:
            return "missing" if acked else None
        try:
            (form,) = read_file(found[0]).forms
        except UnreadableFileError:
            return "torn"
        return _late(_note_number(form.note), acked)

    return check


def package_check(seed: int, steps: int) -> Check:
    def check(folder: Path, acked: int) -> str | None:
        path = folder / "带走.zip"
        if not path.exists():
            return "missing" if acked else None
        try:
            return _late(_note_number(read_package(path)[0].project.form.note), acked)
        except UnreadableFileError:
            return "torn"

    return check


def settings_check(seed: int, steps: int) -> Check:
    def check(folder: Path, acked: int) -> str | None:
        loaded = settings.load(folder / "数据", datetime.now(UTC))
        if loaded.damaged:
            return "torn"
        missing = not (folder / "数据" / settings.NAME).exists()
        return ("missing" if acked else None) if missing else _late(loaded.settings.zoom, acked)

    return check


def inbox_check(seed: int, steps: int) -> Check:
    def check(folder: Path, acked: int) -> str | None:
        there = {draft.info.id for draft in read_drafts(folder)[0]}
        wanted = {f"p{number}" for number in range(1, acked + 1)}
        return None if wanted <= there <= {*wanted, f"p{acked + 1}"} else "lost"

    return check


TRIALS = {
    "store": Trial("store", 40, store_check),
    "careless": Trial("careless", 40, store_check),
    "rebuild": Trial("store", 40, rebuild_check),
    "rebuilding": Trial("rebuilding", 12, rebuilding_check),
    "migrating": Trial("migrating", 8, migrating_check),
    "export": Trial("export", 12, export_check),
    "package": Trial("package", 20, package_check),
    "settings": Trial("settings", 20, settings_check),
    "inbox": Trial("inbox", 20, inbox_check),
}


def recorded(name: str, seed: int, place: Path) -> list[Op]:
    """Return the disk calls of a trial's program, run in a new folder below `place`."""
    trial = TRIALS[name]
    assert trial.program in PROGRAMS
    folder = place / f"{name}-{seed}"
    folder.mkdir()
    command = [
        sys.executable,
        "-m",
        "tests.crash.recorded",
        trial.program,
        str(folder),
        str(seed),
        str(trial.steps),
    ]
    return record(command, folder, place / f"{name}-{seed}.log", cwd=ROOT)


def cut_often(
    name: str, seed: int, place: Path, *, cuts: int, lax: bool = False, ops: list[Op] | None = None
) -> list[str]:
    """Cut a trial's program `cuts` times and return what was bad."""
    trial = TRIALS[name]
    ops = ops if ops is not None else recorded(name, seed, place)
    cut_place = place / f"cuts-{name}-{seed}-{lax}"
    cut_place.mkdir()
    return replay(ops, trial.check_for(seed, trial.steps), cut_place, cuts=cuts, seed=seed, lax=lax)
