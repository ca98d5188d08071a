"""附件1: read from the tables that departments have, and compared with the forms column by column."""

from dataclasses import replace
from decimal import Decimal

import pytest

from perfeval_gui import resources
from perfeval_gui.core.annex1 import (
    Annex1,
    BudgetLine,
    annex1_from_json,
    annex1_to_json,
    cross_foot,
    figures_of,
    in_words,
    with_text,
)
from perfeval_gui.core.annex1_reading import read_annex1
from perfeval_gui.core.tsv import from_tsv
from tests.examples import example_filing

SEVEN = tuple(example_filing(7).projects.values())
PROFILE = resources.profile()

HUNAN = """\
附件1\t\t\t\t
部门整体支出绩效评价基础数据表\t\t\t\t
财政供养人员情况（人）\t编制数\t\t2024年实际在职人数\t控制率
\t45\t\t43\t95.6%
经费控制情况（万元）\t2023年决算数\t\t2024年预算数\t2024年决算数
三公经费\t3.2\t\t3\t2.8
1、公务接待\t3.2\t\t3\t2.8
项目支出：\t140\t\t151.8\t143.56
1、组织部专项工作经费\t50\t\t50\t50
2、老干部活动中心管理经费\t26\t\t26\t26
3、驻村帮扶工作经费\t20\t\t20\t12
4、老干部（代干生活补贴）\t5\t\t4.8\t4.56
5、老干部活动中心经费(各协会)\t21\t\t21\t21
6、革命干部医疗生活及医疗补助\t6\t\t6\t6
7、选调生到村任职工作补助、生活补助\t24\t\t24\t24
公用经费\t60\t\t61\t59
其中：办公费\t10\t\t10\t9
政府采购金额\t———\t\t12\t11
说明：“项目支出”需要填报基本支出以外的所有项目支出情况。\t\t\t\t"""

LIST = """\
序号\t项目名称\t主管科室\t年初预算数\t调整后预算数\t决算数
1\t组织部专项工作经费\t办公室\t50\t50\t50
2\t驻村帮扶工作经费\t组织科\t20\t12\t12
合计\t\t\t70\t62\t62"""


def found(text: str, year: str = "2024"):
    return read_annex1([from_tsv(text)], year)


def compared(annex: Annex1, projects=SEVEN):
    return cross_foot(annex, projects, lambda _project: PROFILE)


def test_the_base_data_table_gives_the_projects_below_its_row_of_project_spending() -> None:
    annex = found(HUNAN).annex
    assert [line.name for line in annex.lines][:2] == ["组织部专项工作经费", "老干部活动中心管理经费"]
    assert len(annex.lines) == 7
    assert (annex.total.initial_budget, annex.total.outturn) == ("151.8", "143.56")
    assert annex.lines[3] == BudgetLine("老干部（代干生活补贴）", "4.8", "", "4.56")


def test_columns_of_last_year_are_passed_over_and_a_missing_column_is_named() -> None:
    read = found(HUNAN)
    assert "140" not in (read.annex.total.initial_budget, read.annex.total.outturn)
    assert read.remarks == ("表里没有全年预算数一列，没有核对这一列。",)


def test_a_plain_list_gives_its_lines_and_its_total() -> None:
    annex = found(LIST).annex
    assert annex.lines == (
        BudgetLine("组织部专项工作经费", "50", "50", "50"),
        BudgetLine("驻村帮扶工作经费", "20", "12", "12"),
    )
    assert annex.total == BudgetLine("", "70", "62", "62")


def test_a_head_of_two_rows_is_read_together() -> None:
    rows = [
        ["项目", "预算数（元）", "", "支出情况"],
        ["", "年初", "调整后", "决算数"],
        ["甲项目", "500,000", "400000", "４０００００"],
    ]
    annex = read_annex1([rows], "2024").annex
    assert annex.lines == (BudgetLine("甲项目", "500,000", "400000", "４０００００"),)
    assert annex.amount_unit == "元"
    assert [annex.added(column) for column in ("initial_budget", "outturn")] == [50, 40]


def test_cells_without_a_head_are_read_in_the_usual_order_and_that_is_said() -> None:
    read = found("组织部专项工作经费\t50\t50\t50\n合计\t50\t50\t50")
    assert read.annex.lines == (BudgetLine("组织部专项工作经费", "50", "50", "50"),)
    assert read.annex.total.outturn == "50"
    assert "没有找到表头" in read.remarks[0]


@pytest.mark.parametrize("text", ["", "会议通知", "1\t2\t3", "项目\t预算数\n甲\t"])
def test_a_table_without_amounts_of_projects_is_refused_in_words(text: str) -> None:
    read = found(text)
    assert read.annex.is_empty
    assert "没有找到" in read.remarks[0]


def test_a_form_is_not_taken_for_annex_1() -> None:
    read = found("项目资金（万元）\t年初预算数\t全年预算数\n年度资金总额\t50\t50")
    assert read.annex.is_empty
    assert "不是附件1" in read.remarks[0]


def test_words_in_an_amount_are_kept_and_named() -> None:
    read = found("项目名称\t年初预算数\n甲\t约50\n乙\t20")
    assert read.annex.lines[0].initial_budget == "约50"
    assert read.annex.added("initial_budget") == 20
    assert "约50" in read.remarks[-1]


def test_the_sums_of_the_seven_examples_agree_with_their_annex_1() -> None:
    result = compared(found(HUNAN).annex)
    assert [(item.stated, item.reported, item.difference) for item in result.sums] == [
        (Decimal("151.8"), Decimal("151.8"), 0),
        (None, Decimal("143.68"), None),
        (Decimal("143.56"), Decimal("143.56"), 0),
    ]
    assert all(pair.is_even for pair in result.pairs)
    assert in_words(result) == "合计相符。"


def test_a_difference_shows_by_column_and_at_its_project() -> None:
    annex = found(HUNAN).annex
    annex = with_text(annex, 2, "outturn", "13.5")
    annex = with_text(annex, len(annex.lines), "outturn", "145.06")
    result = compared(annex)
    assert result.sums[2].difference == Decimal("-1.5")
    assert [(pair.name, pair.differences) for pair in result.pairs if not pair.is_even] == [
        ("驻村帮扶工作经费", {"outturn": Decimal("-1.5")})
    ]
    assert in_words(result) == "全年执行数相差 1.5 万元（自评表少）；1 个项目金额不同。"


def test_a_whole_that_is_not_the_sum_of_its_lines_is_named() -> None:
    annex = with_text(found(LIST).annex, 2, "outturn", "63")
    assert "附件1 的全年执行数写 63、各行相加 62" in in_words(compared(annex, SEVEN[:1]))


def test_a_project_of_the_budget_without_a_form_and_the_other_way_round_are_named() -> None:
    annex = found(HUNAN).annex
    lines = (*annex.lines[:-1], BudgetLine("基层党建示范点建设经费", "24", "", "24"))
    result = compared(replace(annex, lines=lines))
    assert [pair.name for pair in result.without_form] == ["基层党建示范点建设经费"]
    assert [pair.name for pair in result.without_line] == ["选调生到村任职工作补助、生活补助"]
    assert "没有自评表" in in_words(result)


def test_a_name_spelt_otherwise_is_paired_and_a_like_one_is_suggested() -> None:
    annex = Annex1((BudgetLine("1. 老干部 (代干生活补贴)", "4.8"), BudgetLine("驻村帮扶经费", "20")))
    result = compared(annex)
    assert result.pairs[0].project == "p4"
    assert result.pairs[1].remark == "没有自评表，名称相近的有“驻村帮扶工作经费”"


def test_the_checks_hear_of_the_whole_as_written_else_of_the_lines_sum() -> None:
    annex = found(LIST).annex
    assert figures_of(annex, "2024", "甲").sums["outturn"] == 62
    assert figures_of(replace(annex, total=BudgetLine()), "2024", "甲").sums["initial_budget"] == 70
    assert figures_of(annex, "2024", "甲").projects == ("组织部专项工作经费", "驻村帮扶工作经费")


def test_what_is_kept_comes_back_and_nonsense_is_blank() -> None:
    annex = replace(found(HUNAN).annex, amount_unit="元")
    assert annex1_from_json(annex1_to_json(annex)) == annex
    assert annex1_from_json({"lines": [1, {"name": 2}], "total": [], "amount_unit": None}) == Annex1(
        (BudgetLine(), BudgetLine())
    )
