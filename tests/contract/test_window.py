"""The window by its contract: found by object names, driven by models and actions, nothing else known of it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QTableView, QTreeView, QWidget

from perfeval_gui.app import build
from tests.contract.program import EXPECTED, at, expected_forms, perfeval

POINTER = Qt.ItemDataRole.UserRole + 1
DRAFT = Qt.ItemDataRole.UserRole + 2
ACTIONS = (
    "new_project import_files save undo redo insert_row_below delete_row move_row_up move_row_down check_all "
    "next_finding previous_finding export_docx print"
).split()
FUNDING_COLUMNS = ("initial_budget", "revised_budget", "outturn", "weight", "execution_rate", "score")
INDICATOR_COLUMNS = ("name", "target", "actual", "weight", "score", "variance_note")


class Window:
    """The shown window and the few things that the contract promises about it."""

    def __init__(self, window: QWidget, wait: Callable[[Callable[[], bool]], None]) -> None:
        self.window = window
        self.wait = wait
        self.tree = self._find(QTreeView, "projectTree")
        self.form = self._find(QTableView, "formView")
        self.findings = self._find(QAbstractItemView, "findingsView")

    def _find(self, kind: type[Any], name: str) -> Any:
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    @property
    def totals(self) -> str:
        return str(self._find(QWidget, "totalsBar").accessibleName())

    def action(self, name: str) -> QAction:
        found: QAction = self._find(QAction, name)
        return found

    def leaves(self) -> list[QModelIndex]:
        return [index for index in indexes(self.tree.model()) if not self.tree.model().hasChildren(index)]

    def open(self, number: int) -> None:
        """Show the form of example `number` (from 0) by making its leaf current."""
        name = expected_forms()[number]["project_name"]
        leaf = next(index for index in self.leaves() if name in str(index.data()))
        self.tree.setCurrentIndex(leaf)
        self.wait(lambda: name in str(self.cell("/project_name").data()))

    def pointers(self) -> list[str]:
        return [
            str(index.data(POINTER))
            for index in indexes(self.form.model())
            if index.data(POINTER) is not None
        ]

    def cell(self, where: str) -> QModelIndex:
        return next(index for index in indexes(self.form.model()) if index.data(POINTER) == where)

    def type(self, where: str, text: str) -> None:
        assert self.form.model().setData(self.cell(where), text, Qt.ItemDataRole.EditRole)

    def text(self, where: str) -> str:
        return str(self.cell(where).data(Qt.ItemDataRole.EditRole))


def indexes(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    """Yield every index of the model, parents before children."""
    above = parent or QModelIndex()
    for row in range(model.rowCount(above)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(above)):
            index = model.index(row, column, above)
            yield index
            if column == 0:
                yield from indexes(model, index)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "资料"
    assert perfeval("import", EXPECTED, "--save", "--data", folder).status == 0
    return folder


@pytest.fixture
def window(data: Path, qtbot) -> Iterator[Window]:
    shown = build(["--data", str(data)])
    found = Window(shown, lambda condition: qtbot.waitUntil(condition, timeout=10_000))
    found.wait(lambda: len(found.leaves()) == 7)
    yield found
    shown.close()
    shown.deleteLater()
    qtbot.wait(1)


def drafts(data: Path) -> dict[str, dict[str, Any]]:
    return {
        draft["form"]["project_name"]: draft for draft in perfeval("drafts", "--json", "--data", data).json
    }


def test_the_window_and_its_parts_are_found_by_their_names(window) -> None:
    assert window.window.objectName() == "mainWindow"
    assert window.window.isVisible()
    assert [name for name in ACTIONS if window.window.findChild(QAction, name) is None] == []


def test_the_tree_goes_from_year_to_unit_to_project_and_its_leaves_know_their_drafts(window, data) -> None:
    stored = drafts(data)
    for leaf in window.leaves():
        unit = leaf.parent()
        draft = next(draft for draft in stored.values() if draft["id"] == leaf.data(DRAFT))
        assert draft["project_name"] in str(leaf.data())
        assert draft["implementing_unit"] in str(unit.data())
        assert draft["fiscal_year"] in str(unit.parent().data())
        assert not unit.parent().parent().isValid()


def test_every_text_of_the_form_has_its_cell(window) -> None:
    form = expected_forms()[3]
    window.open(3)
    wanted = [
        "/project_name",
        "/supervising_department",
        "/implementing_unit",
        "/goal/expected",
        "/goal/achieved",
    ]
    wanted += [
        "/total/weight",
        "/total/score",
        "/sign_off/preparer",
        "/sign_off/filed_on",
        "/sign_off/phone",
        "/note",
    ]
    wanted += [f"/funding/{row}/{column}" for row in range(4) for column in FUNDING_COLUMNS]
    wanted += [
        f"/indicators/{row}/{name}" for row in range(len(form["indicators"])) for name in INDICATOR_COLUMNS
    ]
    assert sorted(set(wanted) - set(window.pointers())) == []
    for where in wanted:
        if window.cell(where).data(Qt.ItemDataRole.EditRole) is not None:
            assert "".join(window.text(where).split()) == "".join(at(form, where).split())


def test_merged_labels_stand_for_their_section_and_for_their_first_row(window) -> None:
    form = expected_forms()[3]
    window.open(3)
    shown = set(window.pointers())
    sections = [row["dimension"] for row in form["indicators"]]
    assert {
        f"/dimensions/{number}/points"
        for number, row in enumerate(form["dimensions"])
        if row["name"] in sections
    } <= shown
    groups = [(row["dimension"], row["category"]) for row in form["indicators"]]
    firsts = [row for row, group in enumerate(groups) if row == 0 or groups[row - 1] != group]
    assert {where for where in shown if where.endswith("/category")} == {
        f"/indicators/{row}/category" for row in firsts
    }


def test_a_typed_text_is_one_edit_that_can_be_undone_and_redone(window) -> None:
    window.open(3)
    before = window.text("/indicators/0/actual")
    window.type("/indicators/0/actual", "12人")
    assert window.text("/indicators/0/actual") == "12人"
    window.action("undo").trigger()
    assert window.text("/indicators/0/actual") == before
    window.action("redo").trigger()
    assert window.text("/indicators/0/actual") == "12人"


def test_every_cell_takes_a_text_as_one_edit(window) -> None:
    window.open(3)
    pointers = window.pointers()
    assert len(pointers) == len(set(pointers))
    for where in pointers:
        before = window.text(where)
        window.type(where, "甲1")
        assert window.text(where) == "甲1", where
        window.action("undo").trigger()
        assert window.text(where) == before, where


def test_the_sums_follow_what_is_typed(window) -> None:
    form = expected_forms()[3]
    window.open(3)
    rows = [row for row in form["indicators"] if row["dimension"] == "产出指标"]
    written = sum(int(row["weight"]) for row in rows)
    window.wait(lambda: f"产出指标 {written}/50" in window.totals)
    names = ["产出指标 ", "效益指标 ", "满意度指标 ", "总分 "]
    places = [window.totals.index(name) for name in names]
    assert places == sorted(places)
    window.type("/indicators/0/weight", str(int(form["indicators"][0]["weight"]) + 3))
    window.wait(lambda: f"产出指标 {written + 3}/50" in window.totals)


def test_activating_a_finding_leads_to_its_cell(window) -> None:
    window.open(3)
    window.action("check_all").trigger()
    model = window.findings.model()
    where = "/funding/0/execution_rate"
    window.wait(lambda: any(index.data(POINTER) == where for index in indexes(model)))
    finding = next(index for index in indexes(model) if index.data(POINTER) == where)
    assert finding.data(DRAFT) == window.tree.currentIndex().data(DRAFT)
    window.findings.setCurrentIndex(finding)
    QTest.keyClick(window.findings, Qt.Key.Key_Return)
    window.wait(lambda: window.form.currentIndex().data(POINTER) == where)


def test_every_finding_of_the_form_leads_to_a_cell_of_the_form(window) -> None:
    window.open(3)
    window.action("check_all").trigger()
    model = window.findings.model()
    window.wait(lambda: model.rowCount() > 0)
    draft, shown = window.tree.currentIndex().data(DRAFT), set(window.pointers())
    places = {str(index.data(POINTER)) for index in indexes(model) if index.data(DRAFT) == draft}
    labels = {where.replace("/name", "/points") for where in places if where.startswith("/dimensions/")}
    cells = {where for where in places if where and not where.startswith("/dimensions/")}
    assert cells | labels <= shown


def test_a_row_is_inserted_below_moved_and_deleted(window) -> None:
    window.open(3)
    count = len(expected_forms()[3]["indicators"])
    window.form.setCurrentIndex(window.cell("/indicators/1/name"))
    second = window.text("/indicators/1/name")
    window.action("insert_row_below").trigger()
    assert f"/indicators/{count}/name" in window.pointers()
    assert window.text("/indicators/2/name") == ""
    window.form.setCurrentIndex(window.cell("/indicators/2/name"))
    window.action("move_row_up").trigger()
    assert (window.text("/indicators/1/name"), window.text("/indicators/2/name")) == ("", second)
    window.form.setCurrentIndex(window.cell("/indicators/1/name"))
    window.action("delete_row").trigger()
    assert window.text("/indicators/1/name") == second
    assert f"/indicators/{count}/name" not in window.pointers()


def test_what_is_typed_is_on_disk_shortly_after_while_the_window_stays_open(window, data) -> None:
    window.open(3)
    name = expected_forms()[3]["project_name"]
    window.type("/indicators/0/actual", "12人，已复核")
    window.wait(lambda: drafts(data)[name]["form"]["indicators"][0]["actual"] == "12人，已复核")
    checked = perfeval("check", "--drafts", "--json", "--data", data)
    assert (checked.status, len({item["form"] for item in checked.json["findings"]})) == (1, 7)


def test_forms_saved_by_a_command_come_into_the_open_window(window, data, tmp_path) -> None:
    before = {leaf.data(DRAFT) for leaf in window.leaves()}
    run = perfeval("import", EXPECTED, "--save", "--data", data)
    assert (run.status, len(run.lines)) == (0, 7)
    handed_over = {line.split("\t")[0] for line in run.lines}
    assert handed_over <= {draft["id"] for draft in perfeval("drafts", "--json", "--data", data).json}
    window.wait(lambda: {leaf.data(DRAFT) for leaf in window.leaves()} == before | handed_over)


def test_options_may_stand_between_the_files_to_open(tmp_path, qtbot) -> None:
    single = EXPECTED.parent / "import" / "2024-form2-only.docx"
    shown = build([str(EXPECTED), "--data", str(tmp_path / "资料"), str(single)])
    opened = Window(shown, lambda condition: qtbot.waitUntil(condition, timeout=10_000))
    opened.wait(lambda: len(opened.leaves()) == 8)
    shown.close()
    shown.deleteLater()
    qtbot.wait(1)


def test_a_window_opened_again_shows_what_was_typed_before(data, qtbot) -> None:
    first = build(["--data", str(data)])
    opened = Window(first, lambda condition: qtbot.waitUntil(condition, timeout=10_000))
    opened.wait(lambda: len(opened.leaves()) == 7)
    opened.open(3)
    opened.type("/total/score", "97.5")
    first.close()
    again = build(["--data", str(data)])
    reopened = Window(again, lambda condition: qtbot.waitUntil(condition, timeout=10_000))
    reopened.wait(lambda: len(reopened.leaves()) == 7)
    reopened.open(3)
    assert reopened.text("/total/score") == "97.5"
    again.close()
    for shown in (first, again):
        shown.deleteLater()
    qtbot.wait(1)
