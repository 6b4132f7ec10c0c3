"""The ways of a tour as lines that can be pointed at: which leg is under the pointer, and where on it."""

from dataclasses import dataclass
from math import hypot
from typing import Final

import shapely
from shapely import LineString, Point, STRtree

from data.model.tour import Leg, Stop, Tour
from gis_app.render.tour_painter import route_offset_px
from layers.viewport import Viewport, from_mercator, to_mercator
from routes.planner.editing.edits import At

LINE_REACH_PX: Final = 6.0
VIA_REACH_PX: Final = 9.0
_MOST_OFFSET_PX: Final = 12.0
_STEP_PX: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grip:
    """A spot of the route that can be dragged.

    Parameters
    ----------
    at
        The way that leaves the stop there.
    lon, lat
        WGS84 degrees: on the road, or the point on the way itself.
    slot
        Where a new point goes among those the way passes, or which of them this is.
    is_via
        Whether it is a point that the way was made to pass.
    x, y
        Where the line is drawn there: beside the road; logical pixels of the view asked about.
    """

    at: At
    lon: float
    lat: float
    slot: int
    is_via: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Line:
    at: At
    leg: Leg
    line: LineString


class RouteLines:
    """The ways of one tour in Web Mercator, found by their place."""

    def __init__(self, tour: Tour) -> None:
        self.tour = tour
        self._lines = [
            _Line(At(number, index), leg, LineString(to_mercator(*shapely.get_coordinates(leg.geometry).T)))
            for number, day in enumerate(tour.days)
            for index, leg in enumerate(day.legs)
            if leg.geometry is not None
        ]
        self._tree = STRtree([one.line for one in self._lines])

    def ends_of(self, at: At) -> tuple[Stop, Stop]:
        """Return the stops that a way joins."""
        one, other = self.tour.days[at.day].stops[at.index : at.index + 2]
        return one, other

    def vias(self) -> list[tuple[At, int, tuple[float, float]]]:
        """Return the points that ways were made to pass: way, number on it, WGS84 degrees."""
        return [(one.at, slot, point) for one in self._lines for slot, point in enumerate(one.leg.via)]

    def grip_at(self, view: Viewport, x: float, y: float) -> Grip | None:
        """Return what can be dragged at a pixel: a point on the way, else the way."""
        for at, slot, (lon, lat) in self.vias():
            via_x, via_y = view.point_px(lon, lat)
            if hypot(via_x - x, via_y - y) <= VIA_REACH_PX:
                return Grip(at=at, lon=lon, lat=lat, slot=slot, is_via=True, x=via_x, y=via_y)
        here = Point(to_mercator(*view.to_lon_lat(x, y))[0])
        reach_m = (LINE_REACH_PX + _MOST_OFFSET_PX) * view.resolution
        near = self._tree.query(here, predicate="dwithin", distance=reach_m)
        found = [self._on_line(self._lines[int(number)], here, view) for number in near]
        best = min(found, key=lambda grip: hypot(grip.x - x, grip.y - y), default=None)
        return best if best is not None and hypot(best.x - x, best.y - y) <= LINE_REACH_PX else None

    def _on_line(self, one: _Line, here: Point, view: Viewport) -> Grip:
        """Return the grip of a line nearest to a point, on the side of the road where the line is drawn."""
        along = one.line.project(here)
        spot = one.line.interpolate(along)
        step = _STEP_PX * view.resolution
        before, after = one.line.interpolate(max(along - step, 0.0)), one.line.interpolate(along + step)
        east, north = after.x - before.x, after.y - before.y
        length = hypot(east, north) or 1.0
        x, y = view.mercator_to_px(shapely.get_coordinates(spot))[0]
        offset = route_offset_px(one.at.day)
        lon, lat = from_mercator(spot.x, spot.y)[0]
        slot = sum(one.line.project(Point(to_mercator(*via)[0])) <= along for via in one.leg.via)
        # Right of the direction of travel; pixels count downwards.
        right_x, right_y = float(x) + offset * north / length, float(y) + offset * east / length
        return Grip(at=one.at, lon=float(lon), lat=float(lat), slot=slot, is_via=False, x=right_x, y=right_y)
