"""`report`: a draft of the 绩效自评报告 over all forms as one Word file."""

from __future__ import annotations

from pathlib import Path

from perfeval_gui.cli.arguments import Request
from perfeval_gui.cli.console import Console, readable
from perfeval_gui.cli.inputs import (
    chosen_profile,
    data_folder,
    gather,
    own_packs,
    report_doubts,
    with_profiles,
)
from perfeval_gui.core.report import report_of
from perfeval_gui.files.file_names import free_path
from perfeval_gui.files.replace import make_folder, replace_file

_SUFFIX = ".docx"


def report(asked: Request, console: Console) -> None:
    """Write the report and print its path; say on standard error what is still to be written."""
    from perfeval_gui.files.report_template import read_template, template_of
    from perfeval_gui.files.report_writer import fill_report

    chosen = chosen_profile(asked)
    intake = gather(asked, console)
    entries, profiles = with_profiles(intake.entries, chosen, console, own_packs(asked))
    report_doubts(intake, console)
    if not entries:
        return
    found = report_of([entry.project for entry in entries], lambda project: profiles[project.profile])
    template = read_template(Path(asked.template)) if asked.template else template_of(data_folder(asked))
    filled = fill_report(found, template)
    for name in filled.unknown:
        console.remark(f"模板里的“{{{{{name}}}}}”不认识，原样保留。")
    path = Path(asked.output)
    path = path if path.suffix.lower() == _SUFFIX else path.with_name(path.name + _SUFFIX)
    make_folder(path.parent)
    path = path if asked.overwrite else free_path(path)
    replace_file(path, filled.data)
    if found.missing:
        console.remark(f"报告里还有 {found.missing} 处待填写，已用黄色标出。")
    console.line(readable(str(path)))


COMMANDS = {"report": report}
