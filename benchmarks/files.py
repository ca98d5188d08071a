"""Documents written and read, against a limit script and the usual libraries."""

from __future__ import annotations

from benchmarks.limits import expat_docx, expat_xlsx, naive_python_docx, string_docx, usual_openpyxl
from benchmarks.timing import Result, side_by_side
from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.files.docx_writer import docx_bytes
from perfeval_gui.files.reading import read_bytes
from perfeval_gui.files.xlsx_writer import xlsx_bytes
from perfeval_gui.resources import profile


def documents(projects: list[Project], rounds: int) -> list[Result]:
    """Return what writing and reading one form costs; the peers are given the laid-out grid, the product lays out itself."""
    rules, one = profile(), projects[:1]

    grids = [lay_out(project, rules) for project in one]
    word, sheet = docx_bytes(one, lambda _p: rules), xlsx_bytes(one, lambda _p: rules)
    return [
        Result(
            "write one .docx",
            side_by_side(
                {
                    "limit: strings and zip": lambda: string_docx(grids),
                    "python-docx, table.cell and merge": lambda: naive_python_docx(one, grids),
                    "product": lambda: docx_bytes(one, lambda _p: rules),
                },
                rounds,
            ),
            "≤ 3",
            ("docxtpl", "node docx"),
        ),
        Result(
            "read one .docx",
            side_by_side(
                {
                    "limit: expat, one pass": lambda: expat_docx(word),
                    "product, to a form": lambda: read_bytes(word, "a.docx"),
                },
                rounds,
            ),
            "≤ 1.5",
        ),
        Result(
            "write one .xlsx",
            side_by_side(
                {
                    "openpyxl, cell by cell, no styles": lambda: usual_openpyxl(grids),
                    "product": lambda: xlsx_bytes(one, lambda _p: rules),
                },
                rounds,
            ),
            "ahead of openpyxl's usual way",
            ("xlsxwriter",),
        ),
        Result(
            "read one .xlsx",
            side_by_side(
                {
                    "limit: expat, one pass": lambda: expat_xlsx(sheet),
                    "product, to a form": lambda: read_bytes(sheet, "a.xlsx"),
                },
                rounds,
            ),
            "≤ 1.5",
            ("python-calamine",),
        ),
    ]
