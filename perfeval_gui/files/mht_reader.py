"""MHT: a web page in one file. Its HTML parts are read, pictures and all else are not even decoded."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from perfeval_gui.core.recognise.raw import RawDocument, RawParagraph, RawTable
from perfeval_gui.files import bounds
from perfeval_gui.files.html_reader import decoded_html, read_html

_HEADER = re.compile(rb"^([\w-]+):[ \t]*((?:.*(?:\r?\n[ \t]+)?)*)", re.MULTILINE)
_BOUNDARY = re.compile(rb"boundary=\"?([^\";\r\n]{1,200})\"?", re.IGNORECASE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_PARTS = 200
_DEPTH = 4


def read_mht(data: bytes) -> RawDocument:
    """Return the paragraphs and tables of all HTML parts in their order; raises FileProblem."""
    body: list[RawParagraph | RawTable] = []
    found = False
    for page in _pages(data, _DEPTH):
        found = True
        body += read_html(decoded_html(page)).body
    if not found:
        raise bounds.incomplete("no html part")
    return RawDocument(tuple(body))


def _pages(data: bytes, depth: int) -> Iterator[bytes]:
    head, content = _split(data)
    kind = head.get(b"content-type", b"text/plain").lower()
    if b"multipart/" in kind and depth:
        found = _BOUNDARY.search(head[b"content-type"])
        if not found:
            raise bounds.damaged("mime boundary")
        for part in content.split(b"--" + found[1].strip())[1 : _PARTS + 1]:
            if not part.startswith(b"--"):
                yield from _pages(part.lstrip(b"\r\n"), depth - 1)
    elif b"text/html" in kind or b"application/xhtml" in kind:
        yield _decoded(content, head.get(b"content-transfer-encoding", b"").strip().lower())


def _split(data: bytes) -> tuple[dict[bytes, bytes], bytes]:
    end = _HEAD_END.search(data)
    head = data[: end.start()] if end else b""
    fields: dict[bytes, bytes] = {}
    name = b""
    for line in head.splitlines()[:200]:
        if line[:1] in b" \t" and name:
            fields[name] += b" " + line.strip()
        elif b":" in line:
            name, _, value = line.partition(b":")
            name = name.strip().lower()
            fields[name] = value.strip()
    return fields, data[end.end() :] if end else data


def _decoded(content: bytes, encoding: bytes) -> bytes:
    if encoding == b"quoted-printable":
        return binascii.a2b_qp(content)
    if encoding == b"base64":
        try:
            return binascii.a2b_base64(content)
        except binascii.Error as error:
            raise bounds.incomplete("base64") from error
    return content
