"""Checks in slices: the form in hand first, never half a list, and what is typed meanwhile counts."""

from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from perfeval_gui.core.checks.catalogue import check_filing
from perfeval_gui.core.checks.reading import Context
from perfeval_gui.core.edits import RemoveProject, ReplaceForm, SetCell
from perfeval_gui.core.form import Cell
from perfeval_gui.gui import live_checks
from perfeval_gui.gui.live_checks import LiveChecks
from perfeval_gui.resources import profile
from perfeval_gui.session import Session
from tests.examples import example_filing

TODAY = date(2025, 8, 20)


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    return Session()


def checks_of(session: Session) -> LiveChecks:
    live = LiveChecks(session, lambda _project: profile(), profile, lambda: TODAY)
    session.on_change(live.note)
    live.begin()
    return live


def opened(session: Session, count: int) -> LiveChecks:
    live = checks_of(session)
    session.load(example_filing(count).projects.values())
    return live


def settle(qtbot: QtBot, live: LiveChecks) -> None:
    qtbot.waitUntil(lambda: not live.is_busy, timeout=10000)


def test_in_slices_the_same_is_found_as_at_once(session: Session, qtbot: QtBot) -> None:
    live = opened(session, 7)
    settle(qtbot, live)
    sliced = [finding for key in session.filing.projects for finding in live.findings_of(key)]
    assert sliced == list(check_filing(session.filing, Context(profile(), TODAY, session.filing)))


def test_the_form_in_hand_comes_first(session: Session, qtbot: QtBot) -> None:
    live = opened(session, 7)
    live.take_in_hand("p6")
    with qtbot.waitSignal(live.changed, timeout=10000):
        pass
    assert live.is_checked("p6")


def test_no_further_check_begins_when_a_slice_is_over(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a millisecond each, many slices share what one would have done."""
    live = opened(session, 7)
    slices: list[int] = []
    original = live._slice

    def counted() -> None:
        slices.append(1)
        original()

    monkeypatch.setattr(live_checks, "SLICE_MS", 1)
    live._turn.timeout.disconnect()
    live._turn.timeout.connect(counted)
    settle(qtbot, live)
    assert len(slices) > 7


def test_a_form_that_changes_while_it_is_checked_is_checked_as_it_is_now(session: Session) -> None:
    live = opened(session, 1)
    assert all(live._step() for _ in range(5))
    row = session.filing["p1"].form.indicators[0]
    session.do(SetCell(Cell("p1", "indicators", row.id, "actual"), "12个"), "改")
    while live._step():
        pass
    expected = check_filing(session.filing, Context(profile(), TODAY, session.filing))
    assert live.findings_of("p1") == tuple(expected)


def test_a_half_done_check_shows_nothing_of_itself(session: Session) -> None:
    live = opened(session, 1)
    for _ in range(20):
        live._step()
        assert live.findings_of("p1") == ()


def test_moving_a_form_to_another_unit_checks_the_unit_that_it_left(session: Session, qtbot: QtBot) -> None:
    live = opened(session, 7)
    settle(qtbot, live)
    assert any(finding.check == "X03" for finding in live.findings_of("p2") + live.findings_of("p5"))
    for key in session.filing.projects:
        if key != "p2":
            form = replace(
                session.filing[key].form, supervising_department="另一单位", implementing_unit="另一单位"
            )
            session.do(ReplaceForm(key, form), "改")
    settle(qtbot, live)
    assert not any(
        finding.check.startswith("X") and finding.check != "X01" for finding in live.findings_of("p2")
    )


def test_a_deleted_form_leaves_no_findings(session: Session, qtbot: QtBot) -> None:
    live = opened(session, 2)
    settle(qtbot, live)
    session.do(RemoveProject("p1"), "删")
    settle(qtbot, live)
    assert live.findings_of("p1") == ()
    assert not live.is_checked("p1")


def test_findings_that_stay_the_same_stay_the_same_object(session: Session, qtbot: QtBot) -> None:
    """Views compare by identity: an edit of one form must not make the lists of the others anew."""
    live = opened(session, 7)
    settle(qtbot, live)
    before = live.findings_of("p2")
    session.do(SetCell(Cell("p1", "sign_off", "", "phone"), "13800000000"), "改")
    settle(qtbot, live)
    after = live.findings_of("p2")
    assert after == before
    assert after is before
