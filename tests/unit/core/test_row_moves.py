"""Moving an indicator by a place or to a gap: one edit, merges stay whole."""

from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from perfeval_gui import resources
from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Filing, Form
from perfeval_gui.core.row_moves import categories_for, labels_of, moved_by, moved_to, regrouped
from tests.examples import example_project

PROJECT = example_project(1)
ROWS = PROJECT.form.indicators


def dropped(number: int, gap: int) -> Form | None:
    edit = moved_to(PROJECT, ROWS[number].id, gap)
    return apply(Filing(MappingProxyType({PROJECT.id: PROJECT})), edit)[PROJECT.id].form if edit else None


def groups(form: Form) -> int:
    labels = [labels_of(row) for row in form.indicators]
    return sum(here != before for here, before in zip(labels, [None, *labels], strict=False))


def test_a_row_let_go_where_it_stands_changes_nothing() -> None:
    assert dropped(1, 1) is None
    assert dropped(1, 2) is None


def test_a_row_let_go_at_the_border_of_its_group_keeps_its_labels() -> None:
    form = dropped(0, 5)
    assert form is not None
    assert form.indicators[4].name == ROWS[0].name
    assert labels_of(form.indicators[4]) == labels_of(ROWS[0])


def test_a_row_let_go_in_another_group_joins_it() -> None:
    form = dropped(0, 7)
    assert form is not None
    assert labels_of(form.indicators[6]) == labels_of(ROWS[6])


@given(st.integers(0, len(ROWS) - 1), st.integers(0, len(ROWS)))
def test_no_drop_loses_a_row_or_tears_a_merge(number: int, gap: int) -> None:
    form = dropped(number, gap)
    if form is None:
        return
    assert sorted(row.name for row in form.indicators) == sorted(row.name for row in ROWS)
    assert groups(form) <= groups(PROJECT.form)


def test_the_first_row_cannot_go_up() -> None:
    assert moved_by(PROJECT, ROWS[0].id, -1) is None
    assert moved_by(PROJECT, ROWS[-1].id, 1) is None


def regroup(numbers: set[int], category: str) -> Form:
    edit = regrouped(PROJECT, {ROWS[number].id for number in numbers}, category)
    assert edit is not None
    return apply(Filing(MappingProxyType({PROJECT.id: PROJECT})), edit)[PROJECT.id].form


def test_one_row_of_a_group_gets_a_group_of_its_own_behind_it() -> None:
    form = regroup({0}, "新的指标")
    size = sum(labels_of(row) == labels_of(ROWS[0]) for row in ROWS)
    assert labels_of(form.indicators[size - 1]) == (ROWS[0].dimension, "新的指标")
    assert form.indicators[size - 1].name == ROWS[0].name
    assert groups(form) == groups(PROJECT.form) + 1
    assert sum(labels_of(row) == labels_of(ROWS[0]) for row in form.indicators) == size - 1


def test_rows_join_a_group_that_is_there_behind_its_last_row_in_their_order() -> None:
    other = next(
        row for row in ROWS if row.dimension == ROWS[0].dimension and row.category != ROWS[0].category
    )
    form = regroup({0, 1}, other.category)
    joined = [row.name for row in form.indicators if labels_of(row) == labels_of(other)]
    assert joined[-2:] == [ROWS[0].name, ROWS[1].name]
    assert groups(form) == groups(PROJECT.form)


def test_a_row_that_is_there_already_is_no_edit() -> None:
    assert regrouped(PROJECT, {ROWS[0].id}, ROWS[0].category) is None


def test_what_is_offered_belongs_to_the_same_dimension_and_names_nothing_twice() -> None:
    names = categories_for(PROJECT, resources.profile(), {ROWS[0].id})
    assert {"数量指标", "质量指标", "时效指标", "成本指标"} <= set(names)
    assert len(names) == len(set(names))
    assert not any("效益" in name for name in names)
