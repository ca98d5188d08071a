"""The four looks: readable by measure, changed while the window is open, remembered, and nothing cut off in any size."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from perfeval_gui.core.checks.rule import Severity
from perfeval_gui.gui.themes import LIGHT, THEMES, Theme
from tests.gui.conftest import Clerk, OpenWindow

# WCAG 2: 4.5 to 1 for texts (7 to 1 where contrast is what the theme is for), 3 to 1 for lines and marks.
BACKGROUNDS = ("window", "base", "label", "paper", "selection")
TEXTS = [("text", ground) for ground in (*BACKGROUNDS, "desk", "error_fill", "warning_fill", "hint_fill")]
TEXTS += [("muted", ground) for ground in (*BACKGROUNDS, "desk", "error_fill", "warning_fill", "hint_fill")]
TEXTS += [(ink, ground) for ink in ("error", "warning", "hint", "good") for ground in BACKGROUNDS]
TEXTS += [(severity.value, f"{severity.value}_fill") for severity in Severity]
TEXTS += [("accent_text", "accent")]
MARKS = [("line", "paper"), ("line", "label"), ("accent", "paper"), ("accent", "window"), ("line", "window")]
MARKS += [(severity.value, "paper") for severity in Severity]


def luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    shade = QColor(colour)
    return 0.2126 * linear(shade.redF()) + 0.7152 * linear(shade.greenF()) + 0.0722 * linear(shade.blueF())


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_text_stands_out_from_what_it_is_written_on(theme: Theme) -> None:
    least = 7.0 if theme.name == "contrast" else 4.5
    pairs = {(ink, ground): contrast(getattr(theme, ink), getattr(theme, ground)) for ink, ground in TEXTS}
    assert {pair: round(value, 2) for pair, value in pairs.items() if value < least} == {}


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_lines_and_marks_stand_out_from_the_paper(theme: Theme) -> None:
    pairs = {(ink, ground): contrast(getattr(theme, ink), getattr(theme, ground)) for ink, ground in MARKS}
    assert {pair: round(value, 2) for pair, value in pairs.items() if value < 3} == {}


def test_a_theme_is_used_at_once_without_touching_what_is_typed(clerk: Clerk) -> None:
    clerk.go("/indicators/0/actual")
    clerk.type("15个")
    before = clerk.window.grab().toImage()
    clerk.run("theme_dark")
    assert QApplication.palette().color(QPalette.ColorRole.Base) == QColor(THEMES["dark"].base)
    assert clerk.window.form.open_editor.toPlainText() == "15个"
    assert clerk.window.grab().toImage() != before
    assert LIGHT.base == "#ffffff"  # the theme in use changes, the light one does not


def test_theme_and_size_are_there_again_the_next_day(clerk: Clerk, open_window: OpenWindow) -> None:
    clerk.run("theme_green")
    clerk.run("scale_125")
    folder = clerk.editor.library.folder
    clerk.window.close()
    again = open_window(folder=folder)
    assert again.editor.look.theme.name == "green"
    assert again.editor.actions["theme_green"].isChecked()
    assert again.editor.actions["scale_125"].isChecked()
    assert not again.editor.actions["theme_light"].isChecked()
    assert again.window.form.zoom == 1.25
    assert round(QApplication.font().pointSizeF(), 2) == 12.5


def test_the_tree_grows_with_its_names_and_the_form_keeps_the_larger_part(clerk: Clerk) -> None:
    clerk.window.resize(1920, 1080)
    clerk.run("scale_100")
    small = clerk.window.splitter.sizes()
    clerk.run("scale_150")
    large = clerk.window.splitter.sizes()
    assert large[0] == pytest.approx(small[0] * 1.5, abs=8)
    assert large[2] > small[2]
    clerk.run("scale_100")
    assert clerk.window.splitter.sizes() == pytest.approx(small, abs=3)
    clerk.window.resize(1366, 768)
    clerk.run("scale_200")
    tree, form, side = clerk.window.splitter.sizes()
    assert form > side
    assert form > tree


def test_a_theme_that_this_program_does_not_know_counts_as_the_light_one(clerk: Clerk) -> None:
    clerk.editor.preferences.change(theme="from a newer program")
    assert [getattr(clerk.editor.look.theme, f.name) for f in fields(Theme)] == [
        getattr(LIGHT, f.name) for f in fields(Theme)
    ]


def test_the_form_keeps_a_zoom_of_its_own_until_it_is_set_back(clerk: Clerk) -> None:
    clerk.run("scale_125")
    clerk.run("zoom_in")
    assert clerk.window.form.zoom == 1.35
    clerk.run("zoom_reset")
    assert clerk.window.form.zoom == 1.25


# Nothing cut off


def is_shown(widget: QWidget, window: QWidget) -> bool:
    return widget.isVisibleTo(window) and not any(
        isinstance(above, QAbstractScrollArea) for above in above_of(widget, window)
    )


def above_of(widget: QWidget, window: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None and above is not window:
        yield above
        above = above.parentWidget()


def text_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return "" if widget.textFormat() == Qt.TextFormat.RichText else widget.text()
    return widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else ""


def room_lacking(widget: QWidget) -> str:
    """Say what of a widget's text has no room, or return a blank."""
    text, metrics = text_of(widget), QFontMetrics(widget.font())
    room: QRect = widget.contentsRect()
    if isinstance(widget, QLabel) and text:
        if widget.wordWrap():
            wanted = widget.heightForWidth(widget.width())
            return f"{wanted} high in {widget.height()}" if wanted > widget.height() else ""
        wide = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
        return f"{wide} wide in {room.width()}" if wide > room.width() else ""
    if isinstance(widget, QPushButton | QToolButton | QCheckBox | QRadioButton) and text:
        hint = widget.sizeHint()
        return (
            f"{hint} in {widget.size()}"
            if hint.width() > widget.width() + 1 or hint.height() > widget.height() + 1
            else ""
        )
    if isinstance(widget, QComboBox):
        wide = metrics.horizontalAdvance(widget.currentText()) + 20
        return f"{wide} wide in {widget.width()}" if wide > widget.width() else ""
    if isinstance(widget, QTabBar):
        return "" if widget.sizeHint().width() <= widget.width() + 1 else "tabs"
    return ""


def cut_off(window: QWidget) -> list[str]:
    """Return what of the shown parts of a window cannot be read or reaches over the edge of what holds it."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isWindow() or not is_shown(widget, window) or widget.objectName().startswith("qt_"):
            continue
        if any(above.isWindow() for above in above_of(widget, window)):
            continue
        said = room_lacking(widget)
        parent = widget.parentWidget()
        outside = parent is not None and not parent.rect().contains(widget.geometry())
        if said or (outside and text_of(widget)):
            kind = type(widget).__name__
            found.append(f"{kind} {widget.objectName()} “{text_of(widget)}”: {said or 'outside'}")
    return found


def what_stays_cut_off(window: QWidget, clerk: Clerk) -> list[str]:
    """Return what is cut off once the layouts have come to rest."""
    for _ in range(20):
        clerk.qtbot.wait(20)
        if not cut_off(window):
            break
    return cut_off(window)


SCREENS = [(1366, 768, 80), (1366, 768, 100), (1366, 768, 125), (1920, 1080, 150), (3840, 2160, 200)]


def settle(clerk: Clerk) -> None:
    clerk.qtbot.waitUntil(lambda: bool(clerk.window.findings.listed), timeout=20_000)
    clerk.qtbot.wait(30)


@pytest.mark.parametrize("name", THEMES)
def test_nothing_in_the_window_is_cut_off_in_any_theme_at_any_size(clerk: Clerk, name: str) -> None:
    clerk.run(f"theme_{name}")
    clerk.run("show_origins")
    settle(clerk)
    for width, height, percent in SCREENS:
        clerk.run(f"scale_{percent}")
        clerk.window.resize(width, height)
        clerk.go("/indicators/0/name")
        found = what_stays_cut_off(clerk.window, clerk)
        assert clerk.window.size().toTuple() == (width, height), "it does not become that small"
        assert found == [], (width, height, percent)


PAGES = ("show_overview", "show_report", "show_annex1", "review_scores")


@pytest.mark.parametrize(("width", "height", "percent"), [(1024, 600, 100), *SCREENS])
def test_no_page_makes_the_window_wider_than_the_screen(clerk: Clerk, width, height, percent) -> None:
    clerk.run(f"scale_{percent}")
    clerk.window.resize(width, height)
    settle(clerk)
    clerk.run("show_paper")
    in_hand = clerk.editor.desk.current
    assert in_hand is not None
    for name in PAGES:
        clerk.run(name)
        assert what_stays_cut_off(clerk.window, clerk) == [], name
        assert clerk.window.size().toTuple() == (width, height), name
        clerk.editor.stage.show_project(in_hand.id)
        clerk.qtbot.wait(30)
        assert clerk.window.size().toTuple() == (width, height), f"the form after {name}"


@pytest.mark.parametrize(("width", "height", "percent"), SCREENS)
def test_the_page_that_greets_is_not_cut_off(open_window: OpenWindow, width, height, percent) -> None:
    clerk = open_window()
    clerk.run(f"scale_{percent}")
    clerk.window.resize(width, height)
    found = what_stays_cut_off(clerk.window, clerk)
    assert clerk.window.size().toTuple() == (width, height)
    assert found == []


@pytest.mark.parametrize("percent", [125, 150])
def test_on_a_small_screen_the_toolbar_drops_its_words_before_its_buttons(clerk: Clerk, percent: int) -> None:
    clerk.window.resize(1366, 768)
    clerk.qtbot.wait(30)
    bar = clerk.window.findChild(QToolBar, "mainToolBar")
    arrow = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    words, icons = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
    assert bar.toolButtonStyle() == words
    clerk.run(f"scale_{percent}")
    clerk.qtbot.waitUntil(lambda: bar.toolButtonStyle() == icons)
    clerk.qtbot.wait(30)
    assert not arrow.isVisible()
    assert all(bar.widgetForAction(action).isVisible() for action in bar.actions())
    clerk.run("scale_100")
    clerk.qtbot.waitUntil(lambda: bar.toolButtonStyle() == words)


def test_what_the_toolbar_has_no_room_for_is_behind_its_arrow(clerk: Clerk) -> None:
    bar = clerk.window.findChild(QToolBar, "mainToolBar")
    clerk.run("scale_200")
    clerk.window.resize(1366, 768)
    clerk.qtbot.wait(30)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)  # icons alone would have room
    clerk.qtbot.wait(30)
    arrow = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert arrow.isVisible()
    assert bar.rect().contains(arrow.geometry())
    assert arrow.accessibleName()


DIALOGS = ("find", "help", "key_map", "score_card", "rules_overview", "goal_match")


@pytest.mark.parametrize("percent", [100, 125])
@pytest.mark.parametrize("name", DIALOGS)
def test_no_window_over_the_form_is_cut_off_on_a_small_screen(clerk: Clerk, name: str, percent: int) -> None:
    clerk.run(f"scale_{percent}")
    clerk.go("/indicators/0/score")
    clerk.run(name)
    shown = [w for w in clerk.window.findChildren(QDialog) if w.isVisible()]
    assert len(shown) == 1
    dialog = shown[0]
    dialog.resize(min(dialog.width(), 1366 - 20), min(dialog.height(), 768 - 60))
    found = what_stays_cut_off(dialog, clerk)
    assert dialog.width() <= 1366
    assert dialog.height() <= 768 - 40
    assert found == []
    dialog.close()


def test_a_dialog_comes_back_in_the_size_it_was_left_with(clerk: Clerk) -> None:
    clerk.run("find")
    dialog = clerk.editor.texts._finder
    own = dialog.size()
    dialog.resize(own.width() + 60, own.height() + 40)
    dialog.done(0)
    assert clerk.editor.preferences.value.widths["FindDialog.width"] == own.width() + 60
    assert clerk.editor.preferences.value.widths["FindDialog.height"] == own.height() + 40
