"""Findings beside the form: found while typing, leading to the cell, repaired by one click or many at once."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.core.edits import ChangeProject
from perfeval_gui.core.repair_list import repair_proposals
from perfeval_gui.gui.dialogs.change_list import ChangeListDialog
from perfeval_gui.gui.dialogs.check_help import HelpPane
from perfeval_gui.gui.dialogs.export_choice import ExportChoice
from perfeval_gui.gui.dialogs.export_guard import Decision, ExportGuard
from perfeval_gui.gui.findings.filters import Scope
from perfeval_gui.gui.findings.model import FINDING
from perfeval_gui.gui.roles import DRAFT, POINTER
from tests.gui.conftest import Clerk, OpenWindow


def show(clerk: Clerk, number: int) -> None:
    """Take example form `number` (from 1) in hand through the tree."""
    tree = clerk.window.tree
    tree.expandAll()
    wanted = [p.id for p in clerk.editor.session.filing.projects.values()][number - 1]
    clerk.editor.stage.show_project(wanted)
    settle(clerk)


def settle(clerk: Clerk) -> None:
    clerk.qtbot.waitUntil(lambda: not clerk.editor.desk.live.is_busy, timeout=10000)


def listed(clerk: Clerk) -> list[Finding]:
    model = clerk.window.findings.model
    return [model.index(row).data(FINDING) for row in range(model.rowCount())]


def found(clerk: Clerk) -> list[tuple[str, str]]:
    model = clerk.window.findings.model
    rows = [model.index(row) for row in range(model.rowCount())]
    return [(index.data(FINDING).check, index.data(POINTER)) for index in rows]


def choose(clerk: Clerk, check: str) -> Finding:
    """Make the first line of a check current."""
    row = [name for name, _ in found(clerk)].index(check)
    clerk.window.findings.view.setCurrentIndex(clerk.window.findings.model.index(row))
    return listed(clerk)[row]


def test_form_four_shows_the_rate_and_the_score_that_do_not_follow_from_its_amounts(clerk: Clerk) -> None:
    show(clerk, 4)
    assert ("A02", "/funding/0/execution_rate") in found(clerk)
    assert ("A03", "/funding/0/score") in found(clerk)
    assert clerk.chosen_form().funding[0].execution_rate == "100%"


def test_activating_a_finding_leads_to_its_cell_in_whichever_form(clerk: Clerk) -> None:
    show(clerk, 4)
    view, model = clerk.window.findings.view, clerk.window.findings.model
    row = [check for check, _ in found(clerk)].index("A02")
    view.activated.emit(model.index(row))
    assert clerk.window.form.currentIndex().data(POINTER) == "/funding/0/execution_rate"
    assert clerk.window.form.currentIndex().data(DRAFT) == model.index(row).data(DRAFT)


def test_a_finding_of_another_form_of_the_unit_takes_that_form_in_hand(clerk: Clerk) -> None:
    show(clerk, 1)
    clerk.window.findings.filters.scope = Scope.UNIT
    settle(clerk)
    view, model = clerk.window.findings.view, clerk.window.findings.model
    row = [check for check, _ in found(clerk)].index("A02")
    elsewhere = model.index(row).data(DRAFT)
    assert elsewhere != clerk.editor.desk.current.id
    view.activated.emit(model.index(row))
    assert clerk.editor.desk.current.id == elsewhere
    assert clerk.window.form.currentIndex().data(POINTER) == "/funding/0/execution_rate"


def test_typing_after_a_jump_replaces_the_cell_s_text(clerk: Clerk) -> None:
    show(clerk, 4)
    row = [check for check, _ in found(clerk)].index("A02")
    clerk.window.findings.view.activated.emit(clerk.window.findings.model.index(row))
    clerk.type("97.44%")
    clerk.press(Qt.Key.Key_Return)
    assert clerk.chosen_form().funding[0].execution_rate == "97.44%"


def test_a_repair_writes_the_figure_and_its_finding_goes(clerk: Clerk) -> None:
    show(clerk, 4)
    choose(clerk, "A02")
    clerk.run("repair")
    assert clerk.chosen_form().funding[0].execution_rate == "97.44%"
    clerk.qtbot.waitUntil(lambda: ("A02", "/funding/0/execution_rate") not in found(clerk), timeout=2000)
    clerk.run("undo")
    assert clerk.chosen_form().funding[0].execution_rate == "100%"


def test_findings_follow_what_is_typed(clerk: Clerk) -> None:
    show(clerk, 1)
    assert ("V01", "/indicators/0/actual") in found(clerk)
    clerk.go("/indicators/0/actual")
    clerk.type("12个")
    clerk.qtbot.waitUntil(lambda: ("V01", "/indicators/0/actual") not in found(clerk), timeout=2000)
    assert clerk.window.form.open_editor is not None


def test_an_edit_of_one_form_changes_what_is_said_of_the_others(clerk: Clerk) -> None:
    """The header of a form is held against those of its unit, also those that are not in hand."""
    show(clerk, 1)
    others = [key for key in clerk.editor.session.filing.projects if key != clerk.editor.desk.current.id]
    before = {key: clerk.editor.desk.findings_of(key) for key in others}
    assert any(finding.check == "X07" for key in others for finding in before[key])
    clerk.go("/total/score")
    clerk.type("96")
    clerk.press(Qt.Key.Key_Return)
    settle(clerk)
    assert not any(f.check == "X07" for key in others for f in clerk.editor.desk.findings_of(key))


def test_f8_goes_from_one_finding_to_the_next(clerk: Clerk) -> None:
    show(clerk, 1)
    places = []
    for _ in range(3):
        clerk.run("next_finding")
        places.append(clerk.window.form.currentIndex().data(POINTER))
    assert len(set(places)) >= 2
    clerk.run("previous_finding")
    assert clerk.window.form.currentIndex().data(POINTER) == places[1]


def test_f8_after_a_repair_visits_the_finding_that_moved_up(clerk: Clerk) -> None:
    show(clerk, 4)
    choose(clerk, "A02")
    clerk.window.findings.view.clicked.emit(clerk.window.findings.view.currentIndex())
    row = clerk.window.findings.view.currentIndex().row()
    following = listed(clerk)[row + 1]
    clerk.run("repair")
    settle(clerk)
    clerk.run("next_finding")
    assert clerk.window.findings.current() == following


def test_a_finding_says_its_severity_in_words_for_those_who_hear_the_list(clerk: Clerk) -> None:
    show(clerk, 1)
    model = clerk.window.findings.model
    spoken = [
        str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())
    ]
    assert spoken
    assert all(text.startswith(("错误：", "警告：", "提示：")) for text in spoken)


@pytest.mark.parametrize("severity", list(Severity))
def test_a_severity_can_be_left_out_of_the_list(clerk: Clerk, severity: Severity) -> None:
    show(clerk, 1)
    clerk.window.findings.filters.show_severity(severity, shown=False)
    left = {finding.severity for finding in listed(clerk)}
    assert left == set(Severity) - {severity}


def test_the_unit_s_list_names_the_project_of_every_line(clerk: Clerk) -> None:
    show(clerk, 1)
    clerk.window.findings.filters.scope = Scope.UNIT
    settle(clerk)
    model = clerk.window.findings.model
    assert {model.index(row).data(DRAFT) for row in range(model.rowCount())} == {
        project.id
        for project in clerk.editor.session.filing.projects.values()
        if project.form.implementing_unit == clerk.chosen_form().implementing_unit
    }
    assert all(line.project_name for line in model.lines)
    clerk.window.findings.filters.scope = Scope.ALL
    drafts = {model.index(row).data(DRAFT) for row in range(model.rowCount())}
    assert drafts == set(clerk.editor.session.filing.projects)


def test_the_choice_of_findings_is_there_again_after_a_restart(open_window: OpenWindow) -> None:
    first = open_window()
    first.window.findings.filters.scope = Scope.ALL
    first.window.findings.filters.show_severity(Severity.HINT, shown=False)
    first.window.close()
    filters = open_window().window.findings.filters
    assert (filters.scope, filters.shows(Severity.HINT), filters.shows(Severity.ERROR)) == (
        Scope.ALL,
        False,
        True,
    )


def test_repairing_a_kind_lists_it_first_and_is_one_step(clerk: Clerk) -> None:
    show(clerk, 4)
    kind = choose(clerk, "B06")
    of_kind = [finding for finding in listed(clerk) if finding.check == kind.check]
    assert len(of_kind) >= 2
    before = clerk.editor.session.filing
    clerk.run("repair_kind")
    dialog = clerk.window.findChild(ChangeListDialog)
    assert dialog is not None
    assert len(dialog.chosen()) == len(of_kind)
    assert clerk.editor.session.filing is before
    dialog.accept()
    settle(clerk)
    assert kind.check not in {finding.check for finding in listed(clerk)}
    clerk.run("undo")
    assert clerk.editor.session.filing.projects == before.projects


def test_what_is_unticked_stays_as_it_is(clerk: Clerk) -> None:
    show(clerk, 4)
    before = clerk.editor.session.filing
    clerk.run("repair_all")
    dialog = clerk.window.findChild(ChangeListDialog)
    assert dialog is not None
    dialog.changes._tick_all(Qt.CheckState.Unchecked)
    assert dialog.chosen() == []
    dialog.accept()
    assert clerk.editor.session.filing is before


def test_repairing_all_uses_the_text_that_is_being_typed(clerk: Clerk) -> None:
    show(clerk, 4)
    clerk.go("/funding/0/outturn")
    clerk.type("4.5")
    clerk.run("repair_all")
    dialog = clerk.window.findChild(ChangeListDialog)
    assert dialog is not None
    dialog.accept()
    assert clerk.chosen_form().funding[0].execution_rate == "96.15%"


def test_the_list_stays_where_it_was_when_much_is_repaired_at_once(clerk: Clerk) -> None:
    show(clerk, 1)
    panel = clerk.window.findings
    lines = panel.model.lines
    row = next(at for at in range(len(lines) // 2, len(lines)) if lines[at].finding.fix is not None)
    panel.view.setCurrentIndex(panel.model.index(row))
    panel.view.verticalScrollBar().setValue(panel.view.verticalScrollBar().value() + 30)
    top = panel.view.visualRect(panel.model.index(row)).top()
    clerk.run("repair_all")
    dialog = clerk.window.findChild(ChangeListDialog)
    assert dialog is not None
    dialog.accept()
    clerk.qtbot.waitUntil(lambda: len(panel.model.lines) < len(lines) - 3, timeout=5000)
    clerk.qtbot.wait(50)
    left = [line.finding for line in panel.model.lines]
    following = next(line.finding for line in lines[row:] if line.finding in left)
    assert panel.current() == following
    assert panel.view.visualRect(panel.view.currentIndex()).top() == pytest.approx(top, abs=40)


def test_checking_all_answers_in_one_line(clerk: Clerk) -> None:
    clerk.run("check_all")
    clerk.qtbot.waitUntil(
        lambda: "检查完毕：7 张表" in clerk.window.statusBar().currentMessage(), timeout=10000
    )


def test_f1_explains_the_cell_and_what_was_found_there(clerk: Clerk) -> None:
    show(clerk, 4)
    clerk.go("/funding/0/execution_rate")
    clerk.run("help")
    pane = clerk.window.findChild(HelpPane)
    assert pane is not None
    text = pane.text.toPlainText()
    assert "执行率＝全年执行数÷全年预算数" in text
    assert "编号 A02" in text
    clerk.go("/sign_off/filed_on")
    assert "2025年3月15日" in pane.text.toPlainText()


def test_the_counts_of_a_draft_stand_in_the_tree_before_it_is_opened(open_window: OpenWindow) -> None:
    clerk = open_window()
    clerk.editor.actions["new_project"].trigger()
    clerk.go("/fiscal_year")
    clerk.editor.grid.setData(clerk.index("/fiscal_year"), "2019")
    draft = clerk.editor.desk.current.id
    settle(clerk)
    marks = clerk.editor.desk.marks_of(draft)
    assert marks is not None
    assert marks[0] > 0
    clerk.window.close()
    again = open_window()
    info = again.editor.library._infos[draft]
    assert (info.errors, info.warnings) == marks[:2]


def answer(clerk: Clerk, decision: Decision) -> Decision:
    """Run the question before an export and press a button."""

    def press() -> None:
        guard = clerk.window.findChild(ExportGuard)
        assert guard is not None
        assert all(isinstance(button, QAbstractButton) for button in guard.buttons())
        guard.press(decision)

    QTimer.singleShot(0, press)
    project = clerk.editor.desk.current
    assert project is not None
    return clerk.editor.checking.ask_before_export([project])


@pytest.mark.parametrize("decision", list(Decision))
def test_an_export_with_open_errors_asks_and_does_what_is_answered(clerk: Clerk, decision: Decision) -> None:
    show(clerk, 4)
    assert answer(clerk, decision) is decision


@pytest.mark.parametrize("page", ["show_report", "show_annex1", "review_scores"])
def test_mending_first_leads_from_a_page_to_the_form_behind_it(clerk: Clerk, page: str) -> None:
    clerk.run(page)
    assert not clerk.window.form.isVisible()
    answer(clerk, Decision.MEND)
    assert clerk.window.form.isVisible()
    assert clerk.window.focusWidget() is clerk.window.form


@pytest.mark.parametrize("page", ["show_report", "show_annex1", "review_scores"])
def test_the_key_of_the_project_in_hand_leads_from_a_page_to_its_form(clerk: Clerk, page: str) -> None:
    clerk.run("project_1")
    clerk.run(page)
    clerk.run("project_1")
    assert clerk.window.form.isVisible()


def test_mending_first_leads_to_the_first_error(clerk: Clerk) -> None:
    show(clerk, 4)
    answer(clerk, Decision.MEND)
    current = clerk.window.findings.current()
    assert current is not None
    assert current.severity is Severity.ERROR


def test_an_export_without_open_errors_asks_nothing(clerk: Clerk) -> None:
    show(clerk, 4)
    desk = clerk.editor.desk
    project = desk.current
    assert project is not None
    errors = [item for item in desk.findings_of(project.id) if item.severity is Severity.ERROR]
    clerk.editor.checking._keep_reason(errors, "已核对")
    project = desk.current
    assert project is not None
    assert clerk.editor.checking.ask_before_export([project]) is Decision.GO_ON


def test_a_draft_says_so_on_its_pages_and_a_clean_export_does_not(clerk: Clerk, tmp_path: Path) -> None:
    project = clerk.editor.desk.current
    assert project is not None
    texts = []
    for draft in (True, False):
        choice = ExportChoice(tmp_path / str(draft), draft=draft)
        (outcome,) = clerk.editor.exports.written([project], choice)
        assert outcome.path is not None
        with ZipFile(outcome.path) as package:
            texts.append(
                "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
            )
    assert ["草稿" in text for text in texts] == [True, False]


def test_a_year_is_repaired_whole_and_what_a_repair_lays_open_is_listed_next(clerk: Clerk) -> None:
    show(clerk, 4)
    projects = clerk.editor.session.filing.projects
    tree = clerk.window.tree
    tree.setCurrentIndex(tree.model().index(0, 0))  # the year
    before = clerk.editor.session.filing
    clerk.run("repair_all")
    rounds, concerned = 0, set()
    while dialogs := [item for item in clerk.window.findChildren(ChangeListDialog) if item.isVisible()]:
        (dialog,) = dialogs
        assert dialog.windowTitle() == f"修复全部：{len(projects)} 张表"
        concerned |= {item.cell.project for item in dialog.chosen()}
        rounds += 1
        assert rounds < 10
        dialog.accept()
    assert len(concerned) > 3
    clerk.editor.desk.live.check_now(projects)
    left = [found for key in projects for found in clerk.editor.desk.findings_of(key)]
    assert not repair_proposals(left, clerk.editor.session.filing)
    for _ in range(rounds):
        clerk.run("undo")
    assert clerk.editor.session.filing.projects == before.projects


def test_what_was_left_unticked_is_not_asked_for_again(clerk: Clerk) -> None:
    show(clerk, 4)
    clerk.run("repair_all")
    dialog = clerk.window.findChild(ChangeListDialog)
    assert dialog is not None
    dialog.changes._tick_all(Qt.CheckState.Unchecked)
    dialog.accept()
    assert not any(found.isVisible() for found in clerk.window.findChildren(ChangeListDialog))


def test_the_question_before_printing_many_says_printing_and_names_the_projects(clerk: Clerk) -> None:
    show(clerk, 4)
    said: list[str] = []

    def press() -> None:
        guard = clerk.window.findChild(ExportGuard)
        assert guard is not None
        said.extend([guard.text(), guard.informativeText()])
        guard.press(Decision.AS_DRAFT)

    QTimer.singleShot(0, press)
    projects = list(clerk.editor.session.filing.projects.values())
    assert clerk.editor.checking.ask_before_export(projects, "打印") is Decision.AS_DRAFT
    assert "现在也可以打印" in said[0]
    assert f"“{projects[3].form.project_name}”" in said[1]


def test_a_signed_form_does_not_keep_the_others_from_being_repaired(clerk: Clerk) -> None:
    signed, other = list(clerk.editor.session.filing.projects)[:2]
    clerk.editor.session.do(ChangeProject(signed, {"state": "signed"}), "已签")
    before = clerk.editor.session.filing
    said: list[str] = []

    def agree() -> None:
        dialog = next(
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, ChangeListDialog) and widget.isVisible()
        )
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.accept()

    clerk.window.tree.selectAll()
    QTimer.singleShot(0, agree)
    clerk.run("repair_all")
    clerk.qtbot.waitUntil(lambda: clerk.editor.session.filing[other] != before[other], timeout=10_000)
    assert "另有 1 张已签或已报的表不改" in "".join(said)
    assert clerk.editor.session.filing[signed].form == before[signed].form
