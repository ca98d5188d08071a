"""The session: the one writer, and everyone who listens hears of every change once."""

import pytest

from perfeval_gui.core.edits import AddProject, RemoveProject, SetCell
from perfeval_gui.core.form import cell_at
from perfeval_gui.session import Change, Session
from tests.examples import example_project


@pytest.fixture
def session() -> Session:
    session = Session()
    session.load([example_project(1), example_project(2)])
    return session


def typing(session: Session, text: str, project: str = "p1") -> SetCell:
    return SetCell(cell_at(session.filing[project], "/total/score"), text)


def heard(session: Session) -> list[Change]:
    changes: list[Change] = []
    session.on_change(changes.append)
    return changes


def test_opened_drafts_are_there_and_cannot_be_undone(session) -> None:
    assert list(session.filing.projects) == ["p1", "p2"]
    assert session.undo() is None
    assert session.undo_label is None


def test_a_draft_opened_again_does_not_overwrite_what_was_typed(session) -> None:
    session.do(typing(session, "98"), "输入")
    changes = heard(session)
    session.load([example_project(1)])
    assert session.filing["p1"].form.total.score == "98"
    assert changes == []


def test_a_listener_hears_what_was_and_what_is_and_which_projects_differ(session) -> None:
    before, changes = session.filing, heard(session)
    assert session.do(typing(session, "98"), "输入")
    assert changes == [Change(before, session.filing, ("p1",))]


def test_an_edit_that_changes_nothing_is_no_step_and_not_told(session) -> None:
    changes = heard(session)
    assert not session.do(typing(session, session.filing["p1"].form.total.score), "输入")
    assert changes == []
    assert session.undo_label is None


def test_an_edit_of_something_that_is_gone_changes_nothing(session) -> None:
    edit, before = typing(session, "98"), session.filing
    session.do(RemoveProject("p1"), "删除项目")
    session.undo()
    assert session.filing == before
    session.do(RemoveProject("p1"), "删除项目")
    with pytest.raises(KeyError):
        session.do(edit, "输入")
    assert "p1" not in session.filing


def test_undo_and_redo_name_the_step_and_tell_the_listeners(session) -> None:
    start = session.filing
    session.do(typing(session, "98"), "输入得分")
    typed, changes = session.filing, heard(session)
    assert session.undo_label == "输入得分"
    assert session.undo() == "输入得分"
    assert session.filing == start
    assert session.redo_label == "输入得分"
    assert session.redo() == "输入得分"
    assert session.redo() is None
    assert session.filing == typed
    assert [change.touched for change in changes] == [("p1",), ("p1",)]


def test_a_removed_and_an_added_project_are_both_told(session) -> None:
    changes = heard(session)
    session.do(AddProject(example_project(3)), "新建项目")
    session.do(RemoveProject("p2"), "删除项目")
    assert [change.touched for change in changes] == [("p3",), ("p2",)]


def test_typing_in_one_sitting_is_one_step_until_it_is_closed(session) -> None:
    for text in ("9", "98"):
        session.do(typing(session, text), "输入", "score")
    session.close_step()
    session.do(typing(session, "98.5"), "输入", "score")
    session.undo()
    assert session.filing["p1"].form.total.score == "98"
    session.undo()
    assert session.filing["p1"].form.total.score == example_project(1).form.total.score


def test_a_command_takes_in_the_text_of_an_open_editor_first(session) -> None:
    session.before_command(lambda: session.do(typing(session, "97"), "输入"))
    session.settle()
    assert session.filing["p1"].form.total.score == "97"
