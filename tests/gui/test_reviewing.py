"""Score cards, balance and goals beside the form: they follow the cursor and change nothing by themselves."""

from perfeval_gui.core.scoring import totals_of
from perfeval_gui.gui.dialogs.balance import BalanceDialog
from perfeval_gui.gui.dialogs.goal_match import GoalMatchWindow
from perfeval_gui.gui.dialogs.score_card import ScoreCardWindow
from perfeval_gui.gui.roles import POINTER
from tests.gui.conftest import Clerk
from tests.gui.test_findings import show


def card(clerk: Clerk) -> ScoreCardWindow:
    clerk.run("score_card")
    found = clerk.window.findChild(ScoreCardWindow)
    assert found is not None
    return found


def test_the_card_follows_the_cursor_and_what_is_typed(clerk: Clerk) -> None:
    show(clerk, 4)
    window = card(clerk)
    clerk.go("/indicators/0/actual")
    assert "10×19/20 = 9.5" in window.text
    assert "表中写 10 分，应为 9.5 分。" in window.text
    clerk.go("/funding/0/score")
    assert "4.56÷4.68 = 97.44%" in window.text
    clerk.go("/indicators/0/actual")
    clerk.type("共20名")
    clerk.qtbot.waitUntil(lambda: "得满分 10" in window.text, timeout=8000)


def test_nothing_is_filled_in_until_asked_for(clerk: Clerk) -> None:
    show(clerk, 4)
    before = clerk.editor.session.filing
    card(clerk)
    clerk.go("/indicators/0/actual")
    assert clerk.editor.session.filing is before


def test_the_sum_goes_into_the_reason_as_one_step(clerk: Clerk) -> None:
    show(clerk, 4)
    window = card(clerk)
    clerk.go("/indicators/0/actual")
    old = clerk.text("/indicators/0/variance_note")
    window.reason_button.click()
    assert clerk.text("/indicators/0/variance_note") == f"{old}；目标 共20名，实际 共19名，10×19/20 = 9.5。"
    window.score_button.click()
    assert clerk.text("/indicators/0/score") == "9.5"
    clerk.run("undo")
    clerk.run("undo")
    assert clerk.text("/indicators/0/variance_note") == old
    assert clerk.text("/indicators/0/score") == "10"


def test_the_chosen_way_balances_every_section_in_one_step(clerk: Clerk) -> None:
    show(clerk, 1)
    before = clerk.chosen_form()
    clerk.run("balance")
    dialog = clerk.window.findChild(BalanceDialog)
    assert dialog is not None
    assert dialog.chosen() == []
    for section in range(3):
        dialog.choose(section, 0)
    dialog.accept()
    profile = clerk.editor.desk.profile_of(clerk.editor.desk.current)
    sections = totals_of(clerk.chosen_form(), profile).sections
    assert [section.weight for section in sections] == [section.printed for section in sections]
    clerk.run("undo")
    assert clerk.chosen_form() == before


def test_form_one_s_seven_courses_stand_beside_its_twelve(clerk: Clerk) -> None:
    show(clerk, 1)
    clerk.run("goal_match")
    window = clerk.window.findChild(GoalMatchWindow)
    assert window is not None
    first = window.list.topLevelItem(0).child(0)
    assert [first.text(column) for column in range(1, 5)] == ["7个", "举办专题培训班", "≥12个", "不一致"]
    window.list.itemClicked.emit(first, 0)
    assert clerk.window.form.currentIndex().data(POINTER).endswith("/target")
