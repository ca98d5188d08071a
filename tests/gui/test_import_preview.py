"""Importing in the window: what was found is seen before it is taken, and nothing holds up the work."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QListWidgetItem

from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Form
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.gui.dialogs.import_preview import ImportPreview
from perfeval_gui.gui.dialogs.roll_over import RollOverDialog
from perfeval_gui.gui.importing.gathering import gather
from perfeval_gui.gui.roles import FINDINGS
from tests.gui.conftest import FORMS, Clerk, OpenWindow

IMPORTS = FORMS.parent / "import"
DUMP = FORMS.parent / "2024-forms.txt"
WORD = IMPORTS / "2024-original-like.docx"
EXPECTED = [form_from_json(value) for value in json.loads(FORMS.read_text(encoding="utf-8"))]


@pytest.fixture
def desk(open_window: OpenWindow) -> Clerk:
    """Return a clerk before an empty desk."""
    return open_window()


def preview(clerk: Clerk, *paths: Path) -> ImportPreview:
    """Open the preview on the paths and wait until all is read."""
    clerk.editor.importing.preview(list(paths))
    shown = clerk.window.findChildren(ImportPreview)[-1]
    clerk.qtbot.waitUntil(lambda: "原文件没有改动" in shown.summary.text(), timeout=20000)
    return shown


def forms_on_desk(clerk: Clerk) -> list[Form]:
    projects = clerk.editor.session.filing.projects.values()
    return [project.form for project in sorted(projects, key=lambda project: project.position)]


def squeezed(form: Form) -> str:
    return "".join(repr(form).split())


def names(shown: ImportPreview) -> list[str]:
    return [shown.tree.topLevelItem(number).text(0) for number in range(shown.tree.topLevelItemCount())]


def roll_over_dialog(clerk: Clerk) -> RollOverDialog:
    dialog = clerk.window.findChildren(RollOverDialog)[-1]
    clerk.qtbot.waitUntil(dialog.go.isEnabled, timeout=30000)
    return dialog


def test_the_preview_lists_every_form_and_takes_nothing_by_itself(desk: Clerk) -> None:
    shown = preview(desk, WORD)
    assert not shown.isModal()
    assert names(shown) == ["2024-original-like.docx（7 张）"]
    assert [found.form.project_name for found in shown.tree.found()] == [f.project_name for f in EXPECTED]
    assert shown.summary.text().startswith("读了 1 个文件，找到 7 张自评表")
    assert forms_on_desk(desk) == []


def test_archived_forms_are_as_they_were_and_one_step_of_undo(desk: Clerk) -> None:
    shown = preview(desk, WORD)
    shown.as_it_was.click()
    assert shown.take.text() == "导入 7 张"
    shown.take.click()
    assert list(map(squeezed, forms_on_desk(desk))) == list(map(squeezed, EXPECTED))
    assert desk.editor.session.undo_label == "导入 7 张表"
    desk.run("undo")
    assert forms_on_desk(desk) == []


def test_only_ticked_forms_are_taken(desk: Clerk) -> None:
    shown = preview(desk, WORD)
    shown.as_it_was.click()
    shown.tree.tick_all(ticked=False)
    assert not shown.take.isEnabled()
    shown.tree.topLevelItem(0).child(2).setCheckState(0, Qt.CheckState.Checked)
    shown.take.click()
    assert [form.project_name for form in forms_on_desk(desk)] == ["驻村帮扶工作经费"]


def test_last_years_forms_are_offered_as_this_years_template(desk: Clerk) -> None:
    shown = preview(desk, WORD)
    assert shown.as_template.isChecked()
    assert shown.year.value() == 2025
    assert shown.preview.form.model().project.form.fiscal_year == "2025"
    shown.take.click()
    dialog = roll_over_dialog(desk)
    assert dialog.go.text() == "新建 7 张表，修改 6 处"
    dialog.go.click()
    desk.qtbot.waitUntil(lambda: len(forms_on_desk(desk)) == 7, timeout=30000)
    first, *_ = desk.editor.session.filing.projects.values()
    assert first.form.fiscal_year == "2025"
    assert first.form.indicators[7].target == "2025年12月31日前完成"
    assert {row.actual for row in first.form.indicators} == {""}
    assert first.previous.fiscal_year == "2024"
    desk.run("undo")
    assert forms_on_desk(desk) == []


def test_templates_can_leave_last_years_forms_in_the_archive_too(desk: Clerk) -> None:
    shown = preview(desk, WORD)
    shown.take.click()
    dialog = roll_over_dialog(desk)
    dialog.archive.click()
    dialog.go.click()
    desk.qtbot.waitUntil(lambda: len(forms_on_desk(desk)) == 14, timeout=30000)
    years = [form.fiscal_year for form in forms_on_desk(desk)]
    assert years == ["2025"] * 7 + ["2024"] * 7
    assert list(map(squeezed, forms_on_desk(desk)[7:])) == list(map(squeezed, EXPECTED))


def test_the_choice_of_the_clerk_stands_whatever_is_read_after_it(desk: Clerk) -> None:
    desk.editor.importing.preview([WORD])
    shown = desk.window.findChild(ImportPreview)
    shown.as_it_was.click()
    desk.qtbot.waitUntil(lambda: "原文件没有改动" in shown.summary.text(), timeout=20000)
    assert shown.as_it_was.isChecked()
    assert shown.preview.form.model().project.form.fiscal_year == "2024"


def test_a_doubt_leads_to_its_cell_and_the_cell_is_marked(desk: Clerk) -> None:
    shown = preview(desk, DUMP)
    line = next(item for item in lines(shown) if "联系电话" in item.text())
    shown.preview.notes.itemClicked.emit(line)
    view = shown.preview.form
    assert view.current_cell.field == "phone"
    assert view.currentIndex().data(FINDINGS)[0].message in line.text()


def lines(shown: ImportPreview) -> list[QListWidgetItem]:
    return [shown.preview.notes.item(row) for row in range(shown.preview.notes.count())]


def test_nothing_can_be_typed_into_the_preview(desk: Clerk) -> None:
    shown = preview(desk, WORD)
    view = shown.preview.form
    before = shown.preview.form.model().project
    view.setFocus()
    for key in (Qt.Key.Key_F2, Qt.Key.Key_1, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    assert view.open_editor is None
    assert view.model().project is before


def test_files_that_cannot_be_read_are_listed_with_their_sentence_and_the_others_are_found(
    desk: Clerk, tmp_path: Path
) -> None:
    folder = tmp_path / "去年"
    folder.mkdir()
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 cut off")
    (folder / "扫描.pdf").write_bytes(b"%PDF-1.4 ...")
    (folder / "说明.txt").write_text("这里没有表。", encoding="utf-8")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    shutil.copy(WORD, folder / "好.docx")
    shown = preview(desk, folder)
    assert sorted(names(shown)) == [
        "坏.docx（读不了）",
        "好.docx（7 张）",
        "扫描.pdf（读不了）",
        "说明.txt（没有自评表）",
    ]
    assert shown.summary.text() == (
        "读了 4 个文件，找到 7 张自评表；1 个文件里没有自评表；2 个文件读不了；"
        "另有 1 个其他类型的文件没有读。原文件没有改动。"
    )
    broken = next(number for number in range(4) if "坏" in names(shown)[number])
    shown.tree.setCurrentItem(shown.tree.topLevelItem(broken))
    assert "坏.docx" in shown.preview.words.text()
    assert "请" in shown.preview.words.text()


def test_a_folder_without_any_form_says_so_and_offers_nothing(desk: Clerk, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    shown = preview(desk, tmp_path / "空")
    assert "没有可以读取的文件" in shown.preview.words.text()
    assert not shown.take.isEnabled()


def test_the_same_form_in_another_container_is_a_copy_and_not_ticked(desk: Clerk) -> None:
    shown = preview(desk, WORD, IMPORTS / "2024-lo.odt")
    assert [found.is_copy for found in shown.tree.found()] == [False] * 7 + [True] * 7
    assert len(shown.tree.chosen()) == 7


def test_stopping_keeps_what_was_read_and_says_how_much_is_left(desk: Clerk, tmp_path: Path) -> None:
    for number in range(60):
        shutil.copy(WORD, tmp_path / f"{number}.docx")
    desk.editor.importing.preview([tmp_path])
    shown = desk.window.findChild(ImportPreview)
    desk.qtbot.waitUntil(lambda: shown.tree.topLevelItemCount() >= 1, timeout=20000)
    shown.stop.click()
    desk.qtbot.waitUntil(lambda: "已停止" in shown.summary.text(), timeout=30000)
    read = shown.tree.topLevelItemCount()
    assert 1 <= read < 60
    assert f"还有 {60 - read} 个文件没有读" in shown.summary.text()
    assert shown.take.isEnabled()


def test_progress_and_its_button_come_into_sight_after_a_second(desk: Clerk, tmp_path: Path) -> None:
    for number in range(400):
        shutil.copy(WORD, tmp_path / f"{number}.docx")
    desk.editor.importing.preview([tmp_path])
    shown = desk.window.findChild(ImportPreview)
    assert not shown.stop.isVisible()
    desk.qtbot.waitUntil(shown.stop.isVisible, timeout=8000)
    shown.stop.click()
    desk.qtbot.waitUntil(lambda: not shown.stop.isVisible(), timeout=30000)


def test_closing_the_preview_or_the_window_while_reading_leaves_nothing_behind(
    desk: Clerk, tmp_path: Path
) -> None:
    for number in range(100):
        shutil.copy(WORD, tmp_path / f"{number}.docx")
    desk.editor.importing.preview([tmp_path])
    desk.window.findChild(ImportPreview).close()
    desk.editor.importing.preview([tmp_path])
    desk.window.close()
    assert forms_on_desk(desk) == []


def test_files_and_folders_dropped_on_the_window_are_shown_first(desk: Clerk, tmp_path: Path) -> None:
    shutil.copy(WORD, tmp_path / "表.docx")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    drop = QDropEvent(
        QPointF(QPoint(40, 40)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.dropEvent(drop)
    shown = desk.window.findChild(ImportPreview)
    desk.qtbot.waitUntil(lambda: "找到 7 张" in shown.summary.text(), timeout=20000)
    assert forms_on_desk(desk) == []


def test_files_of_a_start_are_taken_without_a_question(open_window: OpenWindow, tmp_path: Path) -> None:
    clerk = open_window(WORD)
    assert clerk.window.findChild(ImportPreview) is None
    assert list(map(squeezed, forms_on_desk(clerk))) == list(map(squeezed, EXPECTED))
    clerk.window.close()
    with DraftStore.open(tmp_path / "data", read_only=True) as store:
        assert len(store.list()) == 7


def test_everything_in_the_preview_has_a_name_for_the_screen_reader(desk: Clerk) -> None:
    shown = preview(desk, WORD)
    for part in (shown.tree, shown.preview.form, shown.preview.notes, shown.year, shown.bar, shown.summary):
        assert part.accessibleName()
    shown.take.click()
    dialog = roll_over_dialog(desk)
    assert all(tick.text() for tick in dialog.findChildren(QCheckBox) if not tick.isHidden())
    dialog.reject()


def test_a_folder_stands_for_the_files_in_it_that_could_hold_a_form(tmp_path: Path) -> None:
    for name in (
        "表10.docx",
        "表2.xls",
        "~$表2.xls",
        ".hidden.docx",
        "照片.png",
        "下级/更深/表.wps",
        ".git/表.docx",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "下级" / "圈").symlink_to(tmp_path)
    found = gather([tmp_path, tmp_path / "照片.png", tmp_path / "表2.xls"])
    assert [path.relative_to(tmp_path).as_posix() for path in found.files] == [
        "表2.xls",
        "表10.docx",
        "下级/更深/表.wps",
        "照片.png",
    ]
    assert found.passed_over == 1
    assert not found.cut


def test_a_narrow_list_leaves_out_the_unit_before_the_names_are_cut(desk: Clerk) -> None:
    shown = preview(desk, WORD)
    hidden = {}
    for width in (340, 620):
        shown.tree.resize(width, 300)
        hidden[width] = (shown.tree.isColumnHidden(2), shown.tree.columnWidth(0) >= 150)
    assert hidden == {340: (True, True), 620: (False, True)}
