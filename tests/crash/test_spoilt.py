"""Flipped bits, empty pages, cut files: none passes for what was saved, and the newest state comes back.

Full counts: `python -m tests.crash.full`.
"""

import pytest

from tests.crash.spoil import spoil_often

pytestmark = pytest.mark.timeout(300)  # these wait for disks and children, and machines are shared


@pytest.mark.slow
def test_no_spoilt_byte_passes_for_what_was_saved(tmp_path):
    tally = spoil_often(tmp_path, 4, bits=40, pages=15, cuts=15, zeros=4)
    assert tally.bad == []
    assert tally.found > 20
    assert tally.found + tally.harmless == 74
