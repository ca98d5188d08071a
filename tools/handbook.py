"""The handbook's pictures and its PDF: `python tools/handbook.py pictures [NAME…]`, `python tools/handbook.py pdf FILE`.

Pictures are taken of the real program, offscreen, with the bundled sample; look at them before they are committed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QTimer  # noqa: E402  # the platform must be chosen first
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter  # noqa: E402
from PySide6.QtWidgets import QApplication, QDialog  # noqa: E402

from perfeval_gui.app import build  # noqa: E402
from perfeval_gui.core.edits import SetCell  # noqa: E402
from perfeval_gui.core.form import cell_at  # noqa: E402
from perfeval_gui.files.pdf_tidy import tidied  # noqa: E402
from perfeval_gui.gui.dialogs.handbook import print_handbook  # noqa: E402
from perfeval_gui.gui.editor import Editor  # noqa: E402
from perfeval_gui.gui.main_window import MainWindow  # noqa: E402

PICTURES = ROOT / "resources" / "help" / "pictures"
SAMPLE = ROOT / "resources" / "samples" / "2024-forms.json"
_SIZE = (1280, 760)
_OPENING_MS = 6000
_GREY = 0xFF9AA0A6


@dataclass(frozen=True)
class Scene:
    """Commands that are run in turn; `dialog` says that a window opens over the form."""

    commands: tuple[str, ...] = ()
    dialog: bool = False
    with_forms: bool = True


SCENES = {
    "start": Scene(with_forms=False),
    "window": Scene(),
    "import": Scene(("preview",), dialog=True, with_forms=False),
    "rollover": Scene(("roll_over",), dialog=True),
    "check": Scene(("score_card",), dialog=True),
    "paper": Scene(("show_paper",)),
    "export": Scene(("export_docx",), dialog=True),
    "overview": Scene(("show_overview",)),
    "annex1": Scene(("show_annex1",)),
    "review": Scene(("review_scores",)),
    "entry": Scene(("enter_online",), dialog=True),
    "versions": Scene(("show_versions",), dialog=True),
    "rules": Scene(("rules_overview",), dialog=True),
}


def take(name: str) -> Path:
    """Return the picture of one scene, taken of a program with a data directory of its own."""
    scene = SCENES[name]
    with tempfile.TemporaryDirectory() as home:
        window = build(["--data", home, *([str(SAMPLE)] if scene.with_forms else [])])
        window.resize(*_SIZE)
        _wait(1500)
        window.notices.hide()
        if scene.with_forms:
            _work(window)
        taken: list[QImage] = []
        for step in scene.commands:
            QTimer.singleShot(_OPENING_MS, lambda: taken.append(_shot(window)))
            _runs(window, step)()
        _wait(_OPENING_MS + 500)
        image = taken[0] if taken else _shot(window)
        for part in QApplication.topLevelWidgets():
            part.close()
        _wait(300)
    path = PICTURES / f"{name}.png"
    image.convertToFormat(QImage.Format.Format_RGB888).save(str(path))
    if shrink := shutil.which("convert"):
        command = [shrink, str(path), "-dither", "None", "-colors", "200", "-strip", f"PNG8:{path}"]
        subprocess.run(command, check=True)
    return path


def _work(window: MainWindow) -> None:
    """Change a value and put the cursor there, so that cards and versions have something to show."""
    editor = _editor(window)
    project = editor.desk.current
    if project is None:
        raise RuntimeError("the sample was not opened")
    cell = cell_at(project, "/indicators/0/actual")
    editor.session.do(SetCell(cell, "10个"), "编辑")
    editor.keeper.save_now()
    editor.session.do(SetCell(cell, "11个"), "编辑")
    editor.keeper.save_now()
    editor.stage.jump(cell)
    _wait(1500)


def _editor(window: MainWindow) -> Editor:
    if not isinstance(window.editor, Editor):
        raise TypeError(window.editor)
    return window.editor


def _runs(window: MainWindow, command: str) -> Callable[[], None]:
    editor = _editor(window)
    if command == "preview":
        return lambda: editor.importing.preview([SAMPLE])
    return editor.actions[command].trigger


def _shot(window: MainWindow) -> QImage:
    """Return the window with what stands over it; modal windows are closed then."""
    image = window.grab().toImage()
    above = [
        item for item in QApplication.topLevelWidgets() if isinstance(item, QDialog) and item.isVisible()
    ]
    painter = QPainter(image)
    for dialog in above:
        middle = QPoint((image.width() - dialog.width()) // 2, (image.height() - dialog.height()) // 2)
        painter.fillRect(middle.x() - 1, middle.y() - 1, dialog.width() + 2, dialog.height() + 2, _GREY)
        painter.drawPixmap(middle, dialog.grab())
    painter.end()
    for dialog in above:
        dialog.reject()
    return image


def _wait(milliseconds: int) -> None:
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)


def write_pdf(path: Path) -> None:
    """Write the handbook as PDF; the same program and fonts give the same bytes."""
    QApplication.instance() or QApplication(sys.argv[:1])
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    print_handbook(writer)
    del writer  # ends the file
    path.write_bytes(tidied(bytes(buffer.data().data()), {}, "绩效自评表编辑器使用手册"))


def main() -> None:
    """Do what the command line says."""
    what, *names = sys.argv[1:] or ["pictures"]
    if what == "pdf":
        write_pdf(Path(names[0] if names else "handbook.pdf"))
        return
    PICTURES.mkdir(exist_ok=True)
    for name in names or SCENES:
        print(take(name))


if __name__ == "__main__":
    main()
