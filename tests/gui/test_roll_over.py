"""From year to year in the window: roll-over, last year's values, origins, traces, templates."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt

from perfeval_gui.core.form import Cell, Project
from perfeval_gui.gui.dialogs.change_list import ChangeListDialog
from perfeval_gui.gui.dialogs.roll_over import RollOverDialog
from perfeval_gui.gui.dialogs.template_library import TemplateLibrary
from perfeval_gui.gui.roles import LAST_YEAR, ORIGIN
from perfeval_gui.gui.table.beside import OriginLegend
from tests.gui.conftest import Clerk, OpenWindow


def dialog_of(clerk: Clerk) -> RollOverDialog:
    dialog = clerk.window.findChildren(RollOverDialog)[-1]
    clerk.qtbot.waitUntil(dialog.go.isEnabled, timeout=30000)
    return dialog


def roll_over(clerk: Clerk, *, whole_year: bool = True) -> list[Project]:
    """Roll the chosen forms over as the dialog proposes and return the new projects."""
    if whole_year:
        choose_year(clerk, 0)
    before = set(clerk.editor.session.filing.projects)
    clerk.run("roll_over")
    dialog_of(clerk).go.click()
    clerk.qtbot.waitUntil(lambda: len(clerk.editor.session.filing.projects) > len(before), timeout=30000)
    return [item for key, item in clerk.editor.session.filing.projects.items() if key not in before]


def choose_year(clerk: Clerk, row: int) -> QModelIndex:
    tree = clerk.window.tree
    index = tree.model().index(row, 0)
    tree.setCurrentIndex(index)
    return index


def traces(clerk: Clerk) -> ChangeListDialog:
    clerk.run("scan_leftovers")
    return clerk.window.findChildren(ChangeListDialog)[-1]


def test_a_year_of_the_tree_is_rolled_over_in_one_step(clerk: Clerk) -> None:
    old = dict(clerk.editor.session.filing.projects)
    new = roll_over(clerk)
    assert len(new) == 7
    assert {project.form.fiscal_year for project in new} == {"2025"}
    assert all(clerk.editor.session.filing[key] is project for key, project in old.items())
    assert [project.previous for project in new] == [project.form for project in old.values()]
    assert clerk.chosen_form().fiscal_year == "2025"
    assert clerk.window.form.current_cell.field == "outturn"
    clerk.run("undo")
    assert dict(clerk.editor.session.filing.projects) == old


def test_only_years_that_were_agreed_are_moved(clerk: Clerk) -> None:
    clerk.run("roll_over")
    dialog = dialog_of(clerk)
    listed = dialog.changes._items()
    assert [item.text(1) for item in listed] == ["2023年12月31日前完成", "2024年12月31日前完成"]
    assert [item.text(2) for item in listed] == ["2025年12月31日前完成"] * 2
    listed[0].setCheckState(0, Qt.CheckState.Unchecked)
    assert dialog.go.text() == "新建 1 张表，修改 1 处"
    dialog.go.click()
    clerk.qtbot.waitUntil(lambda: clerk.chosen_form().fiscal_year == "2025", timeout=30000)
    assert clerk.chosen_form().indicators[7].target == "2023年12月31日前完成"
    assert clerk.chosen_form().indicators[8].target == "2025年12月31日前完成"


def test_what_is_not_ticked_is_not_cleared(clerk: Clerk) -> None:
    clerk.run("roll_over")
    dialog = dialog_of(clerk)
    dialog.options["results"].click()
    dialog.options["budgets"].click()
    dialog_of(clerk).go.click()
    clerk.qtbot.waitUntil(lambda: clerk.chosen_form().fiscal_year == "2025", timeout=30000)
    form = clerk.chosen_form()
    assert form.funding[0].outturn == "50"
    assert form.funding[0].initial_budget == form.funding[0].revised_budget == ""
    assert form.indicators[0].actual == "≥12个"
    assert form.indicators[0].score == ""


def test_a_second_roll_over_leaves_out_what_the_year_has_already(clerk: Clerk) -> None:
    roll_over(clerk, whole_year=False)
    choose_year(clerk, 1)
    clerk.run("roll_over")
    dialog = dialog_of(clerk)
    assert dialog.skip.text() == "跳过 2025 年度已有的 1 个同名项目"
    assert dialog.go.text().startswith("新建 6 张表")
    dialog.skip.click()
    assert dialog_of(clerk).go.text().startswith("新建 7 张表")
    dialog.year.setValue(2026)
    assert not dialog.skip.isVisible()
    dialog.reject()


def test_closing_the_dialog_makes_nothing(clerk: Clerk) -> None:
    before = clerk.editor.session.filing
    clerk.run("roll_over")
    clerk.window.findChild(RollOverDialog).reject()
    clerk.qtbot.wait(200)
    assert clerk.editor.session.filing is before


def test_rolled_over_projects_are_there_after_a_restart_with_last_years_values(
    clerk: Clerk, open_window: OpenWindow
) -> None:
    roll_over(clerk, whole_year=False)
    clerk.window.close()
    again = open_window()
    assert again.chosen_form().fiscal_year == "2025"
    assert again.index("/funding/0/outturn").data(LAST_YEAR) == "50"
    assert again.index("/indicators/0/actual").data(LAST_YEAR) == "≥12个"


def test_last_years_value_stands_beside_the_new_one_and_can_be_hidden(clerk: Clerk) -> None:
    roll_over(clerk, whole_year=False)
    where = "/funding/0/outturn"
    row = clerk.index(where).row()
    with_both = clerk.window.form.rowHeight(row)
    assert clerk.index(where).data(LAST_YEAR) == "50"
    assert "去年：50" in clerk.index(where).data(Qt.ItemDataRole.ToolTipRole)
    assert "去年：50" in clerk.index(where).data(Qt.ItemDataRole.AccessibleTextRole)
    assert clerk.index("/indicators/0/target").data(LAST_YEAR) == ""  # the same this year
    clerk.run("show_last_year")
    assert not clerk.editor.actions["show_last_year"].isChecked()
    assert clerk.index(where).data(LAST_YEAR) == ""
    assert clerk.window.form.rowHeight(row) < with_both
    assert "去年：50" in clerk.index(where).data(Qt.ItemDataRole.ToolTipRole)  # still there for who asks


def test_the_row_loses_the_line_when_this_years_value_is_the_same(clerk: Clerk) -> None:
    roll_over(clerk, whole_year=False)
    for column in ("outturn", "execution_rate"):
        clerk.go(f"/funding/0/{column}")
        clerk.type("50" if column == "outturn" else "100%")
        clerk.press(Qt.Key.Key_Return)
    row = clerk.index("/funding/0/outturn").row()
    assert clerk.index("/funding/0/outturn").data(LAST_YEAR) == ""
    assert clerk.window.form.rowHeight(row) < clerk.window.form.rowHeight(row + 1)


def test_every_text_says_where_it_came_from(clerk: Clerk) -> None:
    roll_over(clerk, whole_year=False)
    target, outturn = "/indicators/0/target", "/funding/0/outturn"
    assert clerk.index(target).data(ORIGIN) == ""  # not shown by default
    clerk.run("show_origins")
    assert clerk.window.findChild(OriginLegend).isVisible()
    clerk.go(outturn)
    clerk.type("50")
    clerk.press(Qt.Key.Key_Return)
    clerk.run("fill_computed")
    found = {
        where: clerk.index(where).data(ORIGIN)
        for where in (target, "/indicators/7/target", outturn, "/funding/0/execution_rate")
    }
    assert found == {
        target: "last_year",
        "/indicators/7/target": "repaired",
        outturn: "typed",
        "/funding/0/execution_rate": "computed",
    }
    assert "来源：去年带入" in clerk.index(target).data(Qt.ItemDataRole.ToolTipRole)
    clerk.run("show_origins")
    assert not clerk.window.findChild(OriginLegend).isVisible()


def test_a_repair_marks_the_text_as_repaired(clerk: Clerk) -> None:
    clerk.run("show_origins")
    clerk.run("check_all")
    findings = clerk.editor.desk.findings_of(clerk.editor.desk.current.id)
    fixable = next(finding for finding in findings if finding.fix is not None)
    clerk.editor.desk.repair([fixable])
    origins = clerk.editor.desk.current.origins
    assert "repaired" in origins.values()


def test_what_is_shown_beside_the_texts_is_remembered(clerk: Clerk, open_window: OpenWindow) -> None:
    clerk.run("show_origins")
    clerk.run("show_last_year")
    clerk.window.close()
    again = open_window()
    assert again.editor.actions["show_origins"].isChecked()
    assert not again.editor.actions["show_last_year"].isChecked()
    assert again.window.findChild(OriginLegend).isVisible()


def test_the_scan_lists_traces_leads_to_them_and_mends_what_is_ticked_in_one_step(clerk: Clerk) -> None:
    choose_year(clerk, 0)
    before = clerk.editor.session.filing
    dialog = traces(clerk)
    assert not dialog.isModal()
    texts = [(item.text(1), item.text(2)) for item in dialog.changes._items()]
    assert ("2023年12月31日前完成", "2024年12月31日前完成") in texts
    assert ("1.驻村队员驻村工作合格率（≥**%）", "1.驻村队员驻村工作合格率") in texts
    last = dialog.changes._items()[-1]
    dialog.list.itemClicked.emit(last, 0)
    assert clerk.chosen_form().project_name == "选调生到村任职工作补助、生活补助"
    assert clerk.window.form.current_cell.field == "actual"
    dialog.accept()
    forms = [project.form for project in clerk.editor.session.filing.projects.values()]
    assert forms[0].indicators[7].target == "2024年12月31日前完成"
    assert forms[2].indicators[2].name == "1.驻村队员驻村工作合格率"
    assert forms[6].goal.expected == "对2023年招录3名选调生到村任职生活补贴"  # a fact is only asked about
    clerk.run("undo")
    assert clerk.editor.session.filing.projects == before.projects


def test_a_cell_edited_while_the_list_stands_open_is_left_alone(clerk: Clerk) -> None:
    dialog = traces(clerk)
    clerk.go("/indicators/7/target")
    clerk.type("年底")
    clerk.press(Qt.Key.Key_Return)
    dialog.accept()
    assert clerk.chosen_form().indicators[7].target == "年底"
    assert clerk.chosen_form().indicators[7].actual.startswith("2024年12月31日")


def test_what_only_a_person_can_know_is_pointed_out_without_a_tick(clerk: Clerk) -> None:
    clerk.go("/indicators/0/name")
    clerk.type("XX培训班")
    clerk.press(Qt.Key.Key_Return)
    dialog = traces(clerk)
    line = next(item for item in dialog.changes._items() if item.text(1) == "XX培训班")
    assert line.text(2) == "（请自己改）"
    assert not line.flags() & Qt.ItemFlag.ItemIsUserCheckable
    dialog.changes._tick_all(Qt.CheckState.Checked)
    assert "XX培训班" not in [proposal.before for proposal in dialog.chosen()]
    dialog.reject()


def test_nothing_left_over_is_said_in_the_status_line(clerk: Clerk) -> None:
    clerk.editor.stage.show_project(list(clerk.editor.session.filing.projects)[1])
    clerk.run("scan_leftovers")
    assert clerk.window.findChild(ChangeListDialog) is None
    assert "没有发现" in clerk.window.statusBar().currentMessage()


@pytest.mark.parametrize(
    ("words", "count"), [("", 7), ("老干部", 3), ("区委 代干", 1), ("2024 驻村", 1), ("没有的", 0)]
)
def test_templates_are_found_by_typing(clerk: Clerk, words: str, count: int) -> None:
    clerk.run("new_from_template")
    library = clerk.window.findChild(TemplateLibrary)
    library.line.setText(words)
    assert library.model.rowCount() == count
    assert library.use.isEnabled() == bool(count)
    library.reject()


def test_a_template_of_a_past_year_becomes_this_years_project(clerk: Clerk) -> None:
    clerk.run("new_from_template")
    library = clerk.window.findChild(TemplateLibrary)
    library.line.setText("驻村")
    assert library.preview.form.model().project.form.project_name == "驻村帮扶工作经费"
    library.use.click()
    dialog_of(clerk).go.click()
    clerk.qtbot.waitUntil(lambda: clerk.chosen_form().fiscal_year == "2025", timeout=30000)
    assert clerk.chosen_form().project_name == "驻村帮扶工作经费"
    assert clerk.chosen_form().indicators[3].target == "2025年1月1日-12月31日"
    assert clerk.chosen_form().indicators[3].actual == ""


def test_a_stored_draft_that_is_not_open_serves_as_template(
    clerk: Clerk, open_window: OpenWindow, tmp_path: Path
) -> None:
    clerk.window.close()
    again = open_window()
    again.run("new_from_template")
    library = again.window.findChild(TemplateLibrary)
    library.line.setText("选调生")
    library.use.click()
    dialog_of(again).go.click()
    again.qtbot.waitUntil(lambda: again.chosen_form().fiscal_year == "2025", timeout=30000)
    assert again.chosen_form().project_name.startswith("选调生")


def test_a_new_row_shows_no_last_year_and_the_bar_of_no_other_row(clerk: Clerk) -> None:
    roll_over(clerk, whole_year=False)
    clerk.run("show_origins")
    last = len(clerk.chosen_form().indicators) - 1
    clerk.go(f"/indicators/{last}/name")
    clerk.run("delete_row")
    clerk.go(f"/indicators/{last - 1}/name")
    clerk.run("insert_row_below")
    project = clerk.editor.desk.current
    row = project.form.indicators[last]
    assert row.target == ""
    cell = Cell(project.id, "indicators", row.id, "target")
    index = clerk.editor.grid.index_of(cell)
    assert index.data(LAST_YEAR) == ""
    assert index.data(ORIGIN) == "typed"
