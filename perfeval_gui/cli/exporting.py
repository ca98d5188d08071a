"""`export`: one file a form or all forms in one; forms that cannot be written keep nobody back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from perfeval_gui.cli.arguments import Request
from perfeval_gui.cli.console import DONE, Console, readable
from perfeval_gui.cli.failures import complaint
from perfeval_gui.cli.inputs import Entry, chosen_profile, gather, own_packs, report_doubts, with_profiles
from perfeval_gui.core.conversion import ConversionError, to_wan
from perfeval_gui.core.edits import apply
from perfeval_gui.core.form import Filing, is_in_wan
from perfeval_gui.core.profile import Profile
from perfeval_gui.errors import NothingToDoError, PerfevalError
from perfeval_gui.files.export import FORMATS, Format, WrongUnitError
from perfeval_gui.files.export import export as write_files


def export(asked: Request, console: Console) -> None:
    """Write the forms and print the paths."""
    output = output_format(asked.format)
    chosen = chosen_profile(asked)
    intake = gather(asked, console)
    if asked.drafts and not intake.entries and not asked.files and console.status == DONE:
        raise NothingToDoError("还没有草稿可以导出。请先导入或新建项目。")
    entries, profiles = with_profiles(intake.entries, chosen, console, own_packs(asked))
    for path in write(entries, profiles, asked, output, console):
        console.line(path)
    report_doubts(intake, console, ("warning",))  # an error is another unit, which `write` has dealt with


def output_format(name: str) -> Format:
    """Return the format by its name; raise NothingToDoError where this machine cannot write it."""
    if name != "pdf":
        return FORMATS[name]
    if sys.platform == "linux":
        os.environ["QT_QPA_PLATFORM"] = (
            "offscreen"  # a command must not depend on a display, dead ones included
        )
    try:
        from perfeval_gui.gui.printing import PDF  # Qt paints it, without a window
    except ImportError as error:
        raise NothingToDoError(
            f"导出 PDF 所需的系统库没有装好（{error.name or 'PySide6'}），没有写出文件。"
            "请先导出 docx，或请管理员补装系统库。"
        ) from error
    return PDF


def write(
    entries: Sequence[Entry],
    profiles: Mapping[str, Profile],
    asked: Request,
    output: Format,
    console: Console,
) -> Iterator[str]:
    """Write the entries as the request says, yield each path once the file is there, name what failed."""
    reasons: dict[str, PerfevalError] = {}
    if asked.convert_to_wan:
        entries = [_in_wan(entry, reasons) for entry in entries]
    if not entries:
        return
    files = {entry.project.id: entry.file for entry in entries}
    outcomes = write_files(
        [entry.project for entry in entries],
        Path(asked.output),
        output,
        profile_of=lambda project: profiles[project.profile],
        single_file=asked.single_file,
        overwrite=asked.overwrite,
    )
    for outcome in outcomes:
        if outcome.path is not None:
            yield readable(str(outcome.path))
        elif outcome.error is not None:
            first = outcome.projects[0].id
            console.fail(complaint(files[first], _sentence(outcome.error, reasons.get(first))))


def _sentence(error: PerfevalError, reason: PerfevalError | None) -> str:
    if not isinstance(error, WrongUnitError):
        return error.message
    return error.message + (reason.message if reason else "也可以加 --convert-to-wan 换算后导出。")


def _in_wan(entry: Entry, reasons: dict[str, PerfevalError]) -> Entry:
    """Return the entry with its amounts in 万元; where that cannot be, as it is, with the reason noted."""
    project = entry.project
    if is_in_wan(project.form.funding_unit):
        return entry
    try:
        filing = apply(Filing(MappingProxyType({project.id: project})), to_wan(project))
    except ConversionError as error:
        reasons[project.id] = error
        return entry
    return replace(entry, project=filing[project.id])


COMMANDS = {"export": export}
