"""环境自检: what is missing on this PC is named with its effect, and can be copied and printed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinterInfo

from perfeval_gui.gui import environment, paper_fonts
from perfeval_gui.gui.dialogs.environment_report import EnvironmentReport
from perfeval_gui.gui.environment import Condition, conditions, font_sentence
from tests.gui.conftest import Clerk

TODAY = date(2026, 3, 1)
pytestmark = pytest.mark.usefixtures("qapp")


def named(folder: Path, name: str, newest: date | None = None) -> Condition:
    return next(item for item in conditions(folder, TODAY, newest) if item.name.startswith(name))


def have_fonts(monkeypatch: pytest.MonkeyPatch, *families: str) -> None:
    """Let the PC have these fonts only."""
    monkeypatch.setattr(paper_fonts.QFontDatabase, "families", lambda: list(families))
    paper_fonts.family.cache_clear()
    monkeypatch.setattr(environment, "measure_of", lambda _name: lambda text: 0.5 if text.isdigit() else 1.0)


@pytest.fixture(autouse=True)
def _forget_fonts() -> Iterator[None]:
    yield
    paper_fonts.family.cache_clear()


def test_a_font_that_is_there_is_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    have_fonts(monkeypatch, "SimSun", "SimHei", "方正小标宋简体")
    assert named(tmp_path, "字体 宋体") == Condition("字体 宋体", "有（SimSun）")
    assert named(tmp_path, "字体 方正小标宋简体") == Condition("字体 方正小标宋简体", "有")
    assert font_sentence() == ""


def test_a_missing_font_is_named_with_its_stand_in_and_effect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_fonts(monkeypatch, "SimSun", "SimHei")
    found = named(tmp_path, "字体 方正小标宋简体")
    assert found.found == "没有，用“SimSun”代替"
    assert "字形与规定的略有不同" in found.effect
    assert "本机缺少方正小标宋简体" in font_sentence()


def test_a_stand_in_with_wide_digits_may_push_the_sign_off_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_fonts(monkeypatch, "Noto Serif CJK SC")
    assert "页数不变" in named(tmp_path, "字体 宋体").effect
    monkeypatch.setattr(environment, "measure_of", lambda _name: lambda _text: 0.7)
    assert "签字可能被挤到第二页" in named(tmp_path, "字体 宋体").effect


def test_a_pc_without_chinese_fonts_is_told_that_characters_will_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_fonts(monkeypatch, "DejaVu Sans")
    assert "缺字" in named(tmp_path, "字体 宋体").effect
    assert "缺字" in font_sentence()


def test_a_pc_without_printers_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    assert "导出 Word 或 PDF" in named(tmp_path, "打印机").effect
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["办公室"])
    assert named(tmp_path, "打印机").is_good


def test_a_clock_that_is_behind_the_drafts_is_told(tmp_path: Path) -> None:
    assert named(tmp_path, "电脑时间", date(2026, 2, 28)).is_good
    assert "可能不准" in named(tmp_path, "电脑时间", date(2026, 3, 4)).effect


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert "写不进去" in environment._data_folder(tmp_path / "file").effect
    assert environment._data_folder(tmp_path).is_good
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_the_list_is_shown_copied_and_printed_on_one_page(clerk: Clerk) -> None:
    clerk.run("check_environment")
    report = clerk.window.findChild(EnvironmentReport)
    assert report is not None
    assert report.text().startswith("字体 宋体：")
    found = conditions(clerk.editor.library.folder, TODAY)
    (page,) = clerk.editor.environment.pages(found)
    assert "环境自检" in "".join(line.text for line in page.sheet.lines)
    report.close()
