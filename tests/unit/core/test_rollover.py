"""Last year's seven forms as this year's: the plan stays word for word, the results are gone."""

import json
from pathlib import Path

import pytest

from perfeval_gui.core.contract import form_from_json, form_to_json
from perfeval_gui.core.edits import Batch, InsertRow, RemoveRow, SetCell, apply
from perfeval_gui.core.fields import cells_of
from perfeval_gui.core.form import Cell, Filing, Form, Indicator, Project, read
from perfeval_gui.core.last_year import last_year_text
from perfeval_gui.core.origins import COMPUTED, LAST_YEAR, REPAIRED, TYPED, origin_of, with_origin
from perfeval_gui.core.rollover import Clearing, next_project, roll_over

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "2024-forms.expected.json"
FORMS = [form_from_json(value) for value in json.loads(EXAMPLES.read_text(encoding="utf-8"))]


def rolled(form: Form = FORMS[0]) -> Project:
    return next_project(Project("old", form, 3), "new", 9, "2025")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.project_name)
def test_results_are_cleared_and_everything_else_stays_as_it_was_written(form: Form) -> None:
    before, after = form_to_json(form), form_to_json(roll_over(form, "2025"))
    assert after["fiscal_year"] == "2025"
    for row in after["funding"]:
        assert (row["outturn"], row["execution_rate"], row["score"]) == ("", "", "")
    for row in after["indicators"]:
        assert (row["actual"], row["score"], row["variance_note"]) == ("", "", "")
    assert after["goal"]["achieved"] == after["total"]["score"] == after["sign_off"]["filed_on"] == ""
    for value in (before, after):
        value["fiscal_year"] = value["goal"]["achieved"] = value["total"]["score"] = ""
        value["sign_off"]["filed_on"] = ""
        for row in value["funding"]:
            row["outturn"] = row["execution_rate"] = row["score"] = ""
        for row in value["indicators"]:
            row["actual"] = row["score"] = row["variance_note"] = ""
    assert before == after


def test_what_is_not_to_be_cleared_stays() -> None:
    nothing = Clearing(results=False, scores=False, reasons=False, filing_date=False)
    kept = roll_over(FORMS[3], "2025", nothing)
    assert form_to_json(kept) == {**form_to_json(FORMS[3]), "fiscal_year": "2025"}


def test_budget_columns_are_cleared_only_when_asked() -> None:
    assert roll_over(FORMS[3], "2025").funding[0].initial_budget == "4.8"
    cleared = roll_over(FORMS[3], "2025", Clearing(budgets=True))
    assert {(row.initial_budget, row.revised_budget) for row in cleared.funding} == {("", "")}


def test_the_new_project_keeps_last_years_form_and_nothing_of_its_state() -> None:
    project = rolled()
    assert (project.id, project.position, project.state, project.waivers) == ("new", 9, "draft", ())
    assert project.previous == FORMS[0]


def test_every_carried_text_says_that_it_is_last_years() -> None:
    project = rolled()
    for cell in cells_of(project):
        text = read(project.form, cell)
        expected = TYPED if not text else COMPUTED if cell.field == "fiscal_year" else LAST_YEAR
        assert origin_of(project, cell) == expected, cell


def test_what_is_typed_over_is_no_longer_last_years() -> None:
    project = rolled()
    cell = Cell("new", "indicators", project.form.indicators[0].id, "target")
    after = apply(Filing({"new": project}), SetCell(cell, "≥15个"))["new"]
    assert origin_of(after, cell) == TYPED
    assert last_year_text(after, cell) == "≥12个"


def test_last_years_result_is_seen_beside_the_blank_cell() -> None:
    project = rolled(FORMS[3])
    row = project.form.indicators[0].id
    assert last_year_text(project, Cell("new", "indicators", row, "actual")) == "共19名"
    assert last_year_text(project, Cell("new", "funding", project.form.funding[0].id, "outturn")) == "4.56"
    assert last_year_text(project, Cell("new", "indicators", row, "target")) == ""  # the same this year


def test_a_new_row_shows_nothing_of_the_deleted_row_whose_number_it_got() -> None:
    project = rolled()
    last = project.form.indicators[-1]
    filing = apply(Filing({"new": project}), RemoveRow("new", "indicators", last.id))
    fresh = Indicator(last.dimension, last.category, name="新的指标", id=last.id)
    after = apply(filing, InsertRow("new", "indicators", len(project.form.indicators) - 1, fresh))["new"]
    cell = Cell("new", "indicators", last.id, "target")
    assert last_year_text(after, cell) == ""
    assert origin_of(after, cell) == TYPED


def test_a_project_that_was_not_rolled_over_has_no_last_year() -> None:
    project = Project("p", FORMS[0])
    assert all(last_year_text(project, cell) == "" for cell in cells_of(project))


def test_a_repair_notes_itself_but_not_over_an_origin_that_is_given() -> None:
    first, second = Cell("p", "total", "", "score"), Cell("p", "total", "", "weight")
    edit = with_origin(Batch((SetCell(first, "1"), SetCell(second, "2", COMPUTED))), REPAIRED)
    assert edit == Batch((SetCell(first, "1", REPAIRED), SetCell(second, "2", COMPUTED)))
