"""The constant parts of an exported .docx: styles, settings and fonts, with no author, program or time."""

from __future__ import annotations

import functools

from perfeval_gui.files.office_theme import THEME, THEME_TYPE
from perfeval_gui.files.package import Part, part

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = _OFFICE
FIRST_FOOTER = 5  # relations below belong to the constant parts

_CONTENT_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_WORD_TYPE}.styles+xml"/>\
<Override PartName="/word/settings.xml" ContentType="{_WORD_TYPE}.settings+xml"/>\
<Override PartName="/word/fontTable.xml" ContentType="{_WORD_TYPE}.fontTable+xml"/>\
<Override PartName="/word/theme/theme1.xml" ContentType="{THEME_TYPE}"/>"""

_PACKAGE_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>\
</Relationships>"""

_DOCUMENT_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>\
<Relationship Id="rId3" Type="{_OFFICE}/fontTable" Target="fontTable.xml"/>\
<Relationship Id="rId4" Type="{_OFFICE}/theme" Target="theme/theme1.xml"/>"""

_STYLES = f"""<w:styles xmlns:w="{W}" xmlns:r="{R}"><w:docDefaults><w:rPrDefault><w:rPr>\
<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/>\
<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>\
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>\
<w:pPr><w:widowControl w:val="0"/></w:pPr></w:style>\
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">\
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>\
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>\
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>\
<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>\
<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>\
</w:styles>"""

# Mode 15 keeps Word from opening the file in its compatibility mode; punctuation is not squeezed, so that
# lines break where the estimate of core/layout breaks them.
_SETTINGS = f"""<w:settings xmlns:w="{W}" xmlns:r="{R}"><w:zoom w:percent="100"/>\
<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>\
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>\
</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>\
<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"""


def _font(name: str, other_name: str, panose: str, pitch: str) -> str:
    return (
        f'<w:font w:name="{name}"><w:altName w:val="{other_name}"/><w:panose1 w:val="{panose}"/>'
        f'<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="{pitch}"/></w:font>'
    )


# 方正小标宋简体 is missing on many machines: its other name tells Word and WPS what to take instead.
_FONT_TABLE = f"""<w:fonts xmlns:w="{W}" xmlns:r="{R}">\
{_font("宋体", "SimSun", "02010600030101010101", "variable")}\
{_font("黑体", "SimHei", "02010609060101010101", "fixed")}\
{_font("方正小标宋简体", "宋体", "02010601030101010101", "variable")}\
</w:fonts>"""


@functools.lru_cache(maxsize=8)
def parts_before_document(footers: int = 0) -> tuple[Part, ...]:
    """Return the parts that stand before `word/document.xml`, with so many footers announced."""
    announced = "".join(
        f'<Override PartName="/word/footer{number}.xml" ContentType="{_WORD_TYPE}.footer+xml"/>'
        for number in range(1, footers + 1)
    )
    return (
        _part("[Content_Types].xml", f"{_CONTENT_TYPES}{announced}</Types>"),
        _part("_rels/.rels", _PACKAGE_RELATIONS),
    )


def parts_after_document(footers: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """Return the parts that stand behind `word/document.xml`; footers are given as XML."""
    related = "".join(
        f'<Relationship Id="rId{FIRST_FOOTER + number}" Type="{_OFFICE}/footer" Target="footer{number + 1}.xml"/>'
        for number in range(len(footers))
    )
    return (
        _relations_of_document(related),
        *_constant_parts(),
        *(_part(f"word/footer{number}.xml", text) for number, text in enumerate(footers, 1)),
    )


@functools.lru_cache(maxsize=8)
def _relations_of_document(footers: str) -> Part:
    return _part("word/_rels/document.xml.rels", f"{_DOCUMENT_RELATIONS}{footers}</Relationships>")


@functools.cache
def _constant_parts() -> tuple[Part, ...]:
    return (
        _part("word/styles.xml", _STYLES),
        _part("word/settings.xml", _SETTINGS),
        _part("word/fontTable.xml", _FONT_TABLE),
        _part("word/theme/theme1.xml", THEME),
    )


def _part(name: str, content: str) -> Part:
    return part(name, (_XML + content).encode(), level=9)
