"""Merging: what nobody changed stays, what one changed is taken, and no typed text vanishes unseen."""

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_gui.core.compare import compare
from perfeval_gui.core.edits import Edit, InsertRow, RemoveRow, SetCell, apply
from perfeval_gui.core.fields import FIELDS, Field
from perfeval_gui.core.form import INDICATORS, ROW_BLOCKS, Cell, Form, Indicator, rows_of
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


_NAMES = ("道路里程", "培训人次", "群众满意", "设备购置")
_TEXTS = ("target", "actual", "score", "variance_note")


@st.composite
def rows_exchanged(draw, mark: str) -> Form:
    """Work on the last indicators: removed, and others put in their places; every text begins with the mark."""
    filing = example_filing(1)
    for number in range(draw(st.integers(1, 8))):
        rows = filing["p1"].form.indicators
        what = draw(st.sampled_from(("remove", "insert", "write")))
        if what == "remove":
            edit: Edit = RemoveRow("p1", INDICATORS, rows[-1].id)
        elif what == "insert":
            name = f"{mark}{draw(st.sampled_from(_NAMES))}{number}"
            edit = InsertRow("p1", INDICATORS, len(rows), Indicator(rows[-1].dimension, "", name))
        else:
            cell = Cell("p1", INDICATORS, draw(st.sampled_from(rows[-3:])).id, draw(st.sampled_from(_TEXTS)))
            edit = SetCell(cell, f"{mark}写的{number}")
        filing = apply(filing, edit)
    return filing["p1"].form


@settings(max_examples=150)
@given(rows_exchanged("甲"), rows_exchanged("乙"))
def test_no_new_row_takes_a_text_of_the_other_side(mine, theirs):
    for row in merge(BASE, mine, theirs).form.indicators:
        marks = {text[0] for name in ("name", *_TEXTS) if (text := getattr(row, name)) and text[0] in "甲乙"}
        assert not (row.name.startswith(("甲", "乙")) and len(marks) > 1)


@settings(max_examples=40)
@given(worked_on(), worked_on())
def test_comparing_says_nothing_only_where_nothing_differs(one, other):
    assert (compare(one, other) == ()) == (one == other)
