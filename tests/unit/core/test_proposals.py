"""Proposed changes as one line each: of a long text what differs is seen, not its beginning."""

import pytest

from perfeval_gui.core.proposals import around_change

LONG = "1.举办农村实用人才培训班10期；2.培训学员600人次；3.建成实训基地2处"


def test_short_texts_are_shown_whole() -> None:
    assert around_change("共20名", "20名") == ("共20名", "20名")


def test_of_long_texts_what_differs_is_shown_with_a_little_around_it() -> None:
    before, after = around_change(LONG + "；", LONG + "。")
    assert (before, after) == ("…实训基地2处；", "…实训基地2处。")


@pytest.mark.parametrize("changed", [LONG[1:], LONG.replace("2.", "2、"), LONG[:-4], "", LONG + LONG])
def test_the_change_is_always_in_sight(changed: str) -> None:
    before, after = around_change(LONG, changed)
    assert before != after
    assert len(before.strip("…")) <= len(LONG)
