"""Where the keys lead in the form, without a window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_gui.core.form import cell_at, pointer
from perfeval_gui.core.layout import moves
from perfeval_gui.core.layout.grid import Box
from perfeval_gui.core.layout.screen import screen_grid
from perfeval_gui.resources import profile
from tests.examples import example_project

PROJECT = example_project(1)
GRID = screen_grid(PROJECT, profile())


def at(where: str) -> tuple[int, int]:
    cell = cell_at(PROJECT, where)
    box = next(box for box in GRID.boxes if box.cell == cell)
    return box.row, box.column


def name(box: Box | None) -> str:
    return pointer(PROJECT.form, box.cell) if box and box.cell else ""


@pytest.mark.parametrize(
    ("start", "way", "end"),
    [
        ("/indicators/0/name", {"down": 1}, "/indicators/17/name"),
        ("/indicators/17/name", {"down": -1}, "/indicators/0/name"),
        ("/indicators/0/name", {"right": 1}, "/indicators/0/score"),
        ("/indicators/0/weight", {"right": -1}, "/dimensions/0/points"),
        ("/indicators/17/score", {"down": 1}, "/total/score"),
    ],
)
def test_ctrl_and_an_arrow_lead_to_the_end_of_what_is_filled(
    start: str, way: dict[str, int], end: str
) -> None:
    assert name(moves.at_edge(GRID, *at(start), **way)) == end


def test_home_and_end_stay_in_the_row_unless_the_whole_form_is_meant() -> None:
    row, _ = at("/indicators/1/actual")
    assert name(moves.at_end(GRID, row, first=False, whole=False)) == "/indicators/1/variance_note"
    assert name(moves.at_end(GRID, row, first=True, whole=True)) == "/fiscal_year"


@given(st.sampled_from([box for box in GRID.boxes if box.cell]), st.sampled_from([1, -1]))
def test_every_step_ends_on_another_cell_and_leads_back(box: Box, direction: int) -> None:
    following = moves.in_reading_order(GRID, box.row, box.column, direction)
    if following is None:
        return
    assert following.cell
    assert moves.in_reading_order(GRID, following.row, following.column, -direction) == box


@given(st.sampled_from(GRID.boxes), st.sampled_from([{"down": 1}, {"down": -1}, {"right": 1}, {"right": -1}]))
def test_the_cursor_never_jumps_backwards(box: Box, way: dict[str, int]) -> None:
    found = moves.at_edge(GRID, box.row, box.column, **way)
    if found is None:
        return
    assert found.cell
    down, right = way.get("down", 0), way.get("right", 0)
    assert (found.row - box.row) * down > 0 or (found.column - box.column) * right > 0
