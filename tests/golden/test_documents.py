"""The documents part by part, so that a change of one cell or one twip is seen."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from perfeval_gui import resources
from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.layout.pages import fit
from perfeval_gui.core.layout.paper import sheets
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import Profile, blank_form
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.files.xlsx_writer import xlsx_bytes
from tests import word_files
from tests.examples import example_project
from tests.golden.outline import outline

Golden = Callable[[str, str], None]


def profile_of(_: Project) -> Profile:
    return resources.profile()


PARTS = sorted(word_files.parts(docx_bytes([], profile_of)))


@pytest.mark.parametrize("name", PARTS)
def test_every_part_of_the_word_file_is_as_it_was(name: str, matches_golden: Golden) -> None:
    document = docx_bytes([example_project(1), example_project(4)], profile_of)
    matches_golden(
        f"forms-1-and-4.docx/{name.replace('/', '-')}.txt", outline(word_files.parts(document)[name])
    )


XLSX_PARTS = sorted(word_files.parts(xlsx_bytes([example_project(4)], profile_of)))


@pytest.mark.parametrize("name", XLSX_PARTS)
def test_every_part_of_the_workbook_is_as_it_was(name: str, matches_golden: Golden) -> None:
    book = xlsx_bytes([example_project(4)], profile_of)
    matches_golden(f"form-4.xlsx/{name.replace('/', '-')}.txt", outline(word_files.parts(book)[name]))


def text_of(grid: Grid) -> str:
    fitted = fit(grid, resources.profile().page)
    size = f"{fitted.step.size}/{fitted.step.line} pt, {fitted.height_pt} of {fitted.limit_pt} pt"
    boxes = [
        f"{box.row},{box.column} {box.rows}x{box.columns} {box.style}: {box.text!r}"
        for box in sorted(grid.boxes, key=lambda box: (box.row, box.column))
    ]
    lines = [f"{line.style}: {line.text!r}" for line in (*grid.head, *grid.tail)]
    return "\n".join([size, *lines, *boxes, ""])


@pytest.mark.parametrize("profile_id", resources.profile_ids())
def test_the_blank_form_of_every_profile_is_laid_out_as_it_was(
    profile_id: str, matches_golden: Golden
) -> None:
    profile = resources.profile(profile_id)
    grid = lay_out(Project("p1", blank_form(profile, "2025")), profile)
    matches_golden(f"blank-forms/{profile_id}.txt", text_of(grid))


def test_a_change_of_one_cell_changes_one_line() -> None:
    project = example_project(4)
    last = replace(project.form.indicators[-1], score="9")
    changed = replace(project, form=replace(project.form, indicators=(*project.form.indicators[:-1], last)))
    before, after = (
        outline(word_files.parts(docx_bytes([item], profile_of))["word/document.xml"]).splitlines()
        for item in (project, changed)
    )
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def places_of(project: Project) -> str:
    """Return where every line of the form stands on paper, in points, by the measure that needs no font."""
    profile = resources.profile()
    grid = lay_out(project, profile)
    return "".join(
        f"{number} {line.x / 20:.2f} {line.baseline / 20:.2f} {line.font} {line.size}: {line.text}\n"
        for number, sheet in enumerate(sheets(grid, fit(grid, profile.page), profile.page), 1)
        for line in sheet.lines
    )


@pytest.mark.parametrize("number", [1, 4])
def test_every_line_on_paper_stands_where_it_stood(number: int, matches_golden: Golden) -> None:
    matches_golden(f"paper/form-{number}.txt", places_of(example_project(number)))
