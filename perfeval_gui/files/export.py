"""Forms written out as files: one a form or all in one, by the contract's names."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol

from perfeval_gui.core.form import Form, Project, is_in_wan
from perfeval_gui.core.layout.footer import FooterOf, no_footer
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.progress import Progress, unwatched
from perfeval_gui.errors import PerfevalError, UnwritableFileError
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.files.file_names import free_path, marked_name, numbered_name, single_name
from perfeval_gui.files.json_writer import json_bytes, json_list_bytes
from perfeval_gui.files.replace import make_folder, replace_file, unwritable
from perfeval_gui.files.xlsx_writer import xlsx_bytes

Kind = Literal["docx", "xlsx", "json"]
ProfileOf = Callable[[Project], Profile]


class Writer(Protocol):
    """Writes forms into one file."""

    def __call__(
        self, projects: Sequence[Project], profile_of: ProfileOf, /, *, progress: Progress = unwatched
    ) -> bytes:
        """Return the file's bytes; `progress` counts the forms."""
        ...


class PageWriter(Protocol):
    """Writes forms as pages into one file."""

    def __call__(
        self,
        projects: Sequence[Project],
        profile_of: ProfileOf,
        footer_of: FooterOf,
        progress: Progress = unwatched,
    ) -> bytes:
        """Return the file's bytes."""
        ...


class WrongUnitError(UnwritableFileError):
    """A form's amounts are not in 万元, so the printed label would make them wrong by a factor."""

    def __init__(self, form: Form) -> None:
        name, unit = form.project_name.strip() or "未命名项目", form.funding_unit.strip()
        super().__init__(
            f"“{name}”没有导出：金额单位是“{unit}”，而表上印的是“万元”。请先把金额换算成万元，再导出。"
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the projects meant for one file: the path written, or the error."""

    projects: tuple[Project, ...]
    path: Path | None = None
    error: PerfevalError | None = None


def _json(projects: Sequence[Project], _profile_of: ProfileOf, **_quick: Progress) -> bytes:
    return json_bytes(projects[0].form)


def _json_list(projects: Sequence[Project], _profile_of: ProfileOf, **_quick: Progress) -> bytes:
    return json_list_bytes([project.form for project in projects])


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its extension, and how one form or several are written into one."""

    extension: str
    one: Writer
    several: Writer


def formats(footer_of: FooterOf = no_footer) -> Mapping[str, Format]:
    """Return the kinds of files by name, with these lines at the foot of the pages."""
    return MappingProxyType(
        {
            "docx": paged_format("docx", docx_bytes, footer_of),
            "xlsx": paged_format("xlsx", xlsx_bytes, footer_of),
            "json": Format("json", _json, _json_list),
        }
    )


def paged_format(extension: str, write: PageWriter, footer_of: FooterOf) -> Format:
    """Return a format that prints pages, one form a file or all in one alike."""
    writer = functools.partial(write, footer_of=footer_of)
    return Format(extension, writer, writer)


FORMATS = formats()
NameOf = Callable[[int, Form, str], str]


def numbered(number: int, form: Form, extension: str) -> str:
    """Return `NN_<project name>.<ext>`, the contract's name of a form's file."""
    return numbered_name(number, form.project_name, extension)


def export(  # noqa: PLR0913 - each is a choice of the person who exports
    projects: Sequence[Project],
    folder: Path,
    kind: Kind | Format,
    *,
    profile_of: ProfileOf,
    single_file: bool = False,
    overwrite: bool = False,
    name_of: NameOf = numbered,
    mark: str = "",
    progress: Progress = unwatched,
) -> Generator[Outcome]:
    """Write the projects into the folder and yield one outcome a file; the caller may stop in between.

    A `mark` stands before all names. A form that cannot be written does not keep the others back. Raises
    UnwritableFileError when the folder cannot be made. A Format from elsewhere adds a kind, such as the PDF
    that only Qt can paint. `progress` counts the forms; where it stops the work, the file that was not finished
    is not there.
    """
    output = kind if isinstance(kind, Format) else FORMATS[kind]
    make_folder(folder)
    for project in projects:
        if not is_in_wan(project.form.funding_unit) and single_file:
            yield Outcome((project,), error=WrongUnitError(project.form))
    write = functools.partial(output.several, progress=progress) if single_file else output.one
    own: set[Path] = set()
    files = _files(projects, output.extension, name_of, single_file=single_file)
    for number, (name, group) in enumerate(files, 1):
        path = folder / marked_name(mark, name)
        outcome = _written(group, path, write, profile_of, overwrite=overwrite and path not in own)
        own.add(path)  # two projects of one name: the second never takes the first one's place
        yield outcome
        if not single_file:
            progress(number, len(projects))


def _files(
    projects: Sequence[Project], extension: str, name_of: NameOf, *, single_file: bool
) -> Iterator[tuple[str, tuple[Project, ...]]]:
    if not single_file:
        for number, project in enumerate(projects, 1):
            yield name_of(number, project.form, extension), (project,)
        return
    group = tuple(project for project in projects if is_in_wan(project.form.funding_unit))
    if group:
        year = next((item.form.fiscal_year for item in group if item.form.fiscal_year), "")
        yield single_name(year, extension), group


def _written(
    group: tuple[Project, ...], path: Path, write: Writer, profile_of: ProfileOf, *, overwrite: bool
) -> Outcome:
    try:
        if not is_in_wan(group[0].form.funding_unit):
            raise WrongUnitError(group[0].form)
        target = path if overwrite else free_path(path)
        replace_file(target, write(group, profile_of))
        return Outcome(group, path=target)
    except OSError as error:
        return Outcome(group, error=unwritable(path, error))
    except PerfevalError as error:
        return Outcome(group, error=error)
