"""Line icons of the window, one family, tinted to the theme and sharp at any pixel ratio."""

from functools import cache
from importlib.resources import files
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_RATIOS: Final = (1.0, 2.0)
_DRAWN_COLOUR: Final = b"#000000"


@cache
def icon(name: str, colour: str, disabled: str | None = None, size: int = 20) -> QIcon:
    """Return icon ``name`` of ``resources/icons`` in ``colour`` (``#rrggbb``), ``size`` pixels wide."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(pixmap(name, colour, size, ratio))
        if disabled:
            made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


@cache
def pixmap(name: str, colour: str, size: int = 20, ratio: float = 1.0) -> QPixmap:
    """Return icon ``name`` as a pixmap of ``size`` device-independent pixels."""
    source = (files("resources") / "icons" / f"{name}.svg").read_bytes()
    drawing = QSvgRenderer(QByteArray(source.replace(_DRAWN_COLOUR, colour.encode())))
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        drawing.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    made.setDevicePixelRatio(ratio)
    return made
