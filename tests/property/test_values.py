"""Reading of values: whatever is typed, nothing raises, nothing is guessed, and what is written is read back."""

from datetime import date
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from perfeval_gui.core.checks.catalogue import Context, check_filing
from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Filing, Indicator, Project, pointer
from perfeval_gui.core.goals import figures_in, goal_items, goal_numbers
from perfeval_gui.core.likeness import without_numbering
from perfeval_gui.core.measures import ValueKind, read_measure
from perfeval_gui.core.periods import is_in_time, last_day, years_in
from perfeval_gui.core.quantities import (
    format_number,
    format_rate,
    narrow,
    parse_amount,
    parse_date,
    parse_points,
    parse_rate,
)
from perfeval_gui.core.scorecard import is_reached, score_card
from perfeval_gui.core.units import UNITS, base_unit, leading_unit
from perfeval_gui.resources import profile, profile_ids
from tests.property.forms import form_objects

pieces = st.sampled_from(
    [
        *"0123456789０５９.,，、；%％≥≦><=-~每/年月日前后第名个次元万亿约共人",
        "以上",
        "不低于",
        "百分之",
        "2024年",
        "达成",
        "“≥”",
        "**",
        "\t",
        "\n",
        "　",
    ]
)
values = st.lists(pieces, max_size=12).map("".join)
numbers = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@given(st.one_of(st.text(max_size=40), values))
@example("≥" * 300)
@example("1" * 5000)
@example("-" + "９" * 60 + "%")
def test_no_text_breaks_a_parser(text: str) -> None:
    for parse in (parse_amount, parse_points, parse_rate, parse_date, years_in, goal_items, figures_in):
        parse(text)
    without_numbering(text)
    leading_unit(text)
    base_unit(text)
    last_day(text, 2024)
    is_in_time(text, "2024年1月1日")
    measure = read_measure(text)
    assert (measure.kind is ValueKind.SEVERAL) == bool(measure.parts)
    if measure.kind is ValueKind.NUMBER:
        assert measure.number is not None
        assert measure.number.is_finite()


@given(numbers, st.sampled_from(["", "≥", "≤", "≧", ">=", "不低于", "不超过"]), st.sampled_from(UNITS))
def test_a_figure_that_is_written_is_read_back(number: Decimal, sign: str, unit: str) -> None:
    measure = read_measure(f"{sign}{format_number(number)}{unit}")
    if unit in {"年", "月", "日", "号"}:  # 2024年 is a year, 12月 a month
        return
    assert measure.kind is ValueKind.NUMBER
    assert measure.number == number
    assert measure.unit == narrow(unit)
    assert bool(measure.comparator) == bool(sign)


@given(numbers)
def test_amounts_points_and_rates_survive_being_written(number: Decimal) -> None:
    text = format_number(number)
    assert parse_amount(text) == number
    assert parse_points(text + "分") == number
    assert parse_rate(format_rate(number)) == number
    assert "E" not in text.upper()


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_back_in_each_of_its_spellings(day: date) -> None:
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        day.isoformat(),
    ):
        assert parse_date(text) == day
        if day.year >= 1900:
            assert last_day(text) == day


@given(values, values, st.sampled_from(["数量指标", "成本指标", "质量指标"]), st.sampled_from(profile_ids()))
def test_a_score_lies_between_nought_and_the_weight(
    target: str, actual: str, category: str, pack: str
) -> None:
    row = Indicator("产出指标", category, "指标", target, actual, "10")
    card = score_card(row, profile(pack))
    if card is not None:
        assert 0 <= card.low <= card.score <= card.high <= 10
        assert card.sentence
        if card.reached and is_reached(row, "cost" if category == "成本指标" else ""):
            assert card.high == 10


@settings(max_examples=60)
@given(st.lists(form_objects(), min_size=1, max_size=3), st.sampled_from(profile_ids()))
def test_no_form_breaks_a_check_and_every_finding_points_into_its_form(
    objects: list[dict], pack: str
) -> None:
    projects = {
        f"p{index}": Project(f"p{index}", form_from_json(value)) for index, value in enumerate(objects)
    }
    filing = Filing(projects)
    findings = check_filing(filing, Context(profile(pack), date(2025, 9, 1)))
    for finding in findings:
        assert finding.message
        pointer(filing[finding.cell.project].form, finding.cell)
    for project in projects.values():
        goal_numbers(project.form)
