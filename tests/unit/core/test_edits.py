"""Edits as values: each gives a new filing and leaves the old one as it was."""

from dataclasses import replace

import pytest

from perfeval_gui.core.edits import (
    AddProject,
    Batch,
    ChangeProject,
    InsertRow,
    MoveRow,
    RemoveProject,
    RemoveRow,
    ReplaceForm,
    SetCell,
    apply,
)
from perfeval_gui.core.form import (
    DIMENSIONS,
    FUNDING,
    HEAD,
    INDICATORS,
    Cell,
    Dimension,
    Form,
    FundingRow,
    Indicator,
    Project,
    ReviewMark,
    Waiver,
    cell_at,
    read,
)
from tests.examples import example_filing, example_forms, example_project

FILING = example_filing()
FORM = FILING["p1"].form


def names(filing) -> list[str]:
    return [row.name for row in filing["p1"].form.indicators]


def cell(where: str) -> Cell:
    return cell_at(FILING["p1"], where)


def test_typing_into_a_cell_changes_that_cell_and_no_other_project() -> None:
    after = apply(FILING, SetCell(cell("/total/score"), "98.5"))
    assert after["p1"].form.total.score == "98.5"
    assert FILING["p1"].form.total.score != "98.5"
    assert after["p2"] is FILING["p2"]


def test_typing_what_is_there_already_gives_the_same_filing() -> None:
    assert apply(FILING, SetCell(cell("/project_name"), FORM.project_name)) is FILING


def test_text_is_cleaned_at_the_door() -> None:
    after = apply(FILING, SetCell(cell("/project_name"), "培训\x00经费\r\n"))
    assert after["p1"].form.project_name == "培训经费\n"


def test_a_cell_remembers_where_its_text_came_from_until_it_is_typed_over() -> None:
    score = cell("/funding/0/score")
    repaired = apply(FILING, SetCell(score, "10", origin="repaired"))
    assert repaired["p1"].origins == {(FUNDING, score.row, "score"): "repaired"}
    other = apply(repaired, SetCell(cell("/total/score"), "98"))
    assert other["p1"].origins == repaired["p1"].origins
    assert apply(repaired, SetCell(score, "9"))["p1"].origins == {}


def test_renaming_a_section_carries_its_rows_along() -> None:
    after = apply(FILING, SetCell(cell("/dimensions/0/name"), "产出"))["p1"].form
    assert after.dimensions[0].name == "产出"
    assert [row.dimension == "产出" for row in after.indicators] == [
        row.dimension == FORM.dimensions[0].name for row in FORM.indicators
    ]


def test_a_row_put_under_an_unknown_section_brings_the_section_with_it() -> None:
    after = apply(FILING, SetCell(cell("/indicators/0/dimension"), "成本指标"))["p1"].form
    assert after.dimensions[-1] == Dimension("成本指标", "")
    assert after.dimensions[-1].id not in {"", *(row.id for row in after.dimensions[:-1])}


def test_a_new_row_stands_where_it_was_put() -> None:
    section = FORM.dimensions[0].name
    after = apply(FILING, InsertRow("p1", INDICATORS, 1, Indicator(dimension=section, name="新增")))
    assert names(after)[:3] == [names(FILING)[0], "新增", names(FILING)[1]]
    assert after["p1"].form.indicators[1].id not in {"", *(row.id for row in FORM.indicators)}


@pytest.mark.parametrize(("index", "place"), [(-5, 0), (99, 4)])
def test_a_position_outside_the_table_means_its_nearer_end(index, place) -> None:
    after = apply(FILING, InsertRow("p1", FUNDING, index, FundingRow(source="债券资金")))
    assert after["p1"].form.funding[place].source == "债券资金"


def test_two_rows_never_share_an_id() -> None:
    with pytest.raises(ValueError, match=FORM.indicators[0].id):
        apply(FILING, InsertRow("p1", INDICATORS, 0, Indicator(id=FORM.indicators[0].id)))


def test_a_removed_row_is_gone_and_the_others_keep_their_order() -> None:
    after = apply(FILING, RemoveRow("p1", INDICATORS, FORM.indicators[1].id))
    assert names(after) == [names(FILING)[0], *names(FILING)[2:]]


def test_a_moved_row_changes_places_and_nothing_else() -> None:
    after = apply(FILING, MoveRow("p1", INDICATORS, FORM.indicators[0].id, 2))
    assert names(after)[:3] == [names(FILING)[1], names(FILING)[2], names(FILING)[0]]
    assert sorted(names(after)) == sorted(names(FILING))


@pytest.mark.parametrize(("row", "index"), [(0, 0), (0, -3), (-1, 999)])
def test_a_row_moved_to_where_it_stands_changes_nothing(row, index) -> None:
    assert apply(FILING, MoveRow("p1", INDICATORS, FORM.indicators[row].id, index)) is FILING


def test_a_project_is_added_behind_the_others_and_its_rows_get_ids() -> None:
    form = Form(indicators=(Indicator(dimension="产出指标", name="培训人数"),))
    after = apply(FILING, AddProject(Project("neu", form)))
    assert list(after.projects) == ["p1", "p2", "neu"]
    assert after["neu"].form.indicators[0].id
    assert after["neu"].form.dimensions == (Dimension("产出指标", ""),)


def test_a_project_is_not_added_twice() -> None:
    with pytest.raises(ValueError, match="p1"):
        apply(FILING, AddProject(example_project(1)))


def test_a_removed_project_is_gone_and_the_others_stay() -> None:
    after = apply(FILING, RemoveProject("p1"))
    assert list(after.projects) == ["p2"]
    assert after["p2"] is FILING["p2"]


def test_a_whole_form_takes_the_place_of_another() -> None:
    after = apply(FILING, ReplaceForm("p1", example_forms()[4]))
    assert after["p1"].form == example_forms()[4]
    assert apply(after, ReplaceForm("p1", after["p1"].form)) is after


def test_what_is_kept_beside_the_form_can_be_changed() -> None:
    after = apply(FILING, ChangeProject("p1", {"state": "signed"}))
    assert after["p1"].state == "signed"
    assert after["p1"].form is FORM
    assert apply(after, ChangeProject("p1", {"state": "signed"})) is after


def test_a_batch_is_its_edits_one_after_the_other() -> None:
    edits = (
        SetCell(cell("/total/score"), "98"),
        RemoveRow("p1", INDICATORS, FORM.indicators[0].id),
        RemoveProject("p2"),
    )
    step_by_step = FILING
    for edit in edits:
        step_by_step = apply(step_by_step, edit)
    assert apply(FILING, Batch(edits)) == step_by_step
    assert apply(FILING, Batch(())) is FILING


@pytest.mark.parametrize(
    "edit",
    [
        SetCell(Cell("nobody", HEAD, "", "project_name"), "字"),
        SetCell(Cell("p1", INDICATORS, "gone", "name"), "字"),
        RemoveRow("p1", INDICATORS, "gone"),
        MoveRow("p1", INDICATORS, "gone", 0),
        RemoveProject("nobody"),
        ChangeProject("nobody", {}),
        Batch((SetCell(Cell("p1", HEAD, "", "project_name"), "字"), RemoveProject("nobody"))),
    ],
)
def test_an_edit_of_something_that_is_not_there_is_refused_whole(edit) -> None:
    before = dict(FILING.projects)
    with pytest.raises(KeyError):
        apply(FILING, edit)
    assert FILING.projects == before


def test_a_filing_cannot_be_changed_in_place() -> None:
    after = apply(FILING, SetCell(cell("/total/score"), "98"))
    with pytest.raises(TypeError):
        after.projects["p1"] = after["p2"]  # type: ignore[index]
    with pytest.raises(TypeError):
        after["p1"].origins[DIMENSIONS, "d1", "name"] = "repaired"  # type: ignore[index]
    assert read(replace(FORM), cell("/total/score")) == FORM.total.score


def test_a_new_row_takes_over_nothing_that_was_kept_of_a_removed_one():
    """The next new row may get the id of a removed last one; it inherited the reviewer's score."""
    filing = example_filing(1)
    last = filing["p1"].form.indicators[-1].id
    beside = {
        "waivers": (Waiver("B03", Cell("p1", INDICATORS, last, "actual"), "情况属实"),),
        "review": (ReviewMark(INDICATORS, last, "3", "扣分"),),
    }
    kept = apply(filing, ChangeProject("p1", beside))
    after = apply(kept, RemoveRow("p1", INDICATORS, last))
    assert (after["p1"].waivers, after["p1"].review) == ((), ())
    others = apply(kept, RemoveRow("p1", INDICATORS, filing["p1"].form.indicators[0].id))
    assert (others["p1"].waivers, others["p1"].review) == (beside["waivers"], beside["review"])
