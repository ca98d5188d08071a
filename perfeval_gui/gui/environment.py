"""环境自检: what this PC has and lacks for the program, each with its effect, for the clerk and the IT colleague."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, qVersion
from PySide6.QtGui import QGuiApplication

from perfeval_gui import __version__
from perfeval_gui.gui.paper_fonts import STAND_INS, family, measure_of, missing_fonts

_LEAST_FREE = 300 * 1024 * 1024
_WIDEST_DIGIT = 0.58
"""In em; what the choice of the font size reckons with (0.55), and a little for the rounding of fonts."""
_OFFICE_PROGRAMS = ("wps", "libreoffice", "soffice")
_OFFICE_CLASSES = ("Word.Application", "KWPS.Application", "WPS.Application")
_INPUT_METHODS = {"ibus": "ibus", "fcitx": "fcitx", "fcitx5": "fcitx"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that was looked at: what was found, and what that means or what to do, blank where all is well."""

    name: str
    found: str
    effect: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing needs to be done."""
        return not self.effect


def conditions(folder: Path, today: date, newest: date | None = None) -> tuple[Condition, ...]:
    """Return what was found, fonts first; `newest` is the day of the latest change of a draft."""
    return tuple(_conditions(folder, today, newest))


def _conditions(folder: Path, today: date, newest: date | None) -> Iterator[Condition]:
    yield from _fonts()
    yield _printers()
    yield _office()
    yield _input_method()
    yield _data_folder(folder)
    yield _free_room(folder)
    yield _clock(today, newest)
    yield _screen()
    yield Condition(
        "程序",
        f"{__version__}，Python {platform.python_version()}，Qt {qVersion()}，{platform.platform(terse=True)}",
    )


def font_sentence() -> str:
    """Return what the clerk should know of missing fonts before exporting, blank where none is missing."""
    missing = missing_fonts()
    if not missing:
        return ""
    if any(name == stand_in for name, stand_in in missing):
        return "本机没有可用的中文字体，打印和 PDF 会缺字。请先安装宋体等中文字体。"
    names = "、".join(name for name, _ in missing)
    stand_ins = "、".join(dict.fromkeys(stand_in for _, stand_in in missing))
    wider = "".join(_wider(name) for name, _ in missing[:1])
    return f"本机缺少{names}，打印和 PDF 用“{stand_ins}”代替，字形略有不同；Word 文件里写的仍是规定的字体。{wider}"


def _fonts() -> Iterator[Condition]:
    missing = dict(missing_fonts())
    for name in STAND_INS:
        stand_in = family(name)
        if name not in missing:
            yield Condition(f"字体 {name}", "有" if stand_in == name else f"有（{stand_in}）")
        elif name == stand_in:
            yield Condition(
                f"字体 {name}",
                "没有，也没有可代替的中文字体",
                "纸面、打印和 PDF 会缺字。请安装宋体等中文字体。",
            )
        else:
            effect = "打印和 PDF 的字形与规定的略有不同；Word 文件拷到有这种字体的电脑上，仍用规定的字体。"
            yield Condition(f"字体 {name}", f"没有，用“{stand_in}”代替", effect + _wider(name))


def _wider(name: str) -> str:
    measure = measure_of(name)
    digit = max(map(measure, "0123456789"))
    if digit <= _WIDEST_DIGIT and measure("中") <= 1:
        return "字不比规定的宽，页数不变。"
    return "它的字比规定的宽，个别格可能多占一行，签字可能被挤到第二页，打印前请看纸面。"


def _printers() -> Condition:
    from PySide6.QtPrintSupport import QPrinterInfo  # brings libraries that only printing needs

    names = QPrinterInfo.availablePrinterNames()
    if not names:
        return Condition("打印机", "没有找到", "不能直接打印。可以导出 Word 或 PDF，到有打印机的电脑上打印。")
    usual = QPrinterInfo.defaultPrinterName()
    return Condition("打印机", "、".join(names) + (f"；默认 {usual}" if usual else ""))


def _office() -> Condition:
    found = _office_on_windows() if sys.platform == "win32" else _first(shutil.which, _OFFICE_PROGRAMS)
    if found:
        return Condition("WPS 或 Word", f"有（{found}）")
    return Condition(
        "WPS 或 Word", "没有找到", "不能“用本机 WPS 或 Word 打印”；程序自己的打印和 PDF 不受影响。"
    )


def _first(there: Callable[[str], object], names: tuple[str, ...]) -> str:
    return next((name for name in names if there(name)), "")


def _office_on_windows() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    def registered(name: str) -> bool:
        try:
            winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, name))
        except OSError:
            return False
        return True

    return _first(registered, _OFFICE_CLASSES).removesuffix(".Application")


def _input_method() -> Condition:
    if sys.platform != "linux":
        return Condition("输入法", "用系统的")
    wanted = os.environ.get("QT_IM_MODULE", "") or os.environ.get("XMODIFIERS", "").removeprefix("@im=")
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    needed = _INPUT_METHODS.get(wanted, wanted)
    if not wanted:
        return Condition("输入法", "系统没有说明用哪一种", "如果打不出汉字，请让管理员检查输入法框架的设置。")
    if any(needed in plugin.name for plugin in plugins.glob("*")):
        return Condition("输入法", f"{wanted}，有相应的插件")
    return Condition(
        "输入法",
        f"{wanted}，没有相应的插件",
        "可能打不出汉字。请用带输入法插件的安装包，或把 QT_IM_MODULE 设为 ibus 后重新启动。",
    )


def _data_folder(folder: Path) -> Condition:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return Condition(
            "数据文件夹", str(folder), "写不进去，写过的字存不下来。请让管理员放开这个文件夹的写入权限。"
        )
    return Condition("数据文件夹", f"{folder}，可以写入")


def _free_room(folder: Path) -> Condition:
    free = shutil.disk_usage(folder).free
    found = f"剩余 {free / 1024**3:.1f} GB"
    low = free < _LEAST_FREE
    return Condition("磁盘空间", found, "快满了，可能存不下。请清理磁盘，或换一个有空间的盘。" if low else "")


def _clock(today: date, newest: date | None) -> Condition:
    shown = f"{today.year}年{today.month}月{today.day}日"
    if newest is not None and newest > today:
        later = f"{newest.year}年{newest.month}月{newest.day}日"
        return Condition("电脑时间", shown, f"比草稿最后修改的日子（{later}）还早，可能不准。请校准时间。")
    return Condition("电脑时间", shown)


def _screen() -> Condition:
    screen = QGuiApplication.primaryScreen()
    size, scale = screen.size(), screen.devicePixelRatio()
    return Condition("屏幕", f"{size.width()}×{size.height()}，缩放 {scale:.0%}")
