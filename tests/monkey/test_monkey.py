"""A monkey at the window: nothing raises, nothing is said by Qt, and what must hold holds.

Full count: `python -m tests.monkey`.
"""

import time

import pytest

from tests.monkey.__main__ import played, shortened
from tests.monkey.events import events, from_text, to_text


@pytest.mark.slow
@pytest.mark.timeout(600)  # the machine may be shared
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_monkey_breaks_nothing(seed: int) -> None:
    report = played(["--seed", str(seed), "--events", "5000"], seconds=550)
    assert report["bad"] == []
    assert report["events"] >= 5000


def test_a_seed_gives_the_same_events_each_time_and_a_list_of_them_can_be_kept() -> None:
    listed = events(5, 400)
    assert listed == events(5, 400)
    assert from_text(to_text(listed)) == listed
    assert listed != events(6, 400)


def test_a_failing_list_is_shortened_to_what_fails() -> None:
    listed = events(7, 3000)
    needed = (listed[40], listed[200])
    short = shortened(listed, lambda part: all(item in part for item in needed), time.monotonic() + 30)
    assert tuple(short) == needed
