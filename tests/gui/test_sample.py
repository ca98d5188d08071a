"""表样比对 in the window: what the bureau's form prints otherwise, and a rule pack made from it."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from perfeval_gui import resources
from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import blank_form
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.gui.dialogs.sample_view import SampleView
from tests.gui.conftest import Clerk

CHANGES = (
    ("2025年度项目", "2025年度县级项目"),
    ("（30分）", "（20分）"),
    ("(50分)", "（60分）"),
    ("填表人：", "填报人："),
)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return a bureau's form: ours with some words changed."""
    profile, path = resources.profile(), tmp_path / "2025年县级表样.docx"
    ours = tmp_path / "ours.docx"
    ours.write_bytes(docx_bytes([Project("p1", blank_form(profile, "2025"))], lambda _: profile))
    with zipfile.ZipFile(ours) as source, zipfile.ZipFile(path, "w") as made:
        for name in source.namelist():
            text = source.read(name).decode()
            for old, new in CHANGES if name == "word/document.xml" else ():
                assert old in text
                text = text.replace(old, new)
            made.writestr(name, text)
    return path


def compared(clerk: Clerk, path: Path) -> SampleView:
    clerk.editor.samples.compare(path)
    clerk.qtbot.waitUntil(lambda: clerk.window.findChild(SampleView) is not None, timeout=10000)
    view = clerk.window.findChild(SampleView)
    assert view is not None
    return view


def test_what_the_sample_prints_otherwise_is_listed_and_can_be_copied(clerk: Clerk, sample: Path) -> None:
    view = compared(clerk, sample)
    assert [line[0] for line in view.list.rows()] == ["标题", "标签", "标签", "落款", "落款"]
    assert view.list.rows()[1] == ["标签", "产出指标(50分)", "产出指标（60分）"]
    assert "共 5 处不同" in view.said.text()
    view.copy_list()
    assert "表样为“效益指标（20分）”" in QGuiApplication.clipboard().text()


def test_a_pack_made_from_the_sample_differs_in_nothing_and_the_form_can_go_by_it(
    clerk: Clerk, sample: Path
) -> None:
    compared(clerk, sample).make.click()
    assert "已做好规则包“2025年县级表样（由表样生成）”" in clerk.window.notices.text
    pressed = next(
        item for item in clerk.window.notices.findChildren(QPushButton) if item.text() == "当前项目改用它"
    )
    pressed.click()
    project = clerk.editor.desk.current
    assert project is not None
    assert clerk.editor.desk.profile_of(project).name == "2025年县级表样（由表样生成）"
    clerk.qtbot.waitUntil(lambda: clerk.window.findChild(SampleView) is None, timeout=5000)
    view = compared(clerk, sample)
    assert view.list.rows() == []
    assert not view.make.isEnabled()


def test_a_file_that_is_no_such_form_is_a_sentence(clerk: Clerk, tmp_path: Path) -> None:
    (tmp_path / "通知.docx").write_bytes(b"PK\x03\x04broken")
    clerk.editor.samples.compare(tmp_path / "通知.docx")
    clerk.qtbot.waitUntil(lambda: "通知" in clerk.window.notices.text, timeout=10000)
    assert clerk.window.findChild(SampleView) is None
