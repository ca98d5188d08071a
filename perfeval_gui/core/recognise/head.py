"""What stands above and below the table: title, year, names, note and sign-off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfeval_gui.core.recognise import labels
from perfeval_gui.core.recognise.draft import Draft
from perfeval_gui.core.recognise.inline import pairs_in
from perfeval_gui.core.recognise.lines import Kind, Line
from perfeval_gui.core.recognise.raw import RawCell
from perfeval_gui.core.recognise.segments import Segment

_UNIT = re.compile(r"单位:?[(（]?(" + "|".join(labels.UNITS) + r")[)）]?$")
_ASIDES = re.compile(
    r"(?:\s+[(（]?\d{4}\s*年度?[)）]?)?(?:\s+(?:金额)?单位\s*[:：]\s*[(（]?\w{1,2}元[)）]?)?\s*$"
)
_TITLE_FRAME = re.compile(
    r"附[件表]\d*[:：]?|公开\d+表|[(（]?(?:\d{4}|[一二三四五六七八九〇○零]{4})年度?[)）]?|部门预算"
    r"|(?:(?:预算)?(?:项目|专项资金|专项|转移支付)(?:支出|资金)?)?(?:预算)?(?:绩效目标)?(?:完成情况)?(?:绩效)?自评(?:情况|价)?表"
    r"|项目支出|[(（]自评得分.*|[“”\"《》]"
)
_IN_MARGINS = frozenset({"project_name", "supervising_department", "implementing_unit"})
_HEAD_LABELS = frozenset(label for label in labels.HEAD if label != "年度") | labels.HEAD_OTHER
_NAMES = frozenset(label for label, field in labels.HEAD.items() if field in _IN_MARGINS)
_SIGN_LABELS = frozenset(labels.SIGN_OFF) | labels.SIGN_OFF_OTHER
_GLUED = re.compile(r"\d(?:单位|主要)?负责人")
_NUMBERED_NOTE = re.compile(r"^(?:\d+[.、．:]|[（(]\d+[)）]|[①-⑳]|[一二三四五六七八九]、)")


def read_title(draft: Draft, segment: Segment, margins: Iterable[str]) -> None:
    """Take the year, and where no row names the project the name, from the title or the lines around it."""
    titles = [
        line for line in segment.lines if line.kind is Kind.TITLE and len(labels.plain(line.text)) <= 80
    ]
    texts = [line.text for line in reversed(titles)] + [text for text in margins if labels.is_title(text)]
    draft.head["fiscal_year"] = next(
        (year for year in map(labels.year_in, texts) if year), ""
    ) or _year_around(segment)
    if not texts:
        return
    draft.spot = "/fiscal_year"
    score = pairs_in(texts[0], ("自评得分", "自评总分", "得分", "总分"))
    if score and score[0].value:
        draft.total = replace(draft.total, score=score[0].value.rstrip("）)"))
        draft.doubt("/total/score", "hint", "总分取自标题，请核对。")


def name_from_title(draft: Draft, segment: Segment) -> None:
    """Where no row names the project, take what the title says beside its usual words."""
    if draft.head.get("project_name", "").strip() or not segment.title:
        return
    name = _TITLE_FRAME.sub("", "".join(segment.title.split())).strip("-—:：()（）")
    if len(name) >= 2:
        draft.head["project_name"] = name
        draft.doubt("/project_name", "warning", f"表中没有项目名称，已从标题取得“{name[:30]}”，请核对。")


def _year_around(segment: Segment) -> str:
    """Return a year that stands on a line of its own near the title, such as `（2022年度）`."""
    for line in segment.lines:
        if line.kind in (Kind.FUNDING, Kind.GOAL, Kind.INDICATORS):
            break
        bare = labels.plain(line.text).strip("()")
        if len(bare) <= 8 and labels.year_in(bare) and line.kind in (Kind.OTHER, Kind.TITLE, Kind.HEAD):
            return labels.year_in(bare)
    return ""


def labelled(line: Line, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield (label, value) of a head or sign-off row: labels and values in turn, or both in one cell."""
    cells = list(
        line.filled if line.sheet or not line.has_grid else (c for c in line.cells if not c.continued)
    )
    place = 0
    while place < len(cells):
        cell = cells[place]
        place += 1
        if not labels.plain(cell.text):
            continue
        inside = pairs_in(cell.text, known)
        if inside and (inside[-1].value or len(inside) > 1 or place == len(cells)):
            yield from ((pair.label, pair.value) for pair in inside[:-1])
            last = inside[-1]
            takes_next = not last.value and place < len(cells) and not _is_label(cells[place], known)
            yield last.label, cells[place].text if takes_next else last.value
            place += takes_next
        elif place < len(cells) and not _is_label(cells[place], known):
            yield cell.text, cells[place].text
            place += 1
        else:
            yield cell.text, ""


def _is_label(cell: RawCell, known: frozenset[str]) -> bool:
    return labels.key(cell.text) in known or bool(pairs_in(cell.text, known))


def read_head(draft: Draft, line: Line) -> None:
    """Take the names of a head row; labels that the form has not are kept with their values."""
    if len(line.filled) == 1 and not pairs_in(line.filled[0].text, _HEAD_LABELS):
        read_unit(draft, line)
        return
    for label, value in labelled(line, _HEAD_LABELS):
        field = labels.HEAD.get(labels.key(label), "")
        if field == "fiscal_year":
            draft.head[field] = draft.head.get(field) or labels.year_in(value) or value.strip()
        elif field == "total.score":
            draft.total = replace(draft.total, score=draft.total.score or value)
        elif field:
            draft.set_head(field, label, _unit_alone(draft, value) if len(line.filled) == 1 else value)
        elif value.strip():
            draft.keep(label.strip().rstrip(":："), value)
        elif not read_unit(draft, line) and labels.key(label) not in labels.HEAD_OTHER:
            draft.keep("", label)


def _unit_alone(draft: Draft, value: str) -> str:
    """Return the name in front of a year and the money's unit, as in `填报单位：某局　2024年度　单位：万元`."""
    found = _ASIDES.search(value)
    if not found:
        return value
    unit = _UNIT.search(labels.plain(found[0]))
    if unit and unit[1] != "万元":
        draft.funding_unit = unit[1]
    draft.head["fiscal_year"] = draft.head.get("fiscal_year") or labels.year_in(found[0])
    return value[: found.start()]


def read_margins(draft: Draft, margins: Iterable[str]) -> None:
    """Take the names and the sign-off that the body lacks from headers, footers and text boxes."""
    for text in margins:
        for pair in pairs_in(text, _NAMES):
            field = labels.HEAD[labels.key(pair.label)]
            if pair.value and not draft.head.get(field, "").strip():
                draft.head[field] = pair.value
    if not any((draft.sign_off.preparer, draft.sign_off.filed_on, draft.sign_off.phone)):
        for text in margins:
            if pairs_in(text, labels.SIGN_OFF):
                read_sign_off(draft, text)


def read_unit(draft: Draft, line: Line) -> bool:
    """Take the money's unit from a line such as `单位：元` above the table; return whether there was one."""
    units = [found[1] for cell in line.filled if (found := _UNIT.search(labels.plain(cell.text)))]
    if units and units[0] != "万元":
        draft.funding_unit = units[0]
    return bool(units)


def read_sign_off(draft: Draft, text_or_line: Line | str) -> None:
    """Take preparer, date and telephone; what other people are named there is kept beside the form."""
    line = Line((RawCell(text_or_line, 0),)) if isinstance(text_or_line, str) else text_or_line
    if any(_GLUED.search(cell.text) for cell in line.filled):
        draft.doubt("/sign_off/phone", "hint", "原表的联系电话与“单位负责人签字”连在一起，已分开。", "F10")
    for label, value in labelled(line, _SIGN_LABELS):
        field = labels.SIGN_OFF.get(labels.key(label), "")
        if field and not getattr(draft.sign_off, field):
            draft.sign_off = replace(draft.sign_off, **{field: value.strip().rstrip("；;，,、").rstrip()})
            draft.spot = f"/sign_off/{field}"
        elif value.strip():
            draft.keep(label.rstrip(":："), value, "/sign_off/phone")


def read_note(draft: Draft, text: str) -> None:
    """Take the note under the table; a sign-off in the same paragraph goes where it belongs."""
    signed = [pair for pair in pairs_in(text, _SIGN_LABELS) if pair.label in labels.SIGN_OFF]
    if signed:
        read_sign_off(draft, text[signed[0].start :])
        text = text[: signed[0].start]
    draft.note = f"{draft.note}\n{text.strip()}" if draft.note else text.strip()
    draft.spot = "/note"


def continues_note(text: str) -> bool:
    """Return whether a paragraph below the note is its next item (`2.…`)."""
    return bool(_NUMBERED_NOTE.match(labels.plain(text)))
