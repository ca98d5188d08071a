"""Labels are known in every wording and layout; values and prose are no labels."""

import pytest

from perfeval_gui.core.recognise import labels
from perfeval_gui.core.recognise.indicators import split_points
from perfeval_gui.core.recognise.inline import has_label, pairs_in


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("项目支\n出名称", "项目支出名称"),
        ("项 目 名 称：", "项目名称"),
        ("绩\n效\n指\n标", "绩效指标"),
        ("主管部门（盖章）", "主管部门"),
        ("全年预算数（A）", "全年预算数"),
        ("执行率（B/A）", "执行率"),
        ("一、项目名称", "项目名称"),
        ("★三级指标", "三级指标"),
        ("三级\u200b指标", "三级指标"),
        ("分\u00ad值", "分值"),
        ("ＡＢ（１）", "AB"),
        ("[bookmark: _GoBack]得分", "得分"),
        ("1.5", "1.5"),
        ("字" * 61, ""),
    ],
)
def test_a_label_is_the_same_however_it_is_printed(printed: str, label: str) -> None:
    assert labels.key(printed) == label


@pytest.mark.parametrize(
    ("written", "name", "points"),
    [
        ("产出指标\n\n(50分)", "产出指标", "50"),
        ("效益指标\n\n（30分）\n　", "效益指标", "30"),
        ("满意度\n指标\n（10分）", "满意度指标", "10"),
        ("产出指标（50）", "产出指标", "50"),
        ("产出指标50分", "产出指标", "50"),
        ("产出指标【12.5 分】", "产出指标", "12.5"),
        ("效益指标（30%）", "效益指标", "30%"),
        ("产出指标", "产出指标", ""),
        ("指标2", "指标2", ""),
        ("（50分）", "（50分）", ""),
    ],
)
def test_a_section_label_gives_its_name_and_its_points(written: str, name: str, points: str) -> None:
    assert split_points(written) == (name, points)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2024年度项目支出绩效自评表", "2024"),
        ("附件32024年度项目支出绩效自评表", "2024"),
        ("附件3     ２０２４年度项目支出绩效自评表", "2024"),
        ("项目支出绩效自评表（2022年度）", "2022"),
        ("二〇二四年度项目支出绩效自评表", "2024"),
        ("二○二四年度项目支出绩效自评表", "2024"),
        ("（2023）", "2023"),
        ("    年度项目支出绩效自评表", ""),
        ("财预〔2020〕10号", ""),
    ],
)
def test_the_year_of_a_title(title: str, year: str) -> None:
    assert labels.year_in(title) == year


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("2024年度项目支出绩效自评表", True),
        ("项目支出绩效目标表", True),
        ("县级专项资金绩效目标自评表", True),
        ("部门整体支出绩效自评表", True),
        ("请于3月底前报送项目支出绩效自评表。", False),
        ("绩效目标实现情况代表性强", False),
        ("备注：项目支出绩效自评表一式两份", False),
        ("工作总结", False),
    ],
)
def test_what_is_a_title(text: str, is_title: bool) -> None:
    assert labels.is_title(text) is is_title


def test_labels_and_values_in_one_text_are_parted_even_when_glued() -> None:
    text = "填表人：张三 填报日期：2025年8月19 联系电话：13800000000单位负责人签字："
    found = pairs_in(text, [*labels.SIGN_OFF, *labels.SIGN_OFF_OTHER])
    assert [(pair.label, pair.value) for pair in found] == [
        ("填表人", "张三"),
        ("填报日期", "2025年8月19"),
        ("联系电话", "13800000000"),
        ("单位负责人签字", ""),
    ]


def test_the_longest_label_counts() -> None:
    assert [pair.label for pair in pairs_in("负责人及电话：李四", labels.HEAD_OTHER)] == ["负责人及电话"]


def test_a_label_needs_its_colon_and_prose_has_none() -> None:
    assert not has_label("填表人员很多", labels.SIGN_OFF)
    assert not has_label("很长的文字" * 100 + "填表人：张三", labels.SIGN_OFF)
    assert has_label("填 表 人 （签字）：张三", labels.SIGN_OFF)


def test_no_label_stands_for_two_fields_of_one_block() -> None:
    for table in (
        labels.HEAD,
        labels.FUNDING_COLUMNS,
        labels.GOAL_COLUMNS,
        labels.INDICATOR_COLUMNS,
        labels.SIGN_OFF,
    ):
        assert all(labels.key(label) == label for label in table)
