"""OLE compound files: a Word document, a workbook, or a sentence why it is neither."""

from __future__ import annotations

import struct

from perfeval_gui.core.recognise.raw import RawDocument
from perfeval_gui.files import bounds
from perfeval_gui.files.bounds import FileProblem
from perfeval_gui.files.doc_reader import read_doc
from perfeval_gui.files.ole import OleFile
from perfeval_gui.files.xls_reader import read_xls


def read_ole(data: bytes) -> RawDocument:
    """Return the Word document or workbook that a compound file holds; raises FileProblem."""
    try:
        ole = OleFile(data)
        names = ole.names
    except struct.error as error:
        raise bounds.incomplete("ole") from error
    if names & {"EncryptedPackage", "EncryptionInfo", "\x06DataSpaces"}:
        raise bounds.encrypted()
    if "WordDocument" in names:
        return read_doc(ole)
    if names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return read_xls(data)
    if "PowerPoint Document" in names:
        raise FileProblem("是演示文稿，不能导入。请选择 Word/Excel 格式的自评表。")
    raise bounds.unknown_kind()
