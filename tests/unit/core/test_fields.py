"""The table of fields and the form agree with each other."""

from dataclasses import fields

import pytest

from perfeval_gui.core.fields import FIELDS, Kind, cells_of, field_of, label_of
from perfeval_gui.core.form import (
    DIMENSIONS,
    EXTRA,
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Dimension,
    Extra,
    Form,
    FundingRow,
    Goal,
    Indicator,
    SignOff,
    Total,
    pointer,
)
from tests.examples import example_project

RECORDS = {
    FUNDING: FundingRow,
    GOAL: Goal,
    DIMENSIONS: Dimension,
    INDICATORS: Indicator,
    TOTAL: Total,
    SIGN_OFF: SignOff,
    EXTRA: Extra,
}


@pytest.mark.parametrize(("block", "record"), RECORDS.items())
def test_every_field_of_a_record_is_in_the_table(block, record) -> None:
    names = {item.name for item in fields(record)} - {"id"}
    assert {item.name for item in FIELDS if item.block == block} == names


def test_every_text_of_the_head_is_in_the_table() -> None:
    names = {item.name for item in fields(Form)} - set(RECORDS)
    assert {item.name for item in FIELDS if item.block == HEAD} == names


def test_a_field_stands_in_the_table_once() -> None:
    addresses = [(item.block, item.name) for item in FIELDS]
    assert len(addresses) == len(set(addresses))


def test_a_cell_knows_its_label_and_its_kind() -> None:
    cell = Cell("p", FUNDING, "f1", "execution_rate")
    assert label_of(cell) == "执行率"
    assert field_of(cell).kind is Kind.RATE


def test_a_whole_form_has_no_label() -> None:
    assert label_of(Cell("p", HEAD, "", "")) == ""
    assert field_of(Cell("p", INDICATORS, "i1", "")) is None


def test_the_texts_of_a_form_are_listed_in_reading_order_without_the_labels_that_rows_share() -> None:
    project = example_project(4)
    places = [pointer(project.form, cell) for cell in cells_of(project)]
    assert len(set(places)) == len(places)
    order = [
        "/project_name",
        "/funding/0/outturn",
        "/funding/1/outturn",
        "/goal/expected",
        "/indicators/0/name",
    ]
    order += ["/indicators/0/variance_note", "/indicators/1/name", "/total/score", "/sign_off/phone"]
    assert [places.index(where) for where in order] == sorted(places.index(where) for where in order)
    assert not any(where.endswith(("/category", "/dimension")) for where in places)
