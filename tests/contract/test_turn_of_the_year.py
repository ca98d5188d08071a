"""`summary` and `rollover` as others run them: what is written, what is printed, what is refused."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from perfeval_gui.drafts.package import write_package
from tests.contract.program import DATA, EXPECTED, perfeval
from tests.examples import example_project

CLEARED = ("actual", "score", "variance_note")


def forms_in(folder: Path) -> list[dict]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def old_forms() -> list[dict]:
    return json.loads(EXPECTED.read_text(encoding="utf-8"))


def tree(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if "perfeval-home" not in str(path)
    )


def test_the_summary_is_written_where_it_was_asked_for_and_nothing_else(tmp_path: Path) -> None:
    run = perfeval("summary", EXPECTED, "-o", "单位/汇总.xlsx", cwd=tmp_path)
    assert (run.status, run.lines) == (0, [str(Path("单位/汇总.xlsx"))])
    assert tree(tmp_path) == ["单位", "单位/汇总.xlsx"]
    sheet = openpyxl.load_workbook(tmp_path / "单位/汇总.xlsx", data_only=True).worksheets[0]
    assert [sheet.cell(10, column).value for column in (5, 6, 7)] == [151.8, 143.68, 143.56]


def test_summary_and_form_files_of_any_kind_give_the_same_sums(tmp_path: Path) -> None:
    perfeval("summary", DATA / "2024-forms.txt", "-o", tmp_path / "a.xlsx")
    perfeval("summary", EXPECTED, "-o", tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.xlsx").read_bytes())) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_summary_that_is_there_already_stays_unless_it_may_be_overwritten(tmp_path: Path) -> None:
    (tmp_path / "汇总.xlsx").write_bytes("改过的".encode())
    run = perfeval("summary", EXPECTED, "-o", tmp_path / "汇总.xlsx")
    assert run.lines == [str(tmp_path / "汇总 (2).xlsx")]
    assert (tmp_path / "汇总.xlsx").read_bytes() == "改过的".encode()
    run = perfeval("summary", EXPECTED, "-o", tmp_path / "汇总.xlsx", "--overwrite")
    assert run.lines == [str(tmp_path / "汇总.xlsx")]


def test_a_bad_file_costs_one_line_and_the_others_are_still_summed(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\3\4")
    run = perfeval("summary", tmp_path / "坏.docx", EXPECTED, "-o", tmp_path / "汇总.xlsx")
    assert run.status == 2
    assert [line for line in run.complaints if "坏.docx" in line]
    assert (tmp_path / "汇总.xlsx").is_file()


def packed(path: Path, *numbers: int, note: str = "") -> Path:
    projects = [example_project(number) for number in numbers]
    write_package([replace(item, form=replace(item.form, note=note)) for item in projects], path)
    return path


def test_the_exchange_packages_of_several_units_give_one_summary(tmp_path: Path) -> None:
    units = packed(tmp_path / "甲.zip", 1, 2, 3), packed(tmp_path / "乙.zip", 4, 5, 6, 7)
    run = perfeval("summary", *units, "-o", tmp_path / "汇总.xlsx")
    assert (run.status, run.complaints) == (0, [])
    sheet = openpyxl.load_workbook(tmp_path / "汇总.xlsx", data_only=True).worksheets[0]
    assert [sheet.cell(10, column).value for column in (5, 6, 7)] == [151.8, 143.68, 143.56]


def test_a_project_that_comes_in_two_packages_is_counted_once_and_named(tmp_path: Path) -> None:
    first, again = packed(tmp_path / "甲.zip", 1, 2), packed(tmp_path / "甲改.zip", 2, note="备注：改过")
    run = perfeval("import", first, again, "--json")
    assert [(form["project_name"], form["note"]) for form in run.json["forms"]][1:] == [
        ("老干部活动中心管理经费", "备注：改过")
    ]
    assert len(run.complaints) == 1
    assert "老干部活动中心管理经费" in run.err


def test_a_damaged_package_costs_one_line_and_the_others_are_still_summed(tmp_path: Path) -> None:
    whole, damaged = packed(tmp_path / "甲.zip", 1), packed(tmp_path / "乙.zip", 2)
    damaged.write_bytes(damaged.read_bytes()[:-40])
    run = perfeval("summary", damaged, whole, "-o", tmp_path / "汇总.xlsx")
    assert (run.status, len(run.complaints)) == (2, 1)
    assert "乙.zip" in run.err
    assert (tmp_path / "汇总.xlsx").is_file()


def test_a_summary_can_take_in_the_drafts_too(tmp_path: Path) -> None:
    perfeval("import", EXPECTED, "--save", "--data", tmp_path / "d")
    run = perfeval("summary", "--drafts", "--data", tmp_path / "d", "-o", tmp_path / "汇总.xlsx")
    assert run.status == 0
    sheet = openpyxl.load_workbook(tmp_path / "汇总.xlsx", data_only=True).worksheets[0]
    assert sheet.cell(10, 5).value == 151.8


def test_the_report_is_written_with_the_sums_and_says_what_is_to_be_written(tmp_path: Path) -> None:
    run = perfeval("report", EXPECTED, "-o", tmp_path / "报告", "--data", tmp_path / "d")
    assert (run.status, run.lines) == (0, [str(tmp_path / "报告.docx")])
    assert run.complaints == ["报告里还有 5 处待填写，已用黄色标出。"]
    texts = [item.text for item in docx.Document(tmp_path / "报告.docx").paragraphs]
    assert any("全年预算 143.68 万元，全年执行 143.56 万元" in text for text in texts)
    assert tree(tmp_path) == ["报告.docx"]


def test_a_report_takes_the_template_that_is_named_and_refuses_what_is_none(tmp_path: Path) -> None:
    template = docx.Document()
    template.add_paragraph("{{单位}}：{{年初预算合计}}{{别的}}")
    template.save(tmp_path / "模板.docx")
    run = perfeval("report", EXPECTED, "-o", tmp_path / "r.docx", "--template", tmp_path / "模板.docx")
    assert [item.text for item in docx.Document(tmp_path / "r.docx").paragraphs] == [
        "区委组织部：151.8{{别的}}"
    ]
    assert "别的" in run.complaints[0]
    run = perfeval("report", EXPECTED, "-o", tmp_path / "q.docx", "--template", EXPECTED)
    assert (run.status, len(run.complaints)) == (2, 1)
    assert not (tmp_path / "q.docx").exists()


def test_files_without_a_form_write_no_summary(tmp_path: Path) -> None:
    (tmp_path / "别的.txt").write_text("会议通知", encoding="utf-8")
    run = perfeval("summary", tmp_path / "别的.txt", "-o", tmp_path / "汇总.xlsx")
    assert (run.status, run.out, len(run.complaints)) == (2, "", 1)
    assert not (tmp_path / "汇总.xlsx").exists()


def test_a_rolled_over_form_has_the_year_and_none_of_last_years_results(tmp_path: Path) -> None:
    run = perfeval("rollover", EXPECTED, "--year", "2025", "-o", tmp_path / "新", "--format", "json")
    assert (run.status, len(run.lines)) == (0, 7)
    for old, new in zip(old_forms(), forms_in(tmp_path / "新"), strict=True):
        assert new["fiscal_year"] == "2025"
        assert {row[key] for row in new["indicators"] for key in CLEARED} == {""}
        assert {row[key] for row in new["funding"] for key in ("execution_rate", "outturn", "score")} == {""}
        assert (new["goal"]["achieved"], new["total"]["score"], new["sign_off"]["filed_on"]) == ("", "", "")
        for row in (*old["indicators"], *new["indicators"]):
            row.update(dict.fromkeys(CLEARED, ""))
        assert new["indicators"] == old["indicators"]
        assert new["goal"]["expected"] == old["goal"]["expected"]
        for key in ("project_name", "note", "dimensions"):
            assert new[key] == old[key]
        for key in ("preparer", "phone"):
            assert new["sign_off"][key] == old["sign_off"][key]


def test_years_that_were_left_over_are_named_on_standard_error_and_stay(tmp_path: Path) -> None:
    run = perfeval("rollover", EXPECTED, "--year", "2025", "-o", tmp_path, "--format", "json")
    assert any("2024年12月31日前完成" in line for line in run.complaints)
    assert any("2023年12月31日前完成" in line for line in run.complaints)
    assert forms_in(tmp_path)[0]["indicators"][8]["target"] == "2024年12月31日前完成"


def test_a_left_over_year_is_said_with_the_form_that_has_it(tmp_path: Path) -> None:
    run = perfeval("rollover", EXPECTED, "--year", "2025", "-o", tmp_path, "--format", "json")
    (line,) = (line for line in run.complaints if "2024年1月1日-12月31日" in line)
    assert "第 3 张表" in line
    assert old_forms()[2]["project_name"] in line


def test_with_json_everything_that_is_printed_is_one_json_value(tmp_path: Path) -> None:
    run = perfeval("rollover", EXPECTED, "--year", "2025", "-o", tmp_path, "--format", "json", "--json")
    assert set(run.json) == {"forms", "notes", "paths"}
    assert run.json["forms"] == forms_in(tmp_path)
    assert len(run.json["paths"]) == 7
    note = run.json["notes"][0]
    assert set(note) == {"file", "form", "where", "severity", "message"}
    assert (note["file"], note["form"]) == (str(EXPECTED), 0)
    assert run.err == ""


def test_years_move_on_only_when_that_is_asked_for(tmp_path: Path) -> None:
    run = perfeval(
        "rollover", EXPECTED, "--year", "2025", "-o", tmp_path, "--format", "json", "--shift-years", "--json"
    )
    assert run.json["forms"][0]["indicators"][8]["target"] == "2025年12月31日前完成"
    assert (
        run.json["forms"][6]["goal"]["expected"] == old_forms()[6]["goal"]["expected"]
    )  # who was hired when


def test_rolling_over_keeps_no_draft(tmp_path: Path) -> None:
    home = tmp_path / "data"
    perfeval("rollover", EXPECTED, "--year", "2025", "-o", tmp_path / "出", "--data", home)
    assert perfeval("drafts", "--json", "--data", home).json == []


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_the_new_years_forms_are_written_in_every_kind(tmp_path: Path, kind: str) -> None:
    run = perfeval("rollover", EXPECTED, "--year", "2025", "-o", tmp_path, "--format", kind, "--single-file")
    assert (run.status, run.lines) == (0, [str(tmp_path / f"附件3-2025年度.{kind}")])
    assert (tmp_path / f"附件3-2025年度.{kind}").stat().st_size > 1000


def test_a_form_in_yuan_is_not_rolled_over_into_a_paper_that_says_wan(tmp_path: Path) -> None:
    form = {**old_forms()[0], "funding_unit": "元"}
    (tmp_path / "元.json").write_text(json.dumps(form), encoding="utf-8")
    run = perfeval("rollover", tmp_path / "元.json", "--year", "2025", "-o", tmp_path / "出")
    assert run.status == 2
    assert not list((tmp_path / "出").glob("*"))
