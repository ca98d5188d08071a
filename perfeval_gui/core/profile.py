"""A profile: the wording, weights, scoring rules and page of one form of the table, read from a rule pack."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from perfeval_gui.core.form import Dimension, Form, FundingRow, Indicator, Total, with_row_ids
from perfeval_gui.core.values import dataclass
from perfeval_gui.errors import ProfileError

USUAL_WINDOW = ((2, 1), (5, 31))
SEVERITIES = ("error", "warning", "hint")
MERGES = ("", "restart", "continue", "auto")
ROW_KINDS = (
    "name", "department", "funding_head", "funding", "goal_head", "goal", "indicator_head", "indicator", "total",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """A 二级指标 of the profile: its name, what it is about, its label on paper, its usual weight in points."""

    name: str
    role: str
    label: str
    weight: str
    required: bool


@dataclass(frozen=True, slots=True)
class DimensionRule:
    """A 一级指标 of the profile with its points and its label on paper."""

    name: str
    role: str
    points: Decimal
    label: str
    categories: tuple[CategoryRule, ...]


@dataclass(frozen=True, slots=True)
class FundingRule:
    """A row of 项目资金 that a blank form has; only the row with role `total` is scored."""

    source: str
    role: str
    align: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of qualitative scoring: the share of the weight in percent, from (incl.) to."""

    name: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade word and the total score from which it is given."""

    name: str
    low: Decimal


@dataclass(frozen=True, slots=True)
class Scoring:
    """How scores are recomputed: reverse variant, tolerance in points, thresholds, tiers and grades."""

    reverse: str
    tolerance: Decimal
    over_achievement: Decimal
    low_execution_rate: Decimal
    tiers: tuple[Tier, ...]
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class CellRule:
    """A cell of a printed row: fixed text or `{field}`, first grid column, columns covered, style, merge."""

    text: str
    column: int
    span: int
    style: str
    merge: str

    @property
    def field(self) -> str:
        """The field shown, such as `goal.expected`, or a blank for fixed text."""
        # One string for all: Python remembers each new one by which an attribute is looked up.
        return sys.intern(self.text[1:-1]) if self.text.startswith("{") else ""


@dataclass(frozen=True, slots=True)
class PageRule:
    """The paper in twips (1/20 pt); size steps are pairs of font size and line height in points."""

    size: tuple[int, int]
    margins: Mapping[str, int]
    grid: tuple[int, ...]
    cell_left_right: int
    cell_top_bottom: int
    cell_top_bottom_small: int
    size_steps: tuple[tuple[Decimal, Decimal], ...]
    two_page_step: tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything about the form that differs by province and year."""

    id: str
    name: str
    basis: str
    head: tuple[str, ...]
    note: str
    sign_off: Mapping[str, str]
    total_points: Decimal
    execution_points: Decimal
    funding: tuple[FundingRule, ...]
    dimensions: tuple[DimensionRule, ...]
    scoring: Scoring
    checks_off: frozenset[str]
    check_severity: Mapping[str, str]
    page: PageRule
    rows: Mapping[str, tuple[CellRule, ...]]
    filing_window: tuple[tuple[int, int], tuple[int, int]] = USUAL_WINDOW
    source: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def dimension(self, name: str) -> DimensionRule | None:
        """Return the rule of the 一级指标 with that name, or None when the profile does not know it."""
        return next((rule for rule in self.dimensions if rule.name == name), None)

    def category(self, name: str) -> CategoryRule | None:
        """Return the rule of the 二级指标 with that name, or None when the profile does not know it."""
        return next(
            (rule for group in self.dimensions for rule in group.categories if rule.name == name), None
        )

    def funding_role(self, source: str) -> str:
        """Return the role of a funding row by its printed label, or a blank when it is not the profile's."""
        return next((rule.role for rule in self.funding if rule.source == source), "")


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the base pack with the changes of a pack that extends it.

    Tables join, printed rows join by their `kind`, all else replaces.
    """
    result = dict(base)
    for key, value in changes.items():
        below = result.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            result[key] = merged(below, value)
        elif key == "rows" and _are_rows(value) and _are_rows(below):
            result[key] = list({row.get("kind"): row for row in (*(below or ()), *value)}.values())
        else:
            result[key] = value
    return result


def _are_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def profile_from_mapping(data: Mapping[str, Any]) -> Profile:
    """Return the profile that a whole (already merged) rule pack describes.

    Raises ProfileError whose message names the key that is missing or wrong.
    """
    pack = _Reader(data, "")
    page, scoring, points, checks = (pack.table(name) for name in ("page", "scoring", "points", "checks"))
    made = Profile(
        id=pack.text("id"),
        name=pack.text("name"),
        basis=pack.text("basis"),
        head=tuple(pack.texts("head")),
        note=pack.text("note"),
        sign_off=MappingProxyType(
            {
                name: pack.table("sign_off").text(name)
                for name in ("preparer", "filed_on", "phone", "signatory")
            }
        ),
        total_points=points.number("total"),
        execution_points=points.number("execution"),
        funding=tuple(
            FundingRule(row.text("source"), row.text("role"), row.text("align", "left"))
            for row in pack.tables("funding")
        ),
        dimensions=tuple(_dimension(row) for row in pack.tables("dimensions")),
        scoring=_scoring(scoring),
        checks_off=frozenset(_check_ids(checks, checks.texts("off"), "off")),
        check_severity=MappingProxyType(_severities(checks)),
        page=_page(page),
        rows=MappingProxyType(_rows(pack)),
        filing_window=_filing_window(pack),
        source=data,
    )
    sections = sum((rule.points for rule in made.dimensions), Decimal(0))
    if made.execution_points + sections != made.total_points:
        found = _plain(made.execution_points + sections)
        raise points.wrong(
            "total", f"是 {_plain(made.total_points)}，执行率分值加各一级指标分值却是 {found}，两者应相等"
        )
    return made


CHECK_NUMBERS = MappingProxyType(
    {
        letter: (1, last)
        for letter, last in zip("ABCMVTFSNX", (21, 10, 18, 7, 11, 6, 14, 1, 6, 10), strict=True)
    }
    | {"D": (5, 5)}
)
"""First and last number of each group of checks: a pack is read without the catalogue, a test compares them."""


def _check_ids(table: _Reader, ids: Sequence[str], key: str) -> Sequence[str]:
    for check_id in ids:
        if not re.fullmatch(r"[A-Z][0-9]{2}", check_id):
            raise table.wrong(key, f"里的“{check_id}”不是检查项编号（一个大写字母加两位数字，如 A05）")
        first, last = CHECK_NUMBERS.get(check_id[0], (1, 0))
        if not first <= int(check_id[1:]) <= last:
            raise table.wrong(key, f"里的“{check_id}”不在检查目录里，请看规则一览")
    return ids


def _severities(checks: _Reader) -> dict[str, str]:
    table = checks.table("severity")
    found = {key: table.text(key) for key in _check_ids(checks, list(table.data), "severity")}
    for key, value in found.items():
        if value not in SEVERITIES:
            raise table.wrong(key, "只能是 error（错误）、warning（警告）或 hint（提示）")
    return found


def _filing_window(pack: _Reader) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first and last day (month, day) on which self-evaluations are usually filed."""
    if "filing" not in pack.data:
        return USUAL_WINDOW
    table = pack.table("filing")
    return _month_and_day(table, "from"), _month_and_day(table, "to")


def _month_and_day(table: _Reader, key: str) -> tuple[int, int]:
    found = re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", table.text(key))
    if found is None:
        raise table.wrong(key, "应当写成“月-日”，如 02-01")
    return int(found[1]), int(found[2])


def _dimension(row: _Reader) -> DimensionRule:
    categories = tuple(
        CategoryRule(
            item.text("name"),
            item.text("role"),
            item.text("label", item.text("name")),
            item.text("weight", ""),
            item.flag("required"),
        )
        for item in row.tables("categories")
    )
    name, points = row.text("name"), row.number("points")
    label = row.text("label", f"{name}\n\n（{points}分）")
    return DimensionRule(name, row.text("role"), points, label, categories)


def _scoring(table: _Reader) -> Scoring:
    reverse = table.text("reverse")
    if reverse not in ("ratio", "linear"):
        raise table.wrong("reverse", "只能是 ratio 或 linear")
    if table.number("over_achievement") < 1:
        raise table.wrong("over_achievement", "是倍数，不能小于 1（超过目标 30% 写 1.3）")
    if not 0 <= table.number("low_execution_rate") <= _HUNDRED:
        raise table.wrong("low_execution_rate", "是百分数，应在 0 到 100 之间")
    grades = tuple(Grade(row.text("name"), row.number("from")) for row in table.tables("grades"))
    if list(grades) != sorted(grades, key=lambda grade: -grade.low):
        raise table.wrong("grades", "应从高分到低分排列")
    return Scoring(
        reverse=reverse,
        tolerance=table.number("tolerance"),
        over_achievement=table.number("over_achievement"),
        low_execution_rate=table.number("low_execution_rate"),
        tiers=tuple(_tier(row) for row in table.tables("tiers")),
        grades=grades,
    )


def _tier(row: _Reader) -> Tier:
    low, high = row.number("from"), row.number("to")
    if not 0 <= low <= high <= _HUNDRED:
        raise row.wrong("from", "和“to”应在 0 到 100 之间，且 from 不大于 to")
    return Tier(row.text("name"), low, high)


_HUNDRED = Decimal(100)


def _page(table: _Reader) -> PageRule:
    margins = table.table("margins")
    size = table.whole_numbers("size")
    return PageRule(
        size=(size[0], size[1]),
        margins=MappingProxyType({key: margins.whole_number(key) for key in margins.data}),
        grid=tuple(table.whole_numbers("grid")),
        cell_left_right=table.whole_number("cell_left_right"),
        cell_top_bottom=table.whole_number("cell_top_bottom"),
        cell_top_bottom_small=table.whole_number("cell_top_bottom_small"),
        size_steps=tuple(_step(table, pair) for pair in table.items("size_steps")),
        two_page_step=_step(table, table.items("two_page_step")),
    )


def _step(table: _Reader, pair: object) -> tuple[Decimal, Decimal]:
    if not isinstance(pair, Sequence) or len(pair) != 2:
        raise table.wrong("size_steps", "每一级是“字号, 行距”两个数")
    return _decimal(pair[0], table, "size_steps"), _decimal(pair[1], table, "size_steps")


def _rows(pack: _Reader) -> dict[str, tuple[CellRule, ...]]:
    columns = len(pack.table("page").items("grid"))
    rows: dict[str, tuple[CellRule, ...]] = {}
    for row in pack.tables("rows"):
        cells = tuple(
            CellRule(
                cell.text("text"),
                cell.whole_number("column"),
                cell.whole_number("span"),
                cell.text("style"),
                cell.text("merge", ""),
            )
            for cell in row.tables("cells")
        )
        covered = [column for cell in cells for column in range(cell.column, cell.column + cell.span)]
        if covered != list(range(columns)):
            raise row.wrong("cells", f"各格须从左到右正好占满 {columns} 列")
        if any(cell.merge not in MERGES for cell in cells):
            raise row.wrong("cells", "merge 只能是空、restart、continue 或 auto")
        rows[row.text("kind")] = cells
    missing = [kind for kind in ROW_KINDS if kind not in rows]
    if missing:
        raise pack.wrong("rows", f"缺少“{missing[0]}”行")
    return rows


def blank_form(profile: Profile, fiscal_year: str = "") -> Form:
    """Return the profile's blank form: its sections, one row for each 二级指标, weights, funding rows."""
    execution = _plain(profile.execution_points)
    funding = tuple(
        FundingRow(source=rule.source, weight=execution)
        if rule.role == "total"
        else FundingRow(
            source=rule.source, initial_budget="0" if rule.role in ("carry_over", "other_funds") else ""
        )
        for rule in profile.funding
    )
    rows = tuple(
        Indicator(dimension=group.name, category=rule.name, weight=rule.weight)
        for group in profile.dimensions
        for rule in group.categories
    )
    form = Form(
        fiscal_year=fiscal_year,
        funding=funding,
        dimensions=tuple(Dimension(group.name, _plain(group.points)) for group in profile.dimensions),
        indicators=rows,
        total=Total(weight=_plain(profile.total_points)),
        note=profile.note,
    )
    return with_row_ids(form)


def unknown_key(pack: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """Return the first key that the pack writes and the known pack has not, such as `scoring.over_achievment`.

    Lists of tables are not looked into; a blank where all keys are known.
    """
    for key, value in pack.items():
        if key not in known:
            return key
        if isinstance(value, Mapping) and isinstance(known[key], Mapping) and known[key]:
            inner = unknown_key(value, known[key])
            if inner:
                return f"{key}.{inner}"
    return ""


def line_of_key(pack_text: str, key: str) -> int | None:
    """Return the line (from 1) on which a pack's text writes the key, such as `scoring.grades[2].from`.

    The key's nearest table that is there is taken where the key itself is missing; None for neither.
    """
    names = [(name, int(number or 0)) for name, number in re.findall(r"(\w[\w-]*)(?:\[([0-9]+)\])?\.?", key)]
    lines, start, found = pack_text.split("\n"), 0, None
    table: list[str] = []
    for name, number in names:
        table.append(name)
        header = re.compile(rf"\s*\[+\s*(?:{re.escape('.'.join(table))})\s*\]+")
        entry = re.compile(rf"\s*{re.escape(name)}\s*=|.*[{{,]\s*{re.escape(name)}\s*=")
        places = [index for index in range(start, len(lines)) if header.match(lines[index])]
        if places and len(places) >= number:
            start = found = places[max(number, 1) - 1]
            continue
        end = next((i for i in range(start + 1, len(lines)) if lines[i].startswith("[")), len(lines))
        places = [index for index in range(start, end) if entry.match(lines[index])]
        if places:
            start = found = min(places[0] + number, len(lines) - 1)
    return None if found is None else found + 1


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _decimal(value: object, table: _Reader, key: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise table.wrong(key, "应当是一个数")
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        raise table.wrong(key, "应当是一个数") from error


class _Reader:
    """Reads typed values out of a table of the pack; what is wrong is named by its key."""

    def __init__(self, data: Mapping[str, Any], where: str) -> None:
        self.data = data
        self._where = where

    def wrong(self, key: str, what: str) -> ProfileError:
        where = f"{self._where}{key}"
        return ProfileError(f"规则包不能使用：“{where}”{what}。请改正后重新载入。", detail=where)

    def _get(self, key: str, default: object = None) -> Any:
        value = self.data.get(key, default)
        if value is None:
            raise self.wrong(key, "没有写")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "应当是用引号括起的文字")
        return value

    def items(self, key: str) -> Sequence[Any]:
        value = self._get(key)
        if not isinstance(value, list):
            raise self.wrong(key, "应当是一个列表")
        return value

    def texts(self, key: str) -> Sequence[str]:
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(key, "应当是一列文字")
        return values

    def number(self, key: str) -> Decimal:
        return _decimal(self._get(key), self, key)

    def whole_number(self, key: str) -> int:
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(key, "应当是整数")
        return value

    def whole_numbers(self, key: str) -> Sequence[int]:
        values = self.items(key)
        if not values or not all(isinstance(value, int) for value in values):
            raise self.wrong(key, "应当是一列整数")
        return values

    def flag(self, key: str) -> bool:
        value = self._get(key, default=False)
        if not isinstance(value, bool):
            raise self.wrong(key, "只能是 true 或 false")
        return value

    def table(self, key: str) -> _Reader:
        value = self._get(key)
        if not isinstance(value, Mapping):
            raise self.wrong(key, "应当是一节")
        return _Reader(value, f"{self._where}{key}.")

    def tables(self, key: str) -> list[_Reader]:
        values = self.items(key)
        if not all(isinstance(value, Mapping) for value in values):
            raise self.wrong(key, "应当是若干节")
        return [_Reader(value, f"{self._where}{key}[{index + 1}].") for index, value in enumerate(values)]
