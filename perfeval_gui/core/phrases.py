"""单位词库: what a unit has written in its forms, found again by some of its characters or pinyin initials."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfeval_gui.core.fields import Kind, field_of
from perfeval_gui.core.form import INDICATORS, SIGN_OFF, Cell, Form, row_index
from perfeval_gui.core.likeness import without_numbering
from perfeval_gui.core.quantities import is_blank, narrow
from perfeval_gui.core.text import squeeze

NAME, SATISFACTION, VALUE, MEASURE, REASON, UNIT, PERSON = (
    "indicator name", "satisfaction", "value", "unit of measure", "reason", "unit", "person",
)  # fmt: skip
"""Kinds of phrases: 三级指标, those of 满意度, 指标值, 计量单位, 偏差原因, 单位名称, 填表人."""

Letters = Callable[[str], str]
"""Gives the initials that a character can be read with (`重`: `zc`); a blank for what is no 汉字."""

MOST = 8
_LONGEST = 160
_FEWEST_LETTERS = 2
_YEAR = re.compile(r"20[0-9]{2}|[０-９]{4}")
_UNIT_BEHIND_NUMBER = re.compile(r"[0-9]\s*([^\W\d_]{1,3}|[%％‰])$")
_NUMBER = re.compile(r"[0-9０-９]$")
_SENTENCE_END = re.compile(r".*[；;。，,：:\n]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text that was written `count` times under a 二级 label (`context`), with its initials."""

    text: str
    count: int
    context: str
    letters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """Phrases by kind."""

    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many phrases there are."""
        return sum(map(len, self.phrases.values()))


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase to put behind the first `keep` characters of what stands before the caret."""

    text: str
    keep: int


def book_of(forms: Iterable[Form], letters: Letters) -> PhraseBook:
    """Return the phrases of the forms, the most frequent first.

    Texts with a year in them are left out: they are what a new form should not take over.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    contexts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for form in forms:
        for kind, text, context in _texts(form):
            plain = text.strip()
            if is_blank(plain) or len(plain) > _LONGEST or _YEAR.search(plain):
                continue
            counts[kind][plain] += 1
            contexts[kind, plain][context] += 1
    return PhraseBook(
        {
            kind: tuple(
                Phrase(text, count, contexts[kind, text].most_common(1)[0][0], tuple(map(letters, text)))
                for text, count in counter.most_common()
            )
            for kind, counter in counts.items()
        }
    )


def _texts(form: Form) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, text, context) of all that can be learned from a form."""
    for row in form.indicators:
        context = squeeze(row.category)
        yield (SATISFACTION if "满意" in context else NAME), _unnumbered(row.name), context
        for value in (row.target, row.actual):
            yield VALUE, value, context
            if found := _UNIT_BEHIND_NUMBER.search(value.strip()):
                yield MEASURE, found[1], context
        yield REASON, row.variance_note, context
    yield UNIT, form.supervising_department, ""
    yield UNIT, form.implementing_unit, ""
    yield PERSON, form.sign_off.preparer, ""


def _unnumbered(name: str) -> str:
    """Return a name without its number, in the very characters that were typed."""
    bare = without_numbering(name)
    start = narrow(name).find(bare)  # as long as the name: every wide character became one narrow one
    return name.strip()[start : start + len(bare)]


def kind_and_context(form: Form, cell: Cell) -> tuple[str, str]:
    """Return the kind of phrases that a cell can take and its 二级 label; blanks where there are none."""
    if cell.block == INDICATORS:
        row = form.indicators[row_index(form, INDICATORS, cell.row)]
        context = squeeze(row.category)
        if cell.field == "name":
            return (SATISFACTION if "满意" in context else NAME), context
        if cell.field == "variance_note":
            return REASON, context
        found = field_of(cell)
        return (VALUE, context) if found and found.kind is Kind.TARGET else ("", "")
    if cell.field in ("supervising_department", "implementing_unit"):
        return UNIT, ""
    return (PERSON, "") if (cell.block, cell.field) == (SIGN_OFF, "preparer") else ("", "")


def offers(
    book: PhraseBook, kind: str, before: str, context: str = "", *, asked: bool = False
) -> tuple[Offer, ...]:
    """Return the phrases that fit what stands before the caret, the best first, at most `MOST`.

    A number is continued by units; a reason by its last clause. Where no phrase fits, or there is no word
    to go by, all are offered when they are asked for.
    """
    if kind == VALUE and _NUMBER.search(before):
        units = _ranked(book.phrases.get(MEASURE, ()), context, lambda _phrase: 0)
        return tuple(Offer(phrase.text, len(before)) for phrase in units[:MOST])
    clause = _SENTENCE_END.match(before) if kind == REASON else None
    keep = len(clause[0]) if clause else 0
    query = before[keep:].strip()
    listed = book.phrases.get(kind, ())
    if not query:
        found = _ranked(listed, context, lambda _phrase: 0) if asked else []
    elif query.isascii() and query.isalpha():
        small = query.lower()
        found = _ranked(listed, context, lambda phrase: _place_of_letters(phrase, small))
    else:
        found = _ranked(listed, context, lambda phrase: _place_of(phrase, query))
    if asked and not found:
        found = _ranked(listed, context, lambda phrase: -1 if phrase.text == query else 0)
    return tuple(Offer(phrase.text, keep) for phrase in found[:MOST])


def _place_of(phrase: Phrase, query: str) -> int:
    return -1 if phrase.text == query else phrase.text.find(query)


def _place_of_letters(phrase: Phrase, query: str) -> int:
    """Return where the initials stand in a phrase (signs and blanks between are passed over), or -1."""
    if len(query) < _FEWEST_LETTERS:
        return -1
    read = [letters for letters in phrase.letters if letters]
    for start in range(len(read) - len(query) + 1):
        if all(letter in letters for letter, letters in zip(query, read[start:], strict=False)):
            return start
    return -1


def _ranked(phrases: Sequence[Phrase], context: str, place: Callable[[Phrase], int]) -> list[Phrase]:
    """Return the phrases that have a place: under the same label first, then at the start, then by use."""
    found = [(place(phrase), phrase) for phrase in phrases]
    fitting = [item for item in found if item[0] >= 0]
    fitting.sort(
        key=lambda item: (item[1].context != context, item[0] > 0, -item[1].count, len(item[1].text))
    )
    return [phrase for _, phrase in fitting]
