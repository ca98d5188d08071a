"""规则一览 in words, and rule packs written as files that read back the same."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_gui.core.checks.catalogue import CATALOGUE
from perfeval_gui.core.rulebook import checks_in_force, pack_text, rules_in_force
from perfeval_gui.resources import profile, profile_from_file, profile_ids, resource


@pytest.mark.parametrize("name", profile_ids())
def test_every_rule_has_its_words_and_its_source(name: str) -> None:
    rules = rules_in_force(profile(name))
    assert all(rule.name and rule.value and rule.source for rule in rules)
    shown = {rule.name: rule.value for rule in rules}
    assert shown["预算执行率"] == f"{profile(name).execution_points} 分"


def test_the_custom_pack_shows_what_it_changed() -> None:
    custom = profile_from_file(resource("profiles", "examples", "custom.toml"))
    shown = {rule.name: rule.value for rule in rules_in_force(custom)}
    assert shown["满意度指标"].startswith("15 分")
    assert shown["超额完成"] == "超过目标的 150% 要说明原因"
    assert shown["等级"] == "优 80 分起，良 70 分起，中 60 分起，差 0 分起"
    assert shown["常规填报时间"] == "次年 3月1日 至 4月30日"
    changed = {
        item.id: (item.severity.value, item.is_on) for item in checks_in_force(custom) if item.is_changed
    }
    assert changed == {
        "C09": ("warning", False),
        "X05": ("hint", False),
        "C13": ("error", True),
        "F14": ("hint", True),
    }
    assert len(checks_in_force(custom)) == len(CATALOGUE)


@pytest.mark.parametrize("name", ["annex3-2024", "cost-2022"])
def test_a_bundled_pack_is_written_and_read_back(name: str) -> None:
    pack = profile(name).source
    assert tomllib.loads(pack_text(pack)) == pack


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.one_of(texts, st.integers(-(2**40), 2**40), st.booleans(), st.lists(texts, max_size=3))
tables = st.dictionaries(texts, values, max_size=4)


@given(
    st.dictionaries(texts, st.one_of(values, tables, st.lists(tables, min_size=1, max_size=3)), max_size=5)
)
def test_whatever_a_pack_holds_is_read_back_the_same(pack: dict) -> None:
    assert tomllib.loads(pack_text(pack)) == pack
