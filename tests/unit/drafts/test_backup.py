"""Backup and 移交: everything in one checked file, restored beside what is there and never over it."""

import random
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from perfeval_gui import settings
from perfeval_gui.core.form import Project
from perfeval_gui.drafts import backup as backups
from perfeval_gui.drafts import database
from perfeval_gui.drafts.backup import backup_name, plan, read_backup, write_backup
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.recovery import rebuild
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import UnreadableFileError, UnwritableFileError
from tests.examples import example_project

NOW = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def home(tmp_path) -> Path:
    folder = tmp_path / "home"
    with DraftStore.open(folder) as store:
        store.save({f"p{number}": example_project(number) for number in range(1, 4)})
        store.save({"p3": None})
    (folder / "settings.json").write_text("{}", encoding="utf-8")
    (folder / "profiles").mkdir()
    (folder / "profiles" / "本县.toml").write_text("x = 1", encoding="utf-8")
    (folder / "logs").mkdir()
    (folder / "logs" / "x.log").write_text("x", encoding="utf-8")
    (folder / "drafts-damaged-20250101-000000.sqlite3").write_bytes(b"x")
    return folder


@pytest.fixture
def backup(tmp_path, home) -> Path:
    with DraftStore.open(home, read_only=True) as store:
        return write_backup(store, tmp_path / backup_name(NOW), NOW)


def test_a_backup_holds_the_drafts_and_what_the_clerk_set_up_and_nothing_else(backup, home, tmp_path):
    assert backup.name == "绩效自评备份-20250304.zip"
    contents = read_backup(backup, tmp_path / "new")
    assert contents.projects == (example_project(1), example_project(2))
    assert dict(contents.others) == {"settings.json": b"{}", "profiles/本县.toml": b"x = 1"}
    assert contents.made_at == "2025-03-04T09:30:00+00:00"
    for folder in (home, tmp_path, tmp_path / "new"):
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_restoring_adds_what_is_missing_and_puts_what_differs_beside_what_is_there(backup, tmp_path):
    contents = read_backup(backup, tmp_path / "new")
    mine = replace(example_project(2), state="signed")
    stored: dict[str, Project] = {"p2": mine}
    planned = plan(contents, stored, lambda: "fresh")
    assert planned.new == (example_project(1),)
    assert planned.copies == (replace(example_project(2), id="fresh"),)
    assert plan(contents, {"p1": example_project(1), "p2": example_project(2)}, lambda: "x").same == 2


def outcome(backup: Path, folder: Path) -> object:
    try:
        return read_backup(backup, folder)
    except UnreadableFileError as error:
        return error.message


def test_a_backup_spoilt_anywhere_is_refused_or_gives_the_very_same(backup, tmp_path):
    data, good, rnd = backup.read_bytes(), read_backup(backup, tmp_path / "new"), random.Random(3)
    for _ in range(100):
        spoilt = bytearray(data)
        spoilt[rnd.randrange(len(data))] ^= 1 << rnd.randrange(8)
        backup.write_bytes(spoilt)
        found = outcome(backup, tmp_path / "new")
        assert found == good or "没有恢复任何内容" in str(found) or "更新版本" in str(found)
    for length in range(0, len(data), 997):
        backup.write_bytes(data[:length])
        with pytest.raises(UnreadableFileError):
            read_backup(backup, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_list_of_members_that_would_fill_the_memory_is_refused(backup, tmp_path):
    bomb = tmp_path / "大.zip"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + b" " * (17 * 1024 * 1024 if name == "manifest.json" else 0))
    with pytest.raises(UnreadableFileError):
        read_backup(bomb, tmp_path / "data")


def test_other_files_that_would_fill_the_memory_are_refused(backup, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "_LARGEST_OTHERS", 10)
    with pytest.raises(UnreadableFileError):
        read_backup(backup, tmp_path / "data")


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path):
    for name in ("../x", "/x", "a/../../x", "C:x", "a\\x"):
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            archive.writestr(name, b"x")
        with pytest.raises(UnreadableFileError):
            read_backup(tmp_path / "x.zip", tmp_path / "new")


def test_a_drive_that_is_gone_is_said_and_the_old_backup_stays(backup, home, tmp_path):
    before = backup.read_bytes()
    with DraftStore.open(home) as store:
        with pytest.raises(UnwritableFileError, match="备份盘"):
            write_backup(store, tmp_path / "gone" / "x.zip", NOW)
        store._connection.execute("UPDATE version SET content = zeroblob(9) WHERE draft = 'p1'")
        with pytest.raises(UnwritableFileError):
            write_backup(store, backup, NOW)
    assert backup.read_bytes() == before
    assert (home / database.NAME).exists()


def test_a_successor_gets_versions_times_and_the_recycle_bin(backup, home, tmp_path):
    contents = read_backup(backup, tmp_path / "new")
    with DraftStore.open(tmp_path / "new") as store:
        store.save({"p2": replace(example_project(5), id="p2")})
        assert set(store.adopt(contents.drafts, contents.versions)) == {"p1", "p3"}
        assert store.adopt(contents.drafts, contents.versions) == ()
        assert store.load(["p2"]).projects[0].form == example_project(5).form
        assert [info.id for info in store.recycle_bin()] == ["p3"]
        with DraftStore.open(home, read_only=True) as theirs:
            assert store.versions("p1") == theirs.versions("p1")
            assert store.recycle_bin()[0].deleted_at == theirs.recycle_bin()[0].deleted_at
        assert store.verify().is_good
        store.save({"p1": replace(example_project(1), state="signed")})
    (tmp_path / "new" / database.NAME).unlink()
    lock = WriterLock(tmp_path / "new")
    assert (
        rebuild(tmp_path / "new", lock).drafts == 2
    )  # what lay in the bin is in the database and its copies only
    lock.release()
    with DraftStore.open(tmp_path / "new") as store:
        assert {project.id: project.state for project in store.load_all().projects} == {
            "p1": "signed",
            "p2": "draft",
        }


def test_what_another_pc_knew_of_the_unit_is_taken_over_where_nothing_is_set(tmp_path):
    theirs = settings.Settings(preparer="张三", implementing_unit="县财政局", backup_folder="E:/", zoom=150)
    settings.save(tmp_path, theirs)
    data = (tmp_path / settings.NAME).read_bytes()
    own = settings.Settings(preparer="李四")
    taken = settings.adopted(own, data)
    assert (taken.preparer, taken.implementing_unit, taken.backup_folder, taken.zoom) == (
        "李四",
        "县财政局",
        "",
        100,
    )
    assert settings.adopted(own, b"not JSON") == own
    assert settings.adopted(own, b"[1]") == own
