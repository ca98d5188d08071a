"""Take a picture of every screen in every theme at two sizes: `python -m tools.looks FOLDER [THEME…]`; then look at them all.

No display is needed. A contact sheet a theme and size is written beside the single pictures.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from perfeval_gui.app import build
from perfeval_gui.core.form import Cell
from perfeval_gui.gui.editor import Editor
from perfeval_gui.gui.leaving import take_down
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.themes import THEMES

SCREEN = {
    "name": "screen",
    "x": 0,
    "y": 0,
    "width": 1920,
    "height": 1080,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}
"""Without it the screen of no display is 800 pixels wide, and windows must fit into it."""
ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "resources" / "samples" / "2024-forms.json"
SIZES = ((1366, 768, 100), (1920, 1080, 150))
COMMANDS = (
    "find", "help", "key_map", "guide", "score_card", "rules_overview", "goal_match", "new_from_template", "roll_over",
    "scan_leftovers", "waive", "handbook", "about",
)  # fmt: skip
PAGES = ("show_annex1", "show_report", "review_scores")
WAITING = (
    "export_docx", "fill_forms", "tidy", "back_up", "show_versions", "recycle_bin", "balance", "check_copies", "enter_online",
    "check_environment", "insert_symbol",
)  # fmt: skip
_PATIENCE = 20
_COLUMNS, _THUMB = 3, QSize(640, 400)


def wait_until(is_so: Callable[[], bool] = lambda: False, seconds: float = 0.4) -> None:
    """Let the window work until something is so, or for that long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not is_so():
        QApplication.processEvents()
        time.sleep(0.005)


def editor_of(window: MainWindow) -> Editor:
    """Return the editor behind a window."""
    if not isinstance(window.editor, Editor):
        raise TypeError(window.editor)
    return window.editor


def dress(window: MainWindow, theme: str, size: tuple[int, int, int]) -> None:
    """Give the window a look and a size."""
    actions = editor_of(window).actions
    actions[f"theme_{theme}"].trigger()
    actions[f"scale_{size[2]}"].trigger()
    window.resize(size[0], size[1])
    wait_until()


def screens(window: MainWindow) -> Iterator[tuple[str, QWidget | QPixmap]]:
    """Show one screen after the other and yield its name and the widget to take."""
    editor = editor_of(window)
    project = editor.desk.current
    if project is None:
        raise LookupError("no project is shown")
    editor.stage.show_project(project.id)
    wait_until(lambda: bool(window.findings.listed), _PATIENCE)
    window.form.go_to(Cell(project.id, "indicators", project.form.indicators[0].id, "actual"))
    yield "form", window
    window.form.edit_current()
    yield "editing", window
    window.form.close_open_editor()
    for name, screen in (("show_paper", "paper"), ("show_overview", "overview")):
        editor.actions[name].trigger()
        wait_until(seconds=1)
        yield screen, window
        editor.actions[name].trigger()
    for name in PAGES:
        editor.actions[name].trigger()
        wait_until(seconds=0.5)
        yield name, window
    editor.stage.show_project(project.id)
    window.form.go_to(Cell(project.id, "indicators", project.form.indicators[0].id, "score"))
    yield from dialogs(window)


def dialogs(window: MainWindow) -> Iterator[tuple[str, QWidget | QPixmap]]:
    """Show one window over the form after the other and yield its name and the widget."""
    editor = editor_of(window)
    for name in COMMANDS:
        editor.actions[name].trigger()
        wait_until(seconds=0.8)
        for shown in [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]:
            yield name, shown
            shown.close()
    editor.importing.preview([SAMPLE])
    preview = window.findChildren(QDialog, "importPreview")[-1]
    wait_until(seconds=3)
    yield "import_preview", preview
    preview.close()
    for name in WAITING:
        picture = answered(editor, name)
        if picture is not None:
            yield name, picture


def answered(editor: Editor, name: str) -> QPixmap | None:
    """Return the picture of a dialog that waits for an answer, if one comes; the answer is no."""
    seen: list[QPixmap] = []

    def look() -> None:
        waiting = QApplication.activeModalWidget()
        if isinstance(waiting, QMessageBox):  # asks whether to go on
            waiting.buttons()[0].click()
        elif isinstance(waiting, QDialog):
            wait_until(seconds=0.3)
            seen.append(waiting.grab())
            waiting.reject()
        if not seen:
            QTimer.singleShot(100, look)

    QTimer.singleShot(100, look)
    editor.actions[name].trigger()
    wait_until(lambda: bool(seen), seconds=2)
    return seen[0] if seen else None


def take(
    window: MainWindow, theme: str, size: tuple[int, int, int], folder: Path
) -> list[tuple[str, QPixmap]]:
    """Write a picture of each screen and return them with their names."""
    dress(window, theme, size)
    taken = []
    for name, widget in screens(window):
        wait_until(seconds=0.3)
        picture = widget if isinstance(widget, QPixmap) else widget.grab()
        picture.save(str(folder / f"{theme}-{size[2]}-{name}.png"))
        taken.append((name, picture))
    return taken


def contact_sheet(pictures: list[tuple[str, QPixmap]]) -> QPixmap:
    """Return all pictures small on one sheet, each under its name."""
    rows = -(-len(pictures) // _COLUMNS)
    sheet = QPixmap(_COLUMNS * _THUMB.width(), rows * (_THUMB.height() + 24))
    sheet.fill(Qt.GlobalColor.gray)
    painter = QPainter(sheet)
    for number, (name, picture) in enumerate(pictures):
        x, y = number % _COLUMNS * _THUMB.width(), number // _COLUMNS * (_THUMB.height() + 24)
        painter.drawText(x + 4, y + 17, name)
        small = picture.scaled(
            _THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawPixmap(x, y + 24, small)
    painter.end()
    return sheet


def main() -> None:
    """Take the pictures of the themes that are named, or of all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, help="where the pictures go; it is made if need be")
    asked.add_argument(
        "themes", nargs="*", metavar="theme", help=f"of {', '.join(THEMES)}; all where none is named"
    )
    chosen = asked.parse_args()
    if unknown := set(chosen.themes) - set(THEMES):
        asked.error(f"no such theme: {', '.join(sorted(unknown))}")
    folder: Path = chosen.folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "screen.json").write_text(json.dumps({"screens": [SCREEN]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={folder / 'screen.json'}"
    for theme in chosen.themes or THEMES:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as data:
                window = build(["--data", data])
                dress(window, theme, size)
                wait_until(seconds=1)
                greeting = window.grab()
                greeting.save(str(folder / f"{theme}-{size[2]}-start.png"))
                editor_of(window).importing.import_now([SAMPLE])
                pictures = [("start", greeting), *take(window, theme, size, folder)]
                contact_sheet(pictures).save(str(folder / f"sheet-{theme}-{size[2]}.png"))
                window.close()
                take_down(window)  # what is left of it would hear of the next one's look
                wait_until()
            print(folder / f"sheet-{theme}-{size[2]}.png", len(pictures))


if __name__ == "__main__":
    main()
