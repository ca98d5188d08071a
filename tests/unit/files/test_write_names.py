"""Names of exported files can be written on every disk that an office has."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_gui.core.form import Form
from perfeval_gui.files.file_names import (
    file_name,
    free_path,
    marked_name,
    numbered_name,
    pattern_name,
    single_name,
)


@pytest.mark.parametrize(
    ("number", "project", "name"),
    [
        (1, "老干部（代干生活补贴）", "01_老干部（代干生活补贴）.docx"),
        (12, '甲\\乙/丙:丁*戊?己"庚<辛>壬|癸', "12_甲_乙_丙_丁_戊_己_庚_辛_壬_癸.docx"),
        (100, " 培训\n经费 ", "100_培训经费.docx"),
        (3, "", "03_未命名项目.docx"),
        (4, "　", "04_未命名项目.docx"),
        (5, "业务费...", "05_业务费.docx"),
        (6, "../../etc/passwd", "06_.._.._etc_passwd.docx"),
    ],
)
def test_a_numbered_name(number: int, project: str, name: str) -> None:
    assert numbered_name(number, project, "docx") == name


def test_the_name_of_a_file_with_all_forms() -> None:
    assert single_name("2024", "docx") == "附件3-2024年度.docx"
    assert single_name("2024/25", "pdf") == "附件3-2024_25年度.pdf"


@pytest.mark.parametrize("text", ["CON", "nul", "com1", "LPT9", "aux.txt"])
def test_names_that_windows_keeps_for_itself_get_a_mark(text: str) -> None:
    assert file_name(text, "docx").startswith("_")


def test_a_long_name_keeps_its_ending_within_80_characters() -> None:
    assert len(numbered_name(1, "绩" * 200, "docx")) == 80
    assert numbered_name(1, "绩" * 200, "docx").endswith("绩.docx")
    assert len(file_name("绩" * 200, "docx", " (2)")) == 80


@given(st.text(max_size=120), st.sampled_from(["docx", "xlsx", "pdf", "json"]))
def test_any_text_gives_a_name_that_windows_and_linux_take(text: str, extension: str) -> None:
    name = file_name(text, extension)
    assert len(name) <= 80
    assert len(name.encode()) <= 240
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
    stem = name.removesuffix(f".{extension}")
    assert stem
    assert stem == stem.strip().rstrip(".")


def test_an_existing_name_gets_a_number(tmp_path: Path) -> None:
    for name in ("01_甲.docx", "01_甲 (2).docx"):
        (tmp_path / name).touch()
    assert free_path(tmp_path / "01_甲.docx").name == "01_甲 (3).docx"
    assert free_path(tmp_path / "02_乙.docx").name == "02_乙.docx"


@pytest.mark.parametrize(
    ("pattern", "year", "unit", "name"),
    [
        ("{序号}_{项目名称}", "2024", "区委组织部", "07_甲 - 乙.docx"),
        ("附件3-{年度}-{项目名称}-{单位}", "2024", "区委组织部", "附件3-2024年度-甲 - 乙-区委组织部.docx"),
        ("附件3-{年度}-{项目名称}-{单位}", "", "", "附件3-甲 - 乙.docx"),
        ("{年度}-{单位}-{项目名称}", "", "", "甲 - 乙.docx"),
        ("{单位}", "2024", "", "_.docx"),
        ("报{局}/{项目名称}", "2024", "", "报{局}_甲 - 乙.docx"),
    ],
)
def test_a_name_by_a_pattern_leaves_no_gap_where_a_field_is_blank(
    pattern: str, year: str, unit: str, name: str
) -> None:
    form = Form(fiscal_year=year, project_name="甲 - 乙", implementing_unit=unit)
    assert pattern_name(pattern, 7, form, "docx") == name


def test_a_mark_before_a_name_is_never_cut_off() -> None:
    assert marked_name("公开版-", "01_甲.docx") == "公开版-01_甲.docx"
    long = marked_name("公开版-", numbered_name(1, "绩" * 200, "docx"))
    assert len(long) == 80
    assert long.startswith("公开版-01_")
    assert marked_name("", "01_甲.docx") == "01_甲.docx"
