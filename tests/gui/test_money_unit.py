"""Forms whose amounts came in 元: the window says so, shows the right label, and converts on demand."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from perfeval_gui.core.edits import ChangeProject
from perfeval_gui.gui.dialogs.export_choice import ExportChoice
from tests.gui.conftest import FORMS, Clerk, OpenWindow


@pytest.fixture
def desk(open_window: OpenWindow, tmp_path: Path) -> Clerk:
    """Return a clerk with one form in 元 and one in 万元."""
    forms = json.loads(FORMS.read_text(encoding="utf-8"))[2:4]
    in_yuan = {
        **forms[1],
        "funding_unit": "元",
        "funding": [{**row, "outturn": "45600"} for row in forms[1]["funding"]],
    }
    path = tmp_path / "去年.json"
    path.write_text(json.dumps([forms[0], in_yuan]), encoding="utf-8")
    clerk = open_window()
    clerk.editor.importing.import_now([path])
    return clerk


def shown_label(clerk: Clerk) -> str:
    return next(box.text for box in clerk.editor.grid.grid.boxes if "项目资金" in box.text)


def press(clerk: Clerk, text: str) -> None:
    button = next(b for b in clerk.window.notices.findChildren(QPushButton) if b.text() == text)
    button.click()


def in_yuan(clerk: Clerk) -> str:
    return next(
        project.id
        for project in clerk.editor.session.filing.projects.values()
        if "代干" in project.form.project_name
    )


def test_the_label_names_the_unit_that_the_amounts_are_in(desk: Clerk) -> None:
    desk.editor.stage.show_project(in_yuan(desk))
    assert "".join(shown_label(desk).split()) == "项目资金（元）"


def test_an_import_in_another_unit_says_so_and_converts_in_one_step(desk: Clerk) -> None:
    assert "金额单位不是万元" in desk.window.notices.text
    press(desk, "换算成万元")
    form = desk.editor.session.filing[in_yuan(desk)].form
    assert (form.funding_unit, {row.outturn for row in form.funding}) == ("", {"4.56"})
    desk.editor.session.undo()
    form = desk.editor.session.filing[in_yuan(desk)].form
    assert (form.funding_unit, {row.outturn for row in form.funding}) == ("元", {"45600"})


def test_a_form_in_another_unit_says_so_when_it_comes_into_hand(desk: Clerk) -> None:
    desk.window.notices.hide()
    desk.editor.stage.show_project(in_yuan(desk))
    assert "金额单位是元" in desk.window.notices.text
    desk.editor.actions["convert_to_wan"].trigger()
    assert "".join(shown_label(desk).split()) == "项目资金（万元）"


def test_an_export_that_is_refused_for_its_unit_offers_the_conversion(desk: Clerk, tmp_path: Path) -> None:
    projects = list(desk.editor.session.filing.projects.values())
    desk.editor.exports.export_to(projects, ExportChoice(tmp_path / "出"))
    desk.qtbot.waitUntil(lambda: "已导出" in desk.window.notices.text, timeout=20000)
    assert "没有导出：金额单位是“元”" in desk.window.notices.text
    press(desk, "换算成万元")
    assert desk.editor.session.filing[in_yuan(desk)].form.funding_unit == ""


def test_amounts_that_are_no_numbers_stay_and_are_named(desk: Clerk) -> None:
    desk.editor.stage.show_project(in_yuan(desk))
    index = desk.index("/funding/0/outturn")
    index.model().setData(index, "约五万")
    desk.editor.actions["convert_to_wan"].trigger()
    assert "约五万" in desk.window.notices.text
    assert desk.editor.session.filing[in_yuan(desk)].form.funding_unit == "元"


def test_a_signed_form_is_named_and_not_converted(desk: Clerk) -> None:
    key = in_yuan(desk)
    before = desk.editor.session.filing[key].form
    desk.editor.session.do(ChangeProject(key, {"state": "signed"}), "已签")
    desk.window.tree.selectAll()
    desk.run("convert_to_wan")
    assert "已经签字，表格已锁定" in desk.window.notices.text
    assert desk.editor.session.filing[key].form == before


def test_the_buttons_of_an_earlier_notice_are_gone_at_once(desk: Clerk) -> None:
    notices = desk.window.notices
    notices.say("一", [("第一个", notices.hide)])
    first = next(b for b in notices.findChildren(QPushButton) if b.text() == "第一个")
    desk.qtbot.waitUntil(first.isVisible)
    notices.say("二", [("第二个", notices.hide)])
    assert not first.isVisible()
