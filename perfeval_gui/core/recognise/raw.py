"""What a reader hands over: paragraphs and tables in document order, as text, nothing interpreted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as its container has it.

    `column` is the grid column at which it starts and `span` how many it covers, where the container says;
    `continued` marks a cell merged with the one above (its own text is then blank). `content` is what stands
    in the cell in its order, given only where that is more than text: a table inside the cell. `numbered`
    marks automatic list numbers, which are not text.
    """

    text: str
    column: int
    span: int = 1
    continued: bool = False
    content: tuple[RawParagraph | RawTable, ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table: rows of cells. `name` is the sheet's name in a workbook, else blank.

    `has_grid` says whether the cells' columns are real: a plain-text dump only knows the order of the cells.
    """

    rows: tuple[tuple[RawCell, ...], ...]
    name: str = ""
    has_grid: bool = True


@dataclass(frozen=True, slots=True)
class RawParagraph:
    """A paragraph outside every table."""

    text: str
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class RawRemark:
    """A sentence of the reader that becomes a note, with its severity."""

    message: str
    severity: str = "hint"


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document's paragraphs and tables in their order, what stands outside the body, and remarks.

    `margins` are texts of headers, footers and text boxes, searched for head and sign-off only. `remarks`
    are Chinese sentences of the reader (macros ignored, hidden sheets …) that become notes.
    """

    body: tuple[RawParagraph | RawTable, ...]
    margins: tuple[RawParagraph, ...] = ()
    remarks: tuple[RawRemark, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A doubt or remark of the import: which form of the result (None: none of them), where, how grave.

    `where` is a JSON pointer into that form; `severity` is error, warning or hint. `check` names the check of
    the catalogue (F01, F10, F11, F12) where the note is about the source and only an import can see it.
    """

    form: int | None
    where: str
    severity: str
    message: str
    check: str = ""
