"""Drafts of the window: saved by themselves, reopened as left, never hidden by one bad file."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QMessageBox

from perfeval_gui.drafts.store import DraftStore
from tests.gui.conftest import FORMS, Clerk, OpenWindow

TYPIST = """
import sys, time
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from perfeval_gui.app import build
from perfeval_gui.core.form import cell_at
window = build(["--data", sys.argv[1], *sys.argv[2:]])
project = window.editor.desk.current
window.form.go_to(cell_at(project, "/goal/achieved"))
QTest.keyClicks(window.form, "1")
QTest.keyClicks(window.form.open_editor, "2345")
print("typed", flush=True)
while True:
    QApplication.processEvents()
    time.sleep(0.01)
"""


def stored_goals(folder: Path) -> list[str]:
    with DraftStore.open(folder, read_only=True) as store:
        return [project.form.goal.achieved for project in store.load_all().projects]


def test_what_was_typed_two_seconds_before_a_kill_is_there(tmp_path: Path) -> None:
    for number in range(2):
        files = [str(FORMS)] if number == 0 else []
        typist = subprocess.Popen(
            [sys.executable, "-c", TYPIST, str(tmp_path / "data"), *files],
            stdout=subprocess.PIPE,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        assert typist.stdout is not None
        assert typist.stdout.readline().strip() == b"typed"
        time.sleep(2)
        typist.send_signal(signal.SIGKILL)
        typist.wait()
        typist.stdout.close()
        assert stored_goals(tmp_path / "data")[0] == "12345"
        assert len(stored_goals(tmp_path / "data")) == 7


def test_the_window_comes_back_as_it_was_left(open_window: OpenWindow) -> None:
    clerk = open_window(FORMS)
    third = list(clerk.editor.session.filing.projects.values())[2]
    clerk.editor.stage.show_project(third.id)
    clerk.go("/indicators/3/target")
    clerk.window.close()
    again = open_window()
    assert again.editor.desk.current is not None
    assert again.editor.desk.current.form == third.form
    assert again.window.form.currentIndex() == again.index("/indicators/3/target")


def test_saved_is_said_only_when_it_is_on_disk(clerk: Clerk, tmp_path: Path) -> None:
    clerk.go("/goal/achieved")
    clerk.type("完成")
    clerk.run("save")
    assert stored_goals(tmp_path / "data")[0] == "完成"
    clerk.qtbot.waitUntil(lambda: "已保存" in clerk.window.saved_text(), timeout=8000)


def test_an_empty_desk_says_what_to_do_and_keeps_no_draft(open_window: OpenWindow, tmp_path: Path) -> None:
    clerk = open_window()
    assert clerk.editor.desk.current is None
    clerk.run("new_project")
    assert clerk.chosen_form().indicators[0].category == "数量指标"
    clerk.run("undo")
    clerk.window.close()
    with DraftStore.open(tmp_path / "data", read_only=True) as store:
        assert store.list() == ()


def test_one_bad_file_among_good_ones_is_one_dialog_and_the_others_come_in(
    clerk: Clerk, tmp_path: Path
) -> None:
    broken = tmp_path / "坏文件.docx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    empty = tmp_path / "空文件.docx"
    empty.write_bytes(b"")
    good = tmp_path / "好.json"
    good.write_text(json.dumps(json.loads(FORMS.read_text(encoding="utf-8"))[:2]), encoding="utf-8")
    clerk.editor.importing.import_paths([broken, good, tmp_path, empty])
    clerk.qtbot.waitUntil(lambda: len(clerk.editor.session.filing.projects) == 9, timeout=15000)
    boxes = clerk.window.findChildren(QMessageBox)
    assert len(boxes) == 1
    assert "坏文件.docx" in boxes[0].text()
    assert "空文件.docx" in boxes[0].text()
    assert not boxes[0].isModal()
    clerk.go("/goal/achieved")
    clerk.type("照常")
    assert clerk.text("/goal/achieved") != "" or clerk.window.form.open_editor is not None


def test_deleted_projects_lie_in_the_recycle_bin_until_taken_back(clerk: Clerk) -> None:
    project = clerk.editor.desk.current
    assert project is not None
    clerk.run("delete_project")
    deleted = clerk.editor.library.recycle_bin()
    assert [info.id for info in deleted] == [project.id]
    clerk.editor.projects.take_back([project.id])
    assert clerk.editor.session.filing[project.id].form == project.form
    assert clerk.editor.library.recycle_bin() == ()
