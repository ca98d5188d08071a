"""Merging: what nobody changed stays, what one changed is taken, and no typed text vanishes unseen."""

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_gui.core.compare import compare
from perfeval_gui.core.edits import apply
from perfeval_gui.core.fields import FIELDS, Field
from perfeval_gui.core.form import ROW_BLOCKS, Form, rows_of
from perfeval_gui.core.merge import merge
from tests.examples import example_filing
from tests.property.forms import edits


@st.composite
def worked_on(draw) -> Form:
    filing = example_filing(1)
    for _ in range(draw(st.integers(0, 5))):
        after = apply(filing, draw(edits(filing)))
        if "p1" in after:
            filing = after
    return filing["p1"].form


def texts(form: Form) -> set[str]:
    records: list[tuple[Field, object]] = [
        (item, row) for item in FIELDS if item.block in ROW_BLOCKS for row in rows_of(form, item.block)
    ]
    records += [
        (item, getattr(form, item.block) if item.block else form)
        for item in FIELDS
        if item.block not in ROW_BLOCKS
    ]
    return {getattr(record, item.name) for item, record in records}


BASE = example_filing(1)["p1"].form


@settings(max_examples=40)
@given(worked_on())
def test_what_only_one_touched_is_exactly_that_ones_form(form):
    for merged in (merge(BASE, form, BASE), merge(BASE, BASE, form), merge(BASE, form, form)):
        assert merged.conflicts == ()
        assert merged.form == form


@settings(max_examples=60)
@given(worked_on(), worked_on())
def test_every_text_that_either_typed_is_in_the_form_or_shown_as_a_conflict(mine, theirs):
    merged = merge(BASE, mine, theirs)
    shown = " ".join(text for item in merged.conflicts for text in (item.mine, item.theirs))
    there = texts(merged.form)
    for text in (texts(mine) | texts(theirs)) - texts(BASE):
        assert text in there or text in shown
    for block in ROW_BLOCKS:
        ids = [row.id for row in rows_of(merged.form, block)]
        assert len(ids) == len(set(ids))


@settings(max_examples=40)
@given(worked_on(), worked_on())
def test_comparing_says_nothing_only_where_nothing_differs(one, other):
    assert (compare(one, other) == ()) == (one == other)
