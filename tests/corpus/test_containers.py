"""Containers that no example file has: 2003 XML, MHT, flat ODF, package in one file, clipboard, delimited text."""

import base64
import io
import quopri
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_gui.core.form import Form
from perfeval_gui.files.reading import ReadResult, read_bytes
from tests.corpus.making import CONTAINERS, docx, dump, grid, height, html, word_body, word_document, xlsx
from tests.corpus.variants import usual

BLOCKS = usual()


def only_form(data: bytes) -> Form:
    forms = read_bytes(data, "表").forms
    assert len(forms) == 1
    return forms[0]


USUAL = only_form(docx(BLOCKS))


def without_layout(form: Form) -> list[str]:
    rows = [*form.funding, *form.dimensions, *form.indicators]
    texts = [
        form.fiscal_year,
        form.project_name,
        form.goal.expected,
        form.total.score,
        form.note,
        form.sign_off.phone,
    ]
    for row in rows:
        texts += [str(getattr(row, name)) for name in row.__dataclass_fields__ if name != "id"]
    return ["".join(text.split()) for text in texts]


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_container_gives_the_same_form(container: str) -> None:
    assert without_layout(only_form(CONTAINERS[container](BLOCKS))) == without_layout(USUAL)


def word_2003() -> bytes:
    body = (
        word_body(BLOCKS)
        .replace("<w:vMerge/>", "<w:vmerge/>")
        .replace('<w:vMerge w:val="restart"/>', '<w:vmerge w:val="restart"/>')
    )
    changes = (
        '<w:p><w:r><w:t>附件</w:t></w:r><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>删</w:delText></w:r>'
        "</aml:content></aml:annotation></w:p>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
        'xmlns:aml="http://schemas.microsoft.com/aml/2001/core">'
        f"<w:body><wx:sect>{changes}{body}</wx:sect></w:body></w:wordDocument>"
    ).encode()


def flat_opc() -> bytes:
    document = word_document(word_body(BLOCKS)).partition("?>")[2]
    return (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml">'
        f"<pkg:xmlData>{document}</pkg:xmlData></pkg:part></pkg:package>"
    ).encode()


def excel_2003() -> bytes:
    parts, number = [], 0
    for block in BLOCKS:
        table = [[line] for line in block.split("\n")] if isinstance(block, str) else block
        rows = grid(table)
        for place, row in enumerate(rows):
            cells = []
            for text, column, span, continued in row:
                high = height(rows, place, column)
                merge = (f' ss:MergeAcross="{span - 1}"' if span > 1 else "") + (
                    f' ss:MergeDown="{high - 1}"' if high > 1 else ""
                )
                if not continued:
                    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "&#10;")
                    cells.append(
                        f'<Cell ss:Index="{column + 1}"{merge}><Data ss:Type="String">{escaped}</Data></Cell>'
                    )
            number += 1
            parts.append(f'<Row ss:Index="{number}">{"".join(cells)}</Row>')
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>'
        f"{''.join(parts)}</Table></Worksheet></Workbook>"
    ).encode()


def mht(encoding: str) -> bytes:
    page = html(BLOCKS).decode().replace("utf-8", "gb2312").encode("gb18030")
    content = quopri.encodestring(page) if encoding == "quoted-printable" else base64.encodebytes(page)
    return b"\r\n".join([
        b"MIME-Version: 1.0", b'Content-Type: multipart/related; boundary="----=_Part"', b"", b"preamble", b"------=_Part",
        b"Content-Location: file:///C:/x.htm", f"Content-Transfer-Encoding: {encoding}".encode(),
        b'Content-Type: text/html; charset="gb2312"', b"", content.replace(b"\n", b"\r\n"), b"------=_Part",
        b"Content-Location: file:///C:/x/image001.png", b"Content-Transfer-Encoding: base64", b"Content-Type: image/png", b"",
        b"iVBORw0KGgo=", b"------=_Part--", b"",
    ])  # fmt: skip


def word_page() -> bytes:
    """HTML as Word saves it: wrapped lines, namespaces, conditional comments, spans around every run."""
    page = html(BLOCKS).decode()
    page = page.replace(
        "<html>",
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">',
    )
    page = page.replace(
        "养护里程",
        "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span><span>养护\n里程</span></p><!--[if !x]>-->",
    )
    return page.replace("utf-8", "gb2312").encode("gb18030")


def clipboard() -> bytes:
    """What Word and WPS put on the clipboard: a header with offsets, a fragment between comments."""
    body = (
        html(BLOCKS)
        .decode()
        .replace("<body>", "<body><!--StartFragment-->")
        .replace("</body>", "<!--EndFragment--></body>")
    )
    return ("Version:1.0\r\nStartHTML:0000000105\r\nEndHTML:0000009999\r\n" + body).encode()


def fragment() -> bytes:
    return html(BLOCKS).split(b"<body>")[1].split(b"</body>")[0]


def tabs() -> bytes:
    lines = []
    for block in BLOCKS:
        if isinstance(block, str):
            lines += block.split("\n")
            continue
        for row in grid(block):
            cells = [
                f'"{text}"' if "\n" in text else text
                for text, _, span, _ in row
                for text in (text, *[""] * (span - 1))
            ]
            lines.append("\t".join(cells))
    return "\n".join(lines).encode("gb18030")


@pytest.mark.parametrize(
    "make",
    [
        word_2003,
        flat_opc,
        excel_2003,
        lambda: mht("quoted-printable"),
        lambda: mht("base64"),
        word_page,
        clipboard,
        fragment,
        tabs,
    ],
    ids=[
        "Word 2003 XML",
        "flat package",
        "Excel 2003 XML",
        "MHT quoted",
        "MHT base64",
        "page by Word",
        "clipboard",
        "fragment",
        "tabs",
    ],
)
def test_the_container_gives_every_field(make: Callable[[], bytes]) -> None:
    assert without_layout(only_form(make())) == without_layout(USUAL)


@pytest.mark.parametrize(
    ("control", "shown"),
    [
        ('<input value="58公里">', "58公里"),
        ('<input type="text" value=" 58公里 ">', "58公里"),
        ("<textarea>58公里\n其中新修2公里</textarea>", "58公里\n其中新修2公里"),
        ("<select><option>60公里<option selected>58公里</select>", "58公里"),
        ("<select><option>60公里</select>", ""),
        ('58公里<input type="hidden" value="x"><button>清空</button>', "58公里清空"),
        ('<input type="checkbox" checked>58公里', "☑58公里"),
        ('<input type="radio">58公里', "□58公里"),
    ],
)
def test_a_saved_web_page_reads_as_its_controls_show_it(control: str, shown: str) -> None:
    page = html(BLOCKS).decode()
    place = page.rindex("58公里", 0, page.index("雨季停工"))
    page = page[:place] + control + page[place + len("58公里") :]
    assert only_form(page.encode()).indicators[0].actual == shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_dump_is_read_in_every_encoding(encoding: str) -> None:
    data = dump(BLOCKS).decode().encode(encoding)
    assert without_layout(only_form(data)) == without_layout(USUAL)


# ---- what a spreadsheet shows ----


def sheet_with(write: Callable[[Worksheet], None]) -> ReadResult:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(BLOCKS)))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    write(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return read_bytes(buffer.getvalue(), "表")


def cell_of(sheet: Worksheet, text: str) -> str:
    return next(cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value == text)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.974, "0%", "97%"),
        (0.9744, "0.00%", "97.44%"),
        (1, "0%", "100%"),
        (0.9744, "General", "0.9744"),
        (0.1 + 0.2, "General", "0.3"),
        (207.4538, "General", "207.4538"),
        (12345678901234, "General", "12345678901234"),
        (0.00001, "General", "0.00001"),
        (1e-7, "General", "0.0000001"),
        (1200000, "#,##0.00", "1,200,000.00"),
        (9.745, "0.00", "9.75"),
        (50, "0.00_ ", "50.00"),
        (60, '0"公里"', "60公里"),
        (60.5, "0.##", "60.5"),
        (-3, "0.0;[Red]-0.0", "-3.0"),
        (45366, "yyyy-mm-dd", "2024年3月15日"),
        (45366, 'yyyy"年"m"月"d"日"', "2024年3月15日"),
        (45366, "m/d/yy", "2024年3月15日"),
        (45366.5, "yyyy/m/d h:mm", "2024年3月15日"),
        (45366, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2024年3月15日"),
        (12, "@", "12"),
        (True, "General", "TRUE"),
    ],
)
def test_a_number_reads_as_its_cell_shows_it(value: float, number_format: str, shown: str) -> None:
    def write(sheet: Worksheet) -> None:
        cell = sheet[cell_of(sheet, "58公里")]
        cell.value = value
        cell.number_format = number_format

    assert sheet_with(write).forms[0].indicators[0].actual == shown


def test_a_formula_without_a_cached_value_is_blank_with_a_note_that_names_the_cell() -> None:
    found: list[str] = []

    def write(sheet: Worksheet) -> None:
        found.append(cell_of(sheet, "58公里"))
        sheet[found[0]].value = "=1+1"
        sheet[found[0]].data_type = "f"

    result = sheet_with(write)
    assert result.forms[0].indicators[0].actual == ""
    assert any(found[0] in note.message and "公式" in note.message for note in result.notes)


def test_a_hidden_sheet_is_read_with_a_note() -> None:
    def write(sheet: Worksheet) -> None:
        sheet.title = "藏起来的表"
        sheet.parent.create_sheet("空表")
        sheet.sheet_state = "hidden"

    result = sheet_with(write)
    assert len(result.forms) == 1
    assert any("藏起来的表" in note.message and "隐藏" in note.message for note in result.notes)


def test_a_title_in_the_sheet_header_is_found() -> None:
    def write(sheet: Worksheet) -> None:
        sheet[cell_of(sheet, "2024年度项目支出绩效自评表")].value = "自评材料"
        sheet.oddHeader.center.text = "2024年度项目支出绩效自评表"

    assert sheet_with(write).forms[0].fiscal_year == "2024"


MESSY = sorted((Path(__file__).resolve().parents[1] / "data" / "import" / "messy").iterdir())


@pytest.mark.parametrize("path", MESSY, ids=lambda path: path.suffix)
def test_nested_tables_tracked_changes_numbers_and_footers_are_read_in_every_format(path: Path) -> None:
    result = read_bytes(path.read_bytes(), path.name)
    assert len(result.forms) == 1
    assert without_layout(result.forms[0]) == without_layout(USUAL)
    assert ["自动编号" in note.message for note in result.notes if not note.check] == [True]
