"""The form and its addresses: a cell is found by what it is, never by where it stands."""

from dataclasses import replace

import pytest

from perfeval_gui.core.form import (
    DIMENSIONS,
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Form,
    FundingRow,
    Indicator,
    cell_at,
    next_row_id,
    pointer,
    read,
    row_index,
    rows_of,
    with_row_ids,
    write,
)
from tests.examples import example_filing, example_forms, example_project

CELLS = [
    ("/project_name", HEAD, None),
    ("/funding/0/execution_rate", FUNDING, "100%"),
    ("/goal/expected", GOAL, None),
    ("/dimensions/1/points", DIMENSIONS, "30"),
    ("/indicators/0/category", INDICATORS, "数量指标"),
    ("/total/weight", TOTAL, "100"),
    ("/sign_off/preparer", SIGN_OFF, "张三"),
]


@pytest.mark.parametrize(("where", "block", "text"), CELLS)
def test_a_pointer_and_its_cell_name_the_same_text(where, block, text) -> None:
    project = example_project(4)
    cell = cell_at(project, where)
    assert (cell.project, cell.block) == ("p4", block)
    assert pointer(project.form, cell) == where
    assert text is None or read(project.form, cell) == text


@pytest.mark.parametrize("where", ["", "/funding", "/goal", "/total", "/indicators/2"])
def test_a_pointer_may_name_a_whole_block_or_row(where) -> None:
    project = example_project()
    cell = cell_at(project, where)
    assert cell.field == ""
    assert pointer(project.form, cell) == where


@pytest.mark.parametrize(
    "where",
    [
        "/indicators/99/name",
        "/indicators/-1/name",
        "/indicators/²/name",
        "/indicators/一/name",
        "/indicators/0/nothing",
        "/goal/nothing",
        "/goal/expected/more",
        "/project_name/0",
        "/nothing",
        "project_name",
    ],
)
def test_a_pointer_to_nothing_is_refused(where) -> None:
    with pytest.raises(KeyError):
        cell_at(example_project(), where)


def test_writing_a_cell_leaves_all_others_alone() -> None:
    form = example_forms()[3]
    cell = Cell("p", INDICATORS, form.indicators[2].id, "actual")
    written = write(form, cell, "12人")
    assert read(written, cell) == "12人"
    assert written.funding is form.funding
    assert [row for row in written.indicators if row not in form.indicators] == [written.indicators[2]]


@pytest.mark.parametrize("where", [where for where, _, _ in CELLS])
def test_writing_what_is_there_already_changes_nothing(where) -> None:
    project = example_project(4)
    cell = cell_at(project, where)
    assert write(project.form, cell, read(project.form, cell)) is project.form


def test_an_address_stays_with_its_row_when_rows_before_it_change() -> None:
    form = example_forms()[0]
    cell = Cell("p", INDICATORS, form.indicators[1].id, "name")
    shorter = replace(form, indicators=form.indicators[1:])
    assert read(shorter, cell) == read(form, cell)
    assert pointer(shorter, cell) == "/indicators/0/name"


@pytest.mark.parametrize("function", [read, pointer])
def test_a_row_that_is_gone_is_not_mistaken_for_another(function) -> None:
    form = example_forms()[0]
    cell = Cell("p", INDICATORS, form.indicators[0].id, "name")
    with pytest.raises(KeyError):
        function(replace(form, indicators=form.indicators[1:]), cell)


def test_forms_are_equal_by_their_texts_whatever_their_rows_are_called() -> None:
    assert Form(funding=(FundingRow(source="其他资金", id="a"),)) == Form(
        funding=(FundingRow(source="其他资金", id="b"),)
    )


def test_every_row_gets_an_id_of_its_own_and_keeps_the_one_it_has() -> None:
    rows = (Indicator(name="一", id="i2"), Indicator(name="二"), Indicator(name="三"))
    ids = [row.id for row in with_row_ids(Form(indicators=rows)).indicators]
    assert ids[0] == "i2"
    assert "" not in ids
    assert len(set(ids)) == 3


def test_a_form_whose_rows_have_ids_is_returned_as_it_is() -> None:
    form = example_forms()[0]
    assert with_row_ids(form) is form


def test_a_new_row_never_takes_the_id_of_another() -> None:
    form = Form(indicators=(Indicator(id="i2"), Indicator(id="i5")))
    assert next_row_id(form, INDICATORS) not in {"i2", "i5"}
    crowded = Form(indicators=(Indicator(id="i3"), Indicator(id="i4")))
    assert next_row_id(crowded, INDICATORS) not in {"i3", "i4"}


def test_rows_are_found_by_block_and_id() -> None:
    form = example_forms()[0]
    assert rows_of(form, FUNDING) is form.funding
    assert row_index(form, FUNDING, form.funding[2].id) == 2


def test_a_filing_gives_its_projects_by_id() -> None:
    filing = example_filing()
    assert filing["p2"].form is example_forms()[1]
    assert "p1" in filing
    assert "p9" not in filing
    with pytest.raises(KeyError):
        filing["p9"]
