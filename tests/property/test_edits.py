"""Whatever is done can be undone to the start, done again to the end, and never breaks the form."""

import contextlib
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_gui.core.edits import Edit, apply
from perfeval_gui.core.fields import FIELDS
from perfeval_gui.core.form import ROW_BLOCKS, Filing, read, rows_of
from perfeval_gui.core.text import is_clean
from perfeval_gui.errors import ProjectLockedError
from perfeval_gui.session import Session
from tests.examples import example_project
from tests.property.forms import cells_of, edits

BLOCKS = {item.block for item in FIELDS}


def opened() -> Session:
    session = Session()
    session.load([example_project(1), example_project(2)])
    return session


def work(session: Session, data: st.DataObject, steps: int = 8) -> list[Filing]:
    """Do a few edits and return the filing after each that changed something."""
    states = [session.filing]
    for _ in range(data.draw(st.integers(1, steps))):
        edit: Edit = data.draw(edits(session.filing))
        key = data.draw(st.sampled_from([None, None, "sitting"]))
        with contextlib.suppress(ProjectLockedError):  # a signed form says no, and nothing has changed
            if session.do(edit, "编辑", key):
                states.append(session.filing)
    return states


@settings(max_examples=25)
@given(st.data())
def test_undoing_every_edit_returns_to_the_start_and_redoing_to_the_end(data) -> None:
    session = opened()
    states = work(session, data)
    while session.undo():
        assert session.filing in states
    assert session.filing == states[0]
    while session.redo():
        assert session.filing in states
    assert session.filing == states[-1]


@settings(max_examples=25)
@given(st.data())
def test_no_edit_changes_a_filing_that_someone_still_holds(data) -> None:
    session = opened()
    start = session.filing
    texts = [read(project.form, cell) for project in start.projects.values() for cell in cells_of(project)]
    work(session, data)
    assert texts == [
        read(project.form, cell) for project in start.projects.values() for cell in cells_of(project)
    ]


@settings(max_examples=25)
@given(st.data())
def test_after_any_edits_every_row_has_an_id_and_every_text_is_one_that_a_document_can_hold(data) -> None:
    session = opened()
    work(session, data)
    for project in session.filing.projects.values():
        for block in ROW_BLOCKS:
            counts = Counter(row.id for row in rows_of(project.form, block))
            assert "" not in counts
            assert set(counts.values()) <= {1}
        assert all(is_clean(read(project.form, cell)) for cell in cells_of(project))


@settings(max_examples=25)
@given(st.data())
def test_after_any_edits_every_row_stands_under_a_section_that_is_listed(data) -> None:
    session = opened()
    work(session, data)
    for project in session.filing.projects.values():
        listed = {dimension.name for dimension in project.form.dimensions}
        assert {row.dimension for row in project.form.indicators} <= listed


@settings(max_examples=25)
@given(st.data())
def test_projects_that_an_edit_does_not_name_stay_the_very_same(data) -> None:
    session = opened()
    work(session, data, 3)
    before = session.filing
    edit = data.draw(edits(before, depth=0))
    after = apply(before, edit)
    touched = [key for key in before.projects if after.projects.get(key) is not before.projects[key]]
    assert len(touched) <= 1
