""".docx, .docm and ISO Strict documents: the body, headers and footers; everything else stays packed."""

from __future__ import annotations

from perfeval_gui.core.recognise.raw import RawDocument, RawParagraph, RawRemark
from perfeval_gui.files import bounds
from perfeval_gui.files.archive import Archive
from perfeval_gui.files.bounds import CellCounter
from perfeval_gui.files.opc import MACROS_IGNORED, main_part, relations
from perfeval_gui.files.word_body import Body, read_body
from perfeval_gui.files.xml_source import attribute, local_name, root

_STYLES_BYTES = 4 * bounds.MIB


def read_docx(archive: Archive) -> RawDocument:
    """Return the document as raw paragraphs and tables; raises FileProblem."""
    main = main_part(archive)
    links = relations(archive, main)
    counter = CellCounter()
    body = read_body(archive.chunks(main), counter, _numbered_styles(archive, links))
    margins = list(body.margins)
    for kind, target, external in links:
        if kind in ("header", "footer") and not external and target in archive:
            margins += _texts(read_body(archive.chunks(target), counter))
    return RawDocument(tuple(body.content), tuple(margins), tuple(_remarks(archive, links, body)))


def read_word_xml(data: bytes) -> RawDocument:
    """Return the document of a Word 2003 XML file or a package in one XML file; raises FileProblem."""
    if len(data) > bounds.PART_BYTES:
        raise bounds.too_large_unpacked()
    body = read_body([data], CellCounter())
    remarks = [MACROS_IGNORED] if b"docSuppData" in data or b"vbaProject.bin" in data else []
    return RawDocument(tuple(body.content), tuple(body.margins), tuple(remarks))


def _numbered_styles(archive: Archive, links: list[tuple[str, str, bool]]) -> frozenset[str]:
    """Return the ids of the paragraph styles that number their paragraphs."""
    part = next((target for kind, target, external in links if kind == "styles" and not external), "")
    if part not in archive:
        return frozenset()
    data = archive.read(part)
    if b"numPr" not in data or len(data) > _STYLES_BYTES:
        return frozenset()
    return frozenset(
        attribute(style, "styleId") or ""
        for style in root(data)
        if local_name(style) == "style" and any(local_name(item) == "numPr" for item in style.iter())
    )


def _texts(body: Body) -> list[RawParagraph]:
    """Return all text of a header or footer, a table's cells included, as paragraphs."""
    found = list(body.margins)
    for item in body.content:
        if isinstance(item, RawParagraph):
            found.append(item)
        else:
            found += [RawParagraph(cell.text) for row in item.rows for cell in row]
    return [item for item in found if item.text.strip()]


def _remarks(archive: Archive, links: list[tuple[str, str, bool]], body: Body) -> list[RawRemark]:
    found = []
    outside = any(external and kind != "hyperlink" for kind, _, external in links)
    inside = any(name.endswith(("vbaProject.bin", ".afchunk")) for name in archive.names)
    if outside or inside or any(kind == "aFChunk" for kind, _, _ in links):
        found.append(MACROS_IGNORED)
    if body.hidden_texts:
        found.append(RawRemark(f"有 {body.hidden_texts} 处隐藏文字，已一并读取，请核对。", "warning"))
    if body.odd_spans:
        found.append(RawRemark(f"有 {body.odd_spans} 处合并列数写得不对，已按一列读取，请核对。", "warning"))
    return found
