"""Group C, the goal texts: their numbers, their items, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from perfeval_gui.core.checks.reading import Reading, quoted
from perfeval_gui.core.checks.rule import OFFICIAL, PRACTICE, Card, Help, Hit, Severity, form_check
from perfeval_gui.core.goals import figures_in, goal_items, goal_numbers
from perfeval_gui.core.likeness import bigrams, likeness
from perfeval_gui.core.quantities import format_number, is_blank
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.units import base_unit, is_money

_MISSING_SHARE = 0.4
_SAME_CLAUSE = 0.7
_TELLING_SHARE = 0.25
_HARDLY = 0.1


@form_check(
    Card(
        "C01",
        Severity.WARNING,
        "总体目标的数字与指标不一致",
        "{field}里“{clause}”写的是 {number}{unit}，指标{label}写的是 {value}，两处不一致",
        OFFICIAL,
        Help(
            "总体目标里的数字与三级指标的目标值、实际完成情况里的数字与实际完成值要一致。",
            "预期目标“举办培训班12期”，数量指标“举办培训班期数 ≥12期”。",
            "总体目标用去年的，指标改了数，目标没有改。",
        ),
        wordings={"alone": "实际完成情况写了“{number}{unit}”，预期目标和指标里都没有这个数，请核对"},
    )
)
def goal_number_differs(reading: Reading) -> Iterator[Hit]:
    """Find numbers in the goals that the rows of the same noun contradict; near wording only warns."""
    labels = {"expected": "预期目标", "achieved": "实际完成情况"}
    for found in goal_numbers(reading.form):
        facts = {"number": format_number(found.number), "unit": found.unit}
        if found.row is None:
            if found.field == "achieved" and _stands_alone(reading, found.clause, found.unit):
                yield Hit(reading.goal_cell("achieved"), facts, wording="alone")
            continue
        if found.agrees:
            continue
        facts |= {
            "field": labels[found.field],
            "clause": found.clause,
            "label": reading.rows[found.row].label,
            "value": " ".join(found.value.split()),
        }
        yield Hit(reading.goal_cell(found.field), facts, severity=Severity.ERROR if found.is_sure else None)


def _stands_alone(reading: Reading, clause: str, unit: str) -> bool:
    """Return whether the planned goal has the same clause without any number of that unit."""
    items = goal_items(reading.form.goal.expected)
    same = [item for item in items if likeness(item, clause) >= _SAME_CLAUSE]
    base = base_unit(unit)[1]
    return any(all(base_unit(other)[1] != base for _, _, other in figures_in(item)) for item in same)


@form_check(
    Card(
        "C02",
        Severity.WARNING,
        "完成情况没有逐条对应目标",
        "预期目标有 {planned} 条，实际完成情况只有 {done} 条，缺少{missing}的完成情况",
        PRACTICE,
        Help(
            "预期目标写了几条，实际完成情况就对应写几条，没有完成的也要写。",
            "目标 5 条，完成情况 5 条，第 3 条注明未完成及原因。",
            "没有完成的那一条直接不写。",
        ),
        wordings={
            "expected": "没有填写年度总体目标的预期目标",
            "achieved": "没有填写年度总体目标的实际完成情况",
            "less": "预期目标有 {planned} 条，实际完成情况只有 {done} 条，请逐条对应",
        },
    )
)
def goal_item_unanswered(reading: Reading) -> Iterator[Hit]:
    """Find blank goal texts, and planned items that the achieved text does not come back to."""
    goal = reading.form.goal
    for name in ("expected", "achieved"):
        if is_blank(goal.expected if name == "expected" else goal.achieved):
            yield Hit(reading.goal_cell(name), wording=name)
    planned, done = goal_items(goal.expected), goal_items(goal.achieved)
    if len(planned) < 2 or not done or len(done) >= len(planned):
        return
    answered = bigrams(goal.achieved)
    missing = [item for item in planned if _share(bigrams(item), answered) < _MISSING_SHARE]
    facts = {"planned": len(planned), "done": len(done), "missing": "、".join(map(quoted, missing))}
    if missing:
        yield Hit(reading.goal_cell("achieved"), facts)
    elif len(done) > 1:
        yield Hit(reading.goal_cell("achieved"), facts, wording="less")


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 1.0


@form_check(
    Card(
        "C03",
        Severity.WARNING,
        "目标里的任务没有对应指标",
        "预期目标里的{tasks}没有对应的三级指标",
        OFFICIAL,
        Help(
            "总体目标里有数量的任务都要分解成三级指标。",
            "目标“学习培训2次”对应数量指标“学习培训次数 ≥2次”。",
            "总体目标和指标是两次写的，互相对不上。",
        ),
        wordings={"words": "预期目标里的{tasks}看不出由哪个三级指标来衡量，请核对"},
    )
)
def goal_item_without_indicator(reading: Reading) -> Iterator[Hit]:
    """Find counted tasks of the goal of which no indicator speaks with a quarter of the telling words.

    Pairs of characters that stand in the project name or in many rows tell nothing and are left out.
    """
    rows = reading.filled
    if not rows:
        return
    names = [bigrams(row.name) | bigrams(row.row.target) | bigrams(row.row.actual) for row in rows]
    everywhere = bigrams(reading.form.project_name)
    counts = Counter(pair for name in names for pair in name)
    common = {pair for pair, count in counts.items() if count * 3 > len(names)}
    units = {unit for row in rows for unit in (row.target.base, row.actual.base)}
    tasks: list[str] = []
    for words, amount, unit in figures_in(reading.form.goal.expected):
        telling = bigrams(words) - everywhere - common
        if "每" in words and is_money(unit):
            continue  # a standard, not a task
        if not telling or any(len(telling & name) >= _TELLING_SHARE * len(telling) for name in names):
            continue
        if base_unit(unit)[1] in units and _has_number(reading, amount):
            continue
        number = format_number(amount / base_unit(unit)[0])
        tasks.append(f"{quoted(words.lstrip('。.,，、对'))}（{number}{unit}）")
    if tasks:
        yield Hit(reading.goal_cell("expected"), {"tasks": "、".join(dict.fromkeys(tasks))})
    in_words = [item for item in _tasks_in_words(reading) if _most_shared(item, everywhere, names) < _HARDLY]
    if in_words:
        facts = {"tasks": "、".join(map(quoted, in_words))}
        yield Hit(reading.goal_cell("expected"), facts, severity=Severity.HINT, wording="words")


def _tasks_in_words(reading: Reading) -> Iterator[str]:
    """Yield the items without any figure of a goal that has several: what measures them, only a person can tell."""
    items = goal_items(reading.form.goal.expected)
    return (item for item in items if len(items) > 1 and not figures_in(item))


def _most_shared(item: str, everywhere: frozenset[str], names: Sequence[frozenset[str]]) -> float:
    telling = bigrams(item) - everywhere
    return max((_share(telling, name) for name in names), default=1.0)


def _has_number(reading: Reading, amount: object) -> bool:
    return any(amount in (row.target.amount, row.actual.amount) for row in reading.filled)


@form_check(
    Card(
        "C04",
        Severity.WARNING,
        "实际完成情况照抄预期目标",
        "实际完成情况与预期目标一字不差，请写年终实际做到的情况和数字",
        PRACTICE,
        Help(
            "实际完成情况写结果：做了多少、效果怎样、哪些没有完成。",
            "全年为 19 名对象按月发放补贴 4.56 万元，走访慰问 2 次。",
            "把预期目标复制过来。",
        ),
    )
)
def achieved_copies_expected(reading: Reading) -> Iterator[Hit]:
    """Find an achieved text that repeats the planned one."""
    goal = reading.form.goal
    expected, achieved = (squeeze(text).strip("。.；;，,") for text in (goal.expected, goal.achieved))
    if expected and expected == achieved:
        yield Hit(reading.goal_cell("achieved"))


CHECKS = (
    goal_number_differs,
    goal_item_unanswered,
    goal_item_without_indicator,
    achieved_copies_expected,
)
