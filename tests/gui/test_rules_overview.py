"""规则一览: the rules in force, packs of one's own, and what a bad pack says."""

from pathlib import Path

import pytest

from perfeval_gui.core.checks.catalogue import CATALOGUE
from perfeval_gui.core.checks.rule import Severity
from perfeval_gui.errors import ProfileError
from perfeval_gui.gui.dialogs.pack_editor import PackEditor
from perfeval_gui.gui.dialogs.rules_overview import RulesOverview
from tests.gui.conftest import FORMS, Clerk, OpenWindow
from tests.gui.test_findings import listed, settle, show

EXECUTION, TOTAL = ("points", "execution"), ("points", "total")


def overview(clerk: Clerk) -> RulesOverview:
    clerk.run("rules_overview")
    found = clerk.window.findChild(RulesOverview)
    assert found is not None
    return found


def copied(clerk: Clerk) -> PackEditor:
    overview(clerk).button("copy").click()
    editor = overview(clerk).findChild(PackEditor)
    assert editor is not None
    return editor


def own_pack_without_numbering(clerk: Clerk) -> str:
    """Make a pack of one's own that leaves F06 out and takes B06 gravely; return its id."""
    editor = copied(clerk)
    editor.set_check("F06", is_on=False, severity=Severity.HINT)
    editor.set_check("B06", is_on=True, severity=Severity.ERROR)
    editor.set_value(("name",), "某县口径")
    editor.accept()
    return overview(clerk).pack_id


def test_every_rule_and_check_is_listed_and_can_be_searched(clerk: Clerk) -> None:
    view = overview(clerk)
    assert len([name for name in view.listed() if name[:3] in {check.id for check in CATALOGUE}]) == 105
    view.search.setText("a05")
    assert view.listed() == ["A05 一级指标分值不平"]
    view.search.setText("执行率偏低")
    assert "执行率偏低" in view.listed()


def test_a_bundled_pack_cannot_be_changed_only_copied(clerk: Clerk) -> None:
    view = overview(clerk)
    assert not view.button("edit").isEnabled()
    assert not view.button("remove").isEnabled()
    assert view.button("copy").isEnabled()


def test_a_copy_with_another_check_list_is_followed_by_the_project_that_uses_it(clerk: Clerk) -> None:
    show(clerk, 4)
    assert {"F06", "B06"} <= {finding.check for finding in listed(clerk)}
    own_pack_without_numbering(clerk)
    overview(clerk).button("use").click()
    settle(clerk)
    checks = {finding.check: finding.severity for finding in listed(clerk)}
    assert "F06" not in checks
    assert checks["B06"] is Severity.ERROR
    clerk.run("undo")
    settle(clerk)
    assert "F06" in {finding.check for finding in listed(clerk)}


def test_changing_a_pack_checks_the_projects_that_use_it_again(clerk: Clerk) -> None:
    show(clerk, 4)
    pack_id = own_pack_without_numbering(clerk)
    clerk.editor.rules.use_for_project(pack_id)
    clerk.editor.rules.edit(pack_id)
    editor = overview(clerk).findChild(PackEditor)
    assert editor is not None
    editor.set_check("F06", is_on=True, severity=Severity.WARNING)
    editor.accept()
    settle(clerk)
    assert {f.severity for f in listed(clerk) if f.check == "F06"} == {Severity.WARNING}


def test_weights_that_do_not_add_up_keep_the_editor_open_with_a_sentence(clerk: Clerk) -> None:
    editor = copied(clerk)
    editor.set_value(EXECUTION, "20")
    editor.accept()
    assert not editor.problem.isHidden()
    assert "“总分”是 100" in editor.problem.text()
    assert "110" in editor.problem.text()
    editor.set_value(TOTAL, "110")
    assert editor.problem.isHidden()


def test_a_pack_goes_to_a_sister_unit_and_is_taken_in_there(open_window: OpenWindow, tmp_path: Path) -> None:
    clerk = open_window(FORMS)
    pack_id = own_pack_without_numbering(clerk)
    file = tmp_path / "某县口径.toml"
    clerk.editor.rules.export(pack_id, file)
    other = open_window(FORMS, folder=tmp_path / "sister")
    other.editor.rules.take_in(file)
    profile = other.editor.packs.profile(pack_id)
    assert profile.name == "某县口径"
    assert profile.checks_off == {"F06"}
    assert profile.check_severity == {"B06": "error"}


def test_a_bad_pack_is_refused_with_its_line_and_nothing_changes(clerk: Clerk, tmp_path: Path) -> None:
    bad = tmp_path / "坏.toml"
    bad.write_text('id = "our-county"\nname = "本县"\nbasis = "地方口径"\nextends = "annex3-2024"\n\n'
                   '[scoring]\nover_achievement = "很多"\n', encoding="utf-8")  # fmt: skip
    before = clerk.editor.packs.ids()
    with pytest.raises(ProfileError, match="第 7 行"):
        clerk.editor.rules.take_in(bad)
    assert clerk.editor.packs.ids() == before


def test_a_pack_with_the_id_of_a_bundled_one_is_refused(clerk: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(clerk.editor.packs.text_of("annex3-2024"))
    with pytest.raises(ProfileError, match="annex3-2024"):
        clerk.editor.rules.take_in(file)


def test_the_pack_of_new_projects_is_remembered(open_window: OpenWindow) -> None:
    clerk = open_window()
    clerk.editor.rules.make_default("hubei-2020")
    clerk.window.close()
    again = open_window()
    again.run("new_project")
    assert again.editor.desk.current.profile == "hubei-2020"
    assert again.chosen_form().funding[0].weight == "20"


def test_a_project_whose_pack_is_gone_stays_usable_and_says_so(clerk: Clerk) -> None:
    show(clerk, 4)
    pack_id = own_pack_without_numbering(clerk)
    clerk.editor.rules.use_for_project(pack_id)
    clerk.editor.rules.remove(pack_id)
    settle(clerk)
    assert "F06" in {finding.check for finding in listed(clerk)}
    assert clerk.editor.desk.current.profile == pack_id
    note = overview(clerk)._note.text()
    assert pack_id in note
    assert "本机没有" in note
