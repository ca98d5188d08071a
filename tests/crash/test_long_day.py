"""A long day of saving: the database, the memory and the open files stay small, and the next start is quick.

Full counts: `python -m tests.crash.full`.
"""

import pytest

from tests.crash.endurance import MIB, long_day

pytestmark = pytest.mark.timeout(300)  # these wait for disks and children, and machines are shared


@pytest.mark.slow
def test_a_long_day_leaves_a_small_database_and_a_quick_start(tmp_path):
    day = long_day(tmp_path, saves=500, hours=8)
    assert day.is_right
    assert day.database < 20 * MIB
    assert 8 <= day.snapshots <= 10
    assert day.start < 1.0
    assert day.growth < 10 * MIB
    assert day.handles == 0
