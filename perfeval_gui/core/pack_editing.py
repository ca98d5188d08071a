"""Rule packs changed by hand: the values that a table offers, and a pack that says only what differs."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perfeval_gui.core.profile import Profile, merged, profile_from_mapping

Path = tuple[str | int, ...]
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_SCORING = (
    ("over_achievement", "超额完成：实际达到目标的几倍以上须说明原因"),
    ("low_execution_rate", "执行率低于百分之几须说明原因"),
    ("tolerance", "得分与公式相差多少分以内算相符"),
    ("reverse", "反向指标：ratio 目标÷实际×分值，linear 超出多少扣多少"),
)


@dataclass(frozen=True, slots=True)
class PackValue:
    """One value of a pack that may be changed in a table: where it stands, its name and its text."""

    path: Path
    name: str
    text: str


def pack_values(pack: Mapping[str, Any]) -> tuple[PackValue, ...]:
    """Return the values of a whole pack that a table offers, in reading order."""
    return tuple(_values(pack))


def _values(pack: Mapping[str, Any]) -> Iterator[PackValue]:
    yield _value(pack, ("name",), "规则包名称")
    yield _value(pack, ("basis",), "依据（通知的文号，没有就写地方口径）")
    yield _value(pack, ("note",), "表下备注")
    yield _value(pack, ("points", "total"), "总分")
    yield _value(pack, ("points", "execution"), "预算执行率分值")
    for number, section in enumerate(pack["dimensions"]):
        yield _value(pack, ("dimensions", number, "points"), f"{section['name']}分值")
        for place, category in enumerate(section["categories"]):
            if "weight" in category:
                path = ("dimensions", number, "categories", place, "weight")
                yield _value(pack, path, f"　{category['name']}常用分值")
    for key, name in _SCORING:
        yield _value(pack, ("scoring", key), name)
    for number, tier in enumerate(pack["scoring"]["tiers"]):
        for key, word in (("from", "下限"), ("to", "上限")):
            yield _value(pack, ("scoring", "tiers", number, key), f"定性“{tier['name']}”{word}（分值的%）")
    for number, grade in enumerate(pack["scoring"]["grades"]):
        yield _value(pack, ("scoring", "grades", number, "from"), f"等级“{grade['name']}”从几分起")


def _value(pack: Mapping[str, Any], path: Path, name: str) -> PackValue:
    found: Any = pack
    for step in path:
        found = found[step]
    return PackValue(path, name, str(found))


def key_of(path: Path) -> str:
    """Return the path as errors name it, such as `scoring.grades[2].from`."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def with_values(pack: Mapping[str, Any], texts: Mapping[Path, str]) -> dict[str, Any]:
    """Return the whole pack with other texts at the paths; labels that print points follow their section."""
    made: dict[str, Any] = copy.deepcopy(dict(pack))
    for path, text in texts.items():
        holder: Any = made
        for step in path[:-1]:
            holder = holder[step]
        before = holder[path[-1]]
        holder[path[-1]] = text
        if path[0] == "dimensions" and path[-1] == "points" and "label" in holder:
            holder["label"] = holder["label"].replace(f"{before}分", f"{text}分")
    return made


def with_checks(
    pack: Mapping[str, Any], chosen: Mapping[str, tuple[bool, str]], usual: Mapping[str, str]
) -> dict[str, Any]:
    """Return the whole pack with every check on or off and as grave as chosen.

    `chosen` holds by check id whether it is on and its severity, `usual` the severities of the catalogue.
    """
    off = [check_id for check_id, (is_on, _) in chosen.items() if not is_on]
    kept = pack["checks"]["severity"]
    severity = {
        check_id: grave
        for check_id, (_, grave) in chosen.items()
        if check_id in kept or grave != usual[check_id]
    }
    return {**pack, "checks": {**pack["checks"], "off": off, "severity": severity}}


def difference(base: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a pack must say besides the base for both together to be the whole (see `profile.merged`)."""
    changed: dict[str, Any] = {}
    for key, value in whole.items():
        below = base.get(key)
        if key in base and below == value:
            continue
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            changed[key] = difference(below, value)
        elif key == "rows" and isinstance(below, Sequence):
            changed[key] = [row for row in value if row not in below]
        else:
            changed[key] = value
    return changed


def own_pack(pack_id: str, base: Profile | None, whole: Mapping[str, Any]) -> dict[str, Any]:
    """Return the pack as a file of its own: its id, what it extends (None: nothing), and what differs from that.

    Raises ProfileError where the pack would not be usable.
    """
    below = base.source if base else {}
    heading = {
        "id": pack_id,
        "name": whole["name"],
        "basis": whole["basis"],
        "extends": base.id if base else "",
    }
    changed = difference(below, {**whole, **heading})
    made = {**heading, **{key: value for key, value in changed.items() if key not in heading}}
    profile_from_mapping(merged(below, made))
    return made


def is_pack_id(text: str) -> bool:
    """Return whether the text may name a pack and its file: small letters, digits and hyphens."""
    return _NAME.fullmatch(text) is not None


def free_pack_id(wanted: str, taken: Sequence[str]) -> str:
    """Return an id like the wanted one that is not taken: with `-2`, `-3` and so on behind it."""
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
