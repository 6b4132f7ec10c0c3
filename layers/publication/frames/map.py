"""The map of the tour, a day, a commune or a place at a round scale, with an index grid on request."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import shapely

from data.language.catalogue import N_
from data.language.formats import number
from data.model.place import Place, PlaceId
from data.model.units import UnitId
from layers.page import Item, MapFrame, Rule, Text
from layers.publication.fitting import at_scale, bounds_map, days_bounds, place_bounds, shows_all
from layers.publication.frames.base import Frame
from layers.publication.frames.inset import with_insets
from layers.publication.frames.photo import has_photo
from layers.publication.grid import MapGrid
from layers.publication.matter import LINE, MUTED, SMALL
from layers.publication.notes import NoteKind
from layers.publication.template import Area
from layers.viewport import Bounds

RULER_MM: Final = 4.0
"""Room for letters and numbers around a map with a grid."""

PLACE_SCALE: Final = 10_000
"""Usual scale of the map around a place."""

APPROXIMATE_SCALE: Final = 40_000
"""Coordinates good to a commune must not look better than they are."""

_TICK_MM: Final = 1.6


def fill_map(frame: Frame) -> tuple[Item, ...]:
    """Return the map with its insets, and letters and numbers around it when it has a grid."""
    made = map_of(frame)
    _note_cut(frame, made)
    is_whole = frame.subject is None and not made.day
    wants_inset = is_whole and frame.is_on("inset", default=True)
    items = (
        with_insets(made, frame.matter.days, frame.setter, frame.matter.language) if wants_inset else (made,)
    )
    if not frame.is_on("grid", default=False):
        return items
    return (*items, *_ruler(MapGrid.over(made)))


def map_of(frame: Frame) -> MapFrame:
    """Return the map frame alone: of what the page is about, else of a day or of everything."""
    return replace(_map_of(frame), has_furniture=frame.is_on("furniture", default=True))


def _map_of(frame: Frame) -> MapFrame:
    has_grid = frame.is_on("grid", default=False)
    area = frame.area.inside(RULER_MM) if has_grid else frame.area
    if "without_photo" in frame.options and not has_photo(frame):
        area = replace(area, width=frame.number("without_photo", area.width))
    if frame.place is not None:
        return _place_map(frame, frame.place, area)
    if frame.unit_places:
        return _unit_map(frame, area)
    enlarge = frame.matter.enlarge
    made = replace(bounds_map(_bounds(frame), area, enlarge=enlarge), day=_day(frame))
    if not frame.matter.days:
        made = replace(made, places=_keys(frame.matter.places))
    chosen = _chosen_scale(frame)
    return at_scale(made, chosen, enlarge) if chosen else made


def _day(frame: Frame) -> int:
    """Return the only day shown, from 1; 0 for the whole tour."""
    day = frame.day or int(frame.number("day", 0))
    return day if day <= len(frame.matter.days) else 0


def _bounds(frame: Frame) -> list[Bounds]:
    """Return what the map of the tour or a day, or of a register, has to show."""
    days, day = frame.matter.days, _day(frame)
    if not days:
        return [place_bounds(place) for place in frame.matter.places]
    return [days_bounds(days[day - 1 : day] if day else days)]


def _chosen_scale(frame: Frame) -> int:
    return 0 if frame.subject is not None else int(frame.number("denominator", 0))


def _note_cut(frame: Frame, made: MapFrame) -> None:
    """Say when a scale that somebody chose is too fine for the whole tour."""
    if _chosen_scale(frame) and not all(shows_all(made, bounds) for bounds in _bounds(frame)):
        said = number(made.denominator, frame.matter.language)
        message = N_("At 1:{scale} the map does not show everything; choose a coarser scale.")
        frame.note(NoteKind.MAP_CUT, message, scale=said)


def _place_map(frame: Frame, place: Place, area: Area) -> MapFrame:
    """Return the surroundings of a place; wider where nobody knows it exactly."""
    finest = int(frame.number("scale", PLACE_SCALE))
    if place.is_approximate:
        finest = max(finest, APPROXIMATE_SCALE)
    made = bounds_map([place_bounds(place)], area, finest, frame.matter.enlarge)
    return replace(made, places=_keys(frame.matter.project.places.values()), selected=(place.id,))


def _unit_map(frame: Frame, area: Area) -> MapFrame:
    unit = frame.matter.project.units.get(UnitId(frame.subject.key if frame.subject else ""))
    bounds = [place_bounds(place) for place in frame.unit_places]
    if unit is not None and unit.geometry is not None:
        west, south, east, north = shapely.bounds(unit.geometry)
        bounds.append((float(west), float(south), float(east), float(north)))
    keys = _keys(frame.unit_places)
    made = bounds_map(bounds, area, enlarge=frame.matter.enlarge)
    return replace(made, places=keys, selected=keys, unit=None if unit is None else unit.id)


def _keys(places: Iterable[Place]) -> tuple[PlaceId, ...]:
    return tuple(place.id for place in places)


def _ruler(grid: MapGrid) -> list[Item]:
    frame = grid.frame
    right, bottom = frame.left + frame.width, frame.top + frame.height
    width, height = grid.cell_mm
    items: list[Item] = []
    for column, letter in enumerate(grid.letters()):
        x = frame.left + (column + 0.5) * width
        items += [Text(x, y, letter, SMALL, MUTED, 0.5) for y in (frame.top - 1.1, bottom + 3.2)]
        edge = frame.left + column * width
        items += [_tick(edge, frame.top - _TICK_MM, 0, _TICK_MM), _tick(edge, bottom, 0, _TICK_MM)]
    for row in range(grid.rows):
        y = frame.top + (row + 0.5) * height + 0.9
        items += [Text(x, y, str(row + 1), SMALL, MUTED, 0.5) for x in (frame.left - 2.2, right + 2.2)]
        edge = frame.top + row * height
        items += [_tick(frame.left - _TICK_MM, edge, _TICK_MM, 0), _tick(right, edge, _TICK_MM, 0)]
    return items


def _tick(x: float, y: float, right: float, down: float) -> Rule:
    return Rule(x, y, x + right, y + down, LINE)
