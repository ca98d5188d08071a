"""附件1 for `check`: the figures of a file, and those that are kept beside the drafts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from perfeval_gui.cli.arguments import Request
from perfeval_gui.cli.console import Console, readable
from perfeval_gui.cli.failures import reported
from perfeval_gui.cli.inputs import Entry, data_folder
from perfeval_gui.core.annex1 import figures_of
from perfeval_gui.core.annex1_reading import read_annex1
from perfeval_gui.core.checks.reading import DepartmentFigures
from perfeval_gui.core.checks.together import department_of
from perfeval_gui.core.text import squeeze
from perfeval_gui.errors import PerfevalError, UnreadableFileError
from perfeval_gui.files.sandbox import ImportWorker


def department_figures(
    asked: Request, entries: Sequence[Entry], console: Console
) -> tuple[DepartmentFigures, ...]:
    """Return the figures of 附件1 that are at hand; a file that cannot be used costs a line and the status 2."""
    found: list[DepartmentFigures] = []
    if asked.drafts and entries:  # without any, nothing is compared; why there is none was said before
        with reported(console):
            found += _kept(asked)
    if asked.annex1:
        with reported(console, asked.annex1):
            found.append(_read(asked.annex1, entries, console))
    return tuple(found)


def _kept(asked: Request) -> tuple[DepartmentFigures, ...]:
    from perfeval_gui.drafts.companions import figures
    from perfeval_gui.drafts.store import DraftStore

    with DraftStore.open(data_folder(asked), read_only=True) as store:
        return figures({key: item.value for key, item in store.papers()[0].items()})


def _read(file: str, entries: Sequence[Entry], console: Console) -> DepartmentFigures:
    forms = [entry.project.form for entry in entries]
    whose = {(squeeze(form.fiscal_year), department_of(form)) for form in forms}
    if len(whose) != 1:
        raise PerfevalError("附件1 只能和同一年度、同一主管部门的表一起核对。请只给出这个部门这一年的表。")
    ((year, unit),) = whose
    with ImportWorker() as worker:
        read = read_annex1(worker.read_tables(Path(file)), year)
    if read.annex.is_empty:
        raise UnreadableFileError("".join(read.remarks))
    for remark in read.remarks:
        console.remark(f"{readable(file)}：{remark}")
    return figures_of(read.annex, year, unit)
