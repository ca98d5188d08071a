"""The report as Word: the unit's own template filled in, nothing else of it touched."""

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from perfeval_gui.errors import UnreadableFileError
from perfeval_gui.files.report_template import default_template, own_template, template_of
from perfeval_gui.files.report_writer import fill_report
from tests.unit.core.test_report import report
from tests.word_files import package_faults


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(bytes(4)))
    + chunk(b"IEND", b"")
)


def written(template: bytes | None = None, edits=None, picture: bytes | None = None):
    return Document(
        io.BytesIO(fill_report(report(edits=edits), template or default_template(), picture).data)
    )


def template(*texts: str, rows: tuple[str, ...] = ()) -> bytes:
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=2, cols=len(rows))
        for cell, text in zip(table.rows[1].cells, rows, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def texts(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_the_report_of_the_seven_examples_holds_their_sums_in_text_and_table() -> None:
    document = written()
    whole = "\n".join(texts(document))
    assert "年初预算 151.8 万元，全年预算 143.68 万元，全年执行 143.56 万元" in whole
    table = document.tables[0]
    assert len(table.rows) == 1 + 7 + 1
    assert [cell.text for cell in table.rows[4].cells][1:6] == [
        "老干部（代干生活补贴）",
        "4.8",
        "4.68",
        "4.56",
        "97.44%",
    ]
    assert [cell.text for cell in table.rows[-1].cells][1:6] == [
        "合计",
        "151.8",
        "143.68",
        "143.56",
        "99.92%",
    ]


def test_no_field_of_the_default_template_is_left_and_every_section_is_there() -> None:
    document = written()
    with zipfile.ZipFile(io.BytesIO(fill_report(report(), default_template()).data)) as archive:
        assert "{{" not in archive.read("word/document.xml").decode()
    headings = [item.text for item in document.paragraphs if item.style.name == "Heading 1"]
    assert headings == [
        "一、基本情况", "二、资金执行情况", "三、绩效目标完成情况", "四、未完成的目标及原因", "五、存在的问题", "六、下一步改进措施",
    ]  # fmt: skip


def test_what_is_to_be_written_is_shaded_and_the_rest_is_not() -> None:
    runs = [run for item in written().paragraphs for run in item.runs if run.text]
    shaded = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert shaded
    assert all(re.fullmatch("【待填写：[^】]*】", text) for text in shaded)
    assert not [run.text for run in runs if "待填写" in run.text and run.text not in shaded]


def test_what_a_person_wrote_stands_there_a_line_a_paragraph_and_an_emptied_one_is_left_out() -> None:
    draft = {item.key: item.draft for item in report().paragraphs}
    edits = {
        "problems.problems": ("第一个问题。\n第二个问题。", draft["problems.problems"]),
        "basics.unit": ("", draft["basics.unit"]),
    }
    found = texts(written(edits=edits))
    at = found.index("五、存在的问题")
    assert found[at + 1 : at + 3] == ["第一个问题。", "第二个问题。"]
    assert found[found.index("一、基本情况") + 1].startswith("2024年度，区委组织部")


def test_a_template_of_the_units_own_decides_where_everything_stands() -> None:
    own = template(
        "{{单位}}的报告",
        "共 {{ 项目数 }} 个，执行 {{全年执行合计}} 万元",
        "正文：{{资金执行情况}}",
        rows=("{{项目名称}}", "{{得分}}"),
    )
    document = written(own)
    assert texts(document)[:2] == ["区委组织部的报告", "共 7 个，执行 143.56 万元"]
    assert "执行率 99.92%" in texts(document)[2]
    assert [cell.text for cell in document.tables[0].rows[7].cells] == [
        "选调生到村任职工作补助、生活补助",
        "100",
    ]


def test_a_field_that_word_has_cut_into_pieces_is_filled_and_keeps_its_look() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for text, bold in (("共 {{全年", False), ("执行", True), ("合计}} 万元，{{项目", False), ("数}}", False)):
        paragraph.add_run(text).bold = bold
    buffer = io.BytesIO()
    document.save(buffer)
    assert texts(written(buffer.getvalue())) == ["共 143.56 万元，7"]


def test_a_field_nobody_knows_stays_and_is_named() -> None:
    filled = fill_report(report(), template("{{单位}}{{局长姓名}}"))
    assert filled.unknown == ("局长姓名",)
    assert texts(Document(io.BytesIO(filled.data))) == ["区委组织部{{局长姓名}}"]


def test_a_field_in_a_page_header_is_filled_too() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{标题}}"
    buffer = io.BytesIO()
    document.save(buffer)
    assert (
        written(buffer.getvalue()).sections[0].header.paragraphs[0].text
        == "区委组织部2024年度项目支出绩效自评报告"
    )


def test_the_chart_stands_in_its_place_and_without_one_its_paragraph_goes() -> None:
    assert len(written(picture=PIXEL).inline_shapes) == 1
    assert len(written().inline_shapes) == 0


def test_the_same_report_gives_the_same_bytes_and_a_package_without_faults() -> None:
    first = fill_report(report(), default_template(), PIXEL).data
    assert fill_report(report(), default_template(), PIXEL).data == first
    assert package_faults(first) == []


@pytest.mark.parametrize(
    "data", [b"", b"PK\3\4", b"\xd0\xcf\x11\xe0" + bytes(600), template("{{单位}}")[:-60]]
)
def test_a_template_that_is_no_word_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="报告模板打不开"):
        fill_report(report(), data)


def test_the_units_own_template_is_taken_where_there_is_one(tmp_path: Path) -> None:
    assert template_of(tmp_path)[:2] == b"PK"
    own_template(tmp_path).parent.mkdir()
    own_template(tmp_path).write_bytes(b"mine")
    assert template_of(tmp_path) == b"mine"
