"""A unit's year at a glance: sums of what the forms say, and remarks where a form contradicts itself."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from perfeval_gui import resources
from perfeval_gui.core.form import (
    Dimension,
    Form,
    FundingRow,
    Indicator,
    Project,
    SignOff,
    Total,
    with_row_ids,
)
from perfeval_gui.core.summary import by_unit, section_totals, summary_row, summary_rows, title_of, totals
from perfeval_gui.core.summary_table import COLUMNS, summary_grid, texts_of
from tests.examples import example_filing

PROFILE = resources.profile()
SEVEN = tuple(example_filing(7).projects.values())


def row_of(form: Form, **changes: str):
    return summary_row(Project("p", with_row_ids(replace(form, **changes))), PROFILE)


def with_funding(**texts: str) -> Form:
    return Form(funding=(FundingRow(source="年度资金总额", **texts),), total=Total("100", "100"))


def rows_of_seven():
    return summary_rows(SEVEN, lambda _project: PROFILE)


def test_the_seven_examples_come_to_the_sums_that_the_department_knows() -> None:
    sums = totals(rows_of_seven())
    assert [sums.amounts[key] for key in ("initial_budget", "revised_budget", "outturn")] == [
        Decimal("151.8"),
        Decimal("143.68"),
        Decimal("143.56"),
    ]
    assert sums.rate == Decimal("99.92")
    assert sums.grades == {"优": 7}
    assert sums.count == 7


def test_only_the_scored_funding_row_is_counted_and_not_its_parts() -> None:
    assert rows_of_seven()[0].amounts["outturn"] == 50


def test_a_rate_that_its_own_amounts_do_not_give_is_remarked() -> None:
    assert rows_of_seven()[3].remarks == ("表内执行率写100%，按金额是97.44%",)


def test_amounts_in_yuan_are_summed_in_wan_and_the_row_says_so() -> None:
    row = row_of(with_funding(outturn="45600", revised_budget="46800"), funding_unit="元")
    assert row.amounts["outturn"] == Decimal("4.56")
    assert "表内金额单位是元，这里已换算为万元" in row.remarks


def test_an_unknown_unit_keeps_the_amounts_out_of_the_sums_and_says_so() -> None:
    row = row_of(with_funding(outturn="45600"), funding_unit="美元")
    assert set(row.amounts.values()) == {None}
    assert row.remarks[0] == "金额单位“美元”不认识，金额没有计入合计"


def test_words_in_an_amount_cell_are_never_guessed() -> None:
    row = row_of(with_funding(initial_budget="约50", revised_budget="50", outturn="—"))
    assert row.amounts["initial_budget"] is None
    assert row.rate is None
    assert row.remarks == (
        "年初预算数“约50”不是数字，没有计入合计",
        "全年执行数未填",
        "表内总分写100，各项得分相加是0",
    )


def test_a_total_that_is_not_the_sum_of_its_rows_is_remarked() -> None:
    row = row_of(
        Form(
            funding=(FundingRow("年度资金总额", "1", "1", "1", "10", "100%", "10"),),
            dimensions=(Dimension("产出指标", "90"),),
            indicators=(Indicator("产出指标", "数量指标", "期数", "≥1", "1", "90", "80"),),
            total=Total("100", "95"),
        )
    )
    assert row.remarks == ("表内总分写95，各项得分相加是90",)


def test_a_blank_form_has_a_row_without_numbers() -> None:
    row = row_of(Form())
    assert (row.score, row.grade, row.rate) == (None, "", None)
    assert row.remarks == ("没有项目资金行", "总分未填")


def test_reasons_are_listed_as_written_and_none_is_no_reason() -> None:
    rows = (
        Indicator(name="补贴", variance_note="去世一名"),
        Indicator(name="期数", variance_note="无"),
        Indicator(name="人数", variance_note="—"),
    )
    assert row_of(Form(indicators=rows)).causes == ("补贴：去世一名",)


def test_the_heading_names_the_unit_that_all_share_else_their_department() -> None:
    rows = rows_of_seven()
    assert title_of(rows) == "区委组织部2024年度项目支出绩效自评情况汇总表"
    assert title_of(rows[1:2]) == "老干部活动中心2024年度项目支出绩效自评情况汇总表"
    assert (
        title_of([replace(rows[0], department="甲局", unit="甲"), rows[1]])
        == "2024年度项目支出绩效自评情况汇总表"
    )


def test_units_keep_the_order_of_their_projects() -> None:
    assert [(unit, len(rows)) for unit, rows in by_unit(rows_of_seven()).items()] == [
        ("区委组织部", 6),
        ("老干部活动中心", 1),
    ]


def test_sections_are_summed_over_the_projects() -> None:
    sections = {section.name: section for section in section_totals(rows_of_seven())}
    assert sections["预算执行"].weight == 70
    assert sections["预算执行"].score == 60
    assert set(sections) == {"预算执行", "产出指标", "效益指标", "满意度指标"}


def test_the_paper_table_has_a_row_a_project_and_the_sums_last() -> None:
    grid = summary_grid(rows_of_seven())
    last = [box.text for box in grid.boxes if box.row == 8]
    assert last[:9] == [
        "",
        "合计（7 个项目，总分为平均分）",
        "",
        "",
        "151.8",
        "143.68",
        "143.56",
        "99.92%",
        "100",
    ]
    assert sum(grid.columns) == sum(column.width for column in COLUMNS) == 15478


def test_findings_that_were_not_looked_for_are_not_shown_as_none() -> None:
    assert "errors" not in texts_of(rows_of_seven()[0])


amounts = st.one_of(st.decimals("0", "99999", places=4).map(str), st.text(max_size=8), st.just("—"))


@given(st.lists(st.tuples(amounts, amounts, amounts, st.text(max_size=6)), max_size=5))
def test_any_texts_give_a_row_and_sums_that_add_up(texts) -> None:
    forms = [
        replace(
            with_funding(initial_budget=initial, revised_budget=revised, outturn=outturn),
            funding_unit=unit if unit in ("", "元", "万元") else "",
            sign_off=SignOff(),
        )
        for initial, revised, outturn, unit in texts
    ]
    rows = [row_of(form) for form in forms]
    sums = totals(rows)
    for key, total in sums.amounts.items():
        assert total == sum(row.amounts[key] or 0 for row in rows)
    assert len(summary_grid(rows).kinds) == max(len(rows), 0) + 2
