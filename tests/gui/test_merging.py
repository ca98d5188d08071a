"""The department's clerk brings the packages of many units together while going on working."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from perfeval_gui.core.edits import AddProject, ChangeProject, RemoveProject, SetCell
from perfeval_gui.core.form import HEAD, Cell, Project
from perfeval_gui.core.state import SIGNED
from perfeval_gui.drafts.package import read_package, write_package
from perfeval_gui.gui.overview.merging import MergeRun
from perfeval_gui.gui.overview.page import OverviewPage
from tests.examples import example_project
from tests.gui.conftest import Clerk, OpenWindow
from tests.gui.heartbeat import Heartbeat

LONGEST = 0.12
"""Seconds of the processor in one turn of the event loop, on a busy machine; a frame that late is not noticed."""


def unit_package(folder: Path, unit: int, count: int = 3, outturn: str = "") -> Path:
    """Write the package of a unit whose projects all have names of their own."""
    projects = []
    for number in range(1, count + 1):
        project = example_project(number % 7 + 1)
        form = replace(
            project.form,
            implementing_unit=f"第{unit}单位",
            project_name=f"{project.form.project_name}{number}",
        )
        if outturn:
            form = replace(form, funding=(replace(form.funding[0], outturn=outturn), *form.funding[1:]))
        projects.append(Project(f"u{unit}-{number}", form, number))
    path = folder / f"第{unit}单位{outturn}.zip"
    write_package(projects, path)
    return path


def merge(clerk: Clerk, *paths: Path) -> str:
    clerk.editor.unit.merging.merge(paths)
    clerk.qtbot.waitUntil(lambda: "读了" in clerk.window.notices.text, timeout=30_000)
    return clerk.window.notices.text


def test_the_packages_of_several_units_stand_in_one_overview_with_their_sums(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    clerk = open_window()
    said = merge(clerk, *(unit_package(tmp_path, unit) for unit in (1, 2, 3, 4)))
    assert said.startswith("读了 4 个交换包：新增 12 个项目。")
    page = clerk.window.findChild(OverviewPage, "overviewPage")
    assert page.filter.rowCount() == 12
    assert page.sums.text().startswith("12 个项目　年初预算数 203.2　")


def test_one_undo_takes_all_packages_back(open_window: OpenWindow, tmp_path: Path) -> None:
    clerk = open_window()
    merge(clerk, *(unit_package(tmp_path, unit, 60) for unit in range(1, 6)))
    assert len(clerk.editor.session.filing.projects) == 300
    clerk.run("undo")
    assert not clerk.editor.session.filing.projects


def test_a_package_that_comes_again_with_changes_is_merged_and_an_equal_one_changes_nothing(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    clerk = open_window()
    merge(clerk, unit_package(tmp_path, 1))
    before = clerk.editor.session.filing
    assert "没有变化的 3 个项目" in merge(clerk, unit_package(tmp_path, 1))
    assert clerk.editor.session.filing is before
    first = clerk.editor.session.filing["u1-1"]
    back = replace(first, form=replace(first.form, note="备注：单位改过"), kept={})
    write_package([replace(back, kept=first.kept)], tmp_path / "改.zip")
    assert "合并 1 个项目" in merge(clerk, tmp_path / "改.zip")
    assert clerk.editor.session.filing["u1-1"].form.note == "备注：单位改过"


def test_a_project_changed_on_both_sides_is_left_alone_and_named(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    clerk = open_window()
    merge(clerk, unit_package(tmp_path, 1))
    first = clerk.editor.session.filing["u1-1"]
    write_package([replace(first, form=replace(first.form, note="备注：单位改的"))], tmp_path / "改.zip")
    clerk.editor.session.do(SetCell(Cell("u1-1", HEAD, "", "note"), "备注：主管部门改的"), "改")
    assert "两边都改过" in merge(clerk, tmp_path / "改.zip")
    assert clerk.editor.session.filing["u1-1"].form.note == "备注：主管部门改的"


def returned(project: Project, path: Path, **texts: Any) -> Path:
    """Write the package in which a unit sends a project back with other texts in its head."""
    write_package([replace(project, form=replace(project.form, **texts))], path)
    return path


def test_what_a_unit_mends_and_sends_again_and_again_is_taken_in_each_time(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    clerk = open_window()
    merge(clerk, unit_package(tmp_path, 1, 1))
    session = clerk.editor.session
    theirs = replace(session.filing["u1-1"], kept={})
    session.do(SetCell(Cell("u1-1", HEAD, "", "supervising_department"), "主管部门写的"), "改")
    for words in ("备注：第一次改", "备注：第二次改"):
        assert "合并 1 个项目" in merge(clerk, returned(theirs, tmp_path / "又来.zip", note=words))
        form = session.filing["u1-1"].form
        assert (form.note, form.supervising_department) == (words, "主管部门写的")


def test_two_packages_with_the_same_project_both_leave_their_changes_in_it(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    clerk = open_window()
    merge(clerk, unit_package(tmp_path, 1, 1))
    first = clerk.editor.session.filing["u1-1"]
    one = returned(first, tmp_path / "甲.zip", note="备注：甲写的")
    two = returned(first, tmp_path / "乙.zip", supervising_department="乙写的主管部门")
    assert "合并 2 个项目" in merge(clerk, one, two)
    form = clerk.editor.session.filing["u1-1"].form
    assert (form.note, form.supervising_department) == ("备注：甲写的", "乙写的主管部门")


@pytest.mark.parametrize("end", ["typing", "signing", "deleting"])
def test_what_the_clerk_does_between_comparing_and_taking_in_stands(
    open_window: OpenWindow, tmp_path: Path, end: str
) -> None:
    clerk = open_window()
    merge(clerk, unit_package(tmp_path, 1, 1))
    session, library = clerk.editor.session, clerk.editor.library
    path = returned(session.filing["u1-1"], tmp_path / "甲.zip", note="备注：甲写的")
    edit = {
        "typing": SetCell(Cell("u1-1", HEAD, "", "supervising_department"), "正在输入的"),
        "signing": ChangeProject("u1-1", {"state": SIGNED}),
        "deleting": RemoveProject("u1-1"),
    }[end]
    run = MergeRun(session, library, clerk.window)
    run._take(read_package(path)[0])
    session.do(edit, "其间所做")
    mine = session.filing.projects.get("u1-1")
    run._apply()
    now = session.filing.projects.get("u1-1")
    if end == "typing":
        assert now is not None
        assert (now.form.supervising_department, now.form.note) == ("正在输入的", "备注：甲写的")
        assert run.tally.merged == 1
    else:
        assert now is mine
        assert (run.tally.merged, len(run.tally.undecided)) == (0, 1)
    run.close()


def test_a_project_that_came_by_another_door_meanwhile_is_merged(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    clerk = open_window()
    arrival = read_package(unit_package(tmp_path, 1, 1))[0]
    run = MergeRun(clerk.editor.session, clerk.editor.library, clerk.window)
    run._take(arrival)
    clerk.editor.session.do(AddProject(arrival.project), "从回收站恢复")
    run._apply()
    assert (run.tally.added, run.tally.same) == (0, 1)
    run.close()


def test_what_is_being_typed_is_not_lost_to_a_package_that_is_taken_in(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    clerk = open_window()
    merge(clerk, unit_package(tmp_path, 1, 1))
    mine = clerk.editor.session.filing["u1-1"]
    path = returned(mine, tmp_path / "甲.zip", note="备注：甲写的")
    run = MergeRun(clerk.editor.session, clerk.editor.library, clerk.window)
    run._take(read_package(path)[0])
    clerk.editor.stage.show_project("u1-1")
    clerk.window.show_form(visible=True)
    clerk.go("/supervising_department")
    clerk.type("正在输入")  # the pause after which typed text reaches the form has not passed
    run._apply()
    form = clerk.editor.session.filing["u1-1"].form
    assert (form.supervising_department, form.note) == ("正在输入", "备注：甲写的")
    run.close()


def test_a_damaged_package_is_named_and_the_others_are_taken_in(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    clerk = open_window()
    damaged = unit_package(tmp_path, 1)
    damaged.write_bytes(damaged.read_bytes()[:-50])
    said = merge(clerk, damaged, unit_package(tmp_path, 2))
    assert "新增 3 个项目" in said
    assert "第1单位.zip" in said


def test_a_project_of_the_same_unit_and_name_is_pointed_out(open_window: OpenWindow, tmp_path: Path) -> None:
    clerk = open_window()
    merge(clerk, unit_package(tmp_path, 1, 1))
    other = replace(clerk.editor.session.filing["u1-1"], id="another", kept={})
    write_package([other], tmp_path / "又一份.zip")
    assert "同单位同名" in merge(clerk, tmp_path / "又一份.zip")


def test_what_came_before_a_stop_stays(open_window: OpenWindow, tmp_path: Path) -> None:
    clerk = open_window()
    paths = [unit_package(tmp_path, unit) for unit in range(1, 31)]
    commands = clerk.editor.unit.merging
    commands.merge(paths)
    commands._run.progressed.connect(lambda done: commands._run.stop() if done == 3 else None)
    clerk.qtbot.waitUntil(lambda: "读了" in clerk.window.notices.text, timeout=30_000)
    assert 9 <= len(clerk.editor.session.filing.projects) < 90


@pytest.mark.slow
def test_merging_never_holds_the_window(open_window: OpenWindow, tmp_path: Path) -> None:
    clerk = open_window()
    paths = [unit_package(tmp_path, unit, 15) for unit in range(1, 21)]
    clerk.qtbot.wait(300)
    heart = Heartbeat()
    heart.begin()
    merge(clerk, *paths)
    assert len(clerk.editor.session.filing.projects) == 300
    assert heart.longest() < LONGEST, heart.longest()
