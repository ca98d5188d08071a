"""What the charts of a unit show: bars with their figures, as values; nobody draws here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfeval_gui.core.checks.catalogue import check_by_id
from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.core.quantities import format_number, format_rate, round_half_up
from perfeval_gui.core.summary import SummaryRow, section_totals
from perfeval_gui.core.summary_table import NO_NAME

MOST_BARS = 12
_HUNDRED = Decimal(100)

Kind = tuple[str, str]
"""A kind of finding: the severity's name, and the check's id. A name: an enum hashes slowly."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its length, the figure written beside it, and how it is meant.

    `tone` is `plain` or a severity; `mark` is the word that says the same without colour; `key` is a project's
    id where the bar is one project's, else a blank.
    """

    label: str
    value: Decimal
    text: str
    tone: str = "plain"
    mark: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title; `full` is the value of a bar as long as the chart, `line` one to compare with (or None).

    `note` says what is left out, blank for nothing.
    """

    title: str
    bars: tuple[Bar, ...]
    full: Decimal
    line: Decimal | None = None
    note: str = ""

    @property
    def in_words(self) -> str:
        """The chart as a sentence, for those who do not see it."""
        return f"{self.title}：" + "；".join(f"{bar.label} {bar.text}" for bar in self.bars)


def execution_chart(rows: Sequence[SummaryRow], low_rate: Decimal) -> Chart:
    """Return the execution rate by project, the lowest first; below `low_rate` percent a reason is due."""
    known = [(row.rate, row) for row in rows if row.rate is not None]
    known.sort(key=lambda pair: pair[0])
    bars = [_rate_bar(row, rate, low_rate) for rate, row in known[:MOST_BARS]]
    notes = []
    if len(known) > MOST_BARS:
        notes.append(f"共 {len(known)} 个项目，列出最低的 {MOST_BARS} 个")
    if len(rows) > len(known):
        notes.append(f"{len(rows) - len(known)} 个项目没有预算数或执行数")
    full = max([_HUNDRED, *(bar.value for bar in bars)])
    return Chart("各项目预算执行率", tuple(bars), full, _HUNDRED, "；".join(notes))


def _rate_bar(row: SummaryRow, rate: Decimal, low_rate: Decimal) -> Bar:
    mark = "偏低" if rate < low_rate else "超支" if rate > _HUNDRED else ""
    tone = "warning" if mark else "plain"
    return Bar(row.name or NO_NAME, max(rate, Decimal(0)), format_rate(rate), tone, mark, row.project)


def section_chart(rows: Iterable[SummaryRow]) -> Chart:
    """Return the share of the points that was reached, by section over all projects."""
    bars = []
    for section in section_totals(rows):
        if section.weight <= 0:
            continue
        share = round_half_up(section.score / section.weight * _HUNDRED)
        points = f"{format_number(section.score)}/{format_number(section.weight)} 分"
        tone = ("warning", "超过分值") if share > _HUNDRED else ()
        bars.append(Bar(section.name, max(share, Decimal(0)), f"{format_rate(share)}（{points}）", *tone))
    full = max([_HUNDRED, *(bar.value for bar in bars)])
    return Chart("各部分得分率", tuple(bars), full, _HUNDRED)


def kinds_of(findings: Iterable[Finding]) -> Mapping[Kind, int]:
    """Return how often each kind of finding is there."""
    return Counter((finding.severity.value, finding.check) for finding in findings)


def findings_chart(kinds: Iterable[Mapping[Kind, int]]) -> Chart:
    """Return how often each kind of finding is open over several projects' kinds, the most frequent first."""
    counted: dict[Kind, int] = {}
    for found in kinds:
        for kind, count in found.items():
            counted[kind] = counted.get(kind, 0) + count
    listed = sorted(counted.items(), key=lambda item: (-item[1], Severity(item[0][0]).rank, item[0][1]))
    bars = tuple(
        Bar(_title(check_id), Decimal(count), f"{count} 处", severity, Severity(severity).label)
        for (severity, check_id), count in listed[:MOST_BARS]
    )
    rest = sum(count for _, count in listed[MOST_BARS:])
    note = f"还有 {len(listed) - MOST_BARS} 类共 {rest} 处" if rest else ""
    return Chart("检查发现的问题", bars, max([Decimal(1), *(bar.value for bar in bars)]), None, note)


def severities_in_words(counts: tuple[int, int, int]) -> str:
    """Return counts of errors, warnings and hints as people read them."""
    found = [f"{severity.label} {count}" for severity, count in zip(Severity, counts, strict=True) if count]
    return "，".join(found) or "没有发现问题"


def _title(check_id: str) -> str:
    check = check_by_id(check_id)
    return check.title if check else check_id
