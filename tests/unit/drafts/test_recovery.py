"""Snapshots, journal and rebuilding: from what is still whole comes the newest state, and nothing is deleted."""

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from perfeval_gui.core.form import Project
from perfeval_gui.drafts import database, migrations, recovery, snapshots
from perfeval_gui.drafts.autosave import Autosave
from perfeval_gui.drafts.codec import encode
from perfeval_gui.drafts.journal import files, groups_after
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import StoreDamagedError, StoreError, StoreTooNewError
from tests.examples import ROOT, example_project

CHINA = timezone(timedelta(hours=8))


class FakeClock:
    def __init__(self) -> None:
        self.now = datetime(2025, 3, 4, 9, 30, tzinfo=CHINA)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


def named(number: int, name: str) -> Project:
    project = example_project(number)
    return replace(project, form=replace(project.form, project_name=name))


def texts(folder: Path) -> dict[str, bytes]:
    with DraftStore.open(folder, read_only=True) as store:
        return {project.id: encode(project) for project in store.load_all().projects}


def snapshot(store: DraftStore, clock: FakeClock) -> snapshots.Snapshot:
    temporary = snapshots.temporary_path(store.folder)
    store.copy_to(temporary)
    store.begin_new_journal()
    return snapshots.finish(temporary, store.folder, clock())


def what_a_start_finds(folder: Path, lock: WriterLock) -> str:
    try:
        return "whole" if recovery.prepare(folder, lock).verdict.is_good else "damaged"
    except StoreDamagedError as error:
        return "damaged" if "副本" in error.message else error.message


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def worked(tmp_path, clock) -> dict[str, bytes]:
    """A data directory after some work: two snapshots, then edits that only the journal and database have."""
    with DraftStore.open(tmp_path, clock=clock) as store:
        store.save({f"p{number}": example_project(number) for number in range(1, 8)})
        snapshot(store, clock)
        clock.forward(hours=2)
        store.save({"p1": named(1, "第二稿"), "p7": None})
        snapshot(store, clock)
        clock.forward(minutes=5)
        store.save({"p1": named(1, "第三稿")})
        store.save({"p1": named(1, "第四稿"), "p2": named(2, "乙")})
        store.save({"p9": replace(example_project(3), id="p9"), "p3": None})
    return texts(tmp_path)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "empty": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "noise": lambda path: path.write_bytes(random.Random(1).randbytes(60_000)),
    "middle": lambda path: path.write_bytes(
        path.read_bytes()[:8192] + bytes(8192) + path.read_bytes()[16384:]
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_newest_state_is_rebuilt_whatever_became_of_the_database(tmp_path, clock, worked, damage):
    path = tmp_path / database.NAME
    DAMAGE[damage](path)
    spoilt = path.read_bytes() if path.exists() else None
    lock = WriterLock(tmp_path)
    lock.acquire()
    assert what_a_start_finds(tmp_path, lock) == "damaged"
    assert recovery.offer(tmp_path).drafts == 8
    rebuilt = recovery.rebuild(tmp_path, lock, clock=clock)
    assert rebuilt.missing == ()
    if spoilt is not None:
        assert rebuilt.set_aside.read_bytes() == spoilt
        assert "damaged" in rebuilt.set_aside.name
    assert recovery.prepare(tmp_path, lock, clock=clock).verdict.is_good
    lock.release()
    assert texts(tmp_path) == worked
    with DraftStore.open(tmp_path, clock=clock) as store:
        assert {info.id for info in store.recycle_bin()} == {"p3", "p7"}
        store.save({"p1": named(1, "第五稿")})
    assert b"\xe7\xac\xac\xe4\xba\x94\xe7\xa8\xbf" in texts(tmp_path)["p1"]


def test_one_damaged_draft_comes_back_from_the_journal(tmp_path, clock, worked):
    connection = sqlite3.connect(tmp_path / database.NAME)
    connection.execute("UPDATE version SET content = zeroblob(99) WHERE draft = 'p1'")
    connection.commit()
    connection.close()
    lock = WriterLock(tmp_path)
    lock.acquire()
    assert [item.id for item in recovery.prepare(tmp_path, lock).verdict.damaged] == ["p1"]
    assert recovery.rebuild(tmp_path, lock, clock=clock).drafts == 8
    lock.release()
    assert texts(tmp_path) == worked


def test_what_no_copy_has_is_named_and_the_rest_is_back(tmp_path, clock, worked):
    for path in (*files(tmp_path / "journal"), *(item.path for item in snapshots.snapshots(tmp_path))):
        path.unlink()
    connection = sqlite3.connect(tmp_path / database.NAME)
    connection.execute("UPDATE version SET content = zeroblob(99) WHERE draft = 'p2'")
    connection.commit()
    connection.close()
    lock = WriterLock(tmp_path)
    lock.acquire()
    rebuilt = recovery.rebuild(tmp_path, lock, clock=clock)
    lock.release()
    assert [item.name for item in rebuilt.missing] == ["乙"]
    assert texts(tmp_path) == {key: text for key, text in worked.items() if key != "p2"}


def test_a_spoilt_snapshot_is_passed_over_for_the_one_before(tmp_path, clock, worked):
    newest = snapshots.snapshots(tmp_path)[0]
    newest.path.write_bytes(newest.path.read_bytes()[:20_000])
    (tmp_path / database.NAME).unlink()
    lock = WriterLock(tmp_path)
    lock.acquire()
    recovery.rebuild(tmp_path, lock, clock=clock)
    lock.release()
    assert texts(tmp_path) == worked


def test_an_edit_that_reached_the_journal_only_is_recovered_and_told(tmp_path, clock, worked):
    before = (tmp_path / database.NAME).read_bytes()
    with DraftStore.open(tmp_path, clock=clock) as store:
        assert not store.recovered
        store.save({"p1": named(1, "停电前")})
        store.save({"p1": named(1, "停电那一刻"), "p2": None})
    after = texts(tmp_path)
    (tmp_path / database.NAME).write_bytes(before)
    lock = WriterLock(tmp_path)
    lock.acquire()
    assert recovery.prepare(tmp_path, lock, clock=clock).recovered == {"p1": 2, "p2": 1}
    assert recovery.prepare(tmp_path, lock, clock=clock).recovered == {}
    lock.release()
    assert texts(tmp_path) == after


def test_a_save_of_several_drafts_is_recovered_whole_or_not_at_all(tmp_path, clock, worked):
    before = (tmp_path / database.NAME).read_bytes()
    with DraftStore.open(tmp_path, clock=clock) as store:
        store.save({"p1": named(1, "甲"), "p2": named(2, "乙乙"), "p4": named(4, "丁")})
    (tmp_path / database.NAME).write_bytes(before)
    newest = files(tmp_path / "journal")[-1]
    data = newest.read_bytes()
    for length in range(0, len(data), 997):
        newest.write_bytes(data[:length])
        with DraftStore.open(tmp_path, clock=clock):
            pass
        assert texts(tmp_path) == worked


def test_every_flipped_bit_of_a_journal_line_is_noticed(tmp_path, clock, worked):
    path = files(tmp_path / "journal")[-1]
    data = path.read_bytes()
    rnd = random.Random(5)
    good = list(groups_after(tmp_path, 0))
    for _ in range(200):
        spoilt = bytearray(data)
        spoilt[rnd.randrange(len(data))] ^= 1 << rnd.randrange(8)
        path.write_bytes(spoilt)
        assert all(group in good for group in groups_after(tmp_path, 0))


def test_a_snapshot_that_would_not_be_whole_is_not_made(tmp_path, clock):
    with DraftStore.open(tmp_path, clock=clock) as store:
        store.save({"p1": example_project()})
        store._connection.execute("UPDATE version SET content = zeroblob(9)")
        with pytest.raises(Exception, match="没有通过检查"):
            snapshot(store, clock)
    assert not snapshots.are_there(tmp_path)
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_snapshots_are_hourly_then_daily_then_weekly_and_the_newest_ten_always_stay(tmp_path, clock):
    folder = snapshots.temporary_path(tmp_path).parent
    for sequence in range(1, 24 * 20):
        assert snapshots.is_due(tmp_path, sequence, clock())
        stamp = clock().strftime("%Y%m%dT%H%M%S%z")
        (folder / f"drafts-{sequence:012d}-{stamp}.sqlite3").write_bytes(b"x")
        assert not snapshots.is_due(tmp_path, sequence, clock())
        clock.forward(hours=1)
    kept = snapshots.thin(tmp_path, clock())
    hours = [item for item in kept if clock() - item.at <= timedelta(hours=24)]
    assert len(hours) == 23
    assert 14 <= len({item.at.date() for item in kept}) <= 17
    clock.now = clock.now.replace(year=2035)
    assert snapshots.thin(tmp_path, clock()) == kept[:10]
    clock.now = clock.now.replace(year=1999)
    assert snapshots.thin(tmp_path, clock()) == kept[:10]


def test_the_writer_thread_makes_snapshots_and_prunes_the_journal(tmp_path, clock):
    autosave = Autosave(tmp_path, lambda saved: None, lambda error: None, clock=clock)
    autosave.start()
    for number in range(5):
        autosave.save({"p1": named(1, f"第{number}稿")})
        assert autosave.flush()
        autosave.call(lambda store: None).result(10)
        clock.forward(hours=2)
    assert autosave.close()
    assert autosave.housekeeping_error == ""
    found = snapshots.snapshots(tmp_path)
    assert [item.sequence for item in found] == [5, 4, 3, 2, 1]
    assert all(snapshots.verdict_on(item.path).is_good for item in found)
    assert next(iter(groups_after(tmp_path, 0))).sequence == 3
    assert [path.name for path in (tmp_path / "snapshots").iterdir() if path.name.startswith(".")] == []


def test_what_is_purged_is_gone_from_snapshots_and_journal_too(tmp_path, clock):
    with DraftStore.open(tmp_path, clock=clock) as store:
        store.save({"p1": named(1, "查找标记甲乙丙"), "p2": example_project(2)})
        snapshot(store, clock)
        store.save({"p1": named(1, "查找标记甲乙丙二")})
        store.save({"p1": None})
        store.purge(["p1"])
        assert store.verify().is_good
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or "查找标记甲乙丙".encode() not in path.read_bytes(), path
    assert snapshots.verdict_on(snapshots.snapshots(tmp_path)[0].path).is_good
    (tmp_path / database.NAME).unlink()
    lock = WriterLock(tmp_path)
    lock.acquire()
    recovery.rebuild(tmp_path, lock, clock=clock)
    lock.release()
    assert list(texts(tmp_path)) == ["p2"]


def test_what_is_purged_is_gone_in_its_packed_versions_too(tmp_path, clock):
    with DraftStore.open(tmp_path, clock=clock) as store:
        for number in range(3):
            store.save({"p1": named(1, f"第{number}稿"), "p2": named(2, f"第{number}稿")})
            clock.forward(minutes=10)
        query = "SELECT content FROM version WHERE draft = ? ORDER BY sequence"
        packed, kept = ([row[0] for row in store._connection.execute(query, (key,))] for key in ("p1", "p2"))
        store.purge(["p1"])
    data = (tmp_path / database.NAME).read_bytes()
    assert [content[-200:] in data for content in packed] == [False, False, False]
    assert [content[-200:] in data for content in kept] == [True, True, True]


def test_what_is_purged_is_gone_from_the_copies_of_older_formats_too(tmp_path, clock):
    shutil.copy(ROOT / "tests" / "data" / "drafts" / "format-2" / database.NAME, tmp_path / database.NAME)
    older = tmp_path / "snapshots" / "drafts-000000000003-20250304T093000+0800.sqlite3"
    older.parent.mkdir()
    shutil.copy(tmp_path / database.NAME, older)
    with DraftStore.open(tmp_path, clock=clock) as store:
        (project,) = store.load(["p2"]).projects
        store.purge(["p2"])
        assert store.verify().is_good
    copies = [*tmp_path.glob("snapshots/*.sqlite3")]
    assert len(copies) == 2
    for path in [tmp_path / database.NAME, *copies]:
        assert project.form.project_name.encode() not in path.read_bytes(), path
        with contextlib.closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM draft WHERE id = 'p1'").fetchone() == (1,)


def test_a_damaged_snapshot_is_named_when_drafts_are_purged_and_the_others_are_cleaned(
    tmp_path, clock, worked
):
    newest, older = snapshots.snapshots(tmp_path)
    newest.path.write_bytes(newest.path.read_bytes()[:20_000])
    with DraftStore.open(tmp_path, clock=clock) as store:
        with pytest.raises(StoreError, match="1 个旧副本已损坏"):
            store.purge(["p1"])
        assert "p1" not in {info.id for info in store.list()}
    assert snapshots.verdict_on(older.path).is_good
    assert example_project(1).form.project_name.encode() not in older.path.read_bytes()


def test_an_older_format_is_migrated_after_a_copy_and_a_newer_one_is_left_alone(
    tmp_path, clock, worked, monkeypatch
):
    def add_colour(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE draft ADD COLUMN colour TEXT")

    old = (tmp_path / database.NAME).read_bytes()
    with monkeypatch.context() as newer:
        newer.setattr(database, "STEPS", (*migrations.STEPS, add_colour))
        newer.setattr(database, "NEWEST", migrations.NEWEST + 1)
        newer.setattr("perfeval_gui.drafts.store.NEWEST_FORMAT", migrations.NEWEST + 1)
        assert texts(tmp_path) == worked
        assert (tmp_path / database.NAME).read_bytes() == old
        with DraftStore.open(tmp_path, clock=clock) as store:
            assert store.verify().is_good
        assert texts(tmp_path) == worked
    copy = tmp_path / "snapshots" / f"before-format-{migrations.NEWEST + 1}.sqlite3"
    assert snapshots.verdict_on(copy).is_good
    newest = (tmp_path / database.NAME).read_bytes()
    with pytest.raises(StoreTooNewError):
        DraftStore.open(tmp_path)
    assert (tmp_path / database.NAME).read_bytes() == newest


def test_a_migration_that_breaks_off_leaves_the_old_database(tmp_path, clock, worked, monkeypatch):
    def half(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE draft ADD COLUMN colour TEXT")
        raise sqlite3.OperationalError("cut off")

    with monkeypatch.context() as newer:
        newer.setattr(database, "STEPS", (*migrations.STEPS, half))
        newer.setattr(database, "NEWEST", migrations.NEWEST + 1)
        newer.setattr("perfeval_gui.drafts.store.NEWEST_FORMAT", migrations.NEWEST + 1)
        with pytest.raises(StoreDamagedError):
            DraftStore.open(tmp_path)
    assert texts(tmp_path) == worked


def test_halves_of_files_are_removed_at_the_next_start(tmp_path, clock, worked):
    left = [tmp_path / ".~drafts.sqlite3.tmp-1", tmp_path / "snapshots" / ".~drafts.sqlite3.tmp-1"]
    for path in left:
        path.write_bytes(b"half")
    lock = WriterLock(tmp_path)
    lock.acquire()
    recovery.prepare(tmp_path, lock, clock=clock)
    lock.release()
    assert not any(path.exists() for path in left)


def test_a_draft_leaves_the_recycle_bin_after_thirty_days_but_not_for_a_clock_that_ran_wild_once(
    tmp_path, clock
):
    autosave = Autosave(tmp_path, lambda saved: None, lambda error: None, clock=clock)
    autosave.start()

    def in_the_bin_after_saving(note: str) -> list[str]:
        autosave.save({"p2": named(2, note)})
        assert autosave.flush()
        return autosave.call(lambda store: [info.id for info in store.recycle_bin()]).result(10)

    autosave.save({"p1": named(1, "查找标记甲乙丙")})
    assert autosave.flush()
    autosave.save({"p1": None})
    assert in_the_bin_after_saving("1") == ["p1"]
    today = clock.now
    clock.now = clock.now.replace(year=2035)
    assert in_the_bin_after_saving("2") == ["p1"]
    clock.now = today
    for day in range(1, 30):
        clock.forward(days=1)
        assert in_the_bin_after_saving(f"day {day}") == ["p1"]
    clock.forward(days=2)
    assert in_the_bin_after_saving("overdue") == ["p1"]
    clock.forward(days=2)
    in_the_bin_after_saving("seen twice")
    assert in_the_bin_after_saving("gone") == []
    assert autosave.close()
    assert autosave.housekeeping_error == ""
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or "查找标记甲乙丙".encode() not in path.read_bytes(), path
