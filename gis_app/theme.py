"""Looks of the window: palette and style sheet made of the tokens of ``layers.style``."""

import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from layers.style import (
    FONT_FAMILY,
    THEMES,
    Color,
    InterfaceColors,
    MapColors,
    RoadClass,
    RoadStyle,
    Theme,
    ThemeName,
)

TEXT_PX: Final = 13
SMALL_PX: Final = 12
ROOM_PX: Final = (1320, 650)
"""Most that a dialog may take on the smallest screen served, 1366 × 768, with its frame and a task bar.

A dialog is put over the middle of its window, a bit higher: more, and its title would leave the screen.
"""

_SHEET: Final = """
* {{ font-family: "{font}"; dialogbuttonbox-buttons-have-icons: 0; }}
QMainWindow, QDialog, QMessageBox {{ background: {window}; }}
QWidget {{ color: {text}; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 4px 6px; }}
QMenuBar {{ background: {surface}; border-bottom: 1px solid {border}; padding: 1px 4px; }}
QMenuBar::item {{ padding: 5px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {accent_soft}; }}
QMenu {{ background: {surface}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent_soft}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
QToolBar {{ background: {surface}; border: none; border-bottom: 1px solid {border}; padding: 3px 6px; spacing: 2px; }}
QToolBar::separator {{ width: 1px; background: {border}; margin: 5px 6px; }}
QToolBar QToolButton {{ padding: 4px 8px; border-radius: 6px; border: 1px solid transparent; }}
QToolBar QToolButton:hover {{ background: {window}; }}
QToolBar QToolButton:pressed {{ background: {selection}; }}
QToolBar QToolButton:disabled {{ color: {disabled}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QStatusBar {{ background: {surface}; border-top: 1px solid {border}; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {muted}; padding: 0 6px; font-size: {small}px; }}
QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
QMainWindow::separator {{ background: {window}; width: 5px; height: 5px; }}
QMainWindow::separator:hover {{ background: {focus}; }}
QWidget#panel, QScrollArea#panel, QWidget#panelBody {{ background: {surface}; border: none; }}
QLabel#panelTitle {{ font-size: 15px; font-weight: 600; }}
QLabel#heading {{ font-weight: 600; }}
QLabel#big {{ font-size: 17px; font-weight: 600; }}
QLabel#muted {{ color: {muted}; font-size: {small}px; }}
QLabel#warning {{ color: {warning}; font-size: {small}px; }}
QLabel#danger {{ color: {danger}; font-size: {small}px; }}
QLabel#empty {{ color: {muted}; padding: 24px 20px; }}
QFrame#card {{ background: {surface}; border: 1px solid {border}; border-radius: 8px; }}
QFrame#floating {{ background: {surface}; border: 1px solid {border}; border-radius: 8px; }}
QFrame#line {{ background: {border}; border: none; max-height: 1px; min-height: 1px; }}
QFrame#dropLine {{ background: {accent}; border: none; border-radius: 1px; }}
QFrame#warningBox {{ background: {warning_soft}; border: 1px solid {warning_edge}; border-radius: 6px; }}
QLineEdit, QTimeEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit, QTextEdit {{
  background: {surface}; border: 1px solid {border}; border-radius: 6px; padding: 4px 8px; min-height: 20px;
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:hover, QTimeEdit:hover, QSpinBox:hover, QComboBox:hover {{ border-color: {muted}; }}
QLineEdit:focus, QTimeEdit:focus, QSpinBox:focus, QComboBox:focus {{ border: 1px solid {focus}; }}
QLineEdit#search {{ padding: 6px 8px; border-radius: 8px; background: {raised}; }}
QLineEdit#title {{ font-size: 15px; font-weight: 600; }}
QLineEdit[wrong="true"] {{ border: 1px solid {danger}; }}
QTimeEdit, QSpinBox, QDoubleSpinBox {{ padding: 4px 4px; }}
QAbstractSpinBox QLineEdit {{ border: none; border-radius: 0; padding: 0; min-height: 18px; background: transparent; }}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button {{ width: 0; border: none; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url("{chevron}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView, QAbstractItemView#popup {{
  background: {surface}; border: 1px solid {border}; selection-background-color: {accent_soft};
  selection-color: {text}; outline: none; padding: 2px; }}
QAbstractItemView#popup::item {{ padding: 5px 6px; border-radius: 4px; }}
QAbstractItemView#popup::item:selected {{ background: {accent_soft}; color: {text}; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {muted}; border-radius: 4px; background: {surface}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{check}"); }}
QCheckBox::indicator:focus {{ border: 2px solid {focus}; }}
QPushButton, QToolButton, QCheckBox {{ outline: none; }}
QPushButton {{ background: {surface}; border: 1px solid {border}; border-radius: 6px; padding: 5px 14px; min-height: 20px; }}
QPushButton:hover {{ background: {window}; border-color: {muted}; }}
QPushButton:pressed {{ background: {selection}; }}
QPushButton:focus {{ border-color: {focus}; }}
QPushButton:disabled {{ color: {disabled}; }}
QPushButton#primary, QPushButton:default {{ background: {accent}; color: {on_accent}; border: 1px solid {accent}; font-weight: 600; }}
QPushButton#primary {{ padding: 8px 18px; border-radius: 8px; font-size: 14px; }}
QPushButton#primary:hover, QPushButton:default:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QPushButton#primary:focus {{ border: 2px solid {focus}; }}
QPushButton#primary:disabled {{ background: {border}; border-color: {border}; color: {muted}; }}
QPushButton#link {{ border: none; background: transparent; color: {accent_text}; padding: 2px 4px; text-align: left; min-height: 18px; }}
QPushButton#link:hover {{ text-decoration: underline; }}
QPushButton#link:focus {{ border: 1px solid {focus}; border-radius: 4px; }}
QPushButton#fold {{ border: none; background: transparent; padding: 2px 4px; text-align: left; min-height: 18px; }}
QPushButton#fold:focus {{ border: 1px solid {focus}; border-radius: 4px; }}
QPushButton#tab {{ border: none; border-bottom: 2px solid transparent; border-radius: 0; padding: 8px 12px; color: {muted}; background: transparent; }}
QPushButton#tab:checked {{ color: {text}; font-weight: 600; border-bottom: 2px solid {accent}; }}
QPushButton#tab:focus {{ color: {focus}; }}
QToolButton#chip {{ border: 1px solid {border}; border-radius: 12px; padding: 2px 7px; background: {surface}; font-size: {small}px; min-height: 18px; }}
QToolButton#chip:hover {{ border-color: {muted}; }}
QToolButton#chip:checked {{ background: {accent_soft}; border-color: {accent}; color: {text}; }}
QToolButton#chip:focus {{ border-color: {focus}; }}
QToolButton#chosen {{ border: 1px solid {border}; border-radius: 12px; padding: 2px 9px; background: {raised}; font-size: {small}px; min-height: 18px; }}
QToolButton#chosen:hover {{ border-color: {danger}; }}
QToolButton#chosen:focus {{ border-color: {focus}; }}
QToolButton#flat {{ border: none; border-radius: 6px; padding: 4px; background: transparent; }}
QToolButton#flat:hover {{ background: {window}; }}
QToolButton#flat:focus {{ border: 1px solid {focus}; }}
QToolButton#mapButton {{ background: {surface}; border: 1px solid {border}; border-radius: 8px; padding: 0; }}
QToolButton#mapButton:hover {{ background: {window}; }}
QToolButton#mapButton:focus {{ border-color: {focus}; }}
QToolButton#mapButton:checked {{ background: {accent_soft}; border-color: {accent}; }}
QLabel#mapNote {{ background: {glass}; color: {muted}; font-size: 11px; padding: 1px 6px; border-radius: 4px; }}
QLabel#mapHint {{ background: {surface}; color: {text}; border: 1px solid {border}; padding: 5px 12px; border-radius: 8px; }}
QListView#cards {{ background: {surface}; border: none; outline: none; }}
QListView#thumbs, QListView#notes {{ background: {surface}; border: 1px solid {border}; border-radius: 6px; outline: none; padding: 2px; }}
QListView#thumbs:focus, QListView#notes:focus {{ border-color: {focus}; }}
QListView#thumbs::item {{ padding: 3px 2px; border-radius: 6px; color: {text}; }}
QListView#thumbs::item:selected {{ background: {accent_soft}; border: 1px solid {accent}; color: {text}; }}
QListView#notes::item {{ padding: 3px 4px; border-radius: 4px; color: {text}; }}
QListView#notes::item:selected {{ background: {accent_soft}; color: {text}; }}
QDialog#palette {{ background: {surface}; border: 1px solid {muted}; }}
QDialog#callout {{ background: {surface}; border: 2px solid {accent}; }}
QTextBrowser {{ background: {surface}; padding: 12px 16px; }}
QListWidget#entries {{ background: {surface}; }}
QPushButton#tile {{ text-align: left; padding: 12px 16px; border-radius: 8px; font-size: 14px; font-weight: 600; min-height: 28px; }}
QPushButton#tile:hover {{ border-color: {accent}; }}
QScrollArea#desk {{ background: {border}; border: 1px solid {border}; border-radius: 6px; }}
QListView#checks {{ background: {surface}; border: 1px solid {border}; border-radius: 6px; outline: none; padding: 2px; }}
QListView#checks::item {{ padding: 4px; border-radius: 4px; }}
QListView#checks::indicator {{ width: 14px; height: 14px; border: 1px solid {muted}; border-radius: 4px; background: {surface}; }}
QListView#checks::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{check}"); }}
QListView#checks::item:selected {{ background: {accent_soft}; color: {text}; }}
QListView#entries {{ background: {surface}; border: 1px solid {border}; border-radius: 6px; outline: none; padding: 4px; }}
QListView#entries::item {{ padding: 6px 8px; border-radius: 4px; color: {text}; }}
QListView#entries::item:selected {{ background: {accent_soft}; color: {text}; }}
QListView#entries::item:disabled {{ color: {muted}; }}
QTreeView#layers {{ background: {surface}; border: none; border-top: 1px solid {border}; outline: none; }}
QTreeView#layers::item {{ padding: 3px 2px; }}
QTreeView#layers::item:selected {{ background: {accent_soft}; color: {text}; }}
QTreeView#layers::branch:selected {{ background: {accent_soft}; }}
QTreeView#layers::indicator {{ width: 14px; height: 14px; border: 1px solid {muted}; border-radius: 4px; background: {surface}; }}
QTreeView#layers::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{check}"); }}
QMainWindow > QTabBar {{ qproperty-drawBase: 0; }}
QMainWindow > QTabBar::tab {{ background: {window}; border: none; border-bottom: 2px solid transparent; padding: 8px 12px; color: {muted}; }}
QMainWindow > QTabBar::tab:selected {{ background: {surface}; color: {text}; border-bottom: 2px solid {accent}; }}
QTableView {{ background: {surface}; border: 1px solid {border}; border-radius: 6px; gridline-color: {border}; outline: none; }}
QHeaderView {{ background: {surface}; border: none; }}
QHeaderView::section {{ background: {raised}; color: {text}; border: none; border-right: 1px solid {border}; border-bottom: 1px solid {border}; padding: 4px 8px; }}
QHeaderView::section:hover {{ background: {window}; }}
QTableCornerButton::section {{ background: {raised}; border: none; border-right: 1px solid {border}; border-bottom: 1px solid {border}; }}
QProgressBar {{ border: none; background: {border}; border-radius: 3px; min-height: 6px; max-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; border: none; width: 0; height: 0; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {surface}; border-bottom: 1px solid {border}; }}
QCalendarWidget QToolButton {{ color: {text}; background: transparent; border: none; padding: 4px 8px; border-radius: 4px; }}
QCalendarWidget QToolButton:hover {{ background: {window}; }}
QCalendarWidget QAbstractItemView {{ background: {surface}; selection-background-color: {accent}; selection-color: {on_accent}; outline: none; }}
"""  # noqa: E501 - one rule a line reads best

_TEXT_SIZES: Final = re.compile(r"((?:font-size|min-height): )((?:1[2-9]|[2-9]\d))px")


class ThemeInUse(Theme):
    """The theme in use: whoever reads its colours when painting follows a switch without being told.

    Parameters
    ----------
    shown
        The theme that is shown first.
    """

    __slots__ = ("_shown",)

    def __init__(self, shown: Theme) -> None:
        object.__setattr__(self, "_shown", shown)

    def show(self, theme: Theme) -> None:
        """Show ``theme`` from now on."""
        object.__setattr__(self, "_shown", theme)

    @property
    def _now(self) -> Theme:
        shown: Theme = object.__getattribute__(self, "_shown")
        return shown

    @property
    def name(self) -> ThemeName:
        """Which it is."""
        return self._now.name

    @property
    def interface(self) -> InterfaceColors:
        """Colours of the window."""
        return self._now.interface

    @property
    def map(self) -> MapColors:
        """Colours of the map."""
        return self._now.map

    @property
    def roads(self) -> Mapping[RoadClass, RoadStyle]:
        """How roads are drawn."""
        return self._now.roads


ICON_ROLES: Final = ("text", "text_muted", "accent", "border", "success", "warning", "danger")
"""Roles of colours in which icons are drawn."""


def icon_tints(shown: Theme) -> dict[str, str]:
    """Return, for the colour of each icon role in any theme, the colour of this role in ``shown``."""
    return {
        getattr(theme.interface, role).hex: getattr(shown.interface, role).hex
        for theme in THEMES.values()
        for role in ICON_ROLES
    }


def chosen_theme(choice: str) -> Theme:
    """Return the theme named 'light' or 'dark'; for anything else the one that the system uses."""
    if choice in set(ThemeName):
        return THEMES[ThemeName(choice)]
    is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return THEMES[ThemeName.DARK if is_dark else ThemeName.LIGHT]


def mix(first: Color, second: Color, share: float) -> Color:
    """Return ``first`` with ``share`` (0–1) of ``second``."""
    pairs = zip((first.red, first.green, first.blue), (second.red, second.green, second.blue), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return Color(red, green, blue)


def scaled(pixels: float) -> int:
    """Return ``pixels`` of the design at the size of text that ``dress`` has given the application."""
    size = QApplication.font().pixelSize()
    return round(pixels * size / TEXT_PX) if size > 0 else round(pixels)


def window_size(width: float, height: float) -> QSize:
    """Return a size of the design at the size of text in use, as far as the smallest screen has room."""
    return QSize(min(scaled(width), ROOM_PX[0]), min(scaled(height), ROOM_PX[1]))


_following: list[tuple[Callable[[int], object], float]] = []


def follow_text(setter: Callable[[int], object], pixels: float) -> None:
    """Call ``setter`` (a method of a widget) with ``pixels`` at the size of text now and after each change.

    A widget that has been deleted is forgotten. For widgets that live as long as the window; those made anew
    after each change take ``scaled``.
    """
    _following.append((setter, pixels))
    setter(scaled(pixels))


def qcolor(color: Color) -> QColor:
    """Return a token as a Qt colour."""
    return QColor(color.red, color.green, color.blue, color.alpha)


def style_sheet(colors: InterfaceColors, scale: float = 1.0) -> str:
    """Return the window's style sheet in ``colors``, text ``scale`` times as large as designed."""
    glass = colors.surface

    def enlarged(found: re.Match[str]) -> str:
        return f"{found[1]}{round(int(found[2]) * scale)}px"

    # Only what text lives in grows; edges and gaps stay as fine as they are.
    return _TEXT_SIZES.sub(enlarged, _SHEET).format(
        font=FONT_FAMILY,
        small=round(SMALL_PX * scale),
        window=colors.window.hex,
        surface=colors.surface.hex,
        raised=colors.surface_raised.hex,
        border=colors.border.hex,
        text=colors.text.hex,
        muted=colors.text_muted.hex,
        disabled=mix(colors.text_muted, colors.surface, 0.45).hex,
        accent=colors.accent.hex,
        accent_hover=colors.accent_hover.hex,
        accent_text=colors.accent_text.hex,
        accent_soft=colors.accent_soft.hex,
        on_accent=colors.on_accent.hex,
        selection=colors.selection.hex,
        focus=colors.focus.hex,
        warning=colors.warning.hex,
        warning_soft=mix(colors.surface, colors.warning, 0.09).hex,
        warning_edge=mix(colors.surface, colors.warning, 0.35).hex,
        danger=colors.danger.hex,
        glass=f"rgba({glass.red}, {glass.green}, {glass.blue}, 215)",
        chevron=_url("chevron-down-muted"),
        check=_url("check-white"),
    )


_STYLE: Final = "fusion"


def dress(application: QApplication, colors: InterfaceColors, scale: float = 1.0) -> None:
    """Give the application its style, font, palette and style sheet; text ``scale`` times as large."""
    # Over an old sheet every widget would be dressed again at each of the next steps: thrice the time.
    application.setStyleSheet("")
    if application.style().name() != _STYLE:
        application.setStyle(_STYLE)
    font = QFont(FONT_FAMILY)
    font.setPixelSize(round(TEXT_PX * scale))
    if application.font() != font:
        application.setFont(font)
    application.setPalette(_palette(colors))
    application.setStyleSheet(style_sheet(colors, scale))
    _following[:] = [entry for entry in _following if isValid(getattr(entry[0], "__self__", None))]
    for setter, pixels in _following:
        setter(scaled(pixels))


def _palette(colors: InterfaceColors) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, color in {
        role.Window: colors.window,
        role.WindowText: colors.text,
        role.Base: colors.surface,
        role.AlternateBase: colors.surface_raised,
        role.Text: colors.text,
        role.Button: colors.surface,
        role.ButtonText: colors.text,
        role.ToolTipBase: colors.surface_raised,
        role.ToolTipText: colors.text,
        role.PlaceholderText: colors.text_muted,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.on_accent,
        role.Link: colors.accent_text,
        role.Mid: colors.border,
    }.items():
        palette.setColor(where, qcolor(color))
    return palette


def _url(name: str) -> str:
    # A style sheet can only name files, so the two icons it uses are shipped in colours that fit both themes.
    return str(files("resources") / "icons" / f"{name}.svg").replace("\\", "/")
