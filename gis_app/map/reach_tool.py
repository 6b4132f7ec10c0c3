"""Areas within reach: the tool that asks for their origin, and their bands on the map."""

from dataclasses import dataclass
from typing import Final

import shapely
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen

from data.language.catalogue import N_
from data.model.place import PlaceId
from data.model.travel_mode import TravelMode
from gis_app.i18n import Words
from gis_app.map.scene import MapScene
from gis_app.map.tools import MapTool, Pointer
from gis_app.render.paths import area_path
from gis_app.render.tool_painter import paint_grip
from gis_app.theme import qcolor
from layers.style import Color, Theme
from layers.viewport import Viewport, to_mercator

BAND_COLORS: Final = (
    Color.of("#253494"),
    Color.of("#2C7FB8"),
    Color.of("#41B6C4"),
    Color.of("#A1DAB4"),
)
"""From near to far: ColorBrewer's YlGnBu, ordered by lightness, safe for the colour-blind."""

_FILL_ALPHA: Final = 74
_LINE_PX: Final = 1.0
_ORIGIN_PX: Final = 6.0


@dataclass(frozen=True, slots=True)
class Band:
    """What is reached within ``minutes`` but not within those of the band before.

    Parameters
    ----------
    area
        Everything within ``minutes``, WGS84 degrees.
    ring
        The part of it that no earlier band has.
    place_ids
        Places of the register in ``ring``, in its order.
    area_km2
        Of ``area``.
    """

    minutes: int
    area: shapely.MultiPolygon
    ring: shapely.Geometry
    place_ids: tuple[PlaceId, ...]
    area_km2: float


@dataclass(frozen=True, slots=True)
class Reach:
    """Areas within reach of one point.

    Parameters
    ----------
    lon, lat
        The point, WGS84 degrees.
    label
        Its name.
    mode
        How one travels.
    bands
        From near to far.
    attribution
        Credits of the roads.
    """

    lon: float
    lat: float
    label: str
    mode: TravelMode
    bands: tuple[Band, ...]
    attribution: str = ""


class ReachLayer(MapTool):
    """Bands on the map, for as long as nobody clears them."""

    def __init__(self, theme: Theme, parent: MapScene) -> None:
        super().__init__(parent)
        self._scene, self._theme = parent, theme
        self._reach: Reach | None = None
        self._paths: list[tuple[Color, QPainterPath]] = []

    @property
    def reach(self) -> Reach | None:
        """What is shown."""
        return self._reach

    def show_reach(self, reach: Reach | None) -> None:
        """Show areas, or none."""
        self._reach = reach
        bands = reach.bands if reach is not None else ()
        self._paths = [(color, _path_of(band.ring)) for color, band in zip(BAND_COLORS, bands, strict=False)]
        self.changed.emit()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the bands and where they begin."""
        if self._reach is None:
            return
        west, _, _, north = view.bounds_m
        painter.save()
        painter.scale(1 / view.resolution, -1 / view.resolution)
        painter.translate(-west, -north)
        for color, path in self._paths:
            pen = QPen(qcolor(color), _LINE_PX)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(qcolor(color.with_alpha(_FILL_ALPHA)))
            painter.drawPath(path)
        painter.restore()
        self._scene.paint_numbers(painter, view)
        at = QPointF(*view.point_px(self._reach.lon, self._reach.lat))
        paint_grip(painter, at, _ORIGIN_PX, BAND_COLORS[0])


class ReachTool(MapTool):
    """Asks for the point whose surroundings are wanted.

    ``asked`` gives longitude and latitude (WGS84 degrees) and the place there, if it is one.
    """

    asked = Signal(float, float, object)

    def __init__(self, scene: MapScene, words: Words) -> None:
        super().__init__(scene)
        self._scene, self._words = scene, words

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """A cross."""
        return Qt.CursorShape.CrossCursor

    @property
    def hint(self) -> str:
        """What to do."""
        return self._words.say(N_("Click a place or a point: what is within reach of it? Escape: leave."))

    def click(self, at: Pointer) -> bool:
        """Ask about the place or point clicked."""
        place = self._scene.place_at(at.view, at.x, at.y)
        self.asked.emit(*at.lon_lat, place)
        return True


def _path_of(ring: shapely.Geometry) -> QPainterPath:
    """Return areas (WGS84 degrees) as one path in Web Mercator metres."""
    polygons = [one for one in shapely.get_parts(ring) if isinstance(one, shapely.Polygon)]
    rings = [line for one in polygons for line in (one.exterior, *one.interiors)]
    return area_path([to_mercator(*shapely.get_coordinates(line).T) for line in rings])
