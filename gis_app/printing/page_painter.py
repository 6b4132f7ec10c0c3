"""One page → any QPainter: PDF, picture, printer and preview get the same drawing."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPdfWriter, QPen

from data.writers.qr_code import QUIET_MODULES, qr_rows
from gis_app.printing.cmyk import RICH_BLACK, RICH_BLACK_MM, is_black
from gis_app.printing.content import Content
from gis_app.printing.map_frame import paint_map_frame
from gis_app.printing.photo import paint_photo
from gis_app.printing.structure import mark
from gis_app.render.fonts import measure
from gis_app.render.furniture import draw_north_arrow, draw_scale_bar
from gis_app.render.place_painter import paint_halo, paint_rank_rings, paint_symbol
from gis_app.render.text import draw_text, qcolor
from gis_app.render.tour_painter import paint_badge
from layers.marks import STOP_RADIUS_PX
from layers.page import (
    NORTH_ARROW_MM,
    Badge,
    Item,
    MapFrame,
    NorthArrow,
    Page,
    PhotoItem,
    QrItem,
    Rectangle,
    Rule,
    ScaleBarItem,
    SymbolItem,
    Text,
)
from layers.scale_bar import scale_bar
from layers.style import CATEGORY_COLORS, INK, LIGHT, Color
from layers.viewport import PRINT_PIXEL_MM

_PX_PER_MM = 1 / PRINT_PIXEL_MM
_OPAQUE = 255
_BAR_SHARE = 0.88
# The number at the end of a scale bar reaches beyond it.


def paint_page(painter: QPainter, page: Page, content: Content, dots_per_mm: float, first: int = 0) -> None:
    """Paint a page on a painter whose unit is one dot.

    Parameters
    ----------
    dots_per_mm
        Resolution of the medium.
    first
        Number of its first item on the sheet.
    """
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(dots_per_mm * PRINT_PIXEL_MM, dots_per_mm * PRINT_PIXEL_MM)
    for number, item in enumerate(page.items, start=first):
        mark(painter, number)
        _paint_item(painter, item, content)
    mark(painter, first + len(page.items))
    painter.restore()


def page_image(page: Page, content: Content, dpi: float = 150.0) -> QImage:
    """Return the page as a picture."""
    dots_per_mm = dpi / 25.4
    image = QImage(
        round(page.width * dots_per_mm), round(page.height * dots_per_mm), QImage.Format.Format_RGB32
    )
    image.setDotsPerMeterX(round(dots_per_mm * 1000))
    image.setDotsPerMeterY(round(dots_per_mm * 1000))
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        paint_page(painter, page, content, dots_per_mm)
    return image


def _paint_item(painter: QPainter, item: Item, content: Content) -> None:
    match item:
        case Text():
            _paint_text(painter, item)
        case Rectangle():
            _paint_rectangle(painter, item)
        case Rule():
            _paint_rule(painter, item)
        case Badge():
            _paint_badge(painter, item)
        case SymbolItem():
            _paint_symbol(painter, item)
        case QrItem():
            _paint_qr(painter, item)
        case PhotoItem():
            paint_photo(painter, item, content.photo_folder, content.photo_dpi)
        case MapFrame():
            paint_map_frame(painter, item, content)
        case NorthArrow() | ScaleBarItem():
            _paint_furniture(painter, item, content)


def _paint_furniture(painter: QPainter, item: NorthArrow | ScaleBarItem, content: Content) -> None:
    if isinstance(item, NorthArrow):
        _paint_north_arrow(painter, item, content)
    else:
        _paint_scale_bar(painter, item, content)


def _paint_north_arrow(painter: QPainter, item: NorthArrow, content: Content) -> None:
    scale = item.height / NORTH_ARROW_MM
    _scaled(painter, item.x, item.y, scale)
    if item.has_plate:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(LIGHT.map.halo.with_alpha(225)))
        side = item.height / scale * _PX_PER_MM
        painter.drawEllipse(QPointF(0, 0), side / 2, side / 2)
    draw_north_arrow(painter, (0, 0), LIGHT, content.language, item.bearing)
    painter.restore()


def _paint_scale_bar(painter: QPainter, item: ScaleBarItem, content: Content) -> None:
    room_px = (item.width * _PX_PER_MM - 2) * _BAR_SHARE
    at = (item.left * _PX_PER_MM + 2, item.top * _PX_PER_MM + 15)
    draw_scale_bar(
        painter, at, scale_bar(item.ground_m, room_px), LIGHT, content.language, denominator=item.denominator
    )


def _paint_text(painter: QPainter, item: Text) -> None:
    width = measure(item.text, item.style)[0]
    at = (item.x * _PX_PER_MM - width * item.align, item.y * _PX_PER_MM)
    draw_text(painter, at, item.text, item.style, item.color)


def _paint_rectangle(painter: QPainter, item: Rectangle) -> None:
    painter.setPen(
        Qt.PenStyle.NoPen if item.edge is None else QPen(qcolor(item.edge), item.edge_mm * _PX_PER_MM)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush if item.fill is None else _area_color(painter, item, item.fill))
    shape = QRectF(
        item.left * _PX_PER_MM, item.top * _PX_PER_MM, item.width * _PX_PER_MM, item.height * _PX_PER_MM
    )
    radius = item.radius_mm * _PX_PER_MM
    painter.drawRoundedRect(shape, radius, radius)


def _area_color(painter: QPainter, item: Rectangle, fill: Color) -> QColor:
    """Return the colour of an area; on a press a large black one has colour below its black ink."""
    device = painter.device()
    for_press = isinstance(device, QPdfWriter) and device.colorModel() is QPdfWriter.ColorModel.Auto
    is_large = min(item.width, item.height) >= RICH_BLACK_MM and fill.alpha == _OPAQUE
    if for_press and is_large and is_black(fill.red / 255, fill.green / 255, fill.blue / 255):
        return QColor.fromCmykF(*RICH_BLACK)
    return qcolor(fill)


def _paint_rule(painter: QPainter, item: Rule) -> None:
    ends = (
        QPointF(item.x0 * _PX_PER_MM, item.y0 * _PX_PER_MM),
        QPointF(item.x1 * _PX_PER_MM, item.y1 * _PX_PER_MM),
    )
    if item.casing is not None:
        casing = QPen(qcolor(item.casing), item.casing_mm * _PX_PER_MM)
        casing.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(casing)
        painter.drawLine(*ends)
    pen = QPen(qcolor(item.color), item.width_mm * _PX_PER_MM)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if item.dash:
        pen.setDashPattern(list(item.dash))
    painter.setPen(pen)
    painter.drawLine(*ends)


def paint_rules(painter: QPainter, rules: Iterable[Rule]) -> None:
    """Paint lines on a painter whose unit is one print pixel."""
    for rule in rules:
        _paint_rule(painter, rule)


def _scaled(painter: QPainter, x_mm: float, y_mm: float, scale: float) -> None:
    painter.save()
    painter.translate(x_mm * _PX_PER_MM, y_mm * _PX_PER_MM)
    painter.scale(scale, scale)


def _paint_badge(painter: QPainter, item: Badge) -> None:
    # The map's badge, scaled as a whole, so that number and disc keep their proportion.
    _scaled(painter, item.x, item.y, item.radius_mm * _PX_PER_MM / STOP_RADIUS_PX)
    if item.is_approximate:
        paint_halo(painter, (0, 0), STOP_RADIUS_PX, item.color)
    paint_badge(painter, (0, 0), STOP_RADIUS_PX, item.text, item.color)
    painter.restore()


def _paint_symbol(painter: QPainter, item: SymbolItem) -> None:
    radius = 9.0
    _scaled(painter, item.x, item.y, item.radius_mm * _PX_PER_MM / radius)
    paint_rank_rings(painter, (0, 0), radius, item.rank, CATEGORY_COLORS[item.category])
    paint_symbol(painter, (0, 0), radius, item.category)
    painter.restore()


def _paint_qr(painter: QPainter, item: QrItem) -> None:
    rows = qr_rows(item.content)
    size = item.size * _PX_PER_MM / (len(rows) + 2 * QUIET_MODULES)
    path = QPainterPath()
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                path.addRect(
                    QRectF(
                        item.left * _PX_PER_MM + (x + QUIET_MODULES) * size,
                        item.top * _PX_PER_MM + (y + QUIET_MODULES) * size,
                        size,
                        size,
                    )
                )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.fillPath(path.simplified(), qcolor(INK))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
