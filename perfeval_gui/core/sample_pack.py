"""A rule pack made from a form that the finance bureau sent: what that form prints otherwise than ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from perfeval_gui.core.profile import Profile, merged, profile_from_mapping
from perfeval_gui.core.recognise.labels import key, plain
from perfeval_gui.core.recognise.raw import RawTable
from perfeval_gui.core.sample import (
    Sample,
    SampleForm,
    counterparts,
    form_in,
    sign_off_labels,
    width_differences,
    without_year,
)
from perfeval_gui.core.text import squeeze

_UNIT = re.compile(r"[（(][^（()）]*元[^（()）]*[)）]")
_SIGNED = {
    "preparer": "填表|填报人|经办",
    "filed_on": "日期|时间",
    "phone": "电话|联系方式",
    "signatory": "负责人|签",
}


def pack_of(profile: Profile, sample: Sample, pack_id: str, name: str) -> dict[str, Any]:
    """Return a rule pack that extends the profile with what the sample prints otherwise.

    Head, note, sign-off, wording of labels, points and column widths are taken over. What the program
    calculates with stays ours: which rows there are, their order, and the unit of the money. Raises
    ProfileError where the sample's points do not add up.
    """
    form = form_in(profile, sample)
    changes: dict[str, Any] = {
        "id": pack_id,
        "name": name,
        "basis": profile.basis,
        "extends": profile.id,
        "note": form.note,
    }
    if form.head:
        changes["head"] = [without_year(text) for text in form.head]
    parts = {
        "sign_off": _sign_off(form.sign_off),
        "funding": _funding(profile, form.table),
        "dimensions": _dimensions(profile, form.table),
        "rows": _rows(profile, form.table),
    }
    changes |= {part: value for part, value in parts.items() if value}
    worded = profile_from_mapping(merged(profile.source, changes))
    page = _page(worded, form)
    return {**changes, "page": page} if page else changes


def _worded(labels: Sequence[str], table: RawTable) -> dict[str, str]:
    """Return the labels that the sample words otherwise; a label that names a unit of money keeps ours."""
    return {
        ours: theirs.strip()
        for ours, theirs in counterparts(labels, table)
        if theirs and not (_UNIT.search(plain(ours)) or _UNIT.search(plain(theirs)))
    }


def _sign_off(lines: Sequence[str]) -> dict[str, str]:
    labels = sign_off_labels(lines)
    found = {
        field: next((label for label in labels if re.search(words, label)), "")
        for field, words in _SIGNED.items()
    }
    if not all(found.values()) or len(set(found.values())) < len(found):
        return {}
    return {field: f"{label}：" for field, label in found.items()}


def _funding(profile: Profile, table: RawTable) -> list[dict[str, str]]:
    worded = _worded([rule.source for rule in profile.funding], table)
    if not worded:
        return []
    return [
        {"source": squeeze(worded.get(rule.source, rule.source)), "role": rule.role, "align": rule.align}
        for rule in profile.funding
    ]


def _dimensions(profile: Profile, table: RawTable) -> list[dict[str, Any]]:
    worded = _worded([rule.label for rule in profile.dimensions], table)
    if not worded:
        return []
    made = []
    for rule in profile.dimensions:
        label = worded.get(rule.label, rule.label)
        points = re.search(r"\((\d+(?:\.\d+)?)分?\)", plain(label))
        categories = [
            {
                "name": item.name,
                "role": item.role,
                "label": item.label,
                "weight": item.weight,
                "required": item.required,
            }
            for item in rule.categories
        ]
        made.append(
            {
                "name": rule.name,
                "role": rule.role,
                "points": points[1] if points else f"{rule.points.normalize():f}",
                "label": label,
                "categories": categories,
            }
        )
    return made


def _rows(profile: Profile, table: RawTable) -> list[dict[str, Any]]:
    printed = [rule.text for rules in profile.rows.values() for rule in rules if rule.text and not rule.field]
    worded = _worded(list(dict.fromkeys(printed)), table)
    return [
        {**row, "cells": [{**cell, "text": worded.get(cell["text"], cell["text"])} for cell in row["cells"]]}
        for row in profile.source["rows"]
        if any(cell["text"] in worded for cell in row["cells"])
    ]


def _page(profile: Profile, form: SampleForm) -> dict[str, list[int]]:
    """Return our grid with the sample's widths, or nothing where they are alike or its columns are others."""
    if not any(width_differences(profile, form)):
        return {}
    edges = dict(_edges(profile, form.table))
    grid = profile.page.grid
    if not set(range(len(grid) + 1)) <= set(edges):
        return {}
    theirs = list(accumulate(form.widths, initial=0))
    places = [theirs[edges[column]] for column in range(len(grid) + 1)]
    scaled = [(place - places[0]) * sum(grid) // max(1, places[-1] - places[0]) for place in places]
    widths = [right - left for left, right in pairwise(scaled)]
    return {"grid": widths} if min(widths) > 2 * profile.page.cell_left_right else {}


def _edges(profile: Profile, table: RawTable) -> Iterator[tuple[int, int]]:
    """Yield our column edges with the sample's, known from heads that stand in the same order in both."""
    for kind in ("indicator_head", "funding_head"):
        ours = [rule for rule in profile.rows[kind] if rule.text]
        for row in table.rows:
            theirs = [cell for cell in row if cell.text.strip()]
            if [key(rule.text) for rule in ours] != [key(cell.text) for cell in theirs]:
                continue
            for rule, cell in zip(ours, theirs, strict=True):
                yield rule.column, cell.column
                yield rule.column + rule.span, cell.column + cell.span
