"""The report's draft: every number stands in a form, what no form says is marked to be written."""

import re
from dataclasses import replace

from perfeval_gui import resources
from perfeval_gui.core.contract import form_to_json
from perfeval_gui.core.form import Form, Project
from perfeval_gui.core.report import TO_WRITE, edits_from_json, edits_to_json, fields_of, report_of
from tests.examples import example_filing, example_project

PROFILE = resources.profile()
SEVEN = tuple(example_filing(7).projects.values())


def report(projects=SEVEN, edits=None):
    return report_of(projects, lambda _project: PROFILE, edits)


def texts(found) -> dict[str, str]:
    return {item.key: item.text for item in found.paragraphs}


def test_the_seven_examples_give_their_sums_in_the_usual_sections() -> None:
    found = report()
    assert [section.heading[2:] for section in found.sections] == [
        "基本情况", "资金执行情况", "绩效目标完成情况", "未完成的目标及原因", "存在的问题", "下一步改进措施",
    ]  # fmt: skip
    assert texts(found)["basics.sums"] == (
        "2024年度，区委组织部纳入绩效自评的项目支出共 7 个，年初预算 151.8 万元，全年预算 143.68 万元，全年执行 143.56 万元。"
    )
    assert "执行率 99.92%" in texts(found)["funding.rate"]
    assert found.title == "区委组织部2024年度项目支出绩效自评报告"


def test_every_number_of_the_draft_stands_in_a_form_or_is_a_sum_or_count_of_the_forms() -> None:
    leaves = re.findall(r"[0-9]+(?:\.[0-9]+)?", str([form_to_json(item.form) for item in SEVEN]))
    reckoned = {"151.8", "143.68", "143.56", "99.92", "97.44"}  # sums and rates
    counts = {str(number) for number in range(1, 8)}
    points = set(re.findall(r"[0-9.]+", texts(report())["goals.sections"]))
    indicators = set(re.findall(r"[0-9]+", texts(report())["goals.indicators"]))
    sources = set(re.findall(r"[0-9.]+", texts(report()).get("funding.sources", "")))
    known = {*leaves, *reckoned, *counts, *points, *indicators, *sources}
    for key, text in texts(report()).items():
        assert set(re.findall(r"[0-9]+(?:\.[0-9]+)?", text)) <= known, key


def test_what_no_form_says_is_marked_to_be_written() -> None:
    found = texts(report())
    for key in ("basics.unit", "problems.problems", "measures.measures", "funding.adjusted.p3"):
        assert TO_WRITE in found[key], key
    assert report().missing == sum(text.count(TO_WRITE) for text in found.values())


def test_a_budget_that_was_changed_and_a_low_rate_ask_for_their_reasons() -> None:
    row = replace(SEVEN[0].form.funding[0], outturn="25")
    low = replace(SEVEN[0], form=replace(SEVEN[0].form, funding=(row, *SEVEN[0].form.funding[1:])))
    found = texts(report((low,)))
    assert found["funding.low.p1"].startswith("“组织部专项工作经费”执行率 50%，【待填写")


def test_a_missed_indicator_is_told_with_its_figures_and_its_reason_as_written() -> None:
    form = SEVEN[0].form
    rows = (
        replace(form.indicators[0], score="8", weight="10", variance_note="疫情 影响"),
        *form.indicators[1:],
    )
    rows = (rows[0], replace(rows[1], score="1", weight="5", variance_note=""), *rows[2:])
    found = report((replace(SEVEN[0], form=replace(form, indicators=rows)),))
    reasons = [item.text for item in found.sections[3].paragraphs]
    assert reasons[0].endswith("得 8/10 分。原因：疫情 影响。")
    assert reasons[1].endswith("得 1/5 分。原因：【待填写：未完成的原因】。")


def test_an_empty_form_gives_a_report_that_asks_for_everything() -> None:
    found = report((Project("p", Form()),))
    assert TO_WRITE in texts(found)["basics.scores"]
    assert TO_WRITE in texts(found)["goals.goal.p"]
    assert TO_WRITE in texts(found)["funding.unread.p"]


def test_what_a_person_wrote_stays_and_is_pointed_out_when_the_figures_change() -> None:
    draft = texts(report())["basics.sums"]
    edits = {"basics.sums": ("我们的话：151.8 万元。", draft)}
    same = report(edits=edits)
    assert texts(same)["basics.sums"] == "我们的话：151.8 万元。"
    assert same.stale == frozenset()
    changed = report((*SEVEN[:-1],), edits)
    assert texts(changed)["basics.sums"] == "我们的话：151.8 万元。"
    assert changed.stale == {"basics.sums"}


def test_what_is_kept_comes_back_and_nonsense_is_passed_over() -> None:
    edits = {"basics.sums": ("文", "稿")}
    assert edits_from_json(edits_to_json(edits)) == edits
    assert edits_from_json({"edits": {"a": 1, "b": {"text": 2, "draft": ""}}}) == {}
    assert edits_from_json({"edits": []}) == {}


def test_the_fields_of_a_template_hold_the_sums() -> None:
    fields = fields_of(report())
    assert [fields[name] for name in ("年初预算合计", "全年预算合计", "全年执行合计", "合计执行率", "项目数")] == [
        "151.8", "143.68", "143.56", "99.92%", "7",
    ]  # fmt: skip


def test_measures_that_the_forms_name_are_quoted_word_for_word() -> None:
    project = example_project(1)
    rows = (
        replace(project.form.indicators[0], variance_note="人员变动。下一步将提前安排培训。"),
        *project.form.indicators[1:],
    )
    found = report((replace(project, form=replace(project.form, indicators=rows)),))
    assert texts(found)["measures.said.p1"] == "“组织部专项工作经费”：下一步将提前安排培训。"
