"""How the named styles of a grid look: fonts, sizes, line heights and alignment, in points."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from perfeval_gui.core.values import dataclass

TABLE_FONT = "宋体"
LEFT_CELLS = frozenset({"prose", "source"})


@dataclass(frozen=True, slots=True)
class LineStyle:
    """A paragraph above or below the table; all lengths in points, the line height is exact."""

    font: str
    size: Decimal
    line: Decimal
    before: Decimal = Decimal(0)
    after: Decimal = Decimal(0)
    centred: bool = False


LINE_STYLES: Mapping[str, LineStyle] = MappingProxyType(
    {
        "annex": LineStyle("黑体", Decimal(16), Decimal(24)),
        "title": LineStyle("方正小标宋简体", Decimal(18), Decimal(30), after=Decimal(6), centred=True),
        "note": LineStyle("宋体", Decimal("10.5"), Decimal(16), before=Decimal(6)),
        "footer": LineStyle("宋体", Decimal(8), Decimal(10), centred=True),
        "sign_off": LineStyle("宋体", Decimal("10.5"), Decimal(24)),
    }
)


def twips(points: Decimal) -> int:
    """Return a length in twips (1/20 pt)."""
    return int(points * 20)
