"""Colours, spacing and type of the window, light and dark; widgets take them from here and nowhere else.

Text colours keep a contrast of 4.5:1 or more against their background (WCAG 2.2, 1.4.3); there is a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

SPACE: Final = 8
"""The grid, in device-independent pixels; margins and gaps are multiples of it."""

RADIUS: Final = 8

BASE_POINTS: Final = 10.0
"""Size of running text at 100 %, in points."""


class Appearance(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one appearance, each ``#RRGGBB``."""

    window: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    info: str
    info_soft: str
    is_dark: bool


LIGHT: Final = Tokens(
    window="#F4F5F7",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#DADDE3",
    text="#1A1D23",
    muted="#5A6270",
    accent="#1F5FD1",
    on_accent="#FFFFFF",
    accent_soft="#E4EDFC",
    good="#146C3C",
    good_soft="#DDF3E6",
    warn="#8A4B00",
    warn_soft="#FDEFD8",
    bad="#B3261E",
    bad_soft="#FCE6E4",
    info="#1F5FD1",
    info_soft="#E4EDFC",
    is_dark=False,
)
DARK: Final = Tokens(
    window="#16181D",
    surface="#1E2128",
    raised="#272B34",
    line="#3A404C",
    text="#ECEEF2",
    muted="#A6AEBB",
    accent="#7FB0FF",
    on_accent="#0B1A33",
    accent_soft="#24344F",
    good="#7FD8A4",
    good_soft="#1E3A2B",
    warn="#F2B968",
    warn_soft="#40301A",
    bad="#FF9C94",
    bad_soft="#4A2523",
    info="#7FB0FF",
    info_soft="#24344F",
    is_dark=True,
)


def tokens() -> Tokens:
    """The colours in force."""
    return DARK if QApplication.instance() and _is_dark() else LIGHT


def apply(application: QApplication, appearance: Appearance, scale: float = 1.0) -> None:
    """Dress the application, texts ``scale`` times as large.

    Whoever paints by itself asks ``tokens`` again on ``PaletteChange``.
    """
    hints = QGuiApplication.styleHints()
    scheme = {
        Appearance.SYSTEM: Qt.ColorScheme.Unknown,
        Appearance.LIGHT: Qt.ColorScheme.Light,
        Appearance.DARK: Qt.ColorScheme.Dark,
    }[appearance]
    hints.setColorScheme(scheme)
    application.setStyle("Fusion")
    chosen = DARK if _is_dark() else LIGHT
    application.setPalette(_palette(chosen))
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(BASE_POINTS * scale)
    application.setFont(font)
    application.setStyleSheet(_style_sheet(chosen, scale))


def _is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, colour in {
        role.Window: t.window,
        role.WindowText: t.text,
        role.Base: t.surface,
        role.AlternateBase: t.window,
        role.Text: t.text,
        role.Button: t.raised,
        role.ButtonText: t.text,
        role.BrightText: t.bad,
        role.ToolTipBase: t.raised,
        role.ToolTipText: t.text,
        role.PlaceholderText: t.muted,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
        role.Link: t.accent,
        role.Light: t.raised,
        role.Midlight: t.line,
        role.Mid: t.line,
        role.Dark: t.line,
        role.Shadow: t.line,
    }.items():
        palette.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(t.muted))
    return palette


def _style_sheet(t: Tokens, scale: float) -> str:
    title, heading = round(20 * scale), round(15 * scale)
    return f"""
    QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
    QPushButton {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
                   padding: 6px 14px; }}
    QPushButton:hover {{ border-color: {t.accent}; }}
    QPushButton:pressed {{ background: {t.accent_soft}; }}
    QPushButton:focus {{ border: 2px solid {t.accent}; padding: 5px 13px; }}
    QPushButton:disabled {{ color: {t.muted}; background: {t.window}; }}
    QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent};
                                   font-weight: 600; }}
    QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
    QPushButton[kind="primary"]:disabled {{ background: {t.line}; color: {t.muted}; border-color: {t.line}; }}
    QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; }}
    QPushButton[kind="quiet"]:hover {{ background: {t.accent_soft}; }}
    QPushButton[kind="quiet"]:focus {{ border: 2px solid {t.accent}; }}
    QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDoubleSpinBox {{ background: {t.surface};
        color: {t.text}; border: 1px solid {t.line}; border-radius: 6px; padding: 5px 8px;
        selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus,
    QDoubleSpinBox:focus {{ border: 2px solid {t.accent}; padding: 4px 7px; }}
    QTableView {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {RADIUS}px;
                  gridline-color: {t.line}; selection-background-color: {t.accent_soft}; selection-color: {t.text};
                  outline: none; }}
    QTableView::item {{ padding: 4px 8px; border-bottom: 1px solid {t.line}; }}
    QHeaderView::section {{ background: {t.surface}; color: {t.muted}; border: none; padding: 8px;
                            border-bottom: 1px solid {t.line}; font-weight: 600; }}
    QFrame[kind="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {RADIUS}px; }}
    QLabel[kind="title"] {{ font-size: {title}px; font-weight: 600; color: {t.text}; }}
    QLabel[kind="heading"] {{ font-size: {heading}px; font-weight: 600; color: {t.text}; }}
    QLabel[kind="muted"] {{ color: {t.muted}; }}
    QWidget#sidebar {{ background: {t.surface}; border-right: 1px solid {t.line};
                      min-width: {round(168 * scale)}px; }}
    QWidget#status {{ background: {t.surface}; border-top: 1px solid {t.line}; }}
    QPushButton[kind="nav"] {{ text-align: left; background: transparent; border: 2px solid transparent;
                               padding: 7px 12px; }}
    QPushButton[kind="nav"]:hover {{ background: {t.window}; }}
    QPushButton[kind="nav"]:checked {{ background: {t.accent_soft}; color: {t.accent}; font-weight: 600; }}
    QPushButton[kind="nav"]:focus {{ border-color: {t.accent}; }}
    QScrollArea {{ border: none; background: transparent; }}
    QScrollArea > QWidget > QWidget {{ background: transparent; }}
    QProgressBar {{ background: {t.line}; border: none; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
    QMenu {{ background: {t.raised}; border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: 6px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
    """
