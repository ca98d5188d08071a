"""F1 texts: every field of the form has its rule, example and common mistake."""

import re

import pytest

from perfeval_gui.core.fields import FIELDS, Field
from perfeval_gui.core.form import Cell
from perfeval_gui.resources import field_help


@pytest.mark.parametrize("field", FIELDS, ids=lambda item: f"{item.block or 'form'}.{item.name}")
def test_every_field_has_its_help(field: Field) -> None:
    text = field_help(Cell("p", field.block, "", field.name))
    assert text is not None
    assert len(text.rule) >= 10
    assert text.example
    assert text.mistake


@pytest.mark.parametrize("field", FIELDS, ids=lambda item: f"{item.block or 'form'}.{item.name}")
def test_no_help_quotes_an_article(field: Field) -> None:
    """Articles are not known by heart here; a number that is not in the rules would be an invention."""
    assert not re.search(
        r"第[一二三四五六七八九十0-9]+条|〔[0-9]{4}〕",
        str(field_help(Cell("p", field.block, "", field.name))),
    )


def test_a_whole_form_has_none() -> None:
    assert field_help(Cell("p", "", "", "")) is None
