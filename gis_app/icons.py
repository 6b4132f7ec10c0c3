"""Line icons of the window, one family, tinted to the theme in use and sharp at any pixel ratio."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_DRAWN_COLOUR: Final = b"#000000"
_tints: dict[str, str] = {}


def show_tints(tints: Mapping[str, str]) -> None:
    """Show every icon asked for in a colour of ``tints`` in the other colour there from now on.

    Icons are asked for once, in the colour that a role has in one theme; when the theme is switched they are
    to take the colour that this role has in the other.
    """
    _tints.clear()
    _tints.update(tints)


class _Engine(QIconEngine):
    """Draws an icon in the colour that is right at the moment of drawing."""

    def __init__(self, name: str, colour: str, disabled: str | None, size: int) -> None:
        super().__init__()
        self._name, self._colour, self._disabled, self._size = name, colour, disabled, size

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour, self._disabled, self._size)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002 - Qt's signature
        side = min(rect.width(), rect.height())
        drawn = self._pixmap(side, painter.device().devicePixelRatioF(), mode)
        left, top = rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2
        painter.drawPixmap(QRectF(left, top, side, side), drawn, QRectF(drawn.rect()))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: ARG002, N802 - Qt's signature
        # Qt asks in pixels of the device.
        side = min(size.width(), size.height(), round(self._size * scale))
        return self._pixmap(side / scale, scale, mode)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:  # noqa: ARG002, N802 - Qt's signature
        side = min(size.width(), size.height(), self._size)
        return QSize(side, side)

    def _pixmap(self, side: float, ratio: float, mode: QIcon.Mode) -> QPixmap:
        is_disabled = mode == QIcon.Mode.Disabled and self._disabled is not None
        return pixmap(self._name, (self._disabled if is_disabled else None) or self._colour, side, ratio)


@cache
def icon(name: str, colour: str, disabled: str | None = None, size: int = 20) -> QIcon:
    """Return icon ``name`` of ``resources/icons``, ``size`` pixels wide.

    Parameters
    ----------
    name, size
        Which, and how wide at most in device-independent pixels.
    colour, disabled
        ``#rrggbb`` of a role in any theme; what is shown is the colour of this role in the theme in use.
    """
    return QIcon(_Engine(name, colour, disabled, size))


def pixmap(name: str, colour: str, size: float = 20, ratio: float = 1.0) -> QPixmap:
    """Return icon ``name`` as a pixmap of ``size`` device-independent pixels, in the theme in use."""
    return _drawn(name, _tints.get(colour, colour), size, ratio)


@cache
def _drawn(name: str, colour: str, size: float, ratio: float) -> QPixmap:
    source = (files("resources") / "icons" / f"{name}.svg").read_bytes()
    drawing = QSvgRenderer(QByteArray(source.replace(_DRAWN_COLOUR, colour.encode())))
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        drawing.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    made.setDevicePixelRatio(ratio)
    return made
