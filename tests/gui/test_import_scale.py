"""Many forms and many files: the list grows, the window never stops answering, the end is summed up."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Project
from perfeval_gui.files.export import export
from perfeval_gui.gui.dialogs.import_preview import ImportPreview
from perfeval_gui.gui.dialogs.roll_over import RollOverDialog
from perfeval_gui.resources import profile
from tests.gui.conftest import FORMS, Clerk, OpenWindow
from tests.gui.heartbeat import Heartbeat

LONGEST = 0.15
"""Seconds of work that may hold the window at most: 0.1 is the goal, a shared machine computes more slowly."""


def many(count: int) -> list[Project]:
    """Return projects of some fifteen a unit, no two alike."""
    forms = [form_from_json(value) for value in json.loads(FORMS.read_text(encoding="utf-8"))]
    return [
        Project(
            f"p{number}",
            replace(
                forms[number % 7],
                project_name=f"{forms[number % 7].project_name}（{number + 1}）",
                implementing_unit=f"单位{number // 15 + 1}",
            ),
            number,
        )
        for number in range(count)
    ]


def write(folder: Path, count: int, *, single_file: bool) -> Path:
    folder.mkdir()
    outcomes = export(
        many(count),
        folder,
        "docx",
        profile_of=lambda _project: profile(),
        single_file=single_file,
        overwrite=False,
    )
    assert all(outcome.error is None for outcome in outcomes)
    return folder


def take_as_templates(clerk: Clerk, heart: Heartbeat, folder: Path, files: int, forms: int) -> None:
    """Import a folder from the first look to the new projects, the heart beating all the time."""
    clerk.qtbot.wait(300)  # the window itself is up by then
    heart.begin()
    clerk.editor.importing.preview([folder])
    shown = clerk.window.findChild(ImportPreview)
    clerk.qtbot.waitUntil(lambda: "原文件没有改动" in shown.summary.text(), timeout=50000)
    assert shown.summary.text() == f"读了 {files} 个文件，找到 {forms} 张自评表。原文件没有改动。"
    shown.take.click()
    dialog = clerk.window.findChild(RollOverDialog)
    clerk.qtbot.waitUntil(dialog.go.isEnabled, timeout=20000)
    dialog.go.click()
    clerk.qtbot.waitUntil(lambda: len(clerk.editor.session.filing.projects) == forms, timeout=20000)
    clerk.qtbot.wait(500)


@pytest.mark.slow
def test_seventy_forms_in_one_document_never_hold_the_window(open_window: OpenWindow, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 70, single_file=True)
    clerk, heart = open_window(), Heartbeat()
    take_as_templates(clerk, heart, folder, 1, 70)
    assert heart.longest() < LONGEST
    assert {project.form.fiscal_year for project in clerk.editor.session.filing.projects.values()} == {"2025"}


@pytest.mark.slow
def test_a_folder_of_many_files_never_holds_the_window(open_window: OpenWindow, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 60, single_file=False)
    clerk, heart = open_window(), Heartbeat()
    take_as_templates(clerk, heart, folder, 60, 60)
    assert heart.longest() < LONGEST
