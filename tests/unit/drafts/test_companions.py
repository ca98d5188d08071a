"""What a unit hands in beside its forms is kept as durably as the drafts."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

from perfeval_gui.drafts import backup, database, recovery, snapshots
from perfeval_gui.drafts.autosave import Autosave
from perfeval_gui.drafts.companions import ANNEX1, REPORT, Key
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import DraftStore
from tests.examples import example_project

KEY = Key(ANNEX1, "2024", "区委组织部")
OTHER = Key(REPORT, "2024", "区委组织部")
FIGURES = {"lines": [{"name": "驻村帮扶工作经费", "outturn": "≦12"}]}
NOW = datetime.fromisoformat("2025-03-05T09:00:00+08:00")


def stored(folder: Path) -> dict:
    with DraftStore.open(folder, read_only=True) as store:
        return {key: item.value for key, item in store.papers()[0].items()}


def test_a_paper_is_on_disk_when_the_autosave_says_so_and_is_reported(tmp_path: Path) -> None:
    said: list = []
    autosave = Autosave(tmp_path, said.append, lambda error: None)
    autosave.start()
    autosave.keep_companions({KEY: FIGURES})
    assert autosave.flush()
    assert stored(tmp_path) == {KEY: FIGURES}
    assert len(said) == 1
    autosave.keep_companions({KEY: None, OTHER: {}})
    assert autosave.close()
    assert stored(tmp_path) == {OTHER: {}}


def test_keeping_the_same_again_is_no_commit(tmp_path: Path) -> None:
    with DraftStore.open(tmp_path) as store:
        first = store.save({}, papers={KEY: FIGURES})
        assert store.save({}, papers={KEY: FIGURES}) == first
        assert store.save({}, papers={KEY: {**FIGURES, "more": 1}}) == first + 1


def test_a_flipped_bit_in_a_paper_is_told_and_costs_no_other(tmp_path: Path) -> None:
    with DraftStore.open(tmp_path) as store:
        store.save({"p1": example_project(1)}, papers={KEY: FIGURES, OTHER: {}})
    connection = sqlite3.connect(tmp_path / database.NAME)
    with connection:
        connection.execute(
            "UPDATE companion SET content = replace(content, '12', '13') WHERE kind = 'annex1'"
        )
    connection.close()
    with DraftStore.open(tmp_path, read_only=True) as store:
        whole, damaged = store.papers()
    assert (list(whole), damaged) == ([OTHER], (KEY,))


def test_rebuilding_brings_the_papers_back_from_the_snapshot_and_from_what_is_still_readable(
    tmp_path: Path,
) -> None:
    with DraftStore.open(tmp_path, clock=lambda: NOW) as store:
        store.save({"p1": example_project(1)}, papers={KEY: FIGURES, OTHER: {"old": 1}})
        copy = snapshots.temporary_path(tmp_path)
        store.copy_to(copy)
        snapshots.finish(copy, tmp_path, NOW)
    with DraftStore.open(tmp_path, clock=lambda: NOW + timedelta(minutes=5)) as store:
        store.save({}, papers={OTHER: {"new": 1}})
    lock = WriterLock(tmp_path)
    recovery.rebuild(tmp_path, lock, clock=lambda: NOW)
    lock.release()
    assert stored(tmp_path) == {KEY: FIGURES, OTHER: {"new": 1}}
    (tmp_path / database.NAME).write_bytes(b"spoilt")
    recovery.rebuild(tmp_path, lock, clock=lambda: NOW)
    lock.release()
    assert stored(tmp_path) == {KEY: FIGURES, OTHER: {"old": 1}}


def test_a_backup_holds_the_papers(tmp_path: Path) -> None:
    with DraftStore.open(tmp_path / "data") as store:
        store.save({}, papers={KEY: FIGURES})
        backup.write_backup(store, tmp_path / "备份.zip", NOW)
    assert backup.read_backup(tmp_path / "备份.zip", tmp_path / "data").papers == {KEY: FIGURES}
