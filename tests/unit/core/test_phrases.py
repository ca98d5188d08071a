"""What the phrase library learns from forms and finds again."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_gui.core import phrases
from perfeval_gui.core.form import cell_at
from perfeval_gui.core.phrases import NAME, REASON, UNIT, VALUE, PhraseBook, book_of, kind_and_context, offers
from tests.examples import example_forms, example_project

LETTERS = {"培": "p", "训": "x", "班": "b", "次": "c", "数": "s", "重": "zc", "点": "d", "举": "j", "办": "b"}


def letters(character: str) -> str:
    return character.lower() if character.isascii() and character.isalpha() else LETTERS.get(character, "")


BOOK = book_of(example_forms(), letters)


def texts(
    kind: str, before: str, context: str = "", book: PhraseBook = BOOK, *, asked: bool = False
) -> list[str]:
    return [item.text for item in offers(book, kind, before, context, asked=asked)]


def book_with(*names: str) -> PhraseBook:
    row = example_forms()[0].indicators[0]
    form = replace(example_forms()[0], indicators=tuple(replace(row, name=name) for name in names))
    return book_of([form], letters)


def test_an_indicator_is_found_by_characters_in_its_middle() -> None:
    assert "举办专题培训班" in texts(NAME, "培训")


def test_an_indicator_is_found_by_its_initials() -> None:
    assert "举办专题培训班" in texts(NAME, "pxb")


def test_a_character_with_two_readings_is_found_by_both() -> None:
    book = book_with("重点培训")
    assert texts(NAME, "zd", book=book) == ["重点培训"]
    assert texts(NAME, "cd", book=book) == ["重点培训"]


def test_one_letter_is_too_little_to_go_by() -> None:
    assert texts(NAME, "p") == []


def test_a_number_is_continued_by_units_of_measure() -> None:
    assert "个" in texts(VALUE, "≥15")
    assert offers(BOOK, VALUE, "≥15")[0].keep == 3


def test_what_is_written_already_is_not_offered() -> None:
    assert "举办专题培训班" not in texts(NAME, "举办专题培训班")


def test_texts_with_a_year_are_never_learned() -> None:
    assert book_with("2023年培训班").phrases.get(NAME, ()) == ()


def test_numbering_is_not_learned() -> None:
    assert texts(NAME, "培训", book=book_with("1、培训班")) == ["培训班"]


def test_what_is_learned_keeps_the_characters_that_were_typed() -> None:
    assert texts(NAME, "培训", book=book_with("２．培训班，１期（全区）；")) == ["培训班，１期（全区）"]


def test_a_reason_goes_on_behind_its_last_clause() -> None:
    form = replace(
        example_forms()[0],
        indicators=(replace(example_forms()[0].indicators[0], variance_note="培训计划推迟"),),
    )
    found = offers(book_of([form], letters), REASON, "受天气影响，培训")
    assert [(item.text, item.keep) for item in found] == [("培训计划推迟", 6)]


def test_phrases_of_the_same_label_come_first() -> None:
    row = example_forms()[0].indicators[0]
    rows = (
        *(replace(row, category="质量指标", name="培训合格率") for _ in range(3)),
        replace(row, category="数量指标", name="培训班次"),
    )
    book = book_of([replace(example_forms()[0], indicators=rows)], letters)
    assert texts(NAME, "培训", "数量指标", book)[0] == "培训班次"
    assert texts(NAME, "培训", "", book)[0] == "培训合格率"


def test_nothing_is_offered_without_a_word_unless_asked_for() -> None:
    assert texts(NAME, "") == []
    assert texts(NAME, "", asked=True)


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ("/indicators/0/name", NAME),
        ("/indicators/17/name", phrases.SATISFACTION),
        ("/indicators/0/target", VALUE),
        ("/indicators/0/weight", ""),
        ("/indicators/0/variance_note", REASON),
        ("/implementing_unit", UNIT),
        ("/sign_off/phone", ""),
        ("/goal/expected", ""),
    ],
)
def test_each_cell_has_its_kind_of_phrases(where: str, kind: str) -> None:
    project = example_project(1)
    assert kind_and_context(project.form, cell_at(project, where))[0] == kind


def test_phone_numbers_are_never_learned() -> None:
    learned = [phrase.text for listed in BOOK.phrases.values() for phrase in listed]
    assert not any(form.sign_off.phone in learned for form in example_forms() if form.sign_off.phone)


@settings(max_examples=200)
@given(
    st.sampled_from([NAME, VALUE, REASON, UNIT, phrases.SATISFACTION]), st.text(max_size=12), st.booleans()
)
def test_every_offer_continues_what_stands_there(kind: str, before: str, asked: bool) -> None:
    found = offers(BOOK, kind, before, asked=asked)
    assert len(found) <= phrases.MOST
    assert all(0 <= item.keep <= len(before) and item.text for item in found)
