"""An independent reader of .docx files for the tests: parts, cells and the plain-text dump of the contract."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True)
class Cell:
    """A cell as the markup has it; lengths in twips."""

    text: str
    column: int
    span: int
    width: int
    merge: str | None
    element: ET.Element


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def body(data: bytes) -> ET.Element:
    found = ET.fromstring(parts(data)["word/document.xml"]).find(f"{W}body")
    assert found is not None
    return found


def value(element: ET.Element, path: str, attribute: str = "val") -> str | None:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(W + attribute)


def text_of(paragraph: ET.Element) -> str:
    marks = {f"{W}t": lambda node: node.text or "", f"{W}tab": lambda _: "\t", f"{W}br": lambda _: "\n"}
    return "".join(
        marks[node.tag](node) for run in paragraph.iter(f"{W}r") for node in run if node.tag in marks
    )


def rows(table: ET.Element) -> list[list[Cell]]:
    found = []
    for row in table.findall(f"{W}tr"):
        cells: list[Cell] = []
        for element in row.findall(f"{W}tc"):
            cells.append(
                Cell(
                    text="\n".join(text_of(paragraph) for paragraph in element.findall(f"{W}p")),
                    column=cells[-1].column + cells[-1].span if cells else 0,
                    span=int(value(element, "tcPr/gridSpan") or 1),
                    width=int(value(element, "tcPr/tcW", "w") or 0),
                    merge=value(element, "tcPr/vMerge"),
                    element=element,
                )
            )
        found.append(cells)
    return found


def tables(data: bytes) -> list[ET.Element]:
    return body(data).findall(f"{W}tbl")


def dump(data: bytes) -> str:
    """Return the document by the rules of the 2024 dump: a tab before each cell, a blank line after each row."""
    return "".join(_dumped(body(data)))


def _dumped(parent: ET.Element) -> Iterator[str]:
    for item in parent:
        if item.tag == f"{W}p":
            yield text_of(item) + "\n"
        elif item.tag == f"{W}tbl":
            for row in rows(item):
                for cell in row:
                    yield "\t" + cell.text + "\n"
                yield "\n"
            yield "\n"


def package_faults(data: bytes) -> list[str]:
    """Return what would make Word repair the package: parts without type, relations to nowhere, broken XML."""
    found = parts(data)
    types = ET.fromstring(found["[Content_Types].xml"])
    by_extension = {item.get("Extension") for item in types.iter(CONTENT_TYPES + "Default")}
    by_name = {(item.get("PartName") or "").lstrip("/") for item in types.iter(CONTENT_TYPES + "Override")}
    faults = [f"{name} is announced and absent" for name in by_name - set(found)]
    for name, content in found.items():
        is_picture = name.endswith((".png", ".jpeg"))
        root = ET.Element("none") if is_picture else ET.fromstring(content)
        if name not in by_name and name.rsplit(".", 1)[-1] not in by_extension:
            faults.append(f"{name} has no content type")
        if name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            targets = [
                posixpath.normpath(posixpath.join(base, item.get("Target") or ""))
                for item in root.iter(RELATION)
            ]
            faults += [f"{name} points to {target}" for target in targets if target not in found]
    return faults
