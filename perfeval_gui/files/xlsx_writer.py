"""Forms as a workbook, a sheet a project: the paper's grid, numbers as numbers, right sums as formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.footer import FooterOf, no_footer
from perfeval_gui.core.layout.pages import fit
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.progress import Progress, unwatched
from perfeval_gui.core.text import clean
from perfeval_gui.files.xlsx_sheet import SharedTexts, form_contents, placed, sheet_xml
from perfeval_gui.files.xlsx_styles import StyleTable
from perfeval_gui.files.xlsx_values import sums_of
from perfeval_gui.files.xlsx_workbook import NamedSheet, workbook_bytes

ProfileOf = Callable[[Project], Profile]

_ILLEGAL_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31


def xlsx_bytes(
    projects: Sequence[Project],
    profile_of: ProfileOf,
    footer_of: FooterOf = no_footer,
    progress: Progress = unwatched,
) -> bytes:
    """Return one workbook with a sheet a project; the same forms give the same bytes.

    `footer_of` gives a line for the foot of a form's pages, blank for none.
    Raises UnwritableFileError where a text is longer than a cell can hold.
    """
    styles, texts = StyleTable(), SharedTexts()
    sheets = []
    for project, name in zip(projects, sheet_names(projects), strict=True):
        profile = profile_of(project)
        grid = lay_out(project, profile)
        sheet = placed(grid, fit(grid, profile.page), profile.page, clean(footer_of(project)))
        contents = form_contents(sheet, sums_of(grid, profile))
        sheets.append(NamedSheet(name, sheet, sheet_xml(sheet, profile.page, contents, styles, texts)))
        progress(len(sheets), len(projects))
    return workbook_bytes(sheets, styles, texts)


def sheet_names(projects: Sequence[Project]) -> list[str]:
    """Return the name of each project's sheet: `01_<project name>`, at most 31 characters, no two alike."""
    names = []
    for number, project in enumerate(projects, 1):
        title = _ILLEGAL_IN_NAME.sub("_", clean(project.form.project_name).strip()) or "未命名项目"
        name = f"{number:02}_{title}"
        while len(name.encode("utf-16-le")) > 2 * _LONGEST_NAME:
            name = name[:-1]
        names.append(name.rstrip("' "))
    return names
