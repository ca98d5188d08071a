"""A Word part is read alike however it comes in: plain tables in one go, all of it element by element, or piece by piece."""

from collections.abc import Sequence

import pytest

from perfeval_gui.core.recognise.raw import RawDocument
from perfeval_gui.files import word_body, xml_source
from perfeval_gui.files.archive import Archive
from perfeval_gui.files.docx_reader import read_docx
from tests.corpus.making import docx_of
from tests.corpus.making import word_body as body_of
from tests.corpus.variants import usual
from tests.hostile.files import DATA

FILES = [*sorted(DATA.glob("*.docx")), *sorted(DATA.glob("*/*.docx"))]
RUN = "<w:r><w:t>58公里</w:t></w:r>"
INSIDE: dict[str, str] = {
    "tab and breaks": "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:br/><w:t>b</w:t></w:r></w:p>",
    "two paragraphs": f"<w:p>{RUN}</w:p><w:p/><w:p>{RUN}</w:p>",
    "a deletion": f"<w:p><w:del>{RUN}</w:del>{RUN}</w:p>",
    "a number": f"<w:p><w:pPr><w:numPr/></w:pPr>{RUN}</w:p>",
    "hidden text": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>约</w:t></w:r></w:p>",
    "a table": f"<w:tbl><w:tr><w:tc><w:p>{RUN}</w:p></w:tc></w:tr></w:tbl><w:p/>",
    "a control": f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p>{RUN}</w:p></w:sdtContent></w:sdt>",
    "a paragraph in a paragraph": f"<w:p>{RUN}<w:p>{RUN}</w:p></w:p>",
    "a cell in a cell": f"<w:tc><w:p>{RUN}</w:p></w:tc>",
    "an odd span": '<w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/>',
    "a merge from nowhere": f"<w:tcPr><w:vMerge/></w:tcPr><w:p>{RUN}</w:p>",
}


def ways(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Sequence[RawDocument]:
    """Return the document as it is read usually, without the way for plain tables, and in pieces."""
    usually = read_docx(Archive(data))
    with monkeypatch.context() as patch:
        patch.setattr(word_body, "plain_rows", lambda *_: None)
        slowly = read_docx(Archive(data))
        patch.setattr(xml_source, "_WHOLE", 0)
        patch.setattr(xml_source, "_PIECE", 997)
        patch.setattr(word_body, "_PATIENCE", 1)
        in_pieces = read_docx(Archive(data))
    return usually, slowly, in_pieces


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_document_is_read_alike_in_every_way(path, monkeypatch: pytest.MonkeyPatch) -> None:
    usually, slowly, in_pieces = ways(path.read_bytes(), monkeypatch)
    assert usually == slowly
    assert slowly == in_pieces


@pytest.mark.parametrize("name", INSIDE)
def test_whatever_stands_in_a_cell_is_read_alike_in_every_way(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = f"<w:tbl><w:tr><w:tc>{INSIDE[name]}</w:tc><w:tc><w:p>{RUN}</w:p></w:tc></w:tr></w:tbl>"
    usually, slowly, in_pieces = ways(docx_of(body_of(usual()) + table), monkeypatch)
    assert usually == slowly
    assert slowly == in_pieces
