"""The import worker: one child for many files; whatever it dies of costs one sentence."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from perfeval_gui.core.contract import form_to_json
from perfeval_gui.errors import UnreadableFileError
from perfeval_gui.files.reading import read_file
from perfeval_gui.files.sandbox import ImportCancelledError, ImportWorker

EXAMPLE = Path(__file__).resolve().parents[2] / "data" / "import" / "2024-form2-only.docx"


def scripted(text: str, seconds: float = 10.0) -> ImportWorker:
    """Return a worker whose child is a script instead of the importer."""
    return ImportWorker([sys.executable, "-c", text], seconds)


def test_the_child_gives_the_same_as_reading_here() -> None:
    with ImportWorker() as worker:
        there, here = worker.read(EXAMPLE), read_file(EXAMPLE)
    assert [form_to_json(form) for form in there.forms] == [form_to_json(form) for form in here.forms]
    assert (there.notes, there.profile_ids) == (here.notes, here.profile_ids)


def test_one_child_reads_many_files() -> None:
    with ImportWorker() as worker:
        worker.read(EXAMPLE)
        first = worker._child
        worker.read(EXAMPLE)
        assert worker._child is first


def test_a_refusal_of_the_child_is_raised_here_with_its_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    with ImportWorker() as worker:
        with pytest.raises(UnreadableFileError, match="是空的"):
            worker.read(empty)
        assert worker.read(EXAMPLE).forms


def test_a_relative_path_and_a_path_with_spaces_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "我的 表.docx").write_bytes(EXAMPLE.read_bytes())
    with ImportWorker() as worker:
        worker.read(EXAMPLE)  # the child runs before the folder changes
        monkeypatch.chdir(tmp_path)
        assert worker.read(Path("我的 表.docx")).forms


def test_a_child_that_hangs_is_ended_and_the_next_file_is_read() -> None:
    worker = scripted("import time; time.sleep(60)", seconds=0.3)
    start = time.monotonic()
    with pytest.raises(UnreadableFileError, match="还没有读完"):
        worker.read(EXAMPLE)
    assert time.monotonic() - start < 5
    worker._command = ImportWorker()._command
    worker._seconds = 10
    assert worker.read(EXAMPLE).forms
    worker.close()


def test_cancelling_ends_the_child_within_a_second() -> None:
    worker = scripted("import time; time.sleep(60)")
    start = time.monotonic()
    with pytest.raises(ImportCancelledError, match="已取消"):
        worker.read(EXAMPLE, lambda: time.monotonic() - start > 0.2)
    assert time.monotonic() - start < 1.2
    assert worker._child is None


@pytest.mark.parametrize(
    "script",
    [
        "raise SystemExit(3)",
        "import os; os.abort()",
        "import sys; sys.stdin.readline(); print('no json')",
        'import sys; sys.stdin.readline(); print(\'{"forms": [{}], "profile_ids": [], "notes": []}\')',
        'import sys; sys.stdin.readline(); print(\'{"forms": [], "profile_ids": [], "notes": [[5, "", "hint", "x"]]}\')',
        'import sys; sys.stdin.readline(); print(\'{"forms": [], "profile_ids": [], "notes": [[null, "", "shout", "x"]]}\')',
        "import sys; sys.stdin.readline(); print('{\"memory\": true}')",
        "import sys; sys.stdin.readline(); print('[' * 100000)",
    ],
)
def test_whatever_a_broken_child_says_is_one_sentence(script: str) -> None:
    with scripted(script) as worker, pytest.raises(UnreadableFileError, match="读取中途停止"):
        worker.read(EXAMPLE)


def test_a_child_killed_between_two_files_is_replaced() -> None:
    with ImportWorker() as worker:
        worker.read(EXAMPLE)
        assert worker._child is not None
        os.kill(worker._child.pid, signal.SIGKILL)
        worker._child.wait()
        assert worker.read(EXAMPLE).forms


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_AS")
def test_the_child_cannot_take_more_than_half_a_gigabyte() -> None:
    script = (
        "import sys; from perfeval_gui.files import import_worker; import_worker._limit()\n"
        "sys.stdin.readline()\n"
        "try: bytearray(600 * 1024 * 1024)\n"
        "except MemoryError: print('{\"memory\": true}')\n"
        'else: print(\'{"forms": [], "profile_ids": [], "notes": []}\')'
    )
    with scripted(script) as worker, pytest.raises(UnreadableFileError, match="读取中途停止"):
        worker.read(EXAMPLE)


def test_what_libraries_print_does_not_spoil_the_answer(tmp_path: Path) -> None:
    script = (
        "import os, sys; from perfeval_gui.files import import_worker, reading\n"
        "read = reading.read_file\n"
        "def loud(path): print('WARNING *** file size'); os.write(1, b'x'); return read(path)\n"
        "import_worker.read_file = loud\n"
        "import_worker.serve()"
    )
    with scripted(script) as worker:
        assert worker.read(EXAMPLE).forms
