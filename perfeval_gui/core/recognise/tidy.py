"""The last look at a form that comes from outside: debris and forbidden characters go, each with a note."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from perfeval_gui.core.form import (
    ROW_BLOCKS,
    Dimension,
    Extra,
    Form,
    FundingRow,
    Goal,
    Indicator,
    SignOff,
    Total,
    with_row_ids,
)
from perfeval_gui.core.recognise.draft import Doubt
from perfeval_gui.core.text import clean, is_clean

_NAMES: Mapping[type[Any], tuple[str, ...]] = {
    kind: tuple(item.name for item in fields(kind) if item.name != "id")
    for kind in (Form, FundingRow, Goal, Dimension, Indicator, Total, SignOff, Extra)
}
_of_row = {kind: operator.attrgetter(*_NAMES[kind]) for kind in (FundingRow, Dimension, Indicator, Extra)}
LONGEST_TEXT = 5000  # characters in one field; what is longer is kept beside the form

_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,60}\]")
_UNSEEN = re.compile("[\u200b\u00ad\u2060]")
_EDGE = "\u200b\u00ad\u2060\ufeff"
_DEBRIS = re.compile("[\u200b\u00ad\u2060\u202a-\u202e\u2066-\u2069]|\\[bookmark:")
"""What the steps below look for, each by itself: nearly no text holds any of it."""
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def tidy(form: Form) -> tuple[Form, list[Doubt]]:
    """Return the form as it may be stored, with row ids, and a doubt for every text that was changed.

    Outer white space goes without a word; inner text stays but for Word's debris, characters that no document
    can hold, marks that cannot be seen, and what is beyond 5,000 characters (kept in `extra`).
    """
    doubts: list[Doubt] = []
    overflow: list[Extra] = []
    if _is_tidy(form):
        return with_row_ids(form), [_unit_doubt(form.funding_unit)] if form.funding_unit else []

    padded: list[str] = []

    def text(where: str, raw: str) -> str:
        if raw.strip() != raw and raw.strip():
            padded.append(where)
        cleaned = _cleaned(where, raw, doubts)
        if len(cleaned) > LONGEST_TEXT:
            overflow.extend(_chunks(where, cleaned[LONGEST_TEXT:]))
            doubts.append(
                Doubt(where, "warning", f"文字有{len(cleaned)}字，超过5000字；超出的部分已作为表外内容保留。")
            )
        return cleaned[:LONGEST_TEXT]

    tidied: Any = _mapped(form, "", text)
    if overflow:
        tidied = replace(tidied, extra=(*tidied.extra, *overflow))
    if padded:
        sentence = f"有 {len(padded)} 格的首尾有空格、全角空格或空行，导入时已去掉。"
        doubts.append(Doubt("", "hint", sentence, "F01"))
    if form.funding_unit:
        doubts.append(_unit_doubt(form.funding_unit))
    return with_row_ids(tidied), doubts


def _is_tidy(form: Form) -> bool:
    """Return whether no text of the form would be changed: looked at together, for nearly always none would."""
    texts = list(_texts(form))
    together = "\n".join(texts)
    if _DEBRIS.search(together) or not is_clean(together):
        return False
    return all(text.strip() == text and len(text) <= LONGEST_TEXT for text in texts)


def _texts(record: Any) -> Iterator[str]:
    for name in _NAMES[type(record)]:
        value = getattr(record, name)
        if isinstance(value, str):
            yield value
        elif name in ROW_BLOCKS:
            for row in value:
                yield from _of_row[type(row)](row)
        else:
            yield from _texts(value)


def _unit_doubt(unit: str) -> Doubt:
    sentence = f"资金单位是“{unit}”，不是“万元”。金额按原文保留，换算成万元以前不能导出。"
    return Doubt("/funding", "error", sentence)


def _mapped(record: Any, where: str, text: Callable[[str, str], str]) -> Any:
    """Return the record with every text in it passed through `text`; the same object where none changes."""
    changes: dict[str, Any] = {}
    for name in _NAMES[type(record)]:
        value, spot = getattr(record, name), f"{where}/{name}"
        if isinstance(value, str):
            new: Any = text(spot, value) if value else value
            same = new == value
        elif name in ROW_BLOCKS:
            new = tuple(_mapped(row, f"{spot}/{place}", text) for place, row in enumerate(value))
            same = all(a is b for a, b in zip(new, value, strict=True))
        else:
            new = _mapped(value, spot, text)
            same = new is value
        if not same:
            changes[name] = new
    return replace(record, **changes) if changes else record


def _cleaned(where: str, raw: str, doubts: list[Doubt]) -> str:
    text = raw.strip()
    if text.isascii() and text.isprintable() and "[" not in text:
        return text
    text = text.strip(_EDGE).strip()
    if is_clean(text) and not _DEBRIS.search(text):
        return text
    found = _BOOKMARK.search(text)
    if found:
        text = _BOOKMARK.sub("", text).strip()
        doubts.append(Doubt(where, "hint", f"已去掉Word残留的书签文字“{found[0]}”。", "F11"))
    if _DIRECTION.search(text):
        doubts.append(Doubt(where, "warning", "已去掉会颠倒显示顺序的隐藏字符，请核对这一格的数字。"))
        text = _DIRECTION.sub("", text)
    visible = _UNSEEN.sub("", text)
    stored = clean(visible)
    if visible != text or len(stored.replace("\n", "")) < len(re.sub("[\r\n]", "", visible)):
        doubts.append(Doubt(where, "hint", "已去掉看不见的或文档不允许的字符。"))
    return stored.strip()


def _chunks(where: str, rest: str) -> list[Extra]:
    return [
        Extra(where, "超出5000字的部分", rest[start : start + LONGEST_TEXT])
        for start in range(0, len(rest), LONGEST_TEXT)
    ]
