"""Rule packs: the bundled ones are whole, a changed one says what differs, a bad one names its line."""

from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_gui.core.checks.catalogue import CATALOGUE
from perfeval_gui.core.profile import CHECK_NUMBERS, blank_form, line_of_key, merged
from perfeval_gui.core.scoring import totals_of
from perfeval_gui.errors import ProfileError
from perfeval_gui.resources import profile, profile_from_file, profile_ids, resource

CUSTOM = resource("profiles", "examples", "custom.toml")


def pack(folder: Path, text: str) -> Path:
    path = folder / "口径.toml"
    path.write_text(
        'extends = "annex3-2024"\nid = "x"\nname = "样例"\nbasis = "地方口径"\n' + text, encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("annex3-2024", [10, 50, 30, 10]),
        ("mof-2020", [10, 50, 30, 10]),
        ("cost-2022", [10, 20, 40, 20, 10]),
        ("hubei-2020", [20, 40, 30, 10]),
    ],
)
def test_the_weight_families(name: str, points: list[int]) -> None:
    rules = profile(name)
    assert [rules.execution_points, *(item.points for item in rules.dimensions)] == points
    assert rules.id == name


@pytest.mark.parametrize("name", profile_ids())
def test_a_blank_form_adds_up_to_the_total(name: str) -> None:
    rules = profile(name)
    form = blank_form(rules, "2025")
    assert totals_of(form, rules).weight == rules.total_points
    assert form.fiscal_year == "2025"


def test_a_pack_knows_which_checks_there_are() -> None:
    named = {
        f"{letter}{number:02}"
        for letter, (first, last) in CHECK_NUMBERS.items()
        for number in range(first, last + 1)
    }
    assert named == {check.id for check in CATALOGUE}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[scoring]\nover_achievment = "1.5"\n', ("第 6 行", "是不是“over_achievement”")),
        ('[weights]\ntotal = "100"\n', ("第 5 行", "没有“weights”这一项")),
        ('[checks.severity]\nZ99 = "error"\n', ("第 5 行", "“Z99”不在检查目录里")),
        ('[checks]\noff = ["A22"]\n', ("第 6 行", "“A22”不在检查目录里")),
        ('[points]\nexecution = "15"\n', ("第 5 行", "105")),
        ("[scoring\n", ("第 5 行", "方括号没有配对")),
        ("[scoring]\nreverse = linear\n", ("第 6 行", "要用英文引号括起来")),
        ('note = "备注\n', ("第 5 行", "引号")),
    ],
)
def test_a_slip_is_named_with_its_line_in_chinese(tmp_path: Path, text: str, words: tuple[str, str]) -> None:
    with pytest.raises(ProfileError) as caught:
        profile_from_file(pack(tmp_path, text))
    assert all(word in caught.value.message for word in words), caught.value.message


@pytest.mark.parametrize("name", profile_ids())
def test_checks_named_in_a_pack_exist(name: str) -> None:
    rules = profile(name)
    assert {*rules.checks_off, *rules.check_severity} <= {check.id for check in CATALOGUE}


def test_the_documented_custom_pack_says_what_differs_and_keeps_the_rest() -> None:
    rules, base = profile_from_file(CUSTOM), profile()
    assert [item.points for item in rules.dimensions] == [40, 35, 15]
    assert rules.scoring.reverse == "linear"
    assert rules.scoring.tiers == base.scoring.tiers
    assert rules.filing_window == ((3, 1), (4, 30))
    assert rules.check_severity["C13"] == "error"
    assert rules.rows == base.rows
    assert {*rules.checks_off, *rules.check_severity} <= {check.id for check in CATALOGUE}


def test_a_printed_row_of_a_pack_takes_the_place_of_its_kind_only() -> None:
    base = {"rows": [{"kind": "name", "cells": 1}, {"kind": "total", "cells": 2}]}
    assert merged(base, {"rows": [{"kind": "name", "cells": 3}]})["rows"] == [
        {"kind": "name", "cells": 3},
        {"kind": "total", "cells": 2},
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[points]\ntotal = "90"\nexecution = "10"\n', 6, "points.total"),
        ('[scoring]\nreverse = "half"\n', 6, "ratio 或 linear"),
        ('[scoring]\nover_achievement = "30"\ntolerance = "一分"\n', 7, "scoring.tolerance"),
        ('[scoring]\nover_achievement = "0.3"\n', 6, "不能小于 1"),
        ('[scoring]\nlow_execution_rate = "900"\n', 6, "0 到 100"),
        (
            '[scoring]\ngrades = [\n  { name = "良", from = "80" },\n  { name = "优", from = "90" },\n]\n',
            6,
            "从高分到低分",
        ),
        ('[scoring]\ntiers = [\n  { name = "达成", from = "90", to = "80" },\n]\n', 7, "from 不大于 to"),
        ('[checks]\noff = ["全部"]\n', 6, "检查项编号"),
        ('[checks.severity]\nA05 = "红色"\n', 6, "error（错误）"),
        ('[filing]\nfrom = "2月1日"\nto = "05-31"\n', 6, "02-01"),
        ("note = 5\n", 5, "note"),
    ],
)
def test_a_bad_pack_is_refused_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(ProfileError) as caught:
        profile_from_file(pack(tmp_path, text))
    assert f"第 {line} 行" in caught.value.message
    assert words in caught.value.message


def test_a_pack_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="第 6 行"):
        profile_from_file(pack(tmp_path, "[points]\ntotal = = 3\n"))


def test_the_line_of_a_key() -> None:
    text = "a = 1\n[b]\nc = 2\n[[d]]\ne = 1\n[[d]]\ne = 2\n"
    assert line_of_key(text, "b.c") == 3
    assert line_of_key(text, "d[2].e") == 7
    assert line_of_key(text, "b.missing") == 2
    assert line_of_key(text, "z") is None


def test_the_default_points_are_decimals() -> None:
    assert profile().scoring.tolerance == Decimal("0.01")
