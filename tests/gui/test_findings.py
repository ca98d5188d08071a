"""Findings beside the form: found while typing, leading to the cell, repaired by one click."""

from PySide6.QtCore import Qt

from perfeval_gui.gui.findings.model import FINDING
from perfeval_gui.gui.roles import DRAFT, POINTER
from tests.gui.conftest import Clerk


def show(clerk: Clerk, number: int) -> None:
    """Take example form `number` (from 1) in hand through the tree."""
    tree = clerk.window.tree
    tree.expandAll()
    wanted = [p.id for p in clerk.editor.session.filing.projects.values()][number - 1]
    clerk.editor.stage.show_project(wanted)
    clerk.qtbot.waitUntil(lambda: not clerk.editor.desk.live.is_busy)


def found(clerk: Clerk) -> list[tuple[str, str]]:
    model = clerk.window.findings.model
    rows = [model.index(row) for row in range(model.rowCount())]
    return [(index.data(FINDING).check, index.data(POINTER)) for index in rows]


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


def test_a_repair_writes_the_figure_and_its_finding_goes(clerk: Clerk) -> None:
    show(clerk, 4)
    row = [check for check, _ in found(clerk)].index("A02")
    clerk.window.findings.view.setCurrentIndex(clerk.window.findings.model.index(row))
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


def test_f8_goes_from_one_finding_to_the_next(clerk: Clerk) -> None:
    show(clerk, 1)
    places = []
    for _ in range(3):
        clerk.run("next_finding")
        places.append(clerk.window.form.currentIndex().data(POINTER))
    assert len(set(places)) >= 2
    clerk.run("previous_finding")
    assert clerk.window.form.currentIndex().data(POINTER) == places[1]


def test_a_finding_says_its_severity_in_words_for_those_who_hear_the_list(clerk: Clerk) -> None:
    show(clerk, 1)
    model = clerk.window.findings.model
    spoken = str(model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith(("错误：", "警告：", "提示："))
