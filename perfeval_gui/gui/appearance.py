"""Fonts, palette, colours and icons: one place for how the window looks."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from perfeval_gui.core.checks.rule import Severity
from perfeval_gui.resources import resource

SONG = ("SimSun", "宋体", "NSimSun", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN")
HEI = ("SimHei", "黑体", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei")
TITLE = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "STZhongsong", "华文中宋", *SONG)
WINDOW = ("Microsoft YaHei UI", "Microsoft YaHei", "微软雅黑", "Noto Sans CJK SC", "WenQuanYi Zen Hei")

TOOL_STYLE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one look, as `#rrggbb`."""

    name: str
    window: str
    base: str
    text: str
    muted: str
    line: str
    label: str
    paper: str
    desk: str
    accent: str
    accent_text: str
    selection: str
    error: str
    error_fill: str
    warning: str
    warning_fill: str
    hint: str
    hint_fill: str
    good: str

    def ink(self, severity: Severity) -> QColor:
        """The colour of text and marks of a severity."""
        return QColor(getattr(self, severity.value))

    def fill(self, severity: Severity) -> QColor:
        """The background of a cell with a finding of that severity."""
        return QColor(getattr(self, severity.value + "_fill"))


LIGHT = Theme(
    name="light",
    window="#f3f4f6",
    base="#ffffff",
    text="#1b1f24",
    muted="#5b6470",
    line="#8a929c",
    label="#f4f6f9",
    paper="#ffffff",
    desk="#e4e7eb",
    accent="#1f5fae",
    accent_text="#ffffff",
    selection="#d6e6fa",
    error="#b3261e",
    error_fill="#fdecea",
    warning="#8a5300",
    warning_fill="#fff4d6",
    hint="#1f5fae",
    hint_fill="#eaf2fc",
    good="#1c7a3e",
)
THEMES = {LIGHT.name: LIGHT}


def families(names: tuple[str, ...]) -> list[str]:
    """Return the families of the list that this machine has, or the whole list when it has none."""
    present = set(QFontDatabase.families())
    return [name for name in names if name in present] or list(names)


def font(names: tuple[str, ...], points: float) -> QFont:
    """Return a font of the first present family at a size in points."""
    made = QFont()
    made.setFamilies(families(names))
    made.setPointSizeF(points)
    return made


def apply_look(application: QApplication, theme: Theme, points: float = 10.0) -> None:
    """Give the application Fusion, our palette and our window font."""
    application.setStyle("Fusion")
    application.setPalette(palette(theme))
    application.setFont(font(WINDOW, points))
    application.setStyleSheet(_style_sheet(theme))


def palette(theme: Theme) -> QPalette:
    """Return the palette of a theme."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.Base: theme.base,
        QPalette.ColorRole.AlternateBase: theme.label,
        QPalette.ColorRole.Button: theme.window,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipBase: theme.base,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.accent_text,
        QPalette.ColorRole.Link: theme.accent,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.line))
    return made


def _style_sheet(theme: Theme) -> str:
    return f"""
    QToolBar {{ border: none; border-bottom: 1px solid {theme.desk}; spacing: 2px; padding: 3px 6px; background: {theme.base}; }}
    QToolBar QToolButton {{ padding: 4px 7px; border-radius: 4px; }}
    QToolBar QToolButton:hover {{ background: {theme.selection}; }}
    QMenuBar {{ background: {theme.base}; }}
    QSplitter::handle {{ background: {theme.desk}; }}
    QTreeView, QListView {{ border: none; }}
    QTreeView::item {{ padding: 3px 0; }}
    QTreeView#projectTree {{ background: {theme.window}; }}
    QTableView#formView {{ border: none; background: {theme.desk}; }}
    QStatusBar {{ background: {theme.base}; border-top: 1px solid {theme.desk}; }}
    QStatusBar::item {{ border: none; }}
    """


@functools.cache
def icon(name: str, colour: str = "#3b4450") -> QIcon:
    """Return an icon of our set in a colour, sharp at every scale."""
    svg = resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    renderer = QSvgRenderer(QByteArray(svg))
    made = QIcon()
    for size in (16, 20, 24, 32, 48, 64):
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        made.addPixmap(pixmap)
    return made


SEVERITY_ICONS = {
    Severity.ERROR: "alert-circle",
    Severity.WARNING: "alert-triangle",
    Severity.HINT: "bulb",
}


def severity_icon(severity: Severity, theme: Theme) -> QIcon:
    """Return the icon of a severity in its colour; shape differs, so colour is never alone."""
    return icon(SEVERITY_ICONS[severity], getattr(theme, severity.value))
