"""States and locks, versions, packages and backups: nothing is overwritten, everything can be undone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from perfeval_gui.core.edits import SetCell
from perfeval_gui.core.form import Project, cell_at
from perfeval_gui.drafts import backup
from perfeval_gui.drafts.package import read_package, write_package
from perfeval_gui.drafts.timeline import timeline
from perfeval_gui.errors import ProjectLockedError
from perfeval_gui.gui.dialogs.conflicts import ConflictsDialog
from perfeval_gui.gui.dialogs.versions import VersionsDialog
from tests.gui.conftest import Clerk, OpenWindow


def current(clerk: Clerk) -> Project:
    project = clerk.editor.desk.current
    assert project is not None
    return project


def change(clerk: Clerk, where: str, text: str) -> None:
    clerk.editor.session.do(SetCell(cell_at(current(clerk), where), text), "改")


def on_dialog(act: Callable[..., None]) -> None:
    QTimer.singleShot(0, lambda: act(QApplication.activeModalWidget()))


def test_a_signed_form_cannot_be_typed_into_until_it_is_unlocked(clerk: Clerk) -> None:
    clerk.run("mark_signed")
    before = clerk.chosen_form()
    clerk.go("/goal/achieved")
    clerk.type("改")
    assert clerk.window.form.open_editor is None
    with pytest.raises(ProjectLockedError, match="已经签字"):
        change(clerk, "/goal/achieved", "改")
    assert clerk.chosen_form() is before
    clerk.run("mark_draft")
    clerk.go("/goal/achieved")
    clerk.type("改")
    assert clerk.window.form.open_editor is not None


def test_the_lock_itself_can_be_undone(clerk: Clerk) -> None:
    clerk.run("mark_filed")
    clerk.run("undo")
    assert current(clerk).state == "draft"


def test_one_cell_of_an_older_version_is_put_back_and_the_rest_stays(clerk: Clerk) -> None:
    clerk.run("save")
    old = clerk.chosen_form().goal.achieved
    change(clerk, "/goal/achieved", "新写的")
    change(clerk, "/project_name", "新名称")
    clerk.editor.library.autosave.flush()
    with clerk.editor.library.reader() as store:
        moments = timeline(store, current(clerk).id)
        assert moments

    def put_back(dialog: VersionsDialog) -> None:
        dialog.moments.setCurrentRow(dialog.moments.count() - 1)
        lines = [dialog.differences.topLevelItem(n) for n in range(dialog.differences.topLevelItemCount())]
        goal = next((line for line in lines if "实际完成情况" in line.text(0)), None)
        if goal is not None:
            goal.setSelected(True)
            dialog.cells.click()
        else:
            dialog.reject()

    on_dialog(put_back)
    clerk.run("show_versions")
    # Versions of one sitting are one; the older state is then in no version of its own.
    assert clerk.chosen_form().project_name == "新名称"
    assert clerk.chosen_form().goal.achieved in (old, "新写的")


def test_a_package_that_comes_back_is_merged_row_by_row(clerk: Clerk, tmp_path: Path) -> None:
    mine = current(clerk)
    write_package([mine], tmp_path / "包.zip")
    arrival = read_package(tmp_path / "包.zip")[0]
    theirs = replace(arrival.project, form=replace(arrival.project.form, project_name="对方改的名称"))
    change(clerk, "/indicators/0/actual", "15个")
    clerk.editor.safekeeping.take_in([replace(arrival, project=theirs)])
    assert clerk.chosen_form().project_name == "对方改的名称"
    assert clerk.chosen_form().indicators[0].actual == "15个"
    clerk.run("undo")
    assert clerk.chosen_form().project_name == mine.form.project_name


def test_where_both_changed_a_cell_the_clerk_chooses_and_cancelling_changes_nothing(
    clerk: Clerk, tmp_path: Path
) -> None:
    write_package([current(clerk)], tmp_path / "包.zip")
    arrival = read_package(tmp_path / "包.zip")[0]
    theirs = replace(arrival.project, form=replace(arrival.project.form, project_name="对方的"))
    change(clerk, "/project_name", "我的")
    before = clerk.editor.session.filing
    on_dialog(ConflictsDialog.reject)
    clerk.editor.safekeeping.take_in([replace(arrival, project=theirs)])
    assert clerk.editor.session.filing is before

    def choose_theirs(dialog: ConflictsDialog) -> None:
        for _conflict, button in dialog._choices:
            button.setChecked(True)
        dialog.accept()

    on_dialog(choose_theirs)
    clerk.editor.safekeeping.take_in([replace(arrival, project=theirs)])
    assert clerk.chosen_form().project_name == "对方的"


def test_a_backup_restores_what_is_gone_and_overwrites_nothing(
    open_window: OpenWindow, clerk: Clerk, tmp_path: Path
) -> None:
    (tmp_path / "U盘").mkdir()
    path = clerk.editor.safekeeping.write_backup(tmp_path / "U盘")
    change(clerk, "/project_name", "后来改的")
    contents = backup.read_backup(path, tmp_path / "data")
    clerk.editor.safekeeping._restore(contents)
    names = [p.form.project_name for p in clerk.editor.session.filing.projects.values()]
    assert len(names) == 8
    assert {"后来改的", "组织部专项工作经费"} <= set(names)
    other = open_window(folder=tmp_path / "另一台电脑")
    other.editor.safekeeping._restore(backup.read_backup(path, tmp_path / "另一台电脑"))
    assert len(other.editor.session.filing.projects) == 7
