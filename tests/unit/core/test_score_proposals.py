"""Scores proposed for the rows that have none: what the card says, ticked only where nothing is to be judged."""

from dataclasses import replace

import pytest

from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Filing, Form, Indicator, Project
from perfeval_gui.core.proposals import as_one_edit
from perfeval_gui.core.score_proposals import score_proposals
from perfeval_gui.resources import profile


def project(**row: str) -> Project:
    indicator = Indicator("产出指标", "数量指标", id="i1", **{"name": "举办培训班", "weight": "10", **row})
    return Project(id="p1", form=Form(indicators=(indicator,)))


@pytest.mark.parametrize(
    ("target", "actual", "score", "ticked"),
    [
        ("≥12个", "12个", "10", True),
        ("≥12个", "10个", "8.33", True),
        ("≤5万元", "6万元", "8.33", True),
        ("≥12个", "≥12个", "10", False),
        ("提升效果明显", "达成年度指标", "10", False),
    ],
)
def test_a_blank_score_is_what_the_card_says(target: str, actual: str, score: str, ticked: bool) -> None:
    found = score_proposals(project(target=target, actual=actual), profile())
    assert [(item.before, item.after, item.ticked) for item in found] == [("", score, ticked)]
    assert actual in found[0].reason


@pytest.mark.parametrize(
    "row",
    [
        {"target": "≥12个", "actual": "12个", "score": "9"},
        {"target": "≥12个", "actual": ""},
        {"target": "≥12个", "actual": "12个", "weight": ""},
        {"target": "社会反响良好", "actual": "社会反响良好"},
    ],
)
def test_nothing_is_proposed_over_a_score_or_without_knowing(row: dict[str, str]) -> None:
    assert score_proposals(project(**row), profile()) == ()


def test_what_is_agreed_is_written_as_computed() -> None:
    before = project(target="≥12个", actual="12个", score="  ")
    after = apply(Filing({"p1": before}), as_one_edit(score_proposals(before, profile())))["p1"]
    assert after.form.indicators[0].score == "10"
    assert after.origins["indicators", "i1", "score"] == "computed"
    assert score_proposals(replace(after, origins={}), profile()) == ()
