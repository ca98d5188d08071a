"""The fonts of paper: the government form's where the machine has them, else stated stand-ins."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import ParamSpec, TypeVar

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont

from perfeval_gui.core.layout.lines import Measure
from perfeval_gui.core.layout.paper import PaperLine

STAND_INS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "宋体": (
            "宋体", "SimSun", "NSimSun", "新宋体", "方正书宋_GBK", "方正书宋简体", "华文宋体", "STSong", "思源宋体",
            "Source Han Serif SC", "Noto Serif CJK SC", "AR PL UMing CN",
        ),
        "黑体": (
            "黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "华文黑体", "STHeiti", "思源黑体", "Source Han Sans SC",
            "Noto Sans CJK SC", "微软雅黑", "Microsoft YaHei", "文泉驿微米黑", "WenQuanYi Micro Hei",
        ),
        "方正小标宋简体": (
            "方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "华文中宋", "STZhongsong",
            "宋体", "SimSun", "思源宋体", "Source Han Serif SC", "Noto Serif CJK SC", "AR PL UMing CN",
        ),
    }
)  # fmt: skip
_EM = 1000
_Made = TypeVar("_Made")
_Args = ParamSpec("_Args")


def _once_a_thread(make: Callable[_Args, _Made]) -> Callable[_Args, _Made]:
    """Keep what was made, but never for two threads: copies of a QFont share data that only one thread may use."""
    kept = threading.local()

    @functools.wraps(make)
    def found(*args: _Args.args, **named: _Args.kwargs) -> _Made:
        if not hasattr(kept, "cached"):
            kept.cached = functools.cache(make)
        made: _Made = kept.cached(*args, **named)
        return made

    return found


_LOOK_ALIKES = range(0x3000)  # where characters stand that fonts draw with the glyph of another one
_FURTHER_LOOK_ALIKES = range(0xF900, 0xFFF0)


@functools.cache
def family(name: str) -> str:
    """Return the family that stands for a font of the form on this machine."""
    present = frozenset(QFontDatabase.families())
    return next((item for item in STAND_INS.get(name, (name,)) if item in present), name)


def missing_fonts() -> list[tuple[str, str]]:
    """Return the form's fonts that this machine lacks, each with the family that stands in (itself: none does)."""
    own = {
        "宋体": ("宋体", "SimSun"),
        "黑体": ("黑体", "SimHei"),
        "方正小标宋简体": STAND_INS["方正小标宋简体"][:4],
    }
    present = frozenset(QFontDatabase.families())
    return [(name, family(name)) for name, names in own.items() if present.isdisjoint(names)]


@_once_a_thread
def paper_font(name: str, pixels: float) -> QFont:
    """Return a font of the form, its size in units of the painter."""
    font = QFont([family(name), *STAND_INS.get(name, ())])
    font.setPixelSize(round(pixels))
    font.setKerning(False)  # the widths of a text's characters add up, on every machine
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.ForceOutline)
    return font


@_once_a_thread
def measure_of(name: str) -> Measure:
    """Return the measure of a font of the form: widths in em."""
    metrics = QFontMetricsF(paper_font(name, _EM))

    @functools.cache
    def width(character: str) -> float:
        return metrics.horizontalAdvance(character) / _EM

    @functools.lru_cache(maxsize=8192)
    def measured(text: str) -> float:
        return sum(map(width, text))

    return measured


def meanings(lines: Iterable[PaperLine]) -> dict[str, str]:
    """Return, by character that a font draws alike, the character that was written on the lines."""
    found: dict[str, str] = {}
    written: dict[str, set[str]] = {}
    for line in lines:
        written.setdefault(line.font, set()).update(line.text)
    for name, characters in written.items():
        alike = _drawn_alike(name)
        glyphs = _glyphs(name, "".join(sorted(characters)))
        for character, glyph in glyphs.items():
            found.update({other: character for other in alike.get(glyph, "") if other not in characters})
    return found


@functools.cache
def _drawn_alike(name: str) -> Mapping[int, str]:
    candidates = "".join(map(chr, (*_LOOK_ALIKES, *_FURTHER_LOOK_ALIKES)))
    alike: dict[int, str] = {}
    for character, glyph in _glyphs(name, candidates).items():
        alike[glyph] = alike.get(glyph, "") + character
    return alike


def _glyphs(name: str, characters: str) -> dict[str, int]:
    plain = "".join(character for character in characters if ord(character) <= 0xFFFF)
    font = QRawFont.fromFont(paper_font(name, _EM))
    return {
        character: glyph
        for character, glyph in zip(plain, font.glyphIndexesForString(plain), strict=True)
        if glyph
    }
