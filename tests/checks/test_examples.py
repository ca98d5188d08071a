"""Every check of the catalogue finds its bad example at its cell, and leaves its good example alone."""

import pytest

from perfeval_gui.core.checks.catalogue import (
    CATALOGUE,
    Check,
    Context,
    Finding,
    Severity,
    check_filing,
    check_project,
)
from perfeval_gui.core.checks.rule import SOURCES
from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Cell, Filing, Project, pointer
from perfeval_gui.resources import profile
from tests.checks.examples import CLEAN, DATA, HERE, TODAY, filing_of, load
from tests.checks.written_forms import written_forms
from tests.examples import example_filing

WRITTEN = written_forms(DATA / "clean-forms.txt")
IDS = [check.id for check in CATALOGUE]


def where_of(filing: Filing, cell: Cell) -> str:
    return pointer(filing[cell.project].form, cell)


def errors_of(findings: tuple[Finding, ...]) -> set[tuple[str, Cell]]:
    return {(item.check, item.cell) for item in findings if item.severity is Severity.ERROR}


@pytest.mark.parametrize("check_id", IDS)
def test_the_fault_is_found_at_its_cell(check_id: str) -> None:
    example = load(HERE / check_id / "bad.json")
    filing, context = filing_of(example)
    found = {
        where_of(filing, item.cell): item
        for item in check_filing(filing, context)
        if item.check == check_id and item.cell.project == "p0"
    }
    assert set(found) >= set(example["at"]), sorted(found)
    if "fix" in example:
        assert found[example["at"][0]].fix.text == example["fix"]


@pytest.mark.parametrize("check_id", IDS)
def test_the_near_miss_is_left_alone(check_id: str) -> None:
    filing, context = filing_of(load(HERE / check_id / "good.json"))
    assert [item.message for item in check_filing(filing, context) if item.check == check_id] == []


@pytest.mark.parametrize("check_id", IDS)
def test_a_repair_removes_its_finding_and_makes_no_new_error(check_id: str) -> None:
    filing, context = filing_of(load(HERE / check_id / "bad.json"))
    before = check_filing(filing, context)
    for finding in before:
        if finding.check != check_id or finding.fix is None:
            continue
        repaired = apply(filing, finding.fix.edit)
        after = check_filing(repaired, context)
        assert (finding.check, finding.cell) not in {(item.check, item.cell) for item in after}
        assert errors_of(after) <= errors_of(before)


def test_there_are_examples_for_every_check_and_for_no_other() -> None:
    assert sorted(path.name for path in HERE.iterdir() if (path / "bad.json").is_file()) == sorted(IDS)


@pytest.mark.parametrize("check", CATALOGUE, ids=IDS)
def test_a_card_has_its_source_its_help_and_a_sentence_with_the_facts(check: Check) -> None:
    assert check.source in SOURCES
    assert check.title
    assert min(len(check.card.help.rule), len(check.card.help.example), len(check.card.help.mistake)) >= 3
    filing, context = filing_of(load(HERE / check.id / "bad.json"))
    messages = [item.message for item in check_filing(filing, context) if item.check == check.id]
    assert all(message and "{" not in message for message in messages)
    assert check.find is None or check.find_across is None


@pytest.mark.parametrize("check", [check for check in CATALOGUE if check.has_fix], ids=lambda check: check.id)
def test_a_check_that_promises_a_repair_offers_one(check: Check) -> None:
    filing, context = filing_of(load(HERE / check.id / "bad.json"))
    fixes = [item.fix for item in check_filing(filing, context) if item.check == check.id]
    assert any(fix is not None for fix in fixes)


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_form_has_no_error_and_at_most_two_warnings(name: str) -> None:
    filing, context = filing_of({"base": name})
    findings = check_filing(filing, context)
    told = [f"{item.check} {item.message}" for item in findings if item.severity is not Severity.HINT]
    assert not errors_of(findings), told
    assert len(told) <= 2, told


@pytest.mark.parametrize("name", WRITTEN)
def test_a_clean_form_of_another_trade_has_no_error_and_at_most_two_warnings(name: str) -> None:
    project = Project("p0", form_from_json(WRITTEN[name]))
    findings = check_project(project, Context(profile(), TODAY))
    told = [f"{item.check} {item.message}" for item in findings if item.severity is not Severity.HINT]
    assert not errors_of(findings), told
    assert len(told) <= 2, told


def test_there_are_clean_forms_of_many_kinds() -> None:
    assert len(CLEAN) >= 12
    assert len(WRITTEN) >= 30


def test_every_repair_on_the_seven_forms_removes_its_finding_and_makes_no_new_error() -> None:
    context = Context(profile(), TODAY)
    count = 0
    for project in example_filing(7).projects.values():
        filing = Filing({project.id: project})
        before = check_project(project, context)
        for finding in before:
            if finding.fix is None:
                continue
            count += 1
            after = check_project(apply(filing, finding.fix.edit)[project.id], context)
            assert (finding.check, finding.cell) not in {(item.check, item.cell) for item in after}
            assert errors_of(after) <= errors_of(before), finding
    assert count > 100
