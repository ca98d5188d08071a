"""Rows, merges, clipboard: what the clerk does to the table as a whole."""

from datetime import datetime

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QMenu

from tests.gui.conftest import Clerk


def names(clerk: Clerk) -> list[str]:
    return [row.name for row in clerk.chosen_form().indicators]


def test_a_new_row_stands_below_under_the_same_labels_and_the_merge_grows(clerk: Clerk) -> None:
    clerk.go("/indicators/1/name")
    height = clerk.window.form.rowSpan(*place(clerk, "/dimensions/0/points"))
    clerk.run("insert_row_below")
    row = clerk.chosen_form().indicators[2]
    assert (row.dimension, row.category, row.name) == ("产出指标", "数量指标", "")
    assert clerk.window.form.currentIndex() == clerk.index("/indicators/2/name")
    assert clerk.window.form.rowSpan(*place(clerk, "/dimensions/0/points")) == height + 1


def place(clerk: Clerk, where: str) -> tuple[int, int]:
    index = clerk.index(where)
    return index.row(), index.column()


def test_deleting_the_first_row_of_a_merge_keeps_its_label(clerk: Clerk) -> None:
    clerk.go("/indicators/0/name")
    second = names(clerk)[1]
    clerk.run("delete_row")
    assert names(clerk)[0] == second
    assert clerk.index("/indicators/0/category").data() == "数量指标"
    clerk.run("undo")
    assert len(names(clerk)) == 18


def test_a_moved_row_changes_places_and_the_cursor_goes_along(clerk: Clerk) -> None:
    clerk.go("/indicators/0/target")
    first, second = names(clerk)[:2]
    clerk.run("move_row_down")
    assert names(clerk)[:2] == [second, first]
    assert clerk.window.form.currentIndex() == clerk.index("/indicators/1/target")
    clerk.run("move_row_up")
    assert names(clerk)[:2] == [first, second]


def test_a_row_moved_over_a_border_joins_the_neighbours_labels(clerk: Clerk) -> None:
    clerk.go("/indicators/4/name")
    moved = names(clerk)[4]
    clerk.run("move_row_down")
    row = clerk.chosen_form().indicators[5]
    assert (row.name, row.category) == (moved, "质量指标")
    clerk.run("undo")
    assert clerk.chosen_form().indicators[4].category == "数量指标"


def test_the_first_row_cannot_go_higher_and_nothing_changes(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    clerk.go("/indicators/0/name")
    clerk.run("move_row_up")
    assert clerk.chosen_form() is before
    assert "第一行" in clerk.window.statusBar().currentMessage()


@pytest.mark.qt_log_ignore(
    "This plugin does not support grabbing the keyboard", extend=True
)  # a popup, offscreen
def test_one_row_of_a_merge_moves_under_another_label_by_a_key_of_the_menu(clerk: Clerk) -> None:
    before = [(row.name, row.category) for row in clerk.chosen_form().indicators]
    clerk.go("/indicators/0/name")
    clerk.run("regroup")
    menu = clerk.window.findChild(QMenu, "categoryMenu")
    wanted = next(action for action in menu.actions() if action.text().endswith("时效指标"))
    wanted.trigger()
    menu.close()
    rows = clerk.chosen_form().indicators
    moved = next(row for row in rows if row.name == before[0][0])
    assert (moved.dimension, moved.category) == ("产出指标", "时效指标")
    assert clerk.window.form.currentIndex() == clerk.index(f"/indicators/{rows.index(moved)}/name")
    assert rows[0].category == "数量指标"
    clerk.run("undo")
    assert [(row.name, row.category) for row in clerk.chosen_form().indicators] == before


def test_renaming_a_merged_label_renames_all_its_rows_in_one_step(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    model = clerk.window.form.model()
    model.setData(clerk.index("/indicators/0/category"), "产出数量")
    assert [row.category for row in clerk.chosen_form().indicators[:5]] == ["产出数量"] * 5
    clerk.run("undo")
    assert clerk.chosen_form() == before


def test_computed_values_fill_only_what_is_blank(clerk: Clerk) -> None:
    clerk.run("fill_computed")
    form = clerk.chosen_form()
    assert form.funding[0].score == "10"
    assert form.total.score == "100"


def test_a_total_filled_with_the_execution_score_counts_it(clerk: Clerk) -> None:
    clerk.window.form.model().setData(clerk.index("/funding/0/score"), "")
    clerk.window.form.model().setData(clerk.index("/total/score"), "")
    written = clerk.editor.desk.sums()
    assert written is not None
    clerk.run("fill_computed")
    form = clerk.chosen_form()
    assert form.funding[0].score == "10"
    assert form.total.score == str(written.score + 10)


def test_a_computed_total_is_computed_anew_and_a_typed_one_stays(clerk: Clerk) -> None:
    clerk.window.form.model().setData(clerk.index("/total/score"), "")
    clerk.run("fill_computed")
    first = clerk.chosen_form().total.score
    clerk.window.form.model().setData(clerk.index("/indicators/0/score"), "1")
    clerk.run("fill_computed")
    second = clerk.chosen_form().total.score
    sums = clerk.editor.desk.sums()
    assert sums is not None
    assert first != second == str(sums.score)
    clerk.run("undo")
    assert clerk.chosen_form().total.score == first
    clerk.window.form.model().setData(clerk.index("/total/score"), "77")
    clerk.run("fill_computed")
    assert clerk.chosen_form().total.score == "77"


def test_the_total_waits_until_every_indicator_has_its_score(clerk: Clerk) -> None:
    for where in ("/funding/0/score", "/total/score", "/indicators/0/score", "/indicators/3/score"):
        clerk.window.form.model().setData(clerk.index(where), "")
    clerk.run("fill_computed")
    form = clerk.chosen_form()
    assert (form.funding[0].score, form.total.score) == ("10", "")
    assert "还有 2 条指标没有得分，总分先不填" in clerk.window.statusBar().currentMessage()
    clerk.run("fill_computed")
    assert clerk.window.statusBar().currentMessage() == "还有 2 条指标没有得分，总分先不填。"
    for where in ("/indicators/0/score", "/indicators/3/score"):
        clerk.window.form.model().setData(clerk.index(where), "5")
    clerk.run("fill_computed")
    assert clerk.chosen_form().total.score != ""


@pytest.mark.parametrize(("deleted", "then"), [(1, 2), (7, 6)])
def test_where_the_project_in_hand_is_deleted_its_neighbour_in_the_tree_is_shown(
    clerk: Clerk, deleted: int, then: int
) -> None:
    def shown(number: int) -> str:
        clerk.run(f"project_{number}")
        return clerk.chosen_form().project_name

    wanted = shown(then)
    shown(deleted)
    clerk.window.form.setFocus()
    clerk.run("delete_project")
    assert clerk.chosen_form().project_name == wanted
    assert clerk.window.form.isVisible()
    assert clerk.window.focusWidget() is clerk.window.form


def test_deleted_projects_come_back_by_undo(clerk: Clerk) -> None:
    project = clerk.editor.desk.current
    assert project is not None
    clerk.run("delete_project")
    assert project.id not in clerk.editor.session.filing
    clerk.run("undo")
    assert clerk.editor.session.filing[project.id].form == project.form


def select(clerk: Clerk, *places: str) -> None:
    clerk.go(places[0])
    for where in places[1:]:
        clerk.window.form.selectionModel().select(
            clerk.index(where), QItemSelectionModel.SelectionFlag.Select
        )


def test_the_first_selected_cell_fills_those_below_in_one_step(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    select(
        clerk, "/indicators/0/weight", "/indicators/1/weight", "/indicators/2/weight", "/indicators/3/weight"
    )
    clerk.run("fill_down")
    assert [row.weight for row in clerk.chosen_form().indicators[:5]] == ["10", "10", "10", "10", "5"]
    clerk.run("undo")
    assert clerk.chosen_form() == before


def test_the_first_selected_cell_fills_those_to_the_right(clerk: Clerk) -> None:
    select(clerk, "/indicators/2/target", "/indicators/2/actual")
    clerk.run("fill_right")
    assert clerk.chosen_form().indicators[2].actual == "≥2600期"


def test_of_one_column_the_cells_on_the_left_are_copied_and_of_one_row_those_above(clerk: Clerk) -> None:
    before = clerk.chosen_form().indicators
    select(clerk, "/indicators/2/score", "/indicators/3/score")
    clerk.run("fill_right")
    select(clerk, "/indicators/4/target", "/indicators/4/actual")
    clerk.run("fill_down")
    clerk.go("/goal/achieved")
    clerk.run("fill_right")
    form = clerk.chosen_form()
    assert [row.score for row in form.indicators[2:4]] == [row.weight for row in before[2:4]]
    assert (form.indicators[4].target, form.indicators[4].actual) == (before[3].target, before[3].actual)
    assert form.goal.achieved == form.goal.expected


def test_where_nothing_stands_before_the_selection_filling_says_so(clerk: Clerk) -> None:
    clerk.go("/fiscal_year")
    before = clerk.chosen_form()
    clerk.run("fill_right")
    clerk.run("fill_down")
    assert clerk.chosen_form() is before
    assert "没有可以填充的内容" in clerk.window.statusBar().currentMessage()


def test_a_cell_takes_the_text_from_above(clerk: Clerk) -> None:
    clerk.go("/indicators/1/target")
    clerk.run("copy_from_above")
    assert clerk.chosen_form().indicators[1].target == "≥12个"


def test_one_text_goes_into_all_selected_cells(clerk: Clerk) -> None:
    select(clerk, "/indicators/0/actual", "/indicators/3/actual")
    clerk.run("fill_selection")
    rows = clerk.chosen_form().indicators
    assert [rows[0].actual, rows[1].actual[:2], rows[3].actual] == ["≥12个", "培训", "≥12个"]


def test_today_is_written_as_the_form_writes_dates(clerk: Clerk) -> None:
    clerk.go("/sign_off/filed_on")
    clerk.run("insert_today")
    today = datetime.now().astimezone()
    assert clerk.chosen_form().sign_off.filed_on == f"{today.year}年{today.month}月{today.day}日"


def test_the_status_line_adds_up_what_is_selected(clerk: Clerk) -> None:
    select(clerk, "/indicators/0/weight", "/indicators/1/weight", "/indicators/2/weight")
    assert clerk.window.selected_text() == "选中 3 格，合计 25"


def test_home_and_end_stay_in_the_row_and_with_control_go_through_the_form(clerk: Clerk) -> None:
    clerk.go("/indicators/1/actual")
    clerk.press(Qt.Key.Key_End)
    assert clerk.window.form.currentIndex() == clerk.index("/indicators/1/variance_note")
    clerk.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert clerk.window.form.currentIndex() == clerk.index("/fiscal_year")
    clerk.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert clerk.window.form.currentIndex() == clerk.index("/sign_off/phone")
