"""The overview: all projects of a year or unit, their sums and charts, and what is written of them."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from perfeval_gui.core.edits import AddProject, SetCell
from perfeval_gui.core.form import Cell
from perfeval_gui.gui.overview.chart_view import ChartView
from perfeval_gui.gui.overview.page import OverviewPage
from perfeval_gui.gui.overview.table_model import COLUMNS
from perfeval_gui.gui.roles import DRAFT
from perfeval_gui.gui.themes import LIGHT
from tests.gui.conftest import FORMS, Clerk, OpenWindow


def page(clerk: Clerk) -> OverviewPage:
    found = clerk.window.findChild(OverviewPage, "overviewPage")
    assert found is not None
    return found


def overview(clerk: Clerk) -> OverviewPage:
    clerk.run("show_overview")
    assert clerk.editor.unit.overview.is_shown
    return page(clerk)


def column(shown: OverviewPage, key: str) -> list[str]:
    place = next(number for number, item in enumerate(COLUMNS) if item.key == key)
    return [str(shown.filter.index(row, place).data()) for row in range(shown.filter.rowCount())]


def unit_node(clerk: Clerk, number: int) -> QModelIndex:
    model = clerk.window.tree.model()
    return model.index(number, 0, model.index(0, 0))


def test_a_year_in_the_tree_shows_its_projects_with_the_sums_of_the_seven_examples(clerk: Clerk) -> None:
    shown = overview(clerk)
    assert len(column(shown, "name")) == 7
    assert "年初预算数 151.8　全年预算数 143.68　全年执行数 143.56" in shown.sums.text()
    assert "执行率 99.92%" in shown.sums.text()
    assert shown.heading.text() == "总览　2024年度"


def test_a_unit_in_the_tree_shows_only_its_own_projects(clerk: Clerk) -> None:
    clerk.window.tree.setCurrentIndex(unit_node(clerk, 1))
    assert column(page(clerk), "name") == ["老干部活动中心管理经费"]
    assert page(clerk).heading.text() == "总览　2024年度 老干部活动中心"


def test_a_project_in_the_tree_shows_its_form_again_even_the_one_in_hand(clerk: Clerk) -> None:
    in_hand = clerk.editor.desk.current
    overview(clerk)
    clerk.window.tree.point_at(in_hand.id)
    assert not clerk.editor.unit.overview.is_shown
    assert clerk.window.form.isVisible()


def test_opening_a_row_jumps_to_its_form(clerk: Clerk) -> None:
    shown = overview(clerk)
    shown.table.setFocus()
    shown.table.setCurrentIndex(shown.filter.index(2, 0))
    shown.table.activated.emit(shown.filter.index(2, 0))
    assert clerk.window.form.isVisible()
    assert clerk.chosen_form().project_name == "老干部（代干生活补贴）"


def test_the_form_that_a_row_leads_to_can_be_changed(clerk: Clerk) -> None:
    shown = overview(clerk)
    clerk.editor.unit.overview.jump(str(shown.filter.index(2, 0).data(DRAFT)))
    assert clerk.editor.actions["insert_row_below"].isEnabled()


def test_the_overview_key_leads_back_to_the_form(clerk: Clerk) -> None:
    overview(clerk)
    clerk.run("show_overview")
    assert clerk.window.form.isVisible()


def test_numbers_sort_as_numbers(clerk: Clerk) -> None:
    shown = overview(clerk)
    place = next(number for number, item in enumerate(COLUMNS) if item.key == "initial_budget")
    shown.table.sortByColumn(place, Qt.SortOrder.AscendingOrder)
    assert column(shown, "initial_budget") == ["4.8", "6", "20", "21", "24", "26", "50"]


def test_words_and_kinds_filter_the_rows_and_the_sums_follow(clerk: Clerk) -> None:
    shown = overview(clerk)
    shown.words.setText("老干部 代干")
    assert column(shown, "name") == ["老干部（代干生活补贴）"]
    assert "1 个项目" in shown.sums.text()
    shown.words.clear()
    shown.kind.setCurrentText("有备注")
    assert column(shown, "name") == ["老干部（代干生活补贴）"]
    shown.kind.setCurrentText("总分低于90")
    assert column(shown, "name") == []


def test_a_changed_form_changes_its_row_without_losing_the_place(clerk: Clerk, qtbot) -> None:
    shown = overview(clerk)
    shown.table.selectRow(3)
    project = clerk.editor.session.filing[str(shown.filter.index(0, 0).data(DRAFT))]
    cell = Cell(project.id, "funding", project.form.funding[0].id, "outturn")
    clerk.editor.session.do(SetCell(cell, "25"), "改")
    qtbot.waitUntil(lambda: column(shown, "rate")[0] == "50%")
    assert shown.selected() == [str(shown.filter.index(3, 0).data(DRAFT))]
    assert shown.charts[0].chart.bars[0].text == "50%"
    assert shown.charts[0].chart.bars[0].mark == "偏低"


def test_a_new_project_of_the_year_joins_the_overview_that_is_shown(clerk: Clerk, qtbot) -> None:
    overview(clerk)
    in_hand = clerk.editor.desk.current
    assert in_hand is not None
    copy = replace(in_hand, id="copy", position=99)
    clerk.editor.session.do(AddProject(copy), "新建")
    qtbot.waitUntil(lambda: len(column(page(clerk), "name")) == 8)


def test_the_charts_say_their_figures_to_those_who_do_not_see_them(clerk: Clerk, qtbot) -> None:
    shown = overview(clerk)
    assert "老干部（代干生活补贴） 97.44%" in shown.charts[0].accessibleName()
    assert "产出指标 100%（385/385 分）" in shown.charts[1].accessibleName()
    clerk.run("check_all")
    qtbot.waitUntil(lambda: "实际完成值带了比较符号" in shown.charts[2].accessibleName())


def test_the_charts_follow_the_filter(clerk: Clerk) -> None:
    shown = overview(clerk)
    shown.words.setText("老干部 代干")
    assert [bar.label for bar in shown.charts[0].chart.bars] == ["老干部（代干生活补贴）"]
    assert "385/385" not in shown.charts[1].accessibleName()
    shown.words.clear()
    assert len(shown.charts[0].chart.bars) == 7


def test_a_low_chart_says_how_many_bars_it_has_no_room_for(clerk: Clerk) -> None:
    shown = overview(clerk)
    chart = ChartView(LIGHT)
    clerk.qtbot.addWidget(chart)
    chart.show_chart(shown.charts[0].chart)
    for height, count in ((400, 7), (140, 3)):
        chart.resize(400, height)
        chart.grab()
        assert len(chart._places) == count


def test_clicking_a_bar_jumps_to_its_project(clerk: Clerk, qtbot) -> None:
    shown = overview(clerk)
    chart = shown.charts[0]
    qtbot.waitUntil(lambda: bool(chart._places))
    at = chart._places[0][0].center().toPoint()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
    assert clerk.chosen_form().project_name == "老干部（代干生活补贴）"


def test_charts_are_saved_as_pictures_that_are_not_blank(clerk: Clerk, tmp_path: Path, qtbot) -> None:
    overview(clerk)
    (tmp_path / "图").mkdir()
    clerk.editor.unit.overview.write_charts(tmp_path / "图")
    qtbot.waitUntil(lambda: len(list((tmp_path / "图").glob("*.png"))) == 3)
    image = QImage(str(tmp_path / "图" / "各项目预算执行率.png"))
    assert image.width() == 1800
    colours = {image.pixel(x, y) for x in range(0, 1800, 9) for y in range(0, image.height(), 9)}
    assert len(colours) > 2


def test_the_summary_holds_what_is_shown_in_its_order(clerk: Clerk, tmp_path: Path, qtbot) -> None:
    shown = overview(clerk)
    shown.words.setText("老干部")
    place = next(number for number, item in enumerate(COLUMNS) if item.key == "initial_budget")
    shown.table.sortByColumn(place, Qt.SortOrder.DescendingOrder)
    clerk.editor.unit.overview.write_summary(tmp_path / "汇总.xlsx")
    qtbot.waitUntil((tmp_path / "汇总.xlsx").is_file)
    sheet = openpyxl.load_workbook(tmp_path / "汇总.xlsx").worksheets[0]
    assert [sheet.cell(row, 5).value for row in (3, 4, 5)] == [26, 21, 4.8]
    assert sheet.cell(6, 5).value == "=SUM(E3:E5)"


def test_the_paper_summary_repeats_its_heads_on_every_page(clerk: Clerk) -> None:
    overview(clerk)
    pages = clerk.editor.unit.overview.summary_pages()
    assert len(pages) == 1
    assert any("合计（7 个项目" in line.text for line in pages[0][1].lines)


def test_commands_that_would_change_the_hidden_form_rest(clerk: Clerk) -> None:
    before = clerk.editor.session.filing
    overview(clerk)
    for name in ("insert_row_below", "delete_row", "move_row_up", "fill_computed", "clear_cells"):
        assert not clerk.editor.actions[name].isEnabled(), name
        clerk.run(name)
    assert clerk.editor.session.filing is before
    clerk.run("show_overview")
    assert clerk.editor.actions["insert_row_below"].isEnabled()


def test_commands_on_projects_take_the_rows_selected_in_the_overview(clerk: Clerk) -> None:
    shown = overview(clerk)
    shown.table.selectRow(1)
    clerk.run("mark_proofread")
    states = [project.state for project in clerk.editor.session.filing.projects.values()]
    assert sorted(states) == ["draft"] * 6 + ["proofread"]
    assert column(shown, "state").count("草稿") in (6, 7)  # the row itself follows a moment later


def test_an_overview_of_nothing_writes_nothing(open_window: OpenWindow) -> None:
    clerk = open_window()
    clerk.run("show_overview")
    clerk.run("export_summary")
    assert "没有可以汇总的项目" in clerk.window.statusBar().currentMessage()


@pytest.mark.parametrize("text", ["", "代干"])
def test_another_node_shows_all_its_rows_again(clerk: Clerk, text: str) -> None:
    shown = overview(clerk)
    shown.words.setText(text)
    clerk.window.tree.setCurrentIndex(unit_node(clerk, 0))
    assert len(column(shown, "name")) == 6
    assert shown.words.text() == ""


def test_an_overview_of_nothing_says_what_to_do_next(open_window: OpenWindow) -> None:
    clerk = open_window()
    clerk.run("show_overview")
    assert "导入去年的表" in clerk.window.statusBar().currentMessage()


def test_a_filter_that_nothing_passes_says_how_to_see_the_projects_again(clerk: Clerk) -> None:
    shown = overview(clerk)
    said = shown.table.viewport().findChild(QLabel)
    assert not said.isVisible()
    shown.words.setText("没有这样的项目")
    assert said.isVisible()
    assert "清空" in said.text()
    shown.words.clear()
    assert not said.isVisible()


def test_a_column_comes_back_as_wide_as_it_was_pulled(open_window: OpenWindow, tmp_path: Path) -> None:
    clerk = open_window(FORMS)
    overview(clerk).table.horizontalHeader().resizeSection(1, 177)
    clerk.window.close()
    assert page(clerk).table.columnWidth(1) == 177
    again = open_window(folder=tmp_path / "data")
    assert overview(again).table.columnWidth(1) == 177
    again.run("scale_200")
    assert page(again).table.columnWidth(1) == pytest.approx(354, abs=2)
    page(again).hide()
    assert again.editor.preferences.value.widths["overview.unit"] == 177, "only what was pulled is kept"


def test_the_charts_come_back_as_high_as_they_were_pulled(open_window: OpenWindow, tmp_path: Path) -> None:
    clerk = open_window(FORMS)
    shown = overview(clerk)
    clerk.window.resize(1366, 900)
    shown.splitter.moveSplitter(shown.splitter.sizes()[0] + 40, 1)
    high = shown.splitter.sizes()[1]
    clerk.window.close()
    again = open_window(folder=tmp_path / "data")
    again.window.resize(1366, 900)
    assert overview(again).splitter.sizes()[1] == pytest.approx(high, abs=2)


def test_the_table_keeps_nearly_half_of_the_overview_however_low_the_window(clerk: Clerk) -> None:
    shown = overview(clerk)
    for width, height, percent in ((1366, 768, 100), (1920, 1080, 150)):
        clerk.run(f"scale_{percent}")
        clerk.window.resize(width, height)
        table, charts = shown.splitter.sizes()
        assert table >= 0.44 * (table + charts)
    assert shown.table.rowAt(shown.table.viewport().height() - 2) == -1, "all seven are in sight"


def test_a_right_click_on_a_project_offers_what_can_be_done_with_it(clerk: Clerk) -> None:
    for view in (clerk.window.tree, overview(clerk).table):
        assert view.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
        offered = {action.objectName() for action in view.actions()}
        assert {"duplicate_project", "delete_project", "export_docx", "show_versions", "paste"} <= offered


def test_deleting_takes_only_the_row_selected_in_the_overview(clerk: Clerk) -> None:
    shown = overview(clerk)
    shown.table.selectRow(1)
    selected, before = set(shown.selected()), set(clerk.editor.session.filing.projects)
    clerk.run("delete_project")
    assert before - set(clerk.editor.session.filing.projects) == selected
    clerk.run("undo")
    assert set(clerk.editor.session.filing.projects) == before
