"""已阅 in the window: a reason is required, kept with the draft, shown in grey on demand, taken back at will."""

from perfeval_gui.core.checks.copies import COPIES
from perfeval_gui.gui.dialogs.copied_rows import CopiedRowsDialog
from perfeval_gui.gui.dialogs.waiver import WaiverDialog
from tests.gui.conftest import FORMS, Clerk, OpenWindow
from tests.gui.test_findings import choose, found, listed, settle, show

REASON = "全年预算年中调整，有批复文件"


def dialog_of(clerk: Clerk) -> WaiverDialog:
    dialog = clerk.window.findChild(WaiverDialog)
    assert dialog is not None
    return dialog


def accept_with_reason(clerk: Clerk, check: str) -> None:
    choose(clerk, check)
    clerk.run("waive")
    dialog_of(clerk).reason.setPlainText(REASON)
    dialog_of(clerk).accept()
    settle(clerk)


def test_without_a_reason_nothing_can_be_accepted(clerk: Clerk) -> None:
    show(clerk, 4)
    choose(clerk, "A02")
    clerk.run("waive")
    button = dialog_of(clerk)._accept
    for text, allowed in (("", False), ("  \n", False), ("属实", True)):
        dialog_of(clerk).reason.setPlainText(text)
        assert button.isEnabled() is allowed, text


def test_an_accepted_finding_leaves_list_and_cell_and_shows_in_grey_on_demand(clerk: Clerk) -> None:
    show(clerk, 4)
    accept_with_reason(clerk, "A02")
    place = ("A02", "/funding/0/execution_rate")
    assert place not in found(clerk)
    assert not any(finding.check == "A02" for finding in clerk.index(place[1]).data(0x0104) or ())
    clerk.window.findings.filters.show_waived(shown=True)
    line = next(line for line in clerk.window.findings.model.lines if line.is_waived)
    assert line.reason == REASON
    assert "已阅" in line.head
    assert line.finding.check == "A02"


def test_the_reason_is_there_again_after_a_restart(open_window: OpenWindow) -> None:
    clerk = open_window(FORMS)
    show(clerk, 4)
    accept_with_reason(clerk, "A02")
    draft = clerk.editor.desk.current.id
    clerk.window.close()
    again = open_window()
    again.editor.stage.show_project(draft)
    settle(again)
    assert again.editor.desk.current.waivers[0].reason == REASON
    assert "A02" not in {
        f.check for f in listed(again) if f.cell.field == "execution_rate" and f.cell.row == "f1"
    }


def test_taking_it_back_shows_it_again_and_both_can_be_undone(clerk: Clerk) -> None:
    show(clerk, 4)
    accept_with_reason(clerk, "A02")
    clerk.window.findings.filters.show_waived(shown=True)
    row = next(row for row, line in enumerate(clerk.window.findings.model.lines) if line.is_waived)
    clerk.window.findings.view.setCurrentIndex(clerk.window.findings.model.index(row))
    clerk.run("waive")
    settle(clerk)
    assert clerk.editor.desk.current.waivers == ()
    assert not any(line.is_waived for line in clerk.window.findings.model.lines)
    clerk.run("undo")
    assert len(clerk.editor.desk.current.waivers) == 1
    clerk.run("undo")
    assert clerk.editor.desk.current.waivers == ()


def test_one_reason_can_hold_for_all_of_a_kind(clerk: Clerk) -> None:
    show(clerk, 1)
    choose(clerk, "V01")
    count = sum(finding.check == "V01" for finding in listed(clerk))
    clerk.run("waive")
    dialog_of(clerk).reason.setPlainText(REASON)
    dialog_of(clerk).all_of_kind.setChecked(True)
    dialog_of(clerk).accept()
    settle(clerk)
    assert len(clerk.editor.desk.current.waivers) == count > 1
    assert "V01" not in {finding.check for finding in listed(clerk)}


def test_the_text_of_the_form_is_never_touched_by_it(clerk: Clerk) -> None:
    show(clerk, 4)
    before = clerk.chosen_form()
    accept_with_reason(clerk, "A02")
    assert clerk.chosen_form() is before


def test_copied_values_are_confirmed_row_by_row_and_the_reminder_goes(clerk: Clerk) -> None:
    show(clerk, 4)
    choose(clerk, COPIES)
    clerk.run("waive")
    dialog = clerk.window.findChild(CopiedRowsDialog)
    assert dialog is not None
    count = dialog.list.topLevelItemCount()
    assert dialog.confirmed() == []
    for place in range(count):
        dialog.tick(place)
    dialog.accept()
    settle(clerk)
    assert COPIES not in {finding.check for finding in listed(clerk)}
    assert len(clerk.editor.desk.current.waivers) == count
    clerk.run("check_copies")
    assert len(clerk.window.findChild(CopiedRowsDialog).confirmed()) == count
