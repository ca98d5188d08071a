"""Amounts in 元 become 万元 exactly, all or none, and only when somebody asks for it."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from perfeval_gui.core.conversion import ConversionError, to_wan
from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Filing, FundingRow, Project, is_in_wan
from tests.examples import example_project


def in_unit(unit: str, *amounts: str) -> Project:
    project = example_project()
    rows = tuple(
        FundingRow("年度资金总额", amount, amount, amount, "10", "100%", "10", id=f"f{number}")
        for number, amount in enumerate(amounts)
    )
    return replace(project, form=replace(project.form, funding=rows, funding_unit=unit))


def converted(project: Project) -> Project:
    filing = Filing(MappingProxyType({project.id: project}))
    return apply(filing, to_wan(project))[project.id]


@pytest.mark.parametrize(
    ("unit", "written", "wan"),
    [
        ("元", "1518000", "151.8"),
        ("元", "1,518,000.55", "151.800055"),
        ("元", "１００００", "1"),
        ("元", "0", "0"),
        ("千元", "1518", "151.8"),
        ("百元", "1", "0.01"),
        ("百万元", "2", "200"),
        ("千万元", "0.5", "500"),
        ("亿元", "0.01518", "151.8"),
        (" 元 ", "10000", "1"),
    ],
)
def test_an_amount_is_shifted_exactly_and_loses_its_unit(unit, written, wan) -> None:
    after = converted(in_unit(unit, written)).form
    assert (after.funding[0].initial_budget, after.funding[0].outturn) == (wan, wan)
    assert after.funding_unit == ""


def test_weights_rates_and_scores_are_left_alone() -> None:
    row = converted(in_unit("元", "20000")).form.funding[0]
    assert (row.weight, row.execution_rate, row.score) == ("10", "100%", "10")


@pytest.mark.parametrize("nothing", ["", "—", "/", "　"])
def test_a_cell_that_says_nothing_stays_as_it_is(nothing) -> None:
    assert converted(in_unit("元", nothing)).form.funding[0].outturn == nothing


@pytest.mark.parametrize("unit", ["", "万元", "万 元"])
def test_amounts_in_wan_stay_as_typed(unit) -> None:
    assert is_in_wan(unit)
    after = converted(in_unit(unit, "50.00")).form
    assert after.funding[0].revised_budget == "50.00"
    assert after.funding_unit == ""


def test_a_converted_cell_says_that_it_was_computed() -> None:
    assert converted(in_unit("元", "10000")).origins["funding", "f0", "outturn"] == "computed"


def test_one_amount_that_is_no_number_keeps_the_whole_table_as_it_is() -> None:
    with pytest.raises(ConversionError, match=r"年度资金总额.*年初预算数.*约5万"):
        to_wan(in_unit("元", "10000", "约5万"))


def test_an_unknown_unit_is_refused_by_name() -> None:
    assert not is_in_wan("美元")
    with pytest.raises(ConversionError, match="美元"):
        to_wan(in_unit("美元", "100"))
