"""Undo and redo: a step back is the filing as it was, whatever was opened in between."""

from collections.abc import Sequence
from types import MappingProxyType

from perfeval_gui.core.edits import AddProject, RemoveProject, SetCell, apply
from perfeval_gui.core.form import Filing, cell_at
from perfeval_gui.core.history import History
from tests.examples import example_filing, example_project

FILING = example_filing()


def typed(filing: Filing, text: str, project: str = "p1") -> Filing:
    return apply(filing, SetCell(cell_at(filing[project], "/total/score"), text))


def test_a_step_back_and_forward_ends_where_it_began() -> None:
    history, after = History(), typed(FILING, "98")
    history.record(FILING, after, "输入")
    assert (history.undo_label, history.redo_label) == ("输入", None)
    assert history.undo(after) == FILING
    assert (history.undo_label, history.redo_label) == (None, "输入")
    assert history.redo(FILING) == after


def test_with_nothing_to_take_back_the_filing_stays_the_same() -> None:
    history = History()
    assert history.undo(FILING) is FILING
    assert history.redo(FILING) is FILING


def test_what_changes_nothing_is_no_step() -> None:
    history = History()
    history.record(FILING, FILING, "输入")
    history.record(FILING, Filing(MappingProxyType(dict(FILING.projects))), "输入")
    assert history.undo_label is None


def test_a_new_step_forgets_what_had_been_taken_back() -> None:
    history, first = History(), typed(FILING, "1")
    history.record(FILING, first, "一")
    history.undo(first)
    history.record(FILING, typed(FILING, "2"), "二")
    assert history.redo_label is None
    assert history.undo_label == "二"


def record_typing(history: History, keys: Sequence[object]) -> Filing:
    filing = FILING
    for number, key in enumerate(keys):
        after = typed(filing, f"9{number}")
        history.record(filing, after, f"输入{number}", key)
        filing = after
    return filing


def test_what_is_typed_into_one_cell_in_one_sitting_is_one_step() -> None:
    history = History()
    last = record_typing(history, ["cell", "cell", "cell"])
    assert history.undo_label == "输入0"
    assert history.undo(last) == FILING
    assert history.undo_label is None
    assert history.redo(FILING) == last


def test_another_cell_or_no_key_begins_a_step_of_its_own() -> None:
    for keys in (["cell", "other"], [None, None], ["cell", None]):
        history = History()
        last = record_typing(history, keys)
        assert history.undo(last) == typed(FILING, "90")


def test_a_closed_step_takes_nothing_more() -> None:
    history = History()
    history.close_step()
    first = typed(FILING, "1")
    history.record(FILING, first, "一", "cell")
    history.close_step()
    history.close_step()
    second = typed(first, "2")
    history.record(first, second, "二", "cell")
    assert history.undo(second) == first


def test_text_typed_and_taken_back_by_hand_leaves_nothing_to_undo() -> None:
    history = History()
    old = FILING["p1"].form.total.score
    there = typed(FILING, "1")
    history.record(FILING, there, "一", "cell")
    history.record(there, typed(there, old), "二", "cell")
    assert history.undo_label is None


def test_a_removed_project_comes_back_and_an_added_one_goes() -> None:
    history = History()
    less = apply(FILING, RemoveProject("p1"))
    history.record(FILING, less, "删除项目")
    assert history.undo(less) == FILING
    more = apply(FILING, AddProject(example_project(3)))
    history.record(FILING, more, "新建项目")
    assert history.undo(more) == FILING
    assert history.redo(FILING) == more


def test_drafts_opened_between_steps_stay_open() -> None:
    history, after = History(), typed(FILING, "98")
    history.record(FILING, after, "输入")
    opened = Filing(MappingProxyType({**after.projects, "p3": example_project(3)}))
    back = history.undo(opened)
    assert back["p1"] == FILING["p1"]
    assert back["p3"] is opened["p3"]
