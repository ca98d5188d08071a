"""The 校对单 shows what is open, what was accepted and why, and what changed; the 一览 all projects."""

from dataclasses import replace

from perfeval_gui import resources
from perfeval_gui.core.checks.catalogue import Finding, Severity, waiver_for
from perfeval_gui.core.form import Cell, Form, Project
from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.proof import overview, place_name, proof_on_one_page, proof_sheet
from tests.examples import example_project

PROFILE = resources.profile()


def rows_of(grid: Grid) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for box in sorted(grid.boxes, key=lambda box: (box.row, box.column)):
        rows.setdefault(box.row, []).append(box.text)
    return list(rows.values())


def finding(
    project: Project, block: str, row: str, field: str, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(
        "A01",
        severity,
        Cell(project.id, block, row, field),
        "执行率应为97.44%",
        "地方口径",
        facts={"rate": 1},
    )


def test_open_findings_stand_by_weight_with_room_for_a_tick() -> None:
    project = example_project(4)
    first, row = project.form.funding[0].id, project.form.indicators[2].id
    found = [
        finding(project, "indicators", row, "actual", Severity.HINT),
        finding(project, "funding", first, "execution_rate"),
    ]
    rows = rows_of(proof_sheet(project, found))
    assert rows[0] == ["类别", "位置", "内容", "说明或处理"]
    assert rows[1] == ["一、待处理（2 项）"]
    assert rows[2] == ["错误", "年度资金总额 · 执行率", "执行率应为97.44%", "□ 已改　□ 无须改"]
    assert rows[3][:2] == ["提示", "指标 3 · 实际完成值"]
    assert rows[4:] == [["二、已阅并说明"], ["无", "", "", ""]]


def test_an_accepted_finding_stands_with_its_reason_and_is_not_open() -> None:
    project = example_project(4)
    found = finding(project, "total", "", "score")
    accepted = replace(project, waivers=(waiver_for(found, "财政局同意按此填列"),))
    rows = rows_of(proof_sheet(accepted, [found]))
    assert rows[1] == ["一、待处理（0 项）"]
    assert rows[-1] == ["已阅", "总得分", "执行率应为97.44%", "财政局同意按此填列"]


def test_changes_against_last_year_show_before_and_after() -> None:
    project = example_project(4)
    old = project.form
    removed = old.indicators[-1]
    new = replace(old, fiscal_year="2025", note="", indicators=old.indicators[:-1])
    rows = rows_of(proof_sheet(replace(project, form=new, previous=old), []))
    assert ["三、与上年相比（3 处）"] in rows
    assert ["修改", "年度", "2024 → 2025", ""] in rows
    assert any(row[:2] == ["修改", "备注"] and row[2].endswith("→ （空）") for row in rows)
    assert any(row[:2] == ["删去", f"指标 {len(old.indicators)}"] and removed.name in row[2] for row in rows)


def test_the_overview_lists_the_amounts_as_written_and_the_open_findings() -> None:
    projects = [example_project(number) for number in range(1, 8)]
    found = [finding(projects[3], "total", "", "score"), finding(projects[3], "", "", "", Severity.WARNING)]
    grid = overview(projects, lambda _: PROFILE, found)
    rows = rows_of(grid)
    assert grid.head[0].text == "2024年度项目支出绩效自评一览"
    assert len(rows) == 8
    assert rows[4] == ["4", "老干部（代干生活补贴）", "4.8", "4.68", "4.56", "100%", "100", "优", "1／1／0"]
    assert rows[1][-1] == "0／0／0"


def test_places_are_named_even_where_the_row_is_gone() -> None:
    project = example_project(4)
    assert place_name(project.form, Cell("p4", "indicators", "gone", "actual")) == "实际完成值"
    assert place_name(project.form, Cell("p4", "", "", "")) == "整张表"
    assert place_name(project.form, Cell("p4", "indicators", "", "")) == "绩效指标"
    assert (
        place_name(project.form, Cell("p4", "dimensions", project.form.dimensions[0].id, "points"))
        == "一级指标分值"
    )
    assert place_name(Form(), Cell("p4", "goal", "", "expected")) == "预期目标"


def many(project: Project, severity: Severity, check: str = "A01") -> list[Finding]:
    rows = project.form.indicators
    return [replace(finding(project, "indicators", row.id, "actual", severity), check=check) for row in rows]


def test_findings_of_one_check_share_a_row_where_a_page_would_not_take_them_all() -> None:
    project = example_project(1)
    rows = rows_of(proof_sheet(project, many(project, Severity.ERROR)[:3], 1))
    assert rows[1] == ["一、待处理（3 项）"]
    assert rows[2][1:3] == ["指标 1、2、3 · 实际完成值", "执行率应为97.44%（等 3 处）"]


def test_hints_are_only_counted_where_a_page_is_too_short_for_them() -> None:
    project = example_project(1)
    found = [*many(project, Severity.ERROR)[:1], *many(project, Severity.HINT, "A04")]
    rows = rows_of(proof_sheet(project, found, 2))
    assert rows[2][:2] == ["错误", "指标 1 · 实际完成值"]
    assert rows[3][:2] == ["提示", "共 18 项"]
    assert rows[3][2].endswith("（18）")


def test_a_short_list_is_not_shortened_and_a_long_one_fits_its_page() -> None:
    project = example_project(1)
    short, long = many(project, Severity.ERROR)[:5], many(project, Severity.ERROR) * 6
    assert proof_on_one_page(project, short, PROFILE.page) == proof_sheet(project, short)
    assert proof_on_one_page(project, long, PROFILE.page) == proof_sheet(project, long, 1)


def test_changes_that_are_left_out_are_counted() -> None:
    project = example_project(1)
    old = replace(project.form, indicators=())
    rows = rows_of(proof_sheet(replace(project, previous=old), [], 2))
    heading = next(row[0] for row in rows if row[0].startswith("三、"))
    shown = rows[rows.index([heading]) + 1 :]
    assert len(shown) == 13
    count = int("".join(filter(str.isdigit, heading)))
    assert shown[-1][:2] == ["其余", f"{count - 12} 处"]
