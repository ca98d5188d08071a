"""The example filings of the checks: a clean form by name, with a few cells changed."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from perfeval_gui.core.checks.catalogue import Context
from perfeval_gui.core.checks.reading import DepartmentFigures
from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Filing, Form, Project
from perfeval_gui.core.text import squeeze
from perfeval_gui.resources import profile

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
CLEAN = sorted(path.stem for path in (DATA / "clean").glob("*.json"))
TODAY = date(2025, 9, 1)
EMPTY_ROW = dict.fromkeys(
    ("dimension", "category", "name", "target", "actual", "weight", "score", "variance_note"), ""
)


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def clean_form(name: str) -> Form:
    return form_from_json(load(DATA / "clean" / f"{name}.json"))


def changed_form(spec: Mapping[str, Any]) -> Form:
    """Return the clean form `base` with rows removed and inserted, then cells set and `extra` added."""
    data = load(DATA / "clean" / f"{spec['base']}.json")
    for where in spec.get("remove", ()):
        _, block, index = where.split("/")
        del data[block][int(index)]
    for where, rows in spec.get("insert", {}).items():
        _, block, index = where.split("/")
        data[block][int(index) : int(index)] = [{**EMPTY_ROW, **row} for row in rows]
    for where, text in spec.get("set", {}).items():
        *path, last = where.split("/")[1:]
        record = data
        for part in path:
            record = record[int(part)] if isinstance(record, list) else record[part]
        assert last in record, where
        record[last] = text
    if "extra" in spec:
        data["extra"] = spec["extra"]
    return form_from_json(data)


def filing_of(spec: Mapping[str, Any]) -> tuple[Filing, Context]:
    """Return the filing of an example, its first project named p0, and the context it asks for."""
    specs = spec.get("forms", [spec])
    projects = {}
    for index, one in enumerate(specs):
        previous = changed_form(one["previous"]) if "previous" in one else None
        projects[f"p{index}"] = Project(f"p{index}", changed_form(one), index, previous=previous)
    filing = Filing(MappingProxyType(projects))
    departments: tuple[DepartmentFigures, ...] = ()
    if "department" in spec:
        sums = {name: Decimal(text) for name, text in spec["department"].get("sums", {}).items()}
        form = next(iter(projects.values())).form
        unit, names = squeeze(form.supervising_department), tuple(spec["department"].get("projects", ()))
        departments = (DepartmentFigures(squeeze(form.fiscal_year), unit, sums, names),)
    rules = profile(spec.get("profile", "annex3-2024"))
    return filing, Context(rules, TODAY, filing, departments=departments)
