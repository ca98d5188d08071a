"""`summary`: the 汇总表 over all forms as one workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from perfeval_gui import resources
from perfeval_gui.cli.arguments import Request
from perfeval_gui.cli.checking import findings_of
from perfeval_gui.cli.console import Console, readable
from perfeval_gui.cli.inputs import chosen_profile, gather, own_packs, report_doubts, with_profiles
from perfeval_gui.core.summary import summary_rows
from perfeval_gui.files.file_names import free_path
from perfeval_gui.files.replace import make_folder, replace_file
from perfeval_gui.files.summary_writer import summary_bytes

_SUFFIX = ".xlsx"


def summary(asked: Request, console: Console) -> None:
    """Write the summary and print its path; a file that is there already stays, unless `--overwrite`."""
    chosen = chosen_profile(asked)
    intake = gather(asked, console)
    entries, profiles = with_profiles(intake.entries, chosen, console, own_packs(asked))
    report_doubts(intake, console)
    if not entries:
        return
    found = findings_of(entries, profiles, date.today())  # noqa: DTZ011 - the clerk's own calendar counts
    by_project = {entry.project.id: group for entry, group in zip(entries, found, strict=True)}
    rule_of = {entry.project.id: profiles[entry.project.profile] for entry in entries}
    rows = summary_rows(
        (entry.project for entry in entries),
        lambda project: profiles[project.profile],
        by_project.__getitem__,
    )
    default = next(iter(profiles.values())) if len(profiles) == 1 else resources.profile()
    data = summary_bytes(rows, lambda row: rule_of[row.project], default)
    path = _target(Path(asked.output))
    make_folder(path.parent)
    path = path if asked.overwrite else free_path(path)
    replace_file(path, data)
    console.line(readable(str(path)))


def _target(path: Path) -> Path:
    """Return the path with the suffix by which programs know the kind of file."""
    return path if path.suffix.lower() == _SUFFIX else path.with_name(path.name + _SUFFIX)


COMMANDS = {"summary": summary}
