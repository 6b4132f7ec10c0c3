"""The web page of a tour as one self-contained HTML text."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import shapely
from jinja2 import Environment, StrictUndefined

from data.language.catalogue import LANGUAGES, N_
from data.model.project import Project
from data.model.tour import Tour
from data.writers.itinerary import bounds
from layers.basemap import Basemap
from layers.style import ACCENT, FONT_FAMILY, LIGHT, RoadClass
from layers.web_map.basemap import WebBasemap, web_basemap
from layers.web_map.content import PageText, Said, page_text, said
from layers.web_map.folium_map import DrawnMap, draw
from layers.web_map.linked_data import linked_data
from layers.web_map.offline import (
    CONTENT_POLICY,
    TILE_ORIGIN,
    leaflet_script,
    leaflet_style,
    own_asset,
    require_self_contained,
)

_WORDS: Final = {
    "language": N_("Language"),
    "show_day": N_("Show on the map"),
    "whole_tour": N_("Whole tour"),
    "print": N_("Print"),
    "left_out": N_("Places left out"),
    "legend": N_("Legend"),
    "visit": N_("Place to visit, numbered in order"),
    "ends": N_("Start or end of a day"),
    "approximate": N_("Approximate position; the circle shows the possible error"),
    "water": N_("Water"),
    "units": N_("Boundary of wards and communes"),
    "roads": N_("Main road"),
    "online": N_("OpenStreetMap background (needs the internet)"),
    "online_failed": N_("The online background cannot be reached."),
    "credits": N_("Sources and credits"),
    "network": N_("Road network"),
    "made_with": N_("Made with Hành Trình"),
    "panel": N_("Open or close the itinerary"),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
    "search": N_("Find a place in the tour"),
    "nothing_found": N_("Nothing in this tour matches."),
    "open_in": N_("Open in:"),
    "phone_map": N_("the map on this phone"),
    "photo": N_("Photo:"),
    "shared": N_("The link holds the tour"),
    "save_gpx": N_("Save as GPX"),
    "shared_broken": N_("The link is cut off: scan the code again."),
}
_NO_PHOTOS: Final[Mapping[str, bytes]] = MappingProxyType({})


def render_web_map(
    project: Project,
    tour: Tour,
    language: str = "vi",
    *,
    basemap: Basemap | None = None,
    photos: Mapping[str, bytes] = _NO_PHOTOS,
) -> str:
    """Return the page. It opens in ``language`` and can be switched to the other.

    Parameters
    ----------
    basemap
        Gives the main roads of the background; water and wards are always drawn.
    photos
        Bytes of the photo files by ``Photo.path``; they are made small and put into the page.

    Raises
    ------
    RemoteReferenceError
        If anything in the page would be fetched from a server.
    """
    text = page_text(project, tour, photos)
    background = web_basemap(project, tour, basemap)
    drawn = draw(tour, text, background)
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(own_asset("page.html.jinja"))
    page = template.render(
        language=language,
        languages=LANGUAGES,
        page_title=getattr(text.title, language),
        text=text,
        words={key: said(msgid) for key, msgid in _WORDS.items()},
        colors=_color_variables(),
        content_policy=CONTENT_POLICY,
        leaflet_style=leaflet_style(),
        leaflet_script=leaflet_script(),
        style=own_asset("page.css"),
        script=own_asset("page.js"),
        drawn=drawn,
        has_roads=bool(background.roads),
        data=_data(tour, text, drawn, background),
        linked_data=linked_data(project, tour),
    )
    require_self_contained(page)
    return page


def _color_variables() -> str:
    interface, on_map = LIGHT.interface, LIGHT.map
    values = {
        "accent": ACCENT,
        "surface": interface.surface,
        "raised": interface.surface_raised,
        "border": interface.border,
        "text": interface.text,
        "muted": interface.text_muted,
        "focus": interface.focus,
        "warning": interface.warning,
        "land": on_map.land,
        "water": on_map.water,
        "water-edge": on_map.water_edge,
        "water-text": on_map.water_text,
        "unit": on_map.unit_outline,
        "unit-text": on_map.unit_text,
        "road": LIGHT.roads[RoadClass.PRIMARY].casing,
    }
    declared = "".join(f"--{name}:{color.hex};" for name, color in values.items())
    return f":root{{{declared}--font:'{FONT_FAMILY}'}}"


def _data(tour: Tour, text: PageText, drawn: DrawnMap, basemap: WebBasemap) -> str:
    """Return what the page's script needs, as JSON that cannot leave its element."""
    west, south, east, north = bounds(tour)
    data = {
        "map": drawn.map_name,
        "bounds": [[south, west], [north, east]],
        "background": drawn.background,
        "days": drawn.day_layers,
        "stops": [
            {
                "key": stop.key,
                "day": day.number,
                "marker": drawn.markers[stop.key],
                "isVisit": stop.number is not None,
                "name": _by_language(stop.name),
            }
            for day in text.days
            for stop in day.stops
            if stop.key in drawn.markers
        ],
        "units": [
            {
                "name": {"vi": shape.name_vi, "en": shape.name_en or shape.name_vi},
                "at": _label_point(shape.geometry),
            }
            for shape in basemap.units
            if shape.name_vi
        ],
        "words": {
            key: _by_language(said(_WORDS[key]))
            for key in ("zoom_in", "zoom_out", "panel", "language", "search")
        },
        "tiles": f"{TILE_ORIGIN}/{{z}}/{{x}}/{{y}}.png",
    }
    # '<' never appears, so no text can close the script element (HTML, 4.12.1.3).
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _by_language(words: Said) -> dict[str, str]:
    return {"vi": words.vi, "en": words.en}


def _label_point(geometry: shapely.Geometry) -> list[float]:
    point = shapely.point_on_surface(geometry)
    return [round(point.y, 5), round(point.x, 5)]
