"""复核: second scores and remarks beside a form that stays as it was handed in."""

from dataclasses import replace
from decimal import Decimal

from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Filing, Project, ReviewMark
from perfeval_gui.core.review import (
    in_words,
    review_lines,
    review_sheet,
    review_sums,
    set_mark,
    with_review,
)
from perfeval_gui.drafts import codec
from perfeval_gui.resources import profile
from tests.examples import example_project

RULES = profile()


def marked(project: Project, *marks: tuple[int, str, str]) -> Project:
    filing = Filing({project.id: project})
    for number, field, text in marks:
        mark = review_lines(filing[project.id], RULES)[number].mark
        filing = apply(filing, set_mark(filing[project.id], mark.block, mark.row, field, text))
    return filing[project.id]


def test_the_execution_row_every_indicator_and_the_whole_form_can_be_remarked_on() -> None:
    project = example_project(1)
    lines = review_lines(project, RULES)
    assert [line.name for line in lines] == [
        "预算执行率",
        *(row.name for row in project.form.indicators),
        "整张表",
    ]


def test_rows_without_a_second_score_count_as_the_form_says() -> None:
    project = marked(example_project(4), (1, "score", "8"))
    sums = review_sums(review_lines(project, RULES), RULES)
    assert (sums.own, sums.reviewed, sums.marked) == (Decimal(100), Decimal(98), 1)
    assert in_words(sums) == (
        "自评得分合计 100；复核分合计 98，等级“优”（已复核 1／10 行，其余 9 行按自评得分计）。"
    )


def test_a_review_never_changes_the_form() -> None:
    before = example_project(4)
    after = marked(before, (0, "score", "9.74"), (1, "remark", "请补充证明材料"))
    assert after.form is before.form
    assert len(after.review) == 2


def test_a_mark_without_texts_is_none() -> None:
    project = marked(example_project(4), (1, "score", "8"), (1, "score", ""))
    assert project.review == ()


def test_a_second_score_that_cannot_be_is_doubted_and_kept_as_typed() -> None:
    project = marked(example_project(4), (1, "score", "12"), (2, "score", "良好"), (3, "score", "-1"))
    lines = review_lines(project, RULES)
    assert lines[1].doubt == "复核分 12 不在 0 到 10 分之间"
    assert lines[2].doubt == "复核分“良好”不是数，合计按自评得分计"
    assert lines[3].doubt.startswith("复核分 -1 不在")
    assert lines[2].mark.score == "良好"
    assert not lines[4].doubt


def test_a_review_is_kept_in_the_draft_and_a_draft_without_stays_the_same_bytes() -> None:
    plain = example_project(4)
    reviewed = marked(plain, (1, "score", "8"), (1, "remark", "扣2分"))
    assert codec.decode(codec.encode(reviewed)) == reviewed
    assert b"review" not in codec.encode(plain)


def test_what_the_reviewer_sent_stands_where_both_wrote() -> None:
    project = example_project(4)
    mine = replace(
        project, review=(ReviewMark("indicators", "i1", "9", ""), ReviewMark("total", "", "", "旧"))
    )
    theirs = replace(project, review=(ReviewMark("indicators", "i1", "8", "扣2分"),))
    assert with_review(mine, theirs) == (
        ReviewMark("indicators", "i1", "8", "扣2分"),
        ReviewMark("total", "", "", "旧"),
    )


def test_the_sheet_shows_both_scores_the_remarks_and_where_to_sign() -> None:
    project = marked(
        example_project(4), (1, "score", "8"), (1, "remark", "扣2分"), (-1, "remark", "基本属实")
    )
    grid = review_sheet(project, RULES)
    texts = [box.text for box in grid.boxes]
    assert {"8", "扣2分", "基本属实", "98"} <= set(texts)
    assert not any("\t" in text for text in texts)
    assert grid.tail[-1].text.startswith("复核人：")
