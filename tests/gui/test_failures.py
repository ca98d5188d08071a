"""What goes wrong anywhere reaches one place: work is saved, one sentence is shown, the program goes on; and every end saves."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from perfeval_gui.app import leave_at_once
from perfeval_gui.drafts.logbook import Logbook
from perfeval_gui.drafts.store import DraftStore
from tests.examples import ROOT
from tests.gui.conftest import FORMS, Clerk, OpenWindow

PROGRAM = """
import json, sys, threading
from pathlib import Path
from PySide6.QtCore import QObject, QThread, QTimer, Signal, qWarning
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from perfeval_gui import app
from perfeval_gui.core.edits import SetCell
from perfeval_gui.core.form import cell_at
from perfeval_gui.drafts.logbook import Logbook

SECRET = "不该外传的一句话"
home = Path(sys.argv[1])
application = QApplication([])
logbook = Logbook(home)
logbook.open()
window = app.build(["--data", str(home), sys.argv[2]])
editor = window.editor
editor.failures.install()

class Sender(QObject):
    sent = Signal()

class Painted(QWidget):
    def paintEvent(self, event):
        raise RuntimeError(SECRET)

class Worker(QThread):
    def run(self):
        raise LookupError(SECRET)

def fail(kind):
    raise kind(SECRET)

class Loud:
    def __del__(self):
        fail(BufferError)

sender, painted, worker = Sender(), Painted(), Worker()
sender.sent.connect(lambda: fail(ValueError))
steps = [
    lambda: sender.sent.emit(),
    painted.show,
    worker.start,
    threading.Thread(target=fail, args=(KeyError,)).start,
    lambda: QTimer.singleShot(0, lambda: fail(ArithmeticError)),
    lambda: editor._background.run(lambda: fail(TypeError), print, print),
    lambda: Loud() and None,
    lambda: qWarning(SECRET),
]
project = editor.desk.current
editor.session.do(SetCell(cell_at(project, "/goal/achieved"), "出错前写的"), "填写")
for number, step in enumerate(steps):
    QTimer.singleShot(100 + 60 * number, step)

def look():
    boxes = [box for box in window.findChildren(QMessageBox)]
    print(json.dumps({
        "count": editor.failures.count, "boxes": [box.text() for box in boxes],
        "modal": [box.isModal() for box in boxes], "visible": window.isVisible(),
        "saved": editor.library.autosave.is_clean, "details": editor.diagnostics(),
    }))
    worker.wait()
    painted.hide()
    window.close()
    application.quit()

QTimer.singleShot(1500, look)
application.exec()
editor.failures.uninstall()
logbook.close()
"""
_ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}


def test_what_fails_in_slots_virtual_methods_threads_and_timers_reaches_one_dialog(tmp_path: Path) -> None:
    home = tmp_path / "data"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home), str(FORMS)],
        cwd=ROOT,
        env=_ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    log = (home / "logs" / "perfeval.log").read_text(encoding="utf-8")
    for kind in (
        "ValueError",
        "RuntimeError",
        "LookupError",
        "KeyError",
        "ArithmeticError",
        "TypeError",
        "BufferError",
    ):
        assert f"{kind} " in log, kind
    assert "QtWarningMsg" in log
    assert said["count"] >= 7
    assert said["boxes"] == ["程序遇到问题，您的内容已保存，可以继续使用。"]
    assert said["modal"] == [False]
    assert said["visible"]
    assert said["saved"]
    assert "不该外传" not in log + done.stdout + done.stderr
    assert "ValueError" in said["details"]
    with DraftStore.open(home, read_only=True) as store:
        assert store.load_all().projects[0].form.goal.achieved == "出错前写的"


STARTED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from perfeval_gui import app
from perfeval_gui.core.form import cell_at

real = app.open_editor

def opened(*arguments):
    editor = real(*arguments)
    def go_on():
        editor.window.form.go_to(cell_at(editor.desk.current, "/goal/achieved"))
        QTest.keyClicks(editor.window.form, "1")
        QTest.keyClicks(editor.window.form.open_editor, "2345")
        print("typed", flush=True)
        if sys.argv[3] == "dialog":
            QMessageBox.about(editor.window, "关于", "开着的对话框")
    QTimer.singleShot(300, go_on)
    return editor

app.open_editor = opened
sys.exit(app.main(["--data", sys.argv[1], sys.argv[2]]))
"""


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    programs: list[subprocess.Popen[bytes]] = []
    yield programs
    for program in programs:
        program.kill()
        program.wait()
        if program.stdout:
            program.stdout.close()


@pytest.mark.parametrize("open_too", ["nothing", "dialog"])
def test_asked_to_end_the_program_saves_at_once_whatever_dialog_is_open(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], open_too: str
) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", STARTED, str(tmp_path / "data"), str(FORMS), open_too],
        cwd=ROOT,
        env=_ENVIRONMENT,
        stdout=subprocess.PIPE,
    )
    started.append(program)
    assert program.stdout is not None
    assert program.stdout.readline().strip() == b"typed"
    time.sleep(0.1)
    program.send_signal(signal.SIGTERM)
    assert program.wait(20) == 0
    with DraftStore.open(tmp_path / "data", read_only=True) as store:
        assert store.load_all().projects[0].form.goal.achieved == "12345"


def test_an_end_of_the_session_saves_within_half_a_second(clerk: Clerk) -> None:
    clerk.go("/goal/achieved")
    clerk.type("会话结束前")
    begun = time.thread_time()
    clerk.editor.keeper.save_now()
    assert time.thread_time() - begun < 0.5
    assert clerk.editor.library.autosave.is_clean
    assert clerk.chosen_form().goal.achieved == "会话结束前"


def test_leaving_at_once_asks_nothing(clerk: Clerk) -> None:
    box = QMessageBox(QMessageBox.Icon.Question, "问", "开着", parent=clerk.window)
    box.setModal(True)
    box.show()
    with clerk.qtbot.waitSignal(clerk.editor.left):
        leave_at_once(clerk.editor)
    assert not box.isVisible()
    assert not clerk.window.isVisible()


def test_after_a_death_without_a_word_the_next_start_offers_a_report_without_folders(tmp_path: Path) -> None:
    logbook = Logbook(tmp_path)
    assert not logbook.open()
    logbook.close()
    crash = tmp_path / "logs" / "crash.log"
    crash.write_text(
        'Fatal Python error: Segmentation fault\n  File "/opt/某人/perfeval_gui/app.py", line 3',
        encoding="utf-8",
    )
    assert logbook.open()
    assert crash.read_bytes() == b""
    lines = logbook.newest(10)
    logbook.close()
    assert '  File "app.py", line 3' in lines
    assert not Logbook(tmp_path).open()


def test_the_log_stays_small_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import logging

    monkeypatch.setattr("perfeval_gui.drafts.logbook.LARGEST", 2000)
    logbook = Logbook(tmp_path)
    logbook.open()
    for number in range(400):
        logging.getLogger("perfeval_gui").warning("line %d with some words to fill it", number)
    logbook.close()
    files = sorted(path.name for path in (tmp_path / "logs").glob("perfeval*"))
    assert files == ["perfeval.1.log", "perfeval.2.log", "perfeval.3.log", "perfeval.4.log", "perfeval.log"]
    assert sum(path.stat().st_size for path in (tmp_path / "logs").iterdir()) <= 10_000
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "logs").iterdir()} == {0o600}


def test_what_came_back_after_a_crash_is_said_and_can_be_looked_at(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    crashed(tmp_path / "data")
    clerk = open_window()
    assert "已恢复了 2 处修改" in clerk.window.notices.text
    offers = [button.text() for button in clerk.window.notices.findChildren(QPushButton)]
    assert offers == ["看看恢复了什么"]


def test_an_annex_that_came_back_after_a_crash_is_said_too(open_window: OpenWindow, tmp_path: Path) -> None:
    from perfeval_gui.drafts.companions import ANNEX1, Key
    from perfeval_gui.drafts.journal import Journal

    with DraftStore.open(tmp_path / "data") as store:
        number = store.save({})
    key = Key(ANNEX1, "2024", "区委组织部")
    journal = Journal(tmp_path / "data")
    journal.append(number + 1, "2025-03-04T09:30:00+08:00", {}, {key: {"lines": [{"name": "驻村经费"}]}})
    journal.rotate()
    clerk = open_window()
    assert "已恢复了 1 处修改（其中附件1和报告 1 处）" in clerk.window.notices.text
    assert clerk.editor.library.companions.get(key) == {"lines": [{"name": "驻村经费"}]}


def crashed(folder: Path) -> None:
    """Leave a data directory as a kill between journal and database does, twice."""
    from perfeval_gui.drafts.journal import Journal, Put
    from tests.crash.typist import renamed
    from tests.examples import example_project

    with DraftStore.open(folder) as store:
        store.save({"p1": example_project(1), "p2": example_project(2)})
        number = store.sequence
    from perfeval_gui.drafts.codec import encode

    journal = Journal(folder)
    journal.append(
        number + 1, "2025-03-04T09:30:00+08:00", {"p1": Put(encode(renamed(example_project(1), "写了一半")))}
    )
    journal.append(
        number + 2, "2025-03-04T09:30:01+08:00", {"p1": Put(encode(renamed(example_project(1), "写完了")))}
    )
    journal.rotate()
