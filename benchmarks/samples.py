"""The forms that are measured with: the seven examples, as many as wanted, as long as wanted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Project

FORMS = Path(__file__).resolve().parents[1] / "tests" / "data" / "2024-forms.expected.json"


def objects() -> list[dict[str, Any]]:
    """Return the example forms as the contract's objects."""
    found: list[dict[str, Any]] = json.loads(FORMS.read_text(encoding="utf-8"))
    return found


def projects(count: int = 7) -> list[Project]:
    """Return so many projects: the examples again and again under other names."""
    forms = [form_from_json(item) for item in objects()]
    made = []
    for number in range(count):
        form = forms[number % len(forms)]
        name = form.project_name if number < len(forms) else f"{form.project_name}{number}"
        made.append(Project(f"p{number}", replace(form, project_name=name), number))
    return made


def long_form(rows: int) -> dict[str, Any]:
    """Return the first example with so many indicators."""
    form = objects()[0]
    own = form["indicators"]
    form["indicators"] = [own[number % len(own)] for number in range(rows)]
    return form
