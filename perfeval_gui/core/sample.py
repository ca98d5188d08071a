"""表样比对: our page against a form that the finance bureau sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from perfeval_gui.core.profile import CellRule, Profile
from perfeval_gui.core.recognise.labels import key, plain
from perfeval_gui.core.recognise.raw import RawDocument, RawParagraph, RawTable
from perfeval_gui.core.text import squeeze
from perfeval_gui.errors import NothingToDoError

_YEAR = re.compile(r"(?:20\d\d|[×xX*_＿□○〇]+|\(\s*\)|（\s*）)?年度")
_NOTE = re.compile(r"^(?:备注|注|说明|填表说明)[:：]?")
_FIELD = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff（）()]{2,12})\s*[:：]")
_OUR_MARKS = frozenset({"一级指标", "二级指标", "三级指标", "分值", "得分", "年度指标值", "执行率"})
_FEWEST_MARKS = 3
_HEAD_PARAGRAPHS = 3
_WIDTH_SHARE = 0.03
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class SampleDifference:
    """One thing that differs: what it is, how we print it, how the sample does; a blank side lacks it."""

    what: str
    ours: str
    theirs: str

    @property
    def sentence(self) -> str:
        """What the clerk reads."""
        if not self.theirs:
            return f"{self.what}：表样没有“{_flat(self.ours)}”"
        if not self.ours:
            return f"{self.what}：表样多出“{_flat(self.theirs)}”"
        return f"{self.what}：本程序为“{_flat(self.ours)}”，表样为“{_flat(self.theirs)}”"


@dataclass(frozen=True, slots=True)
class Sample:
    """A form as it was sent; `widths` are those of the grid columns of each table, in twips, where known."""

    document: RawDocument
    widths: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class SampleForm:
    """The form in a sample: the lines of its head, its table with the widths where known, what stands below."""

    head: tuple[str, ...]
    table: RawTable
    widths: tuple[int, ...]
    note: str
    sign_off: tuple[str, ...]


def differences(profile: Profile, sample: Sample) -> tuple[SampleDifference, ...]:
    """Return what differs between our page and the sample: title, labels, columns, widths, note, sign-off.

    Raises NothingToDoError where the document holds no such form.
    """
    form = form_in(profile, sample)
    return (
        *_head(profile, form),
        *_labels(profile, form.table),
        *_columns(profile, form.table),
        *width_differences(profile, form),
        *_note(profile, form.note),
        *_sign_off(profile, form.sign_off),
    )


def form_in(profile: Profile, sample: Sample) -> SampleForm:
    """Return the first form of the sample. Raises NothingToDoError where it holds none."""
    number = -1
    document = sample.document
    for at, item in enumerate(document.body):
        if not isinstance(item, RawTable):
            continue
        number += 1
        labels = {key(text) for text in _texts(item)}
        if len(labels & _OUR_MARKS) >= _FEWEST_MARKS:
            margins = [paragraph.text for paragraph in document.margins]
            before = [*margins, *_paragraphs(document.body[:at])]
            below = _paragraphs(_up_to_next_table(document.body[at + 1 :]))
            note, signed = _note_and_sign_off(profile, below)
            widths = sample.widths[number] if number < len(sample.widths) else ()
            return SampleForm(tuple(_head_lines(before)), item, widths, note, tuple(signed))
    raise NothingToDoError("这个文件里没有找到项目支出绩效自评表，无法比对。请选择财政部门发来的空白表样。")


def _up_to_next_table(items: Sequence[RawParagraph | RawTable]) -> Sequence[RawParagraph | RawTable]:
    end = next((at for at, item in enumerate(items) if isinstance(item, RawTable)), len(items))
    return items[:end]


def _paragraphs(items: Sequence[RawParagraph | RawTable]) -> list[str]:
    return [item.text.strip() for item in items if isinstance(item, RawParagraph) and item.text.strip()]


def _texts(table: RawTable) -> Iterator[str]:
    return (cell.text for row in table.rows for cell in row if cell.text.strip())


def _head_lines(before: Sequence[str]) -> list[str]:
    lines = [line for text in before[-_HEAD_PARAGRAPHS:] for line in text.split("\n")]
    last = next((at for at in range(len(lines) - 1, -1, -1) if "自评表" in plain(lines[at])), None)
    if last is None:
        return []
    first = last - 1 if last and plain(lines[last - 1]).startswith(("附件", "附表")) else last
    parted = re.match(r"\s*(附[件表]\s*\d*)\s+(\S.*)$", lines[last])
    return (
        [parted[1].strip(), parted[2].strip()]
        if parted
        else [squeeze(line) for line in lines[first : last + 1]]
    )


def without_year(text: str) -> str:
    """Return a line of the head with the place where the year stands, as rule packs write it."""
    return _YEAR.sub("{fiscal_year}年度", text, count=1)


def _head(profile: Profile, form: SampleForm) -> Iterator[SampleDifference]:
    ours, theirs = (
        [_YEAR.sub("年度", plain(text.replace("{fiscal_year}", "2024"))) for text in lines]
        for lines in (profile.head, form.head)
    )
    if ours != theirs:
        shown = [text.replace("{fiscal_year}", "20××") for text in profile.head]
        yield SampleDifference("标题", "\u3000".join(shown), "\u3000".join(form.head))


def _our_labels(profile: Profile) -> list[str]:
    fixed = [rule.text for rules in profile.rows.values() for rule in rules if rule.text and not rule.field]
    sources = [rule.source for rule in profile.funding]
    sections = [rule.label for rule in profile.dimensions]
    return list(dict.fromkeys([*fixed, *sources, *sections]))


def counterparts(labels: Iterable[str], table: RawTable) -> Iterator[tuple[str, str]]:
    """Yield each of our labels that the table prints otherwise, with its wording there: a blank where it lacks it."""
    theirs = {plain(text): text for text in _texts(table) if len(plain(text)) <= _LONGEST_LABEL}
    by_key = {key(text): text for text in theirs.values()}
    for label in labels:
        if plain(label) in theirs:
            continue
        near = get_close_matches(plain(label), list(theirs), n=1, cutoff=0.6)
        yield label, by_key.get(key(label)) or (theirs[near[0]] if near else "")


def _labels(profile: Profile, table: RawTable) -> Iterator[SampleDifference]:
    for label, other in counterparts(_our_labels(profile), table):
        yield SampleDifference("标签", label, other)
    known = {key(label) for label in _our_labels(profile)}
    known |= {item.name for rule in profile.dimensions for item in rule.categories}
    named = (key(text) for text in _texts(table))
    for name in dict.fromkeys(name for name in named if name.endswith("指标") and name not in known):
        yield SampleDifference("标签", "", name)


def _header(table: RawTable) -> list[tuple[str, int, int]]:
    """Return the cells of the row of column heads: text, first grid column, columns covered."""
    for row in table.rows:
        if {key(cell.text) for cell in row} & {"一级指标", "三级指标"}:
            return [(cell.text, cell.column, cell.span) for cell in row]
    return []


def _our_header(profile: Profile) -> tuple[CellRule, ...]:
    return profile.rows["indicator_head"]


def _columns(profile: Profile, table: RawTable) -> Iterator[SampleDifference]:
    ours = [key(rule.text) for rule in _our_header(profile)]
    theirs = [key(text) for text, _, _ in _header(table)]
    if ours == theirs:
        return
    for label in (label for label in theirs if label and label not in ours):
        yield SampleDifference("列", "", label)
    for label in (label for label in ours if label not in theirs):
        yield SampleDifference("列", label, "")
    if sorted(ours) == sorted(theirs):
        yield SampleDifference("列的顺序", "、".join(ours), "、".join(theirs))


def width_differences(profile: Profile, form: SampleForm) -> Iterator[SampleDifference]:
    """Yield the columns that are much wider or narrower than ours, as shares of the table."""
    widths = form.widths
    if not sum(widths):
        return
    grid = profile.page.grid
    ours = {
        key(rule.text): sum(grid[rule.column : rule.column + rule.span]) / sum(grid)
        for rule in _our_header(profile)
    }
    for text, column, span in _header(form.table):
        share = sum(widths[column : column + span]) / sum(widths)
        own = ours.get(key(text))
        if own is not None and abs(share - own) > _WIDTH_SHARE:
            yield SampleDifference(f"列宽（{_flat(text)}）", f"{own:.0%}", f"{share:.0%}")


def _note_and_sign_off(profile: Profile, after: Sequence[str]) -> tuple[str, list[str]]:
    """Return the note and the sign-off lines below the table, which may share a paragraph."""
    first_label = re.escape(profile.sign_off["preparer"].rstrip("：:"))
    note, signed = "", []
    for text in after:
        if not note and _NOTE.match(squeeze(text)):
            note, *rest = re.split(rf"(?={first_label}\s*[:：])", text, maxsplit=1)
            note = note.strip()
            signed += rest
        else:
            signed.append(text)
    return note, signed


def _note(profile: Profile, theirs: str) -> Iterator[SampleDifference]:
    if plain(theirs) != plain(profile.note):
        yield SampleDifference("备注", profile.note, theirs)


def sign_off_labels(lines: Sequence[str]) -> list[str]:
    """Return the labels of the lines below the table, in their order, without their colons."""
    return list(dict.fromkeys(label for text in lines for label in _FIELD.findall(text)))


def _sign_off(profile: Profile, signed: Sequence[str]) -> Iterator[SampleDifference]:
    ours = [label.rstrip("：:") for label in profile.sign_off.values()]
    written = "".join(map(squeeze, signed))
    yield from (SampleDifference("落款", label, "") for label in ours if label not in written)
    yield from (SampleDifference("落款", "", label) for label in sign_off_labels(signed) if label not in ours)


def _flat(text: str) -> str:
    return "".join(text.split("\n")).strip()
