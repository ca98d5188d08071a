"""The program is started twice, or its first start hangs or is killed: one writer, and nobody is kept out by the dead.

Full counts: `python -m tests.crash.full`.
"""

import os
import signal

import pytest

from perfeval_gui.drafts.intake import keep_imported, read_drafts
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import StoreInUseError
from tests.crash.races import TOLD, WROTE, held_by, race
from tests.examples import example_project

pytestmark = pytest.mark.timeout(300)  # these wait for disks and children, and machines are shared


@pytest.mark.slow
def test_of_several_starts_one_writes_and_the_drafts_of_all_are_kept(tmp_path):
    ends, bad = race(tmp_path, rounds=15)
    assert bad == []
    assert ends[WROTE] >= 15
    assert ends[TOLD] >= 10


def test_a_start_that_hangs_still_keeps_the_others_out_and_takes_their_drafts(tmp_path):
    child = held_by(tmp_path, signal.SIGSTOP)
    try:
        with pytest.raises(StoreInUseError):
            DraftStore.open(tmp_path)
        keep_imported(tmp_path, [example_project(1)])
        assert [draft.project for draft in read_drafts(tmp_path)[0]] == [example_project(1)]
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_start_that_was_killed_is_not_in_the_way(tmp_path):
    child = held_by(tmp_path, signal.SIGKILL)
    os.waitpid(child, 0)
    with DraftStore.open(tmp_path) as store:
        store.save({"p1": example_project(1)})
        assert len(store.list()) == 1
