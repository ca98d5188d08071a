"""Every example file gives every field of its forms, whatever program wrote it."""

import json
from pathlib import Path
from typing import Any

import pytest

from perfeval_gui.core.contract import form_to_json
from perfeval_gui.files.reading import read_file

DATA = Path(__file__).resolve().parents[1] / "data"
READABLE = {".docx", ".doc", ".rtf", ".odt", ".xlsx", ".xls", ".ods"}
EXAMPLES = sorted(path for path in (DATA / "import").glob("2024-*") if path.suffix in READABLE)
OTHERS = sorted(path for path in (DATA / "import" / "other").iterdir() if path.suffix != ".json")
FILES = [DATA / "2024-forms.txt", DATA / "2024-forms.expected.json", *EXAMPLES, *OTHERS]


def without_white_space(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, list):
        return [without_white_space(item) for item in value]
    return {
        key: without_white_space(item) for key, item in value.items() if key not in {"extra", "funding_unit"}
    }


def expected(path: Path) -> list[Any]:
    if path.parent.name == "other":
        others: list[Any] = json.loads((path.parent / "expected.json").read_text(encoding="utf-8"))
        return others
    only_one = path.stem == "2024-form2-only"
    source = (
        DATA / "import" / "2024-form2-only.expected.json" if only_one else DATA / "2024-forms.expected.json"
    )
    forms = json.loads(source.read_text(encoding="utf-8"))
    return forms if isinstance(forms, list) else [forms]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_field_of_the_example_is_read(path: Path) -> None:
    read = [form_to_json(form) for form in read_file(path).forms]
    assert without_white_space(read) == without_white_space(expected(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_of_the_example_is_doubted_or_left_over(path: Path) -> None:
    result = read_file(path)
    assert all(not form.extra for form in result.forms)
    assert [
        note for note in result.notes if not note.check
    ] == []  # remarks on blanks and layout are no doubts
    assert set(result.profile_ids) == {"annex3-2024"}


def test_all_examples_were_found() -> None:
    assert len(FILES) >= 30
