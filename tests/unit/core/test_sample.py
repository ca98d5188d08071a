"""A form from the finance bureau is compared with ours: title, labels, columns, widths, note and sign-off."""

from pathlib import Path

import pytest

from perfeval_gui import resources
from perfeval_gui.core.form import Project
from perfeval_gui.core.pack_editing import own_pack
from perfeval_gui.core.profile import blank_form, merged, profile_from_mapping
from perfeval_gui.core.sample import Sample, differences
from perfeval_gui.core.sample_pack import pack_of
from perfeval_gui.errors import NothingToDoError, UnreadableFileError
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.files.sample_reader import read_sample
from tests.examples import ROOT, example_project

PROFILE = resources.profile()
IMPORTS = ROOT / "tests" / "data" / "import"


def sample_of(tmp_path: Path, data: bytes) -> Sample:
    path = tmp_path / "表样.docx"
    path.write_bytes(data)
    return read_sample(path)


def changed(*changes: tuple[str, str]) -> bytes:
    """Return our blank form as .docx with words of its markup changed, as a bureau would have changed them."""
    import io
    import zipfile

    blank = docx_bytes([Project("p1", blank_form(PROFILE, "2025"))], lambda _: PROFILE)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "word/document.xml":
                for old, new in changes:
                    assert old in text
                    text = text.replace(old, new)
            made.writestr(name, text)
    return target.getvalue()


def test_our_own_export_differs_in_nothing(tmp_path: Path) -> None:
    for data in (changed(), docx_bytes([example_project(4)], lambda _: PROFILE)):
        assert differences(PROFILE, sample_of(tmp_path, data)) == ()


@pytest.mark.parametrize("name", ["2024-original-like.docx", "2024-lo.docx", "2024-form2-only.docx"])
def test_last_years_files_are_the_same_form(name: str) -> None:
    assert differences(PROFILE, read_sample(IMPORTS / name)) == ()


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        (
            [("2025年度项目支出绩效自评表", "2025年度县级项目支出绩效自评表")],
            ["标题：本程序为“附件3\u300020××年度项目支出绩效自评表”，表样为“附件3\u30002025年度县级项目支出绩效自评表”"],
        ),
        (
            [("（30分）", "（20分）")],
            ["标签：本程序为“效益指标（30分）”，表样为“效益指标（20分）”"],
        ),
        ([("偏差原因分析及改进措施", "未完成原因")], ["标签：表样没有“偏差原因分析及改进措施”", "列：表样多出“未完成原因”", "列：表样没有“偏差原因分析及改进措施”"]),
        (
            [('<w:gridCol w:w="1226"/>', '<w:gridCol w:w="2400"/>')],
            ["列宽（偏差原因分析及改进措施）：本程序为“12%”，表样为“21%”"],
        ),
        ([("各一张表。", "各填一张表。")], ["备注：本程序为“备注：一个一级项目支出一张表。如，业务工作经费，运行维护经费，其他事业发展类资金…各一张表。”，表样为“备注：一个一级项目支出一张表。如，业务工作经费，运行维护经费，其他事业发展类资金…各填一张表。”"]),
        ([("生态效", "环境效")], ["标签：表样多出“环境效益指标”"]),
        ([("联系电话：", "审核人：")], ["落款：表样没有“联系电话”", "落款：表样多出“审核人”"]),
    ],
)  # fmt: skip
def test_every_kind_of_change_is_named(
    tmp_path: Path, changes: list[tuple[str, str]], sentences: list[str]
) -> None:
    found = differences(PROFILE, sample_of(tmp_path, changed(*changes)))
    assert [item.sentence for item in found] == sentences


def test_a_pack_made_from_the_sample_prints_the_sample(tmp_path: Path) -> None:
    sample = sample_of(
        tmp_path,
        changed(
            ("2025年度项目支出", "2025年度县级项目支出"),
            ("（30分）", "（20分）"),
            ("(50分)", "（60分）"),
            ("各一张表", "各填一张表"),
        ),
    )
    changes = pack_of(PROFILE, sample, "county-2025", "县级表样")
    assert changes["extends"] == "annex3-2024"
    made = profile_from_mapping(merged(PROFILE.source, changes))
    assert differences(made, sample) == ()
    assert made.head == ("附件3", "{fiscal_year}年度县级项目支出绩效自评表")
    assert [f"{rule.points:f}" for rule in made.dimensions] == ["60", "20", "10"]


def test_a_pack_of_the_same_form_changes_nothing(tmp_path: Path) -> None:
    changes = pack_of(PROFILE, sample_of(tmp_path, changed()), "same", "同")
    made = profile_from_mapping(merged(PROFILE.source, changes))
    assert own_pack("same", PROFILE, made.source).keys() == {"id", "name", "basis", "extends"}


def test_a_pack_takes_over_wording_widths_and_sign_off(tmp_path: Path) -> None:
    sample = sample_of(
        tmp_path,
        changed(
            ('<w:gridCol w:w="1226"/>', '<w:gridCol w:w="2400"/>'),
            ("偏差原因分析及改进措施", "偏差原因分析和改进措施"),
            ("其中：当年财政拨款", "其中：本年财政拨款"),
            ("填表人：", "填报人："),
            ("单位负责人签字：", "单位主要负责人签字："),
        ),
    )
    made = profile_from_mapping(merged(PROFILE.source, pack_of(PROFILE, sample, "wide", "宽")))
    assert differences(made, sample) == ()
    assert sum(made.page.grid) == sum(PROFILE.page.grid)
    assert made.page.grid[-1] > PROFILE.page.grid[-1]
    assert made.sign_off["preparer"] == "填报人："
    assert made.funding_role("其中：本年财政拨款") == "appropriation"


def test_a_pack_never_takes_over_another_unit_of_money(tmp_path: Path) -> None:
    sample = sample_of(tmp_path, changed(("（万元）", "（元）")))
    assert [item.theirs.split() for item in differences(PROFILE, sample)] == [["项目资金", "（元）"]]
    made = profile_from_mapping(merged(PROFILE.source, pack_of(PROFILE, sample, "yuan", "元")))
    assert made.rows == PROFILE.rows


def test_a_document_without_the_form_is_refused_with_a_sentence(tmp_path: Path) -> None:
    import docx

    docx.Document().save(str(tmp_path / "other.docx"))
    with pytest.raises(NothingToDoError, match="没有找到项目支出绩效自评表"):
        differences(PROFILE, read_sample(tmp_path / "other.docx"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "附件3".encode()])
def test_what_is_no_word_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "表样.docx").write_bytes(content)
    with pytest.raises(UnreadableFileError, match="表样"):
        read_sample(tmp_path / "表样.docx")
    with pytest.raises(UnreadableFileError, match="打不开"):
        read_sample(tmp_path / "不在.docx")
