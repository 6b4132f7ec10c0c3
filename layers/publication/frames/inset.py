"""Insets: where stops crowd on a map, windows at a larger scale in places that show nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final, NamedTuple

import networkx as nx
import numpy as np
import shapely

from data.language import formats
from data.model.tour import Day, StopKind
from layers.marks import spread_badges
from layers.page import Covered, Item, MapFrame, Rectangle, Text, TextSetter
from layers.publication.fitting import FINEST_SCALE, bounds_map
from layers.publication.matter import INK, TINY
from layers.publication.template import Area
from layers.style import WHITE, TextStyle
from layers.viewport import PRINT_PIXEL_MM, bounds_of

CROWDED_MM: Final = 6.0
"""Badges closer than this touch each other."""

LEAST_STOPS: Final = 3
MOST_INSETS: Final = 3
_LETTERS: Final = "ABC"
_LETTER_TEXT: Final = TextStyle(13, 600)
_LEAST_GAIN: Final = 2.0
_SHARES: Final = (0.34, 0.27)
_LEAST_MM: Final = 30.0
_EDGE_MM: Final = 2.0
_ARROW_MM: Final = 12.0
_BAR_MM: Final = 12.0
_CREDIT_MM: Final = 4.0
_PLATE_MM: Final = 3.4
_LETTER_MM: Final = 3.8
_BADGE_MM: Final = 2.6
_SIDE_MM: Final = 0.3


class _Spot(NamedTuple):
    """A visited point, and where it and its badges are on the page, millimetres."""

    lon: float
    lat: float
    x: float
    y: float
    badges: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Inset:
    """One window: its map, where it stands, and what it enlarges on the main map; millimetres of the page.

    The outline goes round the badges as well, which stand aside where they crowd: it crosses no number.
    """

    made: MapFrame
    area: Area
    outline: Area


def with_insets(made: MapFrame, days: tuple[Day, ...], setter: TextSetter, language: str) -> tuple[Item, ...]:
    """Return a map with its insets: frames, and the rectangles that they enlarge; lettered if several.

    At most ``MOST_INSETS``, the largest crowds first. Without a crowd, or where stops and ways leave no room,
    the map alone.
    """
    insets = _insets(made, days)
    spots = _spots(made, days)
    outlines: list[Item] = []
    windows: list[Item] = []
    covered = list(made.covered)
    for number, inset in enumerate(insets):
        letter = _LETTERS[number] if len(insets) > 1 else ""
        area, outline = inset.area, inset.outline
        covered.append(Covered(area.left - made.left, area.top - made.top, area.width, area.height))
        outlines.append(
            Rectangle(outline.left, outline.top, outline.width, outline.height, edge=INK, edge_mm=0.35)
        )
        covered += _sides(made, outline)
        if letter:
            plate = _letter_plate(outline, spots)
            covered.append(Covered(plate.left - made.left, plate.top - made.top, plate.width, plate.height))
            outlines += _letter(plate, letter)
        windows += _window(inset, letter, setter, language)
    return (replace(made, covered=tuple(covered)), *outlines, *windows)


def _insets(made: MapFrame, days: tuple[Day, ...]) -> list[_Inset]:
    """Return the windows that find room, those of the largest crowds first."""
    spots = _spots(made, days)
    found: list[_Inset] = []
    obstacles = _drawn(made, days, spots)
    for crowd in _crowds(spots):
        inset = _inset(made, crowd, obstacles) if len(found) < MOST_INSETS else None
        if inset is not None:
            found.append(inset)
            obstacles = shapely.union_all([obstacles, _box(inset.area), _box(inset.outline)])
    return found


def _inset(made: MapFrame, crowd: Sequence[_Spot], obstacles: shapely.Geometry) -> _Inset | None:
    """Return the window of a crowd in the first area that nothing else needs; ``None`` if there is none."""
    bounds = bounds_of([(spot.lon, spot.lat) for spot in crowd])
    enlarge = made.viewport.scale_denominator / made.denominator
    for area in _areas(made):
        if shapely.intersects(_box(area).buffer(_EDGE_MM), obstacles):
            continue
        window = bounds_map([bounds], area, FINEST_SCALE, enlarge)
        inset = _Inset(window, area, _outline(made, window, crowd))
        is_clear = not shapely.intersects(_box(area), _box(inset.outline))
        if is_clear and made.denominator >= _LEAST_GAIN * window.denominator:
            return inset
    return None


def _spots(made: MapFrame, days: tuple[Day, ...]) -> list[_Spot]:
    visits = [(stop.lon, stop.lat) for day in days for stop in day.stops if stop.kind is StopKind.VISIT]
    if not visits:
        return []
    placed = spread_badges(made.viewport.to_px(*zip(*visits, strict=True))) * PRINT_PIXEL_MM
    badges: dict[tuple[float, float], list[tuple[float, float]]] = {}
    for point, (x, y) in zip(visits, placed.tolist(), strict=True):
        badges.setdefault(point, []).append((made.left + x, made.top + y))
    return [_Spot(*point, *_on_page(made, *point), tuple(badges[point])) for point in sorted(badges)]


def _on_page(made: MapFrame, lon: float, lat: float) -> tuple[float, float]:
    x_px, y_px = made.viewport.point_px(lon, lat)
    return made.left + x_px * PRINT_PIXEL_MM, made.top + y_px * PRINT_PIXEL_MM


def _crowds(spots: Sequence[_Spot]) -> list[list[_Spot]]:
    """Return the groups of stops that touch each other and are worth an inset, the largest first."""
    near: nx.Graph[int] = nx.Graph()
    near.add_edges_from(
        (one, other)
        for one, other in combinations(range(len(spots)), 2)
        if np.hypot(spots[one].x - spots[other].x, spots[one].y - spots[other].y) < CROWDED_MM
    )
    groups = [sorted(group) for group in nx.connected_components(near) if len(group) >= LEAST_STOPS]
    return [[spots[number] for number in group] for group in sorted(groups, key=lambda one: (-len(one), one))]


def _drawn(made: MapFrame, days: tuple[Day, ...], spots: Sequence[_Spot]) -> shapely.Geometry:
    """Return the ways and the badges of the stops, millimetres of the page."""
    ends = [(stop.lon, stop.lat) for day in days for stop in (day.stops[0], day.stops[-1])]
    points = [(spot.x, spot.y) for spot in spots] + _badges(spots) + [_on_page(made, *end) for end in ends]
    shapes: list[shapely.Geometry] = [shapely.MultiPoint(points).buffer(_BADGE_MM)]
    for day in days:
        for leg in day.legs:
            if leg.geometry is not None:
                lon_lat = shapely.get_coordinates(leg.geometry)
                way = made.viewport.to_px(lon_lat[:, 0], lon_lat[:, 1]) * PRINT_PIXEL_MM
                shapes.append(shapely.LineString(way + np.array([made.left, made.top])))
    return shapely.union_all(shapes)


def _areas(made: MapFrame) -> Iterator[Area]:
    """Yield where a window may stand: the corners, then the middles of the sides, large before small."""
    right, bottom = made.left + made.width, made.top + made.height
    for share in _SHARES:
        width, height = max(_LEAST_MM, share * made.width), max(_LEAST_MM, share * made.height)
        west, east = made.left + _EDGE_MM, right - width - _EDGE_MM
        north, south = made.top + _EDGE_MM, bottom - height - _CREDIT_MM
        across, down = made.left + (made.width - width) / 2, made.top + (made.height - height) / 2
        yield Area(west, north, width, height)
        yield Area(east, south, width, height)
        yield Area(west, bottom - height - _BAR_MM, width, height)
        yield Area(east, made.top + _ARROW_MM, width, height)
        for left, top in ((west, down), (east, down), (across, north), (across, south)):
            yield Area(left, top, width, height)


def _sides(made: MapFrame, outline: Area) -> list[Covered]:
    """Return the strips under the sides of an outline: no name runs through them."""
    left, top = outline.left - made.left, outline.top - made.top
    across, down = (outline.width, _SIDE_MM), (_SIDE_MM, outline.height)
    return [
        Covered(left, top, *across),
        Covered(left, top + outline.height - _SIDE_MM, *across),
        Covered(left, top, *down),
        Covered(left + outline.width - _SIDE_MM, top, *down),
    ]


def _badges(spots: Sequence[_Spot]) -> list[tuple[float, float]]:
    return [badge for spot in spots for badge in spot.badges]


def _outline(made: MapFrame, window: MapFrame, crowd: Sequence[_Spot]) -> Area:
    west, south, east, north = window.viewport.bounds
    shown = shapely.MultiPoint([_on_page(made, west, north), _on_page(made, east, south)])
    numbers = shapely.MultiPoint(_badges(crowd)).buffer(_BADGE_MM)
    left, top, right, bottom = map(float, shapely.union(shown, numbers).bounds)
    return Area(left, top, right - left, bottom - top)


def _box(area: Area) -> shapely.Polygon:
    return shapely.box(area.left, area.top, area.right, area.bottom)


def _window(inset: _Inset, letter: str, setter: TextSetter, language: str) -> list[Item]:
    """Return a window on a white edge, with its letter and scale in its lower left corner."""
    area = inset.area
    scale = f"1:{formats.number(inset.made.denominator, language)}"
    said = f"{letter} · {scale}" if letter else scale
    width = setter.width_mm(said, TINY) + 1.6
    plate = Area(area.left, area.bottom - _PLATE_MM, width, _PLATE_MM)
    on_inset = Covered(0.0, area.height - _PLATE_MM, width, _PLATE_MM)
    return [
        Rectangle(area.left - 0.8, area.top - 0.8, area.width + 1.6, area.height + 1.6, fill=WHITE),
        replace(inset.made, covered=(on_inset,), has_furniture=False),
        Rectangle(plate.left, plate.top, plate.width, plate.height, fill=WHITE),
        Text(plate.left + 0.8, plate.bottom - 0.9, said, TINY, INK),
    ]


def _letter_plate(outline: Area, spots: Sequence[_Spot]) -> Area:
    """Return the corner outside an outline that is farthest from the badges, for its letter."""
    side = _LETTER_MM
    plates = [
        Area(left, top, side, side)
        for left in (outline.left - side, outline.right)
        for top in (outline.top - side, outline.bottom)
    ]
    badges = shapely.MultiPoint(_badges(spots))
    return max(plates, key=lambda plate: shapely.distance(_box(plate), badges))


def _letter(plate: Area, letter: str) -> list[Item]:
    middle, line = plate.left + plate.width / 2, plate.bottom - 0.26 * plate.height
    return [
        Rectangle(plate.left, plate.top, plate.width, plate.height, fill=WHITE, edge=INK, edge_mm=0.25),
        Text(middle, line, letter, _LETTER_TEXT, INK, 0.5),
    ]
