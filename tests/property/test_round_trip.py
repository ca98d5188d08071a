"""What is exported is read back the same: Word, Excel and JSON, whatever was typed."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_gui import resources
from perfeval_gui.core.form import Form, Project
from perfeval_gui.core.layout.sheet import printed
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.files.json_writer import json_bytes
from perfeval_gui.files.reading import read_bytes
from perfeval_gui.files.xlsx_writer import xlsx_bytes
from tests.examples import example_forms
from tests.property.forms import texts

PROFILE = resources.profile()
WRITERS = {
    "docx": lambda form: docx_bytes([Project("p1", form)], lambda _: PROFILE),
    "xlsx": lambda form: xlsx_bytes([Project("p1", form)], lambda _: PROFILE),
    "json": json_bytes,
}
# Invisible signs, such as the soft hyphen, are taken out on import.
visible = texts.filter(lambda text: not any(unicodedata.category(sign) == "Cf" for sign in text))
EDITABLE = ("target", "actual", "weight", "score", "variance_note", "name")


def as_printed(form: Form) -> Form:
    def row(item):
        return replace(
            item,
            **{
                name: printed(getattr(item, name)) for name in type(item).__dataclass_fields__ if name != "id"
            },
        )

    return replace(
        form,
        funding=tuple(map(row, form.funding)),
        indicators=tuple(map(row, form.indicators)),
        goal=row(form.goal),
        total=row(form.total),
        sign_off=row(form.sign_off),
        project_name=printed(form.project_name),
    )


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("number", range(7))
def test_every_example_comes_back_as_it_was_exported(kind: str, number: int) -> None:
    form = example_forms()[number]
    (read,) = read_bytes(WRITERS[kind](form), f"form.{kind}").forms
    assert as_printed(read) == as_printed(form)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@given(data=st.data())
@settings(max_examples=40)
def test_typed_values_come_back_from_word_and_excel(kind: str, data: st.DataObject) -> None:
    form = example_forms()[data.draw(st.integers(0, 6))]
    index = data.draw(st.integers(0, len(form.indicators) - 1))
    field = data.draw(st.sampled_from(EDITABLE))
    value = data.draw(
        st.one_of(
            visible, st.decimals(0, 1000, places=2).map(str), st.integers(0, 100).map(lambda n: f"{n}.50%")
        )
    )
    row = replace(form.indicators[index], **{field: value})
    changed = replace(form, indicators=(*form.indicators[:index], row, *form.indicators[index + 1 :]))
    (read,) = read_bytes(WRITERS[kind](changed), f"form.{kind}").forms
    assert printed(getattr(read.indicators[index], field)) == printed(value)
