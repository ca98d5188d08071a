"""Checking grows with the rows, not with their square: counted in calls, so that a busy machine does not matter."""

import cProfile
import pstats
from dataclasses import replace
from datetime import date

from perfeval_gui.core.checks.catalogue import Context, check_filing, check_project
from perfeval_gui.core.form import Filing, Form, Project, with_row_ids
from perfeval_gui.resources import profile
from tests.examples import example_forms

CONTEXT = Context(profile(), date(2025, 9, 1))


def form_of(rows: int) -> Form:
    base = example_forms()[0]
    made = []
    for index in range(rows):
        row = base.indicators[index % len(base.indicators)]
        made.append(
            replace(row, id="", name=f"{row.name}第{index}类", actual=row.actual.replace("1", str(index)))
        )
    return with_row_ids(replace(base, indicators=tuple(made)))


def calls_for(rows: int) -> int:
    project = Project("p", form_of(rows))
    check_project(project, CONTEXT)
    profiler = cProfile.Profile()
    profiler.enable()
    check_project(project, CONTEXT)
    profiler.disable()
    return int(pstats.Stats(profiler).total_calls)  # type: ignore[attr-defined]


def test_ten_times_the_rows_cost_little_more_than_ten_times_the_calls() -> None:
    assert calls_for(400) <= 12 * calls_for(40)


def test_a_form_of_2000_rows_and_a_unit_of_120_forms_come_to_an_end() -> None:
    assert check_project(Project("p", form_of(2000)), CONTEXT)
    small = form_of(6)
    projects = {
        f"p{number}": Project(f"p{number}", replace(small, project_name=f"第{number}号项目经费"), number)
        for number in range(120)
    }
    assert check_filing(Filing(projects), CONTEXT)
