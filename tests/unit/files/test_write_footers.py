"""By choice a line stands at the foot of the pages: a draft says so, and a code ties paper to data."""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl

from perfeval_gui import resources
from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.footer import footer_with
from perfeval_gui.core.layout.pages import fit
from perfeval_gui.core.layout.paper import sheets
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.paper_code import paper_code
from perfeval_gui.core.profile import Profile
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.files.export import export, formats
from perfeval_gui.files.xlsx_writer import xlsx_bytes
from tests import word_files
from tests.examples import example_project
from tests.word_files import W

ALL = [example_project(number) for number in range(1, 4)]


def profile_of(_: Project) -> Profile:
    return resources.profile()


def test_a_footer_says_draft_and_the_code_of_the_text() -> None:
    project = ALL[0]
    assert footer_with(draft=True)(project) == "草稿（未定稿，请勿签字）"
    assert footer_with(code=True)(project) == f"回对码 {paper_code(project.form)}"
    assert footer_with(draft=True, code=True)(project).startswith("草稿（未定稿，请勿签字）　回对码 ")
    assert footer_with()(project) == ""


def test_each_form_of_a_word_file_has_its_own_footer() -> None:
    data = docx_bytes(ALL, profile_of, footer_with(code=True))
    assert word_files.package_faults(data) == []
    found = word_files.parts(data)
    codes = [paper_code(project.form) for project in ALL]
    assert [codes[n] in found[f"word/footer{n + 1}.xml"].decode() for n in range(3)] == [True] * 3
    sections = list(word_files.body(data).iter(f"{W}sectPr"))
    assert len(sections) == 3


def test_one_footer_for_all_forms_needs_no_new_section() -> None:
    data = docx_bytes(ALL, profile_of, footer_with(draft=True))
    assert len(list(word_files.body(data).iter(f"{W}sectPr"))) == 1
    assert [name for name in word_files.parts(data) if "footer" in name] == ["word/footer1.xml"]
    assert word_files.dump(data) == word_files.dump(docx_bytes(ALL, profile_of))


def test_word_and_excel_files_with_footers_are_valid(tmp_path: Path) -> None:
    audit = shutil.which("openxml-audit", path=str(Path(sys.executable).parent))
    assert audit is not None, "openxml-audit is one of the test dependencies"
    footer_of = footer_with(draft=True, code=True)
    for name, data in (
        ("a.docx", docx_bytes(ALL, profile_of, footer_of)),
        ("a.xlsx", xlsx_bytes(ALL, profile_of, footer_of)),
    ):
        (tmp_path / name).write_bytes(data)
        done = subprocess.run(
            [audit, str(tmp_path / name)], capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout


def test_the_footer_of_a_sheet_is_the_text() -> None:
    data = xlsx_bytes(ALL[:1], profile_of, lambda _: "甲&乙 <1>")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet.oddFooter.center.text == "甲&&乙 <1>"


def test_the_foot_stands_below_the_form_on_every_page() -> None:
    profile = resources.profile()
    grid = lay_out(ALL[0], profile)
    (page,) = sheets(grid, fit(grid, profile.page), profile.page, foot="草稿")
    assert page.lines[-1].text == "草稿"
    assert page.lines[-1].baseline == 16838 - 454 - 200 + 160
    assert page.lines[-1].baseline > 16838 - 720


def test_the_export_writes_the_chosen_footers(tmp_path: Path) -> None:
    kind = formats(footer_with(draft=True))["docx"]
    (outcome,) = export(ALL[:1], tmp_path, kind, profile_of=profile_of)
    assert "草稿" in word_files.parts(outcome.path.read_bytes())["word/footer1.xml"].decode()
