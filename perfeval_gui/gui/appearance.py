"""Fonts, palette, style sheet and icons: one place for how the window looks."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from perfeval_gui.core.checks.rule import Severity
from perfeval_gui.gui.themes import Theme
from perfeval_gui.resources import resource

SONG = ("SimSun", "宋体", "NSimSun", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN")
HEI = ("SimHei", "黑体", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei")
TITLE = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "STZhongsong", "华文中宋", *SONG)
WINDOW = ("Microsoft YaHei UI", "Microsoft YaHei", "微软雅黑", "Noto Sans CJK SC", "WenQuanYi Zen Hei")

TOOL_STYLE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
POINTS = 10.0
"""The size of the window's texts at 100 %."""
_LOOK = "look"
FUSION = "fusion"
"""The application's property that says that it has the style on which the sheet is laid."""
_DARK = ("dark", "contrast")
_TONES = ("muted", "good", "error", "neutral", "problem", "notice")
"""What `set_tone` knows: how a text stands out from the others."""


def families(names: tuple[str, ...]) -> list[str]:
    """Return the families of the list that this machine has, or the whole list when it has none."""
    present = frozenset(QFontDatabase.families())  # one question: each one by name costs five times as much
    return [name for name in names if name in present] or list(names)


def font(names: tuple[str, ...], points: float) -> QFont:
    """Return a font of the first present family at a size in points."""
    made = QFont()
    made.setFamilies(families(names))
    made.setPointSizeF(points)
    return made


def apply_look(application: QApplication, theme: Theme, scale: float = 1.0) -> None:
    """Give the application Fusion, the palette and style sheet of a theme, and our window font at a scale.

    Qt asks every widget there is to look anew, so an application that looks so already is left alone.
    """
    if application.property(_LOOK) == [theme.name, scale]:
        return
    application.setProperty(_LOOK, [theme.name, scale])
    if not application.property(FUSION):  # asking for the style itself would make Python know all of QStyle
        application.setStyle("Fusion")
        application.setProperty(FUSION, True)
    if application.styleSheet():  # else palette and font make every widget look anew under the old sheet too
        application.setStyleSheet("")
    application.setPalette(palette(theme))
    application.setFont(font(WINDOW, POINTS * scale))
    application.setStyleSheet(_style_sheet(theme, scale))


def sized(pixels: float, widget: QWidget) -> int:
    """Return pixels that are meant for texts of the usual size in the size of the widget's texts."""
    return round(pixels * widget.font().pointSizeF() / POINTS)


def palette(theme: Theme) -> QPalette:
    """Return the palette of a theme."""
    made = QPalette(QColor(theme.window), QColor(theme.window))  # with edges and shadows that go with it
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.Base: theme.base,
        QPalette.ColorRole.AlternateBase: theme.label,
        QPalette.ColorRole.Button: theme.window,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.error,
        QPalette.ColorRole.ToolTipBase: theme.base,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.accent_text,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.line))
    return made


def _style_sheet(theme: Theme, scale: float) -> str:
    def px(pixels: float) -> str:
        return f"{round(pixels * scale)}px"

    return f"""
    QToolBar {{ border: none; border-bottom: 1px solid {theme.desk}; background: {theme.base}; }}
    QToolBar {{ spacing: 2px; padding: {px(3)} {px(6)}; }}
    QToolBar QToolButton {{ padding: {px(4)} {px(5)}; border: 1px solid transparent; border-radius: {px(4)}; }}
    QToolBar QToolButton#qt_toolbar_ext_button {{ padding: 0; min-width: {px(16)}; background: {theme.selection}; }}
    QToolBar QToolButton:hover {{ background: {theme.selection}; }}
    QToolBar QToolButton:focus {{ border-color: {theme.accent}; }}
    QToolBar, QToolButton {{ icon-size: {px(20)}; }}
    QCheckBox::indicator, QRadioButton::indicator, QTreeView::indicator {{ width: {px(15)}; height: {px(15)}; }}
    QTreeView, QListView, QTabBar, QPushButton, QCheckBox {{ icon-size: {px(16)}; }}
    QTabBar::tab {{ padding: {px(5)} {px(11)}; border: none; border-bottom: {px(3)} solid transparent; }}
    QTabBar::tab:selected {{ border-bottom-color: {theme.accent}; font-weight: bold; }}
    QTabBar::tab:hover, QTabBar::tab:focus {{ background: {theme.selection}; }}
    QPushButton {{ border: 1px solid {theme.line}; border-radius: {px(4)}; padding: {px(4)} {px(12)}; background: {theme.base}; }}
    QPushButton:hover {{ background: {theme.selection}; }}
    QPushButton:focus, QPushButton:default {{ border-color: {theme.accent}; }}
    QPushButton:focus {{ border-width: 2px; padding: {px(4) if scale < 1 else px(3)} {px(11)}; }}
    QPushButton:disabled {{ color: {theme.line}; border-color: {theme.desk}; }}
    QToolButton[part="tick"] {{ border: 1px solid {theme.line}; border-radius: {px(4)}; padding: {px(2)} {px(4)}; }}
    QToolButton[part="tick"]:checked {{ background: {theme.selection}; border-color: {theme.accent}; }}
    QToolButton[part="tick"]:hover, QToolButton[part="tick"]:focus {{ border-color: {theme.text}; }}
    QScrollBar {{ background: {theme.window}; border: none; }}
    QScrollBar:vertical {{ width: {px(13)}; }}
    QScrollBar:horizontal {{ height: {px(13)}; }}
    QScrollBar::handle {{ background: {theme.line}; border-radius: {px(4)}; margin: {px(2)}; }}
    QScrollBar::handle:vertical {{ min-height: {px(28)}; }}
    QScrollBar::handle:horizontal {{ min-width: {px(28)}; }}
    QScrollBar::handle:hover {{ background: {theme.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    {_edges(theme, round(14 * scale)) if theme.name in _DARK else ""}
    QMenuBar {{ background: {theme.base}; }}
    QToolTip {{ color: {theme.text}; background: {theme.base}; border: 1px solid {theme.line}; padding: {px(3)}; }}
    QSplitter::handle {{ background: {theme.desk}; }}
    QTreeView, QListView {{ border: none; }}
    QTreeView::item {{ padding: {px(3)} 0; }}
    QTreeView#projectTree {{ background: {theme.window}; }}
    QTableView#formView {{ border: none; background: {theme.desk}; }}
    QPlainTextEdit#cellEditor {{ background: {theme.base}; color: {theme.text}; border: 1px solid {theme.accent}; }}
    QStatusBar {{ background: {theme.base}; border-top: 1px solid {theme.desk}; }}
    QStatusBar::item {{ border: none; }}
    QFrame#totalsBar, QFrame#originLegend {{ background: {theme.base}; border-top: 1px solid {theme.desk}; }}
    QFrame#noticeBar {{ background: {theme.hint_fill}; border-bottom: 1px solid {theme.desk}; }}
    QFrame#noticeBar[tone="problem"] {{ background: {theme.error_fill}; }}
    QFrame#dropLine {{ background: {theme.accent}; }}
    QLabel[tone="muted"] {{ color: {theme.muted}; }}
    QLabel[tone="problem"] {{ color: {theme.error}; background: {theme.error_fill}; padding: {px(2)} {px(6)}; }}
    QLabel[tone="problem"] {{ font-weight: bold; }}
    QLabel[part="chip"] {{ border-radius: {px(6)}; padding: {px(2)} {px(10)}; color: {theme.text}; background: {theme.label}; }}
    QLabel[part="chip"][tone="good"] {{ color: {theme.good}; }}
    QLabel[part="chip"][tone="error"] {{ color: {theme.error}; background: {theme.error_fill}; }}
    QLabel[part="empty"] {{ padding: {px(24)}; }}
    QLabel[part="remark"] {{ padding: {px(2)} {px(10)}; }}
    QLabel[part="bold"] {{ font-weight: bold; }}
    QLabel[part="section"] {{ font-size: {11 * scale:.1f}pt; font-weight: bold; }}
    QLabel[part="heading"] {{ font-size: {13.5 * scale:.1f}pt; font-weight: bold; }}
    QLabel[part="headline"] {{ font-size: {20 * scale:.1f}pt; }}
    QLabel[part="sentence"] {{ color: {theme.text}; background: {theme.label}; padding: {px(8)}; border-radius: {px(6)}; }}
    QPushButton[part="large"] {{
        font-size: {14 * scale:.1f}pt; min-width: {px(260)}; min-height: {px(60)}; padding: 0 {px(14)};
        color: {theme.accent_text}; background: {theme.accent}; border: 3px solid {theme.accent}; border-radius: {px(8)};
    }}
    QPushButton[part="large"]:hover, QPushButton[part="large"]:focus {{ border-color: {theme.text}; }}
    """


def _tick() -> str:
    """Return the file of the tick that stands black on the accent."""
    return resource("icons", "check.svg").as_posix()


def _edges(theme: Theme, tick: int) -> str:
    """Return lines around what one fills in: on dark grounds the edges that Fusion draws cannot be seen."""
    return f"""
    QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextBrowser, QTreeWidget, QListWidget, QTableView {{
        border: 1px solid {theme.line}; }}
    QComboBox {{ padding: 2px 20px 2px 6px; }}
    QCheckBox::indicator, QRadioButton::indicator, QTreeView::indicator {{
        width: {tick}px; height: {tick}px; border: 2px solid {theme.line}; background: {theme.base}; }}
    QRadioButton::indicator {{ border-radius: {tick // 2 + 2}px; }}
    QCheckBox::indicator:checked, QRadioButton::indicator:checked, QTreeView::indicator:checked {{
        border-color: {theme.accent}; background: {theme.accent}; image: url("{_tick()}"); }}
    QCheckBox::indicator:disabled {{ border-color: {theme.muted}; }}
    QCheckBox:focus, QRadioButton:focus {{ border: 1px dotted {theme.line}; }}
    QMenu, QDialog {{ border: 1px solid {theme.line}; }}
    QMenu::item:selected {{ background: {theme.accent}; color: {theme.accent_text}; }}
    QHeaderView::section {{ border: 1px solid {theme.line}; background: {theme.label}; padding: 2px; }}
    """


def give_viewport(area: QAbstractScrollArea) -> None:
    """Give a scroll area a viewport made in Python, as Qt would have made it.

    Asked for one of Qt's making, PySide goes through all classes of widgets to tell what it is: 10 ms of every start.
    """
    port = QWidget(area)
    port.setObjectName("qt_scrollarea_viewport")  # by which style sheets know it
    port.setBackgroundRole(QPalette.ColorRole.Base)
    port.setAutoFillBackground(True)
    area.setViewport(port)


def set_tone(widget: QWidget, tone: str, part: str = "") -> None:
    """Let a widget stand out in a way that the style sheet knows (blank: in none); it follows the theme by itself."""
    if tone and tone not in _TONES:
        raise ValueError(tone)
    if part:
        widget.setProperty("part", part)
    elif (widget.property("tone") or "") == tone:
        return
    widget.setProperty("tone", tone)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it has not been shown yet, and will be given its look when it is
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


class _IconEngine(QIconEngine):
    """Draws a picture of our set, sharp at every scale, in the colour that the theme has at that moment."""

    def __init__(self, name: str, theme: Theme | None, tone: str) -> None:
        super().__init__()
        self._name = name
        self._theme = theme
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _drawing(self._name, self._ink(mode)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _IconEngine(self._name, self._theme, self._tone)

    def _ink(self, mode: QIcon.Mode) -> str:
        if self._theme is not None and mode == QIcon.Mode.Selected:
            return self._theme.accent_text  # on a selected line of a list
        if self._theme is not None and mode != QIcon.Mode.Disabled:
            return str(getattr(self._theme, self._tone))
        group = QPalette.ColorGroup.Disabled if mode == QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        return QGuiApplication.palette().color(group, QPalette.ColorRole.ButtonText).name()


@functools.lru_cache(maxsize=256)
def _drawing(name: str, colour: str) -> QSvgRenderer:
    svg = resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    return QSvgRenderer(QByteArray(svg))


@functools.cache
def icon(name: str, theme: Theme | None = None, tone: str = "text") -> QIcon:
    """Return an icon of our set in a colour of the theme in use, without one in that of the texts on buttons."""
    return QIcon(_IconEngine(name, theme, tone))


SEVERITY_ICONS = {
    Severity.ERROR: "alert-circle",
    Severity.WARNING: "alert-triangle",
    Severity.HINT: "bulb",
}


def severity_icon(severity: Severity, theme: Theme) -> QIcon:
    """Return the icon of a severity in its colour; shape differs, so colour is never alone."""
    return icon(SEVERITY_ICONS[severity], theme, severity.value)
