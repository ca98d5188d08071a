"""How alike two texts are, cheaply: pairs of neighbouring characters, numbering left aside."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil

from perfeval_gui.core.quantities import narrow
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.units import leading_unit

_NUMBERING = re.compile(
    r"^\s*(?:指标\s*[0-9]{1,2}\s*[:：]|[（(]\s*[0-9一二三四五六七八九十]{1,3}\s*[）)]|[①-⑳]"
    r"|[0-9]{1,2}\s*(?:[、．:：\\]|\.(?=20[0-9]{2}年)|\.(?![0-9]))|[一二三四五六七八九十]{1,3}、|★+)+[、.．]*\s*"
)
_BARE_NUMBERING = re.compile(r"[0-9]{1,2}(?=[\u4e00-\u9fff])(?![大分千好])")
_SIGNS = re.compile(r"[\W_]+")
_WORD_LIKE_A_UNIT = re.compile(
    r"组织|部门|部署|种植|种养|对口|对接|对全|项目|期间|张贴|支付|支持|站所|班子|点位|村级|乡镇|单位|学校|企业|平台|系统|路面|面向|门诊|"
    r"年度|日常|月度|季度|分类|分级|分发|等级|户籍|件均|人均|人员|人才|个人|名优|场所|场地|条件|套改|台账|座谈|处理|处置"
)
_ENDING = " \t\n。.；;，,、"


@lru_cache(maxsize=8192)
def without_numbering(name: str) -> str:
    """Return an indicator's name without `1、`, `2.`, `指标1：` before it and punctuation behind it."""
    plain = narrow(name)
    rest = _NUMBERING.sub("", plain)
    return rest[len(bare_number(rest)) :].strip(_ENDING)


def bare_number(name: str) -> str:
    """Return the number that stands before a name without any mark (`1带动增收`); 24小时 and 3岁 count something."""
    found = _BARE_NUMBERING.match(name)
    if found is None:
        return ""
    rest = name[found.end() :]
    return found[0] if _WORD_LIKE_A_UNIT.match(rest) or not leading_unit(rest) else ""


def letters_of(text: str) -> str:
    """Return what two spellings of a name or sentence share: no numbering, punctuation or white space."""
    return _SIGNS.sub("", without_numbering(text))


@lru_cache(maxsize=8192)
def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text."""
    plain = squeeze(text)
    return frozenset(plain[index : index + 2] for index in range(len(plain) - 1))


@lru_cache(maxsize=16384)
def likeness(first: str, second: str) -> float:
    """Return how alike two texts are, from 0 to 1 (Dice over pairs of characters)."""
    if first == second:
        return 1.0
    one, two = bigrams(first), bigrams(second)
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def near_pairs(texts: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    """Yield the positions (later, earlier) of texts that are at least so much alike, the first one for each.

    Only texts that share one of their rarest pairs of characters are compared: two texts as alike as `least`
    cannot differ in all of these. So a form of thousands of rows is not compared row by row.
    """
    known = [bigrams(text) for text in texts]
    frequency = Counter(pair for pairs in known for pair in pairs)
    seen: dict[str, int] = {}
    places: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        if text in seen:
            yield index, seen[text]
            continue
        seen[text] = index
        rare = sorted(known[index], key=lambda pair: (frequency[pair], pair))
        rare = rare[: len(rare) - ceil(least / (2 - least) * len(rare)) + 1]
        candidates = sorted({place for pair in rare for place in places[pair]})
        found = next((place for place in candidates if likeness(text, texts[place]) >= least), None)
        if found is not None:
            yield index, found
        for pair in rare:
            places[pair].append(index)
