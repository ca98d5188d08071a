"""What kind of file this is, told by its content and never by its name."""

from __future__ import annotations

import re
from enum import Enum

from perfeval_gui.files.archive import Archive
from perfeval_gui.files.bounds import FileProblem, incomplete, unknown_kind


class Container(Enum):
    """The containers that can be read."""

    DOCX = "docx"
    XLSX = "xlsx"
    ODF = "odf"
    OLE = "ole"
    RTF = "rtf"
    HTML = "html"
    MHT = "mht"
    WORD_XML = "word_xml"
    EXCEL_XML = "excel_xml"
    ODF_XML = "odf_xml"
    JSON = "json"
    TEXT = "text"


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")
_PACKED = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAG = re.compile(r"<(?!\?|!--)(!?[A-Za-z][\w:.-]*)")
_HTML_TAGS = frozenset("html head body table meta style div p span title".split())
_HTML_DOCTYPE = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_MIME = re.compile(r"\s*(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*){0,20}?MIME-Version:", re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\]{])")


def container_of(data: bytes) -> Container:
    """Return the container of the bytes; raises FileProblem for what is known and cannot be read."""
    _refuse_foreign(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return container_of_archive(Archive(data))
    if data.startswith(_OLE[: min(8, max(len(data), 1))]) and data[:1] == _OLE[:1]:
        if len(data) < 512:
            raise incomplete("ole header")
        return Container.OLE
    if data.lstrip()[:5].lower() == b"{\\rtf":
        return Container.RTF
    return _container_of_text(data)


def _refuse_foreign(data: bytes) -> None:
    if b"%PDF-" in data[:1024]:
        raise FileProblem(
            "是 PDF，不能导入。请找到当初的 Word/Excel 文件，或用 WPS 把它“转为 Word”后再导入。"
        )
    is_picture = data.startswith(_PICTURES) or data[:4] == b"RIFF" or data[4:12] in (b"ftypheic", b"ftypmif1")
    if is_picture and not _is_plain_ascii(data[:64]):
        raise FileProblem(
            "是图片，不能导入。请找到当初的 Word/Excel 文件，或用 WPS 的文字识别转成 Word 后再导入。"
        )
    if data.startswith(_PACKED):
        raise FileProblem("是压缩包，不能直接导入。请先解压，再导入里面的 Word/Excel 文件。")


def _is_plain_ascii(data: bytes) -> bool:
    return all(9 <= byte < 127 for byte in data)


def container_of_archive(archive: Archive) -> Container:
    """Return what a zip holds; raises FileProblem for packages that are none of ours."""
    names = set(archive.names)
    if "word/document.xml" in names:
        return Container.DOCX
    if "xl/workbook.xml" in names:
        return Container.XLSX
    if "content.xml" in names:
        return Container.ODF
    if "OFD.xml" in names:
        raise FileProblem("是 OFD 版式文件，不能导入。请找到当初的 Word/Excel 文件再导入。")
    if "xl/workbook.bin" in names:
        raise FileProblem("是二进制工作簿（.xlsb），不能导入。请用 Excel/WPS 另存为 .xlsx 后再导入。")
    if any(name.startswith("ppt/") for name in names):
        raise FileProblem("是演示文稿，不能导入。请选择 Word/Excel 格式的自评表。")
    if "[Content_Types].xml" in names:
        return _by_relations(archive)
    if any(
        name.lower().endswith((".docx", ".doc", ".xlsx", ".xls", ".wps", ".et", ".rtf")) for name in names
    ):
        raise FileProblem("是压缩包，不能直接导入。请先解压，再导入里面的 Word/Excel 文件。")
    raise unknown_kind()


def _by_relations(archive: Archive) -> Container:
    from perfeval_gui.files.opc import main_part

    part = main_part(archive)
    if part in archive:
        beginning = archive.read(part)[:4096]
        if b"wordprocessingml" in beginning:
            return Container.DOCX
        if b"spreadsheetml" in beginning:
            return Container.XLSX
    raise unknown_kind()


def _container_of_text(data: bytes) -> Container:
    beginning = _beginning(data)
    if _MIME.match(beginning):
        return Container.MHT
    if beginning.lstrip("\ufeff \t\r\n").startswith("<") or "<html" in beginning.lower():
        found = _container_of_markup(beginning)
        if found:
            return found
    return Container.JSON if _JSON.match(beginning.lstrip("\ufeff")) else Container.TEXT


def _beginning(data: bytes) -> str:
    """Return the first few thousand characters in a way that keeps the ASCII readable."""
    piece = data[:8192]
    if piece.startswith((b"\xff\xfe", b"\xfe\xff")):
        return piece[: len(piece) // 2 * 2].decode("utf-16", "replace")
    if piece[1:2] == b"\0":
        return piece[: len(piece) // 2 * 2].decode("utf-16-le", "replace")
    if piece[:1] == b"\0":
        return piece[: len(piece) // 2 * 2].decode("utf-16-be", "replace")
    return piece.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _container_of_markup(beginning: str) -> Container | None:
    names = [name.lower() for name in _TAG.findall(beginning) if not name.startswith("!")][:12]
    first = names[0] if names else ""
    local = first.rpartition(":")[2]
    if local in ("worddocument", "package"):
        return Container.WORD_XML
    if local == "workbook":
        return Container.EXCEL_XML
    if first.startswith("office:document"):
        return Container.ODF_XML
    if local in ("html", "xml") or _HTML_DOCTYPE.search(beginning) or _HTML_TAGS & set(names):
        return Container.HTML
    if beginning.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        raise unknown_kind()
    return None
