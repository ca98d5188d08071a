"""The seven 2024 forms as values, for every test that needs a real filing."""

import json
from functools import cache
from pathlib import Path
from types import MappingProxyType

from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Filing, Form, Project

ROOT = Path(__file__).resolve().parents[1]
EXPECTED = ROOT / "tests" / "data" / "2024-forms.expected.json"


@cache
def example_forms() -> tuple[Form, ...]:
    return tuple(form_from_json(item) for item in json.loads(EXPECTED.read_text(encoding="utf-8")))


def example_project(number: int = 1) -> Project:
    """Return example `number` (from 1) as a project called p1, p2 …."""
    return Project(f"p{number}", example_forms()[number - 1], position=number)


def example_filing(count: int = 2) -> Filing:
    projects = [example_project(number) for number in range(1, count + 1)]
    return Filing(MappingProxyType({project.id: project for project in projects}))
