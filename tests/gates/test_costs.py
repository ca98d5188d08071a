"""What an edit, an opening and a save cost, counted and not timed: a busy machine cannot make these fail."""

import gc
import json
import os
import sqlite3
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
from PySide6.QtCore import QCoreApplication, QModelIndex, Qt
from pytestqt.qtbot import QtBot

from perfeval_gui.app import build
from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Cell, Filing, Project
from perfeval_gui.drafts import database
from perfeval_gui.drafts.lock import WriterLock
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.files.export import FORMATS, export
from perfeval_gui.files.reading import read_bytes
from perfeval_gui.gui.editor import Editor
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.resources import profile

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / "tests" / "data" / "2024-forms.expected.json"
RULES = profile()


def project(rows: int = 0, key: str = "p1") -> Project:
    value = json.loads(FORMS.read_text(encoding="utf-8"))[0]
    own = value["indicators"]
    if rows:
        value["indicators"] = [own[number % len(own)] for number in range(rows)]
    return Project(key, form_from_json(value))


@pytest.fixture(params=[20, 200])
def editor(request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot) -> Iterator[Editor]:
    source = tmp_path / "form.json"
    value = json.loads(FORMS.read_text(encoding="utf-8"))[0]
    own = value["indicators"]
    value["indicators"] = [own[number % len(own)] for number in range(request.param)]
    source.write_text(json.dumps([value], ensure_ascii=False), encoding="utf-8")
    window = build(["--data", str(tmp_path / "data"), str(source)])
    made = window.editor
    assert isinstance(made, Editor)
    qtbot.waitUntil(lambda: made.desk.current is not None, timeout=20_000)
    yield made
    window.close()
    window.deleteLater()
    qtbot.wait(1)


def test_a_key_asks_the_form_only_for_the_cell_that_changed(
    editor: Editor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = editor.desk.current
    assert current is not None
    cell = Cell(current.id, "indicators", current.form.indicators[2].id, "score")
    editor.window.form.go_to(cell)
    index = editor.grid.index_of(cell)
    editor.grid.setData(index, "1", Qt.ItemDataRole.EditRole)
    qtbot.waitUntil(lambda: not editor.desk.live.is_busy, timeout=30_000)
    QCoreApplication.sendPostedEvents()
    asked: Counter[tuple[int, int]] = Counter()
    real = GridModel.data

    def data(self: GridModel, at: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        asked[at.row(), at.column()] += 1
        return real(self, at, role)

    monkeypatch.setattr(GridModel, "data", data)
    editor.grid.setData(index, "2", Qt.ItemDataRole.EditRole)
    QCoreApplication.sendPostedEvents()  # layout and paint of this turn; checks wait for a pause
    assert set(asked) <= {(index.row(), index.column())}
    assert sum(asked.values()) <= 10


def test_a_key_lays_nothing_out_anew_and_announces_one_box(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = editor.desk.current
    assert current is not None
    changed: list[object] = []
    editor.grid.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    monkeypatch.setattr("perfeval_gui.gui.table.grid_model.screen_grid", None)  # calling it would raise
    before = editor.grid.grid
    cell = Cell(current.id, "indicators", current.form.indicators[2].id, "actual")
    editor.grid.setData(editor.grid.index_of(cell), "改过的值", Qt.ItemDataRole.EditRole)
    assert len(changed) == 1
    same = sum(old is new for old, new in zip(before.boxes, editor.grid.grid.boxes, strict=True))
    assert same == len(before.boxes) - 1


def store_of(folder: Path, lock: WriterLock, number: int) -> DraftStore:
    store = DraftStore.open(folder, lock=lock)
    store.save({f"p{n}": project(key=f"p{n}") for n in range(number)})
    return store


def test_listing_and_opening_take_the_same_few_queries_however_many_drafts_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries(number: int) -> tuple[int, int]:
        folder = tmp_path / str(number)
        folder.mkdir()
        lock = WriterLock(folder)
        assert lock.acquire()
        store_of(folder, lock, number).close()
        lock.release()
        asked: list[str] = []
        real = database.connect

        def connect(*arguments: object, **named: object) -> sqlite3.Connection:
            connection = real(*arguments, **named)
            connection.set_trace_callback(asked.append)
            return connection

        with monkeypatch.context() as patched:
            patched.setattr(database, "connect", connect)
            with DraftStore.open(folder, read_only=True) as store:
                listed = store.list()
                upto = len(asked)
                store.load([listed[number // 2].id])
        return upto, len(asked) - upto

    few, many = queries(3), queries(60)
    assert few == many
    assert sum(many) <= 20


def counted_syncs(patched: pytest.MonkeyPatch) -> list[int]:
    """Return the list to which every sync adds its handle from now on."""
    calls: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        calls.append(handle)
        real(handle)

    patched.setattr(os, "fsync", fsync)
    return calls


def test_a_save_syncs_the_same_few_times_however_many_drafts_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def syncs(number: int) -> int:
        folder = tmp_path / str(number)
        folder.mkdir()
        lock = WriterLock(folder)
        assert lock.acquire()
        with store_of(folder, lock, number) as store, monkeypatch.context() as patched:
            calls = counted_syncs(patched)
            store.save({"p1": project(rows=12, key="p1")})
        lock.release()
        return len(calls)

    assert syncs(3) == syncs(60) <= 3


def test_an_exported_file_is_synced_once_and_its_folder_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted_syncs(monkeypatch)
    (tmp_path / "out").mkdir()
    forms = [project(key=f"p{n}") for n in range(5)]
    outcomes = list(export(forms, tmp_path / "out", FORMATS["docx"], profile_of=lambda _: RULES))
    assert all(outcome.path for outcome in outcomes)
    assert len(calls) == 2 * len(forms)


def kept_after(run: object, times: int) -> int:
    """Return the bytes that stay allocated after more runs, when all that is made once is made."""
    assert callable(run)
    for _ in range(3):
        run()
    tracemalloc.start()
    run()
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(times):
        run()
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return after - before


def test_writing_and_reading_the_same_form_again_and_again_keeps_no_form() -> None:
    # A form kept would be 20 times 10 kB. Python itself remembers a few names, within a bound.
    form = project()
    data = docx_bytes([form], lambda _: RULES)
    assert kept_after(lambda: docx_bytes([form], lambda _: RULES), 20) < 60_000
    assert kept_after(lambda: read_bytes(data, "a.docx"), 20) < 60_000


def test_a_filing_shares_what_an_edit_did_not_touch() -> None:
    from perfeval_gui.core.edits import SetCell, apply

    whole = Filing(MappingProxyType({"p1": project(200)}))
    row = whole["p1"].form.indicators[7]
    after = apply(whole, SetCell(Cell("p1", "indicators", row.id, "score"), "3"))
    rows = zip(whole["p1"].form.indicators, after["p1"].form.indicators, strict=True)
    assert sum(old is not new for old, new in rows) == 1
