"""Every database format that was ever released is opened with nothing lost; the frozen files were made by that release."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from perfeval_gui.core.form import Cell, Waiver
from perfeval_gui.drafts.companions import ANNEX1, Key
from perfeval_gui.drafts.database import NAME
from perfeval_gui.drafts.migrations import NEWEST
from perfeval_gui.drafts.store import DraftStore
from tests.examples import ROOT, example_forms, example_project

FROZEN = ROOT / "tests" / "data" / "drafts"


def expected() -> list:
    projects = [example_project(number) for number in range(1, 7)]
    cell = Cell("p4", "indicators", projects[3].form.indicators[0].id, "score")
    projects[3] = replace(
        projects[3],
        state="signed",
        waivers=(Waiver("A09", cell, "经主管部门同意", "12>10"),),
        previous=example_forms()[0],
        origins={("goal", "", "expected"): "imported"},
        kept={"later": [1, {"a": None}]},
    )
    return projects


def expected_papers(number: int) -> dict:
    """Since the second format the unit's other papers are kept too."""
    line = {"name": "驻村帮扶工作经费", "initial_budget": "20"}
    return {Key(ANNEX1, "2024", "区委组织部"): {"lines": [line]}} if number >= 2 else {}


def test_each_released_format_has_its_frozen_database():
    assert {path.name for path in FROZEN.iterdir()} == {f"format-{number}" for number in range(1, NEWEST + 1)}


@pytest.mark.parametrize("number", range(1, NEWEST + 1))
@pytest.mark.parametrize("read_only", [True, False])
def test_a_database_of_an_older_release_loses_nothing(tmp_path: Path, number: int, read_only: bool):
    shutil.copy(FROZEN / f"format-{number}" / NAME, tmp_path / NAME)
    with DraftStore.open(tmp_path, read_only=read_only) as store:
        assert store.verify().is_good
        assert list(store.load_all().projects) == expected()
        assert store.load(["p7"]).projects == (example_project(7),)
        assert [(info.id, info.modified) for info in store.recycle_bin()] == [
            ("p7", "2025-03-04T09:30:00+08:00")
        ]
        assert store.workspace() == {"current": "p4", "widths": {"target": 120}}
        assert [at for _, at in store.versions("p4")] == [
            "2025-03-04T12:30:00+08:00",
            "2025-03-04T09:30:00+08:00",
        ]
        assert {key: item.value for key, item in store.papers()[0].items()} == expected_papers(number)
        assert (store.list()[0].errors, store.list()[0].warnings) == (3, 5)
