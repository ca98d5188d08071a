"""A form that the finance bureau sent, read for comparison: its text, and for .docx its column widths."""

from __future__ import annotations

from pathlib import Path

from perfeval_gui.core.recognise.raw import RawDocument, RawTable
from perfeval_gui.core.sample import Sample
from perfeval_gui.errors import UnreadableFileError
from perfeval_gui.files.archive import Archive
from perfeval_gui.files.bounds import FileProblem
from perfeval_gui.files.container import Container, container_of
from perfeval_gui.files.docx_reader import read_docx
from perfeval_gui.files.opc import main_part
from perfeval_gui.files.xml_source import attribute, events, local_name


def read_sample(path: Path) -> Sample:
    """Return the document with its column widths; raise UnreadableFileError where it is no .docx."""
    try:
        data = path.read_bytes()
        if container_of(data) is not Container.DOCX:
            raise FileProblem("不是 docx 文件，无法比对版式。请在 Word 或 WPS 里另存为 docx 后再选。")
        archive = Archive(data)
        document = read_docx(archive)
        return Sample(document, _widths(archive, document))
    except FileProblem as problem:
        raise problem.named(path.name) from problem
    except OSError as error:
        raise UnreadableFileError(f"“{path.name}”打不开。请检查文件是否还在、是否被占用。") from error


def _widths(archive: Archive, document: RawDocument) -> tuple[tuple[int, ...], ...]:
    """Return the widths of the grid columns of every table of the body, nested tables left out."""
    found: list[list[int]] = []
    depth = 0
    for event, element in events(archive.chunks(main_part(archive)), ("{*}tbl", "{*}gridCol")):
        if local_name(element) == "tbl":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                found.append([])
        elif event == "end" and depth == 1:
            width = attribute(element, "w") or ""
            found[-1].append(int(width) if width.isdigit() else 0)
    count = sum(isinstance(item, RawTable) for item in document.body)
    return tuple(map(tuple, found)) if len(found) == count else ()
