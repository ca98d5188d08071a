"""The recogniser never raises, and no text that stands in a form's table is ever lost."""

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from perfeval_gui import resources
from perfeval_gui.core.contract import form_to_json
from perfeval_gui.core.recognise import labels, recognise
from perfeval_gui.core.recognise.raw import RawCell, RawDocument, RawParagraph, RawTable
from tests.corpus.making import Row, grid
from tests.corpus.variants import FUNDING, GOAL, HEAD, NAME, NOTE, ROWS, SIGNED, TITLE, TOTAL, UNITS

PROFILES = [resources.profile(name) for name in resources.profile_ids()]
LABELS = sorted({
    *labels.HEAD, *labels.HEAD_OTHER, *labels.FUNDING_BLOCK, *labels.FUNDING_COLUMNS, *labels.GOAL_BLOCK,
    *labels.GOAL_COLUMNS, *labels.INDICATOR_COLUMNS, *labels.INDICATOR_BLOCK, *labels.TOTAL_ROW, *labels.SIGN_OFF,
    "备注：", "填表人：张三", "2024年度项目支出绩效自评表", "部门整体支出绩效自评表",
})  # fmt: skip
TABLE: list[Row] = [NAME, UNITS, *FUNDING, *GOAL, HEAD, *ROWS, TOTAL]

texts = st.one_of(st.sampled_from(LABELS), st.text(max_size=8), st.sampled_from(["", " ", "10", "≥5%", "—"]))
cells = st.builds(
    RawCell,
    texts,
    st.integers(0, 9),
    st.integers(1, 4),
    st.booleans(),
    st.just(()),
    st.booleans(),
)
rows = st.lists(cells, max_size=9).map(lambda row: tuple(sorted(row, key=lambda cell: cell.column)))
tables = st.builds(
    RawTable, st.lists(rows, max_size=8).map(tuple), st.sampled_from(["", "表1"]), st.booleans()
)
documents = st.builds(
    RawDocument,
    st.lists(st.one_of(tables, st.builds(RawParagraph, texts, st.booleans())), max_size=5).map(tuple),
    st.lists(st.builds(RawParagraph, texts), max_size=2).map(tuple),
)


@given(documents)
@settings(max_examples=150)
def test_any_document_gives_forms_or_a_note(document: RawDocument) -> None:
    found = recognise(document, PROFILES)
    assert found.forms or found.notes
    assert len(found.forms) == len(found.profile_ids)
    for note in found.notes:
        assert note.form is None or 0 <= note.form < len(found.forms)
        assert note.severity in {"error", "warning", "hint"}


def raw(table: list[Row], name: str, *, has_grid: bool) -> RawTable:
    return RawTable(
        tuple(
            tuple(
                RawCell(text, column if has_grid else place, span if has_grid else 1, continued=continued)
                for place, (text, column, span, continued) in enumerate(row)
            )
            for row in grid(table)
        ),
        name,
        has_grid,
    )


def document_of(table: list[Row], kind: str) -> RawDocument:
    head = [RawParagraph(line) for line in TITLE.split("\n")]
    body = raw(table, "表1" if kind == "sheet" else "", has_grid=kind != "dump")
    return RawDocument((*head, body, RawParagraph(NOTE), RawParagraph(SIGNED)))


def everything(found: Any) -> str:
    return json.dumps([form_to_json(form) for form in found.forms], ensure_ascii=False)


@given(
    place=st.integers(1, len(TABLE)),
    row=st.lists(st.sampled_from(["甲一", "甲二", "", "说明", "12"]), min_size=1, max_size=9),
    kind=st.sampled_from(["word", "sheet", "dump"]),
)
@example(place=2, row=["甲一"], kind="word")
@example(place=len(TABLE), row=["甲一", "甲二"], kind="dump")
@settings(max_examples=60)
def test_an_unknown_row_anywhere_in_the_table_is_kept(place: int, row: list[str], kind: str) -> None:
    table = [*TABLE[:place], row, *TABLE[place:]]
    found = recognise(document_of(table, kind), PROFILES)
    assert len(found.forms) == 1
    kept = everything(found)
    assert all(text in kept for text in row if text.startswith("甲"))


@given(number=st.integers(0, len(TABLE) - 1), kind=st.sampled_from(["word", "sheet", "dump"]), data=st.data())
@settings(max_examples=60)
def test_a_text_typed_into_any_cell_of_the_table_is_kept(number: int, kind: str, data: st.DataObject) -> None:
    row = list(TABLE[number])
    place = data.draw(st.integers(0, len(row) - 1))
    cell = row[place]
    text, span = cell if isinstance(cell, tuple) else (cell, 1)
    if text == "^" or _is_label(text) or number in _HEAD_ROWS:
        return  # a label that is overwritten changes what the table means
    row[place] = ("改动后的字", span)
    found = recognise(document_of([*TABLE[:number], row, *TABLE[number + 1 :]], kind), PROFILES)
    assert "改动后的字" in everything(found)


_HEAD_ROWS = {TABLE.index(row) for row in (FUNDING[0], GOAL[0], HEAD)}


def _is_label(text: str) -> bool:
    return labels.key(text) in LABELS


@given(
    kind=st.sampled_from(["word", "sheet", "dump"]),
    column=st.integers(1, 9),
    texts=st.lists(st.sampled_from(["", "旁注"]), min_size=4, max_size=4),
)
@settings(max_examples=60)
def test_an_added_column_is_kept_wherever_it_stands(kind: str, column: int, texts: list[str]) -> None:
    head = [*HEAD[:column], "督查意见", *HEAD[column:]]
    rows = [[*row[:column], text, *row[column:]] for row, text in zip(ROWS, texts, strict=True)]
    total: Row = [
        ("总分", 6 + (column <= 6)),
        *(TOTAL[1:] if column <= 6 else (*TOTAL[1 : column - 5], "", *TOTAL[column - 5 :])),
    ]
    table: list[Row] = [NAME, UNITS, *FUNDING, *GOAL, head, *rows, total]
    found = recognise(document_of(table, kind), PROFILES)
    kept = [item for item in found.forms[0].extra if item.label == "督查意见"]
    assert len(kept) == texts.count("旁注")
    assert [row.score for row in found.forms[0].indicators] == ["29", "20", "30", "10"]
    assert found.forms[0].total.score == "98"
