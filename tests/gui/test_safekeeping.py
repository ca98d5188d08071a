"""States and locks, versions, packages and backups: nothing is overwritten, everything can be undone."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QRadioButton

from perfeval_gui.core.edits import ChangeProject, RemoveRow, SetCell
from perfeval_gui.core.form import INDICATORS, Cell, Project, Waiver, cell_at, write
from perfeval_gui.core.paper_code import paper_code
from perfeval_gui.drafts import ledger
from perfeval_gui.drafts.companions import ANNEX1, Key
from perfeval_gui.drafts.package import read_package, write_package
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.drafts.timeline import timeline
from perfeval_gui.errors import ProjectLockedError, StoreFullError
from perfeval_gui.files.reading import read_file
from perfeval_gui.gui.dialogs.conflicts import ConflictsDialog
from perfeval_gui.gui.dialogs.recycle_bin import RecycleBinDialog
from perfeval_gui.gui.dialogs.versions import VersionsDialog
from tests.examples import example_project
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


@pytest.fixture
def every_save_is_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else what is saved within two minutes is one version."""
    monkeypatch.setattr(ledger, "SITTING", timedelta())


@pytest.mark.usefixtures("every_save_is_a_version")
def test_one_cell_of_an_older_version_is_put_back_and_the_rest_stays(clerk: Clerk) -> None:
    clerk.run("save")
    old = clerk.chosen_form().goal.achieved
    change(clerk, "/goal/achieved", "新写的")
    change(clerk, "/project_name", "新名称")
    clerk.run("save")

    def put_back(dialog: VersionsDialog) -> None:
        assert dialog.moments.currentRow() == 1  # the newest is what stands there now
        assert dialog.differences.topLevelItemCount() > 0
        assert dialog.moments.item(0).text().endswith("现在")
        assert re.fullmatch(r"\d{1,2}月\d{1,2}日 \d\d:\d\d", dialog.moments.item(1).text())
        dialog.moments.setCurrentRow(dialog.moments.count() - 1)
        lines = [dialog.differences.topLevelItem(n) for n in range(dialog.differences.topLevelItemCount())]
        goal = next(line for line in lines if "实际完成情况" in line.text(0))
        assert (goal.text(1), goal.text(2)) == (old, "新写的")
        goal.setSelected(True)
        dialog.cells.click()

    on_dialog(put_back)
    clerk.run("show_versions")
    assert (clerk.chosen_form().project_name, clerk.chosen_form().goal.achieved) == ("新名称", old)
    clerk.run("undo")
    assert clerk.chosen_form().goal.achieved == "新写的"


@pytest.mark.usefixtures("every_save_is_a_version")
def test_a_whole_form_is_put_back_to_an_older_version(clerk: Clerk) -> None:
    clerk.run("save")
    old = clerk.chosen_form()
    clerk.go("/indicators/2/name")
    clerk.run("delete_row")
    clerk.run("save")

    def put_back(dialog: VersionsDialog) -> None:
        dialog.moments.setCurrentRow(dialog.moments.count() - 1)
        assert "后来删除" in dialog.differences.topLevelItem(0).text(0)
        dialog.whole.click()

    on_dialog(put_back)
    clerk.run("show_versions")
    assert clerk.chosen_form() == old


@pytest.mark.usefixtures("every_save_is_a_version")
def test_the_code_at_the_foot_tells_which_version_a_signed_sheet_was_printed_from(clerk: Clerk) -> None:
    clerk.run("code_in_footer")
    assert clerk.editor.actions["code_in_footer"].isChecked()
    code = paper_code(clerk.chosen_form())
    assert any(code in line.text for page in clerk.editor.paper.pages() for line in page.sheet.lines)
    clerk.run("save")
    codes = clerk.editor._codes
    assert codes.look_up(code.lower().replace("-", " ")).startswith("一致")
    change(clerk, "/goal/achieved", "签字以后又改了")
    clerk.run("save")
    assert codes.look_up(code).startswith("是旧版本")
    assert codes.look_up("ZZZZ-ZZZZ").startswith("没有找到")


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


def restore(clerk: Clerk, path: Path) -> None:
    clerk.window.notices.hide()
    clerk.editor.backups.restore(path)
    clerk.qtbot.waitUntil(lambda: "从备份恢复了" in clerk.window.notices.text, timeout=20_000)


@pytest.mark.usefixtures("every_save_is_a_version")
def test_a_successor_gets_everything_in_one_file_and_nothing_is_overwritten(
    open_window: OpenWindow, clerk: Clerk, tmp_path: Path
) -> None:
    (tmp_path / "U盘").mkdir()
    clerk.editor.preferences.change(preparer="张三", backup_folder=str(tmp_path))
    clerk.run("save")
    change(clerk, "/goal/achieved", "第二个版本")
    clerk.run("save")
    shown = current(clerk)
    doomed = list(clerk.editor.session.filing.projects)[6]
    clerk.editor.stage.show_project(doomed)
    clerk.run("delete_project")
    assert [info.id for info in clerk.editor.library.recycle_bin()] == [doomed]
    path = clerk.editor.backups.write_backup(tmp_path / "U盘")
    clerk.editor.stage.show_project(shown.id)
    change(clerk, "/project_name", "后来改的")
    restore(clerk, path)
    names = [p.form.project_name for p in clerk.editor.session.filing.projects.values()]
    assert len(names) == 7
    assert {"后来改的", shown.form.project_name} <= set(names)
    other = open_window(folder=tmp_path / "另一台电脑")
    restore(other, path)
    assert other.editor.desk.current is not None
    other.editor.library.load_all()
    assert len(other.editor.session.filing.projects) == 6
    assert other.editor.session.filing[shown.id] == shown
    assert [info.id for info in other.editor.library.recycle_bin()] == [doomed]
    with other.editor.library.reader() as store:
        assert len(timeline(store, shown.id)) == 2
    assert other.editor.preferences.value.preparer == "张三"
    assert other.editor.preferences.value.backup_folder == ""
    other.window.close()
    again = open_window(folder=tmp_path / "另一台电脑")
    assert len(again.editor.library.ids()) == 6
    restore(again, path)
    assert "恢复了 0 个项目（连同历史版本），6 个本来就一样" in again.window.notices.text
    again.editor.stage.show_project(shown.id)
    again.run("delete_project")
    restore(again, path)
    assert "有 1 个在这里删除过，还在回收站里，没有恢复" in again.window.notices.text


def test_a_backup_is_made_on_closing_and_a_failure_is_said_at_the_next_start(
    open_window: OpenWindow, clerk: Clerk, tmp_path: Path
) -> None:
    place = tmp_path / "U盘"
    place.mkdir()
    clerk.editor.preferences.change(backup_folder=str(place), backup_on_close=True)
    clerk.window.close()
    assert [path.suffix for path in place.iterdir()] == [".zip"]
    again = open_window()
    last = again.editor.preferences.value.last_backup
    assert last
    place.rename(tmp_path / "拔掉了")
    again.window.close()
    third = open_window()
    assert "备份" in third.window.notices.text
    assert last[:16].replace("T", " ") in third.window.notices.text


def test_what_is_deleted_for_good_is_in_no_file_any_more(clerk: Clerk, tmp_path: Path) -> None:
    change(clerk, "/sign_off/phone", "要删干净的字")
    clerk.run("save")
    clerk.run("delete_project")
    deleted = clerk.editor.library.recycle_bin()

    def delete(dialog: RecycleBinDialog) -> None:
        dialog.list.topLevelItem(0).setSelected(True)
        on_dialog(lambda box: next(b for b in box.buttons() if b.text() == "彻底删除").click())
        dialog.purge.click()

    on_dialog(delete)
    clerk.run("recycle_bin")
    clerk.qtbot.waitUntil(lambda: "已彻底删除" in clerk.window.statusBar().currentMessage(), timeout=10_000)
    assert clerk.editor.library.recycle_bin() == ()
    assert deleted[0].project_name
    held = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert [path.name for path in held if "要删干净的字".encode() in path.read_bytes()] == []


def test_what_the_disk_refuses_can_be_saved_elsewhere_from_the_message(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "U盘.json"
    clerk.run("save")
    with monkeypatch.context() as full_disk:
        full_disk.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
        full_disk.setattr(DraftStore, "save", lambda *_args, **_more: refuse())
        change(clerk, "/project_name", "存不下")
        clerk.qtbot.waitUntil(lambda: "磁盘已满" in clerk.window.notices.text, timeout=10000)
        offers = {button.text(): button for button in clerk.window.notices.findChildren(QPushButton)}
        offers["另存到其他位置…"].click()
    assert read_file(target).forms == (clerk.chosen_form(),)
    clerk.run("save")
    clerk.qtbot.waitUntil(lambda: "已保存" in clerk.window.saved_text(), timeout=8000)


def test_an_annex_that_is_not_on_disk_is_not_left_behind_with_the_forms_saved_elsewhere(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.run("save")
    key = Key(ANNEX1, "2024", "区委组织部")
    with monkeypatch.context() as full_disk:
        full_disk.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "U盘.json"), ""))
        full_disk.setattr(DraftStore, "save", lambda *_args, **_more: refuse())
        clerk.editor.library.companions.keep(key, {"lines": [{"name": "驻村经费"}]})
        on_dialog(lambda box: next(b for b in box.buttons() if "另存" in b.text()).click())
        assert not clerk.window.close()
        assert "附件1和自评报告" in clerk.window.notices.text
    clerk.run("save")
    with DraftStore.open(tmp_path / "data", read_only=True) as store:
        assert store.papers()[0][key].value == {"lines": [{"name": "驻村经费"}]}


def refuse() -> None:
    raise StoreFullError("磁盘已满，改动没有存下。")


def test_projects_of_a_package_that_are_new_here_come_with_their_own_ids(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    project = example_project(2)
    write_package([project], tmp_path / "包.zip")
    clerk = open_window()
    clerk.editor.safekeeping.take_in(read_package(tmp_path / "包.zip"))
    assert current(clerk).id == project.id


def test_reasons_that_the_other_wrote_for_accepted_findings_come_back_and_mine_stay(
    clerk: Clerk, tmp_path: Path
) -> None:
    write_package([current(clerk)], tmp_path / "包.zip")
    arrival = read_package(tmp_path / "包.zip")[0]
    mine, both, theirs = (
        Waiver("B03", cell_at(current(clerk), where), reason)
        for where, reason in (
            ("/indicators/0/actual", "我写的原因"),
            ("/indicators/1/actual", "我先写的"),
            ("/indicators/2/actual", "对方写的原因"),
        )
    )
    clerk.editor.session.do(ChangeProject(current(clerk).id, {"waivers": (mine, both)}), "已阅")
    sent_back = replace(arrival.project, waivers=(replace(both, reason="对方也写了"), theirs))
    clerk.editor.safekeeping.take_in([replace(arrival, project=sent_back)])
    assert current(clerk).waivers == (mine, both, theirs)
    clerk.run("undo")
    assert current(clerk).waivers == (mine, both)


@pytest.mark.parametrize(("choose_mine", "stays"), [(False, True), (True, False)])
def test_a_row_that_i_removed_and_the_other_changed_stays_unless_i_say_so(
    clerk: Clerk, tmp_path: Path, choose_mine: bool, stays: bool
) -> None:
    write_package([current(clerk)], tmp_path / "包.zip")
    arrival = read_package(tmp_path / "包.zip")[0]
    row = current(clerk).form.indicators[1]
    form = write(arrival.project.form, Cell(current(clerk).id, INDICATORS, row.id, "name"), "对方改的指标")
    clerk.editor.session.do(RemoveRow(current(clerk).id, INDICATORS, row.id), "删除")

    def choose(dialog: ConflictsDialog) -> None:
        if choose_mine:
            for button in dialog.findChildren(QRadioButton):
                if "整行已删去" in button.accessibleName():
                    button.setChecked(True)
        dialog.accept()

    on_dialog(choose)
    clerk.editor.safekeeping.take_in([replace(arrival, project=replace(arrival.project, form=form))])
    names = [indicator.name for indicator in clerk.chosen_form().indicators]
    assert ("对方改的指标" in names) is stays


def test_a_signed_form_is_left_alone_by_a_package_and_the_others_are_merged(
    clerk: Clerk, tmp_path: Path
) -> None:
    signed, other = list(clerk.editor.session.filing.projects.values())[:2]
    write_package([signed, other], tmp_path / "包.zip")
    arrivals = [
        replace(
            arrival,
            project=replace(arrival.project, form=replace(arrival.project.form, note="对方的备注")),
        )
        for arrival in read_package(tmp_path / "包.zip")
    ]
    clerk.editor.session.do(ChangeProject(signed.id, {"state": "signed"}), "已签")
    clerk.editor.safekeeping.take_in(arrivals)
    filing = clerk.editor.session.filing
    assert filing[signed.id].form == signed.form
    assert filing[other.id].form.note == "对方的备注"
    assert f"“{signed.form.project_name}”已签字或已报送，没有合并" in clerk.window.notices.text
