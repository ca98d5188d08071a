"""Target and actual values read from text: comparator, number and unit, ranges, dates, ranks and words."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from enum import Enum

from perfeval_gui.core.quantities import is_blank, narrow, parse_amount
from perfeval_gui.core.units import base_unit, is_per, leading_unit
from perfeval_gui.core.values import dataclass

LONGEST_VALUE = 200  # what is longer is prose, and is left as words


class ValueKind(Enum):
    """What a value cell says."""

    BLANK = "blank"
    NUMBER = "number"
    RANGE = "range"
    DATE = "date"
    RANK = "rank"
    SEVERAL = "several"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Measure:
    """A value as it was read. `comparator` is one of ≥ ≤ > < = or blank, `spelling` how it was written.

    `number` is the figure as written (12 of 12万元), `upper` the end of a range; `prefix` and `tail` are
    the words around them. `parts` holds the single values where a cell has several.
    """

    kind: ValueKind
    comparator: str = ""
    spelling: str = ""
    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    prefix: str = ""
    tail: str = ""
    parts: tuple[Measure, ...] = ()

    @property
    def amount(self) -> Decimal | None:
        """The figure in the base unit: 120000 for 12万元."""
        return None if self.number is None else self.number * base_unit(self.unit)[0]

    @property
    def base(self) -> str:
        """The base unit: 元 for 12万元."""
        return base_unit(self.unit)[1]


_SPELLINGS = {
    "≥": "大于或等于 大于等于 不得低于 不得少于 不低于 不少于 不小于 不低於 至少 ≥ ≧ ⩾ ≽ >= => ≥=",
    "≤": "小于或等于 小于等于 不得超过 不得高于 不高于 不超过 不多于 不大于 至多 最多 控制在 ≤ ≦ ⩽ ≼ <= =< ≤=",
    ">": "大于 高于 多于 超过 > 〉 》",
    "<": "小于 低于 少于 不足 < 〈 《",
    "=": "等于 = ═ ＝",
}
COMPARATORS = {spelling: sign for sign, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_BEHIND = {
    "≥": "及其以上 及以上 或以上 以上",
    "≤": "及其以下 及以下 或以下 以下 及以内 以内 之内",
}
AFTER = {word: sign for sign, words in _BEHIND.items() for word in words.split()}

_SIGN = "|".join(re.escape(spelling) for spelling in sorted(COMPARATORS, key=len, reverse=True))
_BEHIND_SIGN = "|".join(sorted(AFTER, key=len, reverse=True))
_FIGURE = r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = re.compile(
    rf"(?P<prefix>[^\W\d_A-Za-z]*?(?::)?)\s*(?P<sign>{_SIGN})?\s*(?P<number>{_FIGURE})\s*(?P<rest>.*)",
    re.DOTALL,
)
_RANGE = re.compile(
    rf"(?P<prefix>[^\W\d_A-Za-z]*?)\s*(?P<number>{_FIGURE})\s*(?P<first>[^\W\d]{{0,4}}|%)\s*(?:-|—|–|−|~|～|至|到)+\s*"
    rf"(?P<upper>{_FIGURE})\s*(?P<rest>.*)",
    re.DOTALL,
)
_RANK = re.compile(
    r"(?:全[市县区省国])?(?:排名|位列|位居|名列)?(?:保持)?(前|第)\s*([0-9]+|[一二三四五六七八九十]{1,3})\s*(名|位)?(?:以内|以上|之内)?"
)
_DATE = re.compile(
    r"[0-9]{4}\s*年(?!度?[0-9]*[人个次元])|[0-9]{1,2}\s*月\s*(?:[0-9]{1,2}|底|初|末|中旬|上旬|下旬|前|份)|[0-9]{1,2}\s*[日号]\s*(?:之前|以前|前)"
    r"|(?<![0-9A-Za-z])(?:19|20)[0-9]{2}(?:[./-][0-9]{1,2}[./-][0-9]{1,2}|[/-][0-9]{1,2}|\.[0-9]{1,2}(?=[前底至到—–~～、-]))|[0-9]{1,2}-[0-9]{1,2}\s*月|每[年月季]|全年(?![^0-9]*[0-9])|年底前|年内|当年"
)
SPANS_OF_TIME = frozenset({"秒", "分钟", "小时", "天", "日", "工作日", "个工作日", "周", "个月", "月"})
_EVERY = re.compile(r"每(?:半年|季度?|个?月|周|天|日|学期)")
_PARTS = re.compile(r"[;；\n、]|,(?![0-9]{3}(?![0-9]))|(?<![0-9]),")
_TWO_FIGURES = re.compile(
    rf"([^\W\d_]{{0,6}}{_FIGURE}[^\W\d_]{{1,3}})[/\s]?([^\W\d_每]{{0,4}}{_FIGURE}[^\W\d_]{{1,3}})"
)
_DURATIONS = {
    "年",
    "月",
    "个月",
    "天",
    "日",
    "号",
    "周",
    "季度",
    "小时",
    "分钟",
    "分",
    "秒",
    "岁",
    "倍",
    "元",
    "名",
}
_ENDING = "。.；;，,、 \t\n"
_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
_TEN = "十"
_PERCENT_WORD = re.compile(r"百分之([0-9.]+|[零一二三四五六七八九十百]{1,5})")


def chinese_number(text: str) -> int | None:
    """Return the whole number that Chinese numerals from 一 to 九十九 or 一百 name, or None."""
    if text in {"一百", "百"}:
        return 100
    tens, ten, ones = text.partition(_TEN)
    if not ten:
        return _DIGITS.get(text)
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def _percent_word(match: re.Match[str]) -> str:
    number = match[1] if match[1][0].isascii() else chinese_number(match[1])
    return match[0] if number is None else f"{number}%"


@functools.lru_cache(maxsize=16384)
def read_measure(text: str) -> Measure:
    """Return what a target or actual value says; what cannot be read with certainty stays words."""
    if is_blank(text):
        return Measure(ValueKind.BLANK)
    value = narrow(text.replace("，", "；")).strip(_ENDING)
    if not value:
        return Measure(ValueKind.WORDS)
    if len(value) > LONGEST_VALUE:
        return Measure(ValueKind.WORDS)
    value = _PERCENT_WORD.sub(_percent_word, value)
    found = _rank(value) or _several(value) or _date(value) or _range(value) or _number(value)
    return found or Measure(ValueKind.WORDS)


def _rank(value: str) -> Measure | None:
    match = _RANK.fullmatch(value)
    if match is None or (match[1] == "第" and not match[3]):
        return None
    number = int(match[2]) if match[2].isdigit() else chinese_number(match[2])
    if number is None:
        return None
    comparator = "≤" if match[1] == "前" else "="
    return Measure(ValueKind.RANK, comparator, match[1], Decimal(number), unit="名")


def _several(value: str) -> Measure | None:
    pieces = [piece for piece in _PARTS.split(value) if piece.strip(_ENDING)]
    if len(pieces) < 2:
        return _side_by_side(value)
    parts = tuple(_number(piece.strip(_ENDING)) for piece in pieces)
    read = tuple(part for part in parts if part is not None)
    if len(read) > 1:
        return Measure(ValueKind.SEVERAL, parts=read)
    return Measure(ValueKind.WORDS)


def _side_by_side(value: str) -> Measure | None:
    """Return both figures of 10期612人次 and 10期/612人次: two counts of different things with nothing between."""
    match = _TWO_FIGURES.fullmatch(value)
    if match is None:
        return None
    first, second = (_number(part) for part in match.groups())
    if first is None or second is None or not first.unit or not second.unit or first.tail:
        return None
    if first.base == second.base or {first.base, second.base} & _DURATIONS or is_per(second.unit):
        return None
    return Measure(ValueKind.SEVERAL, parts=(first, second))


def _date(value: str) -> Measure | None:
    return Measure(ValueKind.DATE) if _DATE.search(value) and _number_is_no_amount(value) else None


def _number_is_no_amount(value: str) -> bool:
    """Return False for 200元/每月 or 每年≥4次: the 每 belongs to the unit or stands before a count."""
    match = _NUMBER.fullmatch(value)
    if match is None:
        return True
    unit = leading_unit(match["rest"])
    return not unit or unit in ("年", "月", "日", "号") or bool(re.match(r"[年月]\s*[0-9]", match["rest"]))


def _range(value: str) -> Measure | None:
    match = _RANGE.fullmatch(value)
    if match is None:
        return None
    unit = leading_unit(match["rest"])
    low, high = parse_amount(match["number"]), parse_amount(match["upper"])
    if low is None or high is None or not unit or match["first"] not in ("", unit) or low >= high:
        return None
    tail = match["rest"][len(unit) :]
    if _has_digit(tail):
        return None
    return Measure(ValueKind.RANGE, "", "", low, high, unit, match["prefix"], tail)


def _number(value: str) -> Measure | None:
    match = _NUMBER.fullmatch(value)
    if match is None:
        return None
    number = parse_amount(match["number"])
    if number is None:
        return None
    about = "余" if match["rest"].startswith(("余", "多")) else ""
    rest = match["rest"][len(about) :].strip()
    unit = leading_unit(rest)
    tail = rest[len(unit) :].strip()
    if tail.startswith("余") and not about:
        about, tail = "余", tail[1:]
    behind = next((word for word in AFTER if tail.startswith(word)), "")
    if not behind and tail.startswith("内") and unit in SPANS_OF_TIME:
        behind = "内"
    after_tail = tail[len(behind) :].strip(_ENDING)
    prefix = match["prefix"].rstrip(":") + about
    sign = match["sign"] or ""
    if _has_digit(tail) or (not unit and tail and not behind):
        return None
    comparator = COMPARATORS.get(sign) or AFTER.get(behind, "≤" if behind else "")
    return Measure(ValueKind.NUMBER, comparator, sign or behind, number, None, unit, prefix, after_tail)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def same_unit(first: Measure, second: Measure) -> bool:
    """Return whether two figures can be compared: units alike, or one of them left out or only 万."""
    if not first.base or not second.base:
        return True
    return first.base == second.base or _counted(first) == _counted(second)


_AVERAGES = {"人均": "人", "户均": "户"}


def _counted(measure: Measure) -> frozenset[str]:
    """Return what is counted and per what: 人均8000元每年 and 8000元/人/年 are the same."""
    average = _AVERAGES.get(measure.prefix)
    return frozenset(measure.base.split("/")) | ({average} if average else set())


_FEW_PERCENT = Decimal(20)


def is_fraction(measure: Measure, other: Measure) -> bool:
    """Return whether a figure without a unit is a percentage written as 0.95 or 1.

    Beside a rate of a few percent (≤1%) a 0.3 is 0.3 % without its sign.
    """
    number = measure.number
    if measure.kind is not ValueKind.NUMBER or measure.unit or measure.tail or number is None:
        return False
    is_small_rate = other.unit in ("%", "‰") and other.number is not None and other.number <= _FEW_PERCENT
    return 0 < number <= 1 and not is_small_rate and other.unit in ("", "%")


def comparable(target: Measure, actual: Measure) -> tuple[Decimal, Decimal] | None:
    """Return both figures on one scale, or None where their units forbid comparing.

    A side without a unit is taken in the unit of the other.
    """
    if target.number is None or actual.number is None or not same_unit(target, actual):
        return None
    if bool(_EVERY.match(target.prefix)) != bool(_EVERY.match(actual.prefix)):
        return None  # once a month and twelve times
    if actual.unit == "%" and is_fraction(target, actual):
        return target.number * 100, actual.number
    if target.unit == "%" and is_fraction(actual, target):
        return target.number, actual.number * 100
    if not target.unit or not actual.unit:
        return target.number, actual.number
    return target.number * base_unit(target.unit)[0], actual.number * base_unit(actual.unit)[0]
