"""What a unit hands in beside its forms is kept as durably as the drafts."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from perfeval_gui.drafts import backup, database, recovery, snapshots
from perfeval_gui.drafts.autosave import Autosave
from perfeval_gui.drafts.companions import ANNEX1, REPORT, Key
from perfeval_gui.drafts.journal import Journal, groups_after
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


def rebuilt(folder: Path) -> None:
    lock = WriterLock(folder)
    recovery.rebuild(folder, lock)
    lock.release()


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
    assert stored(tmp_path) == {KEY: FIGURES, OTHER: {"new": 1}}  # the journal had it


def test_what_a_crash_kept_from_the_database_comes_back_at_the_next_start(tmp_path: Path) -> None:
    with DraftStore.open(tmp_path) as store:
        number = store.save({}, papers={KEY: FIGURES, OTHER: {"old": 1}})
    journal = Journal(tmp_path)
    journal.append(number + 1, "2025-03-05T09:00:00+08:00", {}, {KEY: {**FIGURES, "more": 1}})
    journal.append(number + 2, "2025-03-05T09:00:01+08:00", {}, {KEY: {**FIGURES, "more": 2}, OTHER: None})
    journal.rotate()
    with DraftStore.open(tmp_path) as store:
        assert store.recovered_papers == 3
        assert not store.recovered
        assert store.sequence == number + 2
        assert store.verify().is_good
    assert stored(tmp_path) == {KEY: {**FIGURES, "more": 2}}
    with DraftStore.open(tmp_path) as store:
        assert store.recovered_papers == 0


def test_papers_are_rebuilt_from_the_journal_alone(tmp_path: Path) -> None:
    with DraftStore.open(tmp_path) as store:
        store.save({"p1": example_project(1)}, papers={KEY: FIGURES, OTHER: {"text": "一"}})
        for number in range(120):  # more than one whole text, and the differences between them
            store.save({}, papers={KEY: {**FIGURES, "more": number}})
        store.save({}, papers={OTHER: None})
    (tmp_path / database.NAME).unlink()
    rebuilt(tmp_path)
    assert stored(tmp_path) == {KEY: {**FIGURES, "more": 119}}


def test_a_paper_that_was_dropped_does_not_come_back_from_the_damaged_file(tmp_path: Path) -> None:
    with DraftStore.open(tmp_path) as store:
        number = store.save({"p1": example_project(1)}, papers={KEY: FIGURES})
    journal = Journal(tmp_path)
    journal.append(number + 1, "2025-03-05T09:00:00+08:00", {}, {KEY: None})
    journal.rotate()
    rebuilt(tmp_path)
    assert stored(tmp_path) == {}


def test_a_line_about_a_paper_is_no_draft_to_a_program_that_knows_drafts_only(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(1, "2025-03-05T09:00:00+08:00", {}, {KEY: FIGURES, OTHER: None})
    journal.append(2, "2025-03-05T09:00:01+08:00", {}, {KEY: {**FIGURES, "more": 1}})
    journal.rotate()
    for group in groups_after(tmp_path, 0):
        for entry in group.entries:
            assert not {"id", "whole", "deleted", "purged"} & entry.keys()


@pytest.mark.parametrize(
    "spoiling",
    [
        "UPDATE companion SET unit = '区委组织郦'",
        "UPDATE companion SET saved_at = '2035-01-01T00:00:00+08:00'",
        "DELETE FROM companion",
    ],
)
def test_a_paper_that_is_renamed_or_gone_is_seen_at_the_start_and_comes_back(
    tmp_path: Path, spoiling: str
) -> None:
    with DraftStore.open(tmp_path) as store:
        store.save({"p1": example_project(1)}, papers={KEY: FIGURES})
        assert store.verify().is_good
    connection = sqlite3.connect(tmp_path / database.NAME)
    with connection:
        connection.execute(spoiling)
    connection.close()
    with DraftStore.open(tmp_path, read_only=True) as store:
        assert not store.verify().is_good
    rebuilt(tmp_path)
    assert stored(tmp_path) == {KEY: FIGURES}


def test_a_backup_holds_the_papers(tmp_path: Path) -> None:
    with DraftStore.open(tmp_path / "data") as store:
        store.save({}, papers={KEY: FIGURES})
        backup.write_backup(store, tmp_path / "备份.zip", NOW)
    assert backup.read_backup(tmp_path / "备份.zip", tmp_path / "data").papers == {KEY: FIGURES}
