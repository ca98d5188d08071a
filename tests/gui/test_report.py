"""The report as a clerk writes it: a draft out of the forms, her own words, a Word file."""

from pathlib import Path

from docx import Document

from perfeval_gui.core.edits import SetCell
from perfeval_gui.core.form import Cell
from perfeval_gui.gui.report.page import ReportPage
from perfeval_gui.gui.themes import THEMES
from tests.gui.conftest import FORMS, Clerk, OpenWindow


def shown(clerk: Clerk) -> ReportPage:
    clerk.run("show_report")
    found = clerk.window.findChild(ReportPage, "reportPage")
    assert found is not None
    assert clerk.editor.unit.report.is_shown
    return found


def write_into(page: ReportPage, key: str, text: str) -> None:
    page.field(key).selectAll()
    page.field(key).insertPlainText(text)


def change_outturn(clerk: Clerk) -> None:
    project = next(iter(clerk.editor.session.filing.projects.values()))
    cell = Cell(project.id, "funding", project.form.funding[0].id, "outturn")
    clerk.editor.session.do(SetCell(cell, "25"), "改")


def test_the_draft_holds_the_sums_and_says_how_much_is_to_be_written(clerk: Clerk) -> None:
    page = shown(clerk)
    assert "全年执行 143.56 万元" in page.field("basics.sums").toPlainText()
    assert page.words.text() == "7 个项目，还有 5 处待填写。"


def test_what_is_written_is_kept_over_a_new_start(open_window: OpenWindow) -> None:
    clerk = open_window(FORMS)
    write_into(shown(clerk), "problems.problems", "绩效指标细化不够。")
    clerk.window.close()
    again = open_window()
    assert shown(again).field("problems.problems").toPlainText() == "绩效指标细化不够。"


def test_an_untouched_paragraph_follows_the_forms_and_a_written_one_is_pointed_out(clerk: Clerk) -> None:
    page = shown(clerk)
    write_into(page, "basics.sums", "我们的话。")
    change_outturn(clerk)
    clerk.qtbot.waitUntil(lambda: "执行 118.56 万元" in page.field("funding.rate").toPlainText())
    assert page.field("basics.sums").toPlainText() == "我们的话。"
    assert "1 段改过之后表里的数变了" in page.words.text()
    page.take_draft("basics.sums")
    assert "118.56" in page.field("basics.sums").toPlainText()
    assert "改过" not in page.words.text()


def test_typing_in_a_paragraph_keeps_its_cursor(clerk: Clerk) -> None:
    page = shown(clerk)
    field = page.field("basics.sums")
    cursor = field.textCursor()
    cursor.setPosition(5)
    field.setTextCursor(cursor)
    field.insertPlainText("全")
    assert field.textCursor().position() == 6


def test_the_places_to_be_written_are_walked_through(clerk: Clerk) -> None:
    page = shown(clerk)
    found = []
    for _ in range(5):
        assert page.go_to_missing()
        field = next(box.field for box in page._boxes.values() if box.field.hasFocus())
        found.append((field.accessibleName(), field.textCursor().selectedText()))
    assert len(set(found)) == 5
    assert all(text.startswith("【待填写：") for _, text in found)


def test_the_word_file_holds_what_is_in_sight_with_its_chart(clerk: Clerk, tmp_path: Path) -> None:
    write_into(shown(clerk), "measures.measures", "完善制度。")
    clerk.editor.unit.report.write(tmp_path / "报告.docx")
    clerk.qtbot.waitUntil(lambda: "已写好“报告.docx”" in clerk.window.notices.text, timeout=15_000)
    assert "还有 4 处待填写" in clerk.window.notices.text
    document = Document(tmp_path / "报告.docx")
    assert "完善制度。" in [item.text for item in document.paragraphs]
    assert len(document.inline_shapes) == 1


def test_a_template_of_the_units_own_is_tried_kept_and_dropped_again(clerk: Clerk, tmp_path: Path) -> None:
    shown(clerk)
    commands, said = clerk.editor.unit.report, clerk.window.notices
    commands.write_template(tmp_path / "模板.docx")
    clerk.qtbot.waitUntil(lambda: "模板已存为" in said.text, timeout=15_000)
    document = Document(tmp_path / "模板.docx")
    document.add_paragraph("本单位的话：{{项目数}}，{{没有的}}")
    document.save(tmp_path / "改过.docx")
    commands.use_template(tmp_path / "改过.docx")
    clerk.qtbot.waitUntil(lambda: "以后的报告都用" in said.text, timeout=15_000)
    assert "{{没有的}}" in said.text
    commands.write(tmp_path / "报告.docx")
    clerk.qtbot.waitUntil(lambda: "已写好" in said.text, timeout=15_000)
    assert "本单位的话：7，{{没有的}}" in [item.text for item in Document(tmp_path / "报告.docx").paragraphs]
    commands.drop_template()
    commands.write_template(tmp_path / "又一份.docx")
    clerk.qtbot.waitUntil(lambda: "又一份.docx" in said.text, timeout=15_000)
    assert "本单位的话" not in "".join(item.text for item in Document(tmp_path / "又一份.docx").paragraphs)


def test_a_file_that_is_no_template_changes_nothing(clerk: Clerk, tmp_path: Path) -> None:
    shown(clerk)
    (tmp_path / "坏.docx").write_bytes(b"no")
    clerk.editor.unit.report.use_template(tmp_path / "坏.docx")
    clerk.qtbot.waitUntil(lambda: "报告模板打不开" in clerk.window.notices.text, timeout=15_000)
    assert not (clerk.editor.library.folder / "templates").exists()


def test_without_projects_there_is_nothing_to_report(open_window: OpenWindow) -> None:
    clerk = open_window()
    clerk.run("show_report")
    assert "还没有项目" in clerk.window.statusBar().currentMessage()


def test_the_report_wears_another_theme_at_once_and_keeps_what_is_typed(clerk: Clerk) -> None:
    page = shown(clerk)
    write_into(page, "basics.sums", "我们的话。")
    box = next(item for item in page._boxes.values() if "待填写" in item.field.toPlainText())
    before = box._bar.styleSheet()
    clerk.run("theme_dark")
    block = box.field.document().firstBlock()
    ranges = block.layout().formats()
    assert ranges[0].format.background().color().name() == THEMES["dark"].warning_fill.lower()
    assert box._bar.styleSheet() != before
    assert page.field("basics.sums").toPlainText() == "我们的话。"
