"""Files from the window: every kind, public copies, proof sheets; nothing is overwritten."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from perfeval_gui.files.reading import read_file
from perfeval_gui.gui.dialogs.export_choice import ExportChoice, ExportDialog
from perfeval_gui.gui.printing import leader_pdf, proof_pdf
from tests.gui.conftest import Clerk


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", ["docx", "xlsx", "json"])
def test_what_is_exported_reads_back_as_the_same_form(clerk: Clerk, tmp_path: Path, kind: str) -> None:
    projects = list(clerk.editor.session.filing.projects.values())
    clerk.editor.exports.export_to(projects, ExportChoice(tmp_path / "出", kind, "single"))
    clerk.qtbot.waitUntil(lambda: "已导出" in clerk.window.notices.text, timeout=20000)
    assert names_in(tmp_path / "出") == [f"附件3-2024年度.{kind}"]
    forms = read_file(tmp_path / "出" / f"附件3-2024年度.{kind}").forms
    assert [form.project_name for form in forms] == [project.form.project_name for project in projects]


def test_a_second_export_leaves_the_first_alone(clerk: Clerk, tmp_path: Path) -> None:
    project = clerk.editor.desk.current
    assert project is not None
    for _ in range(2):
        clerk.editor.exports.written([project], ExportChoice(tmp_path, names="full"))
    stem = "附件3-2024年度-组织部专项工作经费-区委组织部"
    assert [name for name in names_in(tmp_path) if name.endswith(".docx")] == [
        f"{stem} (2).docx",
        f"{stem}.docx",
    ]


def test_a_public_copy_covers_the_phone_and_the_draft_keeps_it(clerk: Clerk, tmp_path: Path) -> None:
    project = clerk.editor.desk.current
    assert project is not None
    outcome = clerk.editor.exports.written([project], ExportChoice(tmp_path, public=True, cover_names=True))[
        0
    ]
    assert outcome.path is not None
    signed = read_file(outcome.path).forms[0].sign_off
    assert (signed.preparer, signed.phone) == ("张*", "138****0000")
    assert clerk.chosen_form().sign_off.phone == "13800000000"


def test_one_form_can_only_go_into_one_file(clerk: Clerk, tmp_path: Path) -> None:
    dialog = ExportDialog(clerk.window, 1, tmp_path)
    assert not dialog.names.isEnabled()
    assert dialog.choice() == ExportChoice(tmp_path)


def test_the_leaders_file_holds_the_overview_all_forms_and_what_was_found(
    clerk: Clerk, tmp_path: Path, require_tool: Callable[..., str]
) -> None:
    require_tool("pdftotext")
    clerk.run("check_all")
    projects = list(clerk.editor.session.filing.projects.values())
    findings = [f for project in projects for f in clerk.editor.desk.findings_of(project.id)]
    path = tmp_path / "送阅.pdf"
    path.write_bytes(leader_pdf(projects, clerk.editor.desk.profile_of, findings))
    text = "".join(
        subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout.split()
    )
    for project in projects:
        assert "".join(project.form.project_name.split()) in text
    assert "一览" in text
    assert proof_pdf(projects[3], clerk.editor.desk.profile_of(projects[3]), findings).startswith(b"%PDF")
