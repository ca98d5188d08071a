"""Nothing of a form leaves the drafts by itself: no network, no log, no temporary file, no property of a document."""

import getpass
import json
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.examples import EXPECTED, ROOT
from tests.privacy.day import MARKS

pytestmark = pytest.mark.timeout(300)  # the day is lived under strace, and machines are shared

_UNWANTED = (
    "ssl",
    "_ssl",
    "http.client",
    "urllib.request",
    "socketserver",
    "ftplib",
    "smtplib",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "PySide6.QtQml",
)


@dataclass(frozen=True)
class Day:
    """What a day left behind: the folders, what was printed, and the system calls about networks."""

    place: Path
    printed: str
    complaints: str
    calls: str

    @property
    def home(self) -> Path:
        return self.place / "home" / "data"

    @property
    def out(self) -> Path:
        return self.place / "out"

    def files(self) -> list[Path]:
        return [path for path in self.home.rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    place = tmp_path_factory.mktemp("day")
    for name in ("home", "tmp", "out"):
        (place / name).mkdir()
    source = place / f"{MARKS['file']}.json"
    source.write_text(json.dumps(json.loads(EXPECTED.read_text(encoding="utf-8"))[:2]), encoding="utf-8")
    strace = shutil.which("strace")
    traced = [strace, "-f", "-qq", "-e", "trace=%network", "-o", str(place / "calls")] if strace else []
    if not strace and os.environ.get("PERFEVAL_REQUIRE_ALL"):
        pytest.fail("strace is not installed")
    folders = {"HOME": place / "home", "TMPDIR": place / "tmp", "XDG_CACHE_HOME": place / "home" / "cache"}
    done = subprocess.run(
        [*traced, sys.executable, "-m", "tests.privacy.day", place / "home" / "data", source, place / "out"],
        cwd=ROOT,
        env={
            **os.environ,
            **{key: str(path) for key, path in folders.items()},
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        umask=0,  # whoever opens everything to everybody: the program sets its modes itself
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    calls = (place / "calls").read_text(encoding="utf-8", errors="replace") if strace else ""
    return Day(place, done.stdout, done.stderr, calls)


def test_no_socket_of_a_network_is_ever_opened(day: Day, require_tool) -> None:
    require_tool("strace")
    assert re.search(r"AF_INET|AF_INET6|AF_PACKET", day.calls) is None
    assert "exited with" not in day.calls


def test_nothing_that_could_talk_to_a_network_is_loaded(day: Day) -> None:
    loaded = set(json.loads(day.printed.splitlines()[-1])["modules"])
    assert loaded & set(_UNWANTED) == set()
    assert "PySide6.QtWidgets" in loaded


def test_all_that_is_kept_is_for_its_owner_only(day: Day) -> None:
    kept = [day.home, *day.home.rglob("*")]
    wide = {
        path.name: oct(path.stat().st_mode)
        for path in kept
        if path.name != "diagnostics.txt" and stat.S_IMODE(path.stat().st_mode) & 0o077
    }
    assert wide == {}
    assert len(kept) > 6


def test_no_temporary_file_is_left_anywhere(day: Day) -> None:
    assert list((day.place / "tmp").iterdir()) == []
    assert [path.name for path in day.home.rglob("*") if path.name.startswith(".~")] == []
    assert [path.name for path in day.out.rglob("*") if path.name.startswith(".~")] == []
    assert not (day.home / "print").exists()


@pytest.mark.parametrize("mark", MARKS)
def test_no_marked_value_is_in_a_log_a_setting_a_report_or_on_the_terminal(day: Day, mark: str) -> None:
    texts = {
        path.name: path.read_bytes()
        for path in day.files()
        if not path.name.startswith("drafts") and path.parent.name not in {"journal", "snapshots"}
    }
    assert {"perfeval.log", "crash.log", "diagnostics.txt"} <= set(texts)
    assert b"ValueError" in texts["perfeval.log"]
    assert b"Qt" in texts["perfeval.log"]
    said = {
        **texts,
        "stdout": day.printed.encode(),
        "stderr": day.complaints.replace("could not parse", "").encode(),
    }
    if mark in {"text", "preparer"}:
        assert MARKS[mark].encode() in (day.home / "drafts.sqlite3").read_bytes()
    assert [name for name, text in said.items() if MARKS[mark].encode() in text] == []


def test_no_path_of_the_machine_is_in_the_log_or_the_report(day: Day) -> None:
    for name in ("logs/perfeval.log", "diagnostics.txt"):
        text = (day.home / name).read_text(encoding="utf-8")
        assert str(day.place) not in text
        assert str(ROOT) not in text


def parts_of(path: Path) -> dict[str, bytes]:
    if path.suffix in {".docx", ".xlsx", ".zip"}:
        with zipfile.ZipFile(path) as archive:
            return {f"{path.name}/{name}": archive.read(name) for name in archive.namelist()}
    return {path.name: path.read_bytes()}


def test_a_document_that_leaves_says_nothing_about_who_and_where(day: Day) -> None:
    parts: dict[str, bytes] = {}
    for path in sorted(day.out.iterdir()):
        if path.is_file():
            parts |= parts_of(path)
    assert {name.rsplit(".", 1)[-1] for name in parts} >= {"xml", "pdf", "json"}
    told = (getpass.getuser(), platform.node(), str(day.place), str(ROOT), "python-docx", "openpyxl", "rsid")
    words = [word.encode() for word in told if len(word) > 4]
    found = [(name, word) for name, data in parts.items() for word in words if word in data]
    assert found == []
    for tag in (b"dcterms:created", b"dcterms:modified", b"CreationDate", b"ModDate", b"/Author"):
        assert [name for name, data in parts.items() if tag in data] == []
    for path in day.out.glob("*.[dx]*"):
        with zipfile.ZipFile(path) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
