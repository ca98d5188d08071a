"""The writer thread: soon, durably, never twice for nothing, and never giving up what it could not save."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perfeval_gui.core.edits import AddProject, RemoveProject, SetCell
from perfeval_gui.core.form import Cell
from perfeval_gui.drafts import database
from perfeval_gui.drafts.autosave import Autosave, Saved
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import StoreError, StoreInUseError
from perfeval_gui.session import Session
from tests.examples import example_project


class Desk:
    """A session with its autosave, and what the autosave said."""

    def __init__(self, folder: Path, lock: WriterLock | None = None) -> None:
        self.saved: list[Saved] = []
        self.failed: list[StoreError] = []
        self.told = threading.Event()
        self.session = Session()
        self.autosave = Autosave(folder, self._on_saved, self._on_failed, lock=lock)
        self.session.on_change(self.autosave.submit)
        self.autosave.start()

    def _on_saved(self, saved: Saved) -> None:
        self.saved.append(saved)
        self.told.set()

    def _on_failed(self, error: StoreError) -> None:
        self.failed.append(error)
        self.told.set()

    def type(self, text: str, project: str = "p1") -> None:
        self.session.do(SetCell(Cell(project, "", "", "project_name"), text), "输入", merge_key=project)


@pytest.fixture
def desk(tmp_path) -> Iterator[Callable[[], Desk]]:
    desks: list[Desk] = []

    def make(lock: WriterLock | None = None) -> Desk:
        desks.append(Desk(tmp_path, lock))
        return desks[-1]

    yield make
    for item in desks:
        item.autosave.close()


@pytest.fixture
def hanging_disk(monkeypatch) -> tuple[threading.Event, threading.Event]:
    """Two events: a save has begun; the disk answers."""
    reached, answers = threading.Event(), threading.Event()
    save = DraftStore.save

    def hang(store: DraftStore, *args: object, **more: object) -> int:
        reached.set()
        answers.wait(10)
        return save(store, *args, **more)

    monkeypatch.setattr(DraftStore, "save", hang)
    return reached, answers


def names(folder: Path) -> list[str]:
    with DraftStore.open(folder, read_only=True) as store:
        return [info.project_name for info in store.list()]


def test_what_was_typed_is_on_disk_half_a_second_later(tmp_path, desk):
    here = desk()
    here.session.do(AddProject(example_project()), "新建")
    begun = time.monotonic()
    here.type("新名称")
    assert here.told.wait(5)
    assert 0.4 < time.monotonic() - begun < 1.5
    assert names(tmp_path) == ["新名称"]
    assert [saved.ids for saved in here.saved] == [("p1",)]
    assert here.autosave.is_clean


def test_it_is_saved_after_two_seconds_while_typing_goes_on(tmp_path, desk):
    here = desk()
    here.session.do(AddProject(example_project()), "新建")
    begun = time.monotonic()
    while not here.told.is_set() and time.monotonic() - begun < 5:
        here.type(f"名称{time.monotonic()}")
        time.sleep(0.05)
    assert 1.8 < time.monotonic() - begun < 3.0


def test_flush_returns_when_it_is_on_disk(tmp_path, desk):
    here = desk()
    here.session.do(AddProject(example_project()), "新建")
    here.type("立即保存")
    assert not here.autosave.is_clean
    assert here.autosave.flush()
    assert names(tmp_path) == ["立即保存"]
    assert here.autosave.flush()


def test_opening_drafts_saves_nothing(tmp_path, desk):
    with DraftStore.open(tmp_path) as store:
        store.save({"p1": example_project()})
    before = (tmp_path / database.NAME).read_bytes()
    here = desk()
    here.autosave.know([example := example_project()])
    here.session.load([example])
    assert here.autosave.is_clean
    assert here.autosave.close()
    assert (tmp_path / database.NAME).read_bytes() == before


def test_deleting_and_undoing_it_brings_the_draft_back(tmp_path, desk):
    here = desk()
    here.session.do(AddProject(example_project()), "新建")
    here.autosave.flush()
    here.session.do(RemoveProject("p1"), "删除")
    here.autosave.flush()
    assert names(tmp_path) == []
    here.session.undo()
    here.autosave.flush()
    assert names(tmp_path) == [example_project().form.project_name]


def test_a_failure_is_told_and_nothing_is_given_up(tmp_path, desk):
    other = WriterLock(tmp_path)
    assert other.acquire()
    here = desk()
    here.session.do(AddProject(example_project()), "新建")
    here.type("没有存下")
    assert not here.autosave.flush()
    assert isinstance(here.failed[0], StoreInUseError)
    assert not here.saved
    assert here.autosave.unsaved["p1"].form.project_name == "没有存下"
    here.type("后来改的")
    other.release()
    assert here.autosave.flush()
    assert names(tmp_path) == ["后来改的"]


def test_it_tries_again_by_itself(tmp_path, desk):
    other = WriterLock(tmp_path)
    other.acquire()
    here = desk()
    here.session.do(AddProject(example_project()), "新建")
    assert here.told.wait(5)
    here.told.clear()
    other.release()
    assert here.told.wait(5)
    assert here.saved
    assert here.autosave.is_clean


def test_a_surprise_inside_does_not_end_the_writer(tmp_path, desk):
    here = desk()
    here.autosave.remember({"current": object()})
    assert not here.autosave.flush()
    assert "内部出错" in here.failed[0].message
    here.autosave.remember({"current": "p1"})
    here.session.do(AddProject(example_project()), "新建")
    assert here.autosave.flush()
    assert here.saved


def test_a_draft_in_a_hanging_write_is_among_the_unsaved(tmp_path, desk, hanging_disk):
    reached, answers = hanging_disk
    here = desk()
    here.session.do(AddProject(example_project()), "新建")
    assert reached.wait(5)
    assert set(here.autosave.unsaved) == {"p1"}
    answers.set()
    assert here.autosave.flush()
    assert not here.autosave.unsaved


def test_a_close_that_a_hanging_disk_holds_up_can_be_taken_back(tmp_path, desk, hanging_disk):
    reached, answers = hanging_disk
    here = desk()
    here.session.do(AddProject(example_project()), "新建")
    assert reached.wait(5)
    assert not here.autosave.close(0.05)
    assert here.autosave.resume()
    here.type("接着输入的")
    answers.set()
    assert here.autosave.close()
    assert names(tmp_path) == ["接着输入的"]
    assert not here.autosave.resume()


def test_closing_saves_what_is_left_and_lets_the_next_one_in(tmp_path, desk):
    here = desk()
    here.session.do(AddProject(example_project()), "新建")
    here.autosave.remember({"current": "p1"})
    here.autosave.note_counts({"p1": (1, 2)})
    assert here.autosave.close()
    with DraftStore.open(tmp_path) as store:
        (info,) = store.list()
        assert (info.errors, info.warnings) == (1, 2)
        assert store.workspace() == {"current": "p1"}


def test_the_lock_of_the_window_is_used_and_kept(tmp_path, desk):
    lock = WriterLock(tmp_path)
    lock.acquire()
    here = desk(lock)
    here.session.do(AddProject(example_project()), "新建")
    assert here.autosave.close()
    assert lock.held
    assert not WriterLock(tmp_path).acquire()
    lock.release()
