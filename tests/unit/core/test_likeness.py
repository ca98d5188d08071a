"""Likeness of texts, and that near pairs are found without comparing all with all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_gui.core.likeness import likeness, near_pairs, without_numbering


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("1、举办培训班；", "举办培训班"),
        ("1、.开展排查", "开展排查"),
        ("2\\发放补贴", "发放补贴"),
        ("1：举办", "举办"),
        ("指标1：合格率", "合格率"),
        ("（一）走访", "走访"),
        ("1带动就业", "带动就业"),
        ("1组织培训", "组织培训"),
        ("24小时自助服务区", "24小时自助服务区"),
        ("3岁以下婴幼儿托位数", "3岁以下婴幼儿托位数"),
        ("★培训", "培训"),
        ("12个乡镇覆盖率", "12个乡镇覆盖率"),
        ("3.5米道路长度", "3.5米道路长度"),
        ("5G基站数量", "5G基站数量"),
        ("110接警量", "110接警量"),
    ],
)
def test_numbers_before_a_name_are_left_aside_but_not_numbers_of_the_name(name: str, plain: str) -> None:
    assert without_numbering(name) == plain


@given(st.lists(st.text(alphabet="培训学员人次数量率班期", min_size=1, max_size=8), max_size=12))
def test_near_pairs_are_the_same_as_comparing_all_with_all(texts: list[str]) -> None:
    found = {later for later, _ in near_pairs(texts, 0.85)}
    wanted = {
        later
        for later in range(len(texts))
        for earlier in range(later)
        if texts[later] == texts[earlier] or likeness(texts[later], texts[earlier]) >= 0.85
    }
    assert found == wanted


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_symmetric_and_between_nought_and_one(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
