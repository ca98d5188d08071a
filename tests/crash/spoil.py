"""A database spoilt by the disk: nothing of it may pass for what was saved, and the newest state comes back."""

import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from perfeval_gui.drafts import database, recovery, snapshots
from perfeval_gui.drafts.codec import encode
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import StoreError
from tests.crash.recorded import FastClock
from tests.crash.typist import type_away

PAGE = 4096


@dataclass
class Tally:
    """What became of the spoilt databases: seen at the start, or harmless; and what was not as it must be."""

    found: int = 0
    harmless: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)


def prepared(folder: Path, seed: int) -> None:
    """Make a data directory with some work in it, snapshots and a journal."""
    type_away(folder, (), seed, lambda _: None, limit=25, clock=FastClock())


def spoilt_copies(data: bytes, seed: int, *, bits: int, pages: int, cuts: int, zeros: int):
    """Return kind and bytes of databases spoilt in every way that disks spoil them."""
    rnd = random.Random(seed)
    for _ in range(bits):
        copy = bytearray(data)
        copy[rnd.randrange(len(data))] ^= 1 << rnd.randrange(8)
        yield "bit", bytes(copy)
    for _ in range(pages):
        at = rnd.randrange(len(data) // PAGE) * PAGE
        yield "page", data[:at] + bytes(PAGE) + data[at + PAGE :]
    for _ in range(cuts):
        yield "cut", data[: rnd.randrange(len(data))]
    for _ in range(zeros):
        yield "zeros", bytes(rnd.choice((len(data), PAGE, rnd.randrange(1, len(data)))))


def spoil_often(place: Path, seed: int, *, bits: int, pages: int, cuts: int, zeros: int) -> Tally:
    """Spoil a database again and again, start on it, and rebuild where the start says that it is damaged."""
    good = place / "good"
    prepared(good, seed)
    data, wanted, tally = (good / database.NAME).read_bytes(), _all_texts(good), Tally()
    assert snapshots.are_there(good)
    for number, (kind, spoilt) in enumerate(
        spoilt_copies(data, seed, bits=bits, pages=pages, cuts=cuts, zeros=zeros)
    ):
        folder = place / f"spoilt-{number}"
        shutil.copytree(good, folder)
        (folder / database.NAME).write_bytes(spoilt)
        tally.kinds[kind] += 1
        word = _what_became(folder, good, wanted, tally)
        if word:
            tally.bad.append(f"{kind} {number}: {word}")
        shutil.rmtree(folder)
    return tally


def _what_became(folder: Path, good: Path, wanted: object, tally: Tally) -> str | None:
    spoilt = (folder / database.NAME).read_bytes()
    lock = WriterLock(folder)
    lock.acquire()
    try:
        try:
            is_good = recovery.prepare(folder, lock).verdict.is_good
        except StoreError:
            is_good = False
        if is_good:
            tally.harmless += 1
        else:
            tally.found += 1
            rebuilt = recovery.rebuild(folder, lock)
            if rebuilt.set_aside is None or rebuilt.set_aside.read_bytes() != spoilt:
                return "the damaged file was not kept as it was"
    finally:
        lock.release()
    if is_good and (changed := _changed_versions(folder, good)):
        return f"a version changed in silence: {changed}"
    found = _all_texts(folder)
    if found != wanted:
        return "changed in silence" if is_good else "the newest state did not come back"
    return None


def _changed_versions(folder: Path, good: Path) -> list[tuple[str, int]]:
    """Return the older versions that can be opened and are not what they were."""
    with DraftStore.open(folder, read_only=True) as spoilt, DraftStore.open(good, read_only=True) as whole:
        return [
            (info.id, number)
            for info in whole.list()
            for number, _ in whole.versions(info.id)
            if _version(spoilt, info.id, number) not in (None, _version(whole, info.id, number))
        ]


def _version(store: DraftStore, draft_id: str, number: int) -> bytes | None:
    try:
        return encode(store.version(draft_id, number))
    except (StoreError, KeyError):
        return None


def _all_texts(folder: Path) -> object:
    """Return every text and every line of the lists, the recycle bin's too."""
    with DraftStore.open(folder, read_only=True) as store:
        infos = (*store.list(), *store.recycle_bin())
        loaded = store.load(info.id for info in infos)
        lists = [(info.id, info.project_name, info.fiscal_year, info.deleted_at is None) for info in infos]
        papers = {key: item.value for key, item in store.papers()[0].items()}
        texts = {project.id: encode(project) for project in loaded.projects}
        return sorted(lists), texts, papers, loaded.damaged
