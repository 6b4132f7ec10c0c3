"""Map furniture: scale bar, north arrow, attribution."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from data.language.catalogue import N_, translate
from data.language.formats import number
from gis_app.render.drawing import Drawing
from gis_app.render.fonts import measure
from gis_app.render.text import draw_centred, draw_text, qcolor
from layers.labels import Box
from layers.scale_bar import ScaleBar, scale_bar
from layers.style import FURNITURE_TEXT, STOP_NUMBER_TEXT, TextStyle, Theme

_PLATE_ALPHA: Final = 225
_ATTRIBUTION_TEXT: Final = TextStyle(9)


def scale_bar_box(
    drawing: Drawing, left: float, bottom: float, *, longest_px: float = 140.0, denominator: int | None = None
) -> Box:
    """Return the box that ``paint_scale_bar`` will take, to keep names out of it beforehand."""
    bar = scale_bar(drawing.viewport.ground_resolution_m, longest_px)
    width = bar.length_px + 20 + measure(" ".join(bar.labels), FURNITURE_TEXT)[0] / 2
    return Box(left, bottom - (45.0 if denominator else 30.0), left + width, bottom)


def north_arrow_box(right: float, top: float) -> Box:
    """Return the box that ``paint_north_arrow`` will take."""
    return Box(right - 30, top, right, top + 46)


def attribution_box(drawing: Drawing, text: str) -> Box:
    """Return the box that ``paint_attribution`` will take."""
    width, height = measure(text, _ATTRIBUTION_TEXT)
    right, bottom = drawing.viewport.width_px, drawing.viewport.height_px
    return Box(right - width - 8, bottom - height - 2, right, bottom)


def paint_scale_bar(
    drawing: Drawing, left: float, bottom: float, *, longest_px: float = 140.0, denominator: int | None = None
) -> Box:
    """Paint a scale bar on a plate; returns the plate's box.

    Parameters
    ----------
    left, bottom
        Lower left corner of the plate, logical pixels.
    denominator
        N of 1:N to write below the bar (on paper, where it is true).
    """
    bar = scale_bar(drawing.viewport.ground_resolution_m, longest_px)
    plate = scale_bar_box(drawing, left, bottom, longest_px=longest_px, denominator=denominator)
    with drawing.clipped():
        _paint_plate(drawing, plate)
        at = (plate.left + 8, plate.top + 19)
        draw_scale_bar(drawing.painter, at, bar, drawing.theme, drawing.language, denominator=denominator)
    drawing.labels.block(plate)
    return plate


def draw_scale_bar(
    painter: QPainter,
    at: tuple[float, float],
    bar: ScaleBar,
    theme: Theme,
    language: str,
    *,
    denominator: int | None = None,
) -> None:
    """Draw a scale bar alone, its upper left corner at ``at``; the numbers stand above it."""
    x, y = at
    colors = theme.map
    part_px = bar.length_px / bar.parts
    for part in range(bar.parts):
        painter.setPen(QPen(qcolor(colors.text), 0.8))
        painter.setBrush(qcolor(colors.text if part % 2 == 0 else colors.halo))
        painter.drawRect(QRectF(x + part * part_px, y, part_px, 4))
    draw_text(painter, (x - 2, y - 4), "0", FURNITURE_TEXT, colors.text)
    end_label = " ".join(bar.labels)
    end_x = x + bar.length_px - measure(end_label, FURNITURE_TEXT)[0] / 2
    draw_text(painter, (end_x, y - 4), end_label, FURNITURE_TEXT, colors.text)
    if denominator:
        said = translate(language, N_("Scale 1:{scale}"), scale=number(denominator, language))
        draw_text(painter, (x - 2, y + 18), said, FURNITURE_TEXT, colors.text)


def _paint_plate(drawing: Drawing, box: Box) -> None:
    drawing.painter.setPen(Qt.PenStyle.NoPen)
    drawing.painter.setBrush(qcolor(drawing.theme.map.halo.with_alpha(_PLATE_ALPHA)))
    shape = QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
    drawing.painter.drawRoundedRect(shape, 4, 4)


def paint_north_arrow(drawing: Drawing, right: float, top: float) -> Box:
    """Paint the north arrow ('B' in Vietnamese) on a plate; returns the plate's box."""
    plate = north_arrow_box(right, top)
    middle = ((plate.left + plate.right) / 2, (plate.top + plate.bottom) / 2)
    with drawing.clipped():
        _paint_plate(drawing, plate)
        draw_north_arrow(drawing.painter, middle, drawing.theme, drawing.language, drawing.viewport.bearing)
    drawing.labels.block(plate)
    return plate


def draw_north_arrow(
    painter: QPainter, at: tuple[float, float], theme: Theme, language: str, bearing: float = 0.0
) -> None:
    """Draw a north arrow alone, its middle at ``at``; the letter stays upright.

    Parameters
    ----------
    bearing
        Direction that points upwards on the map, degrees clockwise from north.
    """
    colors = theme.map
    painter.save()
    painter.translate(*at)
    painter.rotate(-bearing)
    painter.setPen(QPen(qcolor(colors.text), 0.9))
    for side, fill in ((-1, colors.text), (1, colors.halo)):
        painter.setBrush(qcolor(fill))
        painter.drawPolygon(QPolygonF([QPointF(0, -6), QPointF(side * 7, 17), QPointF(0, 12)]))
    painter.translate(0, -14)
    painter.rotate(bearing)
    draw_centred(painter, (0, 0), translate(language, N_("compass|N")), STOP_NUMBER_TEXT, colors.text)
    painter.restore()


def paint_attribution(drawing: Drawing, text: str) -> Box:
    """Paint the credits in the lower right corner; returns their box."""
    box = attribution_box(drawing, text)
    with drawing.clipped() as painter:
        plate = QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
        painter.fillRect(plate, qcolor(drawing.theme.map.halo.with_alpha(_PLATE_ALPHA)))
        at = (box.left + 4, box.bottom - (box.bottom - box.top) * 0.3)
        draw_text(painter, at, text, _ATTRIBUTION_TEXT, drawing.theme.map.text_muted)
    drawing.labels.block(box)
    return box
