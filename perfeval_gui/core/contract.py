"""The form as the contract's JSON object: names and order of keys are fixed for the outside world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from perfeval_gui.core.form import (
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

_ROWS: dict[str, type[Any]] = {
    "funding": FundingRow,
    "dimensions": Dimension,
    "indicators": Indicator,
    "extra": Extra,
}
_RECORDS: dict[str, type[Any]] = {"goal": Goal, "total": Total, "sign_off": SignOff}
_HEAD = ("fiscal_year", "project_name", "supervising_department", "implementing_unit")
_ORDER = (*_HEAD, "funding", "goal", "dimensions", "indicators", "total", "note", "sign_off")
_OPTIONAL = ("funding_unit", "extra")
_NAMES: Mapping[type[Any], tuple[str, ...]] = {
    kind: tuple(item.name for item in fields(kind) if item.name != "id")
    for kind in (*_ROWS.values(), *_RECORDS.values())
}


class NotAFormError(ValueError):
    """A JSON value is not a form; the text is the pointer of the first thing that is wrong."""


def _texts(record: object) -> dict[str, str]:
    return {name: getattr(record, name) for name in _NAMES[type(record)]}


def form_to_json(form: Form) -> dict[str, Any]:
    """Return the form as the contract's object; optional keys stand only where they say something."""
    result: dict[str, Any] = {}
    for key in _ORDER:
        value = getattr(form, key)
        if key in _ROWS:
            result[key] = [_texts(row) for row in value]
        elif key in _RECORDS:
            result[key] = _texts(value)
        else:
            result[key] = value
    if form.funding_unit:
        result["funding_unit"] = form.funding_unit
    if form.extra:
        result["extra"] = [_texts(row) for row in form.extra]
    return result


def form_from_json(value: object) -> Form:
    """Return the form that a contract object holds, with row ids; raise NotAFormError where it is none.

    All required keys must be there and all leaves must be strings, as in `form.schema.json`.
    """
    if not isinstance(value, Mapping):
        raise NotAFormError("/")
    unknown = set(value) - set(_ORDER) - set(_OPTIONAL)
    missing = [key for key in _ORDER if key not in value]
    if unknown or missing:
        raise NotAFormError("/" + str(missing[0] if missing else min(map(str, unknown))))
    made: dict[str, Any] = {}
    for key in (*_ORDER, *(name for name in _OPTIONAL if name in value)):
        item = value[key]
        if key in _ROWS:
            if not isinstance(item, list):
                raise NotAFormError("/" + key)
            made[key] = tuple(_record(_ROWS[key], row, f"/{key}/{index}") for index, row in enumerate(item))
        elif key in _RECORDS:
            made[key] = _record(_RECORDS[key], item, "/" + key)
        elif isinstance(item, str):
            made[key] = item
        else:
            raise NotAFormError("/" + key)
    return with_row_ids(Form(**made))


def _record(record_type: type[Any], value: object, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise NotAFormError(where)
    names = _NAMES[record_type]
    for name in names:
        if not isinstance(value.get(name), str):
            raise NotAFormError(f"{where}/{name}")
    if set(value) - set(names):
        raise NotAFormError(where)
    return record_type(**{name: value[name] for name in names})
