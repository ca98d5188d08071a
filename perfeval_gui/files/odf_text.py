"""Texts of OpenDocument: a paragraph without what was deleted, a cell as it is shown, a count as written."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from perfeval_gui.files.number_format import iso_day, shortest
from perfeval_gui.files.xml_source import Element, attribute, local_name

LEFT_OUT = frozenset({"tracked-changes", "note", "annotation", "note-body", "ruby-text"})
_MOST_SPACES = 200


class Text:
    """The text of one paragraph with its spaces, tabs and line breaks, without what a tracked change deleted."""

    def __init__(self, deletions: set[str]) -> None:
        self._deletions = deletions
        self._deleted = False

    def of(self, element: Element) -> str:
        """Return the text of the paragraph."""
        parts = [self._kept(element.text)]
        for child in element:
            parts += [self._child(child), self._kept(child.tail)]
        return "".join(parts)

    def _kept(self, text: str | None) -> str:
        return "" if self._deleted else text or ""

    def _child(self, child: Element) -> str:
        name = local_name(child)
        if name in ("change-start", "change-end"):
            if attribute(child, "change-id") in self._deletions:
                self._deleted = name == "change-start"
            return ""
        if name in LEFT_OUT or name == "frame":
            return ""
        if name in _SIGNS:
            return self._kept(_SIGNS[name] * min(count_of(attribute(child, "c")), _MOST_SPACES))
        return self.of(child)


_SIGNS = {"s": " ", "tab": "\t", "line-break": "\n"}


def shown_value(element: Element, shown: str) -> str:
    """Return what a sheet's cell shows; dates in full, and the value itself where nothing is shown."""
    kind = attribute(element, "value-type") or ""
    if kind == "date":
        return iso_day(attribute(element, "date-value") or shown)
    if kind not in ("float", "percentage", "currency"):
        return shown
    is_cut_off = not shown or "###" in shown or ("E" in shown.upper() and kind == "float")
    if not is_cut_off:
        return shown
    try:
        number = Decimal(attribute(element, "value") or "")
    except InvalidOperation:
        return shown
    if not number.is_finite() or abs(number) > Decimal("1e15"):
        return shown
    return shortest(number * 100) + "%" if kind == "percentage" else shortest(number)


def count_of(text: str | None) -> int:
    """Return a count as written; 1 where it is none. Bounded by what a sheet can hold at all."""
    if text and text.isascii() and text.isdigit() and len(text) < 9:
        return max(1, int(text))
    return 1
