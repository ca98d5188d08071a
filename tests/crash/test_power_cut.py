"""The power is cut at random disk calls: what was called saved is there, whole, for everything that is written.

Full counts: `python -m tests.crash.full`.
"""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import unless_all_is_required
from tests.crash.cuts import cut_often, recorded

pytestmark = pytest.mark.timeout(300)  # these wait for disks and children, and machines are shared


@pytest.fixture
def place(tmp_path: Path, require_tool) -> Path:
    strace = require_tool("strace")
    if subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        unless_all_is_required("strace may not trace here")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("trial", ["store", "rebuild"])
def test_no_saved_edit_is_lost_by_a_power_cut(place, trial):
    ops = recorded(trial, 11, place)
    assert cut_often(trial, 11, place, cuts=40, ops=ops) == []
    assert cut_often(trial, 11, place, cuts=40, ops=ops, lax=True) == []


@pytest.mark.slow
@pytest.mark.parametrize("trial", ["rebuilding", "migrating", "export", "package", "settings", "inbox"])
def test_no_file_is_torn_or_older_than_it_was_called_saved(place, trial):
    assert cut_often(trial, 12, place, cuts=40) == []


@pytest.mark.slow
def test_the_cuts_tell_a_careless_store_from_ours(place):
    assert len(cut_often("careless", 11, place, cuts=40)) > 12
