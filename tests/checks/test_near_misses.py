"""Texts that look like a fault and are none: a year in a document number, 万人次, 天天, the seam of two words."""

from typing import Any

import pytest

from perfeval_gui.core.checks.catalogue import CATALOGUE, Context, check_project
from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Project, pointer
from perfeval_gui.resources import profile
from tests.checks.examples import DATA, TODAY, load

LINES = [line.split("\t") for line in (DATA / "near-misses.tsv").read_text(encoding="utf-8").splitlines()]
ROW = 2


def with_text(field: str, text: str) -> tuple[dict[str, Any], str]:
    """Return the clean training form with the text in place, and the pointer of its cell."""
    form = load(DATA / "clean" / "training.json")
    if field == "goal":
        form["goal"]["expected"] = text
        return form, "/goal/expected"
    row = form["indicators"][ROW]
    if field == "reason":
        row |= {"actual": "85.5%", "score": "9", "variance_note": text}
        return form, f"/indicators/{ROW}/variance_note"
    row[field] = text
    return form, f"/indicators/{ROW}/{field}"


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]} {line[2]}")
def test_a_near_miss_is_not_flagged(line: list[str]) -> None:
    check_id, field, text = line
    form, where = with_text(field, text)
    project = Project("p", form_from_json(form))
    told = [
        item.message
        for item in check_project(project, Context(profile(), TODAY))
        if item.check == check_id and pointer(project.form, item.cell) == where
    ]
    assert told == []


def test_the_near_misses_belong_to_checks_of_the_catalogue() -> None:
    assert {line[0] for line in LINES} <= {check.id for check in CATALOGUE}
