"""关于: the notice from source, and every licence that a bundle brings."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from perfeval_gui import app
from perfeval_gui.gui.dialogs import about


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the licences folder of a bundle holds."""
    written = []
    for name, text in (("NOTICE.txt", "各组成部分"), ("LGPL-3.txt", "GNU LESSER GENERAL PUBLIC LICENSE")):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    monkeypatch.setattr(about, "licence_texts", lambda: written)
    return written


@pytest.mark.usefixtures("texts")
def test_every_licence_of_the_bundle_can_be_read_in_full(qtbot, tmp_path):
    dialog = about.AboutDialog(None, tmp_path)
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "各组成部分"
    dialog.choice.setCurrentText("LGPL-3.txt")
    assert dialog.text.toPlainText() == "GNU LESSER GENERAL PUBLIC LICENSE"


def test_the_notice_says_that_qts_libraries_can_be_replaced_and_where_the_data_are(qtbot, tmp_path):
    dialog = about.AboutDialog(None, tmp_path)
    qtbot.addWidget(dialog)
    words = "".join(label.text() for label in dialog.findChildren(QLabel))
    assert "LGPL-3.0" in words
    assert "可以换成自行编译的同版本库" in words
    assert str(tmp_path) in words


def test_the_program_has_an_icon_for_the_task_bar(qtbot, tmp_path):
    window = app.build(["--data", str(tmp_path)])
    qtbot.addWidget(window)
    assert not QApplication.windowIcon().isNull()
    assert not window.windowIcon().isNull()
