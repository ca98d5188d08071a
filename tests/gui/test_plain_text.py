"""What the monkey met in Qt's field for text: page keys that never ended, composed lines that crashed it later."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfeval_gui.gui.plain_text import PlainText
from perfeval_gui.gui.table.editor import CellEditor


def compose(field: PlainText, text: str) -> None:
    """Give the text as an input method does: shown underlined first, then put in."""
    QCoreApplication.sendEvent(field, QInputMethodEvent(text, []))
    end = QInputMethodEvent()
    end.setCommitString(text)
    QCoreApplication.sendEvent(field, end)


def drawn_besides(field: PlainText) -> list[str]:
    """Return for every line what is drawn in it as being composed."""
    block, drawn = field.document().begin(), []
    while block.isValid():
        drawn.append(block.layout().preeditAreaText())
        block = block.next()
    return drawn


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


def test_a_line_broken_while_composing_leaves_nothing_drawn_above_it(qtbot: QtBot) -> None:
    editor = CellEditor(None)
    qtbot.addWidget(editor)
    editor.show()
    QTest.keyClicks(editor, "a")
    QCoreApplication.sendEvent(editor, QInputMethodEvent("zhi", []))
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert editor.toPlainText() == "a\n"
    assert not editor.is_composing
    assert drawn_besides(editor) == ["", ""]


@pytest.mark.parametrize("phrase", ["质量\n时效", "质量\r\n时效\r\n", "质量\u2029", "\n", "质量"])
def test_composed_lines_leave_nothing_drawn_that_is_not_in_the_text(qtbot: QtBot, phrase: str) -> None:
    editor = CellEditor(None)
    qtbot.addWidget(editor)
    editor.setPlainText("已完成")
    editor.show()
    editor.selectAll()
    compose(editor, phrase)
    compose(editor, phrase)
    assert not any(drawn_besides(editor))
    assert editor.toPlainText().splitlines() == (phrase * 2).splitlines()


@pytest.mark.parametrize("key", [Qt.Key.Key_PageUp, Qt.Key.Key_Up])
def test_selecting_upwards_after_composed_lines_stays_within_the_text(qtbot: QtBot, key: Qt.Key) -> None:
    """It led behind the end of the text; the next key then took the end itself away, and Qt crashed."""
    editor = CellEditor(None)
    qtbot.addWidget(editor)
    editor.show()
    compose(editor, "iiiiiiii\n效益效益效益效益")
    QTest.keyClick(editor, key, Qt.KeyboardModifier.ShiftModifier)
    assert editor.textCursor().position() <= len("iiiiiiii")
    QTest.keyClicks(editor, "a")
    assert editor.toPlainText() in ("iiiiiiiia", "a")
