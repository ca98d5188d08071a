"""Raw tables of text become forms with notes: blocks are found by sets of labels, wherever they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_gui.core.form import Form
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.recognise import labels
from perfeval_gui.core.recognise.closest import closest_profile
from perfeval_gui.core.recognise.draft import Doubt
from perfeval_gui.core.recognise.lines import lines_of
from perfeval_gui.core.recognise.raw import Note, RawDocument
from perfeval_gui.core.recognise.segments import Segment, segments_of
from perfeval_gui.core.recognise.tidy import tidy
from perfeval_gui.core.recognise.walk import read_form

__all__ = ["Note", "RawDocument", "Recognised", "accept", "recognise"]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The forms in document order, the profile id that fits each of them, and the notes."""

    forms: tuple[Form, ...] = ()
    profile_ids: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


def recognise(document: RawDocument, profiles: Sequence[Profile]) -> Recognised:
    """Return the forms of the document with a note for every doubt; a document without a form gives one note.

    `profiles` are those to choose from, the default first.
    """
    segments = segments_of(lines_of(document))
    whole = [part for part in segments if part.is_form and not part.is_department_level]
    margins = [paragraph.text for paragraph in document.margins]
    forms: list[Form] = []
    notes: list[Note] = []
    for number, segment in enumerate(whole):
        draft = read_form(segment, margins)
        form, doubts = tidy(draft.finished())
        forms.append(form)
        notes += [_note(number, doubt) for doubt in (*draft.doubts, *doubts)]
        if labels.GOAL_TABLE.search(labels.plain(segment.title)) and not any(
            row.actual for row in form.indicators
        ):
            notes.append(
                Note(number, "", "hint", "这是绩效目标表：目标已作为年度指标值导入，实际完成值留空待填。")
            )
    notes += _titles_that_differ(whole)
    notes += [Note(None, "", remark.severity, remark.message) for remark in document.remarks]
    refused = [part for part in segments if part.is_department_level and part.is_form]
    notes += [_refusal(part) for part in refused]
    if not forms and not refused:
        notes = [
            Note(None, "", "warning", "文件可以读取，但里面没有找到项目支出绩效自评表。请确认选对了文件。")
        ]
    elif not forms:
        notes = [_refusal(refused[0])]
    notes.sort(key=lambda note: len(forms) if note.form is None else note.form)
    return Recognised(tuple(forms), tuple(closest_profile(form, profiles) for form in forms), tuple(notes))


def _titles_that_differ(segments: Sequence[Segment]) -> list[Note]:
    """Note the forms whose title is laid out in another way than in most of the document (F12)."""
    ways = [segment.title_layout for segment in segments]
    usual = Counter(ways).most_common(1)[0][0] if ways else ""
    message = "标题的排法（一行或两行）与本文件里多数表不同；导出时会统一。"
    return [Note(n, "/fiscal_year", "hint", message, "F12") for n, way in enumerate(ways) if way != usual]


def _note(number: int, doubt: Doubt) -> Note:
    return Note(number, doubt.where, doubt.severity, doubt.message, doubt.check)


def _refusal(segment: Segment) -> Note:
    title = segment.title.strip()[:40] or "部门整体支出绩效自评表"
    sentence = f"“{title}”是部门整体支出的自评表（附件2），不是项目支出的，没有导入。请另行填报。"
    return Note(None, "", "warning", sentence)


def accept(forms: Sequence[Form], profiles: Sequence[Profile]) -> Recognised:
    """Return forms that came as contract JSON, cleaned by the same rules as all others, with their notes."""
    tidied = [tidy(form) for form in forms]
    notes = [_note(number, item) for number, (_, doubts) in enumerate(tidied) for item in doubts]
    kept = tuple(form for form, _ in tidied)
    return Recognised(kept, tuple(closest_profile(form, profiles) for form in kept), tuple(notes))
