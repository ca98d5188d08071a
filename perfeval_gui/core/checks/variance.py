"""What counts as an explanation: reasons in the last column, and words about the money anywhere in the form."""

from __future__ import annotations

import re
from functools import lru_cache

from perfeval_gui.core.checks.reading import Reading, RowReading
from perfeval_gui.core.quantities import is_blank
from perfeval_gui.core.text import squeeze

_NOTHING = frozenset({"无", "无偏差", "没有", "无原因", "暂无", "不适用", "无。", "/", "-", "—"})
_FUNDING_WORDS = re.compile(
    r"预算|执行率|执行数|追加|调减|调增|调剂|压减|核减|结转|结余|支付|拨付|未支出|超支|指标文|资金(?:到位|下达|未|结|缺|收回|调|支|使用)|据实|节约|财政(?:收回|统筹|资金)"
)
_MORE_MONEY = re.compile(r"超|多|追加|调增|增加|新增|结转|结余|自筹|垫|配套|上级|下达|补助|其他资金|专项")
_CAUSE_WORDS = re.compile(
    r"因|由于|受|原因|致|未|不|少|多|超|滞后|推迟|延|调整|变更|取消|增加|减少|退出|去世|缺|难|晚|较|扣|尚|待|偏|高于|低于|只|仅|新增|下达|追加|已"
)
_MORE = re.compile(r"超|多|高于|好于|优于|增加|增长|新增|追加|扩大|提高|提升|提前|偏低|保守")
_LESS = re.compile(
    r"未|没有|没能|无法|不能|不足|不到|不及|推迟|滞后|延|缺|少|低于|下降|取消|退出|去世|困难|晚"
)


@lru_cache(maxsize=4096)
def says_nothing(reason: str) -> bool:
    """Return whether a reason cell is blank or only 无."""
    return is_blank(reason) or squeeze(reason).strip("。.") in _NOTHING


@lru_cache(maxsize=4096)
def names_a_cause(reason: str) -> bool:
    """Return whether a reason tells why, and not only what will be done."""
    return bool(_CAUSE_WORDS.search(reason))


def tells_of_more(reason: str) -> bool:
    """Return whether a reason tells why more was reached than planned."""
    return bool(_MORE.search(reason))


def tells_of_less(reason: str) -> bool:
    """Return whether a reason tells why less was reached than planned."""
    return bool(_LESS.search(reason))


@lru_cache(maxsize=4096)
def is_about_funding(text: str) -> bool:
    """Return whether a text speaks of the budget, its changes or its payment."""
    return bool(_FUNDING_WORDS.search(text))


def has_reason(row: RowReading) -> bool:
    """Return whether the row's last column says something."""
    return not says_nothing(row.row.variance_note)


def explains_funding(reading: Reading) -> bool:
    """Return whether a reason, the achieved goal or a remark beside the form speaks of the money."""
    return any(is_about_funding(text) for text in _explaining_texts(reading))


def _explaining_texts(reading: Reading) -> list[str]:
    form = reading.form
    texts = [row.variance_note for row in form.indicators]
    texts += [form.goal.achieved, *(f"{extra.label} {extra.text}" for extra in form.extra)]
    return [text for text in texts if text and not says_nothing(text)]


def explains_overspending(reading: Reading) -> bool:
    """Return whether a text about the money says where more than the budget came from."""
    return any(_MORE_MONEY.search(text) and is_about_funding(text) for text in _explaining_texts(reading))


def any_reason(reading: Reading) -> bool:
    """Return whether the reason column says something in any row."""
    return any(not says_nothing(row.variance_note) for row in reading.form.indicators)
