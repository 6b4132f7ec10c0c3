"""Numbered badges of a tour as small pictures, for files that other programs show."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

from data.model.tour import StopKind, Tour
from gis_app.render.fonts import load_fonts
from gis_app.render.tour_painter import paint_anchor, paint_badge
from layers.marks import STOP_RADIUS_PX
from layers.style import LIGHT, day_color

_SCALE: Final = 2.0
_MARGIN_PX: Final = 3.0


def stop_icons(tour: Tour) -> dict[tuple[int, int], bytes]:
    """Return a PNG of each visit, start and end by (day, order), both counted from 1.

    Needs a QGuiApplication, for the font.
    """
    load_fonts()
    numbers = tour.visit_numbers
    made = {}
    for day_index, day in enumerate(tour.days):
        for index, stop in enumerate(day.stops):
            if stop.kind in {StopKind.VISIT, StopKind.START, StopKind.END}:
                made[day_index + 1, index + 1] = _icon(day_index, numbers.get((day_index, index)))
    return made


def _icon(day: int, number: int | None) -> bytes:
    side_px = 2 * (STOP_RADIUS_PX + _MARGIN_PX)
    image = QImage(
        round(side_px * _SCALE), round(side_px * _SCALE), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_SCALE, _SCALE)
        centre = (side_px / 2, side_px / 2)
        if number is None:
            paint_anchor(painter, centre, LIGHT)
        else:
            paint_badge(painter, centre, STOP_RADIUS_PX, str(number), day_color(day))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(content.data())
