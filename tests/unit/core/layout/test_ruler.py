"""The ruler says how full the page is, which row is one too many, and what could be shortened."""

from dataclasses import replace
from decimal import Decimal

import pytest

from perfeval_gui import resources
from perfeval_gui.core.form import Form, Indicator, Project, read, with_row_ids
from perfeval_gui.core.layout.ruler import Ruler, page_ruler
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import blank_form
from tests.examples import example_project

PROFILE = resources.profile()
OTHERS = ["培训"] * 6


def ruler_of(form: Form) -> Ruler:
    return page_ruler(lay_out(Project("p1", with_row_ids(form)), PROFILE), PROFILE.page)


def form_of(*names: str) -> Form:
    rows = tuple(Indicator("产出指标", "数量指标", name, "≥12个") for name in names)
    return replace(blank_form(PROFILE), indicators=rows)


def test_a_form_that_fits_says_how_full_the_page_is() -> None:
    ruler = ruler_of(example_project(4).form)
    assert ruler.over_row is None
    assert ruler.over_cell is None
    assert ruler.filled == pytest.approx(0.894, abs=0.002)
    assert ruler.sentence == "一页，10.5 磅字，已用 89%。"


def test_the_row_that_pushes_the_sign_off_over_is_the_first_that_does() -> None:
    form = form_of(*["培训"] * 30)
    ruler = ruler_of(form)
    assert ruler.over_row is not None
    fits = replace(form, indicators=form.indicators[: ruler.over_row - 11])
    assert ruler_of(fits).over_row is None
    assert ruler_of(replace(form, indicators=form.indicators[: ruler.over_row - 8])).over_row is not None
    assert ruler.over_cell.block == "indicators"
    assert ruler.over_name == "培训"
    assert "字号缩到 8.5 磅" in ruler.sentence


def test_smaller_letters_gain_more_at_every_step_and_say_where_it_fits() -> None:
    sizes = ruler_of(example_project(1).form).sizes
    gains = [squeeze.gain_pt for squeeze in sizes]
    assert gains == sorted(gains)
    assert [squeeze.label.endswith("（一页放得下）") for squeeze in sizes] == [False] * 4 + [True] * 3
    assert sizes[0].label == "字号 10 磅、行距 13 磅"


def test_a_form_of_two_pages_is_told_before_it_is_exported() -> None:
    assert (
        ruler_of(form_of(*["培训"] * 60)).sentence == "一页放不下：按 9 磅字排成 2 页，总分与签字在同一页。"
    )


def test_two_characters_on_a_last_line_are_pointed_out_with_their_cell() -> None:
    form = form_of(*OTHERS, "组织全区党员干部参加培训班")
    ruler = ruler_of(form)
    (squeeze,) = ruler.texts
    assert squeeze.label == "“三级指标”（组织全区党员干部参加培训班）有一行只剩 2 个字，少写 2 个字可省一行"
    assert read(with_row_ids(form), squeeze.cell) == "组织全区党员干部参加培训班"
    assert squeeze.gain_pt == 10
    shorter = replace(
        form, indicators=(*form.indicators[:-1], replace(form.indicators[-1], name="组织全区党员干部参加培"))
    )
    assert ruler.fitted.height_pt - ruler_of(shorter).fitted.height_pt == pytest.approx(squeeze.gain_pt)


def test_a_line_that_other_cells_of_the_row_need_too_is_no_gain() -> None:
    form = form_of(*OTHERS, "组织全区党员干部参加培训班")
    both = replace(
        form, indicators=(*form.indicators[:-1], replace(form.indicators[-1], target="每月十日之前完成"))
    )
    assert len(ruler_of(form).texts) == 1
    assert ruler_of(both).texts == ()


def test_a_blank_line_inside_a_value_is_pointed_out() -> None:
    (squeeze,) = ruler_of(form_of(*OTHERS, "甲\n\n乙")).texts
    assert squeeze.label == "“三级指标”（甲乙）里有空行，去掉可省一行"
    assert squeeze.gain_pt == 14


def test_the_size_of_the_ruler_is_that_of_the_export() -> None:
    assert ruler_of(example_project(1).form).fitted.step.size == Decimal(8)


def test_every_row_has_a_name_by_which_a_reader_knows_it() -> None:
    form = form_of("开展全区党员干部教育培训班次数量和质量")
    names = ruler_of(form).names
    assert "其中：当年财政拨款" in names
    assert "开展全区党员干部教育培训班次数…" in names
    assert names[-1] == "总分"
