"""Hostile and broken files by name: each is made anew, with what an importer must do with it."""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.corpus.making import Block, docx, docx_of, html, rtf, word_body, word_document, xlsx, zipped
from tests.corpus.variants import usual

DATA = Path(__file__).resolve().parents[1] / "data" / "import"
READ = "read"  # the form comes out
REFUSED = "refused"  # one Chinese sentence
EITHER = "either"
NO_FORM = "no form"


@dataclass(frozen=True)
class Hostile:
    """A file's bytes when asked for, and what must come of it; `says` must stand in the sentence or a note."""

    make: Callable[[], bytes]
    outcome: str
    says: str = ""


def body_with(extra: str) -> bytes:
    """Return a good form with hostile markup behind it."""
    return docx_of(word_body(usual()) + extra)


def stored(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def bomb(name: str, beginning: bytes, filler: bytes, megabytes: int, ending: bytes = b"") -> bytes:
    """Return the good .docx or .xlsx with one part that unpacks to that many megabytes."""
    source = io.BytesIO(
        sheet_with(strings="<si/>", styles="<fonts/>") if name.startswith("xl/") else docx(usual())
    )
    target = io.BytesIO()
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        with new.open(name, "w") as part:
            part.write(beginning)
            block = filler * (1024 * 1024 // len(filler))
            for _ in range(megabytes):
                part.write(block)
            part.write(ending)
    return target.getvalue()


def with_lying_sizes(data: bytes, size: int) -> bytes:
    """Return the package with another unpacked size in every header."""
    raw = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = raw.find(mark)
        while place >= 0:
            struct.pack_into("<I", raw, place + offset, size)
            place = raw.find(mark, place + 4)
    return bytes(raw)


def overlapping() -> bytes:
    """Two directory entries that point at the same data."""
    raw = bytearray(docx(usual()))
    entries = [place for place in range(len(raw)) if raw[place : place + 4] == b"PK\x01\x02"]
    first = struct.unpack_from("<I", raw, entries[0] + 42)[0]
    struct.pack_into("<I", raw, entries[1] + 42, first)
    return bytes(raw)


def with_flag(data: bytes, offset: int, value: int) -> bytes:
    raw = bytearray(data)
    place = raw.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<H", raw, place + offset, value)
        place = raw.find(b"PK\x01\x02", place + 4)
    return bytes(raw)


def twice_the_document() -> bytes:
    buffer = io.BytesIO(docx(usual()))
    with zipfile.ZipFile(buffer, "a") as package:
        info = zipfile.ZipInfo("word/document.xml")
        package.filelist.append(info)  # keep zipfile from warning about what is wanted here
        package.filelist.pop()
        package.NameToInfo.pop("word/document.xml")
        package.writestr(info, word_document("<w:p/>"))
    return buffer.getvalue()


def sheet_package(sheet: str, strings: str = "", styles: str = "") -> bytes:
    """Return a workbook with one sheet of the given XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets><sheet name="表" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="s" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="t" Type="{links}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="u" Type="{links}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    return zipped(dict(parts))


def sheet_with(extra_cells: str = "", behind: str = "", strings: str = "", styles: str = "") -> bytes:
    """Return the good form as a sheet of inline strings, with further cells or elements."""
    rows = []
    number = 0
    for block in usual():
        for row in [[line] for line in block.split("\n")] if isinstance(block, str) else block:
            number += 1
            column, cells = 0, []
            for cell in row:
                text, span = (cell, 1) if isinstance(cell, str) else cell
                if text != "^":
                    cells.append(
                        f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
                    )
                column += span
            rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    return sheet_package(f"<sheetData>{''.join(rows)}{extra_cells}</sheetData>{behind}", strings, styles)


def dtd(name: str, declaration: str, data: bytes) -> bytes:
    """Return the package with a document type declaration in one part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts: dict[str, str | bytes] = {item: package.read(item) for item in package.namelist()}
    text = bytes(parts[name]).decode()
    end = text.index("?>") + 2 if text.startswith("<?xml") else 0
    parts[name] = text[:end] + declaration + text[end:]
    return zipped(parts)


BILLION = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    + "]>"
)
XXE = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
NET = "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"
PARAMETER = "<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/hostname'> %p;]>"


def dtd_in(name: str, declaration: str, make: Callable[[Sequence[Block]], bytes]) -> bytes:
    return dtd(name, declaration, make(usual()))


def with_reference(reference: str) -> bytes:
    return raw_part(GOOD_XML.replace("58公里", f"5{reference}8", 1).encode())


def tables(count: int) -> str:
    return "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>" * count


def nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc><w:p/>" * depth + "<w:p/></w:tc></w:tr></w:tbl>" * depth


def cells(rows: int, columns: int) -> str:
    return "<w:tbl>" + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * columns + "</w:tr>") * rows + "</w:tbl>"


def wide_rows(rows: int, span: int) -> str:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p/></w:tc>'
    return "<w:tbl>" + f"<w:tr>{cell}</w:tr>" * rows + "</w:tbl>"


def many_members() -> bytes:
    return zipped(
        {"word/document.xml": word_document(word_body(usual())), **{f"m/{n}": b"" for n in range(2_500)}}
    )


def rtf_with(inside: str) -> bytes:
    return rtf(usual())[:-1] + inside.encode("latin-1") + b"}"


def ole_with(name: str) -> bytes:
    """Return the example .doc with its main stream under another name (31 characters at most)."""
    raw = bytearray((DATA / "2024-lo.doc").read_bytes())
    place = raw.index("WordDocument".encode("utf-16-le"))
    new = name.encode("utf-16-le")
    raw[place : place + 64] = new.ljust(64, b"\0")
    struct.pack_into("<H", raw, place + 64, len(new) + 2)
    return bytes(raw)


def encrypted_xls() -> bytes:
    """The record behind the first becomes FILEPASS."""
    raw = bytearray((DATA / "other" / "xlwt.xls").read_bytes())
    start = raw.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    following = start + 4 + struct.unpack_from("<H", raw, start + 2)[0]
    struct.pack_into("<H", raw, following, 0x002F)
    return bytes(raw)


def encrypted_odt() -> bytes:
    manifest = "<manifest:manifest xmlns:manifest='m'><manifest:encryption-data/></manifest:manifest>"
    return zipped(
        {
            "content.xml": noise(1),
            "META-INF/manifest.xml": manifest,
            "mimetype": "application/vnd.oasis.opendocument.text",
        }
    )


def encrypted_doc() -> bytes:
    raw = bytearray((DATA / "2024-lo.doc").read_bytes())
    place = raw.index(b"\xec\xa5")
    raw[place + 11] |= 0x01
    return bytes(raw)


def ole_loop() -> bytes:
    """Every sector of the allocation table points at itself."""
    raw = bytearray((DATA / "2024-lo.doc").read_bytes())
    for sector in struct.unpack_from("<109I", raw, 76):
        if sector < 0xFFFFFFFA:
            start = (sector + 1) * 512
            for n in range(128):
                struct.pack_into("<I", raw, start + 4 * n, n)
    return bytes(raw)


def ole_huge_declared() -> bytes:
    raw = bytearray((DATA / "2024-lo.doc").read_bytes())
    place = raw.index("WordDocument".encode("utf-16-le"))
    struct.pack_into("<I", raw, place + 120, 0x7FFFFFFF)
    return bytes(raw)


def noise(seed: int, size: int = 4000) -> bytes:
    return random.Random(seed).randbytes(size)


def deflate_garbage() -> bytes:
    raw = bytearray(docx(usual()))
    place = raw.index(b"word/document.xml") + 40
    raw[place : place + 40] = b"\xff" * 40
    return bytes(raw)


def wrong_checksum() -> bytes:
    return docx(usual()).replace(struct.pack("<I", zlib.crc32(GOOD_XML.encode())), b"\1\2\3\4")


def raw_part(content: bytes) -> bytes:
    return docx_of("", **{"word/document.xml": content})


GOOD_XML = word_document(word_body(usual()))

NAMED: dict[str, Hostile] = {
    # ---- bombs and archives ----
    "bomb in the document": Hostile(
        lambda: bomb("word/document.xml", b"<w:document>", b"<w:p></w:p>", 64), REFUSED, "解压"
    ),
    "bomb of blanks in the document": Hostile(
        lambda: bomb("word/document.xml", GOOD_XML.encode()[:-27], b" ", 100), REFUSED, "解压"
    ),
    "bomb in media": Hostile(lambda: bomb("word/media/image1.png", b"", b"\0", 200), READ),
    "bomb in shared strings": Hostile(
        lambda: bomb("xl/sharedStrings.xml", b"<sst>", b"<si><t>" + b"x" * 1000 + b"</t></si>", 64),
        REFUSED,
        "解压",
    ),
    "bomb in styles": Hostile(lambda: bomb("xl/styles.xml", b"<styleSheet>", b" ", 100), REFUSED, "解压"),
    "sizes in the headers too small": Hostile(
        lambda: with_lying_sizes(bomb("word/document.xml", b"", b" ", 64), 10), REFUSED
    ),
    "small sizes of a good file": Hostile(lambda: with_lying_sizes(docx(usual()), 10), READ),
    "sizes of four GiB": Hostile(lambda: with_lying_sizes(docx(usual()), 0xFFFFFFFE), READ),
    "overlapping members": Hostile(overlapping, REFUSED, "损坏"),
    "the document twice": Hostile(twice_the_document, REFUSED, "损坏"),
    "two thousand five hundred members": Hostile(many_members, REFUSED, "部件过多"),
    "encrypted members": Hostile(lambda: with_flag(docx(usual()), 8, 1), REFUSED, "密码"),
    "unknown packing method": Hostile(lambda: with_flag(docx(usual()), 10, 14), REFUSED, "损坏"),
    "names that climb and names of drives": Hostile(
        lambda: docx_of(
            word_body(usual()), **{"../../evil": b"x", "/etc/x": b"x", "C:\\x": b"x", "a\\..\\b": b"x"}
        ),
        READ,
    ),
    "a package in a package": Hostile(
        lambda: docx_of(word_body(usual()), **{"word/embeddings/a.zip": docx(usual())}), READ
    ),
    "an archive of documents": Hostile(lambda: zipped({"自评表.docx": docx(usual())}), REFUSED, "解压"),
    "deflate that is none": Hostile(deflate_garbage, REFUSED),
    "wrong checksum": Hostile(wrong_checksum, REFUSED, "损坏"),
    # ---- document type declarations ----
    **{
        f"{what} in {name}": Hostile(partial(dtd_in, name, declaration, make), REFUSED, "DTD")
        for what, declaration in (
            ("entity bomb", BILLION),
            ("file entity", XXE),
            ("net dtd", NET),
            ("parameter entity", PARAMETER),
        )
        for name, make in (
            ("word/document.xml", docx),
            ("_rels/.rels", docx),
            ("xl/workbook.xml", xlsx),
            ("xl/worksheets/sheet1.xml", xlsx),
            ("xl/styles.xml", xlsx),
        )
    },
    "dtd in utf-16": Hostile(
        lambda: raw_part((XXE + GOOD_XML.split("?>")[1]).encode("utf-16")), REFUSED, "DTD"
    ),
    "dtd hidden in utf-7": Hostile(
        lambda: raw_part(
            b'<?xml version="1.0" encoding="UTF-7"?>' + (XXE + GOOD_XML.split("?>")[1]).encode("utf-7")
        ),
        REFUSED,
    ),
    "dtd in word 2003 xml": Hostile(
        lambda: bytes(
            f"<?xml version='1.0'?>{XXE}<w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'/>",
            "utf-8",
        ),
        REFUSED,
        "DTD",
    ),
    # ---- outside things ----
    "external template, image, dde, altchunk": Hostile(
        lambda: docx_of(
            word_body(usual()) + "<w:p><w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r></w:p>",
            **{
                "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                '<Relationship Id="a" Type="http://x/attachedTemplate" Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/>'
                '<Relationship Id="b" Type="http://x/image" Target="\\\\127.0.0.1\\s\\i.png" TargetMode="External"/>'
                '<Relationship Id="c" Type="http://x/header" Target="http://127.0.0.1:9/h.xml" TargetMode="External"/>'
                '<Relationship Id="d" Type="http://x/aFChunk" Target="chunk.htm"/></Relationships>',
                "word/chunk.htm": b"<html>x</html>",
            },
        ),
        READ,
        "已忽略",
    ),
    # ---- structure ----
    "a thousand nested tables": Hostile(lambda: body_with(nested_tables(1_000)), REFUSED, "嵌套"),
    "eleven nested tables": Hostile(lambda: body_with(nested_tables(11)), REFUSED, "嵌套"),
    "ten nested tables": Hostile(lambda: body_with(nested_tables(10)), READ),
    "a hundred thousand nested elements": Hostile(
        lambda: body_with("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000), REFUSED, "嵌套"
    ),
    "a hundred thousand cells": Hostile(lambda: body_with(cells(1_000, 100)), REFUSED, "过大"),
    "a million cells": Hostile(lambda: stored_docx(body_xml(cells(10_000, 100))), REFUSED, "过大"),
    "twenty thousand tables": Hostile(lambda: body_with(tables(20_000)), REFUSED, "过大"),
    "four hundred rows of span sixty": Hostile(lambda: body_with(wide_rows(400, 60)), READ),
    "one span of a million": Hostile(lambda: body_with(wide_rows(1, 1_000_000)), READ, "合并列数"),
    "a text of twelve million characters": Hostile(
        lambda: stored_docx(body_xml(f"<w:p><w:r><w:t>{'字' * 4_000_000}</w:t></w:r></w:p>")), EITHER
    ),
    "three million empty paragraphs": Hostile(
        lambda: stored_docx(body_xml("<w:p/>" * 3_000_000)), REFUSED, "段落过多"
    ),
    "ragged rows": Hostile(
        lambda: body_with(
            "<w:tbl><w:tr/><w:tr><w:tc/></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr></w:tbl>"
        ),
        READ,
    ),
    "markup that makes no sense": Hostile(
        lambda: body_with("<w:tc><w:tr><w:tbl/></w:tr></w:tc><w:r><w:p/></w:r>"), READ
    ),
    # ---- characters ----
    "bad utf-8": Hostile(
        lambda: raw_part(GOOD_XML.encode().replace("养护".encode(), b"\xff\xfe\xfa", 1)), REFUSED, "损坏"
    ),
    "a zero byte": Hostile(
        lambda: raw_part(GOOD_XML.encode().replace("养护".encode(), b"\0", 1)), REFUSED, "损坏"
    ),
    "a wrong declared encoding": Hostile(
        lambda: raw_part(GOOD_XML.replace("UTF-8", "GB2312").encode()), EITHER
    ),
    "gb18030 declared": Hostile(
        lambda: raw_part(GOOD_XML.replace("UTF-8", "GB18030").encode("gb18030")), READ
    ),
    "utf-16 declared": Hostile(lambda: raw_part(GOOD_XML.replace("UTF-8", "UTF-16").encode("utf-16")), READ),
    **{
        f"reference {reference}": Hostile(partial(with_reference, reference), REFUSED, "损坏")
        for reference in ("&#x1;", "&#xD800;", "&#xFFFE;", "&#0;", "&nbsp;", "&")
    },
    "a raw surrogate": Hostile(
        lambda: raw_part(GOOD_XML.replace("58公里", "\ud800", 1).encode("utf-8", "surrogatepass")),
        REFUSED,
        "损坏",
    ),
    # ---- sheets ----
    "a far cell": Hostile(
        lambda: sheet_with('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), READ, "只读取了前"
    ),
    "a merge of everything": Hostile(
        lambda: sheet_with(behind='<mergeCells><mergeCell ref="M1:XFD1048576"/></mergeCells>'), READ
    ),
    "ten thousand merges": Hostile(
        lambda: sheet_with(
            behind="<mergeCells>"
            + "".join(f'<mergeCell ref="N{n}:P{n}"/>' for n in range(1, 10_000))
            + "</mergeCells>"
        ),
        READ,
        "只读取了前",
    ),
    "merges that make no sense": Hostile(
        lambda: sheet_with(
            behind='<mergeCells><mergeCell ref="Z9:A1"/><mergeCell ref="x"/><mergeCell/><mergeCell ref="A0:B0"/></mergeCells>'
        ),
        EITHER,
    ),
    "bad string and style numbers": Hostile(
        lambda: sheet_with(
            '<row r="30"><c r="A30" t="s"><v>99</v></c><c r="B30" t="s"><v>-1</v></c><c r="C30" s="77"><v>1</v></c>'
            '<c r="D30" t="s"><v>x</v></c></row>'
        ),
        READ,
        "A30",
    ),
    "rows and cells numbered zero": Hostile(
        lambda: sheet_with('<row r="0"><c r="A0"><v>1</v></c><c r="?"><v>2</v></c></row>'), READ
    ),
    "odd values": Hostile(
        lambda: sheet_with(
            '<row r="31"><c r="A31"><v>1e999</v></c><c r="B31"><v>nan</v></c><c r="C31"><v>abc</v></c><c r="D31" t="e"><v>#REF!</v></c>'
            '<c r="E31" t="b"><v>7</v></c><c r="F31" t="q"><v>8</v></c></row>'
        ),
        READ,
        "D31",
    ),
    "a formula without a value": Hostile(
        lambda: sheet_with('<row r="32"><c r="B32"><f>1+1</f></c></row>'), READ, "B32"
    ),
    "escapes in a sheet": Hostile(
        lambda: sheet_with(
            '<row r="33"><c r="A33" t="inlineStr"><is><t>_x0000__xD800__x000D_</t></is></c></row>'
        ),
        READ,
    ),
    "a million rows": Hostile(
        lambda: sheet_with(
            "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(40, 300_000))
        ),
        READ,
        "只读取了前",
    ),
    "a sheet of a hundred thousand cells": Hostile(
        lambda: sheet_package(
            "<sheetData>"
            + "".join(f'<row r="{r}">' + "<c><v>1</v></c>" * 100 + "</row>" for r in range(1, 1_100))
            + "</sheetData>"
        ),
        REFUSED,
        "过大",
    ),
    # ---- ole ----
    "an encrypted package": Hostile(lambda: ole_with("EncryptedPackage"), REFUSED, "密码"),
    "a package under rights management": Hostile(lambda: ole_with("\x06DataSpaces"), REFUSED, "密码"),
    "a .doc with a password": Hostile(encrypted_doc, REFUSED, "密码"),
    "an .xls with a password": Hostile(encrypted_xls, REFUSED, "密码"),
    "an .odt with a password": Hostile(encrypted_odt, REFUSED, "密码"),
    "an allocation table in a loop": Hostile(ole_loop, REFUSED),
    "a stream of two gigabytes declared": Hostile(ole_huge_declared, EITHER),
    "ole without a document": Hostile(lambda: ole_with("SomeStream"), REFUSED, "看起来不是"),
    "ole header alone": Hostile(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), REFUSED),
    # ---- rtf ----
    "two hundred thousand braces": Hostile(
        lambda: b"{\\rtf1" + b"{" * 200_000 + b"}" * 200_001, REFUSED, "嵌套"
    ),
    "rtf with binary data of two gigabytes": Hostile(
        lambda: rtf_with("\\bin2147483647 x"), REFUSED, "不完整"
    ),
    "rtf with an unknown code page": Hostile(
        lambda: rtf(usual()).replace(b"ansicpg936", b"ansicpg9999"), READ
    ),
    "rtf with surrogate pairs": Hostile(
        lambda: rtf_with("\\par \\u-10179?\\u-8704?\\u-10179?\\u-10179?x"), READ
    ),
    "rtf with half a pair": Hostile(lambda: rtf_with("\\par \\u-8704?\\'"), EITHER),
    "rtf of cells without rows": Hostile(
        lambda: rtf_with("\\pard\\intbl" + "\\cell" * 60_000), REFUSED, "过大"
    ),
    "rtf at level two thousand": Hostile(lambda: rtf_with("\\pard\\itap2000 x\\par"), REFUSED, "嵌套"),
    # ---- text and pages ----
    "nothing": Hostile(lambda: b"", REFUSED, "空的"),
    "one line of a million characters": Hostile(lambda: "字".encode() * 1_000_000, REFUSED, "过长"),
    "a hundred thousand lines": Hostile(lambda: b"a\n" * 100_000, REFUSED, "过多"),
    "six megabytes of text": Hostile(lambda: b"abcdefg\n" * 800_000, REFUSED, "5 MB"),
    "twenty-one megabytes": Hostile(lambda: bytes(21 * 1024 * 1024), REFUSED, "20 MB"),
    "a dump in gbk": Hostile(lambda: dump_bytes().decode().encode("gbk"), READ),
    "a dump in gb18030": Hostile(lambda: dump_bytes().decode().encode("gb18030"), READ),
    "a dump in utf-16 without a mark": Hostile(lambda: dump_bytes().decode().encode("utf-16-le"), READ),
    "a dump in utf-16 with a mark": Hostile(lambda: dump_bytes().decode().encode("utf-16"), READ),
    "a dump in utf-8 with a mark": Hostile(lambda: b"\xef\xbb\xbf" + dump_bytes(), READ),
    "a dump with carriage returns alone": Hostile(lambda: dump_bytes().replace(b"\n", b"\r"), READ),
    "a dump with carriage returns": Hostile(lambda: dump_bytes().replace(b"\n", b"\r\n"), READ),
    "traditional characters in big5": Hostile(lambda: "項目支出績效自評表\n單位預算".encode("big5"), NO_FORM),
    "text with zero bytes": Hostile(lambda: b"abc\0def\0" * 50, EITHER),
    **{f"noise {seed}": Hostile(partial(noise, seed), REFUSED) for seed in range(10)},
    "html of a hundred thousand cells": Hostile(
        lambda: b"<html><table>" + b"<tr><td>x</td></tr>" * 100_000 + b"</table></html>", REFUSED, "过大"
    ),
    "html nested ten thousand deep": Hostile(
        lambda: html(usual()).replace(b"</body>", b"<div>" * 10_000 + b"</body>"), EITHER
    ),
    "html tables nested a thousand deep": Hostile(
        lambda: b"<html>" + b"<table><tr><td>" * 1_000 + b"</html>", EITHER
    ),
    "html spans of a million": Hostile(
        lambda: html(usual()).replace(b'colspan="8"', b'colspan="1000000"', 1), READ
    ),
    "html with outside things": Hostile(
        lambda: html(usual()).replace(
            b"<body>",
            b"<body><iframe src='file:///etc/hostname'></iframe><link href='http://127.0.0.1:9/'><script>x</script>",
        ),
        READ,
    ),
    "html rows of sixty thousand": Hostile(
        lambda: html(usual()).replace(b'rowspan="1"', b'rowspan="60000"', 1), EITHER
    ),
    "mht without its parts": Hostile(
        lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n", REFUSED
    ),
    "json cut in two": Hostile(lambda: b'[{"fiscal_year": "2024", "project', REFUSED, "JSON"),
    "json nested a hundred thousand deep": Hostile(
        lambda: b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", REFUSED, "JSON"
    ),
    "json with a number of ten thousand digits": Hostile(
        lambda: b'{"a": ' + b"9" * 10_000 + b"}", REFUSED, "JSON"
    ),
    "json of other things": Hostile(lambda: json.dumps([1, None, {"a": []}]).encode(), NO_FORM),
    "json with a number for a text": Hostile(lambda: json.dumps([{"fiscal_year": 2024}]).encode(), NO_FORM),
    # ---- other kinds ----
    "a pdf": Hostile(lambda: b"%PDF-1.7\n" + bytes(300), REFUSED, "PDF"),
    "a png": Hostile(lambda: b"\x89PNG\r\n\x1a\n" + bytes(300), REFUSED, "图片"),
    "a jpeg": Hostile(lambda: b"\xff\xd8\xff\xe0" + bytes(300), REFUSED, "图片"),
    "a bitmap": Hostile(lambda: b"BM\x36\x00\x0c\x00" + bytes(300), REFUSED, "图片"),
    "an ofd": Hostile(lambda: zipped({"OFD.xml": "<x/>"}), REFUSED, "OFD"),
    "a 7z": Hostile(lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), REFUSED, "压缩包"),
    "a rar": Hostile(lambda: b"Rar!\x1a\x07\x01\x00" + bytes(100), REFUSED, "压缩包"),
    "a presentation": Hostile(
        lambda: zipped({"[Content_Types].xml": "<x/>", "ppt/presentation.xml": "<x/>"}), REFUSED, "演示文稿"
    ),
    "a binary workbook": Hostile(lambda: zipped({"xl/workbook.bin": b"x"}), REFUSED, "xlsb"),
    "an empty zip": Hostile(lambda: b"PK\x05\x06" + bytes(18), REFUSED),
    "another xml": Hostile(lambda: b"<?xml version='1.0'?><feed/>", REFUSED, "看起来不是"),
}


def body_xml(extra: str) -> bytes:
    return word_document(word_body(usual()) + extra).encode()


def stored_docx(document: bytes) -> bytes:
    """Return a .docx whose document is not packed, so that only the other bounds can stop it."""
    with zipfile.ZipFile(io.BytesIO(docx(usual()))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return stored({**parts, "word/document.xml": document})


def dump_bytes() -> bytes:
    return (DATA.parent / "2024-forms.txt").read_bytes()


def damaged(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield good files of every container with random damage: bytes changed, cut out, doubled or moved."""
    source = random.Random(seed)
    for path in sorted(DATA.glob("2024-*")):
        if path.suffix == ".json":
            continue
        raw = bytearray(path.read_bytes())
        for _ in range(source.randint(1, 12)):
            place = source.randrange(len(raw))
            length = source.choice((1, 1, 2, 4, 64, 512))
            kind = source.randrange(4)
            if kind == 0:
                raw[place : place + length] = source.randbytes(min(length, len(raw) - place))
            elif kind == 1:
                del raw[place : place + length]
            elif kind == 2:
                raw[place:place] = raw[place : place + length]
            else:
                raw[place : place + length] = b"\xff" * min(length, len(raw) - place)
        yield path.name, bytes(raw)
