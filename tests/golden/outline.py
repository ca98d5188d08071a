"""XML as short indented text that loses nothing: what repeats is written once and then named."""

from collections import Counter
from xml.etree import ElementTree as ET

NAMES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://www.w3.org/XML/1998/namespace": "xml",
}


def outline(content: bytes) -> str:
    """Return the XML as indented text; elements of properties stand on one line, repeated ones by a letter."""
    root = ET.fromstring(content)
    lines = [(depth, line) for depth, line in _lines(root, 0)]
    often = [
        line for line, count in Counter(line for _, line in lines).items() if count > 2 and len(line) > 60
    ]
    marks = {line: f"@{number}" for number, line in enumerate(often, 1)}
    legend = [f"{mark} = {line}" for line, mark in marks.items()]
    body = ["  " * depth + marks.get(line, line) for depth, line in lines]
    return "\n".join([*legend, *body, ""])


def _lines(element: ET.Element, depth: int) -> list[tuple[int, str]]:
    if _is_leaf(element):
        return [(depth, _short(element))]
    found = [(depth, _opening(element))]
    for child in element:
        found += _lines(child, depth + 1)
    return found


def _is_leaf(element: ET.Element) -> bool:
    return len(element) == 0 or element.tag.endswith("Pr")


def _name(tag: str) -> str:
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    return f"{NAMES[namespace]}:{name}" if namespace else name


def _opening(element: ET.Element) -> str:
    return " ".join([_name(element.tag), *(f"{_name(key)}={value}" for key, value in element.items())])


def _short(element: ET.Element) -> str:
    inner = "; ".join(_short(child) for child in element)
    text = f" “{element.text}”" if element.text else ""
    return _opening(element) + text + (f" ({inner})" if inner else "")
