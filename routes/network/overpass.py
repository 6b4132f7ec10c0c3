"""Fetching roads from Overpass through OSMnx's requests and cache: ways, barriers and turn restrictions."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import osmnx
from osmnx import _overpass
from osmnx._errors import InsufficientResponseError
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data.errors import BadInputError, NetworkUnavailableError
from data.language.catalogue import N_
from data.progress import Progress, part, silent
from routes.network.clipping import Area
from routes.network.download import FetchSettings, ask_server
from routes.network.finish import finish_network
from routes.network.meta import NetworkMeta
from routes.network.osm import ATTRIBUTION
from routes.network.restrictions import Member
from routes.network.store import RoadNetwork
from routes.network.ways import WayCollector, WayTable

MAX_AREA_KM2: Final = 20_000.0
"""Larger areas belong in an extract file, not on a shared server (Hà Nội and Hải Phòng are 6,600 km²)."""

_FILTERS: Final = (
    '["highway"]["highway"!~"abandoned|construction|planned|platform|proposed|raceway|razed"]',
    '["route"="ferry"]',
)
_MEMBER_KINDS: Final = {"node": "n", "way": "w", "relation": "r"}


def fetch_network(
    area: Area,
    *,
    name: str = "",
    settings: FetchSettings | None = None,
    progress: Progress = silent,
) -> RoadNetwork:
    """Download the roads of an area and build their network, ready to route.

    Parameters
    ----------
    area
        WGS84 degrees; roads that touch it are kept whole from junction to junction.
    name
        What to call the network.
    settings
        Servers, patience and cache.
    progress
        Told the share done; may raise CancelledError at any moment, also while the server thinks.

    Raises
    ------
    NetworkUnavailableError
        If the server cannot be reached or does not answer properly.
    BadInputError
        If the area is empty, too large, or has no roads.
    """
    _check_area(area)
    asked = settings or FetchSettings()
    documents = ask_server(lambda: list(_answers(area)), asked, part(progress, 0.0, 0.5))
    try:
        ways = _ways_of(documents)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NetworkUnavailableError(
            N_("The map server sent something else than roads ({reason})."), reason=repr(error)[:200]
        ) from error
    if not len(ways.size):
        raise BadInputError(
            N_("There are no roads in this area."), remedy=N_("Give west,south,east,north in degrees.")
        )
    meta = NetworkMeta(
        name=name or "Overpass",
        source=asked.overpass_url,
        built=datetime.now(UTC).date().isoformat(),
        attribution=ATTRIBUTION,
        data_date=_data_date(documents),
        area=name,
    )
    return finish_network(ways, meta, source=asked.overpass_url, area=area, progress=part(progress, 0.5, 1.0))


def geocode_area(name: str, *, settings: FetchSettings | None = None, progress: Progress = silent) -> Area:
    """Return the outline of a place by name, from Nominatim, WGS84 degrees.

    Raises
    ------
    NetworkUnavailableError
        If the server cannot be reached or does not answer properly.
    BadInputError
        If it knows no area of that name.
    """
    outline = ask_server(lambda: _geocode(name), settings or FetchSettings(), progress)
    if not isinstance(outline, Polygon | MultiPolygon):
        raise BadInputError(
            N_("No area is known by the name '{area}'."),
            remedy=N_("Give west,south,east,north in degrees or the name of an administrative unit."),
            area=name,
        )
    return outline


def _answers(area: Area) -> Iterator[Mapping[str, Any]]:
    """Yield the answers about an area: ways with their nodes, then turn restrictions.

    OSMnx's public functions drop relations, so its own request and cache are asked for these directly.
    """
    yield from _overpass._download_overpass_network(area, "all", list(_FILTERS))  # noqa: SLF001 - see above
    options = _overpass._make_overpass_settings()  # noqa: SLF001 - see above
    for outline in _overpass._make_overpass_polygon_coord_strs(area):  # noqa: SLF001 - see above
        query = f'{options};way["highway"](poly:{outline!r});rel(bw)["type"="restriction"];out;'
        yield _overpass._overpass_request(OrderedDict(data=query))  # noqa: SLF001 - see above


def _geocode(name: str) -> BaseGeometry | None:
    try:
        found = osmnx.geocode_to_gdf(name)
    except (InsufficientResponseError, TypeError):
        return None
    outline: BaseGeometry = found.geometry.iloc[0]
    return outline


def _check_area(area: BaseGeometry) -> None:
    if not isinstance(area, Polygon | MultiPolygon) or area.is_empty or not area.is_valid:
        raise BadInputError(
            N_("The area is not an outline."), remedy=N_("Give west,south,east,north in degrees.")
        )
    # Degrees to kilometres at the latitudes of Vietnam, roughly: this only guards the server.
    size = area.area * 111.0 * 104.0
    if size > MAX_AREA_KM2:
        raise BadInputError(
            N_("The area is too large to download ({size} km², at most {most} km²)."),
            remedy=N_("Download an .osm.pbf extract and use 'network build'."),
            size=round(size),
            most=round(MAX_AREA_KM2),
        )


def _data_date(documents: Iterable[Mapping[str, Any]]) -> str:
    said = (document.get("osm3s", {}).get("timestamp_osm_base", "") for document in documents)
    return next((text[:10] for text in said if text), "")


def _ways_of(documents: Iterable[Mapping[str, Any]]) -> WayTable:
    """Return the elements of Overpass answers as ways; an element may come in several answers."""
    by_kind: dict[str, dict[int, Mapping[str, Any]]] = {"node": {}, "way": {}, "relation": {}}
    for document in documents:
        for element in document.get("elements", ()):
            by_kind.setdefault(element["type"], {})[element["id"]] = element
    collector = WayCollector()
    nodes = by_kind["node"]
    for node in nodes.values():
        if "tags" in node:
            collector.add_node(node["id"], node["tags"])
    for way in by_kind["way"].values():
        kind = collector.kind_of(way.get("tags", {}))
        if kind is not None:
            found = (nodes.get(ref) for ref in way.get("nodes", ()))
            at = [(node["id"], float(node["lon"]), float(node["lat"])) if node else None for node in found]
            collector.add(way["id"], kind, at)
    for relation in by_kind["relation"].values():
        members = relation.get("members", ())
        collector.add_restriction(
            relation.get("tags", {}),
            [Member(_MEMBER_KINDS[item["type"]], item["ref"], item.get("role", "")) for item in members],
        )
    return collector.table()
