"""Our own PDF against LibreOffice's rendering of our .docx: the same lines at the same heights, within 2 mm.

LibreOffice sets a gap between Chinese and digits although the file forbids it; Word does not. So that both break
lines alike, the gap is put into our texts, too, for this comparison only.
"""

import html
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("PySide6.QtGui")
from perfeval_gui import resources
from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.layout.lines import Measure
from perfeval_gui.core.layout.pages import fit, set_at
from perfeval_gui.core.layout.paper import Sheet, sheets
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import Profile, blank_form
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.gui.paper_fonts import family, measure_of
from perfeval_gui.gui.printing import Page, pdf_of
from tests.conftest import unless_all_is_required
from tests.examples import example_project
from tests.golden.test_rendered_pages import GOAL, TEXTS, long_form

ALL = [example_project(number) for number in range(1, 8)]
GAP = "\u200a"
GAP_WIDTH = 0.2  # em, in LibreOffice
TWO_MM = 2 / 25.4 * 72
_BETWEEN_SCRIPTS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])")

pytestmark = pytest.mark.slow


def profile_of(project: Project) -> Profile:
    return resources.profile(project.profile)


class Word(NamedTuple):
    left: float
    right: float
    bottom: float
    middle: float
    text: str


def with_gaps(grid: Grid) -> Grid:
    def spaced(items: Iterable) -> tuple:
        return tuple(replace(item, text=_BETWEEN_SCRIPTS.sub(GAP, item.text)) for item in items)

    return replace(grid, head=spaced(grid.head), boxes=spaced(grid.boxes), tail=spaced(grid.tail))


def gap_measure(name: str) -> Measure:
    real = measure_of(name)
    return lambda text: real(text.replace(GAP, "")) + GAP_WIDTH * text.count(GAP)


def sheets_of(project: Project) -> list[Sheet]:
    profile = profile_of(project)
    grid = with_gaps(lay_out(project, profile))
    step = fit(lay_out(project, profile), profile.page).step
    return sheets(
        grid, set_at(grid, profile.page, step, gap_measure("宋体"), reserve=0), profile.page, gap_measure
    )


def words_by_page(pdf: Path) -> list[list[Word]]:
    done = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    pattern = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    pages = []
    for page in done.stdout.split("</page>")[:-1]:
        found = [(*map(float, match[:4]), html.unescape(match[4])) for match in pattern.findall(page)]
        pages.append([Word(x, right, low, (y + low) / 2, text) for x, y, right, low, text in found])
    return pages


def lines_in(
    words: list[Word], left: float, top: float, right: float, bottom: float
) -> list[tuple[str, float]]:
    """Return the lines of text inside a rectangle with the heights at which they stand."""
    rows: dict[float, list[Word]] = defaultdict(list)
    for word in words:
        if left < (word.left + word.right) / 2 < right and top < word.middle < bottom:
            height = next((known for known in rows if abs(known - word.bottom) < 2), word.bottom)
            rows[height].append(word)
    return [
        ("".join("".join(word.text for word in sorted(found)).split()), y)
        for y, found in sorted(rows.items())
    ]


def places(sheet: Sheet) -> Iterable[tuple[float, float, float, float]]:
    for frame in sheet.frames:
        yield frame.x / 20, frame.y / 20, (frame.x + frame.width) / 20, (frame.y + frame.height) / 20
    top, bottom = (
        min(frame.y for frame in sheet.frames) / 20,
        max(frame.y + frame.height for frame in sheet.frames) / 20,
    )
    yield 0, 0, 600, top
    yield 0, bottom, 600, 842


@pytest.fixture
def compared(
    qapp, tmp_path: Path, soffice_pdf: Callable[[Path], Path], require_tool: Callable[..., str]
) -> Callable[[Sequence[Project]], int]:
    """Return a function that compares all lines of forms on both papers and returns how many there are."""
    require_tool("pdftotext")
    if family("宋体") != "Noto Serif CJK SC":
        unless_all_is_required(
            "LibreOffice is given Noto Serif CJK SC; this machine prints with another font"
        )

    def lines(projects: Sequence[Project]) -> int:
        (tmp_path / "forms.docx").write_bytes(docx_bytes(projects, profile_of))
        theirs = words_by_page(soffice_pdf(tmp_path / "forms.docx"))
        pages = [(profile_of(item).page, sheet) for item in projects for sheet in sheets_of(item)]
        (tmp_path / "ours.pdf").write_bytes(pdf_of([Page(*page) for page in pages]))
        ours = words_by_page(tmp_path / "ours.pdf")
        assert len(theirs) == len(ours) == len(pages)
        return sum(same_lines(sheet, *both) for (_, sheet), *both in zip(pages, theirs, ours, strict=True))

    return lines


def same_lines(sheet: Sheet, theirs: list[Word], ours: list[Word]) -> int:
    count = 0
    for place in places(sheet):
        expected, found = lines_in(theirs, *place), lines_in(ours, *place)
        assert [text for text, _ in found] == [text for text, _ in expected]
        for (text, ours_at), (_, theirs_at) in zip(found, expected, strict=True):
            assert abs(ours_at - theirs_at) <= TWO_MM, text
            count += 1
    return count


def test_lines_and_heights_are_those_of_the_rendered_word_file(
    compared: Callable[[Sequence[Project]], int],
) -> None:
    assert compared(ALL) > 1000


def test_forms_of_two_pages_stand_line_by_line_where_the_word_file_has_them(
    compared: Callable[[Sequence[Project]], int],
) -> None:
    forms = [long_form(24, TEXTS[0]), long_form(60, TEXTS[1]), long_form(12, TEXTS[0], GOAL)]
    assert compared([Project(f"p{number}", form) for number, form in enumerate(forms)]) > 500


def test_the_forms_of_every_profile_stand_where_the_word_file_has_them(
    compared: Callable[[Sequence[Project]], int],
) -> None:
    for name in resources.profile_ids():
        profile = resources.profile(name)
        assert compared([Project("p1", blank_form(profile, "2025"), profile=name)]) > 40


def test_a_narrowed_number_stands_where_the_word_file_has_it(
    compared: Callable[[Sequence[Project]], int],
) -> None:
    form = ALL[4].form
    form = replace(form, total=replace(form.total, score="99.58"))
    assert compared([replace(ALL[4], form=form)]) > 100
