"""A small world for planner tests: places on a plain, straight roads, round numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from math import ceil, hypot
from typing import Any, Self

import numpy as np
from shapely import LineString, MultiPolygon, Point, Polygon

from data.errors import NoRouteError
from data.model.place import Category, Place, PlaceId, Rank
from data.model.project import Project
from data.model.request import Anchor, ScoreRule, TourRequest
from data.model.travel_mode import TravelMode
from data.model.units import AdminUnit, UnitId
from routes.router import UNREACHABLE_S, LonLat, Matrix, Penalty, Route, Snap, Through

LON, LAT = 105.8, 21.0
STEP = 0.01
"""Degrees between neighbours of the grid; the router takes ``MINUTE_STEPS`` minutes for it."""
MINUTE_STEPS = 10
SATURDAY = date(2026, 11, 28)
SUNDAY = date(2026, 11, 29)
MONDAY = date(2026, 11, 30)
HOME = Anchor(LON, LAT, "Nhà")


def at(x: float, y: float) -> LonLat:
    """Return the point x, y steps from home."""
    return LON + STEP * x, LAT + STEP * y


def place(name: str, x: float, y: float = 0.0, **fields: Any) -> Place:
    """Return a place x, y steps from home; one hour, open when nothing else is said, worth 70 points."""
    values: dict[str, Any] = {
        "category": Category.RELIC,
        "rank": Rank.NATIONAL,
        "visit_minutes": 60,
        "coord_precision_m": 20,
    }
    return Place(id=PlaceId(name), name_vi=name, geometry=Point(*at(x, y)), **{**values, **fields})


def project(*places: Place, units: Iterable[AdminUnit] = ()) -> Project:
    """Return a project of these places."""
    return Project(
        places={one.id: one for one in places},
        units={unit.id: unit for unit in units},
        attribution=("Nguồn thử",),
    )


def unit(key: str) -> AdminUnit:
    """Return a unit of today."""
    return AdminUnit(id=UnitId(key), name_vi=f"Phường {key}", province="Hà Nội")


def request(**fields: Any) -> TourRequest:
    """Return a request for one Saturday from 8 to 17 without lunch, from home to home."""
    values: dict[str, Any] = {
        "title_vi": "Thử",
        "start": HOME,
        "end": HOME,
        "dates": (SATURDAY,),
        "day_start_s": 8 * 3600,
        "day_end_s": 17 * 3600,
        "breaks": (),
        "seconds": 5.0,
    }
    return TourRequest(**{**values, **fields})


def scores(**by_place: int) -> ScoreRule:
    """Return a rule with these scores."""
    return ScoreRule(by_place={PlaceId(key): score for key, score in by_place.items()})


@dataclass(frozen=True)
class PlainRouter:
    """Straight roads everywhere: ten minutes a step, nothing beyond the places named unreachable."""

    mode: TravelMode = TravelMode.COACH
    unreachable: frozenset[LonLat] = frozenset()
    access_m: Mapping[LonLat, float] = field(default_factory=dict)

    def snap(self, points: Sequence[LonLat]) -> tuple[Snap, ...]:
        """Snap onto the point itself."""
        return tuple(Snap(0, 0.0, lon, lat, self.access_m.get((lon, lat), 0.0)) for lon, lat in points)

    def _seconds(self, one: LonLat, other: LonLat) -> int:
        steps = hypot(one[0] - other[0], one[1] - other[1]) / STEP
        return ceil(round(60 * MINUTE_STEPS * steps, 6))

    def route(
        self,
        points: Sequence[LonLat],
        *,
        shortest: bool = False,
        through: Sequence[Through] = (),
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> Route:
        """Return the straight way."""
        for point in points:
            if point in self.unreachable:
                raise NoRouteError("No way.")
        seconds = sum(self._seconds(one, other) for one, other in pairwise(points))
        return Route(10.0 * seconds, seconds, LineString(points), ("Đường thẳng",), self.snap(points))

    def matrix(
        self,
        points: Sequence[LonLat],
        *,
        distances: bool = True,
        depart_s: int | None = None,
        is_weekend: bool = False,
    ) -> Matrix:
        """Return all pairs."""
        size = len(points)
        duration_s = np.zeros((size, size), dtype=np.int32)
        for i, one in enumerate(points):
            for j, other in enumerate(points):
                is_cut = i != j and (one in self.unreachable or other in self.unreachable)
                duration_s[i, j] = UNREACHABLE_S if is_cut else self._seconds(one, other)
        distance_m = np.where(duration_s == UNREACHABLE_S, np.inf, 10.0 * duration_s)
        return Matrix(duration_s, distance_m, self.snap(points))

    def with_changes(
        self,
        *,
        closures: Sequence[LonLat] = (),
        avoid: Sequence[Polygon | MultiPolygon] = (),
        penalties: Sequence[Penalty] = (),
    ) -> Self:
        """Close the points themselves."""
        return replace(self, unreachable=self.unreachable | frozenset(closures))
