"""What may stand in a cell: everything a clerk can mean, nothing that spoils a document."""

import pytest

from perfeval_gui.core.text import clean, is_clean, squeeze


@pytest.mark.parametrize(
    "text", ["", "≦50万", "—", "　12　个", "第一行\n第二行", "列\t列", "𠮷野家", "👍", "①"]
)
def test_what_a_clerk_types_stays_as_typed(text) -> None:
    assert clean(text) == text
    assert is_clean(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x0bc\x1fd", "abcd"),
        ("行\r\n行\r行\u2028行\u2029行\x85行", "行\n行\n行\n行\n行\n行"),
        ("\ud800半个字", "半个字"),
        ("\ufeff开头", "开头"),
        ("\ufffe\uffff\ufdd0\U0001ffff末尾", "末尾"),
        ("\u202e9.85\u202c", "9.85"),
        ("e\u0301", "é"),
    ],
)
def test_what_no_document_can_hold_is_taken_out(typed, kept) -> None:
    assert clean(typed) == kept
    assert not is_clean(typed)


def test_labels_compare_without_any_white_space() -> None:
    assert squeeze("其中：\n当年　财政 拨款\t") == "其中：当年财政拨款"
