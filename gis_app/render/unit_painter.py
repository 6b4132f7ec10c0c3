"""The commune that a page is about: what lies around it is paler, its border stands out."""

from typing import Final

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen

from data.model.units import UnitId
from gis_app.render.drawing import Drawing
from gis_app.render.paths import area_path
from gis_app.render.text import qcolor
from layers.basemap import Basemap

_MASK_ALPHA: Final = 120
_EDGE_PX: Final = 1.8
_EDGE_ALPHA: Final = 220
_MARGIN_PX: Final = 8.0


def paint_unit(drawing: Drawing, basemap: Basemap, unit: UnitId) -> None:
    """Paint over what lies outside ``unit``, and its border; nothing if its area is not known."""
    units, viewport, colors = basemap.units, drawing.viewport, drawing.theme.map
    if unit not in units.keys:
        return
    chosen = np.array([units.keys.index(unit)])
    bounds = drawing.bounds_m(_MARGIN_PX)
    rings = units.rings(chosen, bounds, viewport.resolution * 0.4)
    border = area_path([viewport.mercator_to_px(ring) for ring in rings])
    outside = QPainterPath()
    outside.addRect(QRectF(0, 0, viewport.width_px, viewport.height_px))
    outside.addPath(border)
    outside.setFillRule(Qt.FillRule.OddEvenFill)
    with drawing.clipped() as painter:
        painter.fillPath(outside, qcolor(colors.beyond.with_alpha(_MASK_ALPHA)))
        painter.strokePath(border, QPen(qcolor(colors.unit_outline.with_alpha(_EDGE_ALPHA)), _EDGE_PX))
