"""What is chosen in the tree is done to all of it: a year stands for its projects, one step undoes it all."""

from pathlib import Path

import pytest

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
