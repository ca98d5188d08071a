"""Files from the window: every kind, public copies, proof sheets; nothing is overwritten."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from perfeval_gui.files.reading import read_file
from perfeval_gui.gui import environment
from perfeval_gui.gui.dialogs import export_choice
from perfeval_gui.gui.dialogs.export_choice import PATTERNS, ExportChoice, ExportDialog
from perfeval_gui.gui.dialogs.export_guard import Decision
from perfeval_gui.gui.printing import leader_pdf, proof_pages
from tests.gui.conftest import Clerk


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", ["docx", "xlsx", "json"])
def test_what_is_exported_reads_back_as_the_same_form(clerk: Clerk, tmp_path: Path, kind: str) -> None:
    projects = list(clerk.editor.session.filing.projects.values())
    clerk.editor.exports.export_to(projects, ExportChoice(tmp_path / "出", kind, single_file=True))
    clerk.qtbot.waitUntil(lambda: "已导出" in clerk.window.notices.text, timeout=20000)
    assert names_in(tmp_path / "出") == [f"附件3-2024年度.{kind}"]
    forms = read_file(tmp_path / "出" / f"附件3-2024年度.{kind}").forms
    assert [form.project_name for form in forms] == [project.form.project_name for project in projects]


def test_a_second_export_leaves_the_first_alone(clerk: Clerk, tmp_path: Path) -> None:
    project = clerk.editor.desk.current
    assert project is not None
    for _ in range(2):
        clerk.editor.exports.written([project], ExportChoice(tmp_path, pattern=PATTERNS[1]))
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


def test_a_public_copy_cannot_be_taken_for_the_form_to_be_signed(clerk: Clerk, tmp_path: Path) -> None:
    projects = list(clerk.editor.session.filing.projects.values())[:2]
    for single in (False, True):
        choice = ExportChoice(tmp_path, public=True, single_file=single)
        for outcome in clerk.editor.exports.written(projects, choice):
            assert outcome.path is not None
            assert outcome.path.name.startswith("公开版-")


def test_files_are_overwritten_only_when_asked_for_and_never_by_one_another(
    clerk: Clerk, tmp_path: Path
) -> None:
    projects = list(clerk.editor.session.filing.projects.values())[:2]
    (tmp_path / "表.docx").write_bytes(b"old")
    for overwrite, names in ((False, ["表 (2).docx", "表 (3).docx"]), (True, ["表.docx", "表 (4).docx"])):
        choice = ExportChoice(tmp_path, pattern="表", overwrite=overwrite)
        outcomes = clerk.editor.exports.written(projects, choice)
        assert [outcome.path.name for outcome in outcomes if outcome.path] == names
        assert ((tmp_path / "表.docx").read_bytes() == b"old") is not overwrite


def test_the_dialog_shows_the_name_that_will_be(clerk: Clerk, tmp_path: Path) -> None:
    forms = [project.form for project in clerk.editor.session.filing.projects.values()]
    dialog = ExportDialog(clerk.window, forms, ExportChoice(tmp_path))
    assert dialog.example.text() == "例：01_组织部专项工作经费.docx"
    dialog.pattern.setCurrentText("{单位}-{项目名称}")
    assert dialog.example.text() == "例：区委组织部-组织部专项工作经费.docx"
    dialog.public.setChecked(True)
    dialog.files.setCurrentIndex(1)
    assert dialog.example.text() == "例：公开版-附件3-2024年度.docx"
    assert not dialog.pattern.isEnabled()


def test_one_form_can_only_go_into_one_file(clerk: Clerk, tmp_path: Path) -> None:
    dialog = ExportDialog(clerk.window, [clerk.chosen_form()], ExportChoice(tmp_path, single_file=True))
    assert not dialog.files.isEnabled()
    assert dialog.choice() == ExportChoice(tmp_path)


def test_the_clerk_is_told_before_exporting_which_form_takes_several_pages(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "missing_fonts", list)
    project = clerk.editor.desk.current
    assert project is not None
    assert clerk.editor.exports.remarks([project]) == []
    long = replace(project, form=replace(project.form, indicators=project.form.indicators * 2))
    (said,) = clerk.editor.exports.remarks([project, long])
    assert "“组织部专项工作经费”一页放不下，会按 9 磅字排成 3 页" in said
    assert "签字在最后一页" in said


def test_what_was_chosen_last_is_offered_again(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[ExportChoice] = []

    def ask(_parent: object, _forms: object, chosen: ExportChoice, _remarks: object) -> ExportChoice:
        offered.append(chosen)
        return ExportChoice(tmp_path / "报送", "pdf", pattern="{项目名称}")

    monkeypatch.setattr(export_choice, "ask_export", ask)
    monkeypatch.setattr(clerk.editor.exports, "_ask_first", lambda _projects: Decision.GO_ON)
    for _ in range(2):
        clerk.run("export_docx")
        clerk.qtbot.waitUntil(lambda: "已导出" in clerk.window.notices.text, timeout=20000)
    assert offered[0].kind == "docx"
    assert (offered[1].folder, offered[1].kind, offered[1].pattern) == (
        tmp_path / "报送",
        "pdf",
        "{项目名称}",
    )
    assert names_in(tmp_path / "报送") == ["组织部专项工作经费 (2).pdf", "组织部专项工作经费.pdf"]


def test_whether_all_go_into_one_file_is_offered_again_also_after_one_form_alone(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[bool] = []

    def ask(_parent: object, forms: list, chosen: ExportChoice, _remarks: object) -> ExportChoice:
        offered.append(chosen.single_file)
        return ExportChoice(tmp_path, "json", single_file=len(forms) > 1)

    monkeypatch.setattr(export_choice, "ask_export", ask)
    monkeypatch.setattr(clerk.editor.exports, "_ask_first", lambda _projects: Decision.GO_ON)
    tree = clerk.window.tree
    year = tree.model().index(0, 0)
    leaf = year.model().index(0, 0, year.model().index(0, 0, year))
    for index in (year, leaf, year):
        tree.setCurrentIndex(index)
        clerk.run("export_docx")
    assert offered == [False, True, True]


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


def test_the_proof_sheet_of_every_form_stands_on_one_page(clerk: Clerk) -> None:
    clerk.run("check_all")
    desk = clerk.editor.desk
    projects = list(clerk.editor.session.filing.projects.values())
    found = {project.id: desk.findings_of(project.id) for project in projects}
    pages = proof_pages(projects, desk.profile_of, found)
    assert len(pages) == len(projects) == 7
    texts = ["".join(line.text for line in page.sheet.lines) for page in pages]
    assert all("一、待处理（" in text and "校对人：" in text for text in texts)
