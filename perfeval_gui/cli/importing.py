"""`import` and `drafts`: what files hold, kept as drafts where asked, and what is kept already."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from perfeval_gui import resources
from perfeval_gui.cli import wording
from perfeval_gui.cli.arguments import Request
from perfeval_gui.cli.console import DONE, Console, one_line
from perfeval_gui.cli.inputs import (
    NO_FORM,
    Entry,
    FileNote,
    Intake,
    chosen_profile,
    data_folder,
    own_packs,
    read_files,
    stored_drafts,
)
from perfeval_gui.core.contract import form_to_json
from perfeval_gui.core.form import Project
from perfeval_gui.errors import ProfileError

_AT_ONCE = 200  # drafts in one transaction: what has been printed is on disk, and no handover grows too large


def import_files(asked: Request, console: Console) -> None:
    """Print the forms and notes of the files; with `--save` keep each form as a draft and print its line."""
    chosen = chosen_profile(asked)
    if asked.save and chosen is not None and not _is_kept(chosen.id, asked):
        raise ProfileError(
            f"规则包文件“{chosen.id}”不能用于保存草稿：以后打开时可能找不到它。"
            "请先在窗口的“规则一览”里导入它，或改用内置规则包，或不加 --save。"
        )
    intake = read_files(asked.files, console)
    projects = [entry.project for entry in intake.entries]
    if chosen is not None:
        projects = [replace(project, profile=chosen.id) for project in projects]
    if asked.save:
        kept = _kept(projects, data_folder(asked))
        if asked.json:
            list(kept)
        else:
            _print_drafts(kept, intake, console)
    if asked.json:
        notes = [note_to_json(item) for item in intake.notes]
        console.json({"forms": [form_to_json(project.form) for project in projects], "notes": notes})
    elif not asked.save:
        _print_forms(intake, console)


def _is_kept(profile_id: str, asked: Request) -> bool:
    return profile_id in (*resources.profile_ids(), *resources.own_profile_ids(own_packs(asked)))


def note_to_json(item: FileNote) -> dict[str, object]:
    """Return a note as the contract's object."""
    note = item.note
    return {
        "file": item.file,
        "form": note.form,
        "where": note.where,
        "severity": note.severity,
        "message": note.message,
    }


def note_line(item: FileNote, entries: Sequence[Entry]) -> str:
    """Return a note as one line: severity, place, sentence."""
    note = item.note
    place = "" if note.form is None else wording.place(entries[note.form].project, note.where)
    return one_line(f"{wording.severity_label(note.severity)}：{f'{place}：' if place else ''}{note.message}")


def note_remark(item: FileNote, entries: Sequence[Entry]) -> str:
    """Return a note as a line that stands alone: the file, which form of it, then the note."""
    number = item.note.form
    if number is None:
        return one_line(f"{item.file}：{note_line(item, entries)}")
    name = entries[number].project.form.project_name.strip() or "未命名项目"
    return one_line(f"{item.file}：第 {number + 1} 张表“{name}”：{note_line(item, entries)}")


def _kept(projects: Sequence[Project], folder: Path) -> Iterator[Project]:
    """Keep the projects as new drafts behind those there are, and yield each once it is on disk."""
    from perfeval_gui.drafts.intake import keep_imported

    position = _next_position(folder)
    for start in range(0, len(projects), _AT_ONCE):
        part = [
            replace(project, id=uuid.uuid4().hex, position=position + start + number)
            for number, project in enumerate(projects[start : start + _AT_ONCE])
        ]
        keep_imported(folder, part)
        yield from part


def _next_position(folder: Path) -> int:
    from perfeval_gui.drafts.inbox import Inbox
    from perfeval_gui.drafts.store import DraftStore

    with DraftStore.open(folder, read_only=True) as store:
        taken = [info.position for info in store.list()]
    taken += [project.position for request in Inbox(folder).requests() for project in request.projects]
    return max(taken, default=-1) + 1


def _print_drafts(kept: Iterator[Project], intake: Intake, console: Console) -> None:
    for project in kept:
        form = project.form
        texts = (project.id, form.fiscal_year, form.implementing_unit, form.project_name)
        console.line("\t".join(map(one_line, texts)))
    for item in intake.notes:
        if item.note.form is not None and item.note.severity != "hint":
            console.remark(note_remark(item, intake.entries))
    for file in intake.without_form:
        (console.remark if intake.entries else console.fail)(f"{file}：{NO_FORM}")


def _print_forms(intake: Intake, console: Console) -> None:
    for number, entry in enumerate(intake.entries):
        console.line(f"第 {number + 1} 张表　{wording.title(entry.project.form)}　来自 {entry.file}")
        for line in wording.form_lines(entry.project.form):
            console.line(f"  {line}")
        for item in intake.notes:
            if item.note.form == number:
                console.line(f"  {note_line(item, intake.entries)}")
        console.line()
    for item in intake.notes:
        if item.note.form is None:
            console.line(f"{item.file}　{note_line(item, intake.entries)}")
    console.line(f"共读到 {len(intake.entries)} 张自评表。")


def list_drafts(asked: Request, console: Console) -> None:
    """Print the drafts of the data directory."""
    drafts = stored_drafts(asked, console)
    if asked.json:
        console.json(
            [
                {
                    "id": draft.info.id,
                    "fiscal_year": draft.info.fiscal_year,
                    "implementing_unit": draft.info.implementing_unit,
                    "project_name": draft.info.project_name,
                    "modified": draft.info.modified,
                    "form": form_to_json(draft.project.form),
                }
                for draft in drafts
            ]
        )
        return
    for draft in drafts:
        console.line(f"{draft.info.id}　{wording.title(draft.project.form)}　修改于 {draft.info.modified}")
    if drafts or console.status == DONE:  # how many there are cannot be said where they could not be read
        console.line(f"共 {len(drafts)} 份草稿。")


COMMANDS = {"import": import_files, "drafts": list_drafts}
