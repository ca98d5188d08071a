"""录入清单: everything of a form that a web system asks for, once, in order, as it is written."""

from perfeval_gui.core.entry_list import entries, entry_sheet
from perfeval_gui.core.form import Form, Indicator, Project, read, with_row_ids
from tests.examples import example_project


def project_with(target: str) -> Project:
    row = Indicator("产出指标", "数量指标", "培训人数", target, "12人", "10", "10", "")
    return Project("p", with_row_ids(Form(project_name="培训", indicators=(row,))))


def parts_of(target: str) -> list[tuple[str, str]]:
    found = entries(project_with(target), in_parts=True)
    return [(item.place, item.text) for item in found if item.cell.field == "target"]


def test_every_text_is_listed_once_as_it_is_written() -> None:
    project = example_project(1)
    found = entries(project, with_blanks=True)
    own = [item for item in found if not item.place.endswith(("一级指标", "二级指标"))]
    assert len(own) == len({item.cell for item in own})
    assert [item.text for item in own] == [read(project.form, item.cell).strip() for item in own]


def test_an_indicator_is_asked_for_with_the_sections_that_it_stands_in() -> None:
    places = [item.place for item in entries(project_with("≥12人"))]
    at = places.index("指标 1 · 三级指标")
    assert places[at - 2 : at] == ["指标 1 · 一级指标", "指标 1 · 二级指标"]


def test_blanks_are_listed_only_when_wanted() -> None:
    project = example_project(1)
    assert all(item.text for item in entries(project))
    assert any(not item.text for item in entries(project, with_blanks=True))


def test_a_value_is_taken_apart_as_systems_ask_for_it() -> None:
    place = "指标 1 · 年度指标值"
    assert parts_of("≥3,000人次") == [
        (f"{place}（性质）", "≥"),
        (f"{place}（数值）", "3,000"),
        (f"{place}（单位）", "人次"),
    ]
    assert parts_of("不低于95%") == [
        (f"{place}（性质）", "≥"),
        (f"{place}（数值）", "95"),
        (f"{place}（单位）", "%"),
    ]
    assert parts_of("12万元") == [(f"{place}（数值）", "12"), (f"{place}（单位）", "万元")]


def test_what_is_more_than_sign_figure_and_unit_stays_whole() -> None:
    for text in ("5-10年", "每季度1次", "有效提升", "2024年12月底前", "100"):
        assert parts_of(text) == [("指标 1 · 年度指标值", text)]


def test_the_sheet_has_a_line_with_a_box_to_tick_for_each_text() -> None:
    project = project_with("≥12人")
    items = entries(project)
    grid = entry_sheet(project, items)
    assert sum(box.text == "□" for box in grid.boxes) == len(items)
    assert grid.head[0].text == "录入清单　培训"
