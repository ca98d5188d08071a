"""得分明细卡: how the score of the row under the cursor comes about, and what may be copied into its reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfeval_gui.core.checks.rule import LOCAL, OFFICIAL
from perfeval_gui.core.edits import SetCell
from perfeval_gui.core.form import FUNDING, INDICATORS, Cell, FundingRow, Indicator, Project, row_index
from perfeval_gui.core.likeness import without_numbering
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number, format_rate, parse_amount, parse_points
from perfeval_gui.core.scorecard import ScoreCard, score_card
from perfeval_gui.core.scoring import computed_rate, computed_score, total_funding_row

UNREADABLE = (
    "目标和实际完成值不是能比较的数、日期或三档用语，或者没有分值，这一行不能自动计分，请按完成情况给分。"
)


@dataclass(frozen=True, slots=True)
class RowCard:
    """One row's score in words. `score_cell` is where it stands, `score` what it should be (None: not known).

    `low` and `high` bound the tiers of qualitative scoring; `reason_cell` is None where the row has no
    column for reasons.
    """

    title: str
    sentence: str
    rule: str
    source: str
    verdict: str
    score_cell: Cell
    score: Decimal | None
    reason_cell: Cell | None


def row_card(project: Project, cell: Cell, profile: Profile) -> RowCard | None:
    """Return the card of the indicator row or of the scored funding row that a cell stands in, else None."""
    if cell.block == INDICATORS and cell.row:
        row = project.form.indicators[row_index(project.form, INDICATORS, cell.row)]
        return _of_indicator(project.id, row, profile)
    funding = total_funding_row(project.form, profile)
    if cell.block == FUNDING and funding is not None and funding.id == cell.row:
        return _of_execution(project.id, funding, profile)
    return None


def _of_indicator(project: str, row: Indicator, profile: Profile) -> RowCard:
    found = score_card(row, profile)
    title = without_numbering(row.name) or row.category
    score, reason = (Cell(project, INDICATORS, row.id, name) for name in ("score", "variance_note"))
    if found is None:
        return RowCard(title, UNREADABLE, "", "", "", score, None, reason)
    source = LOCAL if found.rule.startswith(("反向", "目标为 0")) else OFFICIAL
    only = found.score if found.low == found.high else None
    return RowCard(title, found.sentence, found.rule, source, _verdict(row.score, found), score, only, reason)


def _verdict(written: str, found: ScoreCard) -> str:
    points = parse_points(written)
    due = format_number(found.low)
    if found.low != found.high:
        due += f"～{format_number(found.high)}"
    if points is None:
        return f"表中没有填得分，应为 {due} 分。"
    if found.low <= points <= found.high:
        return f"表中写 {format_number(points)} 分，相符。"
    return f"表中写 {format_number(points)} 分，应为 {due} 分。"


def _of_execution(project: str, row: FundingRow, profile: Profile) -> RowCard:
    rate, score = computed_rate(row), computed_score(row, profile)
    cell = Cell(project, FUNDING, row.id, "score")
    title = "预算执行率"
    if rate is None or score is None:
        return RowCard(
            title, "全年预算数或全年执行数还不是数，不能计算执行率。", "", "", "", cell, None, None
        )
    weight = parse_points(row.weight)
    points = profile.execution_points if weight is None else weight
    outturn, revised = parse_amount(row.outturn), parse_amount(row.revised_budget)
    sentence = (
        f"执行率 {format_number(outturn or Decimal(0))}÷{format_number(revised or Decimal(0))} = {format_rate(rate)}，"
        f"得分 {format_number(points)}×{format_rate(rate)} = {format_number(score)}"
    )
    due = ScoreCard(score, score, score, sentence, "", reached=True)
    verdict = _verdict(row.score, due)
    return RowCard(title, sentence, "执行率×分值，最高不超过分值", OFFICIAL, verdict, cell, score, None)


def reason_edit(card: RowCard, reason: str) -> SetCell | None:
    """Return the edit that puts the card's sentence behind the reason written so far, or None when it is there."""
    if card.reason_cell is None or not card.rule or card.sentence in reason:
        return None
    before = reason.rstrip()
    joint = "" if not before or before.endswith(("。", "；", ";", "\n")) else "；"
    return SetCell(card.reason_cell, f"{before}{joint}{card.sentence}。")
