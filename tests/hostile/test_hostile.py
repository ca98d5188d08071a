"""No file may hang, blow up or show a traceback: it is read, or refused in one Chinese sentence."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval_gui.errors import UnreadableFileError
from perfeval_gui.files.reading import ReadResult
from perfeval_gui.files.sandbox import ImportWorker
from tests.hostile.files import DATA, EITHER, NAMED, NO_FORM, READ, REFUSED, damaged

SECONDS = 10.0
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def worker() -> Iterator[ImportWorker]:
    with ImportWorker() as running:
        yield running


def outcome(worker: ImportWorker, data: bytes, name: str) -> tuple[str, str, ReadResult | None]:
    """Return (what came of it, the sentence or all notes, the result)."""
    try:
        result = worker.read_bytes(data, name)
    except UnreadableFileError as error:
        return REFUSED, error.message, None
    notes = "\n".join(note.message for note in result.notes)
    return (READ if result.forms else NO_FORM), notes, result


def assert_is_one_chinese_sentence(text: str, name: str) -> None:
    assert text.startswith(f"“{name}”")
    assert "\n" not in text
    assert CHINESE.search(text)
    assert text.endswith("。")
    assert "Traceback" not in text
    assert "太大或已损坏" not in text, "the child died of it"


@pytest.mark.parametrize("name", NAMED)
def test_the_hostile_file_is_read_or_refused_as_it_should(worker: ImportWorker, name: str) -> None:
    case = NAMED[name]
    data = case.make()
    start = time.monotonic()
    came_of_it, text, _ = outcome(worker, data, "某表.doc")
    assert time.monotonic() - start < SECONDS
    if came_of_it == REFUSED:
        assert_is_one_chinese_sentence(text, "某表.doc")
    if case.outcome != EITHER:
        assert came_of_it == case.outcome, text
    assert case.says in text


@pytest.mark.parametrize("seed", range(12))
def test_damaged_files_of_every_container_are_read_or_refused(worker: ImportWorker, seed: int) -> None:
    for name, data in damaged(seed):
        came_of_it, text, _ = outcome(worker, data, name)
        if came_of_it == REFUSED:
            assert_is_one_chinese_sentence(text, name)


@pytest.mark.parametrize(
    "name", ["2024-form2-only.docx", "2024-pandoc.docx", "2024-sheets.xlsx", "2024-sheets.ods"]
)
def test_a_package_cut_anywhere_is_called_incomplete(worker: ImportWorker, name: str) -> None:
    whole = (DATA / name).read_bytes()
    for length in range(97, len(whole), 97):
        came_of_it, text, _ = outcome(worker, whole[:length], name)
        assert came_of_it == REFUSED
        assert_is_one_chinese_sentence(text, name)
        assert "不完整" in text


@pytest.mark.parametrize(
    "name", ["2024-lo.doc", "2024-sheets.xls", "2024-form2-only.rtf", "2024-form2-only.expected.json"]
)
def test_other_files_cut_anywhere_are_read_or_refused(worker: ImportWorker, name: str) -> None:
    whole = (DATA / name).read_bytes()
    for length in range(97, len(whole), 97 * max(1, len(whole) // 15_000)):
        came_of_it, text, _ = outcome(worker, whole[:length], name)
        if came_of_it == REFUSED:
            assert_is_one_chinese_sentence(text, name)


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".xls", ".et", ".txt", ".pdf", ".jpg", ""])
def test_the_name_never_decides(worker: ImportWorker, suffix: str, tmp_path: Path) -> None:
    for example in (
        "2024-form2-only.docx",
        "2024-sheets.xlsx",
        "2024-form2-only.rtf",
        "2024-sheets.xls",
        "2024-lo.doc",
    ):
        path = tmp_path / f"表{suffix}"
        path.write_bytes((DATA / example).read_bytes())
        assert worker.read(path).forms
