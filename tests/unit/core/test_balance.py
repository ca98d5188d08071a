"""指标平衡: every suggestion balances its section, the smallest change first, and nothing else changes."""

from dataclasses import replace
from decimal import Decimal

from perfeval_gui.core.balance import balance_edit, balance_suggestions
from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Dimension, Form, Indicator, with_row_ids
from perfeval_gui.core.quantities import parse_points
from perfeval_gui.core.scoring import totals_of
from perfeval_gui.resources import profile
from tests.examples import example_filing, example_forms


def form(points: str, *weights: str, **more: str) -> Form:
    rows = tuple(
        Indicator(dimension="产出指标", name=f"第{n}项", weight=text, score=text)
        for n, text in enumerate(weights)
    )
    return with_row_ids(Form(dimensions=(Dimension("产出指标", points),), indicators=rows, **more))


def test_every_suggestion_for_the_seven_forms_balances_its_section() -> None:
    filing = example_filing(7)
    for project in filing.projects.values():
        wrong = [item for item in totals_of(project.form, profile()).sections if item.weight != item.printed]
        suggestions = balance_suggestions(project.form, profile())
        assert {item.dimension for item in suggestions} == {item.name for item in wrong}
        for suggestion in suggestions:
            after = apply(filing, balance_edit(project, suggestion))[project.id].form
            (section,) = [
                item for item in totals_of(after, profile()).sections if item.name == suggestion.dimension
            ]
            assert section.weight == section.printed == suggestion.points
            assert all(parse_points(row.weight) > 0 for row in after.indicators)


def test_the_fewest_rows_come_first() -> None:
    for example in example_forms():
        by_section: dict[str, list[int]] = {}
        for item in balance_suggestions(example, profile()):
            by_section.setdefault(item.dimension, []).append(len(item.changes))
        assert all(counts == sorted(counts) for counts in by_section.values())


def test_one_row_takes_the_gap_in_a_sentence() -> None:
    first = balance_suggestions(form("50", "20", "15", "10"), profile())[0]
    assert first.sentence == "只改一行：“第2项” 10 → 15"


def test_a_row_with_full_marks_keeps_full_marks_and_another_keeps_its_score() -> None:
    unbalanced = form("30", "20", "20")
    rows = (unbalanced.indicators[0], replace(unbalanced.indicators[1], score="12"))
    for suggestion in balance_suggestions(replace(unbalanced, indicators=rows), profile()):
        for change in suggestion.changes:
            assert change.score == (change.after if change.name == "第0项" else None)


def test_half_points_stay_half_points() -> None:
    suggestions = balance_suggestions(form("50", "12.5", "22.5", "10"), profile())
    assert suggestions
    assert all(change.after % Decimal("0.5") == 0 for item in suggestions for change in item.changes)


def test_a_balanced_section_and_one_that_cannot_be_summed_get_none() -> None:
    assert balance_suggestions(form("30", "20", "10"), profile()) == ()
    assert balance_suggestions(form("30", "20", "十分"), profile()) == ()


def test_without_printed_points_the_profiles_count() -> None:
    (first, *_) = balance_suggestions(form("", "20", "20"), profile())
    assert first.points == 50
