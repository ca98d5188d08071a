"""One writer a data directory: the second start leaves its request in the inbox, and nothing of it is lost."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from perfeval_gui.drafts.inbox import Inbox
from perfeval_gui.drafts.intake import keep_imported, read_drafts, take_in
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import DraftStore
from tests.examples import ROOT, example_project

HOLD = """
import sys
from pathlib import Path
from perfeval_gui.drafts.lock import WriterLock
lock = WriterLock(Path(sys.argv[1])); print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert child.stdout.readline() == "True\n"
    return child


def test_the_lock_is_one_processes_and_dies_with_it(tmp_path):
    with holder(tmp_path) as child:
        assert not WriterLock(tmp_path).acquire()
        child.kill()
        child.wait()
    lock = WriterLock(tmp_path)
    assert lock.acquire()
    assert lock.acquire()
    lock.release()


def test_drafts_kept_while_a_window_is_open_are_listed_at_once_and_taken_in_later(tmp_path):
    window = DraftStore.open(tmp_path)
    window.save({"p1": example_project(1)})
    keep_imported(tmp_path, [example_project(2), example_project(3)])
    drafts, damaged = read_drafts(tmp_path)
    assert [draft.info.id for draft in drafts] == ["p1", "p2", "p3"]
    assert [draft.project for draft in drafts] == [example_project(number) for number in (1, 2, 3)]
    assert damaged == ()
    assert take_in(window, Inbox(tmp_path)) == ()
    assert Inbox(tmp_path).requests() == ()
    assert len(read_drafts(tmp_path)[0]) == 3
    window.close()


def test_drafts_left_in_the_inbox_by_a_window_that_is_gone_are_kept_by_the_next_import(tmp_path):
    window = DraftStore.open(tmp_path)
    keep_imported(tmp_path, [example_project(2)])
    window.close()
    keep_imported(tmp_path, [example_project(3)])
    with DraftStore.open(tmp_path, read_only=True) as store:
        assert {info.id for info in store.list()} == {"p2", "p3"}
    assert Inbox(tmp_path).requests() == ()


def test_a_request_read_twice_does_not_undo_what_was_edited_since(tmp_path):
    with DraftStore.open(tmp_path) as store:
        inbox = Inbox(tmp_path)
        inbox.leave(projects=[example_project(1)])
        edited = replace(example_project(1), state="signed")
        store.save({"p1": edited})
        take_in(store, inbox)
        assert store.load_all().projects == (edited,)


def test_a_second_start_hands_over_its_files_and_noise_is_passed_over(tmp_path):
    inbox = Inbox(tmp_path)
    inbox.prepare()
    (inbox.folder / "0.json").write_text("{", encoding="utf-8")
    (inbox.folder / "1.json").write_text('{"files": [1], "projects": []}', encoding="utf-8")
    (inbox.folder / ".~2.json.tmp-1").write_text("half", encoding="utf-8")
    inbox.leave(files=[tmp_path / "去年.docx"])
    inbox.leave()
    first, second = inbox.requests()
    assert first.files == (str(tmp_path / "去年.docx"),)
    assert (second.files, second.projects) == ((), ())
    for request in (first, second):
        inbox.done(request)
    assert inbox.requests() == ()
    assert (inbox.folder / "0.json").exists()
