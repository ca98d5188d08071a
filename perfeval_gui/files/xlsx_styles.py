"""The style table of an exported workbook: every look once, in the order of first use."""

from __future__ import annotations

from typing import NamedTuple

from perfeval_gui.core.layout.grid import Box
from perfeval_gui.core.layout.styles import LEFT_CELLS, LINE_STYLES, TABLE_FONT

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FIRST_OWN_FORMAT = 164
_BUILT_IN_FORMATS = {"General": 0, "0": 1, "0.00": 2, "0%": 9, "0.00%": 10, "@": 49}
_DEFAULT_FONT = (TABLE_FONT, "11")
_SIDES = ("left", "right", "top", "bottom")


class Look(NamedTuple):
    """How a cell looks: font name and size, alignment, number format, border; `quoted` marks text as text."""

    font: str
    size: str
    horizontal: str
    format: str = "@"
    border: bool = True
    quoted: bool = False
    shrinks: bool = False


def look_of_line(style: str) -> Look:
    """Return the look of a paragraph above or below the table."""
    line = LINE_STYLES[style]
    return Look(line.font, str(line.size), "center" if line.centred else "left", border=False)


def look_of_box(box: Box, size: str) -> Look:
    """Return the look of a cell of the table at a font size, as text."""
    return Look(TABLE_FONT, size, "left" if box.style in LEFT_CELLS else "center")


class StyleTable:
    """Numbers the looks as cells ask for them and writes `styles.xml` at the end."""

    def __init__(self) -> None:
        self._looks: dict[Look | None, int] = {None: 0}
        self._fonts: dict[tuple[str, str], int] = {_DEFAULT_FONT: 0}
        self._formats: dict[str, int] = {}

    def number(self, look: Look) -> int:
        """Return the number by which cells refer to the look."""
        if look not in self._looks:
            self._looks[look] = len(self._looks)
        return self._looks[look]

    def xml(self) -> str:
        """Return the style sheet without its XML declaration."""
        looks = "".join(self._look(look) for look in self._looks)
        fonts = "".join(
            f'<font><sz val="{size}"/><name val="{name}"/><family val="3"/><charset val="134"/></font>'
            for name, size in self._fonts
        )
        formats = "".join(
            f'<numFmt numFmtId="{key}" formatCode="{code}"/>' for code, key in self._formats.items()
        )
        lines = "".join(f'<{side} style="thin"><color rgb="FF000000"/></{side}>' for side in _SIDES)
        return (
            f'<styleSheet xmlns="{_MAIN}">'
            + (f'<numFmts count="{len(self._formats)}">{formats}</numFmts>' if formats else "")
            + f'<fonts count="{len(self._fonts)}">{fonts}</fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill></fills>'
            '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
            f"<border>{lines}<diagonal/></border></borders>"
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self._looks)}">{looks}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )

    def _look(self, look: Look | None) -> str:
        if look is None:
            return '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        font = self._fonts.setdefault((look.font, look.size), len(self._fonts))
        quoted = ' quotePrefix="1"' if look.quoted else ""
        flow = 'shrinkToFit="1"' if look.shrinks else 'wrapText="1"'
        return (
            f'<xf numFmtId="{self._format(look.format)}" fontId="{font}" fillId="0" borderId="{int(look.border)}" '
            f'xfId="0"{quoted} applyNumberFormat="1" applyFont="1" '
            f'applyBorder="1" applyAlignment="1">'
            f'<alignment horizontal="{look.horizontal}" vertical="center" {flow}/></xf>'
        )

    def _format(self, code: str) -> int:
        if code in _BUILT_IN_FORMATS:
            return _BUILT_IN_FORMATS[code]
        return self._formats.setdefault(code, _FIRST_OWN_FORMAT + len(self._formats))
