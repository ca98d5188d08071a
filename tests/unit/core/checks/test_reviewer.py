"""What a strict reviewer lists on the seven forms of 2024, by reading, is found at its cell."""

import json
from datetime import date
from pathlib import Path

from perfeval_gui.core.checks.catalogue import Context, check_filing
from perfeval_gui.core.form import pointer
from perfeval_gui.resources import profile
from tests.examples import example_filing

LIST = Path(__file__).parents[3] / "data" / "reviewer-2024.json"
EXPECTED_SHARE = 0.98


def listed() -> dict[tuple[int, str, str], str]:
    entries = json.loads(LIST.read_text(encoding="utf-8"))
    return {
        (item["form"], item["where"], check): item["reason"] for item in entries for check in item["checks"]
    }


def found() -> set[tuple[int, str, str]]:
    filing = example_filing(7)
    findings = check_filing(filing, Context(profile(), date(2025, 9, 1)))
    return {
        (int(item.cell.project[1:]) - 1, pointer(filing[item.cell.project].form, item.cell), item.check)
        for item in findings
    }


def test_98_of_100_of_the_reviewers_remarks_are_found_at_their_cell() -> None:
    remarks, seen = listed(), found()
    missed = {key: reason for key, reason in remarks.items() if key not in seen}
    assert len(remarks) > 300
    assert len(missed) <= (1 - EXPECTED_SHARE) * len(remarks), missed


def test_hardly_anything_else_is_remarked_on() -> None:
    beyond = sorted(found() - set(listed()))
    assert len(beyond) <= 0.05 * len(listed()), beyond
