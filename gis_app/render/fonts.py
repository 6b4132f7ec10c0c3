"""Be Vietnam Pro, loaded from its package: one font with full Vietnamese for window, map and print."""

from functools import cache
from pathlib import Path

import fontpkg_be_vietnam_pro
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from data.errors import StorageError
from data.language.catalogue import N_
from layers.style import FONT_FAMILY, TextStyle

_FACES = ("Regular", "Italic", "Medium", "MediumItalic", "SemiBold", "SemiBoldItalic", "Bold", "BoldItalic")


@cache
def load_fonts() -> str:
    """Load the faces once; needs a QGuiApplication. Returns the family name.

    Raises
    ------
    StorageError
        If a font file is missing or unreadable.
    """
    folder = Path(fontpkg_be_vietnam_pro.ROOT) / "files"
    for face in _FACES:
        if QFontDatabase.addApplicationFont(str(folder / f"BeVietnamPro-{face}.ttf")) < 0:
            raise StorageError(
                N_("The font file {path} is missing or damaged. Install the product again."),
                path=str(folder / f"BeVietnamPro-{face}.ttf"),
            )
    return FONT_FAMILY


def font_of(style: TextStyle) -> QFont:
    """Return the font of a text style, sized in logical pixels.

    Ligatures are off because Qt writes no text for them into a PDF: copied words would lose their 'fi'.
    Hinting is off so that widths are the same on every medium.
    """
    font = QFont(FONT_FAMILY)
    font.setPixelSize(style.size_px)
    font.setWeight(QFont.Weight(style.weight))
    font.setItalic(style.italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("liga"), 0)
    return font


def metrics_of(style: TextStyle) -> QFontMetricsF:
    """Return the metrics of a text style, logical pixels."""
    return QFontMetricsF(font_of(style))


def measure(text: str, style: TextStyle) -> tuple[float, float]:
    """Return width and line height of a text, logical pixels."""
    metrics = metrics_of(style)
    return metrics.horizontalAdvance(text), metrics.height()
