"""Group C, consistency: scores against what was reached, and the reasons for what was not."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_gui.core.checks.reading import Reading
from perfeval_gui.core.checks.rule import OFFICIAL, PRACTICE, Card, Help, Hit, Severity, form_check
from perfeval_gui.core.checks.variance import has_reason
from perfeval_gui.core.quantities import format_number
from perfeval_gui.core.scorecard import is_reached, is_reverse


@form_check(
    Card(
        "C05",
        Severity.ERROR,
        "没达到目标却得满分",
        "{label}目标 {target}，实际 {actual}，没有达到目标，却得了满分 {score}",
        OFFICIAL,
        Help(
            "没有达到目标的指标按完成比例计分，不能得满分。",
            "目标 20 名，实际 19 名，分值 10，得 9.5 分。",
            "觉得差得不多，或者写了原因，就给了满分。",
        ),
    )
)
def full_score_below_target(reading: Reading) -> Iterator[Hit]:
    """Find rows that got all points although less than the target was reached."""
    for row in reading.filled:
        if not row.is_full or is_reverse(row.target, row.role) or is_reached(row.row, row.role) is not False:
            continue
        facts = {
            "label": row.label,
            "target": " ".join(row.row.target.split()),
            "actual": " ".join(row.row.actual.split()),
            "score": format_number(row.score) if row.score is not None else "",
        }
        yield Hit(row.cell_of("score"), facts)


@form_check(
    Card(
        "C07",
        Severity.ERROR,
        "扣了分没有写原因",
        "{label}分值 {weight}、得分 {score}，扣了 {lost} 分，没有写偏差原因",
        PRACTICE,
        Help(
            "凡是扣分的指标都要写偏差原因和改进措施。",
            "偏差原因：受汛期影响两期培训推迟；改进措施：下年提前排期。",
            "只改了得分，最后一栏空着。",
        ),
    )
)
def deduction_without_reason(reading: Reading) -> Iterator[Hit]:
    """Find rows that lost points without a word in the last column."""
    for row in reading.filled:
        if row.weight is None or row.score is None or row.score >= row.weight or has_reason(row):
            continue
        facts = {
            "label": row.label,
            "weight": format_number(row.weight),
            "score": format_number(row.score),
            "lost": format_number(row.weight - row.score),
        }
        yield Hit(row.cell_of("variance_note"), facts)


CHECKS = (full_score_below_target, deduction_without_reason)
