"""The glossary knows every field of the form under its one name."""

from pathlib import Path

import pytest

from perfeval_gui.core.fields import FIELDS

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "GLOSSARY.md"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_the_glossary_holds_the_field_under_its_name_and_label(field) -> None:
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    assert any(f"`{field.name}`" in line and field.label in line for line in lines), (
        f"docs/GLOSSARY.md has no line with `{field.name}` and {field.label}"
    )
