"""公开版: a copy of the form for publication, its phone numbers (and by choice names) covered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from perfeval_gui.core.fields import FIELDS
from perfeval_gui.core.form import ROW_BLOCKS, Cell, Form, Project, SignOff, read, rows_of

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{3})\d{14}[\dXx](?![\dXx])")
_NUMBER = re.compile(r"\d{5,}")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,}|[A-Za-z]{2,}")
_CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")
_HEALTH = re.compile("癌|肿瘤|尿毒症|精神病|抑郁|艾滋|肝炎|残疾证|住院|手术")

_Change = Callable[[str], str]


def public_form(form: Form, *, names: bool = False) -> Form:
    """Return the form with phone and identity numbers covered, wherever they stand: `138****0000`.

    With `names` the preparer's name is covered too, in the sign-off and in every text: `张*`.
    """
    signed = form.sign_off
    known = _NAME.findall(signed.preparer) if names else []

    def covered(text: str) -> str:
        for name in known:
            text = text.replace(name, _covered_name(name))
        return _covered_numbers(text)

    changed = _mapped(form, covered)
    phone = _covered_phone(signed.phone)
    return replace(changed, sign_off=SignOff(covered(signed.preparer), signed.filed_on, phone))


def sensitive_cells(project: Project) -> Iterator[tuple[Cell, str]]:
    """Yield the cells that should be looked at before publication, each with the reason."""
    for cell in _cells(project):
        text = read(project.form, cell)
        if _IDENTITY.search(text):
            yield cell, "像身份证号"
        elif _CARD.search(text):
            yield cell, "像银行账号"
        elif found := _HEALTH.search(text):
            yield cell, f"涉及个人健康（{found[0]}）"


def _cells(project: Project) -> Iterator[Cell]:
    for item in FIELDS:
        if item.block not in ROW_BLOCKS:
            yield Cell(project.id, item.block, "", item.name)
    for block in ROW_BLOCKS:
        for row in rows_of(project.form, block):
            for item in (item for item in FIELDS if item.block == block):
                yield Cell(project.id, block, row.id, item.name)


def _mapped(form: Form, change: _Change) -> Form:
    changes: dict[str, Any] = {}
    for block in dict.fromkeys(item.block for item in FIELDS):
        names = [item.name for item in FIELDS if item.block == block]
        if not block:
            changes.update({name: change(getattr(form, name)) for name in names})
        elif block in ROW_BLOCKS:
            changes[block] = tuple(_record(row, names, change) for row in rows_of(form, block))
        else:
            changes[block] = _record(getattr(form, block), names, change)
    return replace(form, **changes)


def _record(record: Any, names: list[str], change: _Change) -> Any:
    return replace(record, **{name: change(getattr(record, name)) for name in names})


def _covered_numbers(text: str) -> str:
    text = _IDENTITY.sub(lambda found: found[1] + "*" * 15, text)
    return _MOBILE.sub(r"\1****\3", text)


def _covered_phone(text: str) -> str:
    covered = _covered_numbers(text)
    return _NUMBER.sub(lambda found: "*" * (len(found[0]) - 2) + found[0][-2:], covered)


def _covered_name(name: str) -> str:
    return name[0] + "*" * (len(name) - 1)
