"""附件1 beside the forms, as a clerk brings it in, compares and corrects it."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from perfeval_gui.gui.annex1.page import Annex1Page
from perfeval_gui.gui.annex1.table_model import ADDED, DIFFERENCE, NAME, REMARK, STATED, column_of
from tests.gui.conftest import Clerk, OpenWindow
from tests.unit.core.test_annex1 import HUNAN

INITIAL, REVISED, OUTTURN = (column_of(name) for name in ("initial_budget", "revised_budget", "outturn"))


def shown(clerk: Clerk) -> Annex1Page:
    clerk.run("show_annex1")
    found = clerk.window.findChild(Annex1Page, "annex1Page")
    assert found is not None
    return found


def text(page: Annex1Page, row: int, column: int) -> str:
    return str(page.model.index(row, column).data())


def row_of(page: Annex1Page, name: str) -> int:
    names = [text(page, row, NAME) for row in range(page.model.rowCount())]
    return names.index(name)


def put(page: Annex1Page, name: str, column: int, value: str) -> None:
    assert page.model.setData(page.model.index(row_of(page, name), column), value, Qt.ItemDataRole.EditRole)


@pytest.fixture
def annex_file(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    for row, line in enumerate(HUNAN.splitlines(), 1):
        for column, cell in enumerate(line.split("\t"), 1):
            number = cell.replace(".", "", 1).isdigit()
            book.active.cell(row, column, float(cell) if number else cell or None)
    book.save(tmp_path / "附件1.xlsx")
    return tmp_path / "附件1.xlsx"


def test_the_forms_stand_there_at_once_and_amounts_are_typed_beside_them(clerk: Clerk) -> None:
    page = shown(clerk)
    assert page.units.currentText() == "区委组织部"
    assert text(page, row_of(page, "驻村帮扶工作经费"), OUTTURN + 1) == "12"
    put(page, "驻村帮扶工作经费", OUTTURN, "13.5")
    at = row_of(page, "驻村帮扶工作经费")
    assert (text(page, at, OUTTURN), text(page, at, OUTTURN + 2)) == ("13.5", "-1.5")
    assert len([1 for row in range(7) if text(page, row, REMARK)]) == 6  # the others have no line yet


def test_an_imported_file_fills_the_page_and_agrees_with_the_seven_examples(
    clerk: Clerk, annex_file: Path
) -> None:
    page = shown(clerk)
    clerk.editor.unit.annex1.read_file(annex_file)
    clerk.qtbot.waitUntil(lambda: "读入附件1 的 7 个项目" in clerk.window.notices.text, timeout=20_000)
    assert "没有全年预算数一列" in clerk.window.notices.text
    assert page.words.text() == "合计相符。"
    assert text(page, row_of(page, STATED), INITIAL) == "151.8"
    assert text(page, row_of(page, ADDED), OUTTURN) == "143.56"
    assert text(page, row_of(page, DIFFERENCE), OUTTURN + 2) == "0"


def test_a_file_read_for_one_unit_is_not_written_over_another(clerk: Clerk, annex_file: Path) -> None:
    page = shown(clerk)
    clerk.editor.unit.annex1.read_file(annex_file)
    page.unit_chosen.emit("另一个单位")  # chosen while the file is being read
    clerk.qtbot.waitUntil(lambda: "没有填入" in clerk.window.notices.text, timeout=20_000)
    assert "请回到“区委组织部”再读入一次" in clerk.window.notices.text
    assert clerk.editor.unit.annex1.annex.is_empty


def test_a_file_that_holds_no_figures_is_refused_in_words(clerk: Clerk, tmp_path: Path) -> None:
    shown(clerk)
    (tmp_path / "坏.xlsx").write_bytes(b"PK\3\4")
    clerk.editor.unit.annex1.read_file(tmp_path / "坏.xlsx")
    clerk.qtbot.waitUntil(lambda: "坏.xlsx" in clerk.window.notices.text, timeout=20_000)


def test_a_pasted_table_is_read_and_a_pasted_column_goes_where_the_cursor_is(clerk: Clerk) -> None:
    page = shown(clerk)
    QGuiApplication.clipboard().setText("项目名称\t年初预算数\n驻村帮扶工作经费\t20\n新项目\t5")
    clerk.editor.unit.annex1.paste()
    assert text(page, row_of(page, "新项目"), REMARK) == "没有自评表"
    page.table.setCurrentIndex(page.model.index(row_of(page, "驻村帮扶工作经费"), OUTTURN))
    QGuiApplication.clipboard().setText("12\n4.5\n")
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [text(page, row_of(page, name), OUTTURN) for name in ("驻村帮扶工作经费", "新项目")] == [
        "12",
        "4.5",
    ]


def test_undo_in_the_page_takes_back_its_own_changes_and_leaves_the_forms_alone(clerk: Clerk) -> None:
    page = shown(clerk)
    before = clerk.editor.session.filing
    put(page, "驻村帮扶工作经费", INITIAL, "20")
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text(page, row_of(page, "驻村帮扶工作经费"), INITIAL) == ""
    QTest.keyClick(page.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert text(page, row_of(page, "驻村帮扶工作经费"), INITIAL) == "20"
    assert clerk.editor.session.filing is before


def test_lines_are_added_emptied_and_removed(clerk: Clerk) -> None:
    page, commands = shown(clerk), clerk.editor.unit.annex1
    commands.add_line()
    page.model.setData(page.model.index(0, NAME), "新项目")
    put(page, "新项目", INITIAL, "5")
    page.table.setCurrentIndex(page.model.index(0, INITIAL))
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert text(page, 0, INITIAL) == ""
    page.table.selectionModel().select(
        page.model.index(0, NAME), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    commands.remove_lines()
    assert commands.annex.lines == ()


def test_the_figures_are_there_again_after_a_new_start(open_window: OpenWindow, tmp_path: Path) -> None:
    from tests.gui.conftest import FORMS

    clerk = open_window(FORMS)
    put(shown(clerk), "驻村帮扶工作经费", OUTTURN, "≦13.5")
    clerk.window.close()
    again = open_window()
    page = shown(again)
    assert text(page, row_of(page, "驻村帮扶工作经费"), OUTTURN) == "≦13.5"


def test_the_checks_hear_of_it_at_once(clerk: Clerk, annex_file: Path) -> None:
    page = shown(clerk)

    def found() -> set[str]:
        ids = clerk.editor.session.filing.projects
        return {item.check for key in ids for item in clerk.editor.desk.findings_of(key)} & {"X06", "X09"}

    clerk.editor.unit.annex1.read_file(annex_file)
    clerk.qtbot.waitUntil(lambda: "读入附件1" in clerk.window.notices.text, timeout=20_000)
    put(page, STATED, OUTTURN, "150")
    clerk.qtbot.waitUntil(lambda: found() == {"X06"}, timeout=10_000)
    put(page, "驻村帮扶工作经费", NAME, "别的项目")
    clerk.qtbot.waitUntil(lambda: found() == {"X06", "X09"}, timeout=10_000)


def test_a_double_click_on_a_forms_amount_opens_the_form_and_the_form_can_be_changed_again(
    clerk: Clerk,
) -> None:
    page = shown(clerk)
    assert not clerk.editor.actions["insert_row_below"].isEnabled()
    page.table.doubleClicked.emit(page.model.index(row_of(page, "驻村帮扶工作经费"), OUTTURN + 1))
    assert clerk.chosen_form().project_name == "驻村帮扶工作经费"
    assert clerk.window.form.isVisible()
    assert clerk.editor.actions["insert_row_below"].isEnabled()


def test_amounts_in_yuan_are_compared_in_wan(clerk: Clerk) -> None:
    page = shown(clerk)
    put(page, "驻村帮扶工作经费", OUTTURN, "120000")
    page.amount_units.setCurrentText("元")
    assert text(page, row_of(page, "驻村帮扶工作经费"), OUTTURN + 2) == ""


def test_without_projects_there_is_nothing_to_compare(open_window: OpenWindow) -> None:
    clerk = open_window()
    clerk.run("show_annex1")
    assert "还没有项目" in clerk.window.statusBar().currentMessage()
