"""The text of WordprocessingML's paragraphs: what was deleted, only prompts, or is there twice is left out."""

from __future__ import annotations

from collections.abc import Callable

from perfeval_gui.files.xml_source import Element, attribute, local_name

_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0A8": "□", "F0A3": "□", "F06F": "□", "F0FC": "√", "F0FB": "×"}
_OFF = frozenset({"0", "false", "off"})
_LEFT_OUT = ("del", "moveFrom", "rt", "Fallback")

_Gather = Callable[[Element, list[str]], None]


class _ByTag(dict[str, _Gather | None]):
    """What to do with an element inside a paragraph, by its tag: nothing with properties, go into what is unknown."""

    def __init__(self, by_name: dict[str, _Gather | None], others: _Gather) -> None:
        super().__init__()
        self._by_name = by_name
        self._others = others

    def __missing__(self, tag: str) -> _Gather | None:
        name = tag.rpartition("}")[2]
        self[tag] = found = self._by_name.get(name, None if name.endswith("Pr") else self._others)
        return found


class ParagraphTexts:
    """Reads paragraphs; `inside` is called with whatever in them holds paragraphs of its own."""

    def __init__(self, numbered_styles: frozenset[str], inside: Callable[[Element], None]) -> None:
        self.hidden_texts = 0
        self._styles = numbered_styles
        self._inside = inside
        self._numbered = False
        self._met = 0  # texts so far, wherever they stand
        by_name: dict[str, _Gather | None] = {
            "r": self._run,
            "t": self._text,
            "pPr": self._properties,
            **dict.fromkeys(("br", "cr"), _line_break),
            **dict.fromkeys(("tab", "ptab"), _tab),
            "noBreakHyphen": _hyphen,
            "sym": _symbol,
            "sdt": self._control,
            "AlternateContent": self._alternatives,
            **dict.fromkeys(_LEFT_OUT, None),
            **dict.fromkeys(("p", "tbl", "txbxContent", "hdr", "ftr"), self._other),
        }
        self._by_tag = _ByTag(by_name, self._gather)

    def of(self, paragraph: Element) -> tuple[str, bool]:
        """Return the text of a paragraph, and whether it is numbered."""
        around, self._numbered = (
            self._numbered,
            False,
        )  # a text box stands in a paragraph and has others in it
        parts: list[str] = []
        self._gather(paragraph, parts)
        numbered, self._numbered = self._numbered, around
        return "".join(parts), numbered

    def _gather(self, element: Element, parts: list[str]) -> None:
        by_tag = self._by_tag
        for child in element:
            take = by_tag[child.tag]
            if take is not None:
                take(child, parts)

    def _text(self, element: Element, parts: list[str]) -> None:
        text = element.text
        if text:
            self._met += 1
            parts.append(text)

    def _run(self, element: Element, parts: list[str]) -> None:
        """Take a run, which may be hidden: `vanish` in a paragraph's properties hides its end only."""
        before = self._met
        self._gather(element, parts)
        if self._met > before:
            hidden = next(element.iterchildren("{*}rPr"), ())
            self.hidden_texts += any(
                local_name(item) == "vanish" and attribute(item, "val") not in _OFF for item in hidden
            )

    def _properties(self, element: Element, parts: list[str]) -> None:
        for item in element:
            name = local_name(item)
            if name in ("numPr", "listPr"):
                self._numbered = self._numbered or _is_numbered(item)
            elif name == "pStyle":
                self._numbered = self._numbered or attribute(item, "val") in self._styles
            elif name == "sectPr":
                self._gather(item, parts)  # Word 2003 keeps headers there

    def _control(self, element: Element, parts: list[str]) -> None:
        if not shows_prompt(element):
            self._gather(element, parts)

    def _alternatives(self, element: Element, parts: list[str]) -> None:
        """The same once more for old programs is read only where the new programs' part has no text."""
        before = self._met
        for child in element:
            if local_name(child) != "Fallback" or (
                self._met == before and next(child.iter("{*}txbxContent"), None) is None
            ):
                self._gather(child, parts)

    def _other(self, element: Element, _parts: list[str]) -> None:
        self._inside(element)


def shows_prompt(control: Element) -> bool:
    """Return whether a control shows `单击此处输入文字。`, which is no text."""
    properties = next(control.iterchildren("{*}sdtPr"), ())
    return any(local_name(item) == "showingPlcHdr" for item in properties)


def _line_break(_element: Element, parts: list[str]) -> None:
    parts.append("\n")


def _tab(_element: Element, parts: list[str]) -> None:
    parts.append("\t")


def _hyphen(_element: Element, parts: list[str]) -> None:
    parts.append("-")


def _symbol(element: Element, parts: list[str]) -> None:
    parts.append(_SYMBOLS.get((attribute(element, "char") or "").upper(), ""))


def _is_numbered(properties: Element) -> bool:
    number = next((child for child in properties if local_name(child) in ("numId", "ilfo")), None)
    return number is None or attribute(number, "val") != "0"
