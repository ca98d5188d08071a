"""The checks' other sentences: the same rule broken in another way, said in its own words."""

from dataclasses import replace
from typing import Any

import pytest

from perfeval_gui.core.checks.catalogue import Finding, Severity, check_filing
from perfeval_gui.core.form import Filing, FundingRow, Project, pointer
from tests.checks.examples import changed_form, filing_of

T = "training"
FUND = "/funding/0"


def findings(spec: dict[str, Any], check_id: str) -> dict[str, Finding]:
    filing, context = filing_of(spec)
    return {
        pointer(filing["p0"].form, item.cell): item
        for item in check_filing(filing, context)
        if item.check == check_id and item.cell.project == "p0"
    }


@pytest.mark.parametrize(
    ("check_id", "spec", "where", "words"),
    [
        ("A01", {"base": T, "set": {f"{FUND}/score": "", f"{FUND}/outturn": ""}}, f"{FUND}/score", "可以自动算出"),
        ("A02", {"base": T, "set": {f"{FUND}/execution_rate": ""}}, f"{FUND}/execution_rate", "没有写执行率"),
        ("A04", {"base": T, "set": {f"{FUND}/execution_rate": "102.59%"}}, f"{FUND}/execution_rate", "102.59%"),
        ("A06", {"base": T, "set": {"/total/weight": "110"}}, "/total/weight", "写的是 110"),
        ("A07", {"base": T, "set": {"/indicators/0/score": "满分"}}, "/indicators/0/score", "满分"),
        ("A16", {"base": "subsidy", "set": {f"{FUND}/execution_rate": "99.4259%"}}, f"{FUND}/execution_rate", "99.43%"),
        ("A16", {"base": T, "set": {"/indicators/0/score": "10.00"}}, "/indicators/0/score", "末尾的 0"),
        ("A17", {"base": "purchase", "set": {"/indicators/3/actual": "330万元"}}, "/indicators/3/actual", "多出"),
        ("B02", {"base": T, "set": {"/implementing_unit": "水利"}}, "/implementing_unit", "像是简称"),
        ("B03", {"base": T, "set": {f"{FUND}/outturn": "约60"}}, f"{FUND}/outturn", "读不出数字"),
        ("B03", {"base": T, "remove": ["/funding/3", "/funding/2", "/funding/1", "/funding/0"]}, "/funding", "没有“年度资金总额”"),
        ("B04", {"base": "disaster", "set": {"/goal/achieved": "改种补种1.56万亩。"}}, f"{FUND}/revised_budget", "哪里追加"),
        ("B10", {"base": T, "set": {f"{FUND}/outturn": "600000元"}}, f"{FUND}/outturn", "只写数字 60"),
        ("C02", {"base": T, "set": {"/goal/achieved": ""}}, "/goal/achieved", "没有填写"),
        ("C12", {"base": "road", "set": {"/goal/achieved": "完成公路养护135公里。", "/indicators/2/variance_note": "", f"{FUND}/initial_budget": "700", "/funding/1/initial_budget": "640"}}, "/indicators/3/variance_note", "由 700 调整为 540"),
        ("C16", {"base": "road", "set": {"/indicators/3/target": "不低于560万元", "/indicators/3/actual": "534.6万元", "/indicators/3/name": "养护工程总成本"}}, "/indicators/3/target", "≤560万元"),
        ("C18", {"base": T, "set": {"/goal/achieved": "举办培训班10期，培训学员612人次，自评等级为良。"}}, "/goal/achieved", "等级为“优”"),
        ("M01", {"base": T, "remove": ["/indicators/8", "/dimensions/2"]}, "", "没有满意度指标"),
        ("M01", {"base": T, "remove": ["/indicators/7", "/indicators/6", "/indicators/5"]}, "/dimensions/1/name", "一行也没有"),
        ("M02", {"base": "road", "remove": ["/indicators/6"]}, "/dimensions/1/name", "少 10 分"),
        ("M03", {"base": T, "insert": {"/indicators/2": [{"dimension": "产出指标", "category": "数量指标", "name": f"第{n}项"} for n in range(20)]}}, "", "超过 25 行"),
        ("M05", {"base": T, "profile": "cost-2022"}, "/indicators/4/category", "还放在产出指标下"),
        ("M06", {"base": T, "set": {"/indicators/8/name": "满意度"}}, "/indicators/8/name", "没有写对象"),
        ("M07", {"base": T, "set": {"/note": ""}}, "/note", "没有备注"),
        ("N02", {"base": T, "set": {"/project_name": "工作补助、生活补助"}}, "/project_name", "并在一起"),
        ("N02", {"base": T, "set": {"/project_name": "老干部（生活补贴）"}}, "/project_name", "写在括号里"),
        ("N02", {"base": T, "set": {"/project_name": "2024年度项目支出绩效自评表"}}, "/project_name", "表的标题"),
        ("N04", {"base": T, "set": {"/indicators/0/name": "举办培训、宣传、走访活动"}}, "/indicators/0/name", "3 件事"),
        ("S01", {"base": T, "set": {"/sign_off/phone": "1380000"[:6]}}, "/sign_off/phone", "不像一个完整的号码"),
        ("T01", {"base": T, "set": {"/indicators/3/actual": "2025年3月8日"}}, "/indicators/3/actual", "晚于本年度"),
        ("T03", {"base": T, "set": {"/indicators/3/actual": "2025年3月28日"}}, "/indicators/3/actual", "晚于填报日期"),
        ("T04", {"base": T, "set": {"/sign_off/filed_on": "2030年3月1日"}}, "/sign_off/filed_on", "晚于今天"),
        ("V02", {"base": T, "set": {"/indicators/1/actual": "约612人次"}}, "/indicators/1/actual", "确切的数字"),
        ("V04", {"base": T, "set": {"/indicators/1/actual": "612"}}, "/indicators/1/actual", "612人次"),
        ("V04", {"base": T, "set": {"/indicators/6/actual": "1万"}}, "/indicators/6/actual", "没有写是什么的数量"),
        ("V04", {"base": T, "set": {"/indicators/2/actual": "百分之98"}}, "/indicators/2/actual", "98%"),
        ("V08", {"base": "veterans", "set": {"/indicators/3/target": "前三名", "/indicators/3/actual": "前三名"}}, "/indicators/3/actual", "名次"),
        ("F05", {"base": T, "set": {"/indicators/6/name": "带动农户（含脱贫户)就业人数"}}, "/indicators/6/name", "一边全角一边半角"),
        ("F06", {"base": T, "set": {"/indicators/2/name": "1.学员考核合格率"}}, "/indicators/2/name", "可以去掉"),
        ("F09", {"base": T, "set": {"/indicators/2/name": "学员考核；合格发证"}}, "/indicators/2/name", "几项任务"),
        ("F14", {"base": T, "set": {"/goal/expected": "时实举办农村实用人才培训班10期，培训学员600人次。"}}, "/goal/expected", "”或“"),
        ("X10", {"base": T, "set": {"/goal/expected": "2023年举办农村实用人才培训班10期，培训学员600人次。"}, "previous": {"base": T, "set": {"/fiscal_year": "2023", "/goal/expected": "2023年举办农村实用人才培训班10期，培训学员600人次。"}}}, "/goal/expected", "连年份都没有改"),
    ],
)  # fmt: skip
def test_the_case_is_said_in_its_own_words(
    check_id: str, spec: dict[str, Any], where: str, words: str
) -> None:
    found = findings(spec, check_id)
    assert where in found, sorted(found)
    assert words in found[where].message


def test_a_budget_line_without_a_form_is_told_at_the_first_form() -> None:
    spec = {"forms": [{"base": T}], "department": {"projects": ["农村实用人才培训项目", "路灯维护"]}}
    assert "还没有它的自评表" in findings(spec, "X09")[""].message


def test_sources_split_up_below_a_parent_are_not_added_twice() -> None:
    amounts = ("initial_budget", "revised_budget", "outturn")
    child = FundingRow("其中：中央补助", "60", "60", "60", "—", "—", "—", id="f9")

    def told(total: str, check_ids: tuple[str, ...]) -> list[str]:
        form = changed_form({"base": T, "set": {f"{FUND}/{name}": total for name in amounts}})
        split = replace(form, funding=(*form.funding[:2], child, *form.funding[2:]))
        _, context = filing_of({"base": T})
        found = check_filing(Filing({"p0": Project("p0", split)}), context)
        return [item.message for item in found if item.check in check_ids]

    assert told("60", ("A10", "A20")) == []
    doubled = told("120", ("A20",))
    assert len(doubled) == len(amounts)
    assert "算了两遍" in doubled[0]


def test_the_evidence_list_may_be_kept_beside_the_form() -> None:
    filing, context = filing_of({"base": T})
    form = filing["p0"].form
    for evidence, count in (({"": "签到册"}, 1), ({form.indicators[8].id: "2024年12月问卷120份"}, 0)):
        project = Project("p0", form, kept={"evidence": evidence})
        found = [item for item in check_filing(Filing({"p0": project}), context) if item.check == "N06"]
        assert len(found) == count


def test_a_unit_wide_slip_of_spelling_in_the_header_can_be_repaired() -> None:
    forms = [{"base": T, "set": {"/supervising_department": "某县 农业农村局"}}]
    forms += [{"base": T, "set": {"/project_name": f"第{n}号项目"}} for n in "二三"]
    found = findings({"forms": forms}, "X08")["/supervising_department"]
    assert found.fix.text == "某县农业农村局"


def test_two_people_who_share_a_units_forms_are_left_alone() -> None:
    forms = [{"base": T, "set": {"/sign_off/preparer": "李四" if n % 2 else "张三"}} for n in range(6)]
    assert findings({"forms": forms}, "X08") == {}


def test_a_year_that_differs_from_the_others_of_one_day_is_asked_about() -> None:
    forms = [{"base": T, "set": {"/fiscal_year": "2023"}}, *({"base": T} for _ in range(3))]
    assert "2023" in findings({"forms": forms}, "X08")["/fiscal_year"].message


def test_a_small_change_of_the_budget_warns_and_a_great_one_is_an_error() -> None:
    small = {"base": "road", "set": {"/goal/achieved": "完成养护135公里。"}}
    great = {"base": "road", "set": {"/goal/achieved": "完成养护135公里。", f"{FUND}/initial_budget": "800"}}
    where = f"{FUND}/revised_budget"
    assert findings(small, "B04")[where].severity is Severity.WARNING
    assert findings(great, "B04")[where].severity is Severity.ERROR


def test_satisfaction_points_may_have_gone_to_the_benefit_section() -> None:
    spec = {
        "base": T,
        "remove": ["/indicators/8", "/dimensions/2"],
        "set": {"/indicators/7/weight": "20", "/indicators/7/score": "20", "/dimensions/1/points": "40"},
    }
    assert findings(spec, "M01") == {}
