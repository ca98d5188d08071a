"""A project as canonical, versioned JSON: the same project gives the same bytes, so a hash can vouch."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from perfeval_gui.core.contract import NotAFormError, form_from_json, form_to_json
from perfeval_gui.core.form import (
    DIMENSIONS,
    EXTRA,
    FUNDING,
    GOAL,
    INDICATORS,
    ROW_BLOCKS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Dimension,
    Extra,
    Form,
    FundingRow,
    Goal,
    Indicator,
    Project,
    ReviewMark,
    SignOff,
    Total,
    Waiver,
    rows_of,
    with_row_ids,
)

FORMAT = 1

_PLAIN = ("id", "position", "profile", "state")
_KNOWN = frozenset({"format", *_PLAIN, "form", "waivers", "review", "previous", "origins", "kept"})
_WAIVER = ("check", "reason", "fact")
_CELL = ("block", "row", "field")
_MARK = ("block", "row", "score", "remark")
_RECORDS: dict[str, type[Any]] = {
    FUNDING: FundingRow,
    DIMENSIONS: Dimension,
    INDICATORS: Indicator,
    EXTRA: Extra,
    GOAL: Goal,
    TOTAL: Total,
    SIGN_OFF: SignOff,
}
_FORM_KEYS = frozenset(item.name for item in fields(Form))
_KEYS = {block: frozenset(item.name for item in fields(kind)) for block, kind in _RECORDS.items()}
_LONGEST = 64 * 1024 * 1024  # bytes of one project's text
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class NotADraftError(ValueError):
    """A text is no draft; the message is the pointer of the first thing that is wrong, never form text."""


class NewerFormatError(NotADraftError):
    """The draft was written by a newer program than this one."""


def encode(project: Project) -> bytes:
    """Return the project as canonical JSON: sorted keys, no blanks, UTF-8."""
    return canonical(to_json(project))


def decode(data: bytes) -> Project:
    """Return the project that `encode` wrote; raise NotADraftError when it is none."""
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotADraftError("/") from error
    return from_json(value)


def digest(data: bytes) -> bytes:
    """Return the SHA-256 of the bytes."""
    return hashlib.sha256(data).digest()


def packed(content: bytes) -> bytes:
    """Return a canonical text as small as it is kept where it is read seldom."""
    return zlib.compress(content)


def unpacked(content: bytes) -> bytes:
    """Return the canonical text of what `packed` gave; a text that is not packed comes back as it is.

    What is damaged comes back as anything, no longer than the longest text: its hash must be looked at.
    """
    if content.startswith(b"{"):
        return content
    try:
        return zlib.decompressobj().decompress(content, _LONGEST)
    except zlib.error:
        return content


def canonical(value: object) -> bytes:
    """Return a JSON value as bytes that depend on nothing but the value.

    A lone surrogate, which UTF-8 cannot hold, stands as its JSON escape.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text).encode("utf-8")


def to_json(project: Project) -> dict[str, Any]:
    """Return the project as a JSON object."""
    return {
        "format": FORMAT,
        **{key: getattr(project, key) for key in _PLAIN},
        "form": form_to_value(project.form),
        "waivers": [_waiver_to_json(waiver) for waiver in project.waivers],
        "previous": None if project.previous is None else form_to_value(project.previous),
        "origins": [[*key, origin] for key, origin in sorted(project.origins.items())],
        "kept": dict(project.kept),
        # Only where there is one, so that drafts without stay the same bytes as before there were reviews.
        **({"review": [_mark_to_json(mark) for mark in project.review]} if project.review else {}),
    }


def from_json(value: object) -> Project:
    """Return the project of a JSON object; keys not known to this program go to `kept` by their pointer.

    Raises NotADraftError where something is missing or of the wrong type.
    """
    if not isinstance(value, dict) or not isinstance(value.get("format"), int):
        raise NotADraftError("/format")
    if value["format"] > FORMAT:
        raise NewerFormatError("/format")
    kept = dict(_typed(value, "kept", dict))
    kept.update({f"/{key}": item for key, item in value.items() if key not in _KNOWN})
    previous = value.get("previous")
    return Project(
        id=_typed(value, "id", str),
        form=_form_from_json(value.get("form"), "/form", kept),
        position=_typed(value, "position", int),
        profile=_typed(value, "profile", str),
        state=_typed(value, "state", str),
        waivers=tuple(
            _waiver_from_json(item, value["id"], f"/waivers/{index}", kept)
            for index, item in enumerate(_typed(value, "waivers", list))
        ),
        review=tuple(
            _mark_from_json(item, f"/review/{index}", kept)
            for index, item in enumerate(_typed({"review": [], **value}, "review", list))
        ),
        previous=None if previous is None else _form_from_json(previous, "/previous", kept),
        origins=_origins(_typed(value, "origins", list)),
        kept=MappingProxyType(kept),
    )


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _typed(value: Mapping[str, Any], key: str, kind: type[Any]) -> Any:
    item = value.get(key)
    if not isinstance(item, kind) or isinstance(item, bool):
        raise NotADraftError(f"/{key}")
    return item


def form_to_value(form: Form) -> dict[str, Any]:
    """Return the form as the contract's object with the row ids added, which the contract has not."""
    result = form_to_json(form)
    for block in ROW_BLOCKS:
        for item, row in zip(result.get(block, ()), rows_of(form, block), strict=True):
            item["id"] = row.id
    return result


def form_of_value(value: object) -> Form:
    """Return the form of `form_to_value`'s object; raise NotADraftError when it is none."""
    return _form_from_json(value, "/form", {})


def _form_from_json(value: object, where: str, kept: dict[str, Any]) -> Form:
    plain = _known(value, _FORM_KEYS, where, kept)
    ids: dict[str, list[str]] = {}
    for block in _RECORDS.keys() & plain.keys():
        if block in ROW_BLOCKS:
            ids[block], plain[block] = _rows(plain[block], block, f"{where}/{block}", kept)
        else:
            plain[block] = _known(plain[block], _KEYS[block], f"{where}/{block}", kept)
    try:
        form = form_from_json(plain)
    except NotAFormError as error:
        raise NotADraftError(f"{where}{error}") from error
    for block, names in ids.items():
        changes: dict[str, Any] = {
            block: tuple(replace(row, id=name) for row, name in zip(rows_of(form, block), names, strict=True))
        }
        form = replace(form, **changes)
    return with_row_ids(form)


def _known(value: object, names: Iterable[str], where: str, kept: dict[str, Any]) -> dict[str, Any]:
    """Return the keys of a JSON object that this program knows; the others go to `kept`."""
    if not isinstance(value, Mapping):
        raise NotADraftError(where)
    known = {key: item for key, item in value.items() if key in names}
    kept.update({f"{where}/{key}": item for key, item in value.items() if key not in known})
    return known


def _rows(
    value: object, block: str, where: str, kept: dict[str, Any]
) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the row ids, and the rows as the contract has them: without ids."""
    if not isinstance(value, list):
        raise NotADraftError(where)
    rows = [_known(item, _KEYS[block], f"{where}/{index}", kept) for index, item in enumerate(value)]
    ids = [row.pop("id", "") for row in rows]
    named = [name for name in ids if name]
    if not all(isinstance(name, str) for name in ids) or len(named) != len(set(named)):
        raise NotADraftError(where)
    return ids, rows


def _waiver_to_json(waiver: Waiver) -> dict[str, str]:
    return {
        **{key: getattr(waiver, key) for key in _WAIVER},
        **{key: getattr(waiver.cell, key) for key in _CELL},
    }


def _waiver_from_json(value: object, project_id: str, where: str, kept: dict[str, Any]) -> Waiver:
    texts = _known(value, (*_WAIVER, *_CELL), where, kept)
    if len(texts) != len(_WAIVER) + len(_CELL) or not all(isinstance(text, str) for text in texts.values()):
        raise NotADraftError(where)
    cell = Cell(project_id, *(texts[key] for key in _CELL))
    return Waiver(texts["check"], cell, texts["reason"], texts["fact"])


def _mark_to_json(mark: ReviewMark) -> dict[str, str]:
    return {key: getattr(mark, key) for key in _MARK}


def _mark_from_json(value: object, where: str, kept: dict[str, Any]) -> ReviewMark:
    texts = _known(value, _MARK, where, kept)
    if len(texts) != len(_MARK) or not all(isinstance(text, str) for text in texts.values()):
        raise NotADraftError(where)
    return ReviewMark(**texts)


def _origins(value: list[Any]) -> Mapping[tuple[str, str, str], str]:
    if not all(isinstance(item, list) and [type(part) for part in item] == [str] * 4 for item in value):
        raise NotADraftError("/origins")
    return MappingProxyType({(block, row, name): origin for block, row, name, origin in value})
