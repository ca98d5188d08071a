"""The colours of the four looks, and the theme in use that changes from one to another while the window is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from PySide6.QtGui import QColor

from perfeval_gui.core.checks.rule import Severity
from perfeval_gui.core.values import dataclass


@dataclass(slots=True, eq=False)
class Theme:
    """Colours as `#rrggbb`. Who paints keeps the theme in use and asks it at every paint; it may be another by then.

    `desk` is what the form lies on, `label` the fixed cells of the form, `line` their rules.
    """

    name: str
    title: str
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

    def wear(self, other: Theme) -> None:
        """Take over the colours of another theme."""
        for field in fields(self):
            setattr(self, field.name, getattr(other, field.name))


LIGHT = Theme(
    name="light",
    title="浅色",
    window="#f3f4f6",
    base="#ffffff",
    text="#1b1f24",
    muted="#5b6470",
    line="#7f8791",
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
    good="#1a7139",
)
DARK = Theme(
    name="dark",
    title="深色",
    window="#1f2328",
    base="#262b31",
    text="#e8ebef",
    muted="#abb4c0",
    line="#7a8592",
    label="#2e343c",
    paper="#262b31",
    desk="#16191d",
    accent="#6cb0f7",
    accent_text="#0c1622",
    selection="#274565",
    error="#ff9c92",
    error_fill="#4a2421",
    warning="#f0bb55",
    warning_fill="#443616",
    hint="#8ec1fa",
    hint_fill="#20364f",
    good="#74d394",
)
GREEN = Theme(
    name="green",
    title="护眼",
    window="#cfe3d0",
    base="#dcefdd",
    text="#1b2a1f",
    muted="#42574a",
    line="#5f7a67",
    label="#cde4cf",
    paper="#dcefdd",
    desk="#b9d3bc",
    accent="#1a6442",
    accent_text="#ffffff",
    selection="#b4d9bd",
    error="#96190f",
    error_fill="#f2dacd",
    warning="#6b4100",
    warning_fill="#eee6bb",
    hint="#174a86",
    hint_fill="#cbdfea",
    good="#145435",
)
CONTRAST = Theme(
    name="contrast",
    title="高对比度",
    window="#000000",
    base="#000000",
    text="#ffffff",
    muted="#e2e2e2",
    line="#ffffff",
    label="#1c1c1c",
    paper="#000000",
    desk="#2b2b2b",
    accent="#ffd83d",
    accent_text="#000000",
    selection="#002d5f",
    error="#ffb0a8",
    error_fill="#4a0500",
    warning="#ffd65c",
    warning_fill="#3b2b00",
    hint="#a3d5ff",
    hint_fill="#00274d",
    good="#8dffad",
)
THEMES: Mapping[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK, GREEN, CONTRAST)}
