"""The one place where XML and HTML of foreign files are parsed: nothing is resolved, loaded or fetched."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Literal

from perfeval_gui.files import bounds

Element = Any  # lxml's element: its stubs know less than we use
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_ENCODINGS = frozenset(
    b"utf-8 utf8 us-ascii ascii utf-16 utf-16le utf-16be gb2312 gbk gb18030 big5 iso-8859-1 windows-1252 windows-936".split()
)
_PROLOG = 1024
_PIECE = 64 * 1024
_WHOLE = 4 * bounds.MIB  # a tree takes up to fifty times its text: still less than the import's 512 MiB
_BOUNDED: Any = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_Kind = Literal["start", "end"]


def events(
    chunks: Iterable[bytes],
    tags: Sequence[str],
    kinds: Sequence[_Kind] = ("start", "end"),
    freed: Collection[str] = (),
) -> Iterator[tuple[str, Element]]:
    """Yield ("start" or "end", element) for the tags, in document order.

    Tags are `{*}name`: strict and transitional files differ in their namespaces only. A part of up to 4 MiB is
    parsed as a whole and walked, which takes less time. A longer one is walked while it comes in; elements with
    the local names `freed` are then dropped when they have ended, with what stands before them, so nothing may be
    asked of them later. Raises FileProblem for a document type declaration, for what is no XML, and for depths
    and texts beyond libxml2's own limits.
    """
    from lxml import etree

    begun, rest = _beginning(chunks)
    if rest is None:
        yield from etree.iterwalk(root(begun), events=kinds, tag=tags)
        return
    parser = etree.XMLPullParser(kinds, tag=list(tags), **_BOUNDED)
    for _ in _fed(parser, itertools.chain([begun], rest)):
        for event, element in parser.read_events():
            yield event, element
            if event == "end" and local_name(element) in freed:
                _forget(element)


def growing(chunks: Iterable[bytes]) -> Iterator[tuple[Element, bool]]:
    """Yield the root element, and whether all of the part is in it: at once, of a part of up to 4 MiB.

    The root of a longer one comes again and again while the part grows below it. What has something behind
    it is there to its end, and may be removed; so whoever removes it keeps the memory small. Raises as `events` does.
    """
    from lxml import etree

    begun, rest = _beginning(chunks)
    if rest is None:
        yield root(begun), True
        return
    parser = etree.XMLPullParser(("start",), tag=_root_tag(begun), **_BOUNDED)
    found: Element = None
    for is_whole in _fed(parser, itertools.chain([begun], rest)):
        for _, element in parser.read_events():
            found = element if found is None else found
        if found is not None:
            yield found, is_whole


def _beginning(chunks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes] | None]:
    """Return what a part begins with, and the rest of it where it is too long to be parsed as a whole."""
    source = iter(chunks)
    begun: list[bytes] = []
    size = 0
    try:
        for chunk in source:
            begun.append(chunk)
            size += len(chunk)
            if size > _WHOLE:
                return b"".join(begun), source
    except bounds.FileProblem:
        _refuse_nesting(begun)
        raise
    return b"".join(begun), None


def _refuse_nesting(begun: Iterable[bytes]) -> None:
    """Let the parser speak first where unpacking ends at a bound: a nest of elements packs as well as a bomb."""
    from lxml import etree

    for _ in _fed(etree.XMLPullParser((), **_BOUNDED), begun, closes=False):
        pass


def _root_tag(begun: bytes) -> str:
    from lxml import etree

    parser = etree.XMLPullParser(("start",), **_BOUNDED)
    for _ in _fed(parser, [begun], closes=False):
        found: Element = next(iter(parser.read_events()), None)
        if found is not None:
            return str(found[1].tag)
    raise bounds.damaged("no root element")


def _fed(parser: Any, chunks: Iterable[bytes], *, closes: bool = True) -> Iterator[bool]:
    """Feed the chunks piece by piece and yield after each whether it was the end."""
    from lxml import etree

    waiting = b""
    try:
        for chunk in _small(chunks):
            if not waiting:
                _check_encoding(chunk[:_PROLOG])
            _refuse_dtd(waiting + chunk)
            waiting = chunk[-32:]
            parser.feed(chunk)
            yield False
        if closes:
            parser.close()
            yield True
    except etree.XMLSyntaxError as error:
        raise _problem(error) from error


def _forget(element: Element) -> None:
    """Free a finished element and the ones before it, or a huge part would fill the memory."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _small(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the chunks in pieces small enough that what is read can be freed while the rest comes in."""
    for chunk in chunks:
        for start in range(0, len(chunk), _PIECE):
            yield chunk[start : start + _PIECE]


def root(data: bytes) -> Element:
    """Return the root element of a part that is parsed as a whole; raises FileProblem."""
    from lxml import etree

    _check_encoding(data[:_PROLOG])
    _refuse_dtd(data)
    try:
        return etree.fromstring(data, etree.XMLParser(**_BOUNDED))
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
    found = element.get(name)
    if found is None:
        space, brace, _ = element.tag.rpartition("}")
        found = element.get(space + brace + name)  # in the element's own namespace, as nearly always
    if found is None:
        ending = "}" + name
        found = next((value for key, value in element.items() if key.endswith(ending)), None)
    return None if found is None else str(found)


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
    bare = data.replace(b"\0", b"") if b"\0" in data else data  # UTF-16
    if b"<!" in bare and (b"<!DOCTYPE" in bare or b"<!ENTITY" in bare):
        raise bounds.has_dtd()
