"""One address for everything: each text has a pointer, each pointer its text, and JSON keeps them all."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_gui.core.contract import NotAFormError, form_from_json, form_to_json
from perfeval_gui.core.form import cell_at, pointer, read, write
from tests.property.forms import cells_of, form_objects, forms, projects, texts


def text_at(value, where: str) -> object:
    """Follow a JSON pointer by the standard's own rules."""
    for part in where.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


@given(form_objects())
def test_a_form_survives_the_way_through_json(value) -> None:
    assert form_to_json(form_from_json(json.loads(json.dumps(value)))) == value


@given(forms)
def test_a_form_is_the_same_after_going_out_and_coming_in(form) -> None:
    assert form_from_json(form_to_json(form)) == form


@settings(max_examples=40)
@given(projects())
def test_every_cell_has_a_pointer_that_leads_back_to_it(project) -> None:
    cells = cells_of(project)
    pointers = [pointer(project.form, cell) for cell in cells]
    assert len(set(pointers)) == len(cells)
    assert [cell_at(project, where) for where in pointers] == cells


@settings(max_examples=40)
@given(projects())
def test_a_pointer_leads_to_the_same_text_in_the_json(project) -> None:
    value = {"funding_unit": "", **form_to_json(project.form)}
    for cell in cells_of(project):
        assert text_at(value, pointer(project.form, cell)) == read(project.form, cell)


@settings(max_examples=60)
@given(projects(), texts, st.data())
def test_what_is_written_into_a_cell_is_read_there_and_nowhere_else(project, text, data) -> None:
    cells = cells_of(project)
    cell = data.draw(st.sampled_from(cells))
    written = write(project.form, cell, text)
    for other in cells:
        assert read(written, other) == (text if other == cell else read(project.form, other))


@given(projects(), st.text(alphabet="/abcindorsfug0123²-~", max_size=16) | st.text(max_size=8))
def test_any_other_text_is_no_pointer_and_says_so(project, where) -> None:
    try:
        cell = cell_at(project, where)
    except KeyError:
        return
    if cell.field:
        read(project.form, cell)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(form_objects(), st.data())
def test_any_wrong_value_anywhere_is_refused_and_never_a_surprise(value, data) -> None:
    key = data.draw(st.sampled_from(sorted(value)))
    value[key] = data.draw(json_values)
    try:
        form = form_from_json(value)
    except NotAFormError:
        return
    assert form_to_json(form) == {name: item for name, item in value.items() if item or name not in OPTIONAL}


OPTIONAL = {"funding_unit", "extra"}
