"""目标—指标对照: numbers of the goals beside the rows of the same noun."""

from dataclasses import replace
from decimal import Decimal

import pytest

from perfeval_gui.core.form import Form, Goal, Indicator
from perfeval_gui.core.goals import figures_in, goal_items, goal_numbers
from tests.examples import example_forms


def test_the_seven_courses_of_form_1_stand_beside_the_target_of_twelve() -> None:
    first = goal_numbers(example_forms()[0])[0]
    assert (first.field, first.clause, first.number, first.unit) == (
        "expected",
        "举办专题培训班",
        Decimal(7),
        "个",
    )
    assert (first.row, first.value, first.agrees, first.is_sure) == (0, "≥12个", False, True)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1：办班7个；　2.规范清理；3.选拔2名", ["办班7个", "规范清理", "选拔2名"]),
        ("1.新建2400平方米；3.2024年11月完工", ["新建2400平方米", "2024年11月完工"]),
        ("举办培训班；走访慰问。", ["举办培训班", "走访慰问"]),
        ("（一）甲项（二）乙项", ["甲项", "乙项"]),
        ("", []),
    ],
)
def test_a_goal_is_taken_apart(text: str, items: list[str]) -> None:
    assert list(goal_items(text)) == items


def test_counts_are_found_and_years_days_and_document_numbers_are_not() -> None:
    text = "落实某财农〔2024〕12号文件，2024年12月底前举办培训班10期，培训近6千名学员，亮灯率98%"
    assert [(str(number), unit) for _, number, unit in figures_in(text)] == [
        ("10", "期"),
        ("6000", "千名"),
        ("98", "%"),
    ]


def test_a_number_that_another_row_has_is_no_contradiction() -> None:
    rows = (
        Indicator(name="培训女性学员", target="≥200人次", actual="210人次"),
        Indicator(name="培训学员人次", target="≥600人次", actual="612人次"),
    )
    form = Form(goal=Goal("培训学员600人次", "培训学员612人次"), indicators=rows)
    assert [found.agrees for found in goal_numbers(form)] == [True, True]


def test_a_number_in_another_unit_is_left_alone() -> None:
    form = Form(goal=Goal("举办培训班7个"), indicators=(Indicator(name="举办培训班", target="≥12期"),))
    (found,) = goal_numbers(form)
    assert found.row is None


def test_the_achieved_text_is_held_against_the_actual_values() -> None:
    form = Form(
        goal=Goal("", "维护路灯1.1万盏"),
        indicators=(Indicator(name="维护路灯数量", target="≥1万盏", actual="1.2万盏"),),
    )
    (found,) = goal_numbers(form)
    assert (found.number, found.value, found.agrees) == (Decimal("1.1"), "1.2万盏", False)
    same = replace(form, goal=Goal("", "维护路灯12000盏"))
    assert goal_numbers(same)[0].agrees
