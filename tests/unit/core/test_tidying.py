"""整理文字: all that is mechanical, cell by cell, until a second time finds nothing."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from hypothesis import given, settings

from perfeval_gui.core.checks.reading import Context
from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Filing, Project, with_row_ids
from perfeval_gui.core.proposals import Proposal, as_one_edit
from perfeval_gui.core.tidying import tidied
from perfeval_gui.resources import profile
from tests.examples import example_project
from tests.property.forms import forms

CONTEXT = Context(profile(), date(2025, 8, 1))


def after(project: Project, proposals: tuple[Proposal, ...]) -> Project:
    return apply(Filing(MappingProxyType({project.id: project})), as_one_edit(proposals))[project.id]


def test_the_first_example_is_tidied_in_one_go() -> None:
    project = example_project(1)
    form = after(project, tidied(project, CONTEXT)).form
    assert "\u3000" not in form.goal.expected
    assert form.goal.expected.startswith("1.举办专题培训班7个；2.规范")
    assert form.indicators[0].name == "举办专题培训班"
    assert "≦" not in "".join(row.target + row.actual for row in form.indicators)


def test_each_change_says_why() -> None:
    assert all(item.reason and item.before != item.after for item in tidied(example_project(1), CONTEXT))


def test_numbers_and_words_stay_as_they_are() -> None:
    project = example_project(4)
    form = after(project, tidied(project, CONTEXT)).form
    assert [row.weight for row in form.indicators] == [row.weight for row in project.form.indicators]
    assert form.funding == project.form.funding


def test_checks_that_are_switched_off_tidy_nothing() -> None:
    project = example_project(1)
    off = frozenset({"F01", "F02", "F03", "F04", "F05", "F06", "F08", "F10", "F11", "F13", "F14"})
    rules = replace(profile(), checks_off=off)
    assert tidied(project, replace(CONTEXT, profile=rules)) == ()


@settings(max_examples=25)
@given(forms)
def test_what_is_tidy_stays_as_it_is(form) -> None:
    project = Project("p", with_row_ids(form))
    once = after(project, tidied(project, CONTEXT))
    assert tidied(once, CONTEXT) == ()
