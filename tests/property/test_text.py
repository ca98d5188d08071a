"""Cleaning a text is done once and for all, and never touches what a document can hold."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from perfeval_gui.core.text import clean, squeeze

any_text = st.text(st.characters(exclude_categories=()), max_size=40)


@given(any_text)
def test_cleaning_twice_is_cleaning_once(text) -> None:
    assert clean(clean(text)) == clean(text)


@given(any_text)
def test_every_clean_text_can_stand_in_an_xml_document_and_comes_back_the_same(text) -> None:
    element = ET.Element("t")
    element.text = clean(text)
    assert (ET.fromstring(ET.tostring(element, "utf-8")).text or "") == clean(text)


@given(st.text("年度项目支出0123456789.%≥≤≦—／“”（）　 \n\tabc", max_size=40))
def test_what_forms_are_written_with_stays_as_it_is(text) -> None:
    assert clean(text) == text


@given(any_text)
def test_squeezing_leaves_no_white_space_and_drops_nothing_else(text) -> None:
    squeezed = squeeze(text)
    assert not any(character.isspace() for character in squeezed)
    assert squeezed == "".join(character for character in text if not character.isspace())
