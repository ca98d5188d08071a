"""How the program behaves among others: odd locales, closed pipes, interruptions; no Qt, no network, no litter."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.contract.program import DATA, EXPECTED, ROOT, expected_forms, perfeval, tree

DUMP = DATA / "2024-forms.txt"
DOCX = DATA / "import" / "2024-original-like.docx"

WATCHED = """
import sys
def watch(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__" or (
        event == "socket.__new__" and arguments[1] not in (1, -1)):
        raise SystemExit(f"network: {event} {arguments}")
sys.addaudithook(watch)
from perfeval_gui.__main__ import main
status = main(sys.argv[2:])
unwanted = [name for name in sys.modules if name.split(".")[0] in sys.argv[1].split(",")]
unwanted += [name for name in sys.modules if name in ("PySide6.QtWidgets", "PySide6.QtNetwork")]
sys.exit(f"imported: {unwanted}" if unwanted else status)
"""


def watched(unwanted: str, *words: str | Path, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process that refuses the network and looks at what was imported."""
    environment = {
        key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}
    }
    return subprocess.run(
        [sys.executable, "-c", WATCHED, unwanted, *map(str, words)],
        env={**environment, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "none"},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=50,
        check=False,
    )


@pytest.mark.parametrize(
    ("unwanted", "words", "status"),
    [
        ("PySide6,openpyxl,lxml,docx,sqlite3", ["check", EXPECTED], 1),
        ("PySide6,openpyxl,lxml,docx,sqlite3", ["import", DUMP, "--json"], 0),
        ("PySide6,openpyxl,lxml,docx,sqlite3", ["import", DOCX], 0),
        ("PySide6,openpyxl,lxml,docx", ["import", EXPECTED, "--save"], 0),
        ("PySide6,openpyxl,lxml,docx", ["drafts"], 0),
        ("PySide6,openpyxl,lxml,docx,sqlite3", ["export", EXPECTED, "-o", "出", "--format", "json"], 0),
        ("PySide6,openpyxl,sqlite3", ["export", EXPECTED, "-o", "出", "--format", "docx"], 0),
        ("PySide6,openpyxl,lxml,docx,sqlite3", ["check", "--list"], 0),
    ],
)
def test_a_command_needs_no_display_no_network_and_loads_only_what_it_uses(
    tmp_path, unwanted, words, status
) -> None:
    done = watched(unwanted, *words, cwd=tmp_path)
    assert (done.returncode, done.stderr.decode()) == (status, "")


@pytest.mark.parametrize(
    "words", [["import", EXPECTED, "--json"], ["check", EXPECTED], ["check", "--list"], ["drafts"]]
)
def test_a_command_that_only_reads_writes_nothing_anywhere(tmp_path, words) -> None:
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    folders = {"HOME": str(home), "TMPDIR": str(here), "PERFEVAL_HOME": str(home / "data")}
    perfeval(*words, cwd=here, **folders)
    assert tree(tmp_path) == ["here", "home"]


def test_saving_writes_into_the_data_directory_only(tmp_path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    folders = {"HOME": str(here), "TMPDIR": str(here), "XDG_CACHE_HOME": str(here)}
    perfeval("import", EXPECTED, "--save", "--data", tmp_path / "data", cwd=here, **folders)
    assert tree(here) == []


def test_exporting_leaves_nothing_but_the_files_it_names(tmp_path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    run = perfeval("export", EXPECTED, "-o", "出", cwd=here, HOME=str(here), TMPDIR=str(here))
    assert tree(here) == sorted(["出", *run.lines])


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "LANG": "", "PYTHONUTF8": "1"},
    ],
)
def test_chinese_comes_out_in_utf_8_whatever_the_locale(tmp_path, locale) -> None:
    name = tmp_path / "自评表.json"
    name.write_text(EXPECTED.read_text(encoding="utf-8"), encoding="utf-8")
    run = perfeval("import", name, "--json", **locale)
    assert run.json["forms"] == expected_forms()
    lost = perfeval("check", tmp_path / "没有.docx", **locale)
    assert (lost.status, len(lost.complaints)) == (2, 1)
    assert "没有.docx" in lost.complaints[0]
    out = perfeval("export", name, "-o", tmp_path / "出", "--format", "json", **locale)
    assert [Path(line).is_file() for line in out.lines] == [True] * 7


def test_a_system_without_chinese_file_names_is_told_how_to_have_them(tmp_path) -> None:
    name = tmp_path / "自评表.json"
    name.write_text(EXPECTED.read_text(encoding="utf-8"), encoding="utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = perfeval("import", name, tmp_path / "没有.docx", "--json", **ascii_only)
    assert (run.json["forms"], run.status) == (expected_forms(), 2)
    assert "没有.docx" in run.complaints[0]
    out = perfeval("export", name, "-o", tmp_path / "出", "--format", "json", **ascii_only)
    assert (out.status, out.out, len(out.complaints)) == (2, "", 1)
    assert "LANG" in out.complaints[0]


def test_an_encoding_that_cannot_hold_the_text_is_no_failure() -> None:
    run = perfeval("import", EXPECTED, "--json", PYTHONIOENCODING="ascii")
    assert (run.status, run.json["forms"]) == (0, expected_forms())
    assert perfeval("check", EXPECTED, PYTHONIOENCODING="ascii").status == 1


def test_a_file_name_that_is_no_text_is_still_a_file(tmp_path) -> None:
    name = os.fsencode(tmp_path) + b"/\xd7\xd4\xc6\xc0.json"
    Path(os.fsdecode(name)).write_bytes(EXPECTED.read_bytes())
    run = perfeval("check", os.fsdecode(name), "--json")
    assert run.status == 1
    assert {os.fsencode(item["file"]) for item in run.json["findings"]} == {name}
    done = perfeval("check", os.fsdecode(name) + "x")
    assert (done.status, len(done.err.splitlines())) == (2, 1)


def test_a_pdf_needs_no_display_and_no_widgets(tmp_path) -> None:
    done = watched(
        "lxml,openpyxl", "export", EXPECTED, "-o", "出", "--format", "pdf", "--single-file", cwd=tmp_path
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert tree(tmp_path) == ["出", "出/附件3-2024年度.pdf"]
    assert (tmp_path / "出" / "附件3-2024年度.pdf").read_bytes().startswith(b"%PDF-")
    dead = perfeval(
        "export", EXPECTED, "-o", tmp_path, "--format", "pdf", DISPLAY=":4711", QT_QPA_PLATFORM="xcb"
    )
    assert (dead.status, len(dead.lines), dead.err) == (0, 7, "")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_the_window_says_so_in_one_line() -> None:
    run = perfeval(EXPECTED, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert (run.status, run.out, len(run.complaints)) == (2, "", 1)


def test_a_line_break_in_a_file_name_makes_no_second_line(tmp_path) -> None:
    run = perfeval("import", tmp_path / "一\n二.docx")
    assert (run.status, len(run.complaints)) == (2, 1)


def test_a_reader_that_stops_early_costs_no_work_and_no_traceback(tmp_path) -> None:
    words = [
        sys.executable,
        "-m",
        "perfeval_gui",
        "export",
        str(EXPECTED),
        "-o",
        str(tmp_path),
        "--format",
        "json",
    ]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.close()
        complaints = program.stderr.read()
        assert program.wait(50) == 0
    assert complaints == b""
    assert len(tree(tmp_path)) == 7


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux only")
def test_a_full_disk_under_the_output_is_one_chinese_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "perfeval_gui", "import", str(EXPECTED), "--json"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=50,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert "Traceback" not in done.stderr.decode()


def test_an_interruption_is_one_line_and_what_was_written_is_whole(tmp_path) -> None:
    many = tmp_path / "许多.json"
    # More lines than a pipe holds: the export cannot end before it is interrupted, however slow this side is.
    many.write_text(json.dumps(expected_forms() * 125), encoding="utf-8")
    target = tmp_path / "出"
    words = [sys.executable, "-m", "perfeval_gui", "export", str(many), "-o", str(target), "--format", "json"]
    # A job in the background of a shell has learnt to ignore the signal, and its children with it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        signal.signal(signal.SIGINT, before)
        assert program.stdout
        first = program.stdout.readline()
        program.send_signal(signal.SIGINT)
        _, complaints = program.communicate(timeout=50)
    assert Path(first.decode().strip()).is_file()
    assert program.returncode == 2
    assert complaints.decode().count("\n") == 1
    assert "Traceback" not in complaints.decode()
    for path in target.iterdir():
        assert json.loads(path.read_text(encoding="utf-8")) in expected_forms()


def test_a_pipe_in_the_place_of_a_file_does_not_hold_the_program_up(tmp_path) -> None:
    os.mkfifo(tmp_path / "管道.docx")
    begun = time.monotonic()
    run = perfeval("import", tmp_path / "管道.docx", EXPECTED, "--json")
    assert (run.status, len(run.json["forms"]), len(run.complaints)) == (2, 7, 1)
    assert time.monotonic() - begun < 20
