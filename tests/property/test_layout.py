"""Boxes tile the table and lines keep every character, whatever was typed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_gui import resources
from perfeval_gui.core.compare import compare
from perfeval_gui.core.edits import SetCell, apply
from perfeval_gui.core.form import Filing, Project
from perfeval_gui.core.layout.lines import broken, em_width
from perfeval_gui.core.layout.pages import fit
from perfeval_gui.core.layout.renewal import laid_out_again, renewed, shape_stays
from perfeval_gui.core.layout.screen import screen_grid
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.files.docx_writer import docx_bytes
from tests import word_files
from tests.property.forms import cells_of, projects, typed_texts

PROFILE = resources.profile()
prose = st.text(alphabet="绩效目标，。（）“”…≥%12ab .\n/-", max_size=60)


@given(projects())
@settings(max_examples=60)
def test_boxes_tile_the_table_without_gap_or_overlap(project: Project) -> None:
    grid = lay_out(project, PROFILE)
    covered = [
        (row, column)
        for box in grid.boxes
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    ]
    assert sorted(covered) == [
        (row, column) for row in range(len(grid.kinds)) for column in range(len(grid.columns))
    ]


@given(projects())
@settings(max_examples=30)
def test_pages_hold_all_rows_and_the_sign_off_follows_the_total(project: Project) -> None:
    grid = lay_out(project, PROFILE)
    fitted = fit(grid, PROFILE.page)
    assert [part.row for page in fitted.pages for part in page] == sorted(
        part.row for page in fitted.pages for part in page
    )
    assert {part.row for page in fitted.pages for part in page} == set(range(len(grid.kinds)))
    assert fitted.is_one_page == (fitted.height <= fitted.limit and fitted.step in PROFILE.page.size_steps)


@given(prose, st.floats(1.5, 40))
def test_breaking_loses_no_character_and_no_line_is_too_wide(text: str, width: float) -> None:
    lines = broken(text, width)
    assert "".join(lines) == text.replace("\n", "")
    assert all(em_width(line.rstrip()) <= width + 0.001 for line in lines)


@given(projects())
@settings(max_examples=30)
def test_every_printed_text_stands_in_the_word_file_at_its_cell(project: Project) -> None:
    grid = lay_out(project, PROFILE)
    rows = word_files.rows(word_files.tables(docx_bytes([project], lambda _: PROFILE))[0])
    found = {(at, cell.column): cell.text for at, row in enumerate(rows) for cell in row}
    assert all(found[box.row, box.column] == box.text for box in grid.boxes)


@given(projects(), st.data())
@settings(max_examples=80)
def test_a_grid_renewed_after_typing_is_the_grid_laid_out_anew(project: Project, data: st.DataObject) -> None:
    cell = data.draw(st.sampled_from(cells_of(project)))
    before = Filing({project.id: project})
    after = apply(before, SetCell(cell, data.draw(typed_texts)))[project.id]
    differences = compare(project.form, after.form)
    grid = screen_grid(project, PROFILE)
    if shape_stays(differences):
        numbers = {box.cell: number for number, box in enumerate(grid.boxes) if box.cell}
        grid, changed = renewed(grid, numbers, after.form, [cell] if differences else [])
        assert len(changed) <= 1
        assert grid == screen_grid(after, PROFILE)
    assert laid_out_again(project, lay_out(project, PROFILE), after, PROFILE) == lay_out(after, PROFILE)
