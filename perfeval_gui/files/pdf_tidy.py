"""Qt's PDFs made fit to keep: the same bytes for the same pages, no times, and text that can be searched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

_REFERENCE = re.compile(rb"(\d+) 0 R\b")
_TAG = re.compile(rb"/FontName /[A-Z]{6}\+")
_CODES = re.compile(rb"(?<=<)[0-9A-F]{4}(?=>)")
_CATALOG = re.compile(rb"/Metadata \d+ 0 R\n|/Names \d+ 0 R\n")


def tidied(pdf: bytes, meanings: Mapping[str, str], title: str = "") -> bytes:
    """Return the PDF without times and in a fixed order, its text read by `meanings`.

    Qt tells readers for each glyph the first character that a font draws with it: a radical where 目 was
    written. `meanings` gives the written character for such a one.
    """
    objects, root = _objects(pdf)
    objects = {number: _told(content, meanings) for number, content in objects.items()}
    objects[root] = _CATALOG.sub(b"", objects[root]).replace(
        b"/Type /Catalog", b"/Type /Catalog\n/Lang (zh-CN)"
    )
    order = _reached(objects, root)
    numbers = {old: new for new, old in enumerate(order, 1)}
    bodies = [_renumbered(objects[old], numbers) for old in order]
    return _written([_TAG.sub(_tag(number), body) for number, body in enumerate(bodies)], title)


def _objects(pdf: bytes) -> tuple[dict[int, bytes], int]:
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    lines = pdf[start:].split(b"\n")
    count = int(lines[1].split()[1])
    offsets = sorted(int(line[:10]) for line in lines[2 : 2 + count] if line[17:18] == b"n")
    found = {}
    for begin, end in zip(offsets, [*offsets[1:], start], strict=True):
        number, _, content = pdf[begin:end].partition(b" 0 obj\n")
        found[int(number)] = content
    root = re.search(rb"/Root (\d+) 0 R", pdf[start:])
    assert root is not None, "Qt names the root of what it wrote"  # noqa: S101
    return found, int(root[1])


def _head(content: bytes) -> tuple[bytes, bytes]:
    head, mark, rest = content.partition(b"stream\n")
    return head, mark + rest


def _told(content: bytes, meanings: Mapping[str, str]) -> bytes:
    if b"beginbfrange" not in content:
        return content
    start = content.index(b"beginbfrange")
    return content[:start] + re.sub(
        rb"\[[^\]]*\]",
        lambda found: _CODES.sub(lambda code: _code(code[0], meanings), found[0]),
        content[start:],
    )


def _code(code: bytes, meanings: Mapping[str, str]) -> bytes:
    meant = meanings.get(chr(int(code, 16)))
    return code if meant is None else b"%04X" % ord(meant)


def _reached(objects: Mapping[int, bytes], root: int) -> list[int]:
    order: dict[int, None] = {}
    waiting = [root]
    while waiting:
        number = waiting.pop()
        if number not in order:
            order[number] = None
            waiting += [int(found) for found in reversed(_REFERENCE.findall(_head(objects[number])[0]))]
    return list(order)


def _renumbered(content: bytes, numbers: Mapping[int, int]) -> bytes:
    head, rest = _head(content)
    return _REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found[1])], head) + rest


def _tag(number: int) -> bytes:
    letters = bytes(ord("A") + number // 26**place % 26 for place in range(5, -1, -1))
    return b"/FontName /" + letters + b"+"


def _written(bodies: list[bytes], title: str) -> bytes:
    info = b"<<\n/Title (\xfe\xff" + _string(title.encode("utf-16-be")) + b")\n>>\nendobj\n"
    pieces, offsets, position = [b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"], [], 0
    position = len(pieces[0])
    for number, body in enumerate([*bodies, info], 1):
        piece = b"%d 0 obj\n" % number + body
        offsets.append(position)
        position += len(piece)
        pieces.append(piece)
    identity = hashlib.sha256(b"".join(pieces)).hexdigest()[:32].encode()
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(offsets) + 1
    pieces.append(
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<<\n/Size %d\n/Root 1 0 R\n/Info %d 0 R\n/ID [<%s> <%s>]\n>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (count, table, count, count - 1, identity, identity, position)
    )
    return b"".join(pieces)


def _string(data: bytes) -> bytes:
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")
