"""A day's way cut into strips: consecutive windows along the route, all at one round scale.

A strip is turned so that the way runs up the page, as in the road books since J. Ogilby's *Britannia* (1675):
what lies on the left of the paper lies on the left of the coach, and a tall window holds a long way. Windows
are filled greedily: each takes as much of the way as goes into it, the next begins where it ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from data.model.tour import Day, Leg, Stop
from layers.scale_bar import round_scale
from layers.viewport import from_mercator, to_mercator

FloatArray = NDArray[np.float64]

FINEST_SCALE: Final = 5_000
_COARSER: Final = 1.01
_STEP_MM: Final = 3.0
_MOST_STATIONS: Final = 4_000
_MISSES: Final = 12
_MOST_WINDING: Final = 5.0
_STRAIGHT: Final = 0.5
_BALANCE_ROUNDS: Final = 4


class Room(NamedTuple):
    """What a window holds: the way and, below it, the list of its stops; millimetres."""

    width: float
    height: float
    list_height: float


@dataclass(frozen=True, slots=True)
class DayWay:
    """The way of a day with its length as the timetable says it.

    Parameters
    ----------
    xy
        Vertices, Web Mercator metres, shape (n, 2).
    at_m
        Metres from the start of the day at every vertex, shape (n,), never falling.
    stops_m
        Metres from the start at every stop.
    """

    xy: FloatArray
    at_m: FloatArray
    stops_m: tuple[float, ...]

    @property
    def length_m(self) -> float:
        """Length of the whole way, metres."""
        return float(self.at_m[-1])

    def points(self, stations_m: FloatArray) -> FloatArray:
        """Return the points (Web Mercator metres) at so many metres from the start, shape (k, 2)."""
        return np.column_stack([np.interp(stations_m, self.at_m, self.xy[:, axis]) for axis in (0, 1)])

    def part(self, begin_m: float, end_m: float) -> FloatArray:
        """Return the vertices from one station to another, Web Mercator metres."""
        within = (self.at_m > begin_m) & (self.at_m < end_m)
        ends = self.points(np.array([begin_m, end_m]))
        return np.vstack((ends[:1], self.xy[within], ends[1:]))


@dataclass(frozen=True, slots=True)
class Strip:
    """One window.

    Parameters
    ----------
    begin_m, end_m
        What part of the way it shows, metres from the start of the day.
    lon, lat
        Its middle, WGS84 degrees.
    bearing
        Direction that points upwards, degrees clockwise from north.
    stops
        Numbers of the day's stops in it, from 0.
    """

    begin_m: float
    end_m: float
    lon: float
    lat: float
    bearing: float
    stops: tuple[int, ...]


def way_of(day: Day) -> DayWay:
    """Return the way of a day; stops without a line between them are joined straight."""
    xy = [to_mercator(day.stops[0].lon, day.stops[0].lat)]
    at_m = [np.zeros(1)]
    stops_m = [0.0]
    for leg, (before, after) in zip(day.legs, pairwise(day.stops), strict=True):
        points = _leg_points(leg, before, after)
        steps = np.hypot(*np.diff(points, axis=0).T)
        total = float(steps.sum())
        share = np.concatenate(([0.0], np.cumsum(steps))) / total if total else np.linspace(0, 1, len(points))
        xy.append(points)
        at_m.append(stops_m[-1] + share * leg.distance_m)
        stops_m.append(stops_m[-1] + leg.distance_m)
    return DayWay(np.vstack(xy), np.concatenate(at_m), tuple(stops_m))


def _leg_points(leg: Leg, before: Stop, after: Stop) -> FloatArray:
    if leg.geometry is None:
        return to_mercator([before.lon, after.lon], [before.lat, after.lat])
    lon_lat = shapely.get_coordinates(leg.geometry)
    return to_mercator(lon_lat[:, 0], lon_lat[:, 1])


def strips_of(
    way: DayWay,
    room: Room,
    rows_mm: tuple[float, ...],
    *,
    most: int,
    scale: int | None = None,
    is_turned: bool = True,
    enlarge: float = 1.0,
) -> tuple[int, tuple[Strip, ...]]:
    """Return N of the scale 1:N and the strips of a day.

    Parameters
    ----------
    rows_mm
        Height of each stop in the list of its strip.
    most
        How many strips there may be at the finest scale chosen; more only where the lists need them.
    scale
        N, if the template sets it.
    is_turned
        Whether the way runs upwards; north is above otherwise.
    enlarge
        How much larger the page is printed than ``room``: the scale is true on the print.
    """
    latitude = float(np.radians(from_mercator(*way.xy.mean(axis=0))[0][1]))
    stretch = enlarge / float(np.cos(latitude))

    def cutter(denominator: int) -> _Cutter:
        return _Cutter(way, room, rows_mm, denominator / 1000 * stretch, is_turned=is_turned)

    if scale:
        return scale, _evened(cutter(scale), way.length_m)
    denominator = FINEST_SCALE
    chosen = cutter(denominator)
    # Once the whole way goes into one window, only the lists of stops decide.
    while len(chosen.strips(most + 1)) > most and not chosen.holds_all():
        denominator = round_scale(denominator * _COARSER)
        chosen = cutter(denominator)
    return denominator, _evened(chosen, way.length_m)


def _evened(cutter: "_Cutter", length_m: float) -> tuple[Strip, ...]:
    """Return as few strips as the cutter needs, as long as each other: none shows only a stone's throw."""
    strips = cutter.strips()
    low, high = length_m / len(strips), max(strip.end_m - strip.begin_m for strip in strips)
    for _ in range(_BALANCE_ROUNDS if len(strips) > 1 else 0):
        middle = (low + high) / 2
        tried = cutter.strips(len(strips) + 1, longest_m=middle)
        if len(tried) <= len(strips):
            strips, high = tried, middle
        else:
            low = middle
    return strips


class _Cutter:
    """Cuts one way at one scale; ``metre_mm`` are Mercator metres a millimetre of paper."""

    def __init__(
        self, way: DayWay, room: Room, rows_mm: tuple[float, ...], metre_mm: float, *, is_turned: bool
    ) -> None:
        self._way, self._room, self._rows_mm = way, room, rows_mm
        self._metre_mm, self._is_turned = metre_mm, is_turned
        count = int(way.length_m / max(metre_mm * _STEP_MM, 1e-9)) + 2
        self._stations = np.linspace(0.0, way.length_m, min(count, _MOST_STATIONS))
        self._points = way.points(self._stations)

    def holds_all(self) -> bool:
        """Whether the whole way goes into one window, whatever its stops."""
        return self._bearing(0, len(self._stations) - 1, 0.0) is not None

    def strips(self, most: int | None = None, longest_m: float = np.inf) -> tuple[Strip, ...]:
        """Return the windows in order, the first ``most`` of them, none with more of the way than allowed."""
        made: list[Strip] = []
        begin, last = 0, len(self._stations) - 1
        while begin < last and (most is None or len(made) < most):
            end, bearing = self._farthest(begin, made[-1].bearing if made else 0.0, longest_m)
            made.append(self._strip(begin, end, bearing, is_last=end == last))
            begin = end
        return tuple(made)

    def _farthest(self, begin: int, usual: float, longest_m: float) -> tuple[int, float]:
        """Return the last station that still goes into one window with ``begin``, and how that is turned."""
        reach = _MOST_WINDING * (self._room.height + self._room.width) / _STEP_MM
        best, misses = (begin + 1, usual), 0
        for end in range(begin + 1, min(len(self._stations), begin + 2 + int(reach))):
            if self._stations[end] - self._stations[begin] > longest_m:
                break
            bearing = self._bearing(begin, end, usual) if self._lists(begin, end) else None
            if bearing is None:
                misses += 1
                if misses > _MISSES:
                    break
            else:
                best, misses = (end, bearing), 0
        return best

    def _lists(self, begin: int, end: int) -> bool:
        stops = self._stops(begin, end, is_last=end == len(self._stations) - 1)
        return sum(self._rows_mm[stop] for stop in stops) <= self._room.list_height or len(stops) <= 1

    def _stops(self, begin: int, end: int, *, is_last: bool) -> list[int]:
        low, high = self._stations[begin], self._stations[end]
        return [
            number
            for number, at in enumerate(self._way.stops_m)
            if low <= at < high or (is_last and at >= high)
        ]

    def _bearing(self, begin: int, end: int, usual: float) -> float | None:
        """Return how a window over these stations has to be turned to hold them, ``None`` if it cannot."""
        points = self._points[begin : end + 1]
        for bearing in self._bearings(points, usual):
            low, high = _turned(points, bearing)
            width, height = (high - low) / self._metre_mm
            if width <= self._room.width and height <= self._room.height:
                return bearing
        return None

    def _bearings(self, points: FloatArray, usual: float) -> Iterator[float]:
        """Yield directions to try: from begin to end, along the longest side, as the strip before."""
        if not self._is_turned:
            yield 0.0
            return
        chord = points[-1] - points[0]
        if np.hypot(*chord) >= _STRAIGHT * max(np.ptp(points, axis=0).max(), 1e-9):
            yield float(np.degrees(np.arctan2(*chord)) % 360)
        around = shapely.minimum_rotated_rectangle(shapely.MultiPoint(points))
        if around.geom_type == "Polygon":
            corners = shapely.get_coordinates(around)
            side = max((corners[1] - corners[0], corners[2] - corners[1]), key=lambda side: np.hypot(*side))
            side = side if side @ chord >= 0 else -side
            yield float(np.degrees(np.arctan2(*side)) % 360)
        yield usual

    def _strip(self, begin: int, end: int, bearing: float, *, is_last: bool) -> Strip:
        low, high = _turned(self._points[begin : end + 1], bearing)
        middle = _turn((low + high)[None, :] / 2, -bearing)[0]
        lon, lat = from_mercator(*middle)[0]
        stops = tuple(self._stops(begin, end, is_last=is_last))
        begin_m, end_m = float(self._stations[begin]), float(self._stations[end])
        return Strip(begin_m, end_m, float(lon), float(lat), bearing, stops)


def _turn(points: FloatArray, bearing: float) -> FloatArray:
    """Return points (east, north) with ``bearing`` turned to the north."""
    angle = np.radians(bearing)
    cosine, sine = np.cos(angle), np.sin(angle)
    turned: FloatArray = points @ np.array([[cosine, sine], [-sine, cosine]])
    return turned


def _turned(points: FloatArray, bearing: float) -> tuple[FloatArray, FloatArray]:
    turned = _turn(points, bearing)
    return turned.min(axis=0), turned.max(axis=0)
