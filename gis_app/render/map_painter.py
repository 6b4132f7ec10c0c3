"""The whole map in one call, for print and pictures. The window paints the same parts one by one."""

from collections.abc import Collection

from shapely import LineString

from data.model.place import Place, PlaceId
from data.model.project import Project
from data.model.tour import Tour
from data.model.units import UnitId
from gis_app.render.basemap_painter import paint_ground
from gis_app.render.drawing import Drawing
from gis_app.render.name_painter import paint_names
from gis_app.render.place_painter import block_marks, paint_places
from gis_app.render.tour_painter import paint_route, paint_stops
from gis_app.render.unit_painter import paint_unit
from gis_app.render.walking_painter import paint_walking_spaces
from layers.basemap import Basemap
from layers.marks import clear_of_tour, mark_places, mark_stops
from layers.publication.appearance import Part


def paint_map(
    drawing: Drawing,
    basemap: Basemap,
    project: Project,
    tour: Tour | None = None,
    *,
    show_places: bool = True,
    days: Collection[int] | None = None,
    places: Collection[Place] | None = None,
    selected: Collection[PlaceId] = (),
    hidden: Collection[Part] = (),
    unit: UnitId | None = None,
    stretch: LineString | None = None,
) -> None:
    """Paint ground, route, stops, places and names, in the order of their importance.

    Parameters
    ----------
    tour
        The tour to show; its stops are not shown as places as well.
    show_places
        Whether the places that are no stops are shown.
    days
        Days (from 0) whose stops are shown and whose way is in full colour; ``None`` for all.
    places
        The only places to show; ``None`` for all of the project.
    selected
        Places to highlight.
    hidden
        What is left out.
    unit
        The commune that stands out.
    stretch
        The only part of the way of ``days`` in full colour, WGS84 degrees.
    """
    paint_ground(drawing, basemap)
    paint_walking_spaces(drawing, project)
    if unit is not None:
        paint_unit(drawing, basemap, unit)
    visited = frozenset(tour.visited) if tour is not None else frozenset()
    shown = project.places.values() if places is None else places
    is_shown = show_places and Part.OTHER_PLACES not in hidden
    others = [place for place in shown if place.id not in visited] if is_shown else []
    marks = mark_places(drawing.viewport, others, selected)
    if tour is not None:
        stops = mark_stops(drawing.viewport, tour, days)
        marks = clear_of_tour(drawing.viewport, marks, tour, stops, selected)
        block_marks(drawing, marks)
        paint_route(drawing, tour, days, stretch)
        paint_stops(
            drawing,
            project,
            tour,
            stops,
            names=Part.STOP_NAMES not in hidden,
            numbers=Part.STOP_NUMBERS not in hidden,
        )
    paint_places(drawing, marks, selected)
    paint_names(
        drawing,
        basemap,
        with_units=Part.UNIT_NAMES not in hidden,
        with_roads=Part.ROAD_NAMES not in hidden,
    )
