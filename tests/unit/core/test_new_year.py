"""Rolled over to the new year: results are gone, plans stay, left-over years are listed or moved on."""

import json
from pathlib import Path

import pytest

from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Form
from perfeval_gui.core.new_year import rolled_over

DATA = Path(__file__).resolve().parents[2] / "data"
FORMS = [
    form_from_json(item)
    for item in json.loads((DATA / "2024-forms.expected.json").read_text(encoding="utf-8"))
]


def changed(form: Form, **texts: str) -> Form:
    value = json.loads(json.dumps({"target": "≥1次", "name": "修路", **texts}))
    row = {
        **dict.fromkeys(("dimension", "category", "actual", "weight", "score", "variance_note"), ""),
        **value,
    }
    base = json.loads((DATA / "2024-forms.expected.json").read_text(encoding="utf-8"))[0]
    return form_from_json({**base, "indicators": [row]})


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.project_name)
def test_what_was_reached_is_cleared_and_what_was_planned_stays(form: Form) -> None:
    fresh = rolled_over(form, "2025").form
    assert (fresh.fiscal_year, fresh.goal.achieved, fresh.total.score, fresh.sign_off.filed_on) == (
        "2025",
        "",
        "",
        "",
    )
    assert {(row.actual, row.score, row.variance_note) for row in fresh.indicators} == {("", "", "")}
    assert {(row.outturn, row.execution_rate, row.score) for row in fresh.funding} == {("", "", "")}
    kept = [(row.dimension, row.category, row.name, row.target, row.weight) for row in form.indicators]
    assert [
        (row.dimension, row.category, row.name, row.target, row.weight) for row in fresh.indicators
    ] == kept
    budgets = [(row.source, row.initial_budget, row.revised_budget, row.weight) for row in form.funding]
    assert [
        (row.source, row.initial_budget, row.revised_budget, row.weight) for row in fresh.funding
    ] == budgets
    assert (fresh.goal.expected, fresh.note, fresh.sign_off.phone) == (
        form.goal.expected,
        form.note,
        form.sign_off.phone,
    )


def test_a_left_over_deadline_is_listed_at_its_cell_and_stays() -> None:
    result = rolled_over(changed(FORMS[0], target="2024年12月31日前完成"), "2025")
    assert result.form.indicators[0].target == "2024年12月31日前完成"
    assert [(note.form, note.where) for note in result.notes] == [(0, "/indicators/0/target")]
    assert "2025年12月31日前完成" in result.notes[0].message


def test_with_shift_years_the_deadline_moves_on_and_is_still_listed() -> None:
    result = rolled_over(changed(FORMS[0], target="2024年12月31日前完成"), "2025", shift_years=True)
    assert result.form.indicators[0].target == "2025年12月31日前完成"
    assert [note.where for note in result.notes] == ["/indicators/0/target"]


@pytest.mark.parametrize(
    "text",
    [
        "按财预〔2020〕10号执行",
        "落实《2024年工作要点》",
        "2023-2026年完成",
        "GB/T 19001-2016",
        "≥2024人",
        "5-10年",
    ],
)
def test_numbers_that_are_no_left_over_year_are_never_moved(text: str) -> None:
    result = rolled_over(changed(FORMS[0], name=text), "2025", shift_years=True)
    assert result.form.indicators[0].name == text


def test_rolling_over_twice_to_the_same_year_changes_nothing_more() -> None:
    once = rolled_over(FORMS[0], "2025", shift_years=True).form
    assert rolled_over(once, "2025", shift_years=True).form == once
