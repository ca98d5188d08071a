"""One page a form: the first size that fits, then two pages with the sign-off never alone."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from perfeval_gui import resources
from perfeval_gui.core.form import Dimension, Form, Goal, Indicator, Project, with_row_ids
from perfeval_gui.core.layout.pages import PageFit, fit
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import blank_form
from tests.examples import example_project

PROFILE = resources.profile()
TOP = 36


def fit_of(form: Form) -> PageFit:
    return fit(lay_out(Project("p1", with_row_ids(form)), PROFILE), PROFILE.page)


def form_of(indicators: int, name: str = "培训") -> Form:
    rows = tuple(
        Indicator("产出指标", "数量指标", name, "≥12个", "12个", "1", "1") for _ in range(indicators)
    )
    return replace(blank_form(PROFILE), dimensions=(Dimension("产出指标", "50"),), indicators=rows)


@pytest.mark.parametrize(
    ("number", "size", "bottom"),
    [(1, "8", 786), (2, "10.5", 756), (3, "10.5", 725), (4, "10.5", 714), (5, "10.5", 766), (6, "10.5", 769), (7, "10.5", 725)],
)  # fmt: skip
def test_the_2024_forms_fit_a_page_at_the_sizes_of_the_layout(number: int, size: str, bottom: int) -> None:
    fitted = fit(lay_out(example_project(number), PROFILE), PROFILE.page)
    assert fitted.is_one_page
    assert fitted.step.size == Decimal(size)
    assert fitted.height_pt + TOP == pytest.approx(bottom, abs=1)


SHORT = "培训"
USUAL = "开展全区党员干部教育培训班次"
LONG = "开展“上挂下派”交流机制，安排乡镇、区直单位干部双向交流锻炼"
GOAL = Goal("扎实推进各项工作，" * 166, "已完成全部培训任务。" * 150)


@pytest.mark.parametrize(
    ("name", "indicators", "size", "pages"),
    [
        (SHORT, 12, "10.5", 1), (SHORT, 24, "8.5", 1), (SHORT, 33, "8.5", 1), (SHORT, 60, "9", 2),
        (USUAL, 12, "10.5", 1), (USUAL, 24, "8.5", 1), (USUAL, 33, "8.5", 1), (USUAL, 60, "9", 3),
        (LONG, 12, "8.5", 1), (LONG, 24, "7.5", 1), (LONG, 33, "9", 3), (LONG, 60, "9", 4),
    ],
)  # fmt: skip
def test_longer_forms_take_smaller_letters_and_then_more_pages(
    name: str, indicators: int, size: str, pages: int
) -> None:
    fitted = fit_of(form_of(indicators, name))
    assert (fitted.step.size, len(fitted.pages)) == (Decimal(size), pages)


@pytest.mark.parametrize(("indicators", "size", "pages"), [(8, "7", 1), (12, "9", 2)])
def test_goals_of_1500_characters_take_the_same_ladder(indicators: int, size: str, pages: int) -> None:
    fitted = fit_of(replace(form_of(indicators), goal=GOAL))
    assert (fitted.step.size, len(fitted.pages)) == (Decimal(size), pages)


def test_every_row_stands_on_the_pages_once_and_in_order() -> None:
    fitted = fit_of(form_of(200))
    slices = [part for page in fitted.pages for part in page]
    assert [part.row for part in slices] == list(range(len(fitted.rows)))
    assert all(part.height == fitted.rows[part.row] for part in slices)
    assert len(fitted.pages) > 2


def test_the_last_indicator_and_the_total_stand_with_the_sign_off() -> None:
    for indicators in range(38, 90):
        fitted = fit_of(form_of(indicators))
        last = fitted.pages[-1]
        assert [part.row for part in last][-2:] == [len(fitted.rows) - 2, len(fitted.rows) - 1]
        assert sum(part.height for part in last) + fitted.tail <= fitted.limit


def test_no_page_holds_more_than_its_height() -> None:
    fitted = fit_of(form_of(150, "开展“上挂下派”交流机制，安排乡镇、区直单位干部双向交流锻炼"))
    for index, page in enumerate(fitted.pages):
        above = fitted.head if index == 0 else 0
        assert above + sum(part.height for part in page) <= fitted.limit


def test_a_row_that_no_page_can_hold_goes_on_on_the_next_by_whole_lines() -> None:
    fitted = fit_of(replace(form_of(12), goal=Goal(expected="扎实推进各项工作。" * 600)))
    parts = [part for page in fitted.pages for part in page if part.row == 8]
    assert len(parts) > 1
    assert parts[0].top == 0
    assert parts[-1].top + parts[-1].height == fitted.rows[8]
    assert all(0 <= (before.top + before.height) - after.top <= 80 for before, after in pairwise(parts))


def test_a_wider_font_needs_more_room() -> None:
    grid = lay_out(example_project(4), PROFILE)
    wide = fit(grid, PROFILE.page, lambda text: 1.3 * len(text))
    assert sum(wide.rows) > 0
    assert wide.step.size < fit(grid, PROFILE.page).step.size


def test_a_merged_block_is_as_high_as_its_label() -> None:
    form = Form(
        dimensions=(Dimension("成本指标", "20"),),
        indicators=(Indicator("成本指标", "经济成本指标", "甲"),) * 2,
    )
    fitted = fit_of(form)
    assert sum(fitted.rows[-3:-1]) >= 3 * 280 + 40
    assert fitted.rows[-2] > fitted.rows[-3]
