"""已阅: a finding stays accepted as long as its figures stay, and copied values are confirmed one by one."""

from datetime import date

from perfeval_gui.core.checks.catalogue import Context, Finding, check_project, is_waived
from perfeval_gui.core.checks.copies import CONFIRMED, COPIES, is_confirmed
from perfeval_gui.core.edits import SetCell, apply
from perfeval_gui.core.form import Cell, Filing, Project
from perfeval_gui.core.waivers import confirm_rows, copied_rows, unwaive, waive, waiver_of
from perfeval_gui.resources import profile
from tests.examples import example_filing

TODAY = date(2025, 8, 20)


def found_in(project: Project, check: str) -> list[Finding]:
    found = check_project(project, Context(profile(), TODAY))
    return [finding for finding in found if finding.check == check]


def fourth() -> tuple[Filing, Project]:
    filing = example_filing(4)
    return filing, filing["p4"]


def test_an_accepted_finding_carries_its_reason_and_no_longer_counts() -> None:
    filing, project = fourth()
    (finding, *_) = found_in(project, "A02")
    after = apply(filing, waive(filing, [finding], "按批复填写"))["p4"]
    assert is_waived(finding, after)
    waiver = waiver_of(finding, after)
    assert waiver is not None
    assert waiver.reason == "按批复填写"
    assert after.form is project.form


def test_another_figure_asks_again() -> None:
    filing, project = fourth()
    (finding, *_) = found_in(project, "A02")
    filing = apply(filing, waive(filing, [finding], "按批复填写"))
    filing = apply(filing, SetCell(Cell("p4", "funding", project.form.funding[0].id, "outturn"), "4.5"))
    (again, *_) = found_in(filing["p4"], "A02")
    assert not is_waived(again, filing["p4"])


def test_a_second_reason_takes_the_place_of_the_first() -> None:
    filing, project = fourth()
    (finding, *_) = found_in(project, "A02")
    for reason in ("先这样", "有批复文件"):
        filing = apply(filing, waive(filing, [finding], reason))
    assert [waiver.reason for waiver in filing["p4"].waivers] == ["有批复文件"]


def test_taking_a_waiver_back_leaves_the_others() -> None:
    filing, project = fourth()
    findings = check_project(project, Context(profile(), TODAY))[:3]
    filing = apply(filing, waive(filing, findings, "已核对"))
    filing = apply(filing, unwaive(filing["p4"], findings[1]))
    assert [is_waived(finding, filing["p4"]) for finding in findings] == [True, False, True]


def test_findings_of_several_projects_are_accepted_each_in_its_own() -> None:
    filing = example_filing(2)
    context = Context(profile(), TODAY)
    findings = [check_project(project, context)[0] for project in filing.projects.values()]
    after = apply(filing, waive(filing, findings, "已核对"))
    assert [len(project.waivers) for project in after.projects.values()] == [1, 1]


def test_confirming_copied_rows_one_by_one_silences_the_reminder_and_a_new_value_asks_again() -> None:
    filing, project = fourth()
    context = Context(profile(), TODAY)
    copied = copied_rows(project, context)
    assert found_in(project, COPIES)
    filing = apply(filing, confirm_rows(project, copied, copied))
    confirmed = filing["p4"]
    assert not found_in(confirmed, COPIES)
    assert {waiver.reason for waiver in confirmed.waivers} == {CONFIRMED}
    changed = apply(filing, SetCell(copied[0].cell_of("actual"), copied[0].row.target + " "))["p4"]
    row = copied_rows(changed, context)[0]
    assert is_confirmed(row, changed)  # white space is no other value
    changed = apply(filing, SetCell(copied[0].cell_of("actual"), "3"))["p4"]
    assert copied[0].row.id not in {item.row.id for item in copied_rows(changed, context)}


def test_unticking_a_confirmed_row_keeps_every_other_waiver() -> None:
    filing, project = fourth()
    context = Context(profile(), TODAY)
    (finding, *_) = found_in(project, "A02")
    filing = apply(filing, waive(filing, [finding], "按批复填写"))
    copied = copied_rows(filing["p4"], context)
    filing = apply(filing, confirm_rows(filing["p4"], copied, copied))
    filing = apply(filing, confirm_rows(filing["p4"], copied, copied[1:]))
    project = filing["p4"]
    assert is_waived(finding, project)
    assert [is_confirmed(row, project) for row in copied] == [False, *[True] * (len(copied) - 1)]
