"""The grid: labels to the character, merges from neighbouring equal labels, what an empty field leaves to the pen."""

from dataclasses import replace

import pytest

from perfeval_gui import resources
from perfeval_gui.core.form import (
    Dimension,
    Form,
    FundingRow,
    Indicator,
    Project,
    SignOff,
    read,
    with_row_ids,
)
from perfeval_gui.core.layout.grid import Grid, same_shape
from perfeval_gui.core.layout.sheet import lay_out
from tests.examples import example_project

PROFILE = resources.profile()
NOTE = "备注：一个一级项目支出一张表。如，业务工作经费，运行维护经费，其他事业发展类资金…各一张表。"


def grid_of(form: Form) -> Grid:
    return lay_out(Project("p1", with_row_ids(form)), PROFILE)


def labels(grid: Grid, column: int) -> list[tuple[str, int]]:
    rows = [row for row, kind in enumerate(grid.kinds) if kind == "indicator"]
    return [(box.text, box.rows) for box in grid.boxes if box.column == column and box.row in rows]


def test_neighbouring_equal_labels_are_one_box() -> None:
    form = Form(
        dimensions=(Dimension("产出指标", "50"), Dimension("效益指标", "30")),
        indicators=(
            Indicator("产出指标", "数量指标"),
            Indicator("产出指标", "数量指标"),
            Indicator("产出指标", "质量指标"),
            Indicator("效益指标", "质量指标"),
            Indicator("产出指标", "质量指标"),
        ),
    )
    assert labels(grid_of(form), 1) == [
        ("产出指标\n\n(50分)", 3),
        ("效益指标\n\n（30分）", 1),
        ("产出指标\n\n(50分)", 1),
    ]
    assert labels(grid_of(form), 2) == [("数量指标", 2), ("质量指标", 1), ("质量指标", 1), ("质量指标", 1)]


@pytest.mark.parametrize(
    ("name", "points", "label"),
    [
        ("产出指标", "50", "产出指标\n\n(50分)"),
        ("产出指标", "50.0", "产出指标\n\n(50分)"),
        ("产出指标", "60", "产出指标\n\n（60分）"),
        ("产出指标", "", "产出指标"),
        ("成本指标", "20", "成本指标\n\n（20分）"),
        ("满意度指标", "10", "满意度\n指标\n（10分）"),
        ("效益指标", "三十", "效益指标\n\n（三十分）"),
    ],
)
def test_points_that_the_profile_knows_print_its_label_and_others_the_rule(
    name: str, points: str, label: str
) -> None:
    form = Form(dimensions=(Dimension(name, points),), indicators=(Indicator(name, "数量指标"),))
    assert labels(grid_of(form), 1) == [(label, 1)]


def test_a_section_without_rows_is_not_printed() -> None:
    form = Form(
        dimensions=(Dimension("产出指标", "50"), Dimension("效益指标", "30")),
        indicators=(Indicator("产出指标"),),
    )
    assert [text for text, _ in labels(grid_of(form), 1)] == ["产出指标\n\n(50分)"]


def test_an_empty_form_leaves_room_for_the_pen_and_prints_the_note() -> None:
    grid = grid_of(Form())
    assert [line.text for line in grid.head] == ["附件3", "　　　　年度项目支出绩效自评表"]
    assert grid.tail[0].text == NOTE
    assert (
        grid.tail[1].text
        == "填表人：　　　　　填报日期：　　　　　　　联系电话：　　　　　　　单位负责人签字："
    )


def test_one_full_width_space_stands_between_the_fields_of_the_sign_off() -> None:
    signed = SignOff("张三", "2025年8月19日", "13800000000")
    grid = grid_of(Form(fiscal_year="2024", note="备注：无", sign_off=signed))
    assert grid.head[1].text == "2024年度项目支出绩效自评表"
    assert grid.tail[0].text == "备注：无"
    assert (
        grid.tail[1].text == "填表人：张三　填报日期：2025年8月19日　联系电话：13800000000　单位负责人签字："
    )


def test_only_the_label_of_the_total_stands_in_the_middle() -> None:
    sources = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "县级配套")
    grid = grid_of(Form(funding=tuple(FundingRow(source=source) for source in sources)))
    styles = {box.text: box.style for box in grid.boxes}
    assert [styles[source] for source in sources] == ["value", "source", "source", "source"]


def test_every_value_of_a_box_is_the_text_of_its_cell() -> None:
    project = example_project(4)
    shown = [(box, box.cell) for box in lay_out(project, PROFILE).boxes if box.cell and box.style != "label"]
    assert len(shown) > 60
    assert all(box.text == read(project.form, cell).strip().replace("\t", " ") for box, cell in shown)


def test_a_changed_text_keeps_the_shape_and_a_moved_label_does_not() -> None:
    project = example_project(4)
    form = project.form
    before = lay_out(project, PROFILE)
    first = replace(form.indicators[0], actual="20名")
    typed = replace(project, form=replace(form, indicators=(first, *form.indicators[1:])))
    assert same_shape(before, lay_out(typed, PROFILE))
    first = replace(form.indicators[0], category="质量指标")
    moved = replace(project, form=replace(form, indicators=(first, *form.indicators[1:])))
    assert not same_shape(before, lay_out(moved, PROFILE))
