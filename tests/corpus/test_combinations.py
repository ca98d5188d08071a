"""Wordings and columns that occur together in no example are read right as well: drawn at random, many of them."""

import os
from typing import Any

import pytest

from perfeval_gui.core.contract import form_to_json
from perfeval_gui.files.reading import read_bytes
from tests.corpus.combinations import combination
from tests.corpus.making import CONTAINERS

# PERFEVAL_COMBINATIONS=5000 ./test tests/corpus/test_combinations.py draws more of them.
COUNT = int(os.environ.get("PERFEVAL_COMBINATIONS", "120"))
GRIDDED = ("html", "docx", "html", "xlsx", "html", "rtf")


def squeezed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: squeezed(item) for key, item in value.items() if key not in {"extra", "funding_unit"}}
    if isinstance(value, list):
        return [squeezed(item) for item in value]
    return "".join(value.split())


@pytest.mark.parametrize("seed", range(COUNT))
def test_every_field_of_a_form_drawn_at_random_is_read(seed: int) -> None:
    drawn = combination(seed)
    result = read_bytes(CONTAINERS[GRIDDED[seed % len(GRIDDED)]](drawn.blocks), "表")
    assert len(result.forms) == 1, [note.message for note in result.notes]
    assert squeezed(form_to_json(result.forms[0])) == squeezed(drawn.form)
