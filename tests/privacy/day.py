"""A clerk's day in a process of its own, with marked values in the forms: what is left of them is looked for afterwards."""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, qWarning
from PySide6.QtWidgets import QApplication

from perfeval_gui import app
from perfeval_gui.core.edits import SetCell
from perfeval_gui.core.form import cell_at
from perfeval_gui.drafts.logbook import Logbook
from perfeval_gui.drafts.package import read_package, write_package
from perfeval_gui.gui.dialogs.export_choice import ExportChoice

MARKS = {"preparer": "欧阳标记", "phone": "13800009876", "text": "不该外传的一句话", "file": "机密文件名"}


def main(home: Path, source: Path, out: Path) -> None:
    """Live through it: import, type, check, export, back up, send, delete, fail, close."""
    application = QApplication([])
    logbook = Logbook(home)
    logbook.open()
    window = app.build(["--data", str(home), str(source)])
    editor = window.editor
    editor.failures.install()
    _wait(application, lambda: editor.desk.current is not None)
    project = editor.desk.current
    for where, text in (
        ("/sign_off/preparer", MARKS["preparer"]),
        ("/sign_off/phone", MARKS["phone"]),
        ("/goal/achieved", MARKS["text"]),
    ):
        editor.session.do(SetCell(cell_at(project, where), text), "填写")
    editor.actions["save"].trigger()
    editor.actions["check_all"].trigger()
    _wait(application, lambda: not editor.desk.live.is_busy)
    chosen = [editor.desk.current]
    for kind in ("docx", "xlsx", "pdf", "json"):
        for outcome in editor.exports.written(chosen, ExportChoice(out, kind)):
            assert outcome.path, outcome.error
    editor.exports.written(chosen, ExportChoice(home / "print"))  # as printing with the office program does
    (out / "备份").mkdir()
    editor.library.flush()
    editor.backups.write_backup(out / "备份")
    write_package(chosen, out / "包.zip")
    editor.safekeeping.take_in(read_package(out / "包.zip"))
    _fail(editor)
    editor.actions["delete_project"].trigger()
    editor.library.recycle_bin()
    window.close()
    again = app.build(["--data", str(home)])
    (home / "diagnostics.txt").write_text(again.editor.diagnostics(), encoding="utf-8")
    again.close()
    editor.failures.uninstall()
    logbook.close()
    print(json.dumps({"modules": sorted(sys.modules), "failures": editor.failures.count}))


def _fail(editor: object) -> None:
    """Let errors quote a form's text, as those of libraries do."""

    def quote() -> None:
        raise ValueError(
            f"All strings must be XML compatible: {MARKS['text']} {MARKS['phone']} {MARKS['file']}.docx"
        )

    qWarning(f"could not parse {MARKS['text']} of {MARKS['preparer']}")
    QTimer.singleShot(0, quote)
    loop = QEventLoop()
    QTimer.singleShot(500, loop.quit)
    loop.exec()  # PySide reports what a slot raises to the hook only from its own loop
    assert editor.failures.count == 1, editor.failures.count


def _wait(application: QApplication, until: object, turns: int = 4000) -> None:
    import time

    for _ in range(turns):
        application.processEvents()
        if until():
            return
        time.sleep(0.005)
    raise SystemExit("it took too long")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
