"""Tours out of GeoJSON: ours with everything the format carries, foreign ones as places and drawn routes."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import shapely
from shapely import Geometry

from data.errors import BadInputError
from data.language.catalogue import N_
from data.model.project import Project
from data.readers.drawn_routes import Drawn, at_feature, import_drawn
from data.readers.places_geojson import cells_of, features_of, geometry_of, load_geojson
from data.readers.tour_import import Assumed, TourImport
from data.readers.tour_parts import FoundStop, Pair, assemble, places_of

FORM: Final = "GeoJSON"
_NAMES: Final = ("name", "Name", "title")
_LINES: Final = frozenset({"LineString", "MultiLineString"})


def import_geojson(path: Path, project: Project, assumed: Assumed) -> TourImport:
    """Return what a GeoJSON file holds.

    Raises
    ------
    BadInputError
        If it is no GeoJSON in WGS84, its tour is damaged, or a point lies outside Vietnam.
    """
    document = load_geojson(path)
    features = features_of(path, document)
    head = document.get("tour")
    if isinstance(head, Mapping):
        return _own(features, head, project)
    return import_drawn(
        [_drawn(number, feature) for number, feature in enumerate(features, start=1)], project, assumed, FORM
    )


def is_register(path: Path) -> bool:
    """Return whether a GeoJSON file is a register of places: no tour, no line, and categories of ours.

    Raises
    ------
    BadInputError
        If it is no GeoJSON in WGS84.
    """
    document = load_geojson(path)
    features = [one for one in features_of(path, document) if isinstance(one, Mapping)]
    if isinstance(document.get("tour"), Mapping) or any(_kind(one) in _LINES for one in features):
        return False
    told = (one["properties"] for one in features if isinstance(one.get("properties"), Mapping))
    return not features or any("category" in cells_of(properties) for properties in told)


def _kind(feature: Mapping[str, Any]) -> str:
    geometry = feature.get("geometry")
    return str(geometry.get("type")) if isinstance(geometry, Mapping) else ""


def _own(features: Sequence[Any], head: Mapping[str, Any], project: Project) -> TourImport:
    stops: list[FoundStop] = []
    drawn: dict[tuple[int, int], Sequence[Pair]] = {}
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, Mapping) else None
        what = properties.get("feature") if isinstance(properties, Mapping) else None
        if not isinstance(properties, Mapping) or what not in {"stop", "leg"}:
            # Something that was added to the file in another program.
            continue
        day, order = properties.get("day"), properties.get("order")
        if not isinstance(day, int) or not isinstance(order, int):
            missing = BadInputError(
                N_("Day or order is missing."), remedy=N_("Export the tour again from Hành Trình.")
            )
            raise at_feature(missing, number)
        vertices = _vertices(number, feature)
        if what == "leg":
            # A leg bears the order of the stop it starts from.
            drawn[day, order + 1] = vertices
        else:
            stops.append(_stop(day, order, vertices[0], properties))
    doubts: list[BadInputError] = []
    tour = assemble(head, stops, lambda day, order: drawn.get((day, order), ()), doubts)
    places = places_of(stops, project)
    return TourImport(
        form=FORM,
        is_own=True,
        tours=(tour,),
        places=places.require_sound(""),
        warnings=(*doubts, *places.warnings),
    )


def _stop(day: int, order: int, at: Pair, properties: Mapping[str, Any]) -> FoundStop:
    facts = {key: value for key, value in properties.items() if key not in {"leg", "place"}}
    leg, place = properties.get("leg"), properties.get("place")
    return FoundStop(
        day,
        order,
        *at,
        facts,
        leg if isinstance(leg, Mapping) else None,
        place if isinstance(place, Mapping) else None,
        {language: str(properties.get(f"name_{language}") or "") for language in ("vi", "en")},
    )


def _vertices(number: int, feature: Mapping[str, Any]) -> list[Pair]:
    geometry = _geometry(number, feature)
    return [(lon, lat) for lon, lat in shapely.get_coordinates(geometry).tolist()]


def _geometry(number: int, feature: Mapping[str, Any]) -> Geometry:
    try:
        return geometry_of(feature.get("geometry"))
    except BadInputError as error:
        raise at_feature(error, number) from error


def _drawn(number: int, feature: Any) -> Drawn:
    properties = (feature.get("properties") or {}) if isinstance(feature, Mapping) else None
    if not isinstance(properties, Mapping):
        fault = BadInputError(
            N_("This is no GeoJSON feature."), remedy=N_("Export it again as GeoJSON (RFC 7946).")
        )
        raise at_feature(fault, number)
    try:
        cells = cells_of(properties)
    except BadInputError as error:
        raise at_feature(error, number) from error
    named = (str(properties[key]) for key in _NAMES if properties.get(key))
    described = properties.get("description") or properties.get("desc")
    if not cells.get("name_vi"):
        cells["name_vi"] = next(named, "")
    if isinstance(described, str) and not cells.get("description_vi"):
        cells["description_vi"] = described
    # Its key may be that of another register.
    cells.pop("id", None)
    return Drawn(number, _geometry(number, feature), cells)
