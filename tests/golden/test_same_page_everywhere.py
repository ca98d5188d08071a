"""Our own PDF against LibreOffice's rendering of our .docx: the same lines at the same heights, within 2 mm.

LibreOffice sets a gap between Chinese and digits although the file forbids it; Word does not. So that both break
lines alike, the gap is put into our texts, too, for this comparison only.
"""

import html
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable
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
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.gui.paper_fonts import family, measure_of
from perfeval_gui.gui.printing import Page, pdf_of
from tests.examples import example_project

ALL = [example_project(number) for number in range(1, 8)]
PROFILE = resources.profile()
GAP = "\u200a"
GAP_WIDTH = 0.2  # em, in LibreOffice
TWO_MM = 2 / 25.4 * 72
_BETWEEN_SCRIPTS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])")

pytestmark = pytest.mark.slow


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
    grid = with_gaps(lay_out(project, PROFILE))
    step = fit(lay_out(project, PROFILE), PROFILE.page).step
    return sheets(
        grid, set_at(grid, PROFILE.page, step, gap_measure("宋体"), reserve=0), PROFILE.page, gap_measure
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


def test_lines_and_heights_are_those_of_the_rendered_word_file(
    qapp, tmp_path: Path, soffice_pdf: Callable[[Path], Path], require_tool: Callable[..., str]
) -> None:
    require_tool("pdftotext")
    if family("宋体") != "Noto Serif CJK SC":
        pytest.skip("LibreOffice is given Noto Serif CJK SC for 宋体; this machine prints with another font")
    (tmp_path / "seven.docx").write_bytes(docx_bytes(ALL, lambda _: PROFILE))
    theirs = words_by_page(soffice_pdf(tmp_path / "seven.docx"))
    pages = [sheet for project in ALL for sheet in sheets_of(project)]
    (tmp_path / "ours.pdf").write_bytes(pdf_of([Page(PROFILE.page, sheet) for sheet in pages]))
    ours = words_by_page(tmp_path / "ours.pdf")
    assert len(theirs) == len(ours) == 7
    compared = 0
    for sheet, their_page, our_page in zip(pages, theirs, ours, strict=True):
        for place in places(sheet):
            expected, found = lines_in(their_page, *place), lines_in(our_page, *place)
            assert [text for text, _ in found] == [text for text, _ in expected]
            for (text, ours_at), (_, theirs_at) in zip(found, expected, strict=True):
                assert abs(ours_at - theirs_at) <= TWO_MM, text
                compared += 1
    assert compared > 1000
