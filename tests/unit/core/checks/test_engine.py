"""Running the checks: order, severities of a rule pack, checks switched off, waivers, several profiles."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from perfeval_gui.core.checks.catalogue import (
    CATALOGUE,
    Context,
    Severity,
    check_across,
    check_filing,
    check_project,
    check_steps,
    fact_text,
    is_waived,
    waiver_for,
)
from perfeval_gui.core.checks.reading import Reading
from perfeval_gui.core.checks.rule import Check
from perfeval_gui.core.edits import SetCell, apply
from perfeval_gui.core.form import Cell, Filing, Form, Project, pointer
from perfeval_gui.core.profile import blank_form
from perfeval_gui.resources import profile
from tests.examples import example_filing, example_project

TODAY = date(2025, 9, 1)
CONTEXT = Context(profile(), TODAY)


def test_form_4_shows_the_rate_and_the_score_that_its_amounts_give() -> None:
    project = example_project(4)
    found = {(item.check, pointer(project.form, item.cell)): item for item in check_project(project, CONTEXT)}
    rate, score = found["A02", "/funding/0/execution_rate"], found["A03", "/funding/0/score"]
    assert rate.fix.text == "97.44%"
    assert score.fix.text == "9.74"
    assert "4.56 ÷ 全年预算数 4.68" in rate.message


def test_form_1_weighs_110_and_lacks_its_execution_score() -> None:
    project = example_project(1)
    found = {item.check: item for item in check_project(project, CONTEXT)}
    assert pointer(project.form, found["A06"].cell) == "/total/weight"
    assert "110" in found["A06"].message
    assert found["A01"].fix.text == "10"


def test_all_seven_forms_are_out_of_balance_at_their_sections() -> None:
    findings = [item for item in check_filing(example_filing(7), CONTEXT) if item.check == "A05"]
    assert {item.cell.project for item in findings} == {f"p{number}" for number in range(1, 8)}
    assert {(item.cell.block, item.cell.field) for item in findings} == {("dimensions", "points")}
    assert findings[0].message == "产出指标小计 60 分，表头写 50 分，多 10 分"


def test_findings_come_in_reading_order_and_graver_ones_first_at_one_place() -> None:
    project = example_project(1)
    findings = check_project(project, CONTEXT)
    blocks = [item.cell.block for item in findings if item.cell.field]
    order = ["funding", "goal", "indicators", "total", "sign_off"]
    firsts = [blocks.index(name) for name in order]
    assert firsts == sorted(firsts)
    rows = [item.cell.row for item in findings if item.cell.block == "indicators"]
    positions = [[row.id for row in project.form.indicators].index(row) for row in rows]
    assert positions == sorted(positions)
    for one, other in pairwise(findings):
        if one.cell == other.cell:
            assert one.severity.rank <= other.severity.rank


def test_a_section_stands_before_its_first_row() -> None:
    project = example_project(1)
    cells = [item.cell for item in check_project(project, CONTEXT)]
    benefit = next(
        cell for cell in cells if cell.block == "dimensions" and cell.row == project.form.dimensions[1].id
    )
    row = next(cell for cell in cells if cell.row == project.form.indicators[10].id)
    last_output = next(cell for cell in cells if cell.row == project.form.indicators[9].id)
    assert cells.index(last_output) < cells.index(benefit) < cells.index(row)


def test_a_pack_can_switch_checks_off_and_weigh_them_otherwise() -> None:
    rules = replace(
        profile(), checks_off=frozenset({"V01", "X07"}), check_severity=MappingProxyType({"A05": "hint"})
    )
    findings = check_filing(example_filing(7), Context(rules, TODAY))
    assert not {"V01", "X07"} & {item.check for item in findings}
    assert {item.severity for item in findings if item.check == "A05"} == {Severity.HINT}


def test_every_project_is_checked_by_its_own_profile() -> None:
    one, other = example_project(1), replace(example_project(2), profile="hubei-2020")
    filing = Filing(MappingProxyType({one.id: one, other.id: other}))
    context = Context(profile(), TODAY, profiles={"hubei-2020": profile("hubei-2020")})
    weights = {item.cell.project: item for item in check_filing(filing, context) if item.check == "B09"}
    assert set(weights) == {"p2"}
    assert "20" in weights["p2"].message


def test_a_filing_has_the_findings_of_each_form_and_those_across_in_tree_order() -> None:
    filing = example_filing(7)
    whole = check_filing(filing, CONTEXT)
    parts = [item for project in filing.projects.values() for item in check_project(project, CONTEXT)]
    parts += check_across(filing, CONTEXT)
    assert Counter((item.check, item.cell) for item in whole) == Counter(
        (item.check, item.cell) for item in parts
    )
    projects = [item.cell.project for item in whole]
    assert projects == sorted(projects)


def test_steps_give_the_same_findings_check_by_check() -> None:
    project = example_project(3)
    steps = list(check_steps(project, CONTEXT))
    assert len(steps) >= sum(check.find is not None for check in CATALOGUE)
    assert sum(map(len, steps)) == len(check_project(project, CONTEXT))
    order = [check.id for check in CATALOGUE]
    places = [order.index(finding.check) for step in steps for finding in step]
    assert places == sorted(places)


def long_project(rows: int) -> Project:
    project = example_project(3)
    own = project.form.indicators
    many = tuple(replace(own[number % len(own)], id=f"r{number}") for number in range(rows))
    return replace(project, form=replace(project.form, indicators=many))


def test_a_long_form_is_checked_in_small_steps_that_find_what_the_whole_has() -> None:
    project = long_project(1000)
    steps = list(check_steps(project, CONTEXT))
    assert max(map(len, steps)) <= 100
    by_cell = [check for check in CATALOGUE if check.by_cell]
    assert len(by_cell) > 5
    assert len(steps) >= len(CATALOGUE) - len(by_cell) + 5 * len(by_cell) - len(across_only())
    whole = Reading(project, CONTEXT)
    expected = Counter((check.id, hit.cell) for check in CATALOGUE if check.find for hit in check.find(whole))
    assert Counter((item.check, item.cell) for step in steps for item in step) == expected


def across_only() -> list[Check]:
    return [check for check in CATALOGUE if check.find is None]


def test_an_accepted_finding_shows_again_when_its_figures_change() -> None:
    filing = example_filing(4)
    project = filing["p4"]
    finding = next(item for item in check_project(project, CONTEXT) if item.check == "A02")
    accepted = replace(project, waivers=(waiver_for(finding, "以财务决算为准"),))
    assert is_waived(finding, accepted)
    assert not is_waived(finding, project)
    cell = Cell("p4", "funding", project.form.funding[0].id, "outturn")
    changed = apply(filing, SetCell(cell, "4.5"))["p4"]
    again = next(item for item in check_project(changed, CONTEXT) if item.check == "A02")
    assert fact_text(again) != fact_text(finding)
    assert not is_waived(again, replace(changed, waivers=accepted.waivers))


def test_a_finding_of_another_place_is_not_accepted_with_it() -> None:
    project = example_project(1)
    first, second = [item for item in check_project(project, CONTEXT) if item.check == "V01"][:2]
    assert not is_waived(second, replace(project, waivers=(waiver_for(first, "确为此数"),)))


def test_an_empty_form_is_told_what_is_missing_and_nothing_else() -> None:
    found = {item.check for item in check_project(Project("p", Form()), CONTEXT)}
    assert found == {"B01", "B02", "B03", "B08", "C02", "M01", "M07", "S01"}


def test_a_blank_form_of_the_profile_has_no_repairs_to_offer() -> None:
    project = Project("p", blank_form(profile(), "2024"))
    assert [item for item in check_project(project, CONTEXT) if item.fix is not None] == []
