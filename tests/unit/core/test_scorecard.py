"""得分明细: what a row should get, with the sum written out, by the rules of each profile."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_gui.core.form import Indicator
from perfeval_gui.core.scorecard import ScoreCard, is_reached, ratio, score_card
from perfeval_gui.resources import profile, profile_from_file, resource


def row(
    target: str, actual: str, weight: str = "10", category: str = "数量指标", dimension: str = "产出指标"
) -> Indicator:
    return Indicator(
        dimension=dimension, category=category, name="指标", target=target, actual=actual, weight=weight
    )


def card(target: str, actual: str, *more: str, pack: str = "annex3-2024") -> ScoreCard:
    found = score_card(row(target, actual, *more), profile(pack))
    assert found is not None
    return found


def test_the_sum_is_written_out_with_its_rule() -> None:
    found = card("≥12个", "10个")
    assert found.sentence == "目标 ≥12个，实际 10个，10×10/12 = 8.33"
    assert found.score == Decimal("8.33")
    assert "实际÷目标" in found.rule
    assert not found.reached


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥12个", "12个", "10"),
        ("≥12个", "30个", "10"),
        ("20名", "19名", "9.5"),
        ("=100%", "98%", "9.8"),
        ("＞95%", "95%", "10"),
        ("≥0", "0", "10"),
        ("≥5万人次", "4万人次", "8"),
        ("≥50万元", "400000元", "8"),
        ("≥100亩", "-5亩", "0"),
        ("≤20件", "25件", "8"),
        ("≤20件", "20件", "10"),
        ("≤0起", "2起", "0"),
        ("0起", "2起", "0"),
        ("=0%", "1.2%", "0"),
        ("0起", "0起", "10"),
        ("前三名", "第2名", "10"),
        ("80%-90%", "85%", "10"),
    ],
)
def test_forward_reverse_and_equal_targets(target: str, actual: str, score: str) -> None:
    assert card(target, actual).score == Decimal(score)


def test_money_in_a_cost_row_is_better_the_less_it_is() -> None:
    assert card("50万元", "45万元", "10", "成本指标").score == 10
    assert card("50万元", "62.5万元", "10", "成本指标").score == 8


def test_reverse_targets_can_be_scored_in_a_straight_line(tmp_path: Path) -> None:
    custom = profile_from_file(resource("profiles", "examples", "custom.toml"))
    found = score_card(row("≤20件", "25件"), custom)
    assert found is not None
    assert found.score == Decimal("7.5")
    assert found.sentence.endswith("10×(1-(25-20)/20) = 7.5")
    twice = score_card(row("≤20件", "45件"), custom)
    assert twice is not None
    assert twice.score == 0


def test_qualitative_rows_get_the_range_of_their_tier() -> None:
    found = card("达成预期指标", "部分达成预期指标并具有一定效果")
    assert (found.low, found.high) == (Decimal(6), Decimal(8))
    hubei = card("达成预期指标", "部分达成预期指标并具有一定效果", pack="hubei-2020")
    assert (hubei.low, hubei.high) == (Decimal(5), Decimal(8))
    assert card("达成预期指标", "达成预期指标").reached


def test_yes_or_no_rows_get_all_or_nothing() -> None:
    assert card("是", "否").score == 0


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥12个", "12期"),
        ("≥12个", "已完成"),
        ("", "12个"),
        ("≥12个", ""),
        ("显著", "较好"),
        ("200元/人", "180元/人"),
        ("12月底前", "2025年1月"),
        ("每季度1次", "4次"),
    ],
)
def test_nothing_is_scored_that_the_texts_do_not_tell(target: str, actual: str) -> None:
    assert score_card(row(target, actual), profile()) is None or card(target, actual).reached


def test_a_row_without_a_weight_has_no_card() -> None:
    assert score_card(row("≥12个", "10个", ""), profile()) is None
    assert score_card(row("≥12个", "10个", "0"), profile()) is None


def test_a_score_is_never_above_the_weight_nor_below_nought() -> None:
    for actual in ("0个", "6个", "12个", "99个"):
        found = card("≥12个", actual, "5")
        assert 0 <= found.score <= 5


def test_a_missed_deadline_is_known_and_a_copied_text_counts_as_reached() -> None:
    assert is_reached(row("2024年10月底前", "2024年11月3日")) is False
    assert is_reached(row("健全", "健全")) is True
    assert is_reached(row("健全", "较健全")) is None
    assert is_reached(row("≥12个", "达成预期指标")) is None


def test_a_span_of_time_without_a_sign_may_be_the_most_or_the_least() -> None:
    assert is_reached(row("30分钟", "20分钟", category="时效指标"), "timeliness") is None
    assert is_reached(row("30分钟内", "20分钟", category="时效指标"), "timeliness") is True
    assert is_reached(row("30分钟内", "40分钟", category="时效指标"), "timeliness") is False


def test_the_share_of_the_target() -> None:
    assert ratio(row("≥10期", "15期")) == Decimal("1.5")
    assert ratio(row("≥0", "3")) is None
    assert ratio(replace(row("≥10期", "15期"), actual="多")) is None
