"""The one place where XML and HTML of foreign files are parsed: nothing is resolved, loaded or fetched."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from perfeval_gui.files import bounds

Element = Any  # lxml's element: its stubs know less than we use
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_ENCODINGS = frozenset(
    b"utf-8 utf8 us-ascii ascii utf-16 utf-16le utf-16be gb2312 gbk gb18030 big5 iso-8859-1 windows-1252 windows-936".split()
)
_PROLOG = 1024
_PIECE = 64 * 1024


def events(
    chunks: Iterable[bytes], tags: Sequence[str], kinds: Sequence[Literal["start", "end"]] = ("start", "end")
) -> Iterator[tuple[str, Element]]:
    """Yield ("start" or "end", element) for the tags, while the chunks come in.

    Tags are `{*}name`: strict and transitional files differ in their namespaces only. Raises FileProblem for
    a document type declaration, for what is no XML, and for depths and texts beyond libxml2's own limits.
    """
    from lxml import etree

    parser = etree.XMLPullParser(
        kinds,
        tag=list(tags),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    waiting = b""
    first = True
    try:
        for chunk in _small(chunks):
            if first:
                _check_encoding(chunk[:_PROLOG])
                first = False
            _refuse_dtd(waiting + chunk)
            waiting = chunk[-32:]
            parser.feed(chunk)
            yield from parser.read_events()
        parser.close()
        yield from parser.read_events()
    except etree.XMLSyntaxError as error:
        raise _problem(error) from error


def _small(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the chunks in pieces small enough that what is read can be freed while the rest comes in."""
    for chunk in chunks:
        for start in range(0, len(chunk), _PIECE):
            yield chunk[start : start + _PIECE]


def root(data: bytes) -> Element:
    """Return the root element of a small part (relations, styles); raises FileProblem."""
    from lxml import etree

    _check_encoding(data[:_PROLOG])
    _refuse_dtd(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _problem(error) from error


def html_root(text: str) -> Element | None:
    """Return the root element of an HTML text, as tolerant as a browser; None where there is no element."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, etree.ParserError) as error:
        raise bounds.damaged(f"html: {type(error).__name__}") from error


def local_name(element: Element) -> str:
    """Return the element's name without its namespace."""
    return _local(element.tag)


@functools.lru_cache(maxsize=4096)  # a file has few tags and uses each of them thousands of times
def _local(tag: str) -> str:
    return str(tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute by its local name, whatever namespace the file gives it."""
    found = element.attrib.get(name)
    if found is not None:
        return str(found)
    ending = "}" + name
    return next((str(value) for key, value in element.attrib.items() if key.endswith(ending)), None)


def _problem(error: Any) -> bounds.FileProblem:
    message = str(error)
    if "depth" in message.lower():
        return bounds.nested_too_deep()
    if "huge" in message.lower() or "too long" in message.lower() or "buffer" in message.lower():
        return bounds.too_large_unpacked()
    line = getattr(error, "lineno", None)
    return bounds.FileProblem(
        f"内容已损坏（第 {line or 1} 行附近），不能读取。请用 Word/WPS 打开后另存一份，再导入。",
        detail=f"XMLSyntaxError code {getattr(error, 'code', '')}",
    )


def _check_encoding(prolog: bytes) -> None:
    """An encoding that hides plain ASCII could hide a document type declaration from us."""
    if b"\0" in prolog[:4]:
        return  # UTF-16: the check below looks through it
    declared = _DECLARED.search(prolog)
    if declared and declared[1].lower() not in _ENCODINGS:
        raise bounds.damaged("encoding")


def _refuse_dtd(data: bytes) -> None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise bounds.has_dtd()
    if b"\0" in data:
        squeezed = data.replace(b"\0", b"")
        if b"<!DOCTYPE" in squeezed or b"<!ENTITY" in squeezed:
            raise bounds.has_dtd()
