"""The table of fields and the form agree with each other."""

from dataclasses import fields

import pytest

from perfeval_gui.core.fields import FIELDS, Kind, field_of, label_of
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
)

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
