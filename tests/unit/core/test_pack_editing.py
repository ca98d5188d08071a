"""Rule packs of one's own: a file that says only what differs, and reads back as what was edited."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_gui.core.checks.catalogue import CATALOGUE
from perfeval_gui.core.pack_editing import (
    difference,
    free_pack_id,
    is_pack_id,
    key_of,
    own_pack,
    pack_values,
    with_checks,
    with_values,
)
from perfeval_gui.core.profile import merged, profile_from_mapping
from perfeval_gui.errors import ProfileError
from perfeval_gui.resources import profile, profile_ids

USUAL = {check.id: check.severity.value for check in CATALOGUE}
OUTPUT, BENEFIT = ("dimensions", 0, "points"), ("dimensions", 1, "points")


@pytest.mark.parametrize("name", profile_ids())
def test_every_bundled_pack_offers_its_weights_and_thresholds(name: str) -> None:
    values = {value.name.strip(): value.text for value in pack_values(profile(name).source)}
    assert values["预算执行率分值"] == str(profile(name).execution_points)
    assert sum(Decimal(text) for key, text in values.items() if key.endswith("指标分值")) == sum(
        rule.points for rule in profile(name).dimensions
    )


def test_a_changed_weight_changes_the_label_that_prints_it_too() -> None:
    base = profile()
    whole = with_values(base.source, {OUTPUT: "40", BENEFIT: "40"})
    made = own_pack("our-county", base, whole)
    assert set(made) == {"id", "name", "basis", "extends", "dimensions"}
    read = profile_from_mapping(merged(base.source, made))
    assert [(rule.points, rule.label) for rule in read.dimensions[:2]] == [
        (Decimal(40), "产出指标\n\n(40分)"),
        (Decimal(40), "效益指标\n\n（40分）"),
    ]


def test_weights_that_do_not_add_up_are_refused_with_the_key() -> None:
    base = profile()
    with pytest.raises(ProfileError) as caught:
        own_pack("our-county", base, with_values(base.source, {OUTPUT: "60"}))
    assert "110" in caught.value.message
    assert caught.value.detail == "points.total"


def test_a_value_that_is_no_number_is_refused_with_its_row() -> None:
    base = profile()
    path = ("scoring", "grades", 1, "from")
    with pytest.raises(ProfileError) as caught:
        own_pack("our-county", base, with_values(base.source, {path: "八十"}))
    assert caught.value.detail == key_of(path) == "scoring.grades[2].from"


def test_checks_are_kept_only_where_they_differ() -> None:
    chosen = {check_id: (check_id != "F06", grave) for check_id, grave in USUAL.items()}
    chosen["C13"] = (True, "error")
    made = own_pack("our-county", profile(), with_checks(profile().source, chosen, USUAL))
    assert made["checks"] == {"off": ["F06"], "severity": {"C13": "error"}}


def test_a_copy_of_one_s_own_pack_says_all_that_differs_from_the_bundled_one() -> None:
    base = profile()
    first = merged(
        base.source, own_pack("first", base, with_values(base.source, {OUTPUT: "40", BENEFIT: "40"}))
    )
    second = own_pack("second", base, with_values(first, {("scoring", "over_achievement"): "1.5"}))
    read = profile_from_mapping(merged(base.source, second))
    assert read.id == "second"
    assert read.dimensions[0].points == Decimal(40)
    assert read.scoring.over_achievement == Decimal("1.5")


def test_a_pack_that_stands_alone_stays_whole() -> None:
    whole = {**profile().source, "extends": ""}
    assert profile_from_mapping(own_pack("alone", None, whole)).dimensions == profile().dimensions


@pytest.mark.parametrize("text", ["", "..", "a/b", "组织部", "A", "-a", "a" * 50])
def test_what_could_not_name_a_file_everywhere_is_no_id(text: str) -> None:
    assert not is_pack_id(text)


def test_a_copy_gets_an_id_that_is_free() -> None:
    assert free_pack_id("annex3-2024", ["annex3-2024", "annex3-2024-2"]) == "annex3-2024-3"
    assert is_pack_id("annex3-2024-3")


keys = st.sampled_from(["a", "b", "c", "d"])
leaves = st.one_of(st.text(max_size=3), st.integers(0, 9), st.lists(st.integers(0, 3), max_size=3))
tables = st.recursive(leaves, lambda inner: st.dictionaries(keys, inner, max_size=4), max_leaves=10)


@given(st.dictionaries(keys, tables, max_size=4), st.dictionaries(keys, tables, max_size=4))
def test_base_and_difference_together_are_the_whole(base: dict, changes: dict) -> None:
    whole = merged(base, changes)
    assert merged(base, difference(base, whole)) == whole
