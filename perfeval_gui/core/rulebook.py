"""规则一览: the rules in force for a form, each in words with its source; and a rule pack written as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perfeval_gui.core.checks.catalogue import CATALOGUE, Severity
from perfeval_gui.core.checks.rule import LOCAL, OFFICIAL, PRACTICE
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number

_REVERSE = {"ratio": "超出时按 分值×目标÷实际 计分", "linear": "超出多少扣多少，超出一倍得 0 分"}


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """One rule in words: what it is about, what holds, and where it comes from."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class CheckInForce:
    """A check as the profile has it: on or off, how grave, and whether the profile changed that."""

    id: str
    title: str
    severity: Severity
    source: str
    is_on: bool
    is_changed: bool


def rules_in_force(profile: Profile) -> tuple[RuleInForce, ...]:
    """Return the weights, scoring rules and thresholds of the profile in reading order."""
    return tuple(_rules(profile))


def _rules(profile: Profile) -> Iterator[RuleInForce]:
    scoring = profile.scoring
    yield RuleInForce("规则包", f"{profile.name}（{profile.id}）", profile.basis)
    yield RuleInForce("总分", f"{format_number(profile.total_points)} 分", profile.basis)
    yield RuleInForce("预算执行率", f"{format_number(profile.execution_points)} 分", profile.basis)
    for rule in profile.dimensions:
        required = "、".join(item.name for item in rule.categories if item.required)
        words = f"{format_number(rule.points)} 分" + (f"；必填：{required}" if required else "")
        yield RuleInForce(rule.name, words, profile.basis)
    yield RuleInForce("执行得分", "执行率×分值，不超过分值，保留两位小数", OFFICIAL)
    yield RuleInForce("正向指标（≥）", "达到得满分；未达到按 分值×实际÷目标 计分", OFFICIAL)
    yield RuleInForce("反向指标（≤）", _REVERSE[scoring.reverse], LOCAL)
    for tier in scoring.tiers:
        share = f"{format_number(tier.low)}%～{format_number(tier.high)}%"
        yield RuleInForce(f"定性指标：{tier.name}", f"得分值的 {share}", OFFICIAL)
    over = format_number(scoring.over_achievement * 100)
    yield RuleInForce("超额完成", f"超过目标的 {over}% 要说明原因", LOCAL)
    yield RuleInForce("执行率偏低", f"低于 {format_number(scoring.low_execution_rate)}% 要说明原因", LOCAL)
    yield RuleInForce("得分核对", f"与公式相差不超过 {format_number(scoring.tolerance)} 分", PRACTICE)
    grades = "，".join(f"{grade.name} {format_number(grade.low)} 分起" for grade in scoring.grades)
    if grades:
        yield RuleInForce("等级", grades, profile.basis)
    (first_month, first_day), (last_month, last_day) = profile.filing_window
    window = f"次年 {first_month}月{first_day}日 至 {last_month}月{last_day}日"
    yield RuleInForce("常规填报时间", window, LOCAL)


def checks_in_force(profile: Profile) -> tuple[CheckInForce, ...]:
    """Return every check of the catalogue with the profile's choice."""
    return tuple(
        CheckInForce(
            check.id,
            check.title,
            Severity(profile.check_severity.get(check.id, check.severity.value)),
            check.source,
            check.id not in profile.checks_off,
            check.id in profile.checks_off or check.id in profile.check_severity,
        )
        for check in CATALOGUE
    )


def pack_text(pack: Mapping[str, Any]) -> str:
    """Return a rule pack as the text of a TOML file that reads back as the same pack.

    Texts, whole numbers, flags, lists and tables are written; plain values come before tables.
    """
    return "\n".join(_table(pack, ())).strip() + "\n"


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    plain = {
        key: value for key, value in table.items() if not isinstance(value, Mapping) and not _is_rows(value)
    }
    if path and (plain or not table):
        yield f"\n[{_dotted(path)}]"
    yield from (f"{_key(key)} = {_value(value)}" for key, value in plain.items())
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _table(value, (*path, key))
        elif _is_rows(value):
            for row in value:
                yield f"\n[[{_dotted((*path, key))}]]"
                yield from (f"{_key(name)} = {_value(item)}" for name, item in row.items())


def _is_rows(value: object) -> bool:
    return isinstance(value, Sequence) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(map(_key, path))


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items()) + " }"
    if isinstance(value, Sequence):
        parts = [_value(item) for item in value]
        is_long = any(isinstance(item, Mapping) for item in value)
        return "[\n    " + ",\n    ".join(parts) + ",\n]" if is_long else "[" + ", ".join(parts) + "]"
    return str(value)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def _quoted(text: str) -> str:
    escaped = (
        _ESCAPES.get(sign) or (f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign)
        for sign in text
    )
    return f'"{"".join(escaped)}"'
