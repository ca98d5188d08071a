"""The process is killed while the clerk types: nothing that was called saved is lost, nothing is half there.

Full counts: `python -m tests.crash.full`.
"""

import pytest

from tests.crash.kills import kill_often

pytestmark = pytest.mark.timeout(300)  # these wait for disks and children, and machines are shared


@pytest.mark.slow
def test_no_acknowledged_edit_is_lost_by_a_kill(tmp_path):
    tally = kill_often(tmp_path, kills=40, seed=1)
    assert not tally.bad
    assert tally.kills == 40
    assert tally.acknowledged > 40


@pytest.mark.slow
def test_a_restart_that_is_killed_itself_loses_nothing_either(tmp_path):
    tally = kill_often(tmp_path, kills=40, seed=2, recovery_kills=5)
    assert not tally.bad
    assert tally.acknowledged > 10
