"""What a command works on: the forms of its files or of the drafts, one failing without the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval_gui import resources, settings
from perfeval_gui.cli.arguments import Request
from perfeval_gui.cli.console import Console, readable
from perfeval_gui.cli.failures import reported
from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.recognise.raw import Note
from perfeval_gui.drafts.package import is_package, read_package
from perfeval_gui.errors import StoreError
from perfeval_gui.files.sandbox import ImportWorker

if TYPE_CHECKING:
    from perfeval_gui.drafts.intake import StoredDraft

NO_FORM = "没有找到绩效自评表。请确认是附件3《项目支出绩效自评表》后再试。"


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of the input and where it came from: the file as given, or the draft's id."""

    file: str
    project: Project


@dataclass(frozen=True, slots=True)
class FileNote:
    """A note of the import with the file it concerns; its `form` counts over all files."""

    file: str
    note: Note


@dataclass(frozen=True, slots=True)
class Intake:
    """All forms of the input in document order, the notes, and the files that were read but hold no form."""

    entries: tuple[Entry, ...] = ()
    notes: tuple[FileNote, ...] = ()
    without_form: tuple[str, ...] = ()


def read_files(files: Sequence[str], console: Console) -> Intake:
    """Return the forms of the files; a file that cannot be read costs one line and the exit status 2.

    A project's id is its position among all forms. One child process reads all files but exchange packages.
    """
    entries: list[Entry] = []
    notes: list[FileNote] = []
    without_form: list[str] = []
    packed = _Packed(entries, console)
    with ImportWorker() as worker:
        for number, file in enumerate(files, 1):
            console.progress(number, len(files))
            with reported(console, file):
                if is_package(Path(file)):
                    packed.take(file)
                    continue
                result, name, first = worker.read(Path(file)), readable(file), len(entries)
                for form, profile_id in zip(result.forms, result.profile_ids, strict=True):
                    position = len(entries)
                    entries.append(Entry(name, Project(str(position), form, position, profile_id)))
                notes += [FileNote(name, _counted_from(note, first)) for note in result.notes]
                if not result.forms:
                    without_form.append(name)
    return Intake(tuple(entries), tuple(notes), tuple(without_form))


class _Packed:
    """Takes in exchange packages; a project that comes twice is one project, as the later file has it."""

    def __init__(self, entries: list[Entry], console: Console) -> None:
        self._entries = entries
        self._console = console
        self._places: dict[str, int] = {}

    def take(self, file: str) -> None:
        for arrival in read_package(Path(file)):
            place = self._places.get(arrival.project.id)
            entry = _entry_of(file, arrival.project, len(self._entries) if place is None else place)
            if place is None:
                self._places[arrival.project.id] = len(self._entries)
                self._entries.append(entry)
            elif entry.project.form != self._entries[place].project.form:
                name = " ".join(arrival.project.form.project_name.split())
                first = self._entries[place].file
                self._console.remark(f"{readable(file)}：“{name}”在“{first}”里也有，内容不同，按这一份计。")
                self._entries[place] = entry


def _entry_of(file: str, project: Project, position: int) -> Entry:
    """Return a packed project under its position as its id, with what was accepted in writing."""
    name = str(position)
    waivers = tuple(replace(item, cell=replace(item.cell, project=name)) for item in project.waivers)
    return Entry(readable(file), replace(project, id=name, position=position, waivers=waivers))


def gather(asked: Request, console: Console) -> Intake:
    """Return the forms of the request's files and, where asked, of the drafts.

    Files without a form are named; that is a failure where there is nothing else to work on.
    """
    intake = read_files(asked.files, console)
    if asked.drafts:
        drafts = [Entry(draft.project.id, draft.project) for draft in stored_drafts(asked, console)]
        intake = replace(intake, entries=(*intake.entries, *drafts))
    for file in intake.without_form:
        (console.remark if intake.entries else console.fail)(f"{file}：{NO_FORM}")
    return intake


def report_doubts(intake: Intake, console: Console, severities: Sequence[str] = ("error", "warning")) -> None:
    """Name each file whose reading left something to look at; the notes themselves are for `import`."""
    counts: dict[str, int] = {}
    for item in intake.notes:
        if item.note.form is not None and item.note.severity in severities:
            counts[item.file] = counts.get(item.file, 0) + 1
    for file, count in counts.items():
        console.remark(f"{file}：读取时有 {count} 处需要核对，可用 perfeval import 查看。")


def data_folder(asked: Request) -> Path:
    """Return the data directory that the request means; raise StoreError where a file has its name."""
    folder = settings.data_folder(None if asked.data is None else Path(asked.data))
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"“{folder.name}”是文件，不能用作数据文件夹。请用 --data 另指定一个文件夹。")
    return folder


def chosen_profile(asked: Request) -> Profile | None:
    """Return the profile of `--profile`: a bundled one or one's own by its id, else a rule pack file.

    None without the option. Raises ProfileError.
    """
    if asked.profile is None:
        return None
    path = Path(asked.profile)
    own = own_packs(asked)
    known = (*resources.profile_ids(), *resources.own_profile_ids(own))
    if asked.profile not in known and (path.exists() or path.suffix.lower() == ".toml"):
        return resources.profile_from_file(path)
    return resources.profile(asked.profile, own)


def own_packs(asked: Request) -> Path:
    """Return the folder of the rule packs that belong to the data directory; it may not be there."""
    return settings.data_folder(None if asked.data is None else Path(asked.data)) / resources.OWN_PROFILES


def with_profiles(
    entries: Sequence[Entry], chosen: Profile | None, console: Console, own: Path
) -> tuple[tuple[Entry, ...], Mapping[str, Profile]]:
    """Return the entries under the profiles they go by, and these profiles by id.

    `own` is the folder of one's own rule packs. An entry whose profile is in neither place costs one line
    and is left out.
    """
    if chosen is not None:
        changed = tuple(
            replace(entry, project=replace(entry.project, profile=chosen.id)) for entry in entries
        )
        return changed, {chosen.id: chosen}
    known: dict[str, Profile] = {}
    usable = []
    for entry in entries:
        with reported(console, entry.file):
            known[entry.project.profile] = resources.profile(entry.project.profile, own)
            usable.append(entry)
    return tuple(usable), known


def stored_drafts(asked: Request, console: Console) -> Sequence[StoredDraft]:
    """Return the drafts of the data directory; what is damaged costs a line and the exit status 2."""
    from perfeval_gui.drafts.intake import read_drafts

    with reported(console):
        drafts, damaged = read_drafts(data_folder(asked))
        for draft in damaged:
            console.fail(draft.message)
        return drafts
    return ()


def _counted_from(note: Note, first: int) -> Note:
    return note if note.form is None else replace(note, form=note.form + first)
