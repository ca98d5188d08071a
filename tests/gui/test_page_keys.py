"""Page keys in a cell's editor: Qt's own way through a page never ended, or crashed, for the monkey."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfeval_gui.gui.table.editor import CellEditor


def test_page_keys_move_by_what_is_seen_and_select_with_shift(qtbot: QtBot) -> None:
    editor = CellEditor(None)
    qtbot.addWidget(editor)
    editor.setPlainText("\n".join("绩效目标已完成" for _ in range(30)))
    editor.resize(300, 3 * editor.fontMetrics().lineSpacing() + 4)
    editor.show()
    QTest.keyClick(editor, Qt.Key.Key_PageDown)
    assert editor.textCursor().blockNumber() == 3
    QTest.keyClick(editor, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    assert editor.textCursor().blockNumber() == 6
    assert editor.textCursor().hasSelection()
    QTest.keyClick(editor, Qt.Key.Key_PageUp)
    assert editor.textCursor().blockNumber() == 3
    assert not editor.textCursor().hasSelection()


def test_page_keys_move_a_line_where_hardly_one_is_seen(qtbot: QtBot) -> None:
    editor = CellEditor(None)
    qtbot.addWidget(editor)
    editor.setPlainText("一\n二\n三")
    editor.resize(8, 1)
    editor.show()
    QTest.keyClick(editor, Qt.Key.Key_PageDown)
    assert editor.textCursor().blockNumber() == 1
