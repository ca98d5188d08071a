"""Forms as a workbook, a sheet a project: the paper's grid, numbers as numbers, right sums as formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.footer import FooterOf, no_footer
from perfeval_gui.core.layout.pages import fit
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.text import clean
from perfeval_gui.files.office_theme import THEME, THEME_TYPE
from perfeval_gui.files.package import Part, package, part
from perfeval_gui.files.xlsx_sheet import MAIN, SharedTexts, Sheet, placed, sheet_xml
from perfeval_gui.files.xlsx_styles import StyleTable
from perfeval_gui.files.xlsx_values import sums_of

ProfileOf = Callable[[Project], Profile]

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ILLEGAL_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_LEVEL = 3


def xlsx_bytes(projects: Sequence[Project], profile_of: ProfileOf, footer_of: FooterOf = no_footer) -> bytes:
    """Return one workbook with a sheet a project; the same forms give the same bytes.

    `footer_of` gives a line for the foot of a form's pages, blank for none.
    Raises UnwritableFileError where a text is longer than a cell can hold.
    """
    styles, texts = StyleTable(), SharedTexts()
    sheets: list[Sheet] = []
    parts: list[Part] = []
    for number, project in enumerate(projects, 1):
        profile = profile_of(project)
        grid = lay_out(project, profile)
        sheets.append(placed(grid, fit(grid, profile.page), profile.page, clean(footer_of(project))))
        xml = sheet_xml(sheets[-1], profile.page, sums_of(grid, profile), styles, texts)
        parts.append(_part(f"xl/worksheets/sheet{number}.xml", xml))
    shared = (_part("xl/sharedStrings.xml", texts.xml()), _part("xl/styles.xml", styles.xml()))
    return package(
        (*_frame(sheet_names(projects), sheets), *shared, _part("xl/theme/theme1.xml", THEME), *parts)
    )


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


def _frame(names: Sequence[str], sheets: Sequence[Sheet]) -> Iterator[Part]:
    numbers = range(1, len(names) + 1)
    overrides = {
        "/xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
        **{f"/xl/worksheets/sheet{number}.xml": f"{_TYPE}.worksheet+xml" for number in numbers},
        "/xl/sharedStrings.xml": f"{_TYPE}.sharedStrings+xml",
        "/xl/styles.xml": f"{_TYPE}.styles+xml",
        "/xl/theme/theme1.xml": THEME_TYPE,
    }
    yield _part(
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
        + "</Types>",
    )
    yield _part("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    targets += [
        ("sharedStrings", "sharedStrings.xml"),
        ("styles", "styles.xml"),
        ("theme", "theme/theme1.xml"),
    ]
    yield _part("xl/_rels/workbook.xml.rels", _relations(targets))
    yield _part("xl/workbook.xml", _workbook(names, sheets))


def _workbook(names: Sequence[str], sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name="{_attribute(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    areas = "".join(
        f'<definedName name="_xlnm.Print_Area" localSheetId="{index}">'
        f"{_reference(name)}!$A$1:${sheet.last_column}${sheet.last_row}</definedName>"
        for index, (name, sheet) in enumerate(zip(names, sheets, strict=True))
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{areas}</definedNames></workbook>"
    )


def _reference(name: str) -> str:
    doubled = name.replace("'", "''")
    return _attribute(f"'{doubled}'")


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _part(name: str, xml: str) -> Part:
    return part(name, (_XML + xml).encode(), _LEVEL)
