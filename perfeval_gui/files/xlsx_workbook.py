"""A workbook around its sheets: names, print areas, and the parts that every workbook has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfeval_gui.files.office_theme import THEME, THEME_TYPE
from perfeval_gui.files.package import Part, package, part
from perfeval_gui.files.xlsx_sheet import MAIN, SharedTexts, Sheet
from perfeval_gui.files.xlsx_styles import StyleTable

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class NamedSheet:
    """A sheet of a workbook: its name, where its table stands, its XML, how many rows every page repeats."""

    name: str
    sheet: Sheet
    xml: str
    repeated: int = 0


def workbook_bytes(sheets: Sequence[NamedSheet], styles: StyleTable, texts: SharedTexts) -> bytes:
    """Return the workbook; the same sheets give the same bytes."""
    shared = (_part("xl/sharedStrings.xml", texts.xml()), _part("xl/styles.xml", styles.xml()))
    own = (_part(f"xl/worksheets/sheet{number}.xml", item.xml) for number, item in enumerate(sheets, 1))
    return package((*_frame(sheets), *shared, _part("xl/theme/theme1.xml", THEME), *own))


def reference(name: str) -> str:
    """Return a sheet's name as formulas write it."""
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def _frame(sheets: Sequence[NamedSheet]) -> Iterator[Part]:
    numbers = range(1, len(sheets) + 1)
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
    yield _part("xl/workbook.xml", _workbook(sheets))


def _workbook(sheets: Sequence[NamedSheet]) -> str:
    listed = "".join(
        f'<sheet name="{_attribute(item.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, item in enumerate(sheets, 1)
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{''.join(_names(sheets))}</definedNames></workbook>"
    )


def _names(sheets: Sequence[NamedSheet]) -> Iterator[str]:
    for index, item in enumerate(sheets):
        name, sheet = _attribute(reference(item.name)), item.sheet
        yield _defined("Print_Area", index, f"{name}!$A$1:${sheet.last_column}${sheet.last_row}")
    for index, item in enumerate(sheets):
        if item.repeated:
            yield _defined("Print_Titles", index, f"{_attribute(reference(item.name))}!$1:${item.repeated}")


def _defined(name: str, sheet: int, what: str) -> str:
    return f'<definedName name="_xlnm.{name}" localSheetId="{sheet}">{what}</definedName>'


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
