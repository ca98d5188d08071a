"""What Excel, WPS, Word and LibreOffice put on the clipboard, read cell by cell; and what we put there."""

from dataclasses import dataclass

import pytest

from perfeval_gui.core.clipboard import Block, copied, holds_whole_form, read_block
from perfeval_gui.core.layout.grid import Box
from perfeval_gui.core.layout.screen import screen_grid
from perfeval_gui.core.recognise.raw import RawTable
from perfeval_gui.core.tsv import from_tsv, to_tsv
from perfeval_gui.files.html_reader import read_html
from perfeval_gui.resources import profile
from tests.examples import EXPECTED, example_project


def table(markup: str) -> RawTable | None:
    found = [item for item in read_html(markup).body if isinstance(item, RawTable)]
    return found[0] if len(found) == 1 else None


EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Excel 15">
<style><!--table {mso-displayed-decimal-separator:"\\.";} td {white-space:nowrap;} --></style></head>
<body link="#0563C1" vlink="#954F72"><table border=0 cellpadding=0 cellspacing=0 width=216 style='border-collapse:collapse;width:162pt'>
<!--StartFragment--> <col width=72 span=3 style='width:54pt'>
%s<!--EndFragment--></table></body></html>"""
WPS_SHEET = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
<meta name="Generator" content="WPS Office ET"/><style>td {mso-style-parent:style0;}</style></head><body>
<table width="216" border="0" cellpadding="0" cellspacing="0" style='border-collapse:collapse;'><col width="72" span="3"/>
<!--StartFragment-->%s<!--EndFragment--></table></body></html>"""
WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta charset="utf-8"><meta name=Generator content="Microsoft Word 15"></head>
<body lang=ZH-CN><!--StartFragment--><table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0>%s</table><!--EndFragment--></body></html>"""
CALC = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<meta name="generator" content="LibreOffice 7.4 (Linux)"/></head><body><table cellspacing="0" border="0"><colgroup span="3" width="85"></colgroup>
%s</table></body></html>"""


@dataclass(frozen=True)
class Sample:
    """What a program puts on the clipboard, and the cells that a clerk expects of it."""

    text: str
    markup: str
    cells: tuple[tuple[str | None, ...], ...]
    hidden: int = 0


SAMPLES = {
    "Excel，一格": Sample(
        "≥12个\r\n", EXCEL % "<tr height=19><td height=19 width=72>≥12个</td></tr>", (("≥12个",),)
    ),
    "Excel，两行三列，有空格": Sample(
        "≥12个\t\t5\r\n≥9期\t10期\t\r\n",
        EXCEL
        % (
            "<tr><td>≥12个</td><td></td><td align=right>5</td></tr>"
            "<tr><td>≥9期</td><td>10期</td><td></td></tr>"
        ),
        (("≥12个", "", "5"), ("≥9期", "10期", "")),
    ),
    "Excel，格内换行和引号": Sample(
        '"第一行\n第二行ab""c"""\t做到"四个到位"\r\n',
        EXCEL % '<tr><td>第一行<br>\n    第二行ab"c"</td><td>做到"四个到位"</td></tr>',
        (('第一行\n第二行ab"c"', '做到"四个到位"'),),
    ),
    "Excel，整格都在引号里": Sample(
        '"两新"\t5\r\n', EXCEL % '<tr><td>"两新"</td><td align=right>5</td></tr>', (('"两新"', "5"),)
    ),
    "Excel，横向合并": Sample(
        "举办培训班\t\t≥12个\r\n",
        EXCEL % "<tr><td colspan=2>举办培训班</td><td>≥12个</td></tr>",
        (("举办培训班", "≥12个"),),
    ),
    "Excel，纵向合并": Sample(
        "数量指标\t培训班\r\n\t刊物\r\n",
        EXCEL % "<tr><td rowspan=2>数量指标</td><td>培训班</td></tr><tr><td>刊物</td></tr>",
        (("数量指标", "培训班"), (None, "刊物")),
    ),
    "Excel，列太窄": Sample(
        "####\t5\r\n", EXCEL % '<tr><td x:num="1234.5">####</td><td>5</td></tr>', ((None, "5"),), hidden=1
    ),
    "Excel，列太窄，HTML 里有数": Sample(
        "####\t5\r\n", EXCEL % "<tr><td>1234.5</td><td>5</td></tr>", (("1234.5", "5"),)
    ),
    "WPS表格，末尾空格合成一格": Sample(
        "培训班\t\t\r\n刊物\t≥9期\t\r\n",
        WPS_SHEET
        % '<tr><td>培训班</td><td colspan="2" style="mso-ignore:colspan;"></td></tr><tr><td>刊物</td><td>≥9期</td><td></td></tr>',
        (("培训班", "", ""), ("刊物", "≥9期", "")),
    ),
    "WPS表格，HTML 里多了换行": Sample(
        "确保全区离退休干部满意\t100%\r\n",
        WPS_SHEET % "<tr><td>确保全区离退休\n  干部满意</td><td>100%</td></tr>",
        (("确保全区离退休干部满意", "100%"),),
    ),
    "Word，格里有两段": Sample(
        "培训班\r\n（第一期）\t≥12个\r\n刊物\t≥9期\r\n",
        WORD
        % (
            "<tr><td valign=top><p class=MsoNormal>培训班<o:p></o:p></p><p class=MsoNormal>（第一期）<o:p></o:p></p></td>"
            "<td><p class=MsoNormal>≥12个<o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>刊物<o:p></o:p></p></td>"
            "<td><p class=MsoNormal>≥9期<o:p></o:p></p></td></tr>"
        ),
        (("培训班\n（第一期）", "≥12个"), ("刊物", "≥9期")),
    ),
    "WPS文字，只有HTML": Sample(
        "",
        WORD % "<tr><td><p class=MsoNormal>培训班</p></td><td><p class=MsoNormal>≥12个</p></td></tr>",
        (("培训班", "≥12个"),),
    ),
    "LibreOffice表格，引号开头": Sample(
        '"""两新"""\t5\n',
        CALC
        % '<tr><td height="17" align="left">"两新"</td><td align="right" sdval="5" sdnum="2052;">5</td></tr>',
        (('"两新"', "5"),),
    ),
    "LibreOffice文档，每格一行": Sample(
        "培训班\n≥12个\n刊物\n≥9期\n",
        CALC
        % "<tr><td><p>培训班</p></td><td><p>≥12个</p></td></tr><tr><td><p>刊物</p></td><td><p>≥9期</p></td></tr>",
        (("培训班", "≥12个"), ("刊物", "≥9期")),
    ),
    "记事本，没有HTML": Sample("≥12个", "", (("≥12个",),)),
    "网页里的一段话": Sample("满意度大于90%", "<p>满意度大于90%</p>", (("满意度大于90%",),)),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_cells_come_in_as_the_other_program_shows_them(name: str) -> None:
    sample = SAMPLES[name]
    assert read_block(sample.text, table(sample.markup) if sample.markup else None) == Block(
        sample.cells, sample.hidden
    )


def test_an_empty_clipboard_holds_no_cells() -> None:
    assert read_block("") == Block(())


def indicator_boxes(count: int) -> list[tuple[Box, str]]:
    """The boxes of the first indicators, from their 二级 label on."""
    grid = screen_grid(example_project(1), profile())
    first = grid.kinds.index("indicator")
    return [(box, box.text) for box in grid.boxes if first <= box.row < first + count and box.column > 0]


def test_copied_cells_come_back_as_they_were_with_their_merges() -> None:
    boxes = indicator_boxes(5)
    block = copied(boxes)
    again = read_block(to_tsv(block.rows), table(block.html))
    texts = [text for row in again.rows for text in row if text is not None]
    assert texts == [text for _, text in sorted(boxes, key=lambda item: (item[0].row, item[0].column))]
    assert again.rows[1][0] is None, "the 二级 label is merged over its rows"


def test_a_spreadsheet_is_told_what_is_text() -> None:
    place = Box(0, 0, 1, 1, "", "value")
    assert "mso-number-format" in copied([(place, "5-10")]).html
    assert "mso-number-format" not in copied([(place, "1,234.5")]).html


def test_markup_in_a_text_stays_text() -> None:
    written = copied([(Box(0, 0, 1, 1, "", "value"), "<b>&amp;</b>\n第二行")]).html
    assert read_block("", table(written)).rows == (("<b>&amp;</b>\n第二行",),)


def test_tabs_quotes_and_line_breaks_survive_the_way_out_and_in() -> None:
    rows = [['a"b', '"整格"', "x\ty"], ["第一行\n第二行", "", '"']]
    assert from_tsv(to_tsv(rows)) == rows


def test_a_single_cell_is_not_quoted() -> None:
    assert to_tsv([["第一行\n第二行"]]) == "第一行\n第二行"


def test_a_whole_form_is_told_from_some_of_its_cells() -> None:
    assert holds_whole_form((EXPECTED.parent / "2024-forms.txt").read_text(encoding="utf-8"))
    assert not holds_whole_form("一级指标\t二级指标\t三级指标\t实际完成值")
    assert not holds_whole_form("")
