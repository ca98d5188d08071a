"""A document as one list of lines, paragraphs and table rows alike, each with what it seems to be."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from perfeval_gui.core.recognise import labels
from perfeval_gui.core.recognise.inline import has_label
from perfeval_gui.core.recognise.raw import RawCell, RawDocument, RawParagraph, RawTable

PARAGRAPH = -1


class Kind(Enum):
    """What a line announces; most rows of a block are OTHER and get their meaning from the block."""

    BLANK = "blank"
    TITLE = "title"
    NAME = "name"
    HEAD = "head"
    FUNDING = "funding"
    GOAL = "goal"
    INDICATORS = "indicators"
    TOTAL = "total"
    NOTE = "note"
    SIGN_OFF = "sign_off"
    OTHER = "other"

    __hash__ = (
        object.__hash__
    )  # Enum's own hashes the name anew each time; kinds are asked for in sets all the while


@dataclass(frozen=True)
class Line:
    """A paragraph or a table row. `table` numbers the tables of the document, PARAGRAPH stands for none."""

    cells: tuple[RawCell, ...]
    table: int = PARAGRAPH
    sheet: str = ""
    has_grid: bool = True
    numbered: bool = False

    @functools.cached_property
    def filled(self) -> tuple[RawCell, ...]:
        """The cells with text, merged continuations left out."""
        return tuple(cell for cell in self.cells if not cell.continued and labels.plain(cell.text))

    @functools.cached_property
    def text(self) -> str:
        """The text of all filled cells, as one line."""
        return "\u3000".join(cell.text.strip() for cell in self.filled)

    @functools.cached_property
    def kind(self) -> Kind:
        """What the line announces."""
        if not self.filled:
            return Kind.BLANK
        return _kind_of_text(self.filled[0].text) if len(self.filled) == 1 else _kind_of_row(self)


def lines_of(document: RawDocument) -> list[Line]:
    """Return all lines of the body in order; a form inside a cell of a layout table comes out in its place."""
    return list(_lines(document.body, _Counter()))


class _Counter:
    """Hands out table numbers."""

    def __init__(self) -> None:
        self.last = PARAGRAPH

    def next(self) -> int:
        self.last += 1
        return self.last


def _lines(content: Iterable[RawParagraph | RawTable], tables: _Counter) -> Iterator[Line]:
    for item in content:
        if isinstance(item, RawParagraph):
            yield Line((RawCell(item.text, 0),), numbered=item.numbered)
            continue
        number = tables.next()
        for row in item.rows:
            inner = [line for cell in row if cell.content for line in _lines(cell.content, tables)]
            if any(line.kind in _FORM_KINDS for line in inner):
                beside = tuple(cell for cell in row if not cell.content)
                yield Line(beside, number, item.name, item.has_grid)
                yield from inner
            else:
                cells = tuple(_flattened(cell) if cell.content else cell for cell in row)
                yield Line(cells, number, item.name, item.has_grid, any(cell.numbered for cell in row))


_FORM_KINDS = frozenset({Kind.TITLE, Kind.NAME, Kind.HEAD, Kind.FUNDING, Kind.GOAL, Kind.INDICATORS})


def _flattened(cell: RawCell) -> RawCell:
    """Return the cell with the text of its inner tables in it: a small table inside a value is a value."""
    text = "\n".join(line.text for line in _lines(cell.content, _Counter()))
    return replace(cell, text=text, content=())


def _kind_of_text(text: str) -> Kind:
    bare = labels.plain(text)
    if labels.NOTE.match(bare):
        return Kind.NOTE
    if labels.is_title(text):
        return Kind.TITLE
    label = labels.key(text)
    if label in labels.TOTAL_ROW:
        return Kind.TOTAL
    if label in labels.FUNDING_BLOCK:
        return Kind.FUNDING
    if label in labels.GOAL_BLOCK or label in labels.GOAL_COLUMNS:
        return Kind.GOAL
    if has_label(text, _SIGN_OFF):
        return Kind.SIGN_OFF
    return _kind_of_head({label}, text)


def _kind_of_row(line: Line) -> Kind:
    if all(_says_nothing(cell.text) for cell in line.filled):
        return Kind.OTHER
    keys = [labels.key(cell.text) for cell in line.filled]
    known = set(keys)
    columns = {labels.INDICATOR_COLUMNS[label] for label in known if label in labels.INDICATOR_COLUMNS}
    if _announces_indicators(columns, known) or len(_guessed(labels.INDICATOR_COLUMNS, keys)) >= _SURE:
        return Kind.INDICATORS
    money = _guessed(labels.FUNDING_COLUMNS, keys)
    if len(money & labels.FUNDING_MONEY) >= 2 or (money & labels.FUNDING_MONEY and "execution_rate" in money):
        return Kind.FUNDING
    if keys[0] in labels.FUNDING_BLOCK:
        return Kind.FUNDING
    if any(label in labels.GOAL_BLOCK or label in labels.GOAL_COLUMNS for label in keys[:2]):
        return Kind.GOAL
    if _guessed(labels.GOAL_COLUMNS, keys[:_GOAL_LABELS]) >= {"expected", "achieved"}:
        return Kind.GOAL
    head = _kind_of_head(known, line.text)
    if head is Kind.NAME or keys[0] in labels.HEAD:
        return head
    return _kind_of_rest(line, keys, head)


@functools.lru_cache(maxsize=16384)
def _says_nothing(text: str) -> bool:
    """Return whether none of the rules for a row can meet the text: no label, no guess, no colon, no title."""
    label = labels.key(text)
    if label in _ANY_LABEL or ":" in text or "：" in text or ":" in labels.plain(text):
        return False
    return not labels.is_title(text) and not any(known.guess(label) for known in _GUESSED)


def _kind_of_rest(line: Line, keys: list[str], head: Kind) -> Kind:
    if keys[0] in labels.TOTAL_ROW:
        return Kind.TOTAL
    if any(_is_sign_off(cell.text) for cell in line.filled):
        return Kind.SIGN_OFF
    if head is not Kind.OTHER:
        return head
    if labels.NOTE.match(labels.plain(line.filled[0].text)):
        return Kind.NOTE
    return Kind.TITLE if any(labels.is_title(cell.text) for cell in line.filled) else Kind.OTHER


def _guessed(known: labels.Wordings, keys: Iterable[str]) -> set[str]:
    return {field for field in map(known.guess, keys) if field}


def _announces_indicators(columns: set[str], known: set[str]) -> bool:
    if columns & {"dimension", "category"} and len(columns) >= 2:
        return True
    named = "name" in columns or bool(known & labels.INDICATOR_BLOCK)
    return named and "target" in columns and bool(columns & {"actual", "weight", "score", "unit"})


def _kind_of_head(known: set[str], text: str) -> Kind:
    fields = {labels.HEAD[label] for label in known if label in labels.HEAD}
    if "project_name" in fields or has_label(text, _NAMES):
        return Kind.NAME
    if fields or has_label(text, _UNITS):
        return Kind.HEAD
    return Kind.HEAD if known & labels.HEAD_OTHER else Kind.OTHER


_GUESSED = (labels.INDICATOR_COLUMNS, labels.FUNDING_COLUMNS, labels.GOAL_COLUMNS)
_ANY_LABEL = frozenset().union(
    *_GUESSED,
    labels.INDICATOR_BLOCK,
    labels.FUNDING_BLOCK,
    labels.GOAL_BLOCK,
    labels.HEAD,
    labels.HEAD_OTHER,
    labels.TOTAL_ROW,
    labels.SIGN_OFF,
)
_SURE = 4  # so many columns, if only guessed, are a head row
_GOAL_LABELS = 3  # the block's, what was expected, what was achieved
_NAMES = frozenset(label for label, field in labels.HEAD.items() if field == "project_name")
_UNITS = frozenset(
    label for label, field in labels.HEAD.items() if field in ("supervising_department", "implementing_unit")
)
_SIGN_OFF_SURE = frozenset(label for label, field in labels.SIGN_OFF.items() if field in labels.SIGN_OFF_SURE)
_SIGN_OFF = _SIGN_OFF_SURE | labels.SIGN_OFF_OTHER


def _is_sign_off(text: str) -> bool:
    return labels.key(text) in _SIGN_OFF_SURE or has_label(text, _SIGN_OFF_SURE)
