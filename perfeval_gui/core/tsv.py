"""Cells as tab-separated text, the way Excel and WPS read and write it."""

from __future__ import annotations

from collections.abc import Sequence


def to_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of texts as tab-separated lines; a text with a tab, line break or quote at its start is quoted.

    A single cell is written as it is, so that it can be pasted into any text.
    """
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return "\n".join("\t".join(_quoted(text) for text in row) for row in rows)


def _quoted(text: str) -> str:
    if "\t" in text or "\n" in text or text.startswith('"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def from_tsv(text: str) -> list[list[str]]:
    """Return the rows of tab-separated text; quotes may hold tabs, line breaks and doubled quotes.

    One empty line at the end is dropped. Text without any tab, and not quoted, keeps its quotes.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    rows: list[list[str]] = [[]]
    place, end = 0, len(text)
    while True:
        cell, place = _cell(text, place)
        rows[-1].append(cell)
        if place >= end:
            return rows
        if text[place] == "\n":
            rows.append([])
        place += 1


def _cell(text: str, start: int) -> tuple[str, int]:
    """Return one cell and the place of the separator behind it (or the end)."""
    if text[start : start + 1] == '"':
        parts, place = [], start + 1
        while (quote := text.find('"', place)) >= 0:
            parts.append(text[place:quote])
            if text[quote + 1 : quote + 2] != '"':
                if quote + 1 == len(text) or text[quote + 1] in "\t\n":
                    return "".join(parts), quote + 1
                break  # a quote in the middle of words: the cell was not quoted at all
            parts.append('"')
            place = quote + 2
    ends = [at for at in (text.find("\t", start), text.find("\n", start)) if at >= 0]
    stop = min(ends, default=len(text))
    return text[start:stop], stop
