"""去年痕迹扫描: what a clerk forgets when last year's table is used again."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.edits import SetCell, apply
from perfeval_gui.core.form import Filing, Project, pointer, read
from perfeval_gui.core.leftovers import leftover_years, leftovers
from perfeval_gui.core.moved_years import moved_years
from perfeval_gui.core.proposals import as_one_edit
from perfeval_gui.core.rollover import Clearing, next_project

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "2024-forms.expected.json"
FORMS = [form_from_json(value) for value in json.loads(EXAMPLES.read_text(encoding="utf-8"))]


def rolled(number: int, clearing: Clearing = Clearing()) -> Project:  # noqa: B008
    return next_project(Project("old", FORMS[number]), "new", 0, "2025", clearing)


def listed(project: Project) -> dict[str, tuple[str, str, bool]]:
    return {
        pointer(project.form, item.cell): (item.before, item.after, item.ticked)
        for item in leftovers([project])
    }


@pytest.mark.parametrize(
    ("before", "after", "certain"),
    [
        ("2024年12月31日前完成", "2025年12月31日前完成", True),
        ("2024年1月1日-12月31日", "2025年1月1日-12月31日", True),
        ("２０２４年底前", "２０２５年底前", True),
        ("2024年度", "2025年度", True),
        ("2024.12.31", "2025.12.31", True),
        ("2023年12月31日前完成", "2025年12月31日前完成", True),
        ("对2024年招录3名选调生", "对2025年招录3名选调生", True),
        ("对2023年招录3名选调生", "对2024年招录3名选调生", False),
        ("2023-2024年项目", "2024-2025年项目", False),
    ],
)
def test_a_year_left_over_is_moved_on(before: str, after: str, certain: bool) -> None:
    moved = moved_years(before, 2025)
    assert moved is not None
    assert (moved.text, moved.is_certain) == (after, certain)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "≥12个",
        "2025年12月31日前",
        "2026年完工",
        "2021-2025年规划",
        "财预〔2020〕10号",
        "GB/T 7714-2015",
        "2024人次",
    ],
)
def test_what_is_no_leftover_year_stays(text: str) -> None:
    assert moved_years(text, 2025) is None


@settings(max_examples=60)
@given(st.text(alphabet="2024年3度-—至12月31日前完成，招录项目个％", max_size=30))
def test_moving_years_changes_nothing_but_their_digits(text: str) -> None:
    moved = moved_years(text, 2025)
    if moved is not None:
        assert len(moved.text) == len(text)
        for old, new in zip(text, moved.text, strict=True):
            assert old == new or (old.isdigit() and new.isdigit())


def test_the_first_example_lists_both_its_years() -> None:
    found = listed(rolled(0))
    assert found["/indicators/7/target"] == ("2023年12月31日前完成", "2025年12月31日前完成", True)
    assert found["/indicators/8/target"] == ("2024年12月31日前完成", "2025年12月31日前完成", True)
    assert "/sign_off/filed_on" not in found  # it was cleared


def test_the_third_example_lists_its_placeholders() -> None:
    found = listed(rolled(2))
    assert found["/indicators/2/name"] == (
        "1.驻村队员驻村工作合格率（≥**%）",
        "1.驻村队员驻村工作合格率",
        True,
    )
    assert found["/indicators/9/name"][1] == "1.受益建档立卡贫困人口满意度"


def test_the_seventh_example_asks_about_a_fact_and_moves_a_period() -> None:
    found = listed(rolled(6))
    assert found["/goal/expected"] == (
        "对2023年招录3名选调生到村任职生活补贴",
        "对2024年招录3名选调生到村任职生活补贴",
        False,
    )
    assert found["/indicators/3/target"] == ("2023年1月1日-12月31日", "2025年1月1日-12月31日", True)


def test_last_years_person_is_listed_and_never_ticked() -> None:
    found = listed(rolled(0))
    before, after, ticked = found["/sign_off/preparer"]
    assert (before, after, ticked) == (FORMS[0].sign_off.preparer, "", False)


def test_a_filing_date_in_the_year_itself_is_last_years() -> None:
    project = rolled(0, Clearing(filing_date=False))
    assert listed(project)["/sign_off/filed_on"] == ("2025年8月19", "", True)


def test_results_that_were_kept_are_listed() -> None:
    project = rolled(3, Clearing(results=False))
    assert listed(project)["/indicators/0/actual"] == ("共19名", "", False)


def test_an_example_that_nobody_rolled_over_is_scanned_too() -> None:
    found = listed(Project("p", FORMS[0]))
    assert found == {
        "/indicators/7/target": ("2023年12月31日前完成", "2024年12月31日前完成", True),
        "/indicators/7/actual": (
            "2023年12月31日前完成\t2023年12月31日前完成",
            "2024年12月31日前完成\t2024年12月31日前完成",
            True,
        ),
    }


def test_last_year_in_words_is_asked_about_but_a_comparison_is_not() -> None:
    form = FORMS[1]
    project = Project("p", form)
    cell = next(item.cell for item in leftovers([Project("p", FORMS[2])]))
    first = type(cell)("p", "indicators", form.indicators[0].id, "name")
    told = apply(Filing({"p": project}), SetCell(first, "完成去年遗留的改造"))["p"]
    compared = apply(Filing({"p": project}), SetCell(first, "访问量较去年增长"))["p"]
    assert listed(told)["/indicators/0/name"] == ("完成去年遗留的改造", "完成去年遗留的改造", False)
    assert "/indicators/0/name" not in listed(compared)


@pytest.mark.parametrize("number", range(7))
def test_fixing_what_is_ticked_leaves_nothing_ticked(number: int) -> None:
    project = rolled(number, Clearing(results=False, filing_date=False))
    ticked = [item for item in leftovers([project]) if item.ticked]
    fixed = apply(Filing({"new": project}), as_one_edit(ticked))["new"]
    assert [item for item in leftovers([fixed]) if item.ticked] == []


def test_a_year_in_words_written_this_year_is_not_ticked() -> None:
    project = rolled(6)
    (goal,) = [item for item in leftover_years(project) if item.cell.block == "goal"]
    written = apply(Filing({"new": project}), SetCell(goal.cell, "对2024年招录的选调生发放补贴"))["new"]
    (again,) = [item for item in leftover_years(written) if item.cell.block == "goal"]
    assert read(written.form, again.cell).startswith("对2024年")
    assert not again.ticked


def test_a_fact_told_in_words_is_only_asked_about_where_nobody_rolled_over() -> None:
    project = Project("p", FORMS[6])
    found = listed(project)
    assert found["/goal/expected"][1:] == ("对2024年招录3名选调生到村任职生活补贴", False)
    assert found["/indicators/3/target"][1:] == ("2024年1月1日-12月31日", True)
