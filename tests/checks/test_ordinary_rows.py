"""Rows as they stand in published forms of many trades are left alone: no error, no warning."""

import pytest

from perfeval_gui.core.checks.catalogue import Context, Severity, check_project
from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Project
from perfeval_gui.resources import profile
from tests.checks.examples import DATA, EMPTY_ROW, TODAY, load

ROWS = [line.split("\t") for line in (DATA / "ordinary-rows.tsv").read_text(encoding="utf-8").splitlines()]


def dimension_of(category: str) -> str:
    if category in ("数量指标", "质量指标", "时效指标", "成本指标"):
        return "产出指标"
    return "满意度指标" if category.endswith("满意度指标") else "效益指标"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_an_ordinary_row_is_left_alone(row: list[str]) -> None:
    category, name, target, actual = row
    form = load(DATA / "clean" / "training.json")
    added = {"category": category, "name": name, "target": target, "actual": actual}
    points = {"dimension": dimension_of(category), "weight": "5", "score": "5"}
    form["indicators"].append({**EMPTY_ROW, **added, **points})
    project = Project("p", form_from_json(form))
    mine = project.form.indicators[-1].id
    told = [
        f"{item.check} {item.message}"
        for item in check_project(project, Context(profile(), TODAY))
        if item.cell.row == mine and item.severity is not Severity.HINT
    ]
    assert told == []


def test_there_are_rows_of_every_category() -> None:
    assert len(ROWS) >= 150
    assert len({row[0] for row in ROWS}) == 9
