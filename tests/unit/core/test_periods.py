"""Years and days in texts: times are found, document numbers and standards are not taken for times."""

from datetime import date

import pytest

from perfeval_gui.core.periods import is_in_time, last_day, names_a_deadline, years_in


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2023年12月31日前完成", [2023]),
        ("2024.3.15", [2024]),
        ("2023.5前", [2023]),
        ("1912.6万元", []),
        ("2023.5平方米", []),
        ("2022-2024年", [2022, 2024]),
        ("对2023年招录3名选调生", [2023]),
        ("２０２３年底", [2023]),
        ("湘财绩〔2020〕7号", []),
        ("财预[2020]10号文件", []),
        ("《2021年工作规划》1部", []),
        ("GB/T 19001-2016", []),
        ("2000元", []),
        ("第2023期", []),
        ("12022年", []),
    ],
)
def test_years_that_are_times(text: str, years: list[int]) -> None:
    assert [mention.year for mention in years_in(text)] == years


def test_a_year_is_found_where_it_stands() -> None:
    text = "请于2023年12月底前"
    (mention,) = years_in(text)
    assert text[mention.start : mention.start + 4] == "2023"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年12月31日前完成", date(2024, 12, 31)),
        ("12月底前", date(2024, 12, 31)),
        ("2月底", date(2024, 2, 29)),
        ("11月30日前", date(2024, 11, 30)),
        ("2024年1月1日-12月31日", date(2024, 12, 31)),
        ("2025.6.30前", date(2025, 6, 30)),
        ("每月10日前", None),
        ("3个月", None),
        ("2024年2月30日", None),
        ("全年", None),
        ("2022-2024年", None),
    ],
)
def test_the_last_day_named(text: str, day: date | None) -> None:
    assert last_day(text, 2024) == day


def test_a_day_without_a_year_needs_the_forms_year() -> None:
    assert last_day("12月31日前") is None


def test_a_deadline_is_kept_or_missed() -> None:
    assert is_in_time("2024年10月底前", "2024年10月25日") is True
    assert is_in_time("2024年10月底前", "2024年11月2日") is False
    assert is_in_time("10月底前", "2024年10月31日") is True
    assert is_in_time("10月底前", "10月12日") is True
    assert is_in_time("10月底前", "11月2日") is False
    assert is_in_time("及时", "2024年11月2日") is None
    assert is_in_time("12月底前", "2024年1月-12月") is None


def test_a_text_that_names_a_time() -> None:
    assert names_a_deadline("年底前")
    assert names_a_deadline("3月15日")
    assert not names_a_deadline("显著")
