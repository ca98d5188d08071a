"""Where pasted cells go, and when the clerk is asked first."""

from dataclasses import replace
from types import MappingProxyType

from perfeval_gui.core.clipboard import Block
from perfeval_gui.core.edits import Batch, apply
from perfeval_gui.core.form import Cell, Filing, Form, Project, cell_at, read
from perfeval_gui.core.layout.grid import Box, Grid
from perfeval_gui.core.layout.screen import screen_grid
from perfeval_gui.core.pasting import Pasting, edits_of, pasting
from perfeval_gui.resources import profile
from tests.examples import example_project

PROJECT = example_project(1)


def place(where: str, project: Project = PROJECT) -> tuple[Grid, Box]:
    grid = screen_grid(project, profile())
    wanted = cell_at(project, where)
    return grid, next(box for box in grid.boxes if box.cell == wanted)


def plan(rows: list[list[str | None]], *places: str, project: Project = PROJECT) -> Pasting:
    grid, first = place(places[0], project)
    selected = [place(where, project)[1] for where in places]
    return pasting(Block(tuple(map(tuple, rows))), project, grid, selected, first.row, first.column)


def after(found: Pasting, project: Project = PROJECT) -> Form:
    edits = Batch(edits_of(found.changes, found.rows, project))
    return apply(Filing(MappingProxyType({project.id: project})), edits)[project.id].form


def blank(*places: str) -> Project:
    project = PROJECT
    for where in places:
        cell = cell_at(project, where)
        filing = apply(Filing(MappingProxyType({project.id: project})), Batch(()))
        form = filing[project.id].form
        rows = tuple(
            replace(row, **{cell.field: ""}) if row.id == cell.row else row for row in form.indicators
        )
        project = replace(project, form=replace(form, indicators=rows))
    return project


def test_one_cell_goes_in_at_once_even_over_a_text() -> None:
    found = plan([["15个"]], "/indicators/0/actual")
    assert not found.asks
    assert after(found).indicators[0].actual == "15个"


def test_one_cell_fills_all_that_is_selected_and_asks_before_it_overwrites() -> None:
    found = plan([["完成"]], "/indicators/0/actual", "/indicators/2/actual")
    assert found.asks
    assert [row.actual for row in after(found).indicators[:3:2]] == ["完成", "完成"]


def test_a_block_goes_into_blank_cells_at_once() -> None:
    project = blank("/indicators/0/actual", "/indicators/1/actual")
    found = plan([["1个"], ["2个"]], "/indicators/0/actual", project=project)
    assert not found.asks
    assert [row.actual for row in after(found, project).indicators[:2]] == ["1个", "2个"]


def test_a_block_over_typed_texts_asks() -> None:
    assert plan([["1个", "1个"]], "/indicators/0/target").overwritten == 2


def test_texts_of_last_year_may_be_replaced_without_asking() -> None:
    origins = {("indicators", PROJECT.form.indicators[n].id, "actual"): "last_year" for n in range(2)}
    project = replace(PROJECT, origins=MappingProxyType(origins))
    assert not plan([["1个"], ["2个"]], "/indicators/0/actual", project=project).asks


def test_a_block_larger_than_the_selection_asks() -> None:
    found = plan([["1"], ["2"], ["3"]], "/indicators/0/actual", "/indicators/1/actual")
    assert found.is_larger
    assert found.asks


def test_a_copied_header_row_is_left_out() -> None:
    found = plan([["年度指标值", "实际完成值", "分值"], ["≥1个", "1个", "7"]], "/indicators/0/target")
    row = after(found).indicators[0]
    assert (row.target, row.actual, row.weight) == ("≥1个", "1个", "7")
    assert found.headers == 1
    assert found.asks


def test_indicators_that_go_beyond_the_last_become_new_rows_and_never_the_total() -> None:
    last = len(PROJECT.form.indicators) - 1
    found = plan([["甲", "≥1个"], ["乙", "≥2个"], ["丙", "≥3个"]], f"/indicators/{last}/name")
    form = after(found)
    assert [(row.name, row.target) for row in form.indicators[last:]] == [
        ("甲", "≥1个"),
        ("乙", "≥2个"),
        ("丙", "≥3个"),
    ]
    assert form.indicators[-1].category == form.indicators[last].category
    assert form.total == PROJECT.form.total
    assert found.asks


def test_a_merged_cell_of_the_source_keeps_the_columns_in_step() -> None:
    found = plan([["数量", "甲"], [None, "乙"]], "/indicators/0/category")
    form = after(found)
    assert [row.name for row in form.indicators[:2]] == ["甲", "乙"]
    assert {row.category for row in form.indicators[:5]} == {"数量"}, (
        "the merged label stands for all its rows"
    )


def test_a_label_repeated_in_every_row_falls_on_the_merged_one() -> None:
    found = plan([["数量指标", "甲"], ["数量指标", "乙"]], "/indicators/0/category")
    assert found.left_over == 0
    assert [row.name for row in after(found).indicators[:2]] == ["甲", "乙"]


def test_what_has_no_place_is_counted_and_asked_about() -> None:
    found = plan([["说明", "多余", "多余"]], "/indicators/0/variance_note")
    assert found.left_over == 2
    assert found.asks


def test_nothing_changes_where_the_text_is_the_same() -> None:
    text = read(PROJECT.form, Cell(PROJECT.id, "indicators", PROJECT.form.indicators[0].id, "target"))
    assert plan([[text]], "/indicators/0/target").changes == ()
    assert plan([["产出指标\n(50分)"]], "/dimensions/0/points").changes == ()
