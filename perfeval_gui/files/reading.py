"""The door of the importer: a file's bytes become forms with notes, or one Chinese sentence says why not."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfeval_gui.core.annex1_reading import rows_of_document
from perfeval_gui.core.form import Form
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.recognise import Note, RawDocument, Recognised, accept, recognise
from perfeval_gui.files import bounds
from perfeval_gui.files.archive import Archive
from perfeval_gui.files.bounds import FileProblem
from perfeval_gui.files.container import Container, container_of
from perfeval_gui.resources import profile, profile_ids


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What one file holds: its forms in document order, the notes, and the profile id that fits each form.

    A note's `form` is an index into `forms`, or None when it concerns none of them.
    """

    forms: tuple[Form, ...] = ()
    notes: tuple[Note, ...] = ()
    profile_ids: tuple[str, ...] = ()


def read_file(path: Path) -> ReadResult:
    """Return what the file holds; a readable file without a form gives no forms and one warning.

    The file is opened read-only, copied into memory once and closed at once. Raises UnreadableFileError
    with one Chinese sentence: the file's name, what is wrong, what to do.
    """
    try:
        data = _bytes_of(path)
    except FileProblem as problem:
        raise problem.named(path.name) from problem
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> ReadResult:
    """Return what the bytes hold (a file's, or HTML of the clipboard); `name` is only for the sentences.

    The container is told by content, never by the name. Raises UnreadableFileError.
    """
    try:
        found = _recognised(data)
    except FileProblem as problem:
        raise problem.named(name) from problem
    except (MemoryError, RecursionError) as error:
        raise bounds.too_large_table().named(name) from error
    return ReadResult(found.forms, found.notes, found.profile_ids)


def read_tables(path: Path) -> list[list[list[str]]]:
    """Return the tables of a file as rows of texts, for what is no form; raises UnreadableFileError."""
    try:
        data = _bytes_of(path)
        container = container_of(data) if data else Container.JSON
        if container is Container.JSON:
            raise FileProblem("里没有表格。请选择 Word 或 Excel 文件。")
        return rows_of_document(_document(container, data))
    except FileProblem as problem:
        raise problem.named(path.name) from problem
    except (MemoryError, RecursionError) as error:
        raise bounds.too_large_table().named(path.name) from error


def _bytes_of(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise FileProblem("是 Word/WPS 打开文件时的临时文件。请选择不带“~$”的那个文件。")
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise _cannot_open(path, error) from error
    except ValueError as error:  # a zero byte in the name
        raise _cannot_open(path, FileNotFoundError()) from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise _not_a_file(status.st_mode)
        if status.st_size > bounds.FILE_BYTES:
            raise _too_large()
        return _content(handle)
    except OSError as error:
        raise FileProblem("读到一半断开了。请检查U盘或网络位置是否还连着，再重试。") from error
    finally:
        os.close(handle)


def _content(handle: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := os.read(handle, bounds.MIB):
        pieces.append(piece)
        size += len(piece)
        if size > bounds.FILE_BYTES:
            raise _too_large()
    return b"".join(pieces)


def _too_large() -> FileProblem:
    return FileProblem("超过 20 MB，不像是自评表。请另存为不带图片的副本后再导入。")


def _not_a_file(mode: int) -> FileProblem:
    if stat.S_ISDIR(mode):
        return FileProblem("是文件夹，不是文件。请选择里面的 Word/Excel 文件。")
    return FileProblem("不是普通文件，不能导入。请选择 Word/Excel 格式的自评表。")


def _cannot_open(path: Path, error: OSError) -> FileProblem:
    if error.errno == errno.EISDIR or (isinstance(error, PermissionError) and path.is_dir()):
        return _not_a_file(stat.S_IFDIR)  # Windows calls a folder a missing permission
    if isinstance(error, FileNotFoundError):
        return FileProblem("不存在。请检查文件是否已被移动、改名或删除。")
    if getattr(error, "winerror", None) == 32:
        return FileProblem("正在 Word/WPS 中打开。请关闭后重试。")
    if isinstance(error, PermissionError):
        return FileProblem(
            "没有读取权限或正被其他程序占用。请关闭占用它的程序，或复制到自己的文件夹后再导入。"
        )
    if error.errno == errno.ENAMETOOLONG:
        return FileProblem("的路径过长，打不开。请复制到较短的路径（如桌面）后再导入。")
    return FileProblem("打不开。请检查U盘或网络位置是否还连着，再重试。", detail=type(error).__name__)


def _recognised(data: bytes) -> Recognised:
    if not data:
        raise FileProblem("是空的，没有内容。请重新复制一份再导入。")
    if len(data) > bounds.FILE_BYTES:
        raise _too_large()
    known = _profiles()
    container = container_of(data)
    if container is Container.JSON:
        return _json_forms(data, known)
    return recognise(_document(container, data), known)


def _json_forms(data: bytes, known: Sequence[Profile]) -> Recognised:
    from perfeval_gui.files.json_reader import read_json
    from perfeval_gui.files.text_reader import decoded

    found = read_json(decoded(data))
    accepted = accept(found.forms, known)
    return Recognised(accepted.forms, accepted.profile_ids, (*found.notes, *accepted.notes))


def _document(container: Container, data: bytes) -> RawDocument:
    """Return the raw document; each reader is imported when its container is first met."""
    if container in _IN_ARCHIVES:
        return _archived(container, Archive(data))
    if container is Container.OLE:
        from perfeval_gui.files.ole_reader import read_ole

        return read_ole(data)
    if container is Container.RTF:
        from perfeval_gui.files.rtf_reader import read_rtf

        return read_rtf(data)
    if container in _MARKUP:
        return _markup(container, data)
    from perfeval_gui.files.text_reader import decoded, read_text

    return read_text(decoded(data))


_IN_ARCHIVES = frozenset({Container.DOCX, Container.XLSX, Container.ODF})
_MARKUP = frozenset(
    {Container.HTML, Container.MHT, Container.WORD_XML, Container.EXCEL_XML, Container.ODF_XML}
)


def _archived(container: Container, archive: Archive) -> RawDocument:
    if container is Container.DOCX:
        from perfeval_gui.files.docx_reader import read_docx

        return read_docx(archive)
    if container is Container.XLSX:
        from perfeval_gui.files.xlsx_reader import read_xlsx

        return read_xlsx(archive)
    from perfeval_gui.files.odf_reader import read_odf

    return read_odf(archive)


def _markup(container: Container, data: bytes) -> RawDocument:
    if container is Container.WORD_XML:
        from perfeval_gui.files.docx_reader import read_word_xml

        return read_word_xml(data)
    if container is Container.EXCEL_XML:
        from perfeval_gui.files.excel_xml_reader import read_excel_xml

        return read_excel_xml(data)
    if container is Container.ODF_XML:
        from perfeval_gui.files.odf_reader import read_flat_odf

        return read_flat_odf(data)
    if container is Container.MHT:
        from perfeval_gui.files.mht_reader import read_mht

        return read_mht(data)
    from perfeval_gui.files.html_reader import decoded_html, read_html

    return read_html(decoded_html(data))


def _profiles() -> list[Profile]:
    return [profile(name) for name in profile_ids()]
