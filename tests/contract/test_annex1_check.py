"""`check` beside a 附件1, as others run it."""

from pathlib import Path

import pytest

from perfeval_gui.core.annex1 import annex1_to_json
from perfeval_gui.core.annex1_reading import read_annex1
from perfeval_gui.core.tsv import from_tsv
from perfeval_gui.drafts.companions import ANNEX1, Key
from perfeval_gui.drafts.store import DraftStore
from tests.contract.program import EXPECTED, perfeval
from tests.unit.core.test_annex1 import HUNAN

WRONG = HUNAN.replace("143.56", "145").replace("3、驻村帮扶工作经费", "3、别的项目")


@pytest.fixture
def annex_file(tmp_path: Path) -> Path:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in from_tsv(WRONG))
    (tmp_path / "附件1.html").write_text(f"<meta charset=utf-8><table>{rows}</table>", encoding="utf-8")
    return tmp_path / "附件1.html"


def checked(*words: str | Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for item in perfeval("check", *words, "--json").json["findings"]:
        found.setdefault(item["id"], set()).add(item["message"])
    return found


def test_a_file_of_annex_1_lets_the_checks_compare_sums_and_projects(annex_file: Path) -> None:
    assert not {"X06", "X09"} & checked(EXPECTED).keys()
    found = checked(EXPECTED, "--annex1", annex_file)
    assert found["X06"] == {"各项目全年执行数合计 143.56，附件1 的项目支出是 145，相差 1.44"}
    assert len(found["X09"]) == 2


def test_figures_kept_beside_the_drafts_count_for_the_drafts(tmp_path: Path) -> None:
    perfeval("import", EXPECTED, "--save", "--data", tmp_path / "d")
    annex = read_annex1([from_tsv(WRONG)], "2024").annex
    with DraftStore.open(tmp_path / "d") as store:
        store.save({}, papers={Key(ANNEX1, "2024", "区委组织部"): annex1_to_json(annex)})
    assert {"X06", "X09"} <= checked("--drafts", "--data", tmp_path / "d").keys()


def test_a_file_that_is_no_annex_1_costs_one_line_and_the_forms_are_still_checked(tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("会议通知", encoding="utf-8")
    run = perfeval("check", EXPECTED, "--annex1", tmp_path / "通知.txt", "--json")
    assert run.status == 2
    assert len(run.complaints) == 1
    assert "通知.txt" in run.err
    assert run.json["findings"]
