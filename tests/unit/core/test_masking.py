"""What is published shows no phone number, and names only where they may stand."""

from dataclasses import replace

import pytest

from perfeval_gui.core.contract import form_to_json
from perfeval_gui.core.form import Form, Goal, Indicator, Project, SignOff, with_row_ids
from perfeval_gui.core.masking import public_form, sensitive_cells
from tests.examples import example_forms


@pytest.mark.parametrize(
    ("phone", "covered"),
    [
        ("13800000000", "138****0000"),
        ("138 0000 0000", "138****0000"),
        ("027-87654321", "027-******21"),
        ("13800000000、13900000001", "138****0000、139****0001"),
        ("无", "无"),
        ("", ""),
    ],
)
def test_the_phone_is_covered(phone: str, covered: str) -> None:
    assert public_form(Form(sign_off=SignOff("张三", "2025年8月19日", phone))).sign_off == SignOff(
        "张三", "2025年8月19日", covered
    )


def test_numbers_of_persons_are_covered_in_every_text() -> None:
    form = Form(
        goal=Goal("联系人13800000000"),
        indicators=(Indicator(variance_note="身份证110101190001010010，见附件"),),
    )
    covered = public_form(form)
    assert covered.goal.expected == "联系人138****0000"
    assert covered.indicators[0].variance_note == "身份证110***************，见附件"


def test_the_preparers_name_is_covered_by_choice_wherever_it_stands() -> None:
    form = Form(goal=Goal("由张三牵头，欧阳小四配合"), sign_off=SignOff(preparer="张三、欧阳小四"))
    assert public_form(form).sign_off.preparer == "张三、欧阳小四"
    covered = public_form(form, names=True)
    assert covered.sign_off.preparer == "张*、欧***"
    assert covered.goal.expected == "由张*牵头，欧***配合"


def test_nothing_else_of_a_form_changes() -> None:
    for form in example_forms():
        covered = public_form(form)
        assert covered.sign_off.phone == "138****0000"
        assert replace(covered, sign_off=form.sign_off) == form


def test_amounts_and_dates_are_no_phone_numbers() -> None:
    form = Form(project_name="2024年12月31日 1234567.89", indicators=(Indicator(target="20241231"),))
    assert public_form(form) == form


def test_rows_keep_their_ids() -> None:
    form = with_row_ids(Form(indicators=(Indicator(name="甲"),)))
    assert public_form(form).indicators[0].id == form.indicators[0].id


def test_places_to_look_at_before_publication_are_named_with_their_reason() -> None:
    form = with_row_ids(
        Form(
            goal=Goal(achieved="慰问住院老干部5人"),
            indicators=(Indicator(actual="6222021234567890123"), Indicator(name="110101190001010010")),
        )
    )
    found = [(cell.block, cell.field, reason) for cell, reason in sensitive_cells(Project("p1", form))]
    assert found == [
        ("goal", "achieved", "涉及个人健康（住院）"),
        ("indicators", "actual", "像银行账号"),
        ("indicators", "name", "像身份证号"),
    ]


def test_the_public_copy_holds_no_trace_of_the_number() -> None:
    assert "13800000000" not in str(form_to_json(public_form(example_forms()[0])))
