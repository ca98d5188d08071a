"""Last year's traces in a form: years, the filing date, the person, results and placeholders left standing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from perfeval_gui.core.edits import apply
from perfeval_gui.core.fields import cells_of
from perfeval_gui.core.form import (
    EXTRA,
    FUNDING,
    GOAL,
    HEAD,
    INDICATORS,
    SIGN_OFF,
    Cell,
    Filing,
    Form,
    Project,
    read,
)
from perfeval_gui.core.origins import LAST_YEAR, REPAIRED, origin_of
from perfeval_gui.core.periods import YearMention, years_in
from perfeval_gui.core.proposals import Proposal, as_one_edit
from perfeval_gui.core.quantities import narrow
from perfeval_gui.core.rollover import CLEARED
from perfeval_gui.core.text import squeeze

_DIGITS = 4
_TO_FULL_WIDTH = {ord(str(digit)): ord("０") + digit for digit in range(10)}
_UNTIL = re.compile(r"\s*(?:[年./-][^，。；、,;]{0,9})?[-—–~～至到]\s*")
_DATED = re.compile(r"\s*年?\s*(?:度|底|末|初|内|全年|以?前|之前|[./-]?\s*[0-9０-９]{1,2}\s*[月./-])")
_PLACEHOLDER = re.compile(r"[*＊]{2,}|[xX×]{2,}(?![0-9A-Za-z])|_{3,}|待填|待定|待补充|请填写|此处填写")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*(?:[*＊]{2,}|[xX×]{2,}|_{3,})[^（）()]*[）)]")
_LAST_YEAR_IN_WORDS = re.compile(
    r"(?<![较比与同对])(?:去年|上一?年度?)(?!结转|结余|同期|相比|增长|末|度?相比)"
)
_RESULTS = frozenset(place for part in ("results", "scores", "reasons") for place in CLEARED[part])
_DATES = frozenset({"target", "actual"})


@dataclass(frozen=True, slots=True)
class MovedYears:
    """A text with its left-over years moved on; `is_certain` when none of them could be meant as it stands."""

    text: str
    is_certain: bool
    reason: str


def year_of(form: Form) -> int | None:
    """Return the form's year as a number, or None where the title has none."""
    text = narrow(form.fiscal_year).removesuffix("度").removesuffix("年")
    return int(text) if text.isascii() and text.isdigit() and len(text) == _DIGITS else None


def moved_years(text: str, year: int, *, is_date: bool = False) -> MovedYears | None:
    """Return the text with years before `year` moved on, or None when it has none left over.

    Last year's become this year's. A day or deadline of an earlier year was left over already and becomes
    this year's too; an earlier year told as a fact (`2023年招录`) is moved by one and is not certain. A span
    of years that reaches into `year` stays. `is_date` tells that the cell holds times only.
    """
    moves: list[tuple[YearMention, int]] = []
    certain, reasons = True, []
    for span in _spans(text):
        newest = max(mention.year for mention in span)
        if newest >= year:
            continue
        dated = is_date or all(_DATED.match(text, mention.start + _DIGITS) for mention in span)
        old = newest < year - 1
        distance = year - newest if dated else 1
        moves += [(mention, mention.year + distance) for mention in span]
        certain = certain and not (old and not dated) and len(span) == 1
        reasons.append(_reason(old=old, dated=dated, spans=len(span) > 1))
    if not moves:
        return None
    return MovedYears(_rewritten(text, moves), certain, "；".join(dict.fromkeys(reasons)))


def _reason(*, old: bool, dated: bool, spans: bool) -> str:
    if spans:
        return "几年的起止时间，请核对"
    if old:
        return "去年就没有改过来的年份" if dated else "更早的年份，可能是以前的事"
    return "去年的年份"


def _spans(text: str) -> Iterator[list[YearMention]]:
    """Yield the years of a text, those joined by a dash or 至 together."""
    span: list[YearMention] = []
    for mention in years_in(text):
        if span and not _UNTIL.fullmatch(text, span[-1].start + _DIGITS, mention.start):
            yield span
            span = []
        span.append(mention)
    if span:
        yield span


def _rewritten(text: str, moves: Sequence[tuple[YearMention, int]]) -> str:
    for mention, year in moves:
        digits = str(year)
        if not text[mention.start].isascii():
            digits = digits.translate(_TO_FULL_WIDTH)
        text = text[: mention.start] + digits + text[mention.start + _DIGITS :]
    return text


def leftover_years(project: Project) -> Iterator[Proposal]:
    """Yield, for each text of the project with a year before its own, the text with the years moved on."""
    year = year_of(project.form)
    if year is None:
        return
    for cell in cells_of(project):
        if cell.block in (FUNDING, SIGN_OFF, EXTRA) or (cell.block == HEAD and cell.field != "project_name"):
            continue
        text = read(project.form, cell)
        is_date = cell.block == INDICATORS and cell.field in _DATES
        moved = moved_years(text, year, is_date=is_date) if text else None
        if moved is not None:
            ticked = moved.is_certain and _stands_as_last_year(project, cell, is_date=is_date)
            yield Proposal(cell, text, moved.text, moved.reason, ticked=ticked, origin=REPAIRED)


def _stands_as_last_year(project: Project, cell: Cell, *, is_date: bool) -> bool:
    """A year in words that somebody wrote this year may well be meant."""
    return is_date or project.previous is None or origin_of(project, cell) == LAST_YEAR


def leftovers(projects: Iterable[Project]) -> tuple[Proposal, ...]:
    """Return every trace of last year in the projects, in reading order.

    Where only a person can know what should stand there, before and after are equal.
    """
    found: list[Proposal] = []
    for project in projects:
        by_cell = {
            proposal.cell: proposal
            for part in (
                _others,
                _results,
                leftover_years,
                _filing_date,
            )  # the last to speak of a cell is right
            for proposal in part(project)
        }
        order = {cell: number for number, cell in enumerate(cells_of(project))}
        found += sorted(by_cell.values(), key=lambda proposal: order.get(proposal.cell, len(order)))
    return tuple(found)


def _filing_date(project: Project) -> Iterator[Proposal]:
    """The form of a year is filed in the next: an earlier date is last year's."""
    cell, year = Cell(project.id, SIGN_OFF, "", "filed_on"), year_of(project.form)
    text = project.form.sign_off.filed_on
    named = re.match(r"\s*((?:19|20)[0-9]{2})", narrow(text))
    if year is not None and named is not None and int(named[1]) <= year:
        yield Proposal(cell, text, "", "填报日期还是去年的", origin=REPAIRED)


def _results(project: Project) -> Iterator[Proposal]:
    """Results of last year that were kept, and last year's person."""
    for cell in cells_of(project):
        text = read(project.form, cell)
        if not text.strip() or origin_of(project, cell) != LAST_YEAR:
            continue
        if (cell.block, cell.field) in _RESULTS:
            yield Proposal(cell, text, "", "还是去年的结果", ticked=False, origin=REPAIRED)
        elif (cell.block, cell.field) == (SIGN_OFF, "preparer"):
            yield Proposal(cell, text, "", "和去年相同；换了人就勾选清空", ticked=False, origin=REPAIRED)


def _others(project: Project) -> Iterator[Proposal]:
    """Placeholders never filled in, and last year spoken of in words."""
    for cell in cells_of(project):
        if cell.block not in (HEAD, GOAL, INDICATORS) or cell.field == "note":
            continue
        text = read(project.form, cell)
        if _PLACEHOLDER.search(text):
            after = _IN_BRACKETS.sub("", text) if squeeze(_IN_BRACKETS.sub("", text)) else text
            mechanical = after != text and not _PLACEHOLDER.search(after)
            yield Proposal(
                cell, text, after if mechanical else text, "没有填的空位", ticked=mechanical, origin=REPAIRED
            )
        elif _LAST_YEAR_IN_WORDS.search(text):
            yield Proposal(cell, text, text, "说的是去年，请核对", ticked=False)


def agreed(projects: Iterable[Project], proposals: Iterable[Proposal]) -> list[Project]:
    """Return the projects with the proposals carried out that concern them."""
    by_project: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        by_project.setdefault(proposal.cell.project, []).append(proposal)
    return [
        apply(Filing({project.id: project}), as_one_edit(by_project.get(project.id, ())))[project.id]
        for project in projects
    ]
