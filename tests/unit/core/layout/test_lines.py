"""Lines break where Word breaks them."""

import pytest

from perfeval_gui.core.layout.lines import broken, em_width, narrowing


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一二三四五", 3, ["一二三", "四五"]),
        ("一二三，四五", 3, ["一二", "三，四", "五"]),
        ("一二（三四）五", 3, ["一二", "（三", "四）五"]),
        ("共12345名", 3, ["共", "12345", "名"]),
        ("abcdefghij", 3, ["abcde", "fghij"]),
        ("一\n二", 3, ["一", "二"]),
        ("一\n\n二", 3, ["一", "", "二"]),
        ("", 3, [""]),
        ("达到≥95%", 4, ["达到", "≥95%"]),
        ("一二三…四", 3, ["一二", "三…四"]),
        ("work done", 3, ["work ", "done"]),
    ],
)
def test_lines_of(text: str, width: float, lines: list[str]) -> None:
    assert broken(text, width) == tuple(lines)


def test_a_chinese_character_is_as_wide_as_two_digits_and_a_bit_less() -> None:
    assert em_width("绩效") == 2
    assert em_width("12") == pytest.approx(1.1)
    assert em_width("≥“…") == 3


def test_another_measure_gives_other_lines() -> None:
    assert broken("一二三四", 2, lambda text: 2.0 * len(text)) == ("一", "二", "三", "四")


@pytest.mark.parametrize(
    ("text", "width", "hundredths"),
    [
        ("100", 2.17, 100),
        ("99.58", 2.17, 78),
        ("100%", 2.17, 98),
        ("1234567.89", 2.17, 100),  # too narrow to be read: it breaks
        ("约99.58", 2.17, 100),
        ("99.58", 10, 100),
        ("", 2, 100),
    ],
)
def test_a_number_stands_narrower_before_it_is_broken(text: str, width: float, hundredths: int) -> None:
    assert narrowing(text, width) == hundredths
