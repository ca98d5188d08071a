"""What is chosen in the tree is done to all of it: a year stands for its projects, one step undoes it all."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from perfeval_gui.core.state import PROOFREAD
from perfeval_gui.gui.dialogs.export_choice import ExportChoice
from tests.gui.conftest import Clerk, OpenWindow


@pytest.fixture
def year(clerk: Clerk) -> Clerk:
    """Return a clerk who has chosen the whole year."""
    tree = clerk.window.tree
    tree.setCurrentIndex(tree.model().index(0, 0))
    return clerk


def test_a_year_is_marked_in_one_step(year: Clerk) -> None:
    year.run("mark_proofread")
    projects = year.editor.session.filing.projects.values()
    assert [project.state for project in projects] == [PROOFREAD] * 7
    year.run("undo")
    assert PROOFREAD not in {project.state for project in year.editor.session.filing.projects.values()}


def test_a_year_is_printed_and_exported_form_by_form(year: Clerk, tmp_path: Path) -> None:
    assert len(year.editor.paper.pages()) == 7
    projects = year.editor._chosen_projects()
    outcomes = year.editor.exports.written(projects, ExportChoice(tmp_path / "导出"))
    assert len({outcome.path for outcome in outcomes if outcome.path is not None}) == 7


def test_a_year_goes_to_the_recycle_bin_and_comes_back_in_one_step(year: Clerk) -> None:
    year.run("delete_project")
    assert not year.editor.session.filing.projects
    year.run("undo")
    assert len(year.editor.session.filing.projects) == 7


@pytest.mark.parametrize("pack", ["annex3-2024", "mof-2020", "cost-2022", "hubei-2020"])
def test_a_new_form_of_every_pack_is_filled_in_checked_and_exported(
    open_window: OpenWindow, tmp_path: Path, pack: str
) -> None:
    clerk = open_window()
    clerk.editor.rules.make_default(pack)
    clerk.run("new_project")
    project = clerk.editor.desk.current
    assert project is not None
    assert project.profile == pack
    clerk.go("/project_name")
    clerk.type("村道维修")
    clerk.go("/indicators/0/name")
    clerk.type("维修里程")
    clerk.qtbot.waitUntil(lambda: clerk.editor.desk.live.is_checked(project.id), timeout=10_000)
    for kind in ("docx", "xlsx", "pdf"):
        (outcome,) = clerk.editor.exports.written(
            clerk.editor._chosen_projects(), ExportChoice(tmp_path / kind, kind=kind)
        )
        assert outcome.path is not None
        assert outcome.path.stat().st_size > 1000


@pytest.mark.qt_log_ignore(
    "This plugin does not support grabbing the keyboard", extend=True
)  # a popup, offscreen
def test_a_form_of_another_pack_is_begun_by_one_key_and_the_usual_pack_stays(clerk: Clerk) -> None:
    usual = clerk.editor.packs.default_id
    clerk.run("new_by_pack")
    menu = clerk.window.findChild(QMenu, "packsMenu")
    assert len(menu.actions()) == len(clerk.editor.packs.ids())
    wanted = clerk.editor.packs.ids()[1]
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert clerk.editor.desk.current.profile == wanted != usual
    assert clerk.editor.packs.default_id == usual
    clerk.run("undo")
    assert len(clerk.editor.session.filing.projects) == 7
