"""The list of repairs: what it shows is what it does, and each cell is written once."""

from datetime import date

from perfeval_gui.core.checks.catalogue import Context, check_filing
from perfeval_gui.core.edits import SetCell, apply
from perfeval_gui.core.form import Cell, read
from perfeval_gui.core.proposals import as_one_edit, is_fresh, place_of
from perfeval_gui.core.repair_list import repair_proposals
from perfeval_gui.resources import profile
from tests.examples import example_filing

CONTEXT = Context(profile(), date(2025, 8, 20))


def test_every_proposal_shows_the_text_of_now_and_the_text_it_leaves() -> None:
    filing = example_filing(7)
    proposals = repair_proposals(check_filing(filing, CONTEXT), filing)
    assert len(proposals) > 20
    after = apply(filing, as_one_edit(proposals))
    for proposal in proposals:
        form = filing[proposal.cell.project].form
        if proposal.before:
            assert read(form, proposal.cell) == proposal.before
        assert read(after[proposal.cell.project].form, proposal.cell) == proposal.after, proposal


def test_no_cell_is_written_twice() -> None:
    filing = example_filing(7)
    proposals = repair_proposals(check_filing(filing, CONTEXT), filing)
    assert len({proposal.cell for proposal in proposals}) == len(proposals)


def test_repairing_round_after_round_comes_to_an_end() -> None:
    filing = example_filing(7)
    for _ in range(8):
        proposals = repair_proposals(check_filing(filing, CONTEXT), filing)
        if not proposals:
            return
        filing = apply(filing, as_one_edit(proposals))
    assert not [proposal.reason for proposal in proposals]


def test_a_proposal_for_a_text_that_has_changed_meanwhile_is_stale() -> None:
    filing = example_filing(4)
    proposals = repair_proposals(check_filing(filing, CONTEXT), filing)
    wanted = next(item for item in proposals if item.cell.field == "execution_rate" and item.before)
    assert is_fresh(wanted, filing)
    assert not is_fresh(wanted, apply(filing, SetCell(wanted.cell, "98%")))


def test_two_funding_rows_are_told_apart_in_the_list() -> None:
    project = example_filing(4)["p4"]
    first, second = (Cell("p4", "funding", row.id, "execution_rate") for row in project.form.funding[:2])
    assert place_of(project.form, first) == "年度资金总额 · 执行率"
    assert place_of(project.form, second) == "其中：当年财政拨款 · 执行率"
