"""The drafts' database: what was saved is there, whole, and what is not whole is never passed off as it."""

import sqlite3
import stat
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from perfeval_gui.core.form import Project
from perfeval_gui.drafts import database
from perfeval_gui.drafts.migrations import NEWEST
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import (
    StoreDamagedError,
    StoreInUseError,
    StoreTooNewError,
)
from tests.examples import example_project

CHINA = timezone(timedelta(hours=8))


class FakeClock:
    def __init__(self) -> None:
        self.now = datetime(2025, 3, 4, 9, 30, tzinfo=CHINA)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


def seven() -> dict[str, Project | None]:
    return {f"p{number}": example_project(number) for number in range(1, 8)}


def renamed(project: Project, name: str) -> Project:
    return replace(project, form=replace(project.form, project_name=name))


def raw(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / database.NAME)


def files_with(folder: Path, text: str) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if text.encode() in path.read_bytes()]


def test_what_was_saved_is_there_after_reopening(tmp_path):
    with DraftStore.open(tmp_path) as store:
        store.save(seven())
    with DraftStore.open(tmp_path) as store:
        assert store.load_all().projects == tuple(seven().values())
        assert [info.project_name for info in store.list()] == [p.form.project_name for p in seven().values()]
        assert store.load(["p3", "unknown", "p1"]).projects == (example_project(3), example_project(1))
        assert store.load_year("2024").projects == tuple(seven().values())
        assert store.load_year("2023").projects == ()
        assert store.verify().is_good


def test_the_list_says_what_the_tree_shows(tmp_path):
    with DraftStore.open(tmp_path, clock=FakeClock()) as store:
        store.save({"p1": example_project(1)})
        store.save_counts({"p1": (2, 5)})
        (info,) = store.list()
    assert (info.fiscal_year, info.position, info.state, info.profile) == ("2024", 1, "draft", "annex3-2024")
    assert info.modified == "2025-03-04T09:30:00+08:00"
    assert (info.errors, info.warnings) == (2, 5)


def test_the_database_is_in_the_durable_mode_and_for_its_owner_only(tmp_path):
    folder = tmp_path / "a" / "b"
    with DraftStore.open(folder) as store:
        store.save({"p1": example_project()})
        pragmas = {
            name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "mmap_size",
                "trusted_schema",
                "foreign_keys",
                "secure_delete",
            )
        }
        for path in folder.rglob("*"):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert pragmas == {
        "journal_mode": "truncate",
        "synchronous": 2,
        "mmap_size": 0,
        "trusted_schema": 0,
        "foreign_keys": 1,
        "secure_delete": 1,
    }
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    connection = raw(folder)
    assert connection.execute("PRAGMA application_id").fetchone()[0] == database.APPLICATION_ID
    assert connection.execute("PRAGMA user_version").fetchone()[0] == NEWEST
    connection.close()


def test_saving_the_same_again_is_no_commit(tmp_path):
    with DraftStore.open(tmp_path) as store:
        first = store.save(seven())
        before = (tmp_path / database.NAME).read_bytes()
        assert store.save(seven()) == first
        assert (tmp_path / database.NAME).read_bytes() == before
        assert store.save({"p1": renamed(example_project(), "新")}) == first + 1


def test_a_deleted_draft_waits_in_the_recycle_bin_and_comes_back(tmp_path):
    with DraftStore.open(tmp_path) as store:
        store.save(seven())
        store.save({"p2": None})
        assert "p2" not in {info.id for info in store.list()}
        assert [info.id for info in store.recycle_bin()] == ["p2"]
        store.restore("p2")
        assert store.recycle_bin() == ()
        store.save({"p2": None})
        store.save({"p2": example_project(2)})  # as undo does
        assert [info.id for info in store.list()] == [f"p{number}" for number in range(1, 8)]
        assert store.verify().is_good


def test_a_purged_draft_leaves_no_byte_of_its_text(tmp_path):
    marked = renamed(example_project(), "查找标记甲乙丙")
    with DraftStore.open(tmp_path) as store:
        store.save({**seven(), "p1": marked})
        store.save({"p1": None})
        store.purge(["p1", "unknown"])
        assert store.recycle_bin() == ()
        assert store.verify().is_good
    assert files_with(tmp_path, "查找标记甲乙丙") == []


def test_a_flipped_letter_is_told_and_the_other_drafts_load(tmp_path):
    with DraftStore.open(tmp_path) as store:
        store.save(seven())
    connection = raw(tmp_path)
    content = connection.execute("SELECT content FROM version WHERE draft = 'p3'").fetchone()[0]
    connection.execute(
        "UPDATE version SET content = ? WHERE draft = 'p3'", (content.replace(b"2024", b"2034"),)
    )
    connection.commit()
    connection.close()
    with DraftStore.open(tmp_path) as store:
        loaded = store.load_all()
        assert [project.id for project in loaded.projects] == ["p1", "p2", "p4", "p5", "p6", "p7"]
        (bad,) = loaded.damaged
        assert bad.id == "p3"
        assert example_project(3).form.project_name in bad.message
        assert [item.id for item in store.verify().damaged] == ["p3"]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE draft SET project_name = '别的' WHERE id = 'p3'",
        "UPDATE draft SET deleted_at = '2025-01-01' WHERE id = 'p3'",
        "UPDATE draft SET position = 9 WHERE id = 'p3'",
        "UPDATE draft SET sequence = 77 WHERE id = 'p3'",
        "UPDATE version SET digest = zeroblob(32) WHERE draft = 'p3'",
        "DELETE FROM version WHERE draft = 'p3'",
        "DELETE FROM draft WHERE id = 'p3'",
        "UPDATE ledger SET sequence = 0",
        "UPDATE ledger SET seals = 'x'",
        "DELETE FROM ledger",
        "DROP TABLE version",
    ],
)
def test_no_change_of_a_row_goes_unseen(tmp_path, damage):
    with DraftStore.open(tmp_path) as store:
        store.save(seven())
    connection = raw(tmp_path)
    connection.execute(damage)
    connection.commit()
    connection.close()
    with DraftStore.open(tmp_path, read_only=True) as store:
        assert not store.verify().is_good


def test_a_second_writer_is_kept_out_and_a_reader_is_let_in(tmp_path):
    with DraftStore.open(tmp_path) as store:
        store.save(seven())
        with pytest.raises(StoreInUseError) as error:
            DraftStore.open(tmp_path)
        assert "另一个窗口" in error.value.message
        with DraftStore.open(tmp_path, read_only=True) as reader:
            assert len(reader.list()) == 7
            store.save({"p1": renamed(example_project(), "新")})
            assert reader.list()[0].project_name == "新"


def test_reading_where_there_is_nothing_makes_nothing(tmp_path):
    folder = tmp_path / "absent"
    with DraftStore.open(folder, read_only=True) as store:
        assert store.list() == ()
        assert store.load_all().projects == ()
    assert not folder.exists()


def test_a_reader_can_not_write(tmp_path):
    with DraftStore.open(tmp_path) as store:
        store.save(seven())
    before = (tmp_path / database.NAME).read_bytes()
    with DraftStore.open(tmp_path, read_only=True) as store, pytest.raises(Exception, match="只读"):
        store.save({"p1": renamed(example_project(), "新")})
    assert (tmp_path / database.NAME).read_bytes() == before


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_database_is_refused_with_a_sentence_and_left_as_it_is(tmp_path, read_only):
    DraftStore.open(tmp_path).close()
    connection = raw(tmp_path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (tmp_path / database.NAME).read_bytes()
    with pytest.raises(StoreTooNewError) as error:
        DraftStore.open(tmp_path, read_only=read_only)
    assert "更新版本" in error.value.message
    assert (tmp_path / database.NAME).read_bytes() == before


@pytest.mark.parametrize("data", [bytes(8192), b"PK\x03\x04" * 100, b"SQLite format 3\0", b"x"])
def test_what_is_no_database_is_refused_and_left_as_it_is(tmp_path, data):
    (tmp_path / database.NAME).write_bytes(data)
    with pytest.raises(StoreDamagedError):
        DraftStore.open(tmp_path)
    assert (tmp_path / database.NAME).read_bytes() == data


@pytest.mark.parametrize("read_only", [True, False])
def test_a_power_cut_while_the_first_database_was_made_is_no_damage(tmp_path, read_only):
    made = sqlite3.connect(tmp_path / "made", isolation_level=None)
    for statement in (
        "PRAGMA cache_size=1",
        "BEGIN",
        "CREATE TABLE t (x)",
        "INSERT INTO t VALUES (zeroblob(90000))",
    ):
        made.execute(statement).fetchall()
    half, journal = (tmp_path / "made").read_bytes(), (tmp_path / "made-journal").read_bytes()
    made.close()
    assert half
    (tmp_path / database.NAME).write_bytes(bytes(512) + half[512:])  # the first sector had not arrived
    (tmp_path / f"{database.NAME}-journal").write_bytes(journal)
    with DraftStore.open(tmp_path, read_only=read_only) as store:
        assert store.list() == ()
        assert store.verify().is_good


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PurePosixPath("/data/甲 #1/x?.sqlite3"), "file:///data/%E7%94%B2%20%231/x%3F.sqlite3?mode=ro"),
        (PureWindowsPath(r"D:\数据\x.sqlite3"), "file:///D:/%E6%95%B0%E6%8D%AE/x.sqlite3?mode=ro"),
        (PureWindowsPath(r"\\server\share\x.sqlite3"), "file:////server/share/x.sqlite3?mode=ro"),
    ],
)
def test_every_kind_of_path_is_written_as_sqlite_wants_it(path, expected):
    assert database.uri(path, "mode=ro") == expected


def test_a_folder_with_odd_letters_in_its_name_is_a_folder_like_others(tmp_path):
    folder = tmp_path / "绩效 #1 100%? 𠀀"
    with DraftStore.open(folder) as store:
        store.save({"p1": example_project()})
    with DraftStore.open(folder, read_only=True) as store:
        assert store.load_all().projects == (example_project(),)


def test_how_the_window_was_left_is_remembered(tmp_path):
    with DraftStore.open(tmp_path) as store:
        store.save({}, workspace={"current": "p1", "widths": {"目标": 120}})
        store.save({}, workspace={"current": "p2"})
    with DraftStore.open(tmp_path, read_only=True) as store:
        assert store.workspace() == {"current": "p2", "widths": {"目标": 120}}


def test_versions_are_kept_a_sitting_and_thinned_with_age(tmp_path):
    clock = FakeClock()
    with DraftStore.open(tmp_path, clock=clock) as store:
        for number in range(300):
            store.save({"p1": renamed(example_project(), f"第{number}稿")})
            clock.forward(minutes=1)
        versions = store.versions("p1")
        assert store.version("p1", versions[0][0]).form.project_name == "第299稿"
        assert 20 <= len(versions) <= 27
        oldest = store.version("p1", versions[-1][0])
        assert oldest.form.project_name in {"第28稿", "第29稿"}  # the last one of the first hour
        clock.forward(days=400)
        store.save({"p1": renamed(example_project(), "一年后")})
        assert len(store.versions("p1")) == 20  # the newest stay, however old


def test_versions_that_are_the_newest_no_more_take_little_room_and_open_as_before(tmp_path):
    clock = FakeClock()
    with DraftStore.open(tmp_path, clock=clock) as store:
        for number in range(5):
            store.save({"p1": renamed(example_project(), f"第{number}稿")})
            clock.forward(minutes=10)
        query = "SELECT length(content) FROM version ORDER BY sequence"
        *older, newest = [size for (size,) in store._connection.execute(query)]
        names = [store.version("p1", sequence).form.project_name for sequence, _ in store.versions("p1")]
    assert names == [f"第{number}稿" for number in (4, 3, 2, 1, 0)]
    assert len(older) == 4
    assert max(older) * 2 < newest


def test_a_bit_that_changed_in_a_packed_version_is_told(tmp_path):
    clock = FakeClock()
    with DraftStore.open(tmp_path, clock=clock) as store:
        old = store.save({"p1": renamed(example_project(), "第一稿")})
        clock.forward(minutes=10)
        store.save({"p1": renamed(example_project(), "第二稿")})
        query = "SELECT content FROM version WHERE sequence = ?"
        packed = store._connection.execute(query, (old,)).fetchone()[0]
        for place in range(0, len(packed), 97):
            spoilt = bytearray(packed)
            spoilt[place] ^= 4
            store._connection.execute(
                "UPDATE version SET content = ? WHERE sequence = ?", (bytes(spoilt), old)
            )
            with pytest.raises(StoreDamagedError, match="历史版本"):
                store.version("p1", old)


def test_a_clock_that_runs_wild_costs_no_version(tmp_path):
    clock = FakeClock()
    with DraftStore.open(tmp_path, clock=clock) as store:
        for number, year in enumerate((2025, 2035, 1999, 2025, 2025)):
            clock.now = clock.now.replace(year=year)
            store.save({"p1": renamed(example_project(), f"第{number}稿")})
        names = [store.version("p1", sequence).form.project_name for sequence, _ in store.versions("p1")]
    assert names == ["第4稿", "第2稿", "第1稿", "第0稿"]  # the two of 2025 are one sitting, the rest stands


def test_a_damaged_version_is_refused_by_a_sentence(tmp_path):
    with DraftStore.open(tmp_path) as store:
        sequence = store.save({"p1": example_project()})
        store._connection.execute("UPDATE version SET content = zeroblob(9)")
        with pytest.raises(StoreDamagedError, match="历史版本"):
            store.version("p1", sequence)
        with pytest.raises(KeyError):
            store.version("p1", sequence + 1)


def test_a_name_that_sqlite_can_not_hold_stops_no_save_and_comes_back_as_it_was(tmp_path):
    form = replace(example_project(1).form, project_name="甲\ud800乙")
    odd = replace(example_project(1), form=form)
    with DraftStore.open(tmp_path) as store:
        store.save({"p1": odd, "p2": example_project(2)})
        assert store.load(["p1", "p2"]).projects == (odd, example_project(2))
        assert store.list()[0].project_name == "甲?乙"
        assert store.verify().is_good
