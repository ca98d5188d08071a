"""What LibreOffice makes of the exported .docx: one page a form, the sign-off with its table."""

import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from perfeval_gui import resources
from perfeval_gui.core.form import Form, Goal, Indicator, Project, with_row_ids
from perfeval_gui.core.layout.pages import fit
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import Profile, blank_form
from perfeval_gui.files.docx_writer import docx_bytes
from tests.examples import example_project

ALL = [example_project(number) for number in range(1, 8)]
PROFILE = resources.profile()
TEXTS = ("培训", "开展全区党员干部教育培训班次", "开展“上挂下派”交流机制，安排乡镇、区直单位干部双向交流锻炼")
GOAL = Goal("扎实推进各项工作，" * 166, "已完成全部培训任务。" * 150)
PAGE_END = 806  # the bottom margin begins there, in points from the top

pytestmark = pytest.mark.slow


def profile_of(_: Project) -> Profile:
    return PROFILE


@pytest.fixture(scope="module")
def pages_of(
    soffice_pdf: Callable[[Path], Path],
    require_tool: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Sequence[Project]], list[str]]:
    """Return a function that gives the pages of a rendered export as text with word positions (bbox)."""
    pdftotext = require_tool("pdftotext")

    def pages(projects: Sequence[Project]) -> list[str]:
        folder = tmp_path_factory.mktemp("rendered")
        (folder / "forms.docx").write_bytes(docx_bytes(projects, profile_of))
        pdf = soffice_pdf(folder / "forms.docx")
        done = subprocess.run(
            [pdftotext, "-bbox", str(pdf), "-"], capture_output=True, text=True, encoding="utf-8", check=True
        )
        return done.stdout.split("</page>")[:-1]

    return pages


def words(page: str) -> str:
    return "".join(re.findall(r"<word[^>]*>(.*?)</word>", page))


def bottom(page: str) -> float:
    return max(float(y) for y in re.findall(r'yMax="([\d.]+)"', page))


def long_form(indicators: int, name: str, goal: Goal | None = None) -> Form:
    rows = tuple(
        Indicator("产出指标", "数量指标", name, "≥12个", "12个", "1", "1") for _ in range(indicators)
    )
    form = replace(blank_form(PROFILE, "2025"), indicators=rows, goal=goal or Goal())
    return with_row_ids(replace(form, dimensions=form.dimensions[:1]))


def test_each_of_the_seven_forms_stands_on_one_page_with_total_and_sign_off(
    pages_of: Callable[[Sequence[Project]], list[str]],
) -> None:
    pages = pages_of(ALL)
    assert len(pages) == 7
    for page, project in zip(pages, ALL, strict=True):
        text = words(page)
        estimate = fit(lay_out(project, PROFILE), PROFILE.page)
        assert "总分" in text
        assert "单位负责人签字：" in text
        assert bottom(page) <= min(PAGE_END, estimate.height_pt + 36)


def test_longer_forms_take_the_pages_that_the_ladder_says_and_the_sign_off_is_never_alone(
    pages_of: Callable[[Sequence[Project]], list[str]],
) -> None:
    forms = [long_form(count, text) for text in TEXTS for count in (12, 24, 33, 60)]
    forms += [long_form(count, TEXTS[0], GOAL) for count in (4, 12)]
    projects = [Project(f"p{number}", form) for number, form in enumerate(forms)]
    expected = [len(fit(lay_out(project, PROFILE), PROFILE.page).pages) for project in projects]
    pages = pages_of(projects)
    starts = [number for number, page in enumerate(pages) if "附件3" in words(page)]
    found = [end - start for start, end in zip(starts, [*starts[1:], len(pages)], strict=True)]
    assert found == expected
    for page in (page for page in pages if "单位负责人签字" in words(page)):
        assert "≥12个" in words(page)
        assert "总分" in words(page)
        assert "备注：" in words(page)


def test_a_total_with_two_decimals_stays_a_number_on_paper(
    pages_of: Callable[[Sequence[Project]], list[str]],
) -> None:
    form = ALL[4].form
    rows = tuple(replace(row, score="9.958", actual="1234567890.12") for row in form.indicators)
    form = replace(form, total=replace(form.total, score="99.58"), indicators=rows)
    before = fit(lay_out(ALL[4], PROFILE), PROFILE.page)
    after = fit(lay_out(replace(ALL[4], form=form), PROFILE), PROFILE.page)
    assert after.step == before.step
    (page,) = pages_of([replace(ALL[4], form=form)])
    told = re.findall(r"<word[^>]*>(.*?)</word>", page)
    assert told.count("99.58") == 1
    assert told.count("9.958") == len(rows)
