"""The map of the web page, drawn by folium on Leaflet: background, legs and numbered stops.

No text that a user wrote goes through folium: names and popups live in the page's own escaped templates, and
the page's script joins them to the markers made here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist
from typing import Final

import folium
import shapely
from branca.element import Figure
from shapely import Geometry

from data.model.tour import Day, StopKind, Tour
from data.writers.itinerary import bounds, degrees
from layers.style import LIGHT, RoadClass
from layers.web_map.basemap import WebBasemap, feature_collection
from layers.web_map.content import DayText, PageText, StopText

MIN_ZOOM: Final = 7
MAX_ZOOM: Final = 18
LatLon = tuple[float, float]

# About 20 m: below that the pin itself covers the gap.
_LEAST_GAP_DEG: Final = 0.0002
_PIN_PX: Final = 28
_DOT_PX: Final = 18
_LINE_PX: Final = 4
_CASING_PX: Final = 8
# On a small fixed canvas the classes are told apart by width alone; colours are those of the window.
_ROAD_PX: Final[Mapping[RoadClass, float]] = {
    RoadClass.MOTORWAY: 3.0,
    RoadClass.TRUNK: 2.6,
    RoadClass.PRIMARY: 2.2,
    RoadClass.SECONDARY: 1.6,
    RoadClass.TERTIARY: 1.1,
    RoadClass.PEDESTRIAN: 1.1,
    RoadClass.RESIDENTIAL: 0.8,
}


class BareMap(folium.Map):
    """folium's map without the libraries it links by default: numbered pins need Leaflet alone."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium declares it so
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - folium declares it so


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMap:
    """Rendered parts of the map and the names of its objects in the page's script.

    Parameters
    ----------
    header, body, script
        Markup and program as folium makes them.
    map_name
        Variable of the map.
    background
        Variables of the background's layers, lowest first.
    day_layers, markers
        Variable of each day's layer by day number, and of each marker by the key of its stop.
    """

    header: str
    body: str
    script: str
    map_name: str
    background: Sequence[str]
    day_layers: Mapping[int, str]
    markers: Mapping[str, str]


def draw(tour: Tour, text: PageText, basemap: WebBasemap) -> DrawnMap:
    """Draw ``tour`` over ``basemap``."""
    west, south, east, north = bounds(tour)
    drawing = BareMap(
        location=((south + north) / 2, (west + east) / 2),
        tiles=None,
        min_zoom=MIN_ZOOM,
        max_zoom=MAX_ZOOM,
        control_scale=False,
        zoom_control=False,
        prefer_canvas=True,
        zoom_snap=0.25,
        zoom_start=10,
    )
    background = _draw_background(drawing, basemap)
    day_layers, markers = {}, {}
    for day in text.days:
        layer = folium.FeatureGroup(control=False)
        layer.add_to(drawing)
        day_layers[day.number] = layer.get_name()
        _draw_legs(layer, tour, day)
        for stop in day.stops:
            marker = _draw_stop(layer, day, stop)
            if marker:
                markers[stop.key] = marker
    figure = drawing.get_root()
    assert isinstance(figure, Figure)  # folium puts every map into one
    figure.render()
    return DrawnMap(
        header=figure.header.render(),
        body=figure.html.render(),
        script=figure.script.render(),
        map_name=drawing.get_name(),
        background=background,
        day_layers=day_layers,
        markers=markers,
    )


def _draw_background(drawing: folium.Map, basemap: WebBasemap) -> list[str]:
    """Draw water, roads and borders; return the variables of their layers."""
    colors = LIGHT.map
    water = {"color": colors.water.hex, "weight": 0.8, "fillColor": colors.water.hex, "fillOpacity": 1}
    units = {
        "color": colors.unit_outline.hex,
        "weight": 0.9,
        "dashArray": "4 3",
        "opacity": 0.7,
        "fill": False,
    }
    layers: list[tuple[Sequence[Geometry], dict[str, object]]] = [
        ([shape.geometry for shape in basemap.water], water)
    ]
    for road_class, lines in reversed(basemap.roads):
        color = LIGHT.roads[road_class].casing.hex
        layers.append(([lines], {"color": color, "weight": _ROAD_PX[road_class]}))
    layers.append(([basemap.boundaries], units))
    return [_add_shapes(drawing, shapes, style) for shapes, style in layers]


def _add_shapes(drawing: folium.Map, geometries: Sequence[Geometry], style: dict[str, object]) -> str:
    shapes = folium.GeoJson(
        feature_collection(geometry for geometry in geometries if not shapely.is_empty(geometry)),
        style_function=lambda _: style,
        control=False,
        smooth_factor=0.5,
        interactive=False,
    )
    shapes.add_to(drawing)
    return str(shapes.get_name())


def _draw_legs(layer: folium.FeatureGroup, tour: Tour, day: DayText) -> None:
    lines = [leg.geometry for leg in tour.days[day.number - 1].legs if leg.geometry is not None]
    positions = [[(degrees(lat), degrees(lon)) for lon, lat in line.coords] for line in lines]
    if not positions:
        return
    for color, weight, opacity in (("#FFFFFF", _CASING_PX, 0.9), (day.color, _LINE_PX, 1.0)):
        line = folium.PolyLine(  # type: ignore[no-untyped-call] # folium leaves it untyped
            positions, color=color, weight=weight, opacity=opacity, interactive=False, smooth_factor=0.5
        )
        line.add_to(layer)
    for place, road in _gaps(tour.days[day.number - 1]):
        gap = folium.PolyLine(  # type: ignore[no-untyped-call] # folium leaves it untyped
            [place, road], color=day.color, weight=2, dash_array="2 6", interactive=False
        )
        gap.add_to(layer)


def _gaps(day: Day) -> list[tuple[LatLon, LatLon]]:
    """Return the ways between the road and the places off it: a leg ends where its road does."""
    found: dict[tuple[LatLon, LatLon], None] = {}
    for leg, (before, after) in zip(day.legs, pairwise(day.stops), strict=True):
        if leg.geometry is None:
            continue
        for stop, end in ((before, leg.geometry.coords[0]), (after, leg.geometry.coords[-1])):
            place, road = (degrees(stop.lat), degrees(stop.lon)), (degrees(end[1]), degrees(end[0]))
            if dist(place, road) > _LEAST_GAP_DEG:
                found[place, road] = None
    return list(found)


def _draw_stop(layer: folium.FeatureGroup, day: DayText, stop: StopText) -> str | None:
    """Add the pin of a stop; a break has none. Return the marker's variable."""
    if StopKind(stop.kind).is_break:
        return None
    position = (degrees(stop.lat), degrees(stop.lon))
    if stop.is_approximate and stop.coord_precision_m:
        folium.Circle(
            position,
            radius=stop.coord_precision_m,
            color=day.color,
            weight=1.5,
            dash_array="5 5",
            fill=True,
            fill_opacity=0.08,
            interactive=False,
        ).add_to(layer)
    size = _PIN_PX if stop.number is not None else _DOT_PX
    # Numbers and colours only: no text of the project.
    paint = f"background:{day.color};color:{day.ink}" if stop.number else f"border-color:{day.color}"
    icon = folium.DivIcon(
        html=f'<span style="{paint};outline-color:{day.color}">{stop.number or ""}</span>',
        icon_size=(size, size),
        icon_anchor=(size // 2, size // 2),
        popup_anchor=(0, -size // 2),
        class_name=f"pin pin-{stop.kind}{' is-approximate' if stop.is_approximate else ''}",
    )
    marker = folium.Marker(
        position, icon=icon, z_index_offset=1000 if stop.number else 0, rise_on_hover=True, keyboard=True
    )
    marker.add_to(layer)
    return str(marker.get_name())
