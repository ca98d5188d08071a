"""Rates, scores and sums of a form, half up to two places."""

from dataclasses import replace
from decimal import Decimal

import pytest

from perfeval_gui.core.form import Form, FundingRow
from perfeval_gui.core.scoring import (
    computed_rate,
    computed_score,
    execution_rate,
    execution_score,
    grade_of,
    total_funding_row,
    totals_of,
)
from perfeval_gui.resources import profile
from tests.examples import example_forms


def test_form_4_was_executed_to_97_44_percent_and_scores_9_74() -> None:
    row = total_funding_row(example_forms()[3], profile())
    assert computed_rate(row) == Decimal("97.44")
    assert computed_score(row, profile()) == Decimal("9.74")


def test_nothing_budgeted_gives_no_rate() -> None:
    assert execution_rate(Decimal(5), Decimal(0)) is None
    assert execution_score(Decimal(5), Decimal(0), Decimal(10)) is None


@pytest.mark.parametrize(
    ("outturn", "budget", "score"),
    [("102.59", "100", "10"), ("-5", "100", "0"), ("10.77", "100", "1.08"), ("0.5", "3", "1.67")],
)
def test_the_execution_score_stays_between_nought_and_the_weight(
    outturn: str, budget: str, score: str
) -> None:
    assert execution_score(Decimal(outturn), Decimal(budget), Decimal(10)) == Decimal(score)


def test_words_in_the_amounts_give_no_rate_and_no_score() -> None:
    row = FundingRow(revised_budget="约50", outturn="50")
    assert computed_rate(row) is None
    assert computed_score(row, profile()) is None


def test_a_row_without_weight_is_scored_by_the_profiles() -> None:
    row = FundingRow(revised_budget="100", outturn="50")
    assert computed_score(row, profile()) == 5
    assert computed_score(row, profile("hubei-2020")) == 10


def test_the_total_row_is_known_by_its_label_and_else_is_the_first() -> None:
    first, total = FundingRow(source="财政拨款"), FundingRow(source="年度资金\n总额")
    assert total_funding_row(Form(funding=(first, total)), profile()) is total
    assert total_funding_row(Form(funding=(first,)), profile()) is first
    assert total_funding_row(Form(), profile()) is None


def test_form_1_adds_up_to_110_points_without_an_execution_score() -> None:
    totals = totals_of(example_forms()[0], profile())
    assert [(item.name, item.weight, item.printed) for item in totals.sections] == [
        ("产出指标", Decimal(60), Decimal(50)),
        ("效益指标", Decimal(35), Decimal(30)),
        ("满意度指标", Decimal(5), Decimal(10)),
    ]
    assert totals.weight == 110
    assert not totals.execution_scored
    assert totals.score == 100


def test_a_section_without_rows_is_not_summed_and_words_count_as_nothing() -> None:
    form = example_forms()[0]
    rows = tuple(replace(row, weight="五分") for row in form.indicators if row.dimension == "效益指标")
    totals = totals_of(replace(form, indicators=rows), profile())
    assert [(item.name, item.weight) for item in totals.sections] == [("效益指标", Decimal(0))]


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("60", "中"), ("59.9", "差"), ("-1", "")],
)
def test_grades_by_the_bands(score: str, grade: str) -> None:
    assert grade_of(Decimal(score), profile()) == grade
