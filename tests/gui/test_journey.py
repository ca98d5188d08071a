"""The year's work from beginning to end by keyboard alone, with every key press counted against a word processor."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget
from shiboken6 import isValid

from perfeval_gui.core.form import Form
from perfeval_gui.core.quantities import format_number, parse_points
from perfeval_gui.core.text import squeeze
from perfeval_gui.files.sandbox import ImportWorker
from perfeval_gui.gui.dialogs.export_choice import ExportDialog
from tests.gui.conftest import FORMS, Clerk, OpenWindow

SOURCE = FORMS.parent / "import" / "2024-lo.docx"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "USABILITY.md"
A_DATE = "2025年11月28日"
REASON = "部分活动推迟到次年"
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key


class Mouse(QObject):
    """Counts clicks."""

    def __init__(self) -> None:
        super().__init__()
        self.clicks = 0
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.clicks += event.type() == QEvent.Type.MouseButtonPress
        return False


class Keyboard:
    """Whatever has the focus gets the key; a key with Ctrl is one press, a Chinese character too."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self._held: QWidget | None = None
        self.presses = 0

    def press(self, key: Key, modifiers=Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
        for _ in range(times):
            self.presses += 1
            target = self._target()
            QTest.keyPress(target, key, modifiers)
            if isValid(target):  # the key may have closed its dialog
                QTest.keyRelease(target, key, modifiers)

    def write(self, text: str) -> None:
        for sign in text:
            self.presses += 1
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)  # QTest knows ASCII only
                QCoreApplication.sendEvent(self._target(), event)

    def _target(self) -> QWidget:
        waiting = self._held = QApplication.activeModalWidget()  # held: its parts die with this name for it
        if waiting is not None:
            return waiting.focusWidget() or waiting
        window = QApplication.activeWindow() or self._clerk.window
        return window.focusWidget() or window

    def when_asked(self, kind: type, answer) -> None:
        """Answer a dialog of a kind once it is there and waits."""

        def look() -> None:
            if isinstance(QApplication.activeModalWidget(), kind):
                answer()
            else:
                QTimer.singleShot(20, look)

        QTimer.singleShot(20, look)


def result_of(form: Form) -> Form:
    """Return last year's form with what the unit achieved in 2025: all of the budget spent, one indicator missed."""
    spent = form.funding[0].revised_budget.strip()
    rows = [
        replace(
            row, actual=re.sub(r"^[≥≤≧≦]", "", row.target.strip()), score=row.weight.strip(), variance_note=""
        )
        for row in form.indicators
    ]
    missed = format_number(parse_points(rows[0].weight) - 1)
    rows[0] = replace(rows[0], score=missed, variance_note=REASON)
    funding = (
        replace(form.funding[0], outturn=spent),
        replace(form.funding[1], outturn=spent),
        *form.funding[2:],
    )
    goal = replace(form.goal, achieved=form.goal.expected)
    return replace(form, fiscal_year="2025", funding=funding, goal=goal, indicators=tuple(rows))


def fill_in(keys: Keyboard, wanted: Form) -> None:
    """Fill in one form, beginning at 全年执行数 of the first row."""
    for source in wanted.funding:
        keys.write(source.outturn.strip())
        keys.press(Key.Key_Return)
    keys.press(Key.Key_R, CONTROL)  # what was achieved is what was planned, on its left
    keys.press(Key.Key_Return)
    keys.press(Key.Key_Right)
    for row in wanted.indicators[:-1]:
        keys.write(row.actual)
        keys.press(Key.Key_Return)
    keys.write(wanted.indicators[-1].actual)
    keys.press(Key.Key_Tab)
    keys.press(Key.Key_Up, CONTROL | SHIFT)  # from the last 分值 to the first,
    keys.press(Key.Key_Right, SHIFT)
    keys.press(Key.Key_R, CONTROL)  # and all of them have their full 得分
    keys.press(Key.Key_Up, CONTROL)
    keys.press(Key.Key_Right)
    keys.write(wanted.indicators[0].score)  # but for one
    keys.press(Key.Key_Tab)
    keys.write(wanted.indicators[0].variance_note)
    keys.press(Key.Key_Return)
    keys.press(Key.Key_F9)  # 执行率, its 得分, 总分
    keys.press(Key.Key_End, CONTROL)
    keys.press(Key.Key_Backtab, SHIFT)
    keys.press(Key.Key_Semicolon, CONTROL)


def by_hand(before: list[Form], after: list[Form]) -> tuple[int, int]:
    """Return presses and clicks of the same work in a word processor with one document of seven tables.

    As cheap as it can be done: what stays costs nothing; a changed cell costs the click that selects its content
    and the characters; the goal is copied; the year is replaced in one go; what is computed costs the figures
    typed into a calculator.
    """
    presses, clicks = 0, 0
    presses += 2 + len("去年.docx")  # Ctrl+O, the name, Enter
    presses += 2 + len("今年.docx")  # F12, the name, Enter
    presses += len("2024") + len("2025") + 5  # Ctrl+H, Tab, replace all, Enter, Esc
    for old, new in zip(before, after, strict=True):
        for was, now in zip(old.indicators, new.indicators, strict=True):
            for name in ("actual", "score", "variance_note"):
                if getattr(was, name).strip() != getattr(now, name).strip():
                    clicks += 1
                    presses += len(getattr(now, name).strip()) or 1
        for planned, spent in zip(old.funding, new.funding, strict=True):
            if planned.outturn.strip() != spent.outturn.strip():
                clicks += 1
                presses += len(spent.outturn)
        if squeeze(old.goal.achieved) != squeeze(new.goal.achieved):
            clicks += 2
            presses += 2  # Ctrl+C there, Ctrl+V here
        row = new.funding[0]
        presses += len(row.outturn) + len(row.revised_budget.strip()) + 2  # ÷ and =
        presses += sum(len(item.score) + 1 for item in new.indicators) + len(row.score) + 1  # + between, =
        for text in (row.execution_rate, row.score, new.total.score, A_DATE):
            clicks += 1
            presses += len(text)
    return presses, clicks


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_seven_forms_of_last_year_become_this_years_by_keyboard_alone(
    open_window: OpenWindow, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "去年.docx").write_bytes(SOURCE.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    clerk = open_window()
    mouse, keys = Mouse(), Keyboard(clerk)
    bring_to_front(clerk, clerk.window)

    def name_the_file() -> None:
        QApplication.activeModalWidget().setDirectory(str(tmp_path))  # the folder that it opened in last time
        keys.write("去年.docx")
        keys.press(Key.Key_Return)

    keys.when_asked(QFileDialog, name_the_file)
    keys.press(Key.Key_Space)  # the large button has the focus
    preview = window_called(clerk, "importPreview")
    clerk.qtbot.waitUntil(preview.take.isEnabled, timeout=30_000)
    before = [found.form for found in preview.tree.chosen()]
    bring_to_front(clerk, preview)
    keys.press(Key.Key_Return)
    rolling = window_called(clerk, "rollOver")
    clerk.qtbot.waitUntil(rolling.go.isEnabled, timeout=30_000)
    bring_to_front(clerk, rolling)
    keys.press(Key.Key_Return)
    clerk.qtbot.waitUntil(lambda: clerk.editor.desk.current is not None, timeout=30_000)
    assert not isValid(preview) or not preview.isVisible()
    bring_to_front(clerk, clerk.window)

    wanted = {squeeze(form.project_name): result_of(form) for form in before}
    for number in range(7):
        if number:
            keys.press(Key(Key.Key_1 + number), CONTROL)
        fill_in(keys, wanted[squeeze(clerk.chosen_form().project_name)])

    keys.press(Key.Key_1, ALT)  # to the tree, and there to the year: all its forms
    keys.press(Key.Key_Home)

    def go_on() -> None:
        keys.press(Key.Key_Left, times=2)
        keys.press(Key.Key_Return)

    keys.when_asked(QMessageBox, go_on)
    keys.when_asked(ExportDialog, lambda: keys.press(Key.Key_Return))
    keys.press(Key.Key_E, CONTROL)
    folder = tmp_path / "Documents" / "绩效自评表"
    clerk.qtbot.waitUntil(lambda: len(list(folder.glob("*.docx"))) == 7, timeout=30_000)
    clerk.qtbot.waitUntil(lambda: "已导出" in clerk.window.notices.text, timeout=30_000)

    with ImportWorker() as worker:
        written = [worker.read(path).forms[0] for path in sorted(folder.glob("*.docx"))]
    faults = {form.project_name: wrong(form, wanted[squeeze(form.project_name)]) for form in written}
    assert {name: found for name, found in faults.items() if found} == {}
    assert mouse.clicks == 0
    hand_presses, hand_clicks = by_hand(
        before,
        [
            next(new for new in written if squeeze(new.project_name) == squeeze(old.project_name))
            for old in before
        ],
    )
    counted = {"程序": (keys.presses, mouse.clicks), "文字处理软件": (hand_presses, hand_clicks)}
    assert stated() == counted


def wrong(form: Form, goal: Form) -> list[str]:
    """Say what of a written form is not as it was to be."""
    found = [
        row.name
        for row, to_be in zip(form.indicators, goal.indicators, strict=True)
        if (row.actual.strip(), row.score.strip(), row.variance_note.strip())
        != (to_be.actual, to_be.score, to_be.variance_note)
    ]
    found += [
        row.source
        for row, to_be in zip(form.funding, goal.funding, strict=True)
        if row.outturn.strip() != to_be.outturn.strip()
    ]
    found += [] if squeeze(form.goal.achieved) == squeeze(goal.goal.expected) else ["实际完成情况"]
    found += [] if form.fiscal_year == "2025" else ["年度"]
    filled = {
        "执行率": form.funding[0].execution_rate,
        "执行得分": form.funding[0].score,
        "总分": form.total.score,
        "日期": form.sign_off.filed_on,
    }
    return found + [name for name, text in filled.items() if not text.strip()]


def stated() -> dict[str, tuple[int, int]]:
    """Return what the page on usability says: presses and clicks."""
    lines = re.findall(
        r"^\| (程序|文字处理软件) \| (\d+) \| (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {name: (int(presses), int(clicks)) for name, presses, clicks in lines}


def window_called(clerk: Clerk, name: str) -> QDialog:
    clerk.qtbot.waitUntil(lambda: clerk.window.findChild(QDialog, name) is not None, timeout=30_000)
    found = clerk.window.findChild(QDialog, name)
    assert found is not None
    return found


def bring_to_front(clerk: Clerk, window: QWidget) -> None:
    """Do what a desktop does by itself when a window opens or closes."""
    window.activateWindow()
    clerk.qtbot.waitUntil(window.isActiveWindow, timeout=30_000)
