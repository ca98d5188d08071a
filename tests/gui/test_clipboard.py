"""Cut, copy, paste: at once where nothing is lost, asked first where something would be; whole forms become projects."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from perfeval_gui.core.text import squeeze
from perfeval_gui.gui.dialogs.paste_preview import PastePreview
from tests.gui.conftest import FORMS, Clerk, OpenWindow

Rows = Sequence[Sequence[str]]
Way = Callable[[Rows], tuple[str, str]]
DUMP = FORMS.parent / "2024-forms.txt"


def on_clipboard(text: str, markup: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if markup:
        data.setHtml(markup)
    QGuiApplication.clipboard().setMimeData(data)


def select(clerk: Clerk, *places: str) -> None:
    clerk.go(places[0])
    for where in places[1:]:
        clerk.window.form.selectionModel().select(
            clerk.index(where), QItemSelectionModel.SelectionFlag.Select
        )


def when_asked(answer) -> list[PastePreview]:
    """Answer the preview that comes up, and return it."""
    seen: list[PastePreview] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PastePreview)
        seen.append(dialog)
        answer(dialog)

    QTimer.singleShot(0, look)
    return seen


def test_copied_cells_are_there_as_text_and_as_a_table(clerk: Clerk) -> None:
    select(clerk, "/indicators/0/target", "/indicators/0/actual")
    clerk.run("copy")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "≥12个\t≥12个"
    assert data.html().count("<td") == 2


def test_a_block_over_typed_texts_is_shown_first_and_is_one_step(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    on_clipboard('≥20个\t"20\n个"\r\n≥9期\t10期\r\n')
    clerk.go("/indicators/0/target")
    seen = when_asked(PastePreview.accept)
    clerk.run("paste")
    assert len(seen) == 1
    rows = clerk.chosen_form().indicators
    assert [(row.target, row.actual) for row in rows[:2]] == [("≥20个", "20\n个"), ("≥9期", "10期")]
    clerk.run("undo")
    assert clerk.chosen_form() == before


def test_a_paste_that_is_refused_changes_nothing(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    on_clipboard("1\t2\r\n3\t4\r\n")
    clerk.go("/indicators/0/target")
    when_asked(PastePreview.reject)
    clerk.run("paste")
    assert clerk.chosen_form() is before


def test_one_cell_goes_in_without_a_question(clerk: Clerk) -> None:
    on_clipboard("15个\r\n")
    clerk.go("/indicators/0/actual")
    clerk.run("paste")
    assert clerk.chosen_form().indicators[0].actual == "15个"


def test_rows_from_a_spreadsheet_become_new_indicators_when_agreed(clerk: Clerk) -> None:
    count = len(clerk.chosen_form().indicators)
    on_clipboard("甲\t≥1个\r\n乙\t≥2个\r\n丙\t≥3个\r\n")
    clerk.go(f"/indicators/{count - 1}/name")
    when_asked(PastePreview.accept)
    clerk.run("paste")
    assert [row.name for row in clerk.chosen_form().indicators[count - 1 :]] == ["甲", "乙", "丙"]
    clerk.run("undo")
    assert len(clerk.chosen_form().indicators) == count


def test_scores_copied_too_far_make_no_new_indicators_unless_asked_for(clerk: Clerk) -> None:
    count = len(clerk.chosen_form().indicators)
    on_clipboard("5\r\n4\r\n3\r\n2\r\n")
    clerk.go(f"/indicators/{count - 1}/score")
    seen = when_asked(PastePreview.accept)
    clerk.run("paste")
    assert not seen[0].takes_rows
    assert "多出的 3 行不会粘贴" in words_of(seen[0])
    seen[0].new_rows.setChecked(True)
    assert "不会粘贴" not in words_of(seen[0])
    assert len(clerk.chosen_form().indicators) == count
    assert clerk.chosen_form().indicators[-1].score == "5"


def as_tsv(rows: Rows) -> tuple[str, str]:
    return "".join("\t".join(row) + "\r\n" for row in rows), ""


def as_html(rows: Rows) -> tuple[str, str]:
    """Return the rows as a word processor gives them: no plain text but the table."""
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    return "", f"<html><body><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></body></html>"


BOTH_WAYS = pytest.mark.parametrize("way", [as_tsv, as_html])


def words_of(dialog: PastePreview) -> str:
    return "".join(label.text() for label in dialog.findChildren(QLabel))


@BOTH_WAYS
def test_a_copied_head_row_is_pointed_out_and_never_lands_in_a_cell(clerk: Clerk, way: Way) -> None:
    before = clerk.chosen_form()
    on_clipboard(*way([("年度指标值", "实际完成值"), ("≥20个", "21个"), ("≥9期", "10期")]))
    clerk.go("/indicators/0/target")
    seen = when_asked(PastePreview.accept)
    clerk.run("paste")
    assert "表头文字" in words_of(seen[0])
    rows = clerk.chosen_form().indicators
    assert [(row.target, row.actual) for row in rows[:2]] == [("≥20个", "21个"), ("≥9期", "10期")]
    assert rows[2] == before.indicators[2]
    clerk.run("undo")
    assert clerk.chosen_form() == before


@BOTH_WAYS
def test_a_head_word_among_other_texts_is_asked_about_even_over_blank_cells(clerk: Clerk, way: Way) -> None:
    before = clerk.chosen_form()
    assert not any(row.variance_note for row in before.indicators[:2])
    on_clipboard(*way([("一级指标",), ("没有完成",)]))
    clerk.go("/indicators/0/variance_note")
    seen = when_asked(PastePreview.reject)
    clerk.run("paste")
    assert len(seen) == 1
    assert clerk.chosen_form() is before


@BOTH_WAYS
def test_a_block_larger_than_what_is_selected_is_shown_first_and_is_one_step(clerk: Clerk, way: Way) -> None:
    before = clerk.chosen_form()
    on_clipboard(*way([("10", "9", "少一次"), ("10", "8", "少两次")]))
    select(clerk, "/indicators/0/weight", "/indicators/0/score")
    seen = when_asked(PastePreview.accept)
    clerk.run("paste")
    assert "比选中的地方大" in words_of(seen[0])
    rows = clerk.chosen_form().indicators
    assert [(row.score, row.variance_note) for row in rows[:2]] == [("9", "少一次"), ("8", "少两次")]
    clerk.run("undo")
    assert clerk.chosen_form() == before


@BOTH_WAYS
def test_what_has_no_place_in_the_table_is_counted_and_not_pasted(clerk: Clerk, way: Way) -> None:
    before = clerk.chosen_form()
    on_clipboard(*way([("少一次", "多出来的", "也多出来")]))
    clerk.go("/indicators/0/variance_note")
    seen = when_asked(PastePreview.accept)
    clerk.run("paste")
    assert "有 2 格放不下" in words_of(seen[0])
    assert clerk.chosen_form().indicators[0].variance_note == "少一次"
    clerk.run("undo")
    assert clerk.chosen_form() == before


def test_an_empty_clipboard_empties_no_cell(clerk: Clerk) -> None:
    on_clipboard("")
    before = clerk.chosen_form()
    clerk.go("/indicators/0/actual")
    clerk.run("paste")
    assert clerk.chosen_form() is before


def test_a_table_with_merges_copied_here_lands_as_it_was(clerk: Clerk) -> None:
    source = clerk.chosen_form()
    select(
        clerk,
        *(f"/indicators/{n}/{name}" for n in range(3) for name in ("name", "target", "actual", "weight")),
    )
    clerk.run("copy")
    clerk.run("new_project")
    clerk.window.form.setCurrentIndex(clerk.index("/indicators/0/name"))
    seen = when_asked(PastePreview.accept)
    clerk.run("paste")
    assert len(seen) <= 1
    mine = clerk.chosen_form().indicators
    texts = [(row.name, row.target, row.actual, row.weight) for row in mine[:3]]
    assert texts == [(row.name, row.target, row.actual, row.weight) for row in source.indicators[:3]]


def paste_whole(clerk: Clerk) -> None:
    clerk.run("paste")
    clerk.qtbot.waitUntil(lambda: "已导入" in clerk.window.notices.text, timeout=15000)


def whole_form_as_word_copies_it(clerk: Clerk) -> str:
    """The form in hand as a table of a word processor: every paragraph on its own, a foreign charset declared."""
    clerk.window.form.selectAll()
    clerk.run("copy")
    markup = QGuiApplication.clipboard().mimeData().html()
    return markup.replace('charset="utf-8"', "charset=gb2312").replace("<td>", "<td><p class=MsoNormal>")


def test_a_whole_form_pasted_on_the_tree_becomes_a_project(clerk: Clerk) -> None:
    source = clerk.chosen_form()
    markup = whole_form_as_word_copies_it(clerk)
    on_clipboard("项目支出绩效自评表 一级指标 三级指标 实际完成值", markup)
    clerk.window.tree.setFocus()
    QTest.keyClick(clerk.window.tree, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    clerk.qtbot.waitUntil(lambda: "已导入 1 张" in clerk.window.notices.text, timeout=15000)
    made = clerk.chosen_form()
    assert squeeze(made.project_name) == squeeze(source.project_name)
    assert [row.name for row in made.indicators] == [row.name for row in source.indicators]
    clerk.run("undo")
    assert len(clerk.editor.session.filing.projects) == 7


def test_a_whole_form_pasted_on_an_empty_desk_becomes_a_project(open_window: OpenWindow) -> None:
    clerk = open_window()
    on_clipboard(DUMP.read_text(encoding="utf-8"))
    paste_whole(clerk)
    assert len(clerk.editor.session.filing.projects) == 7


def test_a_whole_form_never_pours_into_the_cells_of_another(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    first = clerk.editor.desk.current.id
    on_clipboard(DUMP.read_text(encoding="utf-8"))
    clerk.go("/indicators/0/name")
    paste_whole(clerk)
    assert clerk.editor.session.filing[first].form is before
    assert len(clerk.editor.session.filing.projects) == 14


def test_files_copied_in_the_file_manager_are_imported(open_window: OpenWindow) -> None:
    clerk = open_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FORMS))])
    QGuiApplication.clipboard().setMimeData(data)
    paste_whole(clerk)
    assert len(clerk.editor.session.filing.projects) == 7


def test_some_cells_pasted_on_an_empty_desk_say_what_to_do(open_window: OpenWindow) -> None:
    clerk = open_window()
    on_clipboard("甲\t乙")
    clerk.run("paste")
    assert "没有完整的自评表" in clerk.window.statusBar().currentMessage()


def test_a_whole_book_is_not_pasted_into_a_cell_and_the_clerk_is_told(clerk: Clerk) -> None:
    before = clerk.chosen_form()
    QGuiApplication.clipboard().setText("很长的内容。" * 5000)
    clerk.go("/goal/achieved")
    clerk.run("paste")
    assert "没有粘贴" in clerk.window.notices.text
    clerk.window.notices.hide()
    clerk.press(Qt.Key.Key_F2)
    assert clerk.window.form.open_editor is not None
    clerk.run("paste")
    assert "没有粘贴" in clerk.window.notices.text
    clerk.window.form.close_open_editor()
    assert clerk.chosen_form() == before


def test_a_program_that_ends_with_copied_cells_on_the_clipboard_ends_well(tmp_path: Path) -> None:
    program = """
import sys
from perfeval_gui.app import build
window = build(sys.argv[1:])
window.editor.actions["copy"].trigger()
from PySide6.QtGui import QGuiApplication
assert QGuiApplication.clipboard().mimeData().hasHtml()
"""
    arguments = [sys.executable, "-c", program, "--data", str(tmp_path), str(FORMS)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    assert subprocess.run(arguments, env=environment, timeout=60, check=False).returncode == 0
