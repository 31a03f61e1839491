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

from desktop.core.resources import resource_path
from desktop.ui import icons

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


_scale = 1.0
_appearance = Appearance.SYSTEM


def tokens() -> Tokens:
    """The colours in force."""
    return DARK if QApplication.instance() and _is_dark() else LIGHT


def text_scale() -> float:
    """How large texts are: 1.0 to 2.0."""
    return _scale


def apply(application: QApplication, appearance: Appearance, scale: float = 1.0) -> None:
    """Dress the application, texts ``scale`` times as large.

    Whoever paints by itself asks ``tokens`` again on ``PaletteChange``; icons are inked again.
    """
    global _scale, _appearance  # there is one application, and this is how it looks
    _scale, _appearance = scale, appearance
    hints = QGuiApplication.styleHints()
    scheme = {
        Appearance.SYSTEM: Qt.ColorScheme.Unknown,
        Appearance.LIGHT: Qt.ColorScheme.Light,
        Appearance.DARK: Qt.ColorScheme.Dark,
    }[appearance]
    hints.setColorScheme(scheme)
    if application.style().objectName() != "fusion":
        application.setStyle("Fusion")
    chosen = DARK if _is_dark() else LIGHT
    application.setPalette(_palette(chosen))
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(BASE_POINTS * scale)
    application.setFont(font)
    application.setStyleSheet(_style_sheet(chosen, scale))
    icons.retint()


def _is_dark() -> bool:
    # not every platform can be told: what the user chose counts, also there
    if _appearance is not Appearance.SYSTEM:
        return _appearance is Appearance.DARK
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
    title, heading, box = round(20 * scale), round(15 * scale), round(16 * scale)
    ring = round(5 * scale)  # around the dot of a chosen radio button
    shade = "dark" if t.is_dark else "light"
    mark = {
        name: resource_path("icons", "theme", f"{name}-{shade}.svg").as_posix()
        for name in ("down", "up", "tick")
    }
    return f"""
    QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
    QPushButton {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
                   padding: 6px 14px; outline: none; }}
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
    QComboBox::drop-down {{ border: none; width: {box + 8}px; }}
    QComboBox::down-arrow {{ image: url("{mark["down"]}"); width: {box - 4}px; height: {box - 4}px; }}
    QComboBox QAbstractItemView {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line};
        selection-background-color: {t.accent_soft}; selection-color: {t.text}; outline: none; }}
    QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{
        border: none; width: {box + 4}px; }}
    QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url("{mark["up"]}"); width: {box - 6}px; }}
    QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url("{mark["down"]}"); width: {box - 6}px; }}
    QCheckBox {{ spacing: 8px; border: 2px solid transparent; border-radius: 6px; padding: 2px;
                 outline: none; }}
    QCheckBox:focus {{ border-color: {t.accent}; }}
    QCheckBox::indicator {{ width: {box}px; height: {box}px; border: 1px solid {t.muted}; border-radius: 4px;
                            background: {t.surface}; }}
    QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url("{mark["tick"]}"); }}
    QCheckBox::indicator:disabled {{ border-color: {t.line}; background: {t.window}; }}
    QRadioButton {{ spacing: 8px; border: 2px solid transparent; border-radius: 6px; padding: 2px; }}
    QRadioButton:focus {{ border-color: {t.accent}; }}
    QRadioButton::indicator {{ width: {box}px; height: {box}px; border: 1px solid {t.muted};
                               border-radius: {box // 2 + 1}px; background: {t.surface}; }}
    QRadioButton::indicator:checked {{ width: {box + 2 - 2 * ring}px; height: {box + 2 - 2 * ring}px;
                                       border: {ring}px solid {t.accent}; }}
    QRadioButton::indicator:disabled {{ border-color: {t.line}; background: {t.window}; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {t.muted}; border: 2px solid transparent; padding: 6px 14px;
                    border-bottom: 3px solid transparent; font-weight: 600; }}
    QTabBar::tab:hover {{ color: {t.text}; }}
    QTabBar::tab:selected {{ color: {t.accent}; border-bottom-color: {t.accent}; }}
    QTabBar::tab:focus {{ border: 2px solid {t.accent}; border-bottom-width: 3px; border-radius: 6px; }}
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
    QLabel[kind="strong"] {{ font-weight: 600; }}
    QLabel[kind="good"] {{ color: {t.good}; font-weight: 600; }}
    QLabel[kind="warn"] {{ color: {t.warn}; font-weight: 600; }}
    QLabel[kind="bad"] {{ color: {t.bad}; font-weight: 600; }}
    QLabel[kind="hero"] {{ font-size: {round(28 * scale)}px; font-weight: 700; }}
    QFrame[kind="banner-bad"] {{ background: {t.bad_soft}; border: 1px solid {t.bad}; border-radius: 6px; }}
    QFrame[kind="banner-info"] {{ background: {t.info_soft}; border: 1px solid {t.info}; border-radius: 6px; }}
    QFrame[kind="banner-warn"] {{ background: {t.warn_soft}; border: 1px solid {t.warn}; border-radius: 6px; }}
    QFrame[kind="choice"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 12px; }}
    QFrame[kind="chip"] {{ background: {t.warn_soft}; border-radius: 6px; }}
    QListWidget {{ background: {t.surface}; border: none; outline: none; }}
    QListWidget::item {{ padding: 6px 8px; border-radius: 6px; color: {t.text}; }}
    QListWidget::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
    QDialog {{ background: {t.window}; }}
    QFrame#palette {{ background: {t.raised}; border: 1px solid {t.line}; border-radius: 12px; }}
    QFrame#palette QListWidget {{ background: {t.raised}; }}
    QPushButton[kind="link"] {{ background: transparent; border: 2px solid transparent; color: {t.accent};
                                padding: 2px 4px; text-align: left; }}
    QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
    QPushButton[kind="link"]:focus {{ border-color: {t.accent}; }}
    QPushButton[kind="strip"] {{ background: transparent; border: 2px solid transparent; padding: 2px 6px;
                                 text-align: left; }}
    QPushButton[kind="strip"]:hover {{ background: {t.window}; }}
    QPushButton[kind="strip"]:focus {{ border-color: {t.accent}; }}
    QPushButton[kind="strip"][tone="live"] {{ color: {t.good}; font-weight: 600; }}
    QPushButton[kind="strip"][tone="polling"] {{ color: {t.warn}; font-weight: 600; }}
    QPushButton[kind="strip"][tone="offline"] {{ color: {t.bad}; font-weight: 600; }}
    QPushButton[kind="strip"][tone="muted"] {{ color: {t.muted}; }}
    QWidget#sidebar {{ background: {t.surface}; border-right: 1px solid {t.line};
                      min-width: {round(168 * scale)}px; }}
    QWidget#sidebar[compact="true"] {{ min-width: {round(18 * scale) + 48}px; }}
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
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {t.line}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:hover {{ background: {t.muted}; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
    QMenu {{ background: {t.raised}; border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: 6px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
    """
