"""Target and actual values as clerks write them: comparator, number, unit, or left as words."""

from decimal import Decimal

import pytest

from perfeval_gui.core.measures import ValueKind, chinese_number, comparable, read_measure, same_unit
from perfeval_gui.core.quantities import narrow
from perfeval_gui.core.units import UNITS


@pytest.mark.parametrize(
    ("text", "comparator", "number", "unit"),
    [
        ("≥12个", "≥", "12", "个"),
        ("≧12个", "≥", "12", "个"),
        (">=12 个", "≥", "12", "个"),
        ("＞＝12个", "≥", "12", "个"),
        ("不低于95%", "≥", "95", "%"),
        ("不少于3次", "≥", "3", "次"),
        ("95%以上", "≥", "95", "%"),
        ("30人次及以上", "≥", "30", "人次"),
        ("≦50万", "≤", "50", "万"),
        ("不超过20万元", "≤", "20", "万元"),
        ("48小时以内", "≤", "48", "小时"),
        ("30分钟内", "≤", "30", "分钟"),
        ("＞90％", ">", "90", "%"),
        ("=100%", "=", "100", "%"),
        ("100%", "", "100", "%"),
        ("1,200.5亩", "", "1200.5", "亩"),
        ("３．２万人次", "", "3.2", "万人次"),
        ("百分之九十五", "", "95", "%"),
        ("百分之98.5", "", "98.5", "%"),
        ("135公里", "", "135", "公里"),
        ("200元每人/每月", "", "200", "元每人/每月"),
        ("300元/人·天", "", "300", "元/人·天"),
        ("0起", "", "0", "起"),
        ("83.5", "", "83.5", ""),
        ("1912.6", "", "1912.6", ""),
        ("2023.5平方米", "", "2023.5", "平方米"),
        ("4批次/千人", "", "4", "批次/千人"),
        ("250元/人/学期", "", "250", "元/人/学期"),
        ("120.5万页", "", "120.5", "万页"),
        ("33微克/立方米", "", "33", "微克/立方米"),
    ],
)
def test_a_figure_is_read(text: str, comparator: str, number: str, unit: str) -> None:
    measure = read_measure(text)
    assert measure.kind is ValueKind.NUMBER
    assert (measure.comparator, measure.number, measure.unit) == (comparator, Decimal(number), unit)


@pytest.mark.parametrize(
    ("target", "actual", "pair"),
    [
        ("≥95%", "0.97", (95, 97)),
        ("≥0.9", "96%", (90, 96)),
        ("100%", "1", (100, 100)),
        ("≤1%", "0.3", (1, Decimal("0.3"))),
        ("≤5", "0.5", (5, Decimal("0.5"))),
    ],
)
def test_a_share_beside_a_percentage_is_taken_as_one(
    target: str, actual: str, pair: tuple[Decimal, Decimal]
) -> None:
    assert comparable(read_measure(target), read_measure(actual)) == pair


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", ValueKind.BLANK),
        ("—", ValueKind.BLANK),
        ("5-10年", ValueKind.RANGE),
        ("80%-90%", ValueKind.RANGE),
        ("前三名", ValueKind.RANK),
        ("第2名", ValueKind.RANK),
        ("2024年12月31日前完成", ValueKind.DATE),
        ("12月底前", ValueKind.DATE),
        ("每月10日前打卡发放", ValueKind.DATE),
        ("2024.12.31", ValueKind.DATE),
        ("1-12月", ValueKind.DATE),
        ("培训12期，650人次", ValueKind.SEVERAL),
        ("10期,612人次", ValueKind.SEVERAL),
        ("10期612人次", ValueKind.SEVERAL),
        ("10期/612人次", ValueKind.SEVERAL),
        ("2小时30分钟", ValueKind.WORDS),
        ("2024.12", ValueKind.NUMBER),
        ("2024.12前", ValueKind.DATE),
        ("显著提升", ValueKind.WORDS),
        ("达成预期指标", ValueKind.WORDS),
        ("长期", ValueKind.WORDS),
        ("GB50300-2013", ValueKind.WORDS),
        ("12/10", ValueKind.WORDS),
        ("10:30", ValueKind.WORDS),
        ("第一", ValueKind.WORDS),
        ("一次性", ValueKind.WORDS),
    ],
)
def test_what_is_no_single_figure_is_told_apart(text: str, kind: ValueKind) -> None:
    assert read_measure(text).kind is kind


@pytest.mark.parametrize("text", ["每年≥4次", "全年4次", "约600人次", "培训≥12期", "同比增长5%"])
def test_words_before_a_figure_are_kept_beside_it(text: str) -> None:
    measure = read_measure(text)
    assert measure.kind is ValueKind.NUMBER
    assert measure.prefix


def test_ten_thousands_scale_only_what_they_count() -> None:
    assert read_measure("1.2万元").amount == 12000
    assert read_measure("3千米").amount == 3
    assert read_measure("6千名").amount == 6000
    assert read_measure("2.3万人次").base == "人次"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13人", "13名"),
        ("5场", "5场次"),
        ("2公里", "2千米"),
        ("5万元", "5元"),
        ("20㎡", "20平方米"),
        ("50万", "50万元"),
        ("12", "12个"),
        ("人均8000元每年", "8000元/人/年"),
    ],
)
def test_units_that_mean_the_same_are_compared(one: str, other: str) -> None:
    assert same_unit(read_measure(one), read_measure(other))


@pytest.mark.parametrize(
    ("one", "other"), [("8个", "12期"), ("12个", "100%"), ("200人", "200人次"), ("5元/人", "5元")]
)
def test_units_that_differ_are_not(one: str, other: str) -> None:
    assert not same_unit(read_measure(one), read_measure(other))
    assert comparable(read_measure(one), read_measure(other)) is None


def test_both_sides_come_on_one_scale() -> None:
    assert comparable(read_measure("≤50万元"), read_measure("480000元")) == (Decimal(500000), Decimal(480000))
    assert comparable(read_measure("≥0.95"), read_measure("0.97")) == (Decimal("0.95"), Decimal("0.97"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("九十五", 95),
        ("一百", 100),
        ("两三", None),
        ("百十", None),
        ("", None),
    ],
)
def test_small_chinese_numerals(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit not in ("年", "月", "日", "号")])
def test_every_unit_is_read_behind_a_figure(unit: str) -> None:
    measure = read_measure(f"≥12.5{unit}")
    assert (measure.number, measure.unit) == (Decimal("12.5"), narrow(unit))
