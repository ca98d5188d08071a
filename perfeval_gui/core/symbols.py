"""Signs and units that clerks hunt for, and the pairs of keys that stand for a sign while typing."""

from __future__ import annotations

SIGNS = ("≥", "≤", "％", "±", "～", "—", "、", "×", "“", "”", "（", "）", "《", "》")
UNITS = ("万元", "元", "次", "人", "人次", "个", "期", "场", "天", "亩", "公里", "㎡", "户", "份")

_GREATER, _LESS, _EQUAL = ">＞》〉", "<＜《〈", "=＝"
PAIRS = {
    **{first + second: "≥" for first in _GREATER for second in _EQUAL},
    **{first + second: "≤" for first in _LESS for second in _EQUAL},
}


def sign_for(text: str) -> str:
    """Return the sign that the last two characters of a text stand for (`>=`: ≥), or a blank."""
    return PAIRS.get(text[-2:], "")
