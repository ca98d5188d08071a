"""Numbers read from cells: what is a number is read, what is not stays words."""

from datetime import date
from decimal import Decimal

import pytest

from perfeval_gui.core.quantities import (
    format_number,
    format_rate,
    is_blank,
    narrow,
    parse_amount,
    parse_date,
    parse_points,
    parse_rate,
    round_half_up,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("50", "50"),
        ("1,234.5", "1234.5"),
        ("１２．５", "12.5"),
        ("　26　", "26"),
        ("-3", "-3"),
        (".5", "0.5"),
        ("207.4538", "207.4538"),
    ],
)
def test_an_amount_is_read(text: str, number: str) -> None:
    assert parse_amount(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "—", "10万", "12,34", "≥12", "①", "½", "12.5.6", "1e5", "NaN", "Infinity", "一", "9" * 80]
)
def test_what_is_no_plain_number_is_not_guessed(text: str) -> None:
    assert parse_amount(text) is None


def test_points_may_carry_their_word() -> None:
    assert parse_points("10分") == 10
    assert parse_points("9.74") == Decimal("9.74")
    assert parse_points("分") is None


@pytest.mark.parametrize(
    ("text", "rate"), [("97.44%", "97.44"), ("97.44％", "97.44"), (" 100 % ".strip(), "100")]
)
def test_a_rate_is_read_in_percent(text: str, rate: str) -> None:
    assert parse_rate(text.replace(" ", "")) == Decimal(rate)


def test_a_number_without_the_sign_is_no_rate() -> None:
    assert parse_rate("0.97") is None


@pytest.mark.parametrize("text", ["", " ", "　", "-", "—", "——", "/", "－", "／"])
def test_a_dash_or_slash_says_nothing(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "无", "100%", "--1"])
def test_a_word_or_a_nought_says_something(text: str) -> None:
    assert not is_blank(text)


def test_narrowing_leaves_signs_alone_that_would_become_other_numbers() -> None:
    assert narrow("㎡①½　１２％") == "㎡①½ 12%"


@pytest.mark.parametrize(
    ("number", "rounded"), [("9.735", "9.74"), ("9.745", "9.75"), ("2.154", "2.15"), ("-0.005", "-0.01")]
)
def test_rounding_is_half_up(number: str, rounded: str) -> None:
    assert round_half_up(Decimal(number)) == Decimal(rounded)


@pytest.mark.parametrize(
    ("number", "text"),
    [("10", "10"), ("9.50", "9.5"), ("100", "100"), ("1E+2", "100"), ("-0.0", "0"), ("0.10", "0.1")],
)
def test_a_number_is_written_without_trailing_noughts(number: str, text: str) -> None:
    assert format_number(Decimal(number)) == text


def test_a_rate_is_written_with_at_most_two_decimals() -> None:
    assert format_rate(Decimal("97.4359")) == "97.44%"
    assert format_rate(Decimal(100)) == "100%"


@pytest.mark.parametrize(
    "text", ["2025年8月19日", "2025.8.19", "2025-08-19", "2025/8/19", "2025年8月19", "２０２５年8月19号"]
)
def test_a_day_is_read_in_its_spellings(text: str) -> None:
    assert parse_date(text) == date(2025, 8, 19)


@pytest.mark.parametrize(
    "text", ["", "2025年8月", "2025年2月30日", "8月19日", "2025年13月1日", "20250819", "昨天"]
)
def test_half_a_date_is_no_date(text: str) -> None:
    assert parse_date(text) is None
