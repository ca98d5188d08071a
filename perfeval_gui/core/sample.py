"""表样比对: our page against a form that the finance bureau sent, and a rule pack for what differs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from perfeval_gui.core.profile import CellRule, Profile
from perfeval_gui.core.recognise.labels import key, plain
from perfeval_gui.core.recognise.raw import RawDocument, RawParagraph, RawTable
from perfeval_gui.core.text import squeeze
from perfeval_gui.errors import NothingToDoError

_YEAR = re.compile(r"(?:20\d\d|[×xX*_＿□○〇]+|\(\s*\)|（\s*）)?年度")
_NOTE = re.compile(r"^(?:备注|注|说明|填表说明)[:：]?")
_FIELD = re.compile(r"(?:^|\s)([\u4e00-\u9fff（）()]{2,12})\s*[:：]")
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
        return f"{self.what}：本机为“{_flat(self.ours)}”，表样为“{_flat(self.theirs)}”"


@dataclass(frozen=True, slots=True)
class Sample:
    """A form as it was sent; `widths` are those of the grid columns of each table, in twips, where known."""

    document: RawDocument
    widths: tuple[tuple[int, ...], ...] = ()


def differences(profile: Profile, sample: Sample) -> tuple[SampleDifference, ...]:
    """Return what differs between our page and the sample: title, labels, columns, widths, note, sign-off.

    Raises NothingToDoError where the document holds no such form.
    """
    before, table, after, number = _form_of(sample.document)
    note, signed = _note_and_sign_off(profile, after)
    widths = sample.widths[number] if number < len(sample.widths) else ()
    return (
        *_head(profile, before),
        *_labels(profile, table),
        *_columns(profile, table),
        *_widths(profile, table, widths),
        *_note(profile, note),
        *_sign_off(profile, signed),
    )


def pack_of(profile: Profile, sample: Sample, pack_id: str, name: str) -> str:
    """Return a rule pack (TOML) that extends the profile with the sample's head, note and points.

    Wording inside the table stays ours: labels carry what the program knows about a row.
    """
    before, table, after, _ = _form_of(sample.document)
    lines = [
        "# 由表样比对生成：只列出与所扩展规则包不同之处，请核对后使用。",
        f"id = {_quoted(pack_id)}",
        f"name = {_quoted(name)}",
        f"basis = {_quoted(profile.basis)}",
        f"extends = {_quoted(profile.id)}",
    ]
    heads = [_YEAR.sub("{fiscal_year}年度", text, count=1) for text in _head_lines(before)]
    if heads:
        lines.append(f"head = [{', '.join(map(_quoted, heads))}]")
    note, _ = _note_and_sign_off(profile, after)
    if note:
        lines.append(f"note = {_quoted(note)}")
    lines += _dimensions_toml(profile, table)
    return "\n".join(lines) + "\n"


def _form_of(document: RawDocument) -> tuple[list[str], RawTable, list[str], int]:
    number = -1
    for at, item in enumerate(document.body):
        if not isinstance(item, RawTable):
            continue
        number += 1
        labels = {key(text) for text in _texts(item)}
        if len(labels & _OUR_MARKS) >= _FEWEST_MARKS:
            margins = [paragraph.text for paragraph in document.margins]
            before = [*margins, *_paragraphs(document.body[:at])]
            return before, item, _paragraphs(_up_to_next_table(document.body[at + 1 :])), number
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


def _head(profile: Profile, before: Sequence[str]) -> Iterator[SampleDifference]:
    ours = [_YEAR.sub("年度", plain(text.replace("{fiscal_year}", "2024"))) for text in profile.head]
    theirs = [_YEAR.sub("年度", plain(text)) for text in _head_lines(before)]
    if ours != theirs:
        shown = [text.replace("{fiscal_year}", "") for text in profile.head]
        yield SampleDifference("标题", " ".join(shown), " ".join(_head_lines(before)))


def _our_labels(profile: Profile) -> list[str]:
    fixed = [rule.text for rules in profile.rows.values() for rule in rules if rule.text and not rule.field]
    sources = [rule.source for rule in profile.funding]
    sections = [rule.label for rule in profile.dimensions]
    return list(dict.fromkeys([*fixed, *sources, *sections]))


def _labels(profile: Profile, table: RawTable) -> Iterator[SampleDifference]:
    theirs = {plain(text): text for text in _texts(table) if len(plain(text)) <= _LONGEST_LABEL}
    by_key = {key(text): text for text in theirs.values()}
    for label in _our_labels(profile):
        if plain(label) in theirs:
            continue
        if key(label) in by_key:
            yield SampleDifference("标签", label, by_key[key(label)])
            continue
        near = get_close_matches(plain(label), list(theirs), n=1, cutoff=0.6)
        yield SampleDifference("标签", label, theirs[near[0]] if near else "")
    known = {key(label) for label in _our_labels(profile)}
    known |= {item.name for rule in profile.dimensions for item in rule.categories}
    for name in dict.fromkeys(name for name in by_key if name.endswith("指标") and name not in known):
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


def _widths(profile: Profile, table: RawTable, widths: Sequence[int]) -> Iterator[SampleDifference]:
    if not widths or not sum(widths):
        return
    grid = profile.page.grid
    ours = {
        key(rule.text): sum(grid[rule.column : rule.column + rule.span]) / sum(grid)
        for rule in _our_header(profile)
    }
    for text, column, span in _header(table):
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


def _sign_off(profile: Profile, signed: Sequence[str]) -> Iterator[SampleDifference]:
    ours = [label.rstrip("：:") for label in profile.sign_off.values()]
    written = "".join(map(squeeze, signed))
    theirs = dict.fromkeys(label for text in signed for label in _FIELD.findall(text))
    yield from (SampleDifference("落款", label, "") for label in ours if label not in written)
    yield from (SampleDifference("落款", "", label) for label in theirs if label not in ours)


def _dimensions_toml(profile: Profile, table: RawTable) -> list[str]:
    found = {key(text): text.strip() for text in _texts(table) if len(plain(text)) <= _LONGEST_LABEL}
    labels = {rule.name: found.get(key(rule.label), rule.label) for rule in profile.dimensions}
    if all(labels[rule.name] == rule.label for rule in profile.dimensions):
        return []
    lines: list[str] = []
    for rule in profile.dimensions:
        points = re.search(r"\((\d+(?:\.\d+)?)分?\)", plain(labels[rule.name]))
        lines += [
            "",
            "[[dimensions]]",
            f"name = {_quoted(rule.name)}",
            f"role = {_quoted(rule.role)}",
            f"points = {_quoted(points[1] if points else f'{rule.points.normalize():f}')}",
            f"label = {_quoted(labels[rule.name])}",
            "categories = [",
        ]
        lines += [
            f"    {{ name = {_quoted(item.name)}, role = {_quoted(item.role)}, label = {_quoted(item.label)}, "
            f"weight = {_quoted(item.weight)}, required = {str(item.required).lower()} }},"
            for item in rule.categories
        ]
        lines.append("]")
    return lines


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _flat(text: str) -> str:
    return squeeze(text)
