"""A damaged store at the start: found, set aside, restored in one click; nothing is deleted."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from perfeval_gui import app
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.errors import StoreDamagedError
from perfeval_gui.gui.editor import Start
from tests.gui.conftest import Clerk, OpenWindow


def spoil(database: Path) -> None:
    database.write_bytes(b"not a database at all" * 200)


def test_a_store_that_cannot_be_opened_is_put_together_again_when_the_clerk_says_so(
    open_window: OpenWindow, clerk: Clerk, tmp_path: Path
) -> None:
    clerk.go("/goal/achieved")
    clerk.type("1")
    clerk.run("save")
    clerk.window.close()
    clerk.editor._lock.release()
    folder = tmp_path / "data"
    spoil(folder / "drafts.sqlite3")
    lock = WriterLock(folder)
    assert lock.acquire()
    with pytest.raises(StoreDamagedError):
        app.open_editor(Start(), folder, lock, lambda _words: False)
    asked: list[str] = []

    def yes(words: str) -> bool:
        asked.append(words)
        return True

    editor = app.open_editor(Start(), folder, lock, yes)
    assert "恢复 7 个项目" in asked[0]
    editor.library.load_all()
    goals = [project.form.goal.achieved for project in editor.session.filing.projects.values()]
    assert len(goals) == 7
    assert "1" in goals
    assert len(list(folder.glob("drafts*"))) >= 2  # the damaged file is kept under another name
    editor.window.close()
    lock.release()


def test_damage_found_after_the_start_is_said_with_a_way_out(open_window: OpenWindow, tmp_path: Path) -> None:
    clerk = open_window(Path(__file__).resolve().parents[1] / "data" / "2024-forms.expected.json")
    clerk.run("save")
    database = tmp_path / "data" / "drafts.sqlite3"
    whole = database.read_bytes()
    shutil.copy(database, tmp_path / "whole")
    at = whole.find("组织部专项工作经费".encode())
    assert at > 0
    database.write_bytes(whole[:at] + b"X" + whole[at + 1 :])
    clerk.editor._look_at_the_drafts()
    clerk.qtbot.waitUntil(lambda: "损坏" in clerk.window.notices.text, timeout=10000)
    offers = [button.text() for button in clerk.window.notices.findChildren(QPushButton)]
    assert "恢复到最近的完好状态" in offers
    shutil.copy(tmp_path / "whole", database)
