"""Walking spaces: the areas and streets that the register keeps for people on foot, shaded on the ground."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPen, QPolygonF

from data.model.place import Category
from data.model.project import Project
from gis_app.render.drawing import Drawing
from gis_app.render.paths import area_path
from gis_app.render.text import qcolor
from layers.legend import walking_spaces
from layers.style import CATEGORY_COLORS

_FILL_ALPHA: Final = 56
_EDGE_ALPHA: Final = 150
_EDGE_PX: Final = 0.9
_STREET_PX: Final = 9.0


def paint_walking_spaces(drawing: Drawing, project: Project) -> None:
    """Shade the walking spaces drawn as areas or lines; a point has no extent that could be shown."""
    color = CATEGORY_COLORS[Category.WALKING_SPACE]
    with drawing.clipped() as painter:
        for place in walking_spaces(project):
            rings, streets = _outlines(drawing, place.geometry)
            painter.setPen(QPen(qcolor(color.with_alpha(_EDGE_ALPHA)), _EDGE_PX))
            painter.setBrush(qcolor(color.with_alpha(_FILL_ALPHA)))
            painter.drawPath(rings)
            pen = QPen(qcolor(color.with_alpha(_FILL_ALPHA)), _STREET_PX)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(streets, pen)


def _outlines(drawing: Drawing, geometry: shapely.Geometry) -> tuple[QPainterPath, QPainterPath]:
    """Return areas and streets of a place as paths in logical pixels."""
    parts = shapely.get_parts(geometry)
    areas = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    lines = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    streets = QPainterPath()
    for line in lines:
        xy = _pixels(drawing, line)
        streets.addPolygon(QPolygonF([QPointF(x, y) for x, y in xy.tolist()]))
    return area_path([_pixels(drawing, ring) for ring in shapely.get_rings(areas)]), streets


def _pixels(drawing: Drawing, line: shapely.Geometry) -> NDArray[np.float64]:
    lon_lat = shapely.get_coordinates(line)
    return drawing.viewport.to_px(lon_lat[:, 0], lon_lat[:, 1])
