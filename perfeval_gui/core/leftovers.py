"""Last year's traces in a form: years, the filing date, the person, results and placeholders left standing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import (
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    ROW_BLOCKS,
    SIGN_OFF,
    TOTAL,
    Cell,
    Filing,
    Form,
    Project,
)
from perfeval_gui.core.moved_years import moved_years
from perfeval_gui.core.origins import LAST_YEAR, REPAIRED, origin_of
from perfeval_gui.core.proposals import Proposal, as_one_edit
from perfeval_gui.core.quantities import narrow
from perfeval_gui.core.rollover import CLEARED
from perfeval_gui.core.text import squeeze

_SCANNED = (
    (HEAD, ("project_name",)),
    (FUNDING, ("outturn", "execution_rate", "score")),
    (GOAL, ("expected", "achieved")),
    (INDICATORS, ("name", "target", "actual", "score", "variance_note")),
    (TOTAL, ("score",)),
    (SIGN_OFF, ("preparer", "filed_on")),
)
"""Where last year leaves traces, in reading order."""
_PROSE = frozenset({HEAD, GOAL, INDICATORS})
_DATES = frozenset({"target", "actual"})
_RESULTS = frozenset(place for part in ("results", "scores", "reasons") for place in CLEARED[part])
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PLACEHOLDER = re.compile(r"[*＊]{2,}|[xX×]{2,}(?![0-9A-Za-z])|_{3,}|待填|待定|待补充|请填写|此处填写")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*(?:[*＊]{2,}|[xX×]{2,}|_{3,})[^（）()]*[）)]")
_LAST_YEAR_IN_WORDS = re.compile(
    r"(?<![较比与同对])(?:去年|上一?年度?)(?!结转|结余|同期|相比|增长|末|度?相比)"
)


def year_of(form: Form) -> int | None:
    """Return the form's year as a number, or None where the title has none."""
    text = narrow(form.fiscal_year).removesuffix("度").removesuffix("年")
    return int(text) if _YEAR.fullmatch(text) else None


def leftover_years(project: Project) -> Iterator[Proposal]:
    """Yield, for each text of the project with a year before its own, the text with the years moved on."""
    year = year_of(project.form)
    for cell, text in _texts(project):
        found = _years(project, cell, text, year)
        if found is not None:
            yield found


def leftovers(projects: Iterable[Project]) -> tuple[Proposal, ...]:
    """Return every trace of last year in the projects, in reading order, one for a cell.

    Where only a person can know what should stand there, before and after are equal.
    """
    found = (
        _trace(project, cell, text, year_of(project.form))
        for project in projects
        for cell, text in _texts(project)
    )
    return tuple(proposal for proposal in found if proposal is not None)


def _texts(project: Project) -> Iterator[tuple[Cell, str]]:
    """Yield what is scanned of the form, blanks left out."""
    for block, names in _SCANNED:
        record: Any = getattr(project.form, block) if block else project.form
        for row in record if block in ROW_BLOCKS else (record,):
            row_id = row.id if block in ROW_BLOCKS else ""
            for name in names:
                text = getattr(row, name)
                if text and not text.isspace():
                    yield Cell(project.id, block, row_id, name), text


def _trace(project: Project, cell: Cell, text: str, year: int | None) -> Proposal | None:
    if cell.field == "filed_on":
        return _filing_date(cell, text, year)
    return _years(project, cell, text, year) or _result(project, cell, text) or _gap(cell, text)


def _years(project: Project, cell: Cell, text: str, year: int | None) -> Proposal | None:
    if year is None or cell.block not in _PROSE:
        return None
    is_date = cell.field in _DATES
    moved = moved_years(text, year, is_date=is_date)
    if moved is None:
        return None
    # A year told in words may well be meant, unless the words were carried over from last year.
    ticked = moved.is_certain and (is_date or origin_of(project, cell) == LAST_YEAR)
    return Proposal(cell, text, moved.text, moved.reason, ticked=ticked, origin=REPAIRED)


def _filing_date(cell: Cell, text: str, year: int | None) -> Proposal | None:
    """The form of a year is filed in the next: an earlier date is last year's."""
    named = _YEAR.match(narrow(text))
    if year is None or named is None or int(named[0]) > year:
        return None
    return Proposal(cell, text, "", "填报日期还是去年的", origin=REPAIRED)


def _result(project: Project, cell: Cell, text: str) -> Proposal | None:
    """A result of last year that was kept, or last year's person."""
    if origin_of(project, cell) != LAST_YEAR:
        return None
    if (cell.block, cell.field) in _RESULTS:
        return Proposal(cell, text, "", "还是去年的结果", ticked=False, origin=REPAIRED)
    if cell.field == "preparer":
        return Proposal(cell, text, "", "和去年相同；换了人就勾选清空", ticked=False, origin=REPAIRED)
    return None


def _gap(cell: Cell, text: str) -> Proposal | None:
    """A placeholder never filled in, or last year spoken of in words."""
    if cell.block not in _PROSE:
        return None
    if _PLACEHOLDER.search(text):
        without = _IN_BRACKETS.sub("", text)
        mechanical = bool(squeeze(without)) and not _PLACEHOLDER.search(without)
        after = without if mechanical else text
        return Proposal(cell, text, after, "没有填的空位", ticked=mechanical, origin=REPAIRED)
    if _LAST_YEAR_IN_WORDS.search(text):
        return Proposal(cell, text, text, "说的是去年，请核对", ticked=False)
    return None


def agreed(projects: Iterable[Project], proposals: Iterable[Proposal]) -> Iterator[Project]:
    """Yield the projects with the proposals carried out that concern them."""
    by_project: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        by_project.setdefault(proposal.cell.project, []).append(proposal)
    for project in projects:
        yield apply(Filing({project.id: project}), as_one_edit(by_project.get(project.id, ())))[project.id]
