"""What people read without --json: every text of the form, and places called by their names."""

import pytest

from perfeval_gui.cli.console import one_line
from perfeval_gui.cli.wording import form_lines, place, severity_label, title
from perfeval_gui.core.form import Extra, Form, Indicator, Project, read
from tests.examples import example_forms, example_project
from tests.property.forms import cells_of


@pytest.mark.parametrize("number", range(1, 8))
def test_every_text_of_a_form_is_shown(number) -> None:
    project = example_project(number)
    shown = "\n".join(form_lines(project.form))
    for cell in cells_of(project):
        assert one_line(read(project.form, cell)) in shown


def test_a_blank_form_shows_no_labels_without_text() -> None:
    assert list(form_lines(Form())) == []


def test_what_the_table_has_no_place_for_is_shown_too() -> None:
    form = Form(extra=(Extra("/total/score", "复核分", "92"),))
    assert list(form_lines(form)) == ["表外内容1　位置：/total/score；表外内容名称：复核分；表外内容：92"]


def test_the_title_tells_what_is_not_filled_in() -> None:
    assert title(Form()) == "年度未填　未命名项目（实施单位未填）"
    assert title(example_forms()[0]).startswith("2024年度　")


@pytest.mark.parametrize(
    ("where", "called"),
    [
        ("", ""),
        ("/project_name", "项目支出名称"),
        ("/indicators/2/score", "指标3 得分"),
        ("/indicators/2", "指标3"),
        ("/indicators", "指标"),
        ("/funding/0/execution_rate", "资金1 执行率"),
        ("/dimensions/1/points", "一级指标2 一级指标分值"),
        ("/total/score", "总得分"),
        ("/somewhere/else", "/somewhere/else"),
    ],
)
def test_a_place_is_called_as_people_call_it(where, called) -> None:
    assert place(example_project(), where) == called


def test_a_row_is_shown_on_one_line_whatever_breaks_it_holds() -> None:
    form = Form(indicators=(Indicator(name="培训\n人数", target="12\t人"),))
    assert list(form_lines(form)) == ["指标1　三级指标：培训 人数；年度指标值：12 人"]
    assert place(Project("p", form), "/indicators/0/name") == "指标1 三级指标"


def test_severities_have_chinese_words() -> None:
    assert [severity_label(word) for word in ("error", "warning", "hint")] == ["错误", "警告", "提示"]
