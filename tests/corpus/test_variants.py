"""However a published form differs, it is read right: in Word, web page, workbook, dump and RTF alike."""

from collections import Counter
from typing import Any

import pytest

from perfeval_gui.core.contract import form_to_json
from perfeval_gui.files.reading import read_bytes
from tests.corpus.making import CONTAINERS
from tests.corpus.variants import BASE, VARIANTS

CASES = [
    pytest.param(name, container, id=f"{name} ({container})")
    for name, variant in VARIANTS.items()
    for container in CONTAINERS
    if not variant.only or container in variant.only
]


def at(form: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        form = form[int(part)] if isinstance(form, list) else form.get(part, "")
    return form


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("name", "container"), CASES)
def test_the_variant_is_read_right(name: str, container: str) -> None:
    variant = VARIANTS[name]
    result = read_bytes(CONTAINERS[container](variant.blocks), "表")
    assert len(result.forms) == 1, [note.message for note in result.notes]
    form = form_to_json(result.forms[0])
    assert {key: len(form[key]) for key in variant.counts} == variant.counts
    expected = {pointer: text for pointer, text in {**BASE, **variant.differs}.items() if text is not None}
    assert {pointer: squeezed(at(form, pointer)) for pointer in expected} == {
        pointer: squeezed(text) for pointer, text in expected.items()
    }
    extra = Counter((item["label"], squeezed(item["text"])) for item in form.get("extra", []))
    assert extra == Counter((label, squeezed(text)) for label, text in variant.extra)
    noted = {note.where for note in result.notes if note.form == 0}
    if container != "unmerged xlsx":  # a blank row of a sheet without merges cannot be seen
        assert set(variant.doubts) <= noted
    for item in form.get("extra", []):
        assert any(item["label"][:20] in note.message for note in result.notes)
