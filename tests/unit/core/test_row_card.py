"""得分明细卡: the sum written out, what the form says beside it, and what goes into the reason."""

from dataclasses import replace
from decimal import Decimal

from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Cell, Filing, Form, Indicator, Project, with_row_ids
from perfeval_gui.core.row_card import UNREADABLE, RowCard, reason_edit, row_card
from perfeval_gui.resources import profile
from tests.examples import example_project


def project_with(**row: str) -> Project:
    indicator = Indicator(dimension="产出指标", category="数量指标", name="1、举办培训班", id="r1", **row)
    return Project("p", with_row_ids(Form(indicators=(indicator,))))


def card(project: Project) -> RowCard | None:
    return row_card(project, Cell("p", "indicators", "r1", "actual"), profile())


def test_a_target_missed_is_written_out_and_held_against_the_form() -> None:
    found = card(project_with(target="≥12个", actual="10个", weight="10", score="10"))
    assert found is not None
    assert found.sentence == "目标 ≥12个，实际 10个，10×10/12 = 8.33"
    assert found.verdict == "表中写 10 分，应为 8.33 分。"
    assert found.score == Decimal("8.33")
    assert found.title == "举办培训班"
    assert found.source == "财预〔2020〕10号"


def test_the_reverse_rule_is_said_to_be_local() -> None:
    found = card(project_with(target="≤10万元", actual="20万元", weight="10", score="5"))
    assert found is not None
    assert (found.source, found.verdict) == ("地方口径", "表中写 5 分，相符。")


def test_tiers_leave_the_choice_within_their_bounds() -> None:
    found = card(
        project_with(target="有所提高", actual="部分达成年度指标并具有一定效果", weight="10", score="")
    )
    assert found is not None
    assert found.score is None
    assert found.verdict == "表中没有填得分，应为 6～8 分。"


def test_what_cannot_be_compared_is_said_to_be_left_to_people() -> None:
    found = card(project_with(target="长期", actual="良好", weight="10", score="10"))
    assert found is not None
    assert found.sentence == UNREADABLE
    assert reason_edit(found, "") is None


def test_the_execution_row_of_form_four_shows_rate_and_score() -> None:
    project = example_project(4)
    cell = Cell("p4", "funding", project.form.funding[0].id, "score")
    found = row_card(project, cell, profile())
    assert found is not None
    assert found.sentence == "执行率 4.56÷4.68 = 97.44%，得分 10×97.44% = 9.74"
    assert found.verdict == "表中写 10 分，应为 9.74 分。"
    assert found.reason_cell is None


def test_rows_that_get_no_score_have_no_card() -> None:
    project = example_project(4)
    assert row_card(project, Cell("p4", "funding", project.form.funding[1].id, "score"), profile()) is None
    assert row_card(project, Cell("p4", "goal", "", "expected"), profile()) is None


def test_the_sentence_goes_behind_the_reason_once() -> None:
    project = project_with(
        target="≥12个", actual="10个", weight="10", score="8.33", variance_note="受汛期影响"
    )
    found = card(project)
    assert found is not None
    edit = reason_edit(found, "受汛期影响")
    assert edit is not None
    after = apply(Filing({"p": project}), edit)["p"].form.indicators[0].variance_note
    assert after == "受汛期影响；目标 ≥12个，实际 10个，10×10/12 = 8.33。"
    assert reason_edit(found, after) is None
    assert reason_edit(replace(found, sentence="另一句"), "已写。").text == "已写。另一句。"
