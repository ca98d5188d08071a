"""Group V, values: what may stand in 年度指标值 and 实际完成值."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval_gui.core.checks.reading import Reading
from perfeval_gui.core.checks.rule import OFFICIAL, PRACTICE, Card, Help, Hit, Severity, form_check
from perfeval_gui.core.measures import AFTER, COMPARATORS, Measure, ValueKind, same_unit
from perfeval_gui.core.quantities import narrow

_QUOTED = re.compile(r"[“\"「『《（(][^”\"」』》）)]*[”\"」』》）)]")
_WORD_SIGNS = sorted(
    (word for word in COMPARATORS if len(word) > 1 and not word.isascii()), key=len, reverse=True
)
_IN_ACTUAL = re.compile(
    r"[≥≧⩾≽≤≦⩽≼<>＜＞〉〈═]|(?:" + "|".join(_WORD_SIGNS) + r")(?=\s*[0-9])"
    r"|(?<=[0-9%％‰\u4e00-\u9fff])(?:"
    + "|".join(sorted((word for word in AFTER if word.endswith(("上", "下", "以内"))), key=len, reverse=True))
    + ")"
)
_HAS_DIGIT = re.compile(r"[0-9０-９]")


@form_check(
    Card(
        "V01",
        Severity.ERROR,
        "实际完成值带了比较符号",
        "实际完成值写的是“{written}”，带有“{sign}”；请改成实际完成的确切数字",
        PRACTICE,
        Help(
            "实际完成值写年终实际做到的数，不带 ≥、≤、以上、不低于 等字样。",
            "年度指标值 ≥12个，实际完成值 13个。",
            "把年度指标值原样复制到实际完成值。",
        ),
    )
)
def comparator_in_actual(reading: Reading) -> Iterator[Hit]:
    """Find comparators in actual values; what stands in quotation marks or brackets is a name."""
    for row in reading.filled:
        text = row.row.actual
        if not _HAS_DIGIT.search(text):
            continue
        found = _IN_ACTUAL.search(_QUOTED.sub("", narrow(text)))
        if found:
            yield Hit(row.cell_of("actual"), {"written": " ".join(text.split()), "sign": found[0]})


@form_check(
    Card(
        "V03",
        Severity.ERROR,
        "目标和实际的单位不一致",
        "{label}目标的单位是“{target}”，实际的单位是“{actual}”，无法比较",
        OFFICIAL,
        Help(
            "实际完成值与年度指标值用同一个单位。",
            "目标 ≥8期，实际 12期。",
            "目标按“个”，实际按“期”；或者目标是数量，实际写百分比。",
        ),
    )
)
def units_differ(reading: Reading) -> Iterator[Hit]:
    """Find rows whose actual value is counted in another unit than the target."""
    for row in reading.filled:
        actual = row.actual
        if actual.kind is ValueKind.SEVERAL and not any(same_unit(row.target, part) for part in actual.parts):
            actual = actual.parts[0]
        if not _are_figures(row.target, actual) or same_unit(row.target, actual):
            continue
        facts = {"label": row.label, "target": row.target.unit, "actual": actual.unit}
        yield Hit(row.cell_of("actual"), facts)


def _are_figures(target: Measure, actual: Measure) -> bool:
    kinds = (ValueKind.NUMBER, ValueKind.RANGE)
    return target.kind in kinds and actual.kind in kinds and bool(target.unit and actual.unit)


CHECKS = (comparator_in_actual, units_differ)
