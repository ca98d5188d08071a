"""Starting where something is in the way: a folder that can only be read, another window, one that hangs, newer data."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from perfeval_gui import app
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import StoreTooNewError
from perfeval_gui.gui.editor import Start
from tests.crash.races import held_by
from tests.examples import EXPECTED, example_project
from tests.gui.conftest import OpenWindow


@pytest.fixture
def read_only(qapp: object) -> Iterator[Path]:
    """A data directory that may be read and not written to; a superuser becomes somebody for the while."""
    folder = Path(tempfile.mkdtemp(prefix="perfeval-read-only-"))
    with DraftStore.open(folder) as store:
        store.save({"p1": example_project(1), "p2": example_project(2)})
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield folder
    os.seteuid(user)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_drafts_that_can_only_be_read_are_shown_and_the_clerk_is_told(
    read_only: Path, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    before = {path.name: path.read_bytes() for path in read_only.iterdir() if path.is_file()}
    lock = WriterLock(read_only)
    assert app._acquired(lock, read_only)
    editor = app.open_editor(Start(), read_only, lock, lambda _words: False)
    editor.window.show()
    assert editor.window.notices.text.startswith("只读")
    assert len(editor.library.ids()) == 2
    assert editor.desk.current == example_project(1)
    editor.window.close()
    assert not editor.window.isVisible()
    assert {path.name: path.read_bytes() for path in read_only.iterdir() if path.is_file()} == before


def test_what_is_typed_into_read_only_drafts_can_be_saved_elsewhere(
    read_only: Path, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    from perfeval_gui.core.edits import SetCell
    from perfeval_gui.core.form import cell_at

    lock = WriterLock(read_only)
    assert app._acquired(lock, read_only)
    editor = app.open_editor(Start(), read_only, lock, lambda _words: False)
    editor.session.do(SetCell(cell_at(example_project(1), "/goal/achieved"), "写了存不下"), "填写")
    qtbot.waitUntil(lambda: "权限" in editor.window.notices.text, timeout=8000)
    offers = [button.text() for button in editor.window.notices.findChildren(QPushButton)]
    assert offers == ["再试一次", "另存到其他位置…"]
    editor.keeper.may_ask = False
    editor.window.close()


def test_a_second_start_hands_its_files_over_and_the_first_comes_to_the_front(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    clerk = open_window()
    second = subprocess.Popen(
        [sys.executable, "-m", "perfeval_gui", "--data", str(tmp_path / "data"), str(EXPECTED)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    clerk.window.showMinimized()
    clerk.qtbot.waitUntil(lambda: len(clerk.editor.session.filing.projects) == 7, timeout=20000)
    assert not clerk.window.isMinimized()
    clerk.qtbot.waitUntil(lambda: second.poll() is not None, timeout=20000)
    assert second.returncode == 0


def test_a_first_start_that_hangs_is_said_and_the_files_wait_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _parent, _title, words: said.append(words))
    monkeypatch.setattr(app, "_PATIENCE_SECONDS", 0.3)
    child = held_by(tmp_path, signal.SIGSTOP)
    try:
        assert app.main(["--data", str(tmp_path), str(EXPECTED)]) == 0
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert len(said) == 1
    assert "没有反应" in said[0]
    assert len(list((tmp_path / "inbox").glob("*.json"))) == 1


def test_newer_data_are_left_as_they_are_and_the_clerk_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    with DraftStore.open(tmp_path) as store:
        store.save({"p1": example_project(1)})
    database = tmp_path / "drafts.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version=999")
    connection.close()
    before = database.read_bytes()
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "critical", lambda _parent, _title, words: said.append(words))
    assert app.main(["--data", str(tmp_path)]) == 2
    assert "更新版本" in said[0]
    assert database.read_bytes() == before
    lock = WriterLock(tmp_path)
    lock.acquire()
    with pytest.raises(StoreTooNewError):
        app.open_editor(Start(), tmp_path, lock, lambda _words: True)
    lock.release()


def test_a_clock_that_must_be_wrong_gives_no_year(open_window: OpenWindow) -> None:
    clerk = open_window()
    clerk.editor.projects._today = lambda: date(1999, 1, 1)
    clerk.run("new_project")
    assert clerk.chosen_form().fiscal_year == ""
    assert "1999" in clerk.window.statusBar().currentMessage()


@pytest.mark.parametrize("year", ["2035-06-01", "1999-01-01"])
def test_a_wrong_clock_hides_nothing(open_window: OpenWindow, tmp_path: Path, year: str) -> None:
    from datetime import datetime

    moment = datetime.fromisoformat(f"{year}T08:00:00+08:00")
    with DraftStore.open(tmp_path / "data", clock=lambda: moment) as store:
        store.save({"p1": example_project(1)})
    clerk = open_window()
    clerk.run("save")
    assert clerk.chosen_form() == example_project(1).form
