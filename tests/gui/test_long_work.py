"""Long work shows how far it is after a second and can be stopped; what was half written is taken away again."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from perfeval_gui.app import build
from perfeval_gui.core.progress import Progress
from perfeval_gui.errors import PerfevalError, StoppedError
from perfeval_gui.gui import long_work
from perfeval_gui.gui.dialogs.export_choice import ExportChoice
from perfeval_gui.gui.editor import Editor
from perfeval_gui.gui.long_work import LongWork, _Job
from tests.gui.conftest import Clerk

Start = Callable[[Clerk, Path], None]


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def press_stop(clerk: Clerk) -> None:
    def button() -> QPushButton:
        found = [item for item in clerk.window.notices.findChildren(QPushButton) if item.text() == "停止"]
        assert found
        return found[-1]

    clerk.qtbot.waitUntil(lambda: bool(button()), timeout=10_000)
    button().click()


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Work waits after its second piece until it is stopped, and is shown at once; holds the count of pieces."""
    tell, pieces = _Job.tell, [0]

    def patient(job: _Job, done: int, of: int) -> None:
        tell(job, done, of)
        pieces[0] += 1
        if pieces[0] == 2:
            assert job._stop.wait(10)
            tell(job, done, of)

    monkeypatch.setattr(_Job, "tell", patient)
    monkeypatch.setattr(long_work, "QUIET_MS", 0)
    return pieces


def all_of(clerk: Clerk) -> LongWork:
    clerk.window.tree.setCurrentIndex(clerk.window.tree.model().index(0, 0))
    return clerk.editor._long_work


def test_quick_work_shows_nothing_on_its_way(clerk: Clerk) -> None:
    ended = threading.Event()
    all_of(clerk).run("正在算", lambda tell: tell(1, 2), lambda _: ended.set(), lambda _: None)
    clerk.qtbot.waitUntil(ended.is_set, timeout=900)
    clerk.qtbot.wait(1200)
    assert "正在算" not in clerk.window.notices.text


def test_work_of_more_than_a_second_says_how_far_it_is_and_the_clerk_can_go_on_typing(clerk: Clerk) -> None:
    go_on, ended = threading.Event(), threading.Event()

    def work(tell: Progress) -> None:
        tell(1, 4)
        go_on.wait(10)
        tell(3, 4)

    clerk.editor._long_work.run("正在算", work, lambda _: ended.set(), lambda _: None)
    clerk.qtbot.wait(600)
    assert "正在算" not in clerk.window.notices.text
    clerk.qtbot.waitUntil(lambda: "正在算：25%" in clerk.window.notices.text, timeout=2000)
    clerk.go("/goal/achieved")
    clerk.type("都做好了")
    clerk.run("save")
    assert clerk.text("/goal/achieved") == "都做好了"
    go_on.set()
    clerk.qtbot.waitUntil(ended.is_set, timeout=2000)


def test_what_was_said_meanwhile_is_not_written_over(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_work, "QUIET_MS", 0)
    go_on, told = threading.Event(), threading.Event()

    def work(tell: Progress) -> None:
        go_on.wait(10)
        tell(3, 4)
        told.set()

    clerk.editor._long_work.run("正在算", work, lambda _: None, lambda _: None)
    clerk.qtbot.waitUntil(lambda: "正在算" in clerk.window.notices.text, timeout=2000)
    clerk.window.notices.say("磁盘快满了。", problem=True)
    go_on.set()
    clerk.qtbot.waitUntil(told.is_set, timeout=2000)
    clerk.qtbot.wait(20)
    assert clerk.window.notices.text == "磁盘快满了。"


def test_a_stop_reaches_the_work_as_an_error_of_its_own(clerk: Clerk, waiting: list[int]) -> None:
    refused: list[PerfevalError] = []

    def work(tell: Progress) -> None:
        for number in range(5):
            tell(number, 5)

    clerk.editor._long_work.run("正在算", work, lambda _: None, refused.append)
    press_stop(clerk)
    clerk.qtbot.waitUntil(lambda: bool(refused), timeout=5000)
    assert isinstance(refused[0], StoppedError)


def test_an_export_that_is_stopped_says_what_is_written_and_what_is_not(
    clerk: Clerk, tmp_path: Path, waiting: list[int]
) -> None:
    projects = list(clerk.editor.session.filing.projects.values())
    clerk.editor.exports.export_to(projects, ExportChoice(tmp_path / "出"))
    clerk.qtbot.waitUntil(lambda: "正在导出：28%" in clerk.window.notices.text, timeout=10_000)
    press_stop(clerk)
    clerk.qtbot.waitUntil(lambda: "已导出 2 个文件" in clerk.window.notices.text, timeout=10_000)
    assert "后面的 5 张表没有导出" in clerk.window.notices.text
    assert [name[:2] for name in files_in(tmp_path / "出")] == ["01", "02"]


def one_file(kind: str) -> Start:
    def start(clerk: Clerk, folder: Path) -> None:
        projects = list(clerk.editor.session.filing.projects.values())
        clerk.editor.exports.export_to(projects, ExportChoice(folder, kind, single_file=True))

    return start


def command(name: str) -> Start:
    def start(clerk: Clerk, folder: Path) -> None:
        all_of(clerk)
        clerk.run(name)

    return start


def back_up(clerk: Clerk, folder: Path) -> None:
    clerk.editor.library.flush()
    backups = clerk.editor.backups
    clerk.editor._long_work.run(
        "正在备份", lambda tell: backups.write_backup(folder, tell), backups._backed_up, backups._refused
    )


@pytest.mark.parametrize(
    "start",
    [
        one_file("docx"),
        one_file("xlsx"),
        one_file("pdf"),
        command("export_proof_sheet"),
        command("export_leader_file"),
        command("send_package"),
        back_up,
    ],
    ids=["docx", "xlsx", "pdf", "proof", "leader", "package", "backup"],
)
def test_a_file_that_is_stopped_is_not_there_and_no_half_of_it(
    clerk: Clerk, tmp_path: Path, waiting: list[int], monkeypatch: pytest.MonkeyPatch, start: Start
) -> None:
    folder = tmp_path / "出"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / "包.zip"), ""))
    start(clerk, folder)
    press_stop(clerk)
    clerk.qtbot.waitUntil(lambda: "已停止" in clerk.window.notices.text, timeout=10_000)
    assert files_in(folder) == []
    assert not [name for name in files_in(tmp_path / "data") if name.startswith(".~")]


def test_a_restore_that_is_stopped_changes_nothing(
    clerk: Clerk, tmp_path: Path, waiting: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.editor.library.flush()
    path = clerk.editor.backups.write_backup(tmp_path)
    before = clerk.editor.session.filing
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    waiting[0] = 1
    clerk.run("restore_backup")
    press_stop(clerk)
    clerk.qtbot.waitUntil(lambda: "已停止" in clerk.window.notices.text, timeout=10_000)
    assert clerk.editor.session.filing is before
    assert not [name for name in files_in(tmp_path / "data") if name.startswith(".~")]


def counting(clerk: Clerk, pieces: int = 400) -> list[int]:
    """Begin work of many short pieces and return the list that they are put into."""
    done: list[int] = []

    def work(tell: Progress) -> None:
        for piece in range(pieces):
            tell(piece, pieces)
            done.append(piece)
            time.sleep(0.01)

    clerk.editor._long_work.run("正在导出", work, lambda _: done.append(-1), lambda _: None)
    return done


def answer_at_closing(text: str) -> list[str]:
    """Press a button of the question that closing asks, and return what it says."""
    said: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text() + box.informativeText())
        next(button for button in box.buttons() if button.text() == text).click()

    QTimer.singleShot(0, press)
    return said


def test_closing_while_work_goes_on_asks_and_staying_lets_it_end(clerk: Clerk) -> None:
    done = counting(clerk, 100)
    said = answer_at_closing("等它做完")
    assert not clerk.window.close()
    assert "正在导出" in said[0]
    assert "还没有做完" in said[0]
    clerk.qtbot.waitUntil(lambda: done[-1:] == [-1], timeout=10_000)
    assert clerk.window.close()


def test_leaving_all_the_same_stops_the_work_where_it_is(clerk: Clerk) -> None:
    done = counting(clerk)
    answer_at_closing("停止并退出")
    assert clerk.window.close()
    assert 0 < len(done) < 300


def test_work_that_is_about_to_end_is_waited_for_without_a_question(clerk: Clerk) -> None:
    done = counting(clerk, 10)
    assert clerk.window.close()
    assert done == list(range(10))


def test_a_system_that_shuts_down_is_not_asked(clerk: Clerk) -> None:
    done = counting(clerk)
    clerk.editor.keeper.may_ask = False
    assert clerk.window.close()
    assert len(done) < 300


def test_work_that_was_under_way_says_nothing_to_a_window_that_is_gone(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_work, "QUIET_MS", 50)
    window = build(["--data", str(tmp_path / "data")])
    assert isinstance(window.editor, Editor)
    window.editor._long_work.run("正在导出", lambda _: time.sleep(0.1), lambda _: None, lambda _: None)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.wait(300)  # an exception in the timer's slot fails the test
