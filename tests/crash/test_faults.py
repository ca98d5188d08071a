"""The disk fails at one call or from there on, is full, is read-only, is held by a scanner: nothing is lost.

Full counts: `python -m tests.crash.full`.
"""

import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval_gui import settings
from perfeval_gui.core.edits import AddProject, SetCell
from perfeval_gui.core.form import Cell
from perfeval_gui.drafts import database
from perfeval_gui.drafts.autosave import Autosave
from perfeval_gui.drafts.rescue import save_elsewhere
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import StoreError, UnwritableFileError
from perfeval_gui.files.reading import read_file
from perfeval_gui.session import Session
from tests.conftest import unless_all_is_required
from tests.crash.faults import SEED, STEPS, Fault, every_fault, judged
from tests.crash.typist import type_away
from tests.examples import ROOT, example_project

pytestmark = pytest.mark.timeout(300)  # these wait for disks and children, and machines are shared


@pytest.fixture
def strace(require_tool) -> None:
    tool = require_tool("strace")
    if subprocess.run([tool, "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        unless_all_is_required("strace may not trace here")


@pytest.mark.slow
@pytest.mark.usefixtures("strace")
def test_a_call_that_fails_costs_a_message_and_never_a_text(tmp_path):
    judged = list(every_fault(tmp_path, errors=("EIO",), stride=60))
    assert {fault.call for fault, _ in judged} >= {
        "pwrite64",
        "fsync",
        "fdatasync",
        "ftruncate",
        "openat",
        "write",
    }
    assert [item for item in judged if item[1]] == []


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("ACK 1\nACK 2\nACK 3\nACK 4\n", None),
        ("ACK 1\nFAIL 磁盘已满。\nACK 2\nACK 3\nACK 4\n", None),
        ("ACK 1\nFAIL disk full\nACK 4\n", "a failure without a Chinese sentence"),
        ("ACK 1\nLOST 2 3\nACK 4\n", "the refused step was not complete in memory"),
        ("ACK 1\nACK 2\n", "«saved» was wrong"),
    ],
)
def test_the_judgement_on_a_faulty_disk_tells_right_from_wrong(tmp_path, said, verdict):
    type_away(tmp_path / "x", (), SEED, lambda _: None, limit=STEPS)
    done = subprocess.CompletedProcess([], 0, said, "")
    assert judged(Fault("fsync", 1, "EIO", lasting=True), tmp_path / "x", done) == verdict


def test_a_full_disk_is_said_the_text_stays_and_is_saved_once_there_is_room(tmp_path):
    program = """
import resource, sys
from pathlib import Path
from perfeval_gui.drafts.autosave import Autosave
from tests.examples import example_project
from tests.crash.typist import renamed

folder, failures = Path(sys.argv[1]), []
autosave = Autosave(folder, lambda saved: None, lambda error: failures.append(error.message))
autosave.start()
autosave.save({"p1": example_project(1)})
assert autosave.flush()
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
size = (folder / "drafts.sqlite3").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
text = "满" * 30000
autosave.save({"p1": renamed(example_project(1), text)})
assert not autosave.flush()
assert autosave.unsaved["p1"].form.project_name == text
print(failures[0])
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
assert autosave.flush()
assert autosave.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "磁盘" in done.stdout
    assert "屏幕上的内容都还在" in done.stdout
    with DraftStore.open(tmp_path) as store:
        assert store.verify().is_good
        assert store.list()[0].project_name == "满" * 30000


def test_a_disk_filled_to_the_last_byte_costs_nothing_that_was_saved(tmp_path, require_tool):
    unshare = require_tool("unshare")
    (tmp_path / "disk").mkdir()
    alone = [unshare, "--map-root-user", "--mount"]
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(tmp_path / "disk")]
    if subprocess.run([*alone, *mount], capture_output=True, check=False).returncode:
        unless_all_is_required("no disk of one's own may be mounted here")
    program = """
import subprocess, sys
from pathlib import Path
from perfeval_gui.drafts.autosave import Autosave
from perfeval_gui.drafts.store import DraftStore
from tests.examples import example_project
from tests.crash.typist import renamed

subprocess.run(sys.argv[2:], check=True)
disk = Path(sys.argv[1])
folder, failures, saved = disk / "data", [], []
autosave = Autosave(folder, saved.append, lambda error: failures.append(error.message))
autosave.start()
autosave.save({"p1": example_project(1)})
assert autosave.flush(30)
filler = disk / "filler"
with filler.open("wb", buffering=0) as file:
    try:
        while True:
            file.write(b"x" * 4096)
    except OSError:
        pass
text = "满" * 30000
autosave.save({"p1": renamed(example_project(1), text)})
assert not autosave.flush(30)
assert autosave.unsaved["p1"].form.project_name == text
with DraftStore.open(folder, read_only=True) as store:
    assert store.verify().is_good
    assert store.load_all().projects == (example_project(1),)
filler.unlink()
assert autosave.flush(30)
assert autosave.close(30)
with DraftStore.open(folder) as store:
    assert store.verify().is_good
    assert store.list()[0].project_name == text
print(failures[0])
"""
    done = subprocess.run(
        [*alone, sys.executable, "-c", program, str(tmp_path / "disk"), *mount],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "磁盘" in done.stdout


def test_what_the_disk_refuses_can_be_saved_elsewhere_and_read_again(tmp_path):
    save_elsewhere([example_project(1), example_project(2)], tmp_path / "另存.json")
    assert read_file(tmp_path / "另存.json").forms == (example_project(1).form, example_project(2).form)
    with pytest.raises(UnwritableFileError, match="都还在"):
        save_elsewhere([example_project(1)], tmp_path / "gone" / "x.json")


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """A data directory that this process may read and not write; a superuser becomes somebody for the while."""
    folder = Path(tempfile.mkdtemp(prefix="perfeval-read-only-"))
    with DraftStore.open(folder) as store:
        store.save({"p1": example_project(1), "p2": example_project(2)})
    user = os.geteuid()
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    if user == 0:
        os.seteuid(65534)
    else:
        (folder / database.NAME).chmod(0o444)
        (folder / "drafts.lock").chmod(0o444)
    yield folder
    os.seteuid(user)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_folder_can_be_read_and_says_so_when_written_to(read_only_folder):
    before = (read_only_folder / database.NAME).read_bytes()
    with DraftStore.open(read_only_folder, read_only=True) as store:
        assert store.load_all().projects == (example_project(1), example_project(2))
    with pytest.raises(StoreError, match="权限"):
        DraftStore.open(read_only_folder)
    with pytest.raises(StoreError, match="权限"):
        settings.save(read_only_folder, settings.Settings())
    assert (read_only_folder / database.NAME).read_bytes() == before


def test_a_folder_that_turns_read_only_while_typing_keeps_the_text_and_says_so(read_only_folder):
    failures: list[StoreError] = []
    autosave = Autosave(read_only_folder, lambda saved: None, failures.append)
    autosave.start()
    autosave.save({"p1": example_project(3)})
    assert not autosave.flush()
    assert "权限" in failures[0].message
    assert dict(autosave.unsaved) == {"p1": example_project(3)}
    autosave.close()


@pytest.mark.parametrize("seconds", [0.4, 1.5])
def test_a_scanner_that_holds_the_file_delays_the_save_and_costs_nothing(tmp_path, monkeypatch, seconds):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.8)
    failures: list[StoreError] = []
    saved = threading.Event()
    autosave = Autosave(tmp_path, lambda _: saved.set(), failures.append)
    session = Session()
    session.on_change(autosave.submit)
    autosave.start()
    session.do(AddProject(example_project(1)), "新建")
    assert autosave.flush()
    saved.clear()
    scanner = sqlite3.connect(tmp_path / database.NAME, isolation_level=None)
    scanner.execute("BEGIN EXCLUSIVE")
    session.do(SetCell(Cell("p1", "", "", "note"), "扫描时输入"), "输入")
    done = autosave.flush(seconds)
    time.sleep(0 if done else 0.5 if seconds > 1 else 0)
    scanner.close()
    assert saved.wait(10)
    assert [type(error).__name__ for error in failures] == (["StoreInUseError"] if seconds > 1 else [])
    assert autosave.close()
    with DraftStore.open(tmp_path) as store:
        assert store.load_all().projects[0].form.note == "扫描时输入"


def test_limits_of_this_process_are_as_they_were():
    """The tests above must leave the process able to write."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
