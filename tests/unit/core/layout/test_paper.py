"""Every line of a form stands inside its frame, on the page where its row is."""

from dataclasses import replace
from itertools import pairwise

from perfeval_gui import resources
from perfeval_gui.core.form import Form, Goal, Indicator, Project, with_row_ids
from perfeval_gui.core.layout.lines import em_width
from perfeval_gui.core.layout.pages import fit
from perfeval_gui.core.layout.paper import Sheet, sheets
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import blank_form
from tests.examples import example_project

PROFILE = resources.profile()


def sheets_of(project: Project) -> list[Sheet]:
    grid = lay_out(project, PROFILE)
    return sheets(grid, fit(grid, PROFILE.page), PROFILE.page)


def project_of(form: Form) -> Project:
    return Project("p1", with_row_ids(form))


def long_project(rows: int, goal: str = "") -> Project:
    indicators = tuple(
        Indicator("产出指标", "数量指标", f"指标{n}", "≥12个", "12个", "1", "1") for n in range(rows)
    )
    return project_of(replace(blank_form(PROFILE), indicators=indicators, goal=Goal(expected=goal)))


def test_all_text_of_a_form_stands_on_its_page_once() -> None:
    for number in range(1, 8):
        project = example_project(number)
        grid = lay_out(project, PROFILE)
        (sheet,) = sheets_of(project)
        expected = [*(line.text for line in (*grid.head, *grid.tail)), *(box.text for box in grid.boxes)]
        assert sorted("".join("".join(line.text for line in sheet.lines).split())) == sorted(
            "".join("".join(expected).split())
        )


def test_every_line_stands_inside_a_frame_with_its_margins() -> None:
    (sheet,) = sheets_of(example_project(1))
    top, bottom = (
        min(frame.y for frame in sheet.frames),
        max(frame.y + frame.height for frame in sheet.frames),
    )
    for line in (line for line in sheet.lines if top < line.baseline < bottom):
        width = em_width(line.text.rstrip(" ")) * float(line.size) * 20
        assert any(
            frame.x + 56 <= line.x
            and line.x + width <= frame.x + frame.width - 56
            and frame.y <= line.baseline - 0.8 * 20 * float(line.size)
            and line.baseline <= frame.y + frame.height
            for frame in sheet.frames
        ), line


def test_frames_tile_the_table_on_every_page() -> None:
    for sheet in sheets_of(long_project(70)):
        area = sum(frame.width * frame.height for frame in sheet.frames)
        height = max(frame.y + frame.height for frame in sheet.frames) - min(
            frame.y for frame in sheet.frames
        )
        assert area == 10466 * height


def test_head_stands_on_the_first_page_and_sign_off_on_the_last() -> None:
    pages = sheets_of(long_project(70))
    texts = [[line.text for line in page.lines] for page in pages]
    assert len(pages) > 1
    assert ["附件3" in page for page in texts] == [True] + [False] * (len(pages) - 1)
    assert [any("单位负责人签字" in text for text in page) for page in texts] == [False] * (
        len(pages) - 1
    ) + [True]


def test_a_row_that_goes_on_on_the_next_page_loses_no_line() -> None:
    goal = "".join(f"第{number}项工作按计划推进；" for number in range(400))
    pages = sheets_of(long_project(12, goal))
    assert len(pages) > 2
    written = "".join(line.text for page in pages for line in page.lines)
    assert all(f"第{number}项工作" in written for number in range(400))


def test_lines_of_a_page_never_reach_below_the_margin() -> None:
    for project in (long_project(33), long_project(120), long_project(5, "扎实推进各项工作。" * 500)):
        for page in sheets_of(project):
            assert all(line.baseline <= 16838 - 720 for line in page.lines)


def test_lines_of_a_paragraph_follow_each_other_by_the_line_height() -> None:
    (sheet,) = sheets_of(example_project(4))
    label = [line for line in sheet.lines if line.text in {"绩", "效", "指", "标"} and line.x < 1700]
    assert [after.baseline - before.baseline for before, after in pairwise(label)] == [280, 280, 280]
