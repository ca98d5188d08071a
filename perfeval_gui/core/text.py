"""What may stand in a cell: characters that no document can hold are taken out at the model's door."""

from __future__ import annotations

import re
import unicodedata

LONGEST_PASTED = 20_000
"""Characters that may be pasted into one cell: a page of text is 1,500, and a whole book holds the window up."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
    "|["
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NEWLINES = re.compile("\r\n|[\r\u0085\u2028\u2029]")


def clean(text: str) -> str:
    """Return the text without characters that XML, Word or the eye cannot hold, in composed form (NFC).

    Control characters except tab and line break, surrogates, non-characters, byte-order marks and
    direction overrides (which can make 98.5 read 5.89) go; every kind of line end becomes a line feed.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _NEWLINES.sub("\n", text)
    text = _DIRECTION.sub("", _FORBIDDEN.sub("", text))
    return unicodedata.normalize("NFC", text)


def is_clean(text: str) -> bool:
    """Return whether `clean` would leave the text as it is."""
    return clean(text) == text


def squeeze(text: str) -> str:
    """Return the text without any white space, for comparing labels and names."""
    return "".join(text.split())


def common_start(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))
