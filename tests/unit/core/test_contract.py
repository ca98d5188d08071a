"""The contract's JSON: what goes out comes in again, and what is no form is told from one that is."""

import copy
import json

import pytest

from perfeval_gui.core.contract import NotAFormError, form_from_json, form_to_json
from perfeval_gui.core.form import ROW_BLOCKS, Extra, Form, rows_of
from tests.examples import EXPECTED, example_forms

OBJECTS = json.loads(EXPECTED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(7))
def test_an_example_comes_out_as_it_went_in(number) -> None:
    assert form_to_json(form_from_json(OBJECTS[number])) == OBJECTS[number]


def test_every_row_that_comes_in_has_an_id() -> None:
    for form in example_forms():
        assert all(row.id for block in ROW_BLOCKS for row in rows_of(form, block))


def test_no_row_id_goes_out() -> None:
    assert '"id"' not in json.dumps(form_to_json(example_forms()[0]))


def test_optional_keys_stand_only_where_they_say_something() -> None:
    plain = form_to_json(Form())
    assert "funding_unit" not in plain
    assert "extra" not in plain
    form = Form(funding_unit="元", extra=(Extra("/total/score", "复核分", "92"),))
    full = form_to_json(form)
    assert full["funding_unit"] == "元"
    assert full["extra"] == [{"after": "/total/score", "label": "复核分", "text": "92"}]
    assert form_from_json(full) == form


def broken(change):
    value = copy.deepcopy(OBJECTS[0])
    change(value)
    return value


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ([], "/"),
        ("文字", "/"),
        (None, "/"),
        (broken(lambda form: form.pop("total")), "/total"),
        (broken(lambda form: form.update(grade="优")), "/grade"),
        (broken(lambda form: form.update({7: "优"})), "/7"),
        (broken(lambda form: form.update(note=None)), "/note"),
        (broken(lambda form: form.update(funding_unit=1)), "/funding_unit"),
        (broken(lambda form: form.update(indicators={})), "/indicators"),
        (broken(lambda form: form["indicators"].insert(3, "行")), "/indicators/3"),
        (broken(lambda form: form["indicators"][2].pop("actual")), "/indicators/2/actual"),
        (broken(lambda form: form["indicators"][2].update(weight=10)), "/indicators/2/weight"),
        (broken(lambda form: form["indicators"][2].update(id="i3")), "/indicators/2"),
        (broken(lambda form: form.update(goal="目标")), "/goal"),
        (broken(lambda form: form["sign_off"].pop("phone")), "/sign_off/phone"),
    ],
)
def test_what_is_no_form_is_refused_with_its_place(value, where) -> None:
    with pytest.raises(NotAFormError) as refused:
        form_from_json(value)
    assert str(refused.value) == where
