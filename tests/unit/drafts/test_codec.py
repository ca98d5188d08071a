"""A draft as JSON: nothing typed is lost, the same draft gives the same bytes, odd input is told apart."""

import json
from dataclasses import replace

import pytest

from perfeval_gui.core.form import Cell, Project, Waiver
from perfeval_gui.drafts.codec import NewerFormatError, NotADraftError, decode, encode
from tests.examples import example_forms, example_project


def full_project() -> Project:
    project = example_project(4)
    cell = Cell("p4", "indicators", project.form.indicators[0].id, "score")
    return replace(
        project,
        state="signed",
        waivers=(Waiver("A09", cell, "经主管部门同意", "12>10"),),
        previous=example_forms()[0],
        origins={("goal", "", "expected"): "imported"},
        kept={"later": {"colour": [1, 2, None, True]}},
    )


def test_everything_that_is_kept_beside_the_form_comes_back():
    project = full_project()
    again = decode(encode(project))
    assert again == project
    assert encode(again) == encode(project)
    assert [row.id for row in again.form.indicators] == [row.id for row in project.form.indicators]


def test_the_text_is_canonical_and_readable_without_the_program():
    data = encode(full_project())
    assert (
        data
        == json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    )
    assert "代干生活补贴".encode() in data


def test_a_lone_surrogate_and_a_null_survive():
    project = example_project()
    project = replace(project, form=replace(project.form, note="甲\ud83d乙\x00丙"))
    assert decode(encode(project)).form.note == "甲\ud83d乙\x00丙"


def test_what_a_newer_program_added_is_kept_aside_at_every_level():
    value = json.loads(encode(example_project()))
    value["colour"] = "red"
    value["form"]["seal"] = [1]
    value["form"]["goal"]["why"] = "x"
    value["form"]["indicators"][2]["evidence"] = {"page": 3}
    project = decode(json.dumps(value).encode())
    assert project == replace(example_project(), kept=project.kept)
    assert dict(project.kept) == {
        "/colour": "red",
        "/form/seal": [1],
        "/form/goal/why": "x",
        "/form/indicators/2/evidence": {"page": 3},
    }
    assert decode(encode(project)).kept == project.kept


def test_a_later_format_is_refused_by_name():
    value = {**json.loads(encode(example_project())), "format": 99}
    with pytest.raises(NewerFormatError):
        decode(json.dumps(value).encode())


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("/", lambda value: []),
        ("/format", lambda value: {"id": "x"}),
        ("/id", lambda value: {**value, "id": 3}),
        ("/position", lambda value: {**value, "position": True}),
        ("/form", lambda value: {**value, "form": None}),
        ("/form/note", lambda value: {**value, "form": {**value["form"], "note": 1}}),
        ("/form/funding", lambda value: {**value, "form": {**value["form"], "funding": "x"}}),
        ("/form/funding/0", lambda value: {**value, "form": {**value["form"], "funding": ["x"]}}),
        (
            "/form/indicators",
            lambda value: {**value, "form": {**value["form"], "indicators": [{"id": "a"}] * 2}},
        ),
        ("/waivers/0", lambda value: {**value, "waivers": [{"check": "A01"}]}),
        ("/origins", lambda value: {**value, "origins": [["goal", "x"]]}),
        ("/previous", lambda value: {**value, "previous": []}),
    ],
)
def test_what_is_no_draft_is_refused_by_the_place_that_is_wrong(where, change):
    value = change(json.loads(encode(example_project())))
    with pytest.raises(NotADraftError) as error:
        decode(json.dumps(value).encode())
    assert str(error.value) == ("/format" if where == "/" else where)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"{", b"NaN", b"[" * 100_000])
def test_noise_is_refused(data):
    with pytest.raises(NotADraftError):
        decode(data)
