"""What goes to the leader with the form: the 校对单 of one project, the 一览 of all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from perfeval_gui.core.checks.catalogue import Finding, Severity, check_by_id, is_waived
from perfeval_gui.core.compare import Difference, Kind, compare
from perfeval_gui.core.fields import label_of
from perfeval_gui.core.form import (
    DIMENSIONS,
    EXTRA,
    FUNDING,
    GOAL,
    INDICATORS,
    ROW_BLOCKS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Form,
    Project,
    read,
    rows_of,
)
from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.layout.listing import Column, Section, listing
from perfeval_gui.core.layout.pages import fit
from perfeval_gui.core.profile import PageRule, Profile
from perfeval_gui.core.proposals import place_of
from perfeval_gui.core.quantities import parse_points
from perfeval_gui.core.scoring import grade_of, total_funding_row

PROOF_COLUMNS = (
    Column("类别", 800, left=False),
    Column("位置", 2200),
    Column("内容", 5666),
    Column("说明或处理", 1800),
)
OVERVIEW_COLUMNS = (
    Column("序号", 600, left=False),
    Column("项目支出名称", 3166),
    Column("年初\n预算数\n（万元）", 1000, left=False),
    Column("全年\n预算数\n（万元）", 1000, left=False),
    Column("全年\n执行数\n（万元）", 1000, left=False),
    Column("执行率", 900, left=False),
    Column("总分", 700, left=False),
    Column("等级", 600, left=False),
    Column("错误／警告／提示", 1500, left=False),
)
_CHANGES = {Kind.CHANGED: "修改", Kind.ADDED: "增加", Kind.REMOVED: "删去", Kind.MOVED: "移动"}
BREVITIES = (0, 1, 2)
_LEAST_SIZE = 8
_MOST_CHANGES = 12
_INDICATOR = re.compile(r"指标 (\d+) · (.+)")
_SIGNED_BY = (
    "校对人：\u3000\u3000\u3000\u3000\u3000校对日期：\u3000\u3000\u3000\u3000\u3000\u3000\u3000单位负责人："
)
_BLOCKS = {
    FUNDING: "项目资金",
    GOAL: "年度总体目标",
    DIMENSIONS: "一级指标",
    INDICATORS: "绩效指标",
    TOTAL: "总分",
    SIGN_OFF: "落款",
    EXTRA: "表外内容",
}

ProfileOf = Callable[[Project], Profile]


def proof_on_one_page(project: Project, findings: Sequence[Finding], page: PageRule) -> Grid:
    """Return the 校对单 as detailed as one page of readable print allows, at least as short as can be."""
    grid = proof_sheet(project, findings)
    for brevity in BREVITIES:
        grid = proof_sheet(project, findings, brevity)
        fitted = fit(grid, page)
        if fitted.is_one_page and fitted.step.size >= _LEAST_SIZE:
            break
    return grid


def proof_sheet(project: Project, findings: Iterable[Finding], brevity: int = 0) -> Grid:
    """Return the 校对单: what is still open, what was accepted and why, what changed since last year.

    At brevity 1 findings of one check share a row that names all their places; at 2 the hints are only
    counted by their check and the last of many changes are left out. Nothing is left out without saying so.
    """
    found = list(findings)
    still_open = sorted(
        (item for item in found if not is_waived(item, project)), key=lambda item: item.severity.rank
    )
    sections = [
        Section(f"一、待处理（{len(still_open)} 项）", _open_rows(project, still_open, brevity)),
        Section("二、已阅并说明", [_waived_row(project, item) for item in found if is_waived(item, project)]),
    ]
    if project.previous is not None:
        changes = [_change_row(project, item) for item in compare(project.previous, project.form)]
        heading = f"三、与上年相比（{len(changes)} 处）"
        sections.append(Section(heading, _first_changes(changes) if brevity > 1 else changes))
    name = project.form.project_name.strip() or "未命名项目"
    return listing(f"校对单　{name}", PROOF_COLUMNS, sections, (_SIGNED_BY,))


def overview(projects: Sequence[Project], profile_of: ProfileOf, findings: Sequence[Finding]) -> Grid:
    """Return the 一览: one row a project as written in its form, and how many findings are open."""
    rows = [
        _overview_row(number, item, profile_of(item), findings) for number, item in enumerate(projects, 1)
    ]
    years = {project.form.fiscal_year.strip() for project in projects}
    year = f"{years.pop()}年度" if len(years) == 1 else ""
    return listing(f"{year}项目支出绩效自评一览", OVERVIEW_COLUMNS, [Section("", rows)], ())


def place_name(form: Form, cell: Cell) -> str:
    """Return where a cell, block or form stands, for people: `指标 3 · 实际完成值`, `年度资金总额 · 执行率`."""
    if cell.block in ROW_BLOCKS and cell.row not in {row.id for row in rows_of(form, cell.block)}:
        return label_of(cell) or _block_name(cell.block)
    if cell.block == FUNDING:
        return f"{read(form, replace(cell, field='source'))} · {label_of(cell)}".strip(" ·")
    return place_of(form, cell).strip(" ·") or _block_name(cell.block)


def _block_name(block: str) -> str:
    return _BLOCKS.get(block, "整张表")


def _open_rows(project: Project, findings: Sequence[Finding], brevity: int) -> list[tuple[str, ...]]:
    if not brevity:
        return [_open_row(project, [item]) for item in findings]
    listed = [item for item in findings if brevity == 1 or item.severity is not Severity.HINT]
    rows = [_open_row(project, group) for group in _by_check(listed)]
    hints = _by_check(item for item in findings if item not in listed)
    if hints:
        kinds = "；".join(f"{_title(group[0])}（{len(group)}）" for group in hints)
        rows.append((Severity.HINT.label, f"共 {sum(map(len, hints))} 项", kinds, "□ 已看"))
    return rows


def _by_check(findings: Iterable[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[str, Severity], list[Finding]] = {}
    for item in findings:
        groups.setdefault((item.check, item.severity), []).append(item)
    return list(groups.values())


def _title(finding: Finding) -> str:
    check = check_by_id(finding.check)
    return check.title if check else finding.message


def _open_row(project: Project, group: Sequence[Finding]) -> tuple[str, ...]:
    first = group[0]
    places = _places(place_name(project.form, item.cell) for item in group)
    more = f"（等 {len(group)} 处）" if len(group) > 1 else ""
    return first.severity.label, places, first.message + more, "□ 已改　□ 无须改"


def _places(names: Iterable[str]) -> str:
    """Return the places as one text; rows of indicators share their word: `指标 3、5 · 实际完成值`."""
    numbers: dict[str, list[str]] = {}
    for name in names:
        found = _INDICATOR.fullmatch(name)
        numbers.setdefault(found[2] if found else name, []).extend([found[1]] if found else [])
    return "；".join(
        f"指标 {'、'.join(dict.fromkeys(rows))} · {name}" if rows else name for name, rows in numbers.items()
    )


def _first_changes(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    left_out = len(rows) - _MOST_CHANGES
    if left_out <= 0:
        return rows
    return [
        *rows[:_MOST_CHANGES],
        ("其余", f"{left_out} 处", "篇幅所限没有列出，请在程序里打开“显示去年数”逐格对照", ""),
    ]


def _waived_row(project: Project, finding: Finding) -> tuple[str, ...]:
    reasons = [
        waiver.reason
        for waiver in project.waivers
        if (waiver.check, waiver.cell) == (finding.check, finding.cell)
    ]
    return "已阅", place_name(project.form, finding.cell), finding.message, "；".join(reasons)


def _change_row(project: Project, change: Difference) -> tuple[str, ...]:
    cell = Cell(project.id, change.block, change.row, change.field)
    form = project.previous if change.kind is Kind.REMOVED and project.previous else project.form
    return (
        _CHANGES[change.kind],
        place_name(form, cell),
        f"{change.before or '（空）'} → {change.after or '（空）'}",
        "",
    )


def _overview_row(
    number: int, project: Project, profile: Profile, findings: Sequence[Finding]
) -> tuple[str, ...]:
    form = project.form
    funding = total_funding_row(form, profile)
    score = parse_points(form.total.score)
    still_open = [
        item for item in findings if item.cell.project == project.id and not is_waived(item, project)
    ]
    counts = [sum(item.severity is severity for item in still_open) for severity in Severity]
    amounts = (funding.initial_budget, funding.revised_budget, funding.outturn) if funding else ("", "", "")
    return (
        str(number),
        form.project_name.strip(),
        *amounts,
        funding.execution_rate if funding else "",
        form.total.score.strip(),
        grade_of(score, profile) if score is not None else "",
        "／".join(map(str, counts)),
    )
